//! The cookies of the desk: names and attributes, in one place; and how any is read.
//!
//! Over https the names begin with `__Host-` (RFC 6265bis §4.1.3.2), which no
//! other host of the same domain can set; that prefix asks for the path `/`.
//! Over plain http the path is `/` too: pictures of drafts are shown to who is
//! signed in, and they lie under `/media`.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header::{self, HeaderMap};

use crate::accounts::{DeviceTokens, REMEMBERED, Token};
use crate::config::Config;

const SESSION: &str = "lantoa_session";
const DEVICE: &str = "lantoa_device";
const FORM: &str = "lantoa_form";

/// The values that a browser sent under `name`, as they came: for cookies that are
/// looked at in every request, also where the page cache answers.
pub fn sent<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let all = headers.get_all(header::COOKIE).filter_map(|value| value.to_str().ok());
    all.flat_map(|all| all.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .filter(move |(own, _)| own.trim() == name)
        .map(|(_, value)| value.trim())
}

/// The session's token, when the browser sent one that could be ours.
pub fn session(request: &HttpRequest, config: &Config) -> Option<Token> {
    read(SESSION, request, config).and_then(|text| Token::parse(&text))
}

/// The browser's device tokens; none is no fault.
pub fn devices(request: &HttpRequest, config: &Config) -> DeviceTokens {
    read(DEVICE, request, config).map(|text| DeviceTokens::parse(&text)).unwrap_or_default()
}

/// The secret that forms before sign-in are made for.
pub fn form(request: &HttpRequest, config: &Config) -> Option<Token> {
    read(FORM, request, config).and_then(|text| Token::parse(&text))
}

/// Ends with the browser; the server ends it earlier.
pub fn set_session(token: &Token, config: &Config) -> Cookie<'static> {
    make(SESSION, token.reveal(), config)
}

pub fn set_devices(tokens: &DeviceTokens, config: &Config) -> Cookie<'static> {
    let mut cookie = make(DEVICE, tokens.reveal(), config);
    cookie.set_max_age(time::Duration::seconds(REMEMBERED.num_seconds()));
    cookie
}

pub fn set_form(token: &Token, config: &Config) -> Cookie<'static> {
    make(FORM, token.reveal(), config)
}

/// Takes the session's cookie away.
pub fn end_session(config: &Config) -> Cookie<'static> {
    let mut cookie = make(SESSION, String::new(), config);
    cookie.make_removal();
    cookie
}

fn make(name: &str, value: String, config: &Config) -> Cookie<'static> {
    Cookie::build(full_name(name, config), value)
        .path("/")
        .http_only(true)
        .secure(is_https(config))
        .same_site(SameSite::Lax)
        .finish()
}

fn read(name: &str, request: &HttpRequest, config: &Config) -> Option<String> {
    request.cookie(&full_name(name, config)).map(|cookie| cookie.value().to_owned())
}

fn full_name(name: &str, config: &Config) -> String {
    let prefix = if is_https(config) { "__Host-" } else { "" };
    format!("{prefix}{name}")
}

/// Whether the site is reached over https, so that its cookies may be kept to that.
pub fn is_https(config: &Config) -> bool {
    config.base_url.starts_with("https://")
}
