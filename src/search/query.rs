//! What a reader asks, within limits.

use super::Synonyms;
use super::analyse::{Parsed, alternatives, parse};
use crate::content::{Kind, Language};
use crate::text::single_line;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The longest text a reader may ask with, in characters.
pub const MAX_CHARS: usize = 500;
/// The longest page of results.
pub const MAX_PER_PAGE: u32 = 100;
/// How deep paging goes; nobody reads further, and machines use the feeds.
pub const MAX_RESULTS: u32 = 10_000;

/// A question that cannot be wrong any more. Made by [`Query::new`].
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    text: String,
    pub language: Language,
    pub filters: Filters,
    page: u32,
    per_page: u32,
    synonyms: Arc<Synonyms>,
    now: Option<DateTime<Utc>>,
}

/// What results must have besides the words; slugs as in [`Document`](super::Document).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    pub kind: Option<Kind>,
    pub topic: Option<String>,
    pub audience: Option<String>,
    pub place: Option<String>,
    pub year: Option<i32>,
}

/// What results are counted and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    Kind,
    Topic,
    Audience,
    Place,
    Year,
}

impl Facet {
    pub const ALL: [Facet; 5] =
        [Facet::Kind, Facet::Topic, Facet::Audience, Facet::Place, Facet::Year];

    /// The parameter's name.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Kind => "kind",
            Facet::Topic => "topic",
            Facet::Audience => "audience",
            Facet::Place => "place",
            Facet::Year => "year",
        }
    }

    /// The value that a reader wants.
    pub fn wanted(self, filters: &Filters) -> Option<String> {
        match self {
            Facet::Kind => filters.kind.map(|kind| kind.name().to_owned()),
            Facet::Topic => filters.topic.clone(),
            Facet::Audience => filters.audience.clone(),
            Facet::Place => filters.place.clone(),
            Facet::Year => filters.year.map(|year| year.to_string()),
        }
    }
}

/// Why a question was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    #[error("query of {chars} characters, at most {MAX_CHARS} are allowed")]
    TooLong { chars: usize },
    /// Bytes that are no UTF-8 arrive as marks of replacement (U+FFFD).
    #[error("a query that is no UTF-8")]
    NotText,
    #[error("page {page} of {per_page} results is outside of what can be shown")]
    Page { page: u32, per_page: u32 },
}

impl Query {
    /// A question for the first ten results. Empty text asks for everything,
    /// newest first.
    pub fn new(text: &str, language: Language) -> Result<Query, QueryError> {
        // counted before normalising, so that a hostile text costs nothing;
        // decomposed text has up to three characters per letter
        let given = text.chars().count();
        if given > 4 * MAX_CHARS {
            return Err(QueryError::TooLong { chars: given });
        }
        if text.contains(char::REPLACEMENT_CHARACTER) {
            return Err(QueryError::NotText);
        }
        let text = single_line(text);
        let chars = text.chars().count();
        if chars > MAX_CHARS {
            return Err(QueryError::TooLong { chars });
        }
        let (filters, synonyms) = (Filters::default(), Arc::default());
        Ok(Query { text, language, filters, page: 1, per_page: 10, synonyms, now: None })
    }

    /// The same question for another page (from 1) or length of page.
    pub fn page(mut self, page: u32, per_page: u32) -> Result<Query, QueryError> {
        let in_reach = page.checked_mul(per_page).is_some_and(|last| last <= MAX_RESULTS);
        if page == 0 || per_page == 0 || per_page > MAX_PER_PAGE || !in_reach {
            return Err(QueryError::Page { page, per_page });
        }
        (self.page, self.per_page) = (page, per_page);
        Ok(self)
    }

    pub fn filter(mut self, filters: Filters) -> Query {
        self.filters = filters;
        self
    }

    /// The same question, to be understood with these synonyms.
    #[must_use]
    pub fn with_synonyms(mut self, synonyms: Arc<Synonyms>) -> Query {
        self.synonyms = synonyms;
        self
    }

    /// The same question, asked at `now`: what is over by then counts less, where the
    /// engine can tell.
    #[must_use]
    pub fn asked_at(mut self, now: DateTime<Utc>) -> Query {
        self.now = Some(now);
        self
    }

    pub fn now(&self) -> Option<DateTime<Utc>> {
        self.now
    }

    pub fn synonyms(&self) -> &Synonyms {
        &self.synonyms
    }

    /// The question in other words that mean the same, without those itself.
    pub fn in_other_words(&self) -> Vec<String> {
        let others = alternatives(&parse(&self.text, |_| false), &self.synonyms);
        let text = |other: &Parsed| {
            let words: Vec<&str> = other.tokens.iter().map(|one| one.exact.as_str()).collect();
            words.join(" ")
        };
        others.iter().map(text).collect()
    }

    /// The words, normalised, on one line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many results come before this page, and how many are on it.
    pub fn window(&self) -> (usize, usize) {
        ((self.page as usize - 1) * self.per_page as usize, self.per_page as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_of_ten_thousand_characters_is_refused() {
        let refused = Query::new(&"a".repeat(10_000), Language::Vi);
        assert_eq!(refused, Err(QueryError::TooLong { chars: 10_000 }));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(Query::new("h\u{fffd} nghèo", Language::Vi), Err(QueryError::NotText));
    }

    #[test]
    fn a_decomposed_query_counts_as_its_composed_form() {
        let decomposed = "e\u{302}\u{301}".repeat(MAX_CHARS);
        assert!(Query::new(&decomposed, Language::Vi).is_ok());
    }

    #[test]
    fn a_page_outside_of_reach_is_refused() {
        let query = Query::new("nghèo", Language::Vi).expect("a query");
        for (page, per_page) in [(0, 10), (1, 0), (1, 101), (1001, 10), (u32::MAX, 100)] {
            assert_eq!(
                query.clone().page(page, per_page),
                Err(QueryError::Page { page, per_page })
            );
        }
        assert_eq!(query.page(3, 20).map(|query| query.window()), Ok((40, 20)));
    }
}
