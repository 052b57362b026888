//! Views to pages.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde::Serialize;
use tera::Context;

use super::failure::Failure;
use crate::app::App;
use crate::names::Language;

/// A view as a template's context; a view that is no struct is a bug of ours.
pub fn context(view: &impl Serialize) -> Result<Context, Failure> {
    Ok(Context::from_serialize(view)?)
}

/// Renders a desk page: for one person, kept by nobody.
pub fn desk(
    app: &App,
    template: &str,
    language: Language,
    status: StatusCode,
    view: &impl Serialize,
) -> Result<HttpResponse, Failure> {
    let body = app.desk_theme().render(template, language, &context(view)?)?;
    Ok(private(status, body))
}

/// An HTML answer that no cache keeps.
pub fn private(status: StatusCode, body: String) -> HttpResponse {
    unkept(status).body(body)
}

/// The beginning of such a page.
pub fn unkept(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

/// After a change: go and see (303), so that reloading does not send it again.
pub fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, location))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

/// The application behind a request.
pub fn app(request: &HttpRequest) -> Result<&web::Data<App>, Failure> {
    request.app_data::<web::Data<App>>().ok_or_else(|| Failure::internal("no application"))
}
