//! The public site: one file per noun.

pub mod failure;
mod item;
pub mod metadata;
mod view;

use std::future::Future;

use actix_web::web::{self, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::conditional;
use super::current::Current;
use super::failure::Failure;
use crate::app::App;
use crate::names::Language;
use crate::pages::Page;

/// The public addresses, in both languages.
pub fn routes(config: &mut ServiceConfig) {
    for prefix in ["", "/en"] {
        config.route(&format!("{prefix}/{{list}}/{{slug}}"), get().to(item::show));
    }
}

/// The language an address is in.
pub fn language(request: &HttpRequest) -> Language {
    let path = request.path();
    if path == "/en" || path.starts_with("/en/") { Language::En } else { Language::Vi }
}

/// Answers from the page cache under `key`, making the page if it must be.
/// `key` is the address with those parameters, in order, that the page knows.
pub async fn cached<F>(
    request: &HttpRequest,
    app: &web::Data<App>,
    key: &str,
    make: impl Fn() -> F,
) -> Result<HttpResponse, Failure>
where
    F: Future<Output = Result<Page, Failure>>,
{
    let page = app.pages.get_or_make(key, make).await?;
    Ok(conditional::answer(request, &page))
}

/// Whether the one who asks may see what is not public: somebody of the desk.
pub async fn sees_drafts(request: &HttpRequest) -> bool {
    matches!(Current::load(request).await, Ok(Some(_)))
}
