//! The interface's words: Fluent files, one folder a language. A message of a
//! stronger layer takes the place of the weaker one's, message by message.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::layers::{Layer, Layers};
use super::{Fault, Part};
use crate::names::Language;

/// Cheap to clone.
#[derive(Clone)]
pub struct Words(Arc<BTreeMap<Language, Bundle>>);

type Bundle = FluentBundle<Arc<FluentResource>>;

/// What a message names: texts, or numbers that decide its plural form.
pub type Arguments = FluentArgs<'static>;

impl Words {
    /// Reads all `.ftl` files under `locales/vi` and `locales/en` of the layers.
    pub fn load(layers: &Layers) -> Result<Self, Fault> {
        let mut bundles = BTreeMap::new();
        for language in Language::ALL {
            // Tags of ours, which are well formed.
            let tag = language.name().parse().unwrap_or_default();
            let mut bundle = Bundle::new_concurrent(vec![tag]);
            // Isolation marks around each argument would be copied with the text.
            bundle.set_use_isolating(false);
            for layer in layers.iter() {
                add(layer, *language, &mut bundle)?;
            }
            bundles.insert(*language, bundle);
        }
        Ok(Self(Arc::new(bundles)))
    }

    /// The message `key` in `language`; a key nobody wrote is shown as itself.
    pub fn get(&self, language: Language, key: &str, arguments: &Arguments) -> String {
        self.said(language, key, arguments).unwrap_or_else(|| {
            tracing::warn!(key, language = language.name(), "no such message");
            key.to_owned()
        })
    }

    /// The message `key`, if somebody wrote it.
    pub fn find(&self, language: Language, key: &str) -> Option<String> {
        self.said(language, key, &Arguments::new())
    }

    /// The same as [`get`](Self::get) for a message that names only texts.
    pub fn with(&self, language: Language, key: &str, texts: &[(&'static str, String)]) -> String {
        let named =
            texts.iter().map(|(name, text)| (Cow::from(*name), FluentValue::from(text.clone())));
        self.get(language, key, &named.collect())
    }

    /// In `language`, else in Vietnamese.
    fn said(&self, language: Language, key: &str, arguments: &Arguments) -> Option<String> {
        [language, Language::Vi].into_iter().find_map(|language| {
            let bundle = self.0.get(&language)?;
            let pattern = bundle.get_message(key)?.value()?;
            let mut faults = Vec::new();
            let said = bundle.format_pattern(pattern, Some(arguments), &mut faults);
            faults.is_empty().then(|| said.into_owned())
        })
    }
}

/// Adds a layer's messages; within one layer no message stands twice.
fn add(layer: &Layer, language: Language, bundle: &mut Bundle) -> Result<(), Fault> {
    let files = layer.files(&format!("locales/{}", language.name()))?;
    let mut own = Bundle::new_concurrent(bundle.locales.clone());
    for path in files.into_values().filter(|path| is_fluent(path)) {
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Fault::new(Part::Words, path.display(), error))?;
        let resource = FluentResource::try_new(text).map_err(|(read, faults)| {
            let first = faults.first();
            let what = first.map_or_else(String::new, ToString::to_string);
            let offset = first.map_or(0, |fault| fault.pos.start);
            Fault::new(Part::Words, path.display(), what).at(read.source(), offset)
        })?;
        let resource = Arc::new(resource);
        own.add_resource(Arc::clone(&resource)).map_err(|twice| {
            let what = twice.first().map_or_else(String::new, ToString::to_string);
            Fault::new(Part::Words, path.display(), what)
        })?;
        bundle.add_resource_overriding(resource);
    }
    Ok(())
}

fn is_fluent(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "ftl")
}
