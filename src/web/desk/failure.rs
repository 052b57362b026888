//! Failure pages of the desk: what happened, what to do, and back to work.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::Frame;
use super::kept::{Kept, Told};
use crate::names::Language;
use crate::web::current::Current;
use crate::web::failure::Failure;
use crate::web::form_body::{self, Typed};
use crate::web::render;
use crate::web::site::failure::told;

#[derive(Serialize)]
struct View<'a> {
    frame: Frame,
    status: u16,
    title: String,
    text: String,
    problems: Vec<String>,
    /// What was typed into the form that was not taken.
    typed: Vec<Told>,
    request_id: &'a str,
}

/// The page for `failure`; the navigation stands on it when the guard has
/// found out who asks.
pub fn page(request: &HttpRequest, failure: &Failure, id: &str) -> Result<HttpResponse, Failure> {
    let app = render::app(request)?;
    let current = Current::known(request);
    let typed = form_body::refused(request);
    let language = current.as_ref().map_or_else(|| asked(request, &typed), Current::language);
    let frame = match &current {
        Some(current) => Frame::of(app, current, request.path()),
        None => Frame::open(app, language, "", String::new()),
    };
    let theme = app.desk_theme();
    let (title, text) = told(theme.words(), language, failure);
    let problem = |problem: &crate::content::check::Problem| {
        theme.words().with(language, problem.key, &problem.args)
    };
    let view = View {
        frame,
        status: failure.status.as_u16(),
        title,
        text,
        typed: Kept::of(request, &typed).told(app, language),
        problems: failure.problems.iter().map(problem).collect(),
        request_id: id,
    };
    render::desk(app, "failure.html", language, failure.status, &view)
}

/// The language of a page that is open to who is not signed in, as its form or
/// its address says.
fn asked(request: &HttpRequest, typed: &Typed) -> Language {
    let query: Vec<(String, String)> =
        serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
    let mut said = typed.fields.iter().chain(&query);
    let said = said.find(|(name, _)| name == "language");
    said.and_then(|(_, language)| language.parse().ok()).unwrap_or_default()
}
