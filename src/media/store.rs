//! Where the bytes of pictures are kept: put, get, delete, exists by key.
//!
//! A folder for now; another kind of storage is another variant of `Backend`,
//! and nothing above changes. All calls block: the web layer makes them on its
//! blocking threads.

mod folder;
mod key;
mod location;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use thiserror::Error;

pub use key::{Key, KeyError};
pub use location::{Location, LocationError, SUPPORTED};

use folder::Folder;

/// Keeps files under keys. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    backend: Backend,
}

#[derive(Debug, Clone)]
enum Backend {
    Folder(Folder),
}

/// Why the store could not do what it was asked. Paths are for the log, never
/// for a reader.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Nothing is kept under the key.
    #[error("nothing is kept under {key}")]
    NotFound { key: Key },
    /// The disk or the quota is used up.
    #[error("no space left at {}", .path.display())]
    Full { path: PathBuf },
    /// The place may be read and not written.
    #[error("{} may not be written", .path.display())]
    ReadOnly { path: PathBuf },
    /// Anything else the operating system answers.
    #[error("{}: {source}", .path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

impl Store {
    /// Opens the store at a place, making its folder when there is none.
    ///
    /// # Errors
    /// `ReadOnly`, `Full` or `Io` when the folder cannot be made or is no folder.
    pub fn open(location: &Location) -> Result<Self, StoreError> {
        let Location::Folder(root) = location;
        Ok(Self { backend: Backend::Folder(Folder::open(root)?) })
    }

    /// Keeps `bytes` under `key`, in the place of what was there. Whole or not
    /// at all: no reader and no crash ever meets half a file.
    ///
    /// # Errors
    /// `Full`, `ReadOnly`, `Io`; what was kept before stays.
    pub fn put(&self, key: &Key, bytes: &[u8]) -> Result<(), StoreError> {
        let Backend::Folder(folder) = &self.backend;
        folder.put(key, bytes)
    }

    /// The bytes kept under `key`.
    ///
    /// # Errors
    /// `NotFound`, `Io`.
    pub fn get(&self, key: &Key) -> Result<Vec<u8>, StoreError> {
        let Backend::Folder(folder) = &self.backend;
        folder.get(key)
    }

    /// Forgets what is kept under `key`; nothing being there is fine, so that
    /// an order to delete may run twice.
    ///
    /// # Errors
    /// `ReadOnly`, `Io`.
    pub fn delete(&self, key: &Key) -> Result<(), StoreError> {
        let Backend::Folder(folder) = &self.backend;
        folder.delete(key)
    }

    /// Whether something is kept under `key`.
    ///
    /// # Errors
    /// `Io` when the place cannot be asked.
    pub fn exists(&self, key: &Key) -> Result<bool, StoreError> {
        let Backend::Folder(folder) = &self.backend;
        folder.exists(key)
    }

    /// The file behind `key` where the store is a folder, for serving it with
    /// ranges; it need not exist.
    pub fn local_path(&self, key: &Key) -> Option<PathBuf> {
        let Backend::Folder(folder) = &self.backend;
        Some(folder.path(key))
    }

    /// Writes, reads and deletes a small file: what `doctor` asks.
    ///
    /// # Errors
    /// What a `put` there would fail with.
    pub fn check(&self) -> Result<(), StoreError> {
        let Backend::Folder(folder) = &self.backend;
        folder.check()
    }

    /// Removes what puts that were cut off by a crash left behind before
    /// `older_than`, and says how many. A day is safely beyond any upload.
    ///
    /// # Errors
    /// `ReadOnly`, `Io`.
    pub fn sweep(&self, older_than: SystemTime) -> Result<usize, StoreError> {
        let Backend::Folder(folder) = &self.backend;
        folder.sweep(older_than)
    }
}

impl StoreError {
    /// Sorts an answer of the operating system.
    fn at(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full { path },
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Self::ReadOnly { path },
            _ => Self::Io { path, source },
        }
    }
}

/// The SHA-256 of a file, as 64 lower-case hex digits: equal for duplicates.
pub fn content_hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
