//! The embedded engine: an index in a folder of this machine, for one process
//! that writes and any number that read.
//!
//! Tantivy keeps the inverted index; scoring is ours (see [`score`]), for it
//! must know spellings of one word from different words.

#[cfg(test)]
mod agreement;
mod answer;
mod bounds;
mod collect;
mod columns;
mod common;
mod documents;
mod facets;
mod find;
mod folder;
mod joined;
mod lexicon;
mod live;
mod phrase;
mod plan;
mod rebuild;
mod schema;
mod score;
mod snapshot;
mod spelling;
mod suggest;
mod terms;
#[cfg(test)]
mod tests;
mod tokenizer;
mod weights;

use super::analyse::parse;
use super::{
    Batches, Change, Engine, Found, Health, Progress, Query, RebuildReason, SearchError, Suggestion,
};
use crate::content::Language;
use crate::text::single_line;
use futures_util::future::BoxFuture;
use live::{CHANGES_MEMORY, Live, failed};
use rebuild::rebuild;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tantivy::IndexWriter;
use weights::Weights;

/// How often a reader looks for commits of other processes.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The embedded engine; cheap to clone.
#[derive(Clone)]
pub struct Embedded {
    shared: Arc<Shared>,
}

struct Shared {
    root: PathBuf,
    weights: Weights,
    state: RwLock<Result<Arc<Live>, RebuildReason>>,
    looked_at: Mutex<Instant>,
    writing: Mutex<Writing>,
}

#[derive(Default)]
struct Writing {
    /// The writer and the folder it writes to; opened by the first change.
    writer: Option<(String, IndexWriter)>,
    /// What was applied since a rebuild began; `None` when none is under way.
    since_rebuild: Option<Vec<Change>>,
}

impl Embedded {
    /// Opens the index under `root`. Never fails: an index that is missing,
    /// damaged or of another version shows in [`Engine::health`], and every
    /// search fails with [`SearchError::NeedsRebuild`] until it is rebuilt.
    pub fn open(root: impl Into<PathBuf>) -> Embedded {
        let root = root.into();
        let weights = Weights::DEFAULT;
        let state = Live::open_current(&root, &weights).map(Arc::new);
        let snapshot = state.as_ref().ok().map(|live| live.snapshot());
        std::thread::spawn(move || {
            lexicon::prepare();
            snapshot.iter().for_each(|snapshot| snapshot.read_common());
        });
        Embedded {
            shared: Arc::new(Shared {
                root,
                weights,
                state: RwLock::new(state),
                looked_at: Mutex::new(Instant::now()),
                writing: Mutex::default(),
            }),
        }
    }

    /// Compares every file with its checksum and returns how many are damaged.
    /// Reads the whole index: for diagnosis, not for starting.
    pub fn damaged_files(&self) -> Result<usize, SearchError> {
        self.shared.live()?.damaged_files().map_err(failed)
    }

    /// Runs `work`, which computes or waits for the disk, on a thread for that.
    fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, SearchError> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, SearchError>> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let task = tokio::task::spawn_blocking(move || work(&shared));
            task.await.unwrap_or_else(|error| Err(failed(error)))
        })
    }
}

impl Engine for Embedded {
    fn search<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Found, SearchError>> {
        let query = query.clone();
        self.blocking(move |shared| {
            let snapshot = shared.live()?.snapshot();
            answer::answer(&snapshot, &query, &shared.weights).map_err(failed)
        })
    }

    fn suggest<'a>(
        &'a self,
        typed: &'a str,
        language: Language,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Suggestion>, SearchError>> {
        let typed = single_line(typed);
        self.blocking(move |shared| {
            let live = shared.live()?;
            let snapshot = live.snapshot();
            let parsed = parse(&typed, |word| snapshot.has(word));
            if parsed.tokens.is_empty() {
                return Ok(Vec::new());
            }
            suggest::titles(&snapshot, &live.fields, &parsed, language, limit).map_err(failed)
        })
    }

    fn apply(&self, changes: Vec<Change>) -> BoxFuture<'_, Result<(), SearchError>> {
        self.blocking(move |shared| shared.apply(changes))
    }

    fn rebuild(
        &self,
        batches: Batches,
        progress: Progress,
    ) -> BoxFuture<'_, Result<u64, SearchError>> {
        self.blocking(move |shared| rebuild(shared, batches, &*progress))
    }

    fn count(&self) -> BoxFuture<'_, Result<u64, SearchError>> {
        self.blocking(|shared| Ok(shared.live()?.snapshot().documents))
    }

    fn health(&self) -> BoxFuture<'_, Health> {
        let state = self.blocking(|shared| Ok(shared.live()?.snapshot().documents));
        Box::pin(async move {
            match state.await {
                Ok(documents) => Health::Ready { documents },
                Err(SearchError::NeedsRebuild(reason)) => Health::NeedsRebuild(reason),
                Err(error) => Health::Unavailable { why: error.to_string() },
            }
        })
    }
}

impl Shared {
    /// The serving index, with what other processes did to it.
    fn live(&self) -> Result<Arc<Live>, SearchError> {
        self.look_around();
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.clone().map_err(SearchError::NeedsRebuild)
    }

    /// Once a second: is another folder current, is there a new commit?
    fn look_around(&self) {
        {
            let mut looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
            if looked_at.elapsed() < LOOK_EVERY {
                return;
            }
            *looked_at = Instant::now();
        }
        self.look();
    }

    fn look(&self) {
        let serving = self.state.read().unwrap_or_else(PoisonError::into_inner).clone();
        let name = match folder::current(&self.root) {
            Ok(name) => name,
            Err(reason) => {
                // Open files outlive their folder; what is written to them is lost.
                *self.state.write().unwrap_or_else(PoisonError::into_inner) = Err(reason);
                return;
            }
        };
        match serving {
            Ok(live) if live.name == name => {
                if live.is_stale()
                    && let Err(error) = live.reload()
                {
                    tracing::warn!(%error, "search index not reloaded");
                }
            }
            _ => {
                if let Ok(live) = Live::open_current(&self.root, &self.weights) {
                    self.serve(Arc::new(live));
                }
            }
        }
    }

    fn serve(&self, live: Arc<Live>) {
        let snapshot = live.snapshot();
        std::thread::spawn(move || snapshot.read_common());
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Ok(live);
    }

    fn apply(&self, changes: Vec<Change>) -> Result<(), SearchError> {
        let mut writing = self.writing();
        // What is written to an index that another process replaced would be lost.
        self.look();
        let result = self.live().and_then(|live| {
            let writer = writing.writer_for(&live)?;
            live.write(writer, &changes)?;
            live.reload().map_err(failed)
        });
        if result.is_err() {
            // a writer that failed once may be stuck; the next change opens another
            writing.writer = None;
        }
        match (&mut writing.since_rebuild, result) {
            // the index under way is made from the database, and then gets these
            (Some(since), Ok(()) | Err(SearchError::NeedsRebuild(_))) => {
                since.extend(changes);
                Ok(())
            }
            (_, result) => result,
        }
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn root(&self) -> &Path {
        &self.root
    }
}

impl Writing {
    fn writer_for(&mut self, live: &Live) -> Result<&mut IndexWriter, SearchError> {
        if self.writer.as_ref().is_none_or(|(name, _)| *name != live.name) {
            self.writer = None;
        }
        match &mut self.writer {
            Some((_, writer)) => Ok(writer),
            none => Ok(&mut none.insert((live.name.clone(), live.writer(CHANGES_MEMORY)?)).1),
        }
    }
}
