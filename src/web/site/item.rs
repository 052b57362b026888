//! An item's page.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::view::Frame;
use super::{cached, language};
use crate::app::App;
use crate::clock::Instant;
use crate::content::{Address, Document, Kind, Live, Revision, parse_document};
use crate::db::Conn;
use crate::names::Language;
use crate::pages::Page;
use crate::text::display;
use crate::web::failure::Failure;
use crate::web::render::context;

/// What the template sees.
#[derive(Serialize)]
struct View {
    frame: Frame,
    kind: &'static str,
    document: Document,
    /// Sanitised when it was rendered, see [`crate::content::body`].
    body_html: String,
    published_at: Instant,
    changed_at: Instant,
}

/// `GET /{list}/{slug}`: the page, a redirect from an old address, or 410 for
/// what was taken away.
pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (list, slug) = path.into_inner();
    let kind = Kind::from_path(&list).ok_or_else(Failure::not_found)?;
    let asked = Asked { kind, language: language(&request), slug, path: request.path().to_owned() };
    cached(&request, &app, request.path(), || {
        let (data, asked) = (app.clone(), asked.clone());
        app.db.run(move |conn| page(&data, &asked, conn))
    })
    .await
}

/// An address, taken apart.
#[derive(Debug, Clone)]
struct Asked {
    kind: Kind,
    language: Language,
    slug: String,
    path: String,
}

fn page(app: &App, asked: &Asked, conn: &mut Conn) -> Result<Page, Failure> {
    let live = match find(asked, conn)? {
        Found::Live(live) => live,
        Found::Moved(path) => return Ok(Page::moved(path)),
    };
    let (content, body_html, _) = live.texts(conn)?;
    let view = View {
        frame: Frame::new(app, &asked.path, asked.language),
        kind: asked.kind.name(),
        document: parse_document(&content)?,
        body_html,
        published_at: live.published_at,
        changed_at: live.changed_at,
    };
    let body = app.site_theme().render("item.html", asked.language, &context(&view)?)?;
    Ok(Page { modified: Some(live.changed_at), ..Page::html(body) })
}

enum Found {
    Live(Box<Live>),
    Moved(String),
}

fn find(asked: &Asked, conn: &mut Conn) -> Result<Found, Failure> {
    let address = Address::resolve(asked.kind.name(), asked.language.name(), &asked.slug, conn)?
        .filter(|address| address.public)
        .ok_or_else(Failure::not_found)?;
    match Live::find(address.item_id, conn)? {
        Some(live) if live.slug == asked.slug => Ok(Found::Live(Box::new(live))),
        Some(live) => Ok(Found::Moved(live.path())),
        None => Err(gone(address.item_id, conn)?),
    }
}

/// Why it is gone, as far as the public is told.
fn gone(item_id: i64, conn: &mut Conn) -> Result<Failure, Failure> {
    Ok(Revision::last_public(item_id, conn)?.map_or_else(Failure::not_found, |revision| {
        Failure::gone().with("date", display::date_time(revision.state_at.and_utc()))
    }))
}
