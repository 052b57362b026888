//! What an engine is given.

use crate::content::{Kind, Language};
use chrono::{DateTime, Utc};

/// A live item as engines see it; nothing of it is kept but what searching needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub item_id: i64,
    /// Of the interface in which it is found; what it is written in may be another.
    pub language: Language,
    pub kind: Kind,
    pub title: String,
    pub sapo: String,
    /// Plain text, without Markdown or HTML.
    pub body: String,
    pub byline: String,
    /// Slugs of terms, as filters name them.
    pub topics: Vec<String>,
    pub audiences: Vec<String>,
    /// Slugs of places.
    pub places: Vec<String>,
    /// The local year of publication.
    pub year: i32,
    pub published_at: DateTime<Utc>,
    /// The end of an event, or of what a leaflet tells, if there is one.
    pub until: Option<DateTime<Utc>>,
}

/// A step that brings the index nearer to the database.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Adds the item or replaces what is there of it.
    Put(Box<Document>),
    /// Forgets the item, known or not.
    Remove(i64),
}

impl Change {
    pub fn put(document: Document) -> Change {
        Change::Put(Box::new(document))
    }

    pub fn item_id(&self) -> i64 {
        match self {
            Change::Put(document) => document.item_id,
            Change::Remove(item_id) => *item_id,
        }
    }
}
