//! Export: the whole content as a folder that import reads back.
//!
//! Equal content gives equal bytes: everything has one order and one spelling.
//! Accounts and secrets stay where they are; names of people who worked on an
//! item stand in its history, in `archive/`, and nowhere else.

mod items;
mod media;
mod reference;
mod rows;
mod target;

use std::path::{Path, PathBuf};

use diesel::Connection;

use crate::db::{Database, DbError, dialect};
use crate::media::store::{KeyError, Store, StoreError};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Pictures { done: usize, total: usize },
    Items { done: usize, total: usize },
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    pub items: usize,
    pub revisions: usize,
    pub pictures: usize,
    pub pages: usize,
    /// Pictures of the database that the store has no file of, by uid.
    pub missing: Vec<String>,
}

/// Why nothing was exported; what was in the folder before is still there.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder holds something that no export wrote.
    #[error("{} is not empty and no former export", .path.display())]
    NotEmpty { path: PathBuf },
    /// The folder is a former export in which these files were changed.
    #[error("{} was changed since it was exported: {}", .path.display(), .files.join(", "))]
    Changed { path: PathBuf, files: Vec<String> },
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
    Key(#[from] KeyError),
}

impl From<diesel::result::Error> for ExportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl ExportError {
    fn io(path: &Path) -> impl Fn(std::io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

/// Exports everything into `folder`, as it is at one moment: a new folder, an
/// empty one, or a former export that nobody changed, which it replaces.
/// Blocking.
///
/// # Errors
/// The folder is then as it was before.
pub fn run(
    database: &Database,
    store: &Store,
    folder: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ExportError> {
    let mut target = target::Target::open(folder)?;
    let mut conn = database.connection()?;
    let report = conn.transaction(|conn| -> Result<Report, ExportError> {
        dialect::read_snapshot(conn)?;
        let mut report = Report::default();
        let names = media::write(store, &mut target, &mut report, progress, conn)?;
        reference::write(&names, &mut target, &mut report, conn)?;
        items::write(&names, &mut target, &mut report, progress, conn)?;
        Ok(report)
    })?;
    target.finish()?;
    Ok(report)
}
