//! stub until merge
mod document;
mod engine;
mod found;
mod query;
pub use document::{Change, Document};
pub use engine::{Batches, Engine, Health, Progress, RebuildReason, SearchError};
pub use found::{Facets, Found, Hit, Mark};
pub use query::{Filters, MAX_CHARS, MAX_PER_PAGE, MAX_RESULTS, Query, QueryError};

pub fn open(
    _: &Option<(String, crate::config::Secret)>,
    _: &std::path::Path,
) -> std::sync::Arc<dyn Engine> {
    std::sync::Arc::new(Stub)
}
struct Stub;
use futures_util::future::BoxFuture;
impl Engine for Stub {
    fn search<'a>(&'a self, _: &'a Query) -> BoxFuture<'a, Result<Found, SearchError>> {
        Box::pin(async { Ok(Found::default()) })
    }
    fn suggest<'a>(
        &'a self,
        _: &'a str,
        _: crate::content::Language,
        _: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, SearchError>> {
        Box::pin(async { Ok(vec![]) })
    }
    fn apply(&self, _: Vec<Change>) -> BoxFuture<'_, Result<(), SearchError>> {
        Box::pin(async { Ok(()) })
    }
    fn rebuild(&self, _: Batches, _: Progress) -> BoxFuture<'_, Result<u64, SearchError>> {
        Box::pin(async { Ok(0) })
    }
    fn count(&self) -> BoxFuture<'_, Result<u64, SearchError>> {
        Box::pin(async { Ok(0) })
    }
    fn health(&self) -> BoxFuture<'_, Health> {
        Box::pin(async { Health::Ready { documents: 0 } })
    }
}
