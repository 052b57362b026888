//! The events at one place: `/dia-ban/xa-ba-vi/su-kien`.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::Days;
use serde::Serialize;

use super::agenda::{Subscription, events_at};
use super::card::{Card, cards};
use super::filed::Way;
use super::frame::{Frame, Link};
use super::metadata::Head;
use super::times::holds;
use super::{cached, language, word};
use crate::app::App;
use crate::content::Kind;
use crate::db::Conn;
use crate::names::Language;
use crate::pages::Page;
use crate::press::Scope;
use crate::web::failure::Failure;
use crate::web::render::context;

/// Coming events, and past ones: those of a commune fit on a page.
const COMING: i64 = 60;
const PAST: i64 = 24;

/// How far back past events are shown, days.
const SHOWN_DAYS: u64 = 366;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    coming: Vec<Card>,
    past: Vec<Card>,
    subscription: Subscription,
    /// All that is filed under the place.
    place: Link,
}

/// `GET /dia-ban/{slug}/su-kien`.
pub async fn show(
    request: HttpRequest,
    slug: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let key = events_at(language, &slug);
    cached(&request, &app, &key, || {
        let (data, slug) = (app.clone(), slug.clone());
        app.db.run(move |conn| page(&data, &slug, language, conn))
    })
    .await
}

fn page(app: &App, slug: &str, language: Language, conn: &mut Conn) -> Result<Page, Failure> {
    let reference = app.reference();
    let vocabulary = &reference.site.vocabulary;
    let place = vocabulary.place(slug).ok_or_else(Failure::not_found)?;
    let among = Scope::Place(slug.to_owned()).events(vocabulary).ok_or_else(Failure::not_found)?;
    let now = app.now();
    let since = now.checked_sub_days(Days::new(SHOWN_DAYS)).unwrap_or(now);
    let coming = among.coming(language, now, COMING, conn)?;
    let past = among.past(language, (since, now), PAST, conn)?;
    let name = place.name_in(language);
    let title = format!("{}: {name}", word(app, language, "list-event"));
    let about = word(app, language, "list-event-about");
    let calendar = format!("{}/su-kien.ics", Way::Place.address(language, slug));
    let plain = Way::Place.address(Language::Vi, slug);
    let mut frame = Frame::new(app, events_at(language, slug), language)
        .titled(title.clone(), format!("{title}. {about}"))
        .section(Kind::Event)
        .under(
            word(app, language, "list-event"),
            format!("{}/{}", language.prefix(), Kind::Event.path()),
        )
        .with_feeds(plain)
        .with_calendar(calendar.clone());
    if coming.is_empty() && past.is_empty() {
        frame = frame.unlisted();
    }
    let other = language.other();
    if !among.coming(other, now, 1, conn)?.is_empty()
        || !among.past(other, (since, now), 1, conn)?.is_empty()
    {
        frame = frame.in_both_languages(&events_at(Language::Vi, slug));
    }
    let view = View {
        head: frame.head(app),
        frame,
        coming: cards(app, coming, conn)?,
        past: cards(app, past, conn)?,
        subscription: Subscription::at(app, &calendar),
        place: Link::new(name, Way::Place.address(language, slug)),
    };
    let changes = view.coming.iter().chain(&view.past).flat_map(|card| card.changes.clone());
    let holds = holds(now, changes);
    let body = app.site_theme().render("events-at.html", language, &context(&view)?)?;
    Ok(Page { holds, ..Page::html(body) })
}
