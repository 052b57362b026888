//! Who the site is: what header and footer must say (Circular 22/2023).

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::schema::facts;
use crate::db::{Conn, facts as site_facts};
use crate::names::Language;

/// Texts of the identity per language, by field: `name`, `slogan`, `agency`,
/// `responsible`, `address`, `phone`, `email`, `licence` …
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteIdentity {
    vi: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
}

/// Facts of the identity are kept under `site.<language>.<field>`.
const PREFIX: &str = "site.";

impl SiteIdentity {
    pub fn load(conn: &mut Conn) -> QueryResult<Self> {
        let rows: Vec<(String, String)> =
            facts::table.filter(facts::key.like(format!("{PREFIX}%"))).load(conn)?;
        let mut identity = Self::default();
        for (key, value) in rows {
            let Some((language, field)) = key[PREFIX.len()..].split_once('.') else { continue };
            if let Ok(language) = language.parse::<Language>() {
                identity.set(language, field, value);
            }
        }
        Ok(identity)
    }

    /// Stores every field; fields that are not named stay.
    pub fn save(&self, conn: &mut Conn) -> QueryResult<()> {
        for language in Language::ALL {
            for (field, value) in self.texts(*language) {
                let key = format!("{PREFIX}{}.{field}", language.name());
                site_facts::write(&key, value, conn)?;
            }
        }
        Ok(())
    }

    pub fn set(&mut self, language: Language, field: &str, value: String) {
        let texts = match language {
            Language::Vi => &mut self.vi,
            Language::En => &mut self.en,
        };
        texts.insert(field.to_owned(), value);
    }

    /// All fields in `language`.
    pub fn texts(&self, language: Language) -> &BTreeMap<String, String> {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }

    /// The site's name; a site that was given none is called as the program is.
    pub fn name(&self, language: Language) -> &str {
        Some(self.text(language, "name")).filter(|name| !name.is_empty()).unwrap_or("Lan Tỏa")
    }

    /// The agency that publishes; the site itself where none is named.
    pub fn agency(&self, language: Language) -> &str {
        let agency = Some(self.text(language, "agency")).filter(|agency| !agency.is_empty());
        agency.unwrap_or_else(|| self.name(language))
    }

    /// One field, in Vietnamese where `language` lacks it, else empty.
    pub fn text(&self, language: Language, field: &str) -> &str {
        let own = self.texts(language).get(field).filter(|text| !text.is_empty());
        own.or_else(|| self.vi.get(field)).map_or("", String::as_str)
    }
}
