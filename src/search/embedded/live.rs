//! An index that serves: opened, read, written.

use super::folder;
use super::schema::{Fields, indexed_form, key, schema, tokenizers};
use super::snapshot::Snapshot;
use super::weights::Weights;
use crate::search::{Change, Document, RebuildReason, SearchError};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;
use tantivy::directory::error::LockError;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError};

/// What a writer may hold in memory before it writes a segment, in bytes: for
/// changes that come one by one, and while an index is made anew, when larger
/// segments save most of the work.
pub(super) const CHANGES_MEMORY: usize = 16 << 20;
pub(super) const REBUILD_MEMORY: usize = 96 << 20;

pub(super) struct Live {
    pub name: String,
    pub fields: Fields,
    index: Index,
    reader: IndexReader,
    snapshot: RwLock<(Option<SystemTime>, Arc<Snapshot>)>,
    meta: std::path::PathBuf,
    weights: Weights,
}

impl Live {
    /// Opens the index that `CURRENT` names.
    pub(super) fn open_current(root: &Path, weights: &Weights) -> Result<Live, RebuildReason> {
        let name = folder::current(root)?;
        let corrupt = |error: TantivyError| RebuildReason::Corrupt { why: error.to_string() };
        let path = root.join(&name);
        let index = Index::open_in_dir(&path).map_err(corrupt)?;
        if index.schema() != schema().0 {
            return Err(RebuildReason::OtherVersion { found: name });
        }
        Live::over(name, index, &path, weights).map_err(corrupt)
    }

    /// A new, empty index in an empty folder.
    pub(super) fn create(name: String, path: &Path, weights: &Weights) -> tantivy::Result<Live> {
        let index = Index::create_in_dir(path, schema().0)?;
        Live::over(name, index, path, weights)
    }

    fn over(
        name: String,
        mut index: Index,
        path: &Path,
        weights: &Weights,
    ) -> tantivy::Result<Live> {
        index.set_tokenizers(tokenizers());
        let fields = schema().1;
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let snapshot = Snapshot::take(reader.searcher(), &fields, weights, None)?;
        let meta = path.join("meta.json");
        let live = Live {
            name,
            fields,
            index,
            reader,
            snapshot: RwLock::new((modified(&meta), Arc::new(snapshot))),
            meta,
            weights: weights.clone(),
        };
        Ok(live)
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// Takes over what was committed, here or by another process.
    pub(super) fn reload(&self) -> tantivy::Result<()> {
        let at = modified(&self.meta);
        self.reader.reload()?;
        let before = self.snapshot();
        let taken =
            Snapshot::take(self.reader.searcher(), &self.fields, &self.weights, Some(&before))?;
        let mut snapshot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        *snapshot = (at, Arc::new(taken));
        Ok(())
    }

    /// Whether something was committed that this process has not seen.
    pub(super) fn is_stale(&self) -> bool {
        let seen = self.snapshot.read().unwrap_or_else(PoisonError::into_inner).0;
        modified(&self.meta) != seen
    }

    /// The one writer there may be.
    pub(super) fn writer(&self, memory: usize) -> Result<IndexWriter, SearchError> {
        let writer =
            self.index.writer_with_num_threads(1, memory).map_err(|error| match error {
                TantivyError::LockFailure(LockError::LockBusy, _) => SearchError::Busy,
                error => failed(error),
            })?;
        writer.set_merge_policy(steady_policy());
        Ok(writer)
    }

    /// Writes changes; they are durable when it returns.
    pub(super) fn write(
        &self,
        writer: &mut IndexWriter,
        changes: &[Change],
    ) -> Result<(), SearchError> {
        for change in changes {
            writer.delete_term(key(&self.fields, change.item_id()));
            if let Change::Put(document) = change {
                self.add(writer, document)?;
            }
        }
        writer.commit().map_err(failed)?;
        Ok(())
    }

    /// Adds a document that is not in the index yet, to be committed later.
    pub(super) fn add(&self, writer: &IndexWriter, document: &Document) -> Result<(), SearchError> {
        writer.add_document(indexed_form(&self.fields, document)).map_err(failed)?;
        Ok(())
    }

    /// Makes one segment of all, for an index that was written in one go.
    pub(super) fn merge_all(&self, writer: &mut IndexWriter) -> tantivy::Result<()> {
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
        }
        writer.garbage_collect_files().wait()?;
        Ok(())
    }

    /// Reads every file and compares its checksum; slow.
    pub(super) fn damaged_files(&self) -> tantivy::Result<usize> {
        Ok(self.index.validate_checksum()?.len())
    }
}

/// Few segments, for changes that come one by one: each costs every search a twentieth of
/// a millisecond and more, a merge of small ones some milliseconds of a thread of its own.
pub(super) fn steady_policy() -> Box<LogMergePolicy> {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(2);
    policy.set_min_layer_size(250);
    policy.set_del_docs_ratio_before_merge(0.2);
    Box::new(policy)
}

pub(super) fn failed(error: impl std::fmt::Display) -> SearchError {
    SearchError::Index { why: error.to_string() }
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|meta| meta.modified()).ok()
}
