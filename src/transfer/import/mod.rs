//! Import: a folder of the format, or JSON Lines with a mapping.
//!
//! All is checked before anything is written, and every fault is told. What is
//! read twice is not kept in memory: once to check it, once to store it.

mod arrival;
mod check;
mod folder;
mod items;
mod lines;
mod mapping;
mod media;
mod names;
mod pages;
mod plain;
mod ready;
mod reference;
mod report;
mod standing;
mod translation;
mod verdict;

use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::source::Legacy;
use crate::clock::Instant;
use crate::db::{Database, DbError};
use crate::media::intake::IntakeError;
use crate::media::store::{Store, StoreError};

pub use mapping::Mapping;
pub(super) use names::Names;
pub(super) use ready::resolve_media;
pub use report::{Counts, Report};

/// How to import.
#[derive(Debug, Clone)]
pub struct Options {
    /// The time at which it happens.
    pub now: Instant,
    pub legacy: Legacy,
    /// Imports what is right and passes over what is not.
    pub keep_going: bool,
    /// The mapping of a JSON Lines file.
    pub map: Option<PathBuf>,
    /// At most so many items, from the front.
    pub limit: Option<usize>,
}

impl Options {
    pub fn at(now: Instant) -> Self {
        Self { now, legacy: Legacy::Refuse, keep_going: false, map: None, limit: None }
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Reading and checking; `total` is 0 where it is not known yet.
    Checked { done: usize, total: usize },
    /// Pictures made clean and stored.
    Pictures { done: usize, total: usize },
    /// Items stored.
    Stored { done: usize, total: usize },
}

/// Why nothing more was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Nothing was written: these are to be mended first.
    #[error("{} faults", .0.len())]
    Faults(Vec<Fault>),
    /// A file of JSON Lines needs a mapping, a folder takes none.
    #[error("a .jsonl or .jsonl.gz file needs a mapping")]
    MappingMissing,
    #[error("{}: {source}", .path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Intake(#[from] IntakeError),
}

impl From<diesel::result::Error> for ImportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl ImportError {
    fn io(path: &Path) -> impl Fn(std::io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

/// Imports a folder, or a file `.jsonl` or `.jsonl.gz`. The database needs
/// three connections at once. Blocking.
///
/// # Errors
/// `Faults` with every fault of the input, nothing written, unless
/// `keep_going`; the others when the machine fails: what was stored until then
/// stays, and the import can be run again.
pub fn run(
    database: &Database,
    store: &Store,
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    let found = path.metadata().map_err(ImportError::io(path))?;
    if found.is_dir() {
        folder::run(database, store, path, options, progress)
    } else {
        let map = options.map.as_deref().ok_or(ImportError::MappingMissing)?;
        lines::run(database, path, map, options, progress)
    }
}
