//! `/dinh-chinh`: everything that was corrected, newest first.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::frame::{Frame, Link};
use super::metadata::Head;
use super::paging::{self, Pager, Paging};
use super::{cached, language, word};
use crate::app::App;
use crate::clock::Instant;
use crate::content::Correction;
use crate::content::listing::Cursor;
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
    item: Link,
    at: Instant,
    text: String,
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
    let told = |(one, live): (Correction, crate::content::Live)| Told {
        item: Link::to(&live),
        at: one.corrected_at,
        text: one.text,
    };
    let title = word(app, language, "corrections");
    let about = word(app, language, "corrections-about");
    let frame = Frame::new(app, paging::address(&here, cursor), language)
        .titled(title, about)
        .in_both_languages("/dinh-chinh")
        .continued(cursor.is_some());
    let view = View {
        head: frame.head(app),
        frame,
        corrections: found.into_iter().map(told).collect(),
        pager: Pager::new(&here, cursor, next),
    };
    Ok(Page::html(app.site_theme().render("corrections.html", language, &context(&view)?)?))
}
