//! What an engine answers.

use chrono::{DateTime, Utc};

/// One page of results, and what there is in all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub total: u64,
    /// Whether no text holds all that was asked: what was found comes nearest.
    pub partial: bool,
    pub hits: Vec<Hit>,
    pub facets: Facets,
    /// What the reader may have meant, properly marked, when little was found.
    pub did_you_mean: Option<String>,
    /// What to mark in titles and snippets.
    pub marks: Vec<Mark>,
}

/// An item that was found; its words come from the database.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    pub item_id: i64,
    /// Comparable within one answer only.
    pub score: f32,
    pub published_at: DateTime<Utc>,
}

/// How many results each value of a filter would leave, most first. Counted
/// under all other filters, not under the facet's own: a reader who chose one
/// topic still sees how much the others hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facets {
    pub kind: Vec<(String, u64)>,
    pub topic: Vec<(String, u64)>,
    pub audience: Vec<(String, u64)>,
    pub place: Vec<(String, u64)>,
    pub year: Vec<(String, u64)>,
}

/// A word that led to results, as it is to be marked in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Without marks, lower case.
    pub folded: String,
    /// As it was asked; where a text has this form, other forms are not marked.
    pub exact: Option<String>,
    /// Whether longer words that begin so are meant too.
    pub prefix: bool,
    /// Whether no other form is meant, even where a text does not have this one.
    pub strict: bool,
}
