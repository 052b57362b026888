//! The events of one month in Hanoi: `/su-kien/thang/2026-12`.
//!
//! Only months in which anything takes place have a page, and the present one:
//! a robot that follows "next" comes to an end.

mod grid;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

pub use self::grid::Month;
use super::agenda::calendar;
use super::card::{Card, cards};
use super::frame::{Frame, Link};
use super::metadata::Head;
use super::times::{holds, today};
use super::{cached, language, word};
use crate::app::App;
use crate::clock::Instant;
use crate::content::Kind;
use crate::content::agenda::Among;
use crate::db::Conn;
use crate::names::Language;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// Events of one page; of a month that has more, the first.
const SHOWN: i64 = 400;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    /// 1 is January.
    month: u32,
    weeks: Vec<Vec<DayView>>,
    previous: Option<Link>,
    next: Option<Link>,
    /// This month, on the pages of others.
    current: Option<Link>,
    nothing: bool,
    /// Whether there are more events than the page shows.
    more: bool,
}

/// A cell of the table; without a number it belongs to another month.
#[derive(Serialize, Default)]
struct DayView {
    number: u32,
    /// 1 is Monday.
    weekday: u32,
    date: String,
    today: bool,
    events: Vec<EventView>,
}

#[derive(Serialize, Clone)]
struct EventView {
    title: String,
    url: String,
    status: &'static str,
    starts_at: Option<Instant>,
    /// Whether it began on a day before.
    continued: bool,
}

/// `GET /su-kien/thang/{month}`.
pub async fn show(
    request: HttpRequest,
    month: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let month: Month = month.parse().map_err(|_| Failure::not_found())?;
    let language = language(&request);
    cached(&request, &app, &month.address(language), || {
        let data = app.clone();
        app.db.run(move |conn| page(&data, month, language, conn))
    })
    .await
}

fn page(app: &App, month: Month, language: Language, conn: &mut Conn) -> Result<Page, Failure> {
    let (now, all) = (app.now(), Among::All);
    let current = Month::of(now);
    let mut rows = all.between(language, month.instants(), SHOWN + 1, conn)?;
    if rows.is_empty() && month != current {
        return Err(Failure::not_found());
    }
    let more = rows.len() as i64 > SHOWN;
    rows.truncate(SHOWN as usize);
    let nothing = rows.is_empty();
    let link = |month: Month| Link::new(name(app, language, month), month.address(language));
    let (from, to) = month.instants();
    let before = all.last_before(language, from, conn)?.map(Month::of);
    let after = all.first_from(language, to, conn)?.map(Month::of);
    let frame = frame(app, month, language, nothing, conn)?;
    let cards = cards(app, rows, conn)?;
    let view = View {
        head: frame.head(app),
        frame,
        month: month.first().month(),
        weeks: weeks(month, &cards, today(now)),
        previous: before.max((current < month).then_some(current)).map(link),
        next: [after, (current > month).then_some(current)].into_iter().flatten().min().map(link),
        current: (current != month).then(|| link(current)),
        nothing,
        more,
    };
    let changes = cards.iter().flat_map(|card| card.changes.clone());
    let holds = holds(now, changes);
    let body = app.site_theme().render("month.html", language, &context(&view)?)?;
    Ok(Page { holds, ..Page::html(body) })
}

fn frame(
    app: &App,
    month: Month,
    language: Language,
    nothing: bool,
    conn: &mut Conn,
) -> Result<Frame, Failure> {
    let list = word(app, language, "list-event");
    let title = format!("{list} – {}", name(app, language, month));
    let about = word(app, language, "list-event-about");
    let events = format!("/{}", Kind::Event.path());
    let frame = Frame::new(app, month.address(language), language)
        .titled(title, about)
        .section(Kind::Event)
        .under(list, format!("{}{events}", language.prefix()))
        .with_feeds(events)
        .with_calendar(calendar(language));
    let mut others = Language::ALL.iter().copied().filter(|other| *other != language);
    let other = others.next().unwrap_or(language);
    let translated = !Among::All.between(other, month.instants(), 1, conn)?.is_empty();
    let frame = if translated || month == Month::of(app.now()) {
        frame.translated(month.address(other))
    } else {
        frame
    };
    Ok(if nothing { frame.unlisted() } else { frame })
}

/// "Tháng 12 năm 2026", "December 2026".
fn name(app: &App, language: Language, month: Month) -> String {
    let key = format!("month-title-{}", month.first().month());
    let year = month.first().year().to_string();
    app.site_theme().words().with(language, &key, &[("year", year)])
}

/// Each event stands on every day on which it takes place.
fn weeks(month: Month, cards: &[Card], today: NaiveDate) -> Vec<Vec<DayView>> {
    let day = |date: Option<NaiveDate>| {
        let Some(date) = date else { return DayView::default() };
        let on = cards.iter().filter_map(|card| event(card, date));
        DayView {
            number: date.day(),
            weekday: date.weekday().number_from_monday(),
            date: date.to_string(),
            today: date == today,
            events: on.collect(),
        }
    };
    month.weeks().into_iter().map(|week| week.into_iter().map(day).collect()).collect()
}

fn event(card: &Card, date: NaiveDate) -> Option<EventView> {
    let (first, last) = grid::days(card.starts_at?, card.ends_at);
    (first <= date && date <= last).then(|| EventView {
        title: card.title.clone(),
        url: card.url.clone(),
        status: card.status,
        starts_at: card.starts_at,
        continued: first < date,
    })
}
