//! Static files under addresses that change with their content, so that
//! browsers may keep them for ever.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::layers::Layers;
use super::{Fault, Part, text};

/// `site.more.css` is added at the end of the `site.css` of the layers beneath:
/// other colours need no copy of the whole sheet, and no second request.
pub const MORE: &str = ".more.css";

/// The sheet that is written into every page, so that a first view waits for
/// nothing but the page.
const FIRST: &str = "first.css";

/// The static files of a theme: of each name the strongest layer's.
#[derive(Clone)]
pub struct Files(Arc<All>);

struct All {
    files: HashMap<String, File>,
    /// [`FIRST`] as it is written into pages; empty: the theme has none.
    first_style: String,
}

struct File {
    /// What it is put together from, in order.
    parts: Vec<PathBuf>,
    /// With its content's hash.
    address: String,
}

impl Files {
    /// Hashes every file of the layers; they are served below `base`.
    pub fn of(layers: &Layers, base: &str) -> Result<Self, Fault> {
        let mut all: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for layer in layers.iter() {
            let (more, whole): (Vec<_>, Vec<_>) =
                layer.files("static")?.into_iter().partition(|(name, _)| name.ends_with(MORE));
            all.extend(whole.into_iter().map(|(name, path)| (name, vec![path])));
            for (name, path) in more {
                let sheet = format!("{}.css", name.trim_end_matches(MORE));
                all.entry(sheet).or_default().push(path);
            }
        }
        let mut files = HashMap::new();
        for (name, parts) in all {
            let address = format!("{base}/{name}?v={}", version(&parts)?);
            files.insert(name, File { parts, address });
        }
        let first_style = match files.get(FIRST) {
            Some(file) => text::read(FIRST, &file.parts)
                .map_err(|error| Fault::new(Part::Files, FIRST, error))?,
            None => String::new(),
        };
        if first_style.contains("</") {
            // It stands within the page: what ends the style there is no style.
            let last = files.get(FIRST).and_then(|file| file.parts.last());
            let file = last.map_or(FIRST.into(), |path| path.display().to_string());
            return Err(Fault::new(Part::Files, file, "a style sheet may not hold `</`"));
        }
        Ok(Self(Arc::new(All { files, first_style })))
    }

    /// The address of the file `name` (a path with `/`), if there is one.
    pub fn address(&self, name: &str) -> Option<&str> {
        self.0.files.get(name).map(|file| file.address.as_str())
    }

    /// What the file is put together from, in order.
    pub fn parts(&self, name: &str) -> Option<&[PathBuf]> {
        self.0.files.get(name).map(|file| file.parts.as_slice())
    }

    /// The style that is written into every page.
    pub fn first_style(&self) -> &str {
        &self.0.first_style
    }
}

/// Twelve digits of the content's SHA-256.
fn version(parts: &[PathBuf]) -> Result<String, Fault> {
    let mut content = Sha256::new();
    for path in parts {
        let bytes =
            std::fs::read(path).map_err(|error| Fault::new(Part::Files, path.display(), error))?;
        content.update(bytes);
    }
    Ok(content.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect())
}
