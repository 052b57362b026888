//! The engines under test, and short ways to ask them.

use super::texts::texts;
use crate::content::Language;
use crate::search::embedded::Embedded;
use crate::search::meilisearch::Meilisearch;
use crate::search::{Document, Engine, Filters, Found, Query};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Once};

/// Runs a test on every engine there is, filled with the test texts.
pub(super) fn on_every_engine(test: impl AsyncFn(&dyn Engine)) {
    on_every_engine_with(texts(), test);
}

/// Runs a test on every engine there is, filled with these documents.
pub(super) fn on_every_engine_with(documents: Vec<Document>, test: impl AsyncFn(&dyn Engine)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let embedded = Embedded::open(folder.path());
        fill(&embedded, documents.clone()).await;
        test(&embedded).await;
        let Some(meilisearch) = meilisearch() else {
            println!("skipped: no Meilisearch (set LANTOA_TEST_MEILISEARCH_URL)");
            return;
        };
        fill(&meilisearch, documents).await;
        // erased even when the test fails, for the server is not ours alone
        let outcome = AssertUnwindSafe(test(&meilisearch)).catch_unwind().await;
        meilisearch.erase().await.expect("erased");
        if let Err(panic) = outcome {
            eprintln!("on Meilisearch:");
            std::panic::resume_unwind(panic);
        }
    });
}

/// The server that is named for tests, with an index of this test's own.
fn meilisearch() -> Option<Meilisearch> {
    static TLS: Once = Once::new();
    let url = std::env::var("LANTOA_TEST_MEILISEARCH_URL").ok()?;
    let key = std::env::var("LANTOA_TEST_MEILISEARCH_KEY").ok();
    TLS.call_once(|| {
        // another test of this process may have installed it
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    Some(Meilisearch::new(&url, key.as_deref(), &name).expect("a usable key"))
}

pub(super) async fn fill(engine: &dyn Engine, documents: Vec<Document>) {
    let batches = Box::new(std::iter::once(Ok(documents)));
    engine.rebuild(batches, Arc::new(|_| {})).await.expect("a new index");
}

/// Everything found for a text in Vietnamese.
pub(super) async fn ask(engine: &dyn Engine, text: &str) -> Found {
    ask_with(engine, text, Filters::default()).await
}

pub(super) async fn ask_with(engine: &dyn Engine, text: &str, filters: Filters) -> Found {
    let query = Query::new(text, Language::Vi).expect("a query").filter(filters);
    engine.search(&query).await.expect("an answer")
}

/// The numbers of the items found for a text, best first.
pub(super) async fn ids(engine: &dyn Engine, text: &str) -> Vec<i64> {
    ask(engine, text).await.hits.iter().map(|hit| hit.item_id).collect()
}
