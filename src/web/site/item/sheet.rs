//! An item's [`Sheet`]: what its other shapes are made from, in the theme's words.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::super::card::Timing;
use crate::app::App;
use crate::channels::{Answer, Labels, Palette, Sheet};
use crate::clock::hanoi;
use crate::content::body::{asset_references, blocks};
use crate::content::details::{Details, Event, EventStatus, Leaflet, Story};
use crate::content::{Document, Live, Picture};
use crate::db::Conn;
use crate::names::Language;
use crate::text::display;
use crate::web::failure::Failure;
use crate::web::site::word;

/// What `live` says.
pub fn sheet(
    app: &App,
    live: &Live,
    document: &Document,
    conn: &mut Conn,
) -> Result<Sheet, Failure> {
    let language = live.language().interface();
    let reference = app.reference();
    let identity = &reference.identity;
    let agency = identity.agency(language).to_owned();
    let office = reference.site.tree.get(live.organisation_id);
    let mut pictures = Picture::load(&document.assets(), language, conn)?;
    let lead = document.lead.as_ref().and_then(|uid| pictures.get(uid).cloned());
    let mut embedded = Vec::new();
    for uid in asset_references(&document.body) {
        embedded.extend(pictures.remove(&uid));
    }
    let maker = Maker { app, language };
    let timing = Timing::of(document, app.now());
    // The office's own ways; the site's are told as the agency's, not as the office's.
    let told = office.map(|office| office.contact.as_str()).filter(|told| !told.is_empty());
    let ways = [&agency, identity.text(language, "phone"), identity.text(language, "email")];
    let ways = ways.into_iter().filter(|way| !way.is_empty()).collect::<Vec<_>>().join("\n");
    let contact = told.map_or(ways, str::to_owned);
    Ok(Sheet {
        language: live.language(),
        kind: maker.kind(&document.details),
        marks: maker.marks(document, &timing),
        illustration: match document.illustration {
            true => maker.word("illustration"),
            false => String::new(),
        },
        title: document.title.clone(),
        sapo: document.sapo.clone(),
        summary: document.summary.clone(),
        notice: maker.notice(document, &timing),
        answers: maker.answers(document, &timing),
        validity: maker.validity(&document.details, timing.expired),
        ended: timing.expired,
        body: blocks::blocks(&document.body, language),
        site: identity.name(language).to_owned(),
        office: office.map_or_else(|| agency.clone(), |office| office.name(language).to_owned()),
        agency,
        contact,
        address: format!("{}{}", app.config.base_url, live.path()),
        picture: lead,
        embedded,
        labels: Labels {
            answers: maker.word("leaflet-answers"),
            notes: maker.word("channels-notes"),
            scan: maker.word("channels-scan"),
            code: maker.word("channels-code"),
        },
        palette: Palette::of(app.site_theme().colour()),
    })
}

struct Maker<'a> {
    app: &'a App,
    language: Language,
}

