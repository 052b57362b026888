//! Failure pages of the desk: what happened, what to do, and back to work.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::Frame;
use crate::names::Language;
use crate::web::current::Current;
use crate::web::failure::Failure;
use crate::web::render;
use crate::web::site::failure::told;

#[derive(Serialize)]
struct View<'a> {
    frame: Frame,
    status: u16,
    title: String,
    text: String,
    problems: Vec<String>,
    request_id: &'a str,
}

/// The page for `failure`; the navigation stands on it when the guard has
/// found out who asks.
pub fn page(request: &HttpRequest, failure: &Failure, id: &str) -> Result<HttpResponse, Failure> {
    let app = render::app(request)?;
    let current = Current::known(request);
    let language = current.as_ref().map_or(Language::Vi, Current::language);
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
        problems: failure.problems.iter().map(problem).collect(),
        request_id: id,
    };
    render::desk(app, "failure.html", language, failure.status, &view)
}
