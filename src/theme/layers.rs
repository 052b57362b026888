//! The folders a theme is made of: its parents', its own, and above them the
//! folder in which a site keeps what it does otherwise.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::manifest::{Manifest, unknown_name};
use super::{Fault, Part};

/// What the site's own folder is called among the layers.
pub const SITE: &str = "site";

/// The desk's theme, which is nobody's choice.
pub const DESK: &str = "desk";

/// Which theme, and where its folders are looked for.
#[derive(Debug, Clone)]
pub struct Source {
    pub themes_dir: PathBuf,
    pub name: String,
    /// Where the site keeps what it does otherwise; need not exist.
    pub site_dir: Option<PathBuf>,
}

/// One folder with `templates/`, `static/` and `locales/`; any may be absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The theme's name, or [`SITE`].
    pub name: String,
    pub title: String,
    pub colour: Option<[u8; 3]>,
    pub root: PathBuf,
}

/// The layers of a theme, the weakest first; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layers(Vec<Layer>);

impl Source {
    /// Follows `extends` to the end.
    pub fn layers(&self) -> Result<Layers, Fault> {
        let mut themes = folders(&self.themes_dir)?;
        // the desk's own makes no public page
        themes.retain(|theme| theme != DESK || self.site_dir.is_none());
        if !themes.contains(&self.name) {
            let names: Vec<&str> = themes.iter().map(String::as_str).collect();
            let what = unknown_name("there is no theme", &self.name, &names);
            return Err(Fault::new(Part::Manifest, self.themes_dir.display(), what));
        }
        let mut found: Vec<Layer> = Vec::new();
        let mut next = Some(self.name.clone());
        while let Some(name) = next {
            let root = self.themes_dir.join(&name);
            let file = root.join("theme.toml");
            let manifest = Manifest::read(&file, &themes)?;
            if found.iter().any(|layer| layer.name == name) {
                let what = format!("`extends` leads back to `{name}`");
                return Err(Fault::new(Part::Manifest, file.display(), what));
            }
            let Manifest { title, colour, extends, .. } = manifest;
            next = extends;
            found.insert(0, Layer { name, title, colour, root });
        }
        if let Some(root) = self.site_dir.clone().filter(|root| root.is_dir()) {
            let (name, title, colour) = (SITE.to_owned(), String::new(), None);
            found.push(Layer { name, title, colour, root });
        }
        Ok(Layers(found))
    }

    /// A number that changes when any file that may be of the theme does.
    pub fn stamp(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for root in [Some(&self.themes_dir), self.site_dir.as_ref()].into_iter().flatten() {
            let mut seen = BTreeMap::new();
            // What cannot be read now is told by who loads it.
            let _ = walk(root, "", &mut seen);
            for (name, path) in seen {
                let told = std::fs::metadata(&path).ok();
                let changed = told.as_ref().and_then(|told| told.modified().ok());
                let size = told.map_or(0, |told| told.len());
                (name, changed.unwrap_or(SystemTime::UNIX_EPOCH), size).hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}

impl Layers {
    /// The layers from the weakest.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Layer> {
        self.0.iter()
    }

    /// The first `count` layers, counted from the weakest.
    pub fn lowest(&self, count: usize) -> Self {
        Self(self.0.iter().take(count.max(1)).cloned().collect())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl Layer {
    /// Every file below `folder`, under its path in there, with `/`.
    pub fn files(&self, folder: &str) -> Result<BTreeMap<String, PathBuf>, Fault> {
        let mut found = BTreeMap::new();
        let root = self.root.join(folder);
        if root.is_dir() {
            walk(&root, "", &mut found)?;
        }
        Ok(found)
    }
}

/// The themes there are.
fn folders(themes_dir: &Path) -> Result<Vec<String>, Fault> {
    let told = |error| Fault::new(Part::Files, themes_dir.display(), error);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(themes_dir).map_err(told)? {
        let path = entry.map_err(told)?.path();
        if path.is_dir() {
            names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// Hidden files and what an editor leaves beside a file are nobody's.
fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, PathBuf>) -> Result<(), Fault> {
    let told = |path: &Path, error: std::io::Error| Fault::new(Part::Files, path.display(), error);
    for entry in std::fs::read_dir(folder).map_err(|error| told(folder, error))? {
        let path = entry.map_err(|error| told(folder, error))?.path();
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            continue;
        };
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        let inside = format!("{prefix}{name}");
        if path.is_dir() {
            walk(&path, &format!("{inside}/"), found)?;
        } else {
            found.insert(inside, path);
        }
    }
    Ok(())
}
