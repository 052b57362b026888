//! What every engine can do.

use super::{Change, Document, Found, Query};
use crate::content::Language;
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// A search engine. Object-safe; shared by all requests and workers.
pub trait Engine: Send + Sync {
    /// Answers a question.
    fn search<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Found, SearchError>>;

    /// Items whose titles continue what a reader has typed so far, best first,
    /// each title once.
    fn suggest<'a>(
        &'a self,
        typed: &'a str,
        language: Language,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Suggestion>, SearchError>>;

    /// Takes changes in, in their order. When it returns they are durable and
    /// every later search sees them.
    fn apply(&self, changes: Vec<Change>) -> BoxFuture<'_, Result<(), SearchError>>;

    /// Makes the index anew from all live documents, beside the serving one,
    /// and puts it in its place at once when it is whole. Changes applied
    /// meanwhile are in both. Returns how many documents it holds.
    fn rebuild(
        &self,
        batches: Batches,
        progress: Progress,
    ) -> BoxFuture<'_, Result<u64, SearchError>>;

    /// How many documents can be found.
    fn count(&self) -> BoxFuture<'_, Result<u64, SearchError>>;

    /// Whether the engine can serve.
    fn health(&self) -> BoxFuture<'_, Health>;
}

/// An item a reader may be looking for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub item_id: i64,
    /// As it was indexed; what the public reads comes from the database.
    pub title: String,
}

/// All live documents, in batches, read on a thread that may block.
pub type Batches = Box<dyn Iterator<Item = Result<Vec<Document>, SourceError>> + Send>;

/// Whatever went wrong in the database while documents were read.
pub type SourceError = Box<dyn std::error::Error + Send + Sync>;

/// Called with the number of documents taken in so far.
pub type Progress = Arc<dyn Fn(u64) + Send + Sync>;

/// The state of an engine.
#[derive(Debug, Clone, PartialEq)]
pub enum Health {
    Ready { documents: u64 },
    NeedsRebuild(RebuildReason),
    Unavailable { why: String },
}

/// Why an index cannot be used until it is made anew.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RebuildReason {
    #[error("there is no index yet")]
    Missing,
    /// It was made by a version that analysed text differently.
    #[error("the index is of another version ({found})")]
    OtherVersion { found: String },
    #[error("the index is damaged ({why})")]
    Corrupt { why: String },
}

/// Why an engine could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the search engine cannot be reached: {why}")]
    Unavailable { why: String },
    #[error("the index must be rebuilt: {0}")]
    NeedsRebuild(RebuildReason),
    #[error("another process is writing to the index")]
    Busy,
    #[error("the index is already being rebuilt")]
    Rebuilding,
    #[error("the documents could not be read")]
    Source(#[source] SourceError),
    #[error("the index failed: {why}")]
    Index { why: String },
    /// It understood what it was told, and does not take it.
    #[error("the search engine refused: {why}")]
    Refused { why: String },
}
