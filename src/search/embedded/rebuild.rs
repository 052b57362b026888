//! A new index beside the serving one.

use super::live::{CHANGES_MEMORY, Live, REBUILD_MEMORY, failed};
use super::{Shared, folder};
use crate::search::{Batches, Change, SearchError};
use std::sync::Arc;
use tantivy::merge_policy::NoMergePolicy;

/// Makes an index of all batches and puts it in the place of the serving one.
pub(super) fn rebuild(
    shared: &Shared,
    batches: Batches,
    progress: &dyn Fn(u64),
) -> Result<u64, SearchError> {
    {
        let mut writing = shared.writing();
        if writing.since_rebuild.is_some() {
            return Err(SearchError::Rebuilding);
        }
        writing.since_rebuild = Some(Vec::new());
    }
    let result = build(shared, batches, progress);
    shared.writing().since_rebuild = None;
    result
}

fn build(shared: &Shared, batches: Batches, progress: &dyn Fn(u64)) -> Result<u64, SearchError> {
    let (name, path) = folder::create(shared.root()).map_err(failed)?;
    let built = fill(shared, &name, &path, batches, progress);
    if built.is_err() {
        // half an index serves nobody
        let _ = std::fs::remove_dir_all(&path);
    }
    take_place(shared, built?)
}

fn fill(
    shared: &Shared,
    name: &str,
    path: &std::path::Path,
    batches: Batches,
    progress: &dyn Fn(u64),
) -> Result<Live, SearchError> {
    let live = Live::create(name.to_owned(), path, &shared.weights).map_err(failed)?;
    let mut writer = live.writer(REBUILD_MEMORY)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut done = 0;
    for batch in batches {
        for document in batch.map_err(SearchError::Source)? {
            live.add(&writer, &document)?;
            done += 1;
        }
        progress(done);
    }
    writer.commit().map_err(failed)?;
    live.merge_all(&mut writer).map_err(failed)?;
    // its large buffers go; changes get a smaller writer
    writer.wait_merging_threads().map_err(failed)?;
    Ok(live)
}

/// Catches up with what changed meanwhile, and serves.
fn take_place(shared: &Shared, live: Live) -> Result<u64, SearchError> {
    let mut writing = shared.writing();
    let since: Vec<Change> = writing.since_rebuild.take().unwrap_or_default();
    if !since.is_empty() {
        live.write(&mut live.writer(CHANGES_MEMORY)?, &since)?;
    }
    live.reload().map_err(failed)?;
    let documents = live.snapshot().documents;
    folder::make_current(shared.root(), &live.name).map_err(failed)?;
    writing.writer = None;
    let name = live.name.clone();
    shared.serve(Arc::new(live));
    folder::remove_others(shared.root(), &name);
    Ok(documents)
}
