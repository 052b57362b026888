//! Standing pages: `/gioi-thieu`, `/en/about` …

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::frame::Frame;
use super::metadata::Head;
use super::times::holds;
use super::{cached, language};
use crate::app::App;
use crate::clock::Instant;
use crate::content::StandingPage;
use crate::db::Conn;
use crate::names::Language;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    key: String,
    title: String,
    /// Sanitised when it was rendered, see [`crate::content::body`].
    body_html: String,
    changed_at: Instant,
}

/// `GET /{slug}`.
pub async fn show(
    request: HttpRequest,
    slug: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (slug, language) = (slug.into_inner(), language(&request));
    let key = format!("{}/{slug}", language.prefix());
    cached(&request, &app, &key, || {
        let (data, slug) = (app.clone(), slug.clone());
        app.db.run(move |conn| page(&data, language, &slug, conn))
    })
    .await
}

fn page(app: &App, language: Language, slug: &str, conn: &mut Conn) -> Result<Page, Failure> {
    let page = StandingPage::find(language, slug, conn)?.ok_or_else(Failure::not_found)?;
    let reference = app.reference();
    let translation =
        reference.standing.iter().find(|link| link.key == page.key && link.language() != language);
    let here = format!("{}/{slug}", language.prefix());
    let mut frame = Frame::new(app, here, language).titled(page.title.clone(), "");
    if let Some(link) = translation {
        frame = frame.translated(link.path());
    }
    let changed_at = page.changed_at;
    let view = View {
        head: frame.head(app),
        frame,
        key: page.key,
        title: page.title,
        body_html: page.body_html,
        changed_at,
    };
    let body = app.site_theme().render("standing.html", language, &context(&view)?)?;
    let holds = holds(app.now(), []);
    Ok(Page { modified: Some(changed_at), holds, ..Page::html(body) })
}
