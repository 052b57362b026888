//! Where an index lies: `<data>/CURRENT` names the folder that serves. A new
//! index is made beside it and takes its place by one rename, so there is at
//! every moment a whole one or none.

use super::schema::VERSION;
use crate::search::RebuildReason;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

const CURRENT: &str = "CURRENT";

/// The folder that serves, or why there is none.
pub(super) fn current(root: &Path) -> Result<String, RebuildReason> {
    let name = match fs::read_to_string(root.join(CURRENT)) {
        Ok(name) => name.trim().to_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(RebuildReason::Missing);
        }
        Err(error) => return Err(RebuildReason::Corrupt { why: error.to_string() }),
    };
    let (version, _) = name.split_once('-').unwrap_or((&name, ""));
    if version != format!("v{VERSION}") {
        return Err(RebuildReason::OtherVersion { found: version.chars().take(16).collect() });
    }
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !plain || !root.join(&name).is_dir() {
        return Err(RebuildReason::Missing);
    }
    Ok(name)
}

/// An empty folder for a new index.
pub(super) fn create(root: &Path) -> io::Result<(String, PathBuf)> {
    fs::create_dir_all(root)?;
    for number in 1..u32::MAX {
        let name = format!("v{VERSION}-{number}");
        match fs::create_dir(root.join(&name)) {
            Ok(()) => return Ok((name.clone(), root.join(name))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Makes a folder the one that serves; durable when it returns.
pub(super) fn make_current(root: &Path, name: &str) -> io::Result<()> {
    let beside = root.join("CURRENT.new");
    let mut file = fs::File::create(&beside)?;
    file.write_all(name.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, root.join(CURRENT))?;
    fs::File::open(root)?.sync_all()
}

/// Removes every index but one. Readers that still have an old one open keep
/// it; what cannot be removed is left for the next time.
pub(super) fn remove_others(root: &Path, kept: &str) {
    let Ok(entries) = fs::read_dir(root) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_index = name.starts_with('v') && name.contains('-') && name != kept;
        if is_index && entry.path().is_dir() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
