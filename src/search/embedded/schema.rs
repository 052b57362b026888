//! What the index holds of a document.

use super::tokenizer::{PairTokenizer, WordTokenizer};
use crate::search::Document;
use crate::text::normalise;
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{TantivyDocument, Term};

/// Moves on whenever the same text would be indexed differently.
pub(super) const VERSION: u32 = 3;

/// How often a title's pairs count: as often as an editor would repeat them.
const TITLE_PAIRS: usize = 3;

#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub item_id: Field,
    pub language: Field,
    pub kind: Field,
    pub year: Field,
    pub published_at: Field,
    pub until: Field,
    pub topic: Field,
    pub audience: Field,
    pub place: Field,
    /// The title as it is, for suggestions; nothing else is stored.
    pub stored_title: Field,
    pub title: Field,
    pub sapo: Field,
    /// Title, sapo, body and byline: the dictionary of everything, with positions.
    pub all: Field,
    /// Neighbouring words of the same.
    pub pairs: Field,
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let plain = TextOptions::default();
    let slugs = TextOptions::default().set_fast("raw");
    let fields = Fields {
        item_id: schema.add_i64_field("item_id", INDEXED | tantivy::schema::FAST),
        language: schema.add_u64_field("language", tantivy::schema::FAST),
        kind: schema.add_u64_field("kind", tantivy::schema::FAST),
        year: schema.add_i64_field("year", tantivy::schema::FAST),
        published_at: schema.add_i64_field("published_at", tantivy::schema::FAST),
        until: schema.add_i64_field("until", tantivy::schema::FAST),
        topic: schema.add_text_field("topic", slugs.clone()),
        audience: schema.add_text_field("audience", slugs.clone()),
        place: schema.add_text_field("place", slugs),
        stored_title: schema.add_text_field("stored_title", plain.clone() | STORED),
        title: schema.add_text_field("title", indexed("words", IndexRecordOption::WithFreqs)),
        sapo: schema.add_text_field("sapo", indexed("words", IndexRecordOption::WithFreqs)),
        all: schema
            .add_text_field("all", indexed("words", IndexRecordOption::WithFreqsAndPositions)),
        pairs: schema.add_text_field("pairs", indexed("pairs", IndexRecordOption::WithFreqs)),
    };
    (schema.build(), fields)
}

pub(super) fn tokenizers() -> TokenizerManager {
    // the default ones too: fields without any are still asked for theirs
    let tokenizers = TokenizerManager::default();
    tokenizers.register("words", WordTokenizer::default());
    tokenizers.register("pairs", PairTokenizer::default());
    tokenizers
}

pub(super) fn indexed_form(fields: &Fields, document: &Document) -> TantivyDocument {
    let title = normalise(&document.title);
    let sapo = normalise(&document.sapo);
    let body = normalise(&document.body);
    let byline = normalise(&document.byline);
    let mut form = TantivyDocument::new();
    form.add_i64(fields.item_id, document.item_id);
    form.add_u64(fields.language, document.language as u64);
    form.add_u64(fields.kind, document.kind as u64);
    form.add_i64(fields.year, i64::from(document.year));
    form.add_i64(fields.published_at, document.published_at.timestamp_micros());
    if let Some(until) = document.until {
        form.add_i64(fields.until, until.timestamp_micros());
    }
    let slugs = [
        (fields.topic, &document.topics),
        (fields.audience, &document.audiences),
        (fields.place, &document.places),
    ];
    for (field, values) in slugs {
        for value in values {
            form.add_text(field, value);
        }
    }
    form.add_text(fields.title, &title);
    form.add_text(fields.sapo, &sapo);
    for text in [&title, &sapo, &body, &byline] {
        form.add_text(fields.all, text);
        form.add_text(fields.pairs, text);
    }
    for _ in 1..TITLE_PAIRS {
        form.add_text(fields.pairs, &title);
    }
    form.add_text(fields.stored_title, title);
    form
}

/// What names an item in the index.
pub(super) fn key(fields: &Fields, item_id: i64) -> Term {
    Term::from_field_i64(fields.item_id, item_id)
}

fn indexed(tokenizer: &str, option: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
    TextOptions::default().set_indexing_options(indexing)
}
