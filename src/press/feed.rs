//! A feed as data, and the three formats it is written in.

use chrono::{DateTime, FixedOffset};

use super::{Withdrawn, WriteError, atom, json_feed, rss};
use crate::clock::{Instant, in_hanoi};
use crate::content::ContentLanguage;

/// How many items a feed holds: the newest.
pub const LENGTH: usize = 50;

/// What a feed says. Addresses are absolute; texts are plain unless said otherwise.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Stable, whatever becomes of addresses: a tag URI (RFC 4151).
    pub id: String,
    pub title: String,
    pub subtitle: String,
    pub language: ContentLanguage,
    /// The page that shows the same list.
    pub page: String,
    /// Where the three formats stand, without the file's name.
    pub folder: String,
    /// Who publishes: the agency, with an e-mail address if it has one.
    pub publisher: Author,
    pub rights: String,
    /// The newest change of what it holds; `None` when it never held anything.
    pub updated: Option<Instant>,
    pub entries: Vec<Entry>,
    /// What was taken back of late.
    pub withdrawn: Vec<Withdrawn>,
}

/// One item.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The item's UUID.
    pub uid: String,
    pub url: String,
    pub title: String,
    pub summary: String,
    /// The whole text: clean HTML with absolute addresses.
    pub html: String,
    /// When it first went out, and when what it says now did.
    pub published: Instant,
    pub updated: Instant,
    pub author: Author,
    pub categories: Vec<Category>,
    pub image: Option<Enclosure>,
    /// Of its broadcast.
    pub recording: Option<Enclosure>,
}

/// A person or an office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    /// May be empty.
    pub email: String,
}

/// What an item is filed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The taxonomy's address.
    pub scheme: String,
    pub slug: String,
    pub name: String,
}

/// A picture or a recording as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    pub url: String,
    pub media_type: String,
    /// What is seen or heard; may be empty.
    pub title: String,
    /// Bytes, where they are known.
    pub length: Option<u64>,
    /// How long a recording plays.
    pub seconds: Option<u32>,
}

impl Entry {
    /// Its identity in every format and for ever (RFC 9562 §4): the URN of its UUID.
    pub fn id(&self) -> String {
        urn(&self.uid)
    }

    /// Its files, the picture first.
    pub(super) fn enclosures(&self) -> impl Iterator<Item = &Enclosure> {
        self.image.iter().chain(&self.recording)
    }
}

/// `urn:uuid:…`.
pub(super) fn urn(uid: &str) -> String {
    format!("urn:uuid:{uid}")
}

/// What a feed is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Atom 1.0 (RFC 4287), with deleted entries (RFC 6721).
    Atom,
    /// RSS 2.0 with the modules content, dc, dcterms and atom.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Atom, Format::Rss, Format::Json];

    /// The last part of its address.
    pub fn file(self) -> &'static str {
        match self {
            Format::Atom => "atom.xml",
            Format::Rss => "rss.xml",
            Format::Json => "feed.json",
        }
    }

    pub fn from_file(file: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.file() == file)
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Format::Atom => "application/atom+xml",
            Format::Rss => "application/rss+xml",
            Format::Json => "application/feed+json",
        }
    }

    /// The answer's `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Atom => "application/atom+xml; charset=utf-8",
            Format::Rss => "application/rss+xml; charset=utf-8",
            Format::Json => "application/feed+json; charset=utf-8",
        }
    }

    /// Writes `feed`.
    ///
    /// # Errors
    /// Only what a writer to memory can fail with.
    pub fn write(self, feed: &Feed) -> Result<String, WriteError> {
        match self {
            Format::Atom => atom::write(feed),
            Format::Rss => rss::write(feed),
            Format::Json => json_feed::write(feed),
        }
    }
}

impl Feed {
    /// The feed's own address in `format`.
    pub fn address(&self, format: Format) -> String {
        format!("{}/{}", self.folder, format.file())
    }

    /// [`clean`]s every text.
    #[must_use]
    pub fn cleaned(mut self) -> Self {
        for text in [&mut self.title, &mut self.subtitle, &mut self.rights] {
            clean(text);
        }
        clean(&mut self.publisher.name);
        for entry in &mut self.entries {
            for text in [&mut entry.title, &mut entry.summary, &mut entry.html] {
                clean(text);
            }
            clean(&mut entry.author.name);
            for file in [&mut entry.image, &mut entry.recording].into_iter().flatten() {
                clean(&mut file.title);
            }
        }
        self
    }
}

/// Takes out what XML 1.0 §2.2 cannot hold, not even escaped.
pub(super) fn clean(text: &mut String) {
    let bad = |c: char| {
        (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(bad) {
        text.retain(|c| !bad(c));
    }
}

/// An instant on Vietnam's clock, to the second.
pub(super) fn local(at: Instant) -> DateTime<FixedOffset> {
    let at = in_hanoi(at);
    at - chrono::TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}
