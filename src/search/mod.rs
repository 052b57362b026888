//! stub until merge
mod document;
mod engine;
mod found;
mod query;
pub use document::{Change, Document};
pub use engine::{Batches, Engine, Health, Progress, RebuildReason, SearchError};
pub use found::{Facets, Found, Hit, Mark};
pub use query::{Filters, MAX_CHARS, MAX_PER_PAGE, MAX_RESULTS, Query, QueryError};
