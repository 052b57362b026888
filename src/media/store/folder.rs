//! The store in a local folder.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use uuid::Uuid;

use super::{Key, StoreError};

/// Where files grow before they are renamed into place. It is on the same file
/// system, and no key begins with a dot.
const INCOMING: &str = ".incoming";

#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn open(root: &Path) -> Result<Self, StoreError> {
        let incoming = root.join(INCOMING);
        fs::create_dir_all(&incoming).map_err(|error| StoreError::at(&incoming, error))?;
        Ok(Self { root: root.to_owned() })
    }

    pub(super) fn path(&self, key: &Key) -> PathBuf {
        self.root.join(key.as_str())
    }

    /// Writes aside, forces to disk, renames, and forces the names to disk.
    pub(super) fn put(&self, key: &Key, bytes: &[u8]) -> Result<(), StoreError> {
        let target = self.path(key);
        let aside = self.root.join(INCOMING).join(Uuid::new_v4().simple().to_string());
        let done = write_synced(&aside, bytes).and_then(|()| place(&aside, &target));
        if done.is_err() {
            // the first error says more than a second one would
            let _ = fs::remove_file(&aside);
        }
        done
    }

    pub(super) fn get(&self, key: &Key) -> Result<Vec<u8>, StoreError> {
        let path = self.path(key);
        fs::read(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                StoreError::NotFound { key: key.clone() }
            }
            _ => StoreError::Io { path, source: error },
        })
    }

    pub(super) fn delete(&self, key: &Key) -> Result<(), StoreError> {
        remove(&self.path(key))
    }

    pub(super) fn exists(&self, key: &Key) -> Result<bool, StoreError> {
        let path = self.path(key);
        match fs::metadata(&path) {
            Ok(found) => Ok(found.is_file()),
            Err(error) => match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(false),
                _ => Err(StoreError::Io { path, source: error }),
            },
        }
    }

    pub(super) fn check(&self) -> Result<(), StoreError> {
        let aside = self.root.join(INCOMING).join(Uuid::new_v4().simple().to_string());
        let written = write_synced(&aside, b"lantoa");
        let removed = remove(&aside);
        written.and(removed)
    }

    pub(super) fn sweep(&self, older_than: SystemTime) -> Result<usize, StoreError> {
        let incoming = self.root.join(INCOMING);
        let failed = |error| StoreError::at(&incoming, error);
        let mut removed = 0;
        for entry in fs::read_dir(&incoming).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            // a put of another process may rename it away meanwhile
            let Ok(changed) = entry.metadata().and_then(|found| found.modified()) else { continue };
            if changed < older_than {
                remove(&entry.path())?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// Writes a new file and forces it to disk.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| StoreError::at(path, error))
}

/// Renames into place. The folders above are made when they are missing, and
/// each that got a new name in it is forced to disk.
fn place(aside: &Path, target: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::at(target, error);
    let folder = target.parent().unwrap_or(target);
    let new = folder.ancestors().take_while(|above| !above.exists()).count();
    fs::create_dir_all(folder).map_err(failed)?;
    fs::rename(aside, target).map_err(failed)?;
    for above in folder.ancestors().take(new + 1) {
        File::open(above).and_then(|folder| folder.sync_all()).map_err(failed)?;
    }
    Ok(())
}

/// Removes a file; one that is not there is removed already.
fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::at(path, error)),
        _ => Ok(()),
    }
}
