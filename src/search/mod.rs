//! Search: one trait, two engines, and the Vietnamese analysis both share.
//!
//! An index is derived data: it holds no text that the database lacks, may be
//! thrown away at any time, and is made again by [`Engine::rebuild`]. What may
//! be found is decided by whoever sends the documents: only live items are put.

mod analyse;
mod document;
pub mod embedded;
mod engine;
mod found;
pub mod meilisearch;
pub mod misses;
mod query;
mod snippet;
mod spelt;
pub mod synonyms;

pub use document::{Change, Document};
pub use engine::{Batches, Engine, Health, Progress, RebuildReason, SearchError, Suggestion};
pub use found::{Facets, Found, Hit, Mark};
pub use query::{Facet, Filters, MAX_CHARS, MAX_PER_PAGE, MAX_RESULTS, Query, QueryError};
pub use snippet::{Fragment, highlight, snippet};
pub use spelt::Spelt;
pub use synonyms::{Synonym, SynonymKind, Synonyms};

#[cfg(test)]
mod contract;
