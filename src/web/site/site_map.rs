//! The site map for people: everything one can enter by, on one page.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::directory::{Group, groups};
use super::filed::Way;
use super::frame::Frame;
use super::languages::{self, Spoken};
use super::metadata::Head;
use super::times::holds;
use super::{cached, language, word};
use crate::app::App;
use crate::db::Conn;
use crate::names::Language;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    ways: Vec<WayView>,
    /// Languages that the interface does not speak, with content of their own.
    languages: Vec<Spoken>,
}

#[derive(Serialize)]
struct WayView {
    way: &'static str,
    url: String,
    groups: Vec<Group>,
}

/// `GET /so-do-trang`.
pub async fn show(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let key = format!("{}/so-do-trang", language.prefix());
    cached(&request, &app, &key, || {
        let (data, key) = (app.clone(), key.clone());
        app.db.run(move |conn| page(&data, language, &key, conn))
    })
    .await
}

fn page(app: &App, language: Language, here: &str, conn: &mut Conn) -> Result<Page, Failure> {
    let way = |way: Way| WayView {
        way: way.name(),
        url: format!("{}/{}", language.prefix(), way.path()),
        groups: groups(app, way, language),
    };
    let frame = Frame::new(app, here, language)
        .titled(word(app, language, "site-map"), word(app, language, "site-map-about"))
        .in_both_languages("/so-do-trang");
    let view = View {
        head: frame.head(app),
        frame,
        ways: Way::ALL.into_iter().map(way).collect(),
        languages: languages::of_site(app, language, conn)?,
    };
    let body = app.site_theme().render("site-map.html", language, &context(&view)?)?;
    Ok(Page { holds: holds(app.now(), []), ..Page::html(body) })
}
