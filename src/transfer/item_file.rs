//! An item's file: front matter and body, as a type.

mod details;
mod read;
mod write;

use crate::clock::Instant;
use crate::content::{ContentLanguage, Document, State};
use crate::transfer::fault::{Noun, Position};

pub use read::{id as read_id, read, read_table};
pub use write::write;

/// What one item's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFile {
    /// A UUID; `None`: derived from the file's name.
    pub id: Option<String>,
    pub language: ContentLanguage,
    pub status: State,
    /// When it first went out.
    pub published_at: Option<Instant>,
    /// When it goes out by itself.
    pub publish_at: Option<Instant>,
    /// When it goes by itself.
    pub expires_at: Option<Instant>,
    pub created_at: Option<Instant>,
    /// A slug.
    pub organisation: String,
    pub featured: bool,
    /// The reason of a withdrawal, or what is to be changed.
    pub note: String,
    /// The address, where it is neither the slug nor made from the title.
    pub address: String,
    /// Addresses it had before, oldest first.
    pub old_slugs: Vec<String>,
    /// The slug of the Vietnamese item of the same kind, or an id.
    pub translation_of: String,
    /// Normalised. Pictures and recordings are named by key or id.
    pub document: Document,
}

/// A name in a file, to be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub noun: Noun,
    pub name: String,
    pub at: Position,
}

/// A file and where its parts stand.
#[derive(Debug, Clone)]
pub struct Placed {
    pub item: ItemFile,
    /// The places of the keys: `title`, `leaflet.where` …
    pub places: Vec<(String, Position)>,
    pub named: Vec<Named>,
    pub start: Position,
}

impl Placed {
    /// Where a field stands; where the front matter begins when it is not there.
    pub fn place(&self, field: &str) -> Position {
        let found = self.places.iter().find(|(key, _)| key == field);
        found.map_or(self.start, |(_, at)| *at)
    }
}

impl ItemFile {
    /// The address it asks for, and whether by name rather than by its title.
    pub fn wanted_address(&self) -> (String, bool) {
        if self.address.is_empty() {
            (self.document.wanted_slug(), !self.document.slug.is_empty())
        } else {
            (self.address.clone(), true)
        }
    }

    /// A sum over all that the file says, its pictures named by id: the same
    /// as at the last import, and the file was not changed.
    pub fn digest(&self) -> String {
        let time = |at: Option<Instant>| at.map(|at| at.and_utc().timestamp_micros());
        let said = (
            self.document.hash(self.language),
            self.status.name(),
            [self.published_at, self.publish_at, self.expires_at, self.created_at].map(time),
            (&self.organisation, self.featured, &self.note),
            (&self.address, &self.old_slugs, &self.translation_of),
        );
        // A tuple of strings and numbers always has a JSON form.
        super::layout::sha256(serde_json::to_string(&said).unwrap_or_default().as_bytes())
    }
}

#[cfg(test)]
mod tests;