impl Maker<'_> {
    fn word(&self, key: &str) -> String {
        word(self.app, self.language, key)
    }

    fn dated(&self, key: &str, days: &[(&'static str, NaiveDate)]) -> String {
        let days: Vec<_> = days.iter().map(|(name, day)| (*name, display::date(*day))).collect();
        self.app.site_theme().words().with(self.language, key, &days)
    }

    fn kind(&self, details: &Details) -> String {
        match details {
            Details::Article(article) => self.word(&format!("genre-{}", article.genre.name())),
            Details::Leaflet(_) => self.word("kind-leaflet"),
            Details::Story(story) => self.word(&format!("subject-{}", story.subject.name())),
            Details::Event(event) => self.word(&format!("event-type-{}", event.event_type.name())),
        }
    }

    fn marks(&self, document: &Document, timing: &Timing) -> Vec<String> {
        let mut marks = Vec::new();
        if let Details::Event(event) = &document.details {
            let start = event.starts_at.map(|at| at.with_timezone(&hanoi()).date_naive());
            marks.extend(start.map(display::date));
            if matches!(timing.status, "cancelled" | "postponed") {
                marks.push(self.word(&format!("status-{}", timing.status)));
            }
        }
        if timing.expired {
            marks.push(self.word("leaflet-expired-mark"));
        }
        if document.illustration {
            marks.push(self.word("illustration-mark"));
        }
        marks
    }

    /// What must not be overlooked.
    fn notice(&self, document: &Document, timing: &Timing) -> String {
        match &document.details {
            Details::Leaflet(Leaflet { valid_until: Some(last), .. }) if timing.expired => {
                self.dated("leaflet-expired", &[("date", *last)])
            }
            Details::Leaflet(Leaflet { valid_from: Some(first), .. }) if timing.early => {
                self.dated("leaflet-early", &[("date", *first)])
            }
            Details::Event(_) if matches!(timing.status, "cancelled" | "postponed" | "ended") => {
                self.word(&format!("event-{}-about", timing.status))
            }
            _ => String::new(),
        }
    }

    fn validity(&self, details: &Details, ended: bool) -> String {
        let Details::Leaflet(leaflet) = details else { return String::new() };
        match (leaflet.valid_from, leaflet.valid_until) {
            (Some(from), Some(until)) if ended => {
                self.dated("channels-validity-both-ended", &[("from", from), ("until", until)])
            }
            (None, Some(until)) if ended => {
                self.dated("channels-validity-ended", &[("until", until)])
            }
            (Some(from), Some(until)) => {
                self.dated("channels-validity-both", &[("from", from), ("until", until)])
            }
            (Some(from), None) => self.dated("channels-validity-from", &[("from", from)]),
            (None, Some(until)) => self.dated("channels-validity-until", &[("until", until)]),
            (None, None) => String::new(),
        }
    }

    fn answers(&self, document: &Document, timing: &Timing) -> Vec<Answer> {
        match &document.details {
            Details::Article(_) => Vec::new(),
            Details::Leaflet(leaflet) => self.asked("leaflet", &of_leaflet(leaflet)),
            Details::Story(story) => self.asked("story", &of_story(story)),
            Details::Event(event) => {
                let when = self.when(event);
                let reference = self.app.reference();
                let place = reference.site.vocabulary.whereabouts(
                    &event.venue,
                    &document.places,
                    self.language,
                );
                // Nobody registers for what is over or does not take place.
                let registration = match timing.status {
                    "ended" | "cancelled" => "",
                    _ => &event.registration,
                };
                let fields = [
                    ("when", when.as_str()),
                    ("where", &place),
                    ("organiser", &event.organiser),
                    ("registration", registration),
                    ("contact", &event.contact),
                ];
                self.asked("event", &fields)
            }
        }
    }

    /// Those that are answered; the question's word is `kind-name`.
    fn asked(&self, kind: &str, fields: &[(&'static str, &str)]) -> Vec<Answer> {
        let lines = |text: &str| -> Vec<String> {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(str::to_owned).collect()
        };
        let answer = |(name, text): &(&'static str, &str)| Answer {
            name,
            question: self.word(&format!("{kind}-{name}")),
            lines: lines(text),
        };
        fields.iter().map(answer).filter(|answer| !answer.lines.is_empty()).collect()
    }

    /// `Thứ Bảy, 05/12/2026, 08:00–11:30`, or from when until when.
    fn when(&self, event: &Event) -> String {
        let local = |at: DateTime<FixedOffset>| at.with_timezone(&hanoi());
        let Some(start) = event.starts_at.map(local) else { return String::new() };
        let weekday = start.format("%u").to_string();
        let day = format!(
            "{}, {}",
            self.word(&format!("weekday-{weekday}")),
            start.format("%d/%m/%Y, %H:%M")
        );
        let time = match event.ends_at.map(local) {
            Some(end) if end.date_naive() == start.date_naive() => {
                format!("{day}–{}", end.format("%H:%M"))
            }
            Some(end) => format!("{day} {} {}", self.word("until"), end.format("%d/%m/%Y, %H:%M")),
            None => day,
        };
        match event.status {
            EventStatus::Cancelled => format!("{time} ({})", self.word("event-off-time")),
            EventStatus::Postponed => format!("{time} ({})", self.word("event-former-time")),
            EventStatus::Scheduled | EventStatus::Ended => time,
        }
    }
}

fn of_leaflet(leaflet: &Leaflet) -> [(&'static str, &str); 6] {
    [
        ("benefits", &leaflet.benefits),
        ("eligibility", &leaflet.eligibility),
        ("papers", &leaflet.papers),
        ("where", &leaflet.place),
        ("deadline", &leaflet.deadline),
        ("contact", &leaflet.contact),
    ]
}

fn of_story(story: &Story) -> [(&'static str, &str); 4] {
    [
        ("before", &story.before),
        ("actions", &story.actions),
        ("after", &story.after),
        ("lessons", &story.lessons),
    ]
}
