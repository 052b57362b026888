//! The one thing the public site may leave on a device, and only when asked to:
//! the slug of the place that somebody lives in.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::HeaderMap;

use crate::config::Config;
use crate::web::cookies::{self, is_https};

/// "Where I am."
const NAME: &str = "noi-o";

/// The slug that the browser sent; whether there is such a place is for the
/// caller to see.
pub fn read(headers: &HeaderMap) -> Option<&str> {
    cookies::sent(headers, NAME).next()
}

/// Keeps it for a year.
pub fn keep(slug: &str, config: &Config) -> Cookie<'static> {
    let mut cookie = make(slug, config);
    cookie.set_max_age(Duration::days(365));
    cookie
}

/// Takes it away.
pub fn forget(config: &Config) -> Cookie<'static> {
    let mut cookie = make("", config);
    cookie.make_removal();
    cookie
}

/// For both languages, so for every path.
fn make(slug: &str, config: &Config) -> Cookie<'static> {
    Cookie::build(NAME, slug.to_owned())
        .path("/")
        .http_only(true)
        .secure(is_https(config))
        .same_site(SameSite::Lax)
        .finish()
}
