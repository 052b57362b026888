//! The four lists: `/tin-bai`, `/to-roi`, `/guong-dien-hinh`, `/su-kien`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::agenda::{Ways, calendar};
use super::card::{Card, cards};
use super::frame::Frame;
use super::gallery::{self, Filters};
use super::metadata::Head;
use super::paging::{self, PER_PAGE, Pager, Paging};
use super::times::holds;
use super::{cached, language, word};
use crate::app::App;
use crate::content::Kind;
use crate::content::agenda::Among;
use crate::content::listing::{Cursor, Listing};
use crate::db::Conn;
use crate::names::Language;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// Coming events above the list of all notices.
const COMING: i64 = 12;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    kind: &'static str,
    cards: Vec<Card>,
    pager: Pager,
    /// Of events, on the first page: what is still to come, the nearest first.
    coming: Vec<Card>,
    /// Of events, on the first page.
    ways: Option<Ways>,
    /// Of stories: by field and place.
    filters: Option<Filters>,
}

/// `GET /{list}?sau=CURSOR`: newest first.
pub async fn show(
    request: HttpRequest,
    path: web::Path<String>,
    paging: web::Query<Paging>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let kind = Kind::from_path(&path).ok_or_else(Failure::not_found)?;
    let (language, cursor) = (language(&request), paging.cursor()?);
    let here = format!("{}/{}", language.prefix(), kind.path());
    cached(&request, &app, &paging::address(&here, cursor), || {
        let data = app.clone();
        app.db.run(move |conn| page(&data, kind, language, cursor, conn))
    })
    .await
}

fn page(
    app: &App,
    kind: Kind,
    language: Language,
    cursor: Option<Cursor>,
    conn: &mut Conn,
) -> Result<Page, Failure> {
    let found = Listing::Kind(kind).page(language, cursor, PER_PAGE, conn)?;
    let events = kind == Kind::Event;
    let (coming, ways) = if events && cursor.is_none() {
        let coming = Among::All.coming(language, app.now(), COMING, conn)?;
        (coming, Some(Ways::of(app, language, conn)?))
    } else {
        (Vec::new(), None)
    };
    let filters = match kind {
        Kind::Story => Some(gallery::of_all(app, language, conn)?),
        _ => None,
    };
    let path = format!("/{}", kind.path());
    let here = format!("{}{path}", language.prefix());
    let title = word(app, language, &format!("list-{}", kind.name()));
    let about = word(app, language, &format!("list-{}-about", kind.name()));
    let frame = Frame::new(app, paging::address(&here, cursor), language)
        .titled(title, about)
        .section(kind)
        .in_both_languages(&path)
        .with_feeds(path)
        .with_calendar(if events { calendar(language) } else { String::new() })
        .continued(cursor.is_some());
    let view = View {
        head: frame.head(app),
        frame,
        kind: kind.name(),
        cards: cards(app, found.rows, conn)?,
        pager: Pager::new(&here, cursor, found.next),
        coming: cards(app, coming, conn)?,
        ways,
        filters,
    };
    let changes = view.cards.iter().chain(&view.coming).flat_map(|card| card.changes.clone());
    let holds = holds(app.now(), changes);
    let body = app.site_theme().render("list.html", language, &context(&view)?)?;
    Ok(Page { holds, ..Page::html(body) })
}
