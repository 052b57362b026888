//! What Meilisearch is given: documents and settings.

use crate::search::Document;
use crate::search::analyse::Token;
use crate::text::{telex, words};
use meilisearch_sdk::settings::{
    FacetingSettings, MinWordSizeForTypos, PaginationSetting, Settings, TypoToleranceSettings,
};
use serde::Serialize;

/// Moves on whenever the same text would be indexed differently.
pub(super) const VERSION: u32 = 3;

/// The text as it is; Meilisearch folds marks, case and `đ` by itself.
pub(super) const TEXT: [&str; 3] = ["title", "sapo", "body"];
/// The same in Telex keys, which no folding can make equal.
pub(super) const KEYS: [&str; 3] = ["title_keys", "sapo_keys", "body_keys"];
/// Both side by side, for how early an attribute stands counts: the very word in a
/// title is worth no less than another that folds alike.
pub(super) const EVERY: [&str; 6] =
    ["title_keys", "title", "sapo_keys", "sapo", "body_keys", "body"];
pub(super) const FACETS: [&str; 5] = ["kind", "topic", "audience", "place", "year"];

/// A document as Meilisearch holds it.
#[derive(Debug, Serialize)]
pub(super) struct Form {
    id: i64,
    language: &'static str,
    kind: &'static str,
    year: i32,
    /// Microseconds since 1970, UTC.
    published_at: i64,
    topic: Vec<String>,
    audience: Vec<String>,
    place: Vec<String>,
    title: String,
    sapo: String,
    body: String,
    title_keys: String,
    sapo_keys: String,
    body_keys: String,
}

impl Form {
    pub(super) fn of(document: &Document) -> Form {
        let body = format!("{}\n{}", document.body, document.byline);
        Form {
            id: document.item_id,
            language: document.language.name(),
            kind: document.kind.name(),
            year: document.year,
            published_at: document.published_at.timestamp_micros(),
            topic: document.topics.clone(),
            audience: document.audiences.clone(),
            place: document.places.clone(),
            title_keys: keys(&document.title),
            sapo_keys: keys(&document.sapo),
            body_keys: keys(&body),
            title: document.title.clone(),
            sapo: document.sapo.clone(),
            body,
        }
    }
}

/// The words of a text in Telex keys, marks and tone placement settled.
fn keys(text: &str) -> String {
    let mut keys = String::with_capacity(text.len());
    for word in words(text) {
        keys.push_str(&key(&Token::new(word.text)));
        keys.push(' ');
    }
    keys
}

/// One word in Telex keys.
pub(super) fn key(token: &Token) -> String {
    telex::encode(&token.exact)
}

pub(super) fn settings() -> Settings {
    let filterable: Vec<&str> = FACETS.into_iter().chain(["language"]).collect();
    Settings::new()
        .with_searchable_attributes(EVERY)
        .with_filterable_attributes(filterable)
        .with_sortable_attributes(["published_at"])
        .with_displayed_attributes(["id", "published_at", "title", "sapo", "body"])
        // the place of a word counts more than how near words are: titles first
        .with_ranking_rules([
            "words",
            "typo",
            "attribute",
            "proximity",
            "sort",
            "exactness",
            "published_at:desc",
        ])
        .with_typo_tolerance(TypoToleranceSettings {
            enabled: Some(true),
            disable_on_attributes: Some(KEYS.map(str::to_owned).to_vec()),
            disable_on_words: Some(Vec::new()),
            // syllables are short; what is a syllable is asked for in quotes,
            // which allows no slip (see `ask`)
            min_word_size_for_typos: Some(MinWordSizeForTypos {
                one_typo: Some(4),
                two_typos: Some(8),
            }),
            disable_on_numbers: Some(true),
        })
        .with_pagination(PaginationSetting { max_total_hits: 1_000_000 })
        .with_faceting(FacetingSettings { max_values_per_facet: 500, sort_facet_values_by: None })
}
