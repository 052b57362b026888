//! `/dinh-chinh`: everything that was corrected, newest first.

use actix_web::{HttpRequest, HttpResponse, web};
use diesel::QueryResult;
use serde::Serialize;

use super::frame::{Frame, Link};
use super::metadata::Head;
use super::paging::{self, Pager, Paging};
use super::{cached, language, word};
use crate::app::App;
use crate::clock::Instant;
use crate::content::listing::Cursor;
use crate::content::{Corrected, Correction, Revision};
use crate::db::Conn;
use crate::names::Language;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// Corrections on a page.
const PER_PAGE: usize = 20;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    corrections: Vec<Told>,
    pager: Pager,
}

#[derive(Serialize)]
struct Told {
    at: Instant,
    /// `None`: it was taken away, and neither its title nor what was wrong is told.
    item: Option<Link>,
    text: String,
    kind: String,
    gone_at: Option<Instant>,
}

/// `GET /dinh-chinh?sau=CURSOR`.
pub async fn show(
    request: HttpRequest,
    paging: web::Query<Paging>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (language, cursor) = (language(&request), paging.cursor()?);
    let here = format!("{}/dinh-chinh", language.prefix());
    cached(&request, &app, &paging::address(&here, cursor), || {
        let data = app.clone();
        app.db.run(move |conn| page(&data, language, cursor, conn))
    })
    .await
}

fn page(
    app: &App,
    language: Language,
    cursor: Option<Cursor>,
    conn: &mut Conn,
) -> Result<Page, Failure> {
    let (found, next) = Correction::page(language, cursor, PER_PAGE, conn)?;
    let here = format!("{}/dinh-chinh", language.prefix());
    let title = word(app, language, "corrections");
    let about = word(app, language, "corrections-about");
    let frame = Frame::new(app, paging::address(&here, cursor), language)
        .titled(title, about)
        .in_both_languages("/dinh-chinh")
        .continued(cursor.is_some());
    let told = found.into_iter().map(|one| told(app, language, one, conn));
    let view = View {
        head: frame.head(app),
        frame,
        corrections: told.collect::<QueryResult<_>>()?,
        pager: Pager::new(&here, cursor, next),
    };
    Ok(Page::html(app.site_theme().render("corrections.html", language, &context(&view)?)?))
}

fn told(app: &App, language: Language, one: Corrected, conn: &mut Conn) -> QueryResult<Told> {
    let Corrected { correction, kind, live } = one;
    let gone = match live {
        Some(_) => None,
        None => Revision::last_public(correction.item_id, conn)?,
    };
    Ok(Told {
        at: correction.corrected_at,
        text: live.as_ref().map(|_| correction.text).unwrap_or_default(),
        item: live.as_ref().map(Link::to),
        kind: word(app, language, &format!("kind-{}", kind.name())),
        gone_at: gone.map(|revision| revision.state_at),
    })
}
