//! Themes: a folder with `theme.toml`, `templates/`, `static/` and `locales/`.
//!
//! A theme may extend another, and a site keeps in a folder of its own what it
//! does otherwise: of each file, and of each message, the strongest layer's
//! counts. Nothing that somebody changes in a theme leaves a reader without a
//! page: a change that cannot be loaded changes nothing, and where a template
//! fails while a page is made, the one before it makes the page.
//!
//! Templates see view structs made for them and never a row.

mod fault;
mod filters;
mod fingerprint;
mod known;
pub mod layers;
mod manifest;
pub mod script;
mod templates;
pub mod text;
mod words;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tera::Context;

use self::fingerprint::Files;
use self::layers::Layers;
use self::templates::Templates;
use crate::names::Language;
pub use fault::{Fault, Part};
pub use fingerprint::MORE;
pub use layers::Source;
pub use words::Words;

/// Faults of templates that are remembered; one page may have many.
const REMEMBERED: usize = 20;

/// The colour of a theme that names none.
const PLAIN: [u8; 3] = [0x33, 0x33, 0x33];

/// A loaded theme.
pub struct Theme {
    /// Its folder's name, and in addresses of static files.
    pub name: String,
    layers: Layers,
    words: Words,
    files: Files,
    templates: Templates,
    /// The same with one layer less: what it would be without the last changes
    /// that somebody laid over it. The weakest layer has nothing beneath.
    beneath: Option<Arc<Theme>>,
    /// What was in use before this was loaded, as long as this makes no page.
    before: Mutex<Option<Arc<Theme>>>,
    /// Where templates failed while pages were made.
    failed: Mutex<BTreeSet<Fault>>,
}

impl Theme {
    /// Loads the theme with all its layers; every template is parsed now.
    pub fn load(source: &Source) -> Result<Self, Fault> {
        match Self::load_what_works(source)? {
            (theme, None) => Ok(theme),
            (_, Some(fault)) => Err(fault),
        }
    }

    /// Loads as many layers as can be, from the weakest, and tells why there
    /// are not more: a site must start although somebody broke a file of its own.
    pub fn load_what_works(source: &Source) -> Result<(Self, Option<Fault>), Fault> {
        let layers = source.layers()?;
        let mut theme = Self::of(source, layers.lowest(1))?;
        for count in 2..=layers.count() {
            match Self::of(source, layers.lowest(count)) {
                Ok(whole) => theme = Self { beneath: Some(Arc::new(theme)), ..whole },
                Err(fault) => return Ok((theme, Some(fault))),
            }
        }
        Ok((theme, None))
    }

    fn of(source: &Source, layers: Layers) -> Result<Self, Fault> {
        let words = Words::load(&layers)?;
        let files = Files::of(&layers, &format!("/static/{}", source.name))?;
        let templates = Templates::load(&layers, &words, &files)?;
        Ok(Self {
            name: source.name.clone(),
            layers,
            words,
            files,
            templates,
            beneath: None,
            before: Mutex::default(),
            failed: Mutex::default(),
        })
    }

    /// Renders a template in `language`. Where it fails, what was in use before
    /// makes the page, else the layers beneath; the fault is remembered for the
    /// desk. The error is the last when none of them can.
    pub fn render(
        &self,
        template: &str,
        language: Language,
        context: &Context,
    ) -> Result<String, Fault> {
        let fault = match self.templates.render(template, language, context) {
            Ok(page) => return Ok(page),
            Err(fault) => fault,
        };
        self.remember(fault.clone());
        let before = lock(&self.before).clone();
        let instead = before.iter().chain(&self.beneath);
        let mut pages = instead.filter_map(|other| other.render(template, language, context).ok());
        pages.next().ok_or(fault)
    }

    fn remember(&self, fault: Fault) {
        let mut failed = lock(&self.failed);
        if failed.len() < REMEMBERED && failed.insert(fault.clone()) {
            tracing::error!(theme = self.name, %fault, "a template failed; another makes the page");
        }
    }

    /// Where templates failed while pages were made, since this was loaded.
    pub fn failed(&self) -> Vec<Fault> {
        lock(&self.failed).iter().cloned().collect()
    }

    /// Whether any template failed while a page was made.
    pub fn has_failed(&self) -> bool {
        !lock(&self.failed).is_empty()
    }

    /// Keeps `old` for where templates of this fail; or, when some of `old` failed
    /// themselves, what `old` kept.
    pub fn follow(&self, old: &Arc<Theme>) {
        let older = lock(&old.before).take();
        let good = if old.has_failed() { older } else { Some(Arc::clone(old)) };
        *lock(&self.before) = good;
    }

    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The files that make up the static file `name`, if the theme has it.
    pub fn static_file(&self, name: &str) -> Option<&[PathBuf]> {
        self.files.parts(name)
    }

    /// The address of the static file `name`, if the theme has it.
    pub fn static_address(&self, name: &str) -> Option<&str> {
        self.files.address(name)
    }

    /// By what a policy lets in the style that is written into pages: its own,
    /// and that of each theme that may make a page instead.
    pub fn style_sources(&self) -> BTreeSet<String> {
        let before = lock(&self.before).clone();
        let instead = before.iter().chain(&self.beneath);
        let mut sources: BTreeSet<String> =
            instead.flat_map(|other| other.style_sources()).collect();
        sources.insert(text::hash_source(self.files.first_style()));
        sources
    }

    /// What cards and prints are made in, the strongest layer's: red, green, blue.
    pub fn colour(&self) -> [u8; 3] {
        self.layers.iter().rev().find_map(|layer| layer.colour).unwrap_or(PLAIN)
    }

    /// The folders it is made of, the weakest first.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }
}

/// What another thread left half done when it died is still a list.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
