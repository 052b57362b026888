//! Which store the configuration names.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// What `LANTOA_MEDIA_URL` may hold, for messages.
pub const SUPPORTED: [&str; 2] = ["/a/folder", "file:///a/folder"];

/// A place for pictures that this program can use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A local folder.
    Folder(PathBuf),
}

/// Why a value names no usable place. The value itself is left out: addresses
/// of storage services can hold passwords.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LocationError {
    /// A kind of address that is not supported, such as `s3`.
    #[error(
        "LANTOA_MEDIA_URL: {scheme}:// is not supported; supported: /a/folder, file:///a/folder"
    )]
    Scheme { scheme: String },
    /// A `file://` address that names another machine or no absolute path.
    #[error("LANTOA_MEDIA_URL: a file:// address has three slashes and a folder: file:///a/folder")]
    NotAbsolute,
}

impl Location {
    /// Reads `LANTOA_MEDIA_URL`. Absent or blank it is the folder `media` in the
    /// data folder; a path is taken from the working folder, as everywhere.
    ///
    /// # Errors
    /// For addresses of other kinds; S3 is not supported yet.
    pub fn parse(value: Option<&str>, data_dir: &Path) -> Result<Self, LocationError> {
        let value = value.map(str::trim).unwrap_or_default();
        if value.is_empty() {
            return Ok(Self::Folder(data_dir.join("media")));
        }
        match value.split_once("://") {
            None => Ok(Self::Folder(PathBuf::from(value))),
            Some(("file", path)) if path.starts_with('/') => Ok(Self::Folder(PathBuf::from(path))),
            Some(("file", _)) => Err(LocationError::NotAbsolute),
            Some((scheme, _)) => Err(LocationError::Scheme { scheme: scheme.to_lowercase() }),
        }
    }
}
