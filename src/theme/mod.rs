//! Themes: a folder with `theme.toml`, `templates/`, `static/` and `locales/`.
//!
//! Templates see view structs made for them and never a row. Each language has
//! its own set, so that `t(key="…")` needs no language and works in components.

mod filters;
mod fingerprint;
mod words;

use std::path::{Path, PathBuf};

use tera::{Context, Tera};

use crate::names::Language;
pub use fingerprint::Fingerprints;
pub use words::Words;

/// Why a theme cannot be used; what was loaded before stays in use.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    #[error("theme {name}: no folder {}", .path.display())]
    Missing { name: String, path: PathBuf },
    #[error("theme {name}: {why}")]
    Words { name: String, why: String },
    #[error("theme {name}: {source}")]
    Templates {
        name: String,
        #[source]
        source: tera::Error,
    },
    #[error("theme {name}: {path}: {why}")]
    Static { name: String, path: String, why: String },
}

/// A loaded theme.
pub struct Theme {
    pub name: String,
    pub static_dir: PathBuf,
    words: Words,
    vi: Tera,
    en: Tera,
}

impl Theme {
    /// Loads `name` from the themes' folder; every template is parsed now.
    pub fn load(themes_dir: &Path, name: &str) -> Result<Self, ThemeError> {
        let root = themes_dir.join(name);
        if !root.join("templates").is_dir() {
            return Err(ThemeError::Missing { name: name.to_owned(), path: root });
        }
        let words = Words::load(&root.join("locales"))
            .map_err(|why| ThemeError::Words { name: name.to_owned(), why })?;
        let static_dir = root.join("static");
        let fingerprints = Fingerprints::of(&static_dir, &format!("/static/{name}"))
            .map_err(|(path, why)| ThemeError::Static { name: name.to_owned(), path, why })?;
        let templates = |language| {
            load_templates(&root, language, &words, &fingerprints)
                .map_err(|source| ThemeError::Templates { name: name.to_owned(), source })
        };
        let (vi, en) = (templates(Language::Vi)?, templates(Language::En)?);
        Ok(Self { name: name.to_owned(), static_dir, words, vi, en })
    }

    /// Renders a template in `language`.
    pub fn render(
        &self,
        template: &str,
        language: Language,
        context: &Context,
    ) -> Result<String, tera::Error> {
        match language {
            Language::Vi => self.vi.render(template, context),
            Language::En => self.en.render(template, context),
        }
    }

    pub fn words(&self) -> &Words {
        &self.words
    }
}

fn load_templates(
    root: &Path,
    language: Language,
    words: &Words,
    fingerprints: &Fingerprints,
) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    filters::register(&mut tera, language, words, fingerprints);
    let folder = root.join("templates");
    tera.load_from_glob(&format!("{}/**/*", folder.display()))?;
    Ok(tera)
}
