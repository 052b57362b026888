//! Failure pages that help: what happened, what to do, where to go on.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::json;

use super::frame::{Frame, Link};
use super::metadata::Head;
use crate::names::Language;
use crate::theme::Words;
use crate::web::desk;
use crate::web::failure::Failure;
use crate::web::render::{self, context};

/// What the page shows.
#[derive(Serialize)]
struct View<'a> {
    frame: Frame,
    head: Head,
    status: u16,
    title: String,
    text: String,
    request_id: &'a str,
    /// Where to go on first, if there is such a place.
    onward: Option<Link>,
}

/// The page for `failure`, as the one who asked can read it: JSON under
/// `/api/`, the desk's page under `/desk`, the site's elsewhere.
pub fn page(request: &HttpRequest, failure: &Failure, id: &str) -> Result<HttpResponse, Failure> {
    if in_desk(request) {
        return desk::failure::page(request, failure, id);
    }
    let app = render::app(request)?;
    let language = asked_language(request);
    let theme = app.site_theme();
    let words = theme.words();
    let (title, text) = told(words, language, failure);
    if request.path().starts_with("/api/") {
        return Ok(as_json(failure, &title, &text, id));
    }
    let frame = Frame::new(app, request.path(), language)
        .titled(title.clone(), text.clone())
        .with_own_search()
        .unlisted();
    let view = View {
        head: frame.head(app),
        frame,
        onward: onward(request, words, language, failure),
        status: failure.status.as_u16(),
        title,
        text,
        request_id: id,
    };
    let body = theme.render("failure.html", language, &context(&view)?)?;
    Ok(super::respond(request, app, failure.status, &body))
}

/// The language of the address; of the API, the one asked for.
fn asked_language(request: &HttpRequest) -> Language {
    let english = |pair: &str| pair == "lang=en";
    match request.path().starts_with("/api/") {
        true if request.query_string().split('&').any(english) => Language::En,
        _ => super::language(request),
    }
}

/// A list whose cursor or search whose page is unknown has a beginning.
fn onward(
    request: &HttpRequest,
    words: &Words,
    language: Language,
    failure: &Failure,
) -> Option<Link> {
    let begins = matches!(failure.key, "unknown-cursor" | "unknown-page");
    begins.then(|| Link::new(words.with(language, "from-the-beginning", &[]), request.path()))
}

fn in_desk(request: &HttpRequest) -> bool {
    request.path() == "/desk" || request.path().starts_with("/desk/")
}

/// Title and text of a failure, in `language`.
pub fn told(words: &Words, language: Language, failure: &Failure) -> (String, String) {
    let part = |part: &str| {
        words.with(language, &format!("failure-{}-{part}", failure.key), &failure.args)
    };
    (part("title"), part("text"))
}

fn as_json(failure: &Failure, title: &str, text: &str, id: &str) -> HttpResponse {
    HttpResponse::build(failure.status).insert_header((header::CACHE_CONTROL, "no-store")).json(
        json!({
            "error": { "code": failure.key, "title": title, "message": text, "request_id": id }
        }),
    )
}
