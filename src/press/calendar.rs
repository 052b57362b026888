//! A calendar as data, and as iCalendar (RFC 5545, RFC 7986).

mod fold;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use icalendar::{Component, EventLike, EventStatus, Parameter, Property};

use super::Author;
use crate::clock::Instant;

/// The answer's `Content-Type`.
pub const CONTENT_TYPE: &str = "text/calendar; charset=utf-8";

/// How often a subscriber may ask anew (RFC 7986 §5.7): an unchanged calendar costs a 304.
const REFRESH: &str = "PT1H";

/// What a calendar says. Addresses are absolute; texts are plain.
#[derive(Debug, Clone)]
pub struct Calendar {
    pub name: String,
    pub description: String,
    /// Its own address.
    pub source: String,
    /// The page that shows the same.
    pub page: String,
    /// Who publishes.
    pub publisher: Author,
    /// The site's address, for a publisher without an e-mail address.
    pub home: String,
    pub notices: Vec<Notice>,
}

/// One event of it.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The item's UUID: the event's identity for ever.
    pub uid: String,
    pub sequence: i64,
    pub changed: Instant,
    pub status: Standing,
    pub starts_at: Instant,
    pub ends_at: Option<Instant>,
    pub summary: String,
    /// May be empty, as all that follow.
    pub description: String,
    pub location: String,
    pub contact: String,
    pub category: String,
    pub url: String,
}

/// Whether it takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Confirmed,
    /// Its time is not certain any more.
    Tentative,
    Cancelled,
}

/// Writes `calendar`.
pub fn write(calendar: &Calendar) -> String {
    let mut out = icalendar::Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Lan Toa//lantoa//VI"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-TIMEZONE", "Asia/Ho_Chi_Minh"),
        ("X-PUBLISHED-TTL", REFRESH),
    ] {
        out.append_property(Property::new(key, value));
    }
    let (name, about) = (clean(&calendar.name), clean(&calendar.description));
    out.append_property(typed("NAME", &name, "TEXT"));
    out.append_property(Property::new("X-WR-CALNAME", name));
    out.append_property(Property::new("DESCRIPTION", about.clone()));
    out.append_property(Property::new("X-WR-CALDESC", about));
    out.append_property(typed("REFRESH-INTERVAL", REFRESH, "DURATION"));
    out.append_property(typed("SOURCE", &calendar.source, "URI"));
    out.append_property(Property::new("URL", calendar.page.clone()));
    if let Some(last) = calendar.notices.iter().map(|notice| notice.changed).max() {
        out.append_property(Property::new("LAST-MODIFIED", utc(last)));
    }
    for notice in &calendar.notices {
        out.push(event(calendar, notice));
    }
    fold::fold_all(&out.to_string())
}

fn event(calendar: &Calendar, notice: &Notice) -> icalendar::Event {
    let mut event = icalendar::Event::new();
    let changed: DateTime<Utc> = notice.changed.and_utc();
    event
        .uid(&notice.uid)
        // Of the last change and not of the asking, or no two answers were alike.
        .timestamp(changed)
        .last_modified(changed)
        .starts(notice.starts_at.and_utc())
        .summary(&clean(&notice.summary))
        .append_property(Property::new("SEQUENCE", notice.sequence.to_string()))
        // Who is told of an event is not thereby busy.
        .append_property(Property::new("TRANSP", "TRANSPARENT"))
        .append_property(Property::new("CLASS", "PUBLIC"))
        .append_property(organizer(calendar));
    if let Some(end) = notice.ends_at.filter(|end| *end > notice.starts_at) {
        event.ends(end.and_utc());
    }
    event.status(match notice.status {
        Standing::Confirmed => EventStatus::Confirmed,
        Standing::Tentative => EventStatus::Tentative,
        Standing::Cancelled => EventStatus::Cancelled,
    });
    for (key, text) in [
        ("DESCRIPTION", &notice.description),
        ("LOCATION", &notice.location),
        ("CONTACT", &notice.contact),
    ] {
        let text = clean(text);
        if !text.is_empty() {
            event.append_property(Property::new(key, text));
        }
    }
    if !notice.category.is_empty() {
        event.categories([clean(&notice.category)]);
    }
    if !notice.url.is_empty() {
        event.url(&notice.url);
    }
    event
}

/// A published event has one (RFC 5546 §3.2.1): who publishes it. Who holds it
/// stands in CONTACT, for they seldom have an address of their own.
fn organizer(calendar: &Calendar) -> Property {
    let Author { name, email } = &calendar.publisher;
    let address = if email.is_empty() { calendar.home.clone() } else { format!("mailto:{email}") };
    // A parameter's value can hold no quotation mark (RFC 5545 §3.2).
    let name = clean(name).replace(['"', '\n'], "'");
    Property::new("ORGANIZER", address).append_parameter(Parameter::new("CN", &name)).done()
}

fn typed(key: &str, value: &str, kind: &str) -> Property {
    Property::new(key, value).append_parameter(Parameter::new("VALUE", kind)).done()
}

fn utc(at: Instant) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Without what a calendar's text cannot hold: control characters but for ends of lines.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}
