//! The ways from the list of events: by month, by place, onto a phone.

use serde::Serialize;

use super::filed::Way;
use super::frame::Link;
use super::month::Month;
use crate::app::App;
use crate::content::Kind;
use crate::content::agenda::places_with_events;
use crate::db::Conn;
use crate::names::Language;
use crate::press::LASTING_DAYS;
use crate::web::failure::Failure;

/// A calendar that a phone subscribes to, by two addresses of one file.
#[derive(Debug, Serialize)]
pub struct Subscription {
    /// What phones and mail programs open by themselves.
    pub webcal: String,
    /// What is pasted where a calendar is added by its address.
    pub file: String,
}

impl Subscription {
    /// The calendar at `path`, which begins with the language's prefix.
    pub fn at(app: &App, path: &str) -> Self {
        let base = &app.config.base_url;
        let host = base.split_once("://").map_or(base.as_str(), |(_, host)| host);
        Self { webcal: format!("webcal://{host}{path}"), file: format!("{base}{path}") }
    }
}

/// What the list of events leads to.
#[derive(Debug, Serialize)]
pub struct Ways {
    /// The address of this month.
    month: String,
    subscription: Subscription,
    /// The places at which anything takes place, or did of late.
    places: Vec<Link>,
}

impl Ways {
    pub fn of(app: &App, language: Language, conn: &mut Conn) -> Result<Self, Failure> {
        let now = app.now();
        let since = now.checked_sub_days(chrono::Days::new(LASTING_DAYS)).unwrap_or(now);
        let ids = places_with_events(language, since, conn)?;
        let reference = app.reference();
        let known = reference.site.vocabulary.places();
        let places = known.into_iter().filter(|place| ids.contains(&place.id));
        let link = |slug: &str| events_at(language, slug);
        Ok(Self {
            month: Month::of(now).address(language),
            subscription: Subscription::at(app, &calendar(language)),
            places: places
                .map(|place| Link::new(place.name_in(language), link(&place.slug)))
                .collect(),
        })
    }
}

/// The path of the calendar of all events.
pub fn calendar(language: Language) -> String {
    format!("{}/{}/lich.ics", language.prefix(), Kind::Event.path())
}

/// The path of the events at a place.
pub fn events_at(language: Language, slug: &str) -> String {
    format!("{}/{}", Way::Place.address(language, slug), Kind::Event.path())
}
