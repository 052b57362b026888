//! The interface's words: Fluent files, one folder a language.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{ArcLoader, LanguageIdentifier, Loader, langid};

use crate::names::Language;

/// Cheap to clone.
#[derive(Clone)]
pub struct Words(Arc<ArcLoader>);

/// What a message names: texts, or numbers that decide its plural form.
pub type Arguments = HashMap<Cow<'static, str>, FluentValue<'static>>;

impl Words {
    /// Reads all `.ftl` files under `folder/vi` and `folder/en`.
    pub fn load(folder: &Path) -> Result<Self, String> {
        // Isolation marks around each argument would be copied with the text.
        let loader = ArcLoader::builder(folder, langid!("vi"))
            .customize(|bundle| bundle.set_use_isolating(false))
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self(Arc::new(loader)))
    }

    /// The message `key` in `language`; a key nobody wrote is shown as itself.
    pub fn get(&self, language: Language, key: &str, arguments: &Arguments) -> String {
        let found = self.0.try_lookup_with_args(&identifier(language), key, arguments);
        found.unwrap_or_else(|| {
            tracing::warn!(key, language = language.name(), "no such message");
            key.to_owned()
        })
    }

    /// The message `key`, if somebody wrote it.
    pub fn find(&self, language: Language, key: &str) -> Option<String> {
        self.0.try_lookup(&identifier(language), key)
    }

    /// The same as [`get`](Self::get) for a message that names only texts.
    pub fn with(&self, language: Language, key: &str, texts: &[(&'static str, String)]) -> String {
        let named =
            texts.iter().map(|(name, text)| (Cow::from(*name), FluentValue::from(text.clone())));
        self.get(language, key, &named.collect())
    }
}

fn identifier(language: Language) -> LanguageIdentifier {
    match language {
        Language::Vi => langid!("vi"),
        Language::En => langid!("en"),
    }
}
