//! What was read stays readable without a network: the service worker, and the
//! page it shows for what was not read.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::frame::Frame;
use super::metadata::Head;
use super::{cached, language, word};
use crate::app::App;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// No theme changes it: a mistake in it would stay on people's phones.
const WORKER: &str = include_str!("offline/worker.js");

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
}

/// `GET /sw.js`. Browsers let a worker see what lies beside and below its own
/// address, so it stands at the root.
pub async fn worker(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    cached(&request, &app, "/sw.js", || {
        let page = Page::html(WORKER.to_owned());
        std::future::ready(Ok(Page { content_type: "text/javascript; charset=utf-8", ..page }))
    })
    .await
}

/// `GET /ngoai-tuyen`: there is no network; the worker puts in what was read.
pub async fn show(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let key = format!("{}/ngoai-tuyen", language.prefix());
    cached(&request, &app, &key, || {
        let make = || {
            let frame = Frame::new(&app, &key, language)
                .titled(word(&app, language, "offline"), "")
                .in_both_languages("/ngoai-tuyen")
                .with_own_search()
                .unlisted();
            let view = View { head: frame.head(&app), frame };
            let theme = app.site_theme();
            Ok(Page::html(theme.render("offline.html", language, &context(&view)?)?))
        };
        std::future::ready(make())
    })
    .await
}
