//! `/gan-toi`: somebody says where they live and is shown what there is.
//!
//! Nothing is kept of it, unless the box is ticked: then the browser keeps the
//! place's slug, see [`remembered`]. That cookie is looked at here alone, and
//! answers that depend on it are neither cached nor to be cached: who has none
//! gets the form from the page cache like any page.

mod ask;
mod here;
mod remembered;

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use self::ask::Form;
use super::{cached, language, respond};
use crate::app::App;
use crate::names::Language;
use crate::pages::Page;
use crate::text::single_line;
use crate::web::failure::Failure;
use crate::web::guard::is_from_us;
use crate::web::render::see_other;

/// The first segment of its addresses.
pub const PATH: &str = "gan-toi";

/// Characters of what is typed that are looked at.
const MAX_CHARS: usize = 100;

/// What is typed or chosen, and whether to remember it.
#[derive(Debug, Deserialize)]
pub struct Asked {
    noi: Option<String>,
    nho: Option<String>,
}

/// The page of what there is near the place `slug`.
pub fn address(language: Language, slug: &str) -> String {
    format!("{}/{slug}", home(language))
}

/// The page where one says where that is.
fn home(language: Language) -> String {
    format!("{}/{PATH}", language.prefix())
}

/// Whether the answer depends on what the device remembers.
pub fn is_own(path: &str, headers: &HeaderMap) -> bool {
    path.strip_suffix(PATH).is_some_and(|rest| rest == "/" || rest == "/en/")
        && remembered::read(headers).is_some()
}

/// `GET /gan-toi?noi=TEXT&nho=1`: leads to the one place that was meant, offers
/// those that may have been, or asks. Without a question the place that the
/// device remembers is the one.
pub async fn ask(
    request: HttpRequest,
    asked: web::Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let typed: String =
        single_line(asked.noi.as_deref().unwrap_or_default()).chars().take(MAX_CHARS).collect();
    let keep = asked.nho.as_deref() == Some("1");
    if typed.is_empty() {
        return without_question(&request, &app, language, asked.noi.is_some()).await;
    }
    let reference = app.reference();
    let finder = reference.site.vocabulary.finder();
    let found = finder.find(&typed);
    if let [only] = found.as_slice() {
        let answer = see_other(&address(language, &only.place.slug));
        // A link on somebody else's page is not this reader's wish.
        if keep && is_from_us(&request, &app.config) != Some(false) {
            return with_cookie(answer, &remembered::keep(&only.place.slug, &app.config));
        }
        return Ok(answer);
    }
    let offered = if found.is_empty() { finder.nearest(&typed) } else { Vec::new() };
    let form = Form::answering(&typed, keep, language, &found, &offered);
    // No address has a space in it, so this key is answered from here only.
    let key = format!("{} {keep} {typed}", home(language));
    cached(&request, &app, &key, || {
        std::future::ready(form.clone().render(&app, language).map(Page::html))
    })
    .await
}

/// The plain form; for who has a place remembered, that place, or the form
/// with the way to forget it.
async fn without_question(
    request: &HttpRequest,
    app: &web::Data<App>,
    language: Language,
    another: bool,
) -> Result<HttpResponse, Failure> {
    let reference = app.reference();
    let kept = remembered::read(request.headers())
        .and_then(|slug| reference.site.vocabulary.place(slug).cloned());
    match kept {
        Some(place) if another => {
            let form = Form::remembering(&place, language);
            Ok(respond(request, app, StatusCode::OK, &form.render(app, language)?))
        }
        Some(place) => Ok(see_other(&address(language, &place.slug))),
        None => {
            let key = home(language);
            let make = || std::future::ready(Form::default().render(app, language).map(Page::html));
            cached(request, app, &key, make).await
        }
    }
}

/// `POST /gan-toi/quen`: the device forgets.
pub async fn forget(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    with_cookie(see_other(&home(language(&request))), &remembered::forget(&app.config))
}

/// `GET /gan-toi/{slug}`.
pub async fn show(
    request: HttpRequest,
    slug: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let key = address(language, &slug);
    cached(&request, &app, &key, || {
        let (data, slug) = (app.clone(), slug.clone());
        app.db.run(move |conn| here::page(&data, &slug, language, conn))
    })
    .await
}

/// `answer` with a cookie of ours.
fn with_cookie(mut answer: HttpResponse, cookie: &Cookie) -> Result<HttpResponse, Failure> {
    answer.add_cookie(cookie).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(answer)
}
