//! Static files under addresses that change with their content, so that
//! browsers may keep them for ever.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// The address of each static file of a theme, with its content's hash.
#[derive(Clone)]
pub struct Fingerprints(Arc<HashMap<String, String>>);

impl Fingerprints {
    /// Hashes every file below `folder`; `base` is where they are served.
    /// Errors are the path and what the system said.
    pub fn of(folder: &Path, base: &str) -> Result<Self, (String, String)> {
        let mut addresses = HashMap::new();
        if folder.is_dir() {
            collect(folder, folder, base, &mut addresses)?;
        }
        Ok(Self(Arc::new(addresses)))
    }

    /// The address of `path` (relative, with `/`), if there is such a file.
    pub fn address(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

fn collect(
    root: &Path,
    folder: &Path,
    base: &str,
    addresses: &mut HashMap<String, String>,
) -> Result<(), (String, String)> {
    let told = |path: &Path, error: std::io::Error| (path.display().to_string(), error.to_string());
    for entry in std::fs::read_dir(folder).map_err(|error| told(folder, error))? {
        let path = entry.map_err(|error| told(folder, error))?.path();
        if path.is_dir() {
            collect(root, &path, base, addresses)?;
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|error| told(&path, error))?;
        let digest = Sha256::digest(&bytes);
        let version: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let relative = path.strip_prefix(root).unwrap_or(&path);
        let name = relative.to_string_lossy().replace('\\', "/");
        let address = format!("{base}/{name}?v={version}");
        addresses.insert(name, address);
    }
    Ok(())
}
