//! stand-in
use crate::web::{current::Current, failure::Failure, form_body::Typed};
use actix_web::{HttpRequest, HttpResponse};
pub fn page(_: &HttpRequest, _: Option<&Current>, _: &Typed) -> Result<HttpResponse, Failure> {
    Err(Failure::forbidden("stale-form"))
}
