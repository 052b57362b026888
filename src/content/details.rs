//! What each of the four kinds has beyond title, lead paragraph and body.
//!
//! Field names are those of front matter; their meaning is told in the domain's
//! terms (gương điển hình, tờ rơi …) at each of them.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::clock::{Instant, in_hanoi, instant, midnight_after};
use crate::names::closed_list;

/// The fields of one kind; the variant is the item's kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Details {
    Article(Article),
    Leaflet(Leaflet),
    Story(Story),
    Event(Event),
}

impl Event {
    /// The end that was announced; without one it lasts until its day is over.
    pub fn until(&self) -> Option<Instant> {
        let day_of = |start: DateTime<FixedOffset>| in_hanoi(instant(start)).date_naive();
        let end = self.ends_at.map(instant);
        end.or_else(|| Some(midnight_after(day_of(self.starts_at?))))
    }
}

impl Details {
    /// When it is over: an event, or what a leaflet tells. `None`: not at any time
    /// that is known.
    pub fn until(&self) -> Option<Instant> {
        match self {
            Self::Leaflet(leaflet) => leaflet.valid_until.map(midnight_after),
            Self::Event(event) if event.status == EventStatus::Postponed => None,
            Self::Event(event) => event.until(),
            Self::Article(_) | Self::Story(_) => None,
        }
    }

    /// Empty fields for a new item of `kind`.
    pub fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Article => Self::Article(Article::default()),
            Kind::Leaflet => Self::Leaflet(Leaflet::default()),
            Kind::Story => Self::Story(Story::default()),
            Kind::Event => Self::Event(Event::default()),
        }
    }

    pub fn kind(&self) -> Kind {
        match self {
            Self::Article(_) => Kind::Article,
            Self::Leaflet(_) => Kind::Leaflet,
            Self::Story(_) => Kind::Story,
            Self::Event(_) => Kind::Event,
        }
    }
}

closed_list! {
    /// Thể loại: tin, phóng sự, phỏng vấn, chính sách.
    Genre { News = "news", Feature = "feature", Interview = "interview", Policy = "policy" }
}

/// Tin bài. The source's fields are for a republished text, which stands
/// verbatim, named and dated (Decree 147/2024).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Article {
    pub genre: Genre,
    pub source_name: String,
    pub source_author: String,
    pub source_published_at: Option<DateTime<FixedOffset>>,
    pub source_url: String,
}

closed_list! {
    /// Khổ in.
    PrintSize { A4Trifold = "a4-trifold", A5 = "a5", A4 = "a4" }
}

/// Tờ rơi: what do I get, who can, which papers, where, until when, whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Leaflet {
    pub benefits: String,
    pub eligibility: String,
    pub papers: String,
    #[serde(rename = "where")]
    pub place: String,
    pub deadline: String,
    pub contact: String,
    /// Validity of the policy it explains, both days included.
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
    pub print_size: PrintSize,
    /// Copies.
    pub print_run: u32,
}

closed_list! {
    /// Gương điển hình là hộ, cá nhân, tập thể, sáng kiến hay mô hình.
    Subject {
        Household = "household", Person = "person", Collective = "collective",
        Initiative = "initiative", Model = "model",
    }
}

/// Gương điển hình: before → what they did → after, with figures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Story {
    pub subject: Subject,
    pub before: String,
    pub actions: String,
    pub after: String,
    pub lessons: String,
    pub figures: Vec<Figure>,
    pub consents: Vec<Consent>,
}

/// One figure of a story, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Figure {
    pub label: String,
    pub before: String,
    pub after: String,
}

closed_list! {
    /// What a person shown has consented to (Law 91/2025: per purpose).
    Purpose { Page = "page", Press = "press", Print = "print", Loudspeaker = "loudspeaker" }
}

/// The consent of one person shown; silence is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Consent {
    pub person: String,
    pub purposes: Vec<Purpose>,
    pub given_on: Option<NaiveDate>,
    pub evidence: String,
    pub expires_on: Option<NaiveDate>,
    /// Who consented for a child.
    pub guardian: String,
}

closed_list! {
    /// Hình thức sự kiện.
    EventType {
        Training = "training", Dialogue = "dialogue", Talk = "talk",
        Emulation = "emulation", Commendation = "commendation", Launch = "launch",
    }
}

closed_list! {
    /// Tình trạng sự kiện.
    EventStatus {
        Scheduled = "scheduled", Postponed = "postponed", Cancelled = "cancelled", Ended = "ended",
    }
}

/// Thông báo sự kiện.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Event {
    #[serde(rename = "type")]
    pub event_type: EventType,
    pub starts_at: Option<DateTime<FixedOffset>>,
    pub ends_at: Option<DateTime<FixedOffset>>,
    pub venue: String,
    pub organiser: String,
    pub contact: String,
    pub registration: String,
    pub status: EventStatus,
    /// The item that tells what came of it: its slug.
    pub outcome: String,
}

impl Details {
    /// Whether every person shown consents to `purpose` on `today`: a story's
    /// people are asked for each purpose (Law 91/2025), other kinds show none.
    pub fn consented(&self, purpose: Purpose, today: NaiveDate) -> bool {
        let Self::Story(story) = self else { return true };
        story.consents.iter().all(|consent| {
            consent.purposes.contains(&purpose)
                && consent.expires_on.is_none_or(|last| today <= last)
        })
    }

    /// The last day on which every consent to `purpose` holds that was given; `None`
    /// where none ends.
    pub fn consented_until(&self, purpose: Purpose) -> Option<NaiveDate> {
        let Self::Story(story) = self else { return None };
        let given = story.consents.iter().filter(|consent| consent.purposes.contains(&purpose));
        given.filter_map(|consent| consent.expires_on).min()
    }

    /// Calls `change` with the field's name and each text; the flag says whether it may
    /// hold lines.
    pub fn each_text(&mut self, mut change: impl FnMut(&'static str, &mut String, bool)) {
        match self {
            Self::Article(Article { source_name, source_author, source_url, .. }) => {
                change("article.source_name", source_name, false);
                change("article.source_author", source_author, false);
                change("article.source_url", source_url, false);
            }
            Self::Leaflet(leaflet) => {
                change("leaflet.benefits", &mut leaflet.benefits, true);
                change("leaflet.eligibility", &mut leaflet.eligibility, true);
                change("leaflet.papers", &mut leaflet.papers, true);
                change("leaflet.where", &mut leaflet.place, true);
                change("leaflet.deadline", &mut leaflet.deadline, true);
                change("leaflet.contact", &mut leaflet.contact, true);
            }
            Self::Story(story) => story.each_text(change),
            Self::Event(event) => {
                change("event.venue", &mut event.venue, false);
                change("event.organiser", &mut event.organiser, false);
                change("event.outcome", &mut event.outcome, false);
                change("event.contact", &mut event.contact, true);
                change("event.registration", &mut event.registration, true);
            }
        }
    }
}

impl Story {
    fn each_text(&mut self, mut change: impl FnMut(&'static str, &mut String, bool)) {
        change("story.before", &mut self.before, true);
        change("story.actions", &mut self.actions, true);
        change("story.after", &mut self.after, true);
        change("story.lessons", &mut self.lessons, true);
        for Figure { label, before, after } in &mut self.figures {
            for text in [label, before, after] {
                change("story.figures", text, false);
            }
        }
        for Consent { person, evidence, guardian, .. } in &mut self.consents {
            for text in [person, evidence, guardian] {
                change("story.consents", text, false);
            }
        }
    }
}
