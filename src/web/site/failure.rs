//! Failure pages that help: what happened, what to do, where to go on.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::json;

use super::view::Frame;
use crate::names::Language;
use crate::theme::Words;
use crate::web::desk;
use crate::web::failure::Failure;
use crate::web::render::{self, context};

/// What the page shows.
#[derive(Serialize)]
struct View<'a> {
    frame: Frame,
    status: u16,
    title: String,
    text: String,
    problems: Vec<String>,
    request_id: &'a str,
}

/// The page for `failure`, as the one who asked can read it: JSON under
/// `/api/`, the desk's page under `/desk`, the site's elsewhere.
pub fn page(request: &HttpRequest, failure: &Failure, id: &str) -> Result<HttpResponse, Failure> {
    if in_desk(request) {
        return desk::failure::page(request, failure, id);
    }
    let app = render::app(request)?;
    let language = super::language(request);
    let theme = app.site_theme();
    let words = theme.words();
    let (title, text) = told(words, language, failure);
    if request.path().starts_with("/api/") {
        return Ok(as_json(failure, &title, &text, id));
    }
    let view = View {
        frame: Frame::new(app, request.path(), language),
        status: failure.status.as_u16(),
        title,
        text,
        problems: failure
            .problems
            .iter()
            .map(|problem| words.with(language, problem.key, &problem.args))
            .collect(),
        request_id: id,
    };
    let body = theme.render("failure.html", language, &context(&view)?)?;
    Ok(render::private(failure.status, body))
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
