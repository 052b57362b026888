//! What one revision says: the document that is written, approved and hashed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::details::Details;
use super::{ContentLanguage, Kind};
use crate::names::closed_list;
use crate::text::{normalise, single_line, slug};

closed_list! {
    /// The vocabularies items are filed under; their terms are data.
    #[derive(PartialOrd, Ord)]
    Taxonomy {
        Topic = "topic", Audience = "audience", Deprivation = "deprivation", Form = "form",
        Programme = "programme", Field = "field",
    }
}

impl Taxonomy {
    /// The key in front matter and forms: `topics`, `audiences` …
    pub fn plural(self) -> &'static str {
        match self {
            Taxonomy::Topic => "topics",
            Taxonomy::Audience => "audiences",
            Taxonomy::Deprivation => "deprivations",
            Taxonomy::Form => "forms",
            Taxonomy::Programme => "programmes",
            Taxonomy::Field => "fields",
        }
    }
}

/// Slugs of terms, per taxonomy.
pub type Terms = BTreeMap<Taxonomy, Vec<String>>;

/// All that a revision says. Terms and places are named by slug, pictures and
/// recordings by uid, so that a document means the same in every database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Tít.
    pub title: String,
    /// The address that is wanted; empty: made from the title.
    pub slug: String,
    /// Sapo, plain text.
    pub sapo: String,
    /// The same in simple words, plain text; may be empty.
    pub summary: String,
    /// Tác giả; may be empty.
    pub byline: String,
    /// Markdown.
    pub body: String,
    /// The lead picture's uid.
    pub lead: Option<String>,
    /// The uid of the recording of its broadcast. A document without one is
    /// written, and so hashed, as if there were no such field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    pub terms: Terms,
    pub places: Vec<String>,
    /// "Nội dung minh họa": it shows no real person or event.
    pub illustration: bool,
    /// What this revision corrects, for the public ("Đính chính"); may be empty.
    pub correction: String,
    pub details: Details,
}

impl Document {
    /// An empty document of `kind`.
    pub fn empty(kind: Kind) -> Self {
        Self {
            title: String::new(),
            slug: String::new(),
            sapo: String::new(),
            summary: String::new(),
            byline: String::new(),
            body: String::new(),
            lead: None,
            recording: None,
            terms: Terms::new(),
            places: Vec::new(),
            illustration: false,
            correction: String::new(),
            details: Details::empty(kind),
        }
    }

    pub fn kind(&self) -> Kind {
        self.details.kind()
    }

    /// The slug it asks for: its own, or one made from the title.
    pub fn wanted_slug(&self) -> String {
        slug(if self.slug.is_empty() { &self.title } else { &self.slug })
    }

    /// Every text in NFC, without invisible characters; single lines trimmed.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        for line in [&mut self.title, &mut self.slug, &mut self.byline] {
            *line = single_line(line);
        }
        for text in [&mut self.sapo, &mut self.summary, &mut self.correction] {
            *text = single_line(text);
        }
        self.body = normalise(&self.body).trim().to_owned();
        for slugs in self.terms.values_mut() {
            dedup(slugs);
        }
        self.terms.retain(|_, slugs| !slugs.is_empty());
        dedup(&mut self.places);
        self.details.each_text(|_, text, lines| {
            *text = if lines { normalise(text).trim().to_owned() } else { single_line(text) };
        });
        self
    }

    /// SHA-256 over the document and the language it is in, in hexadecimal:
    /// what an approval names.
    pub fn hash(&self, language: ContentLanguage) -> String {
        let mut hasher = Sha256::new();
        hasher.update(language.name());
        hasher.update([0]);
        hasher.update(self.to_json());
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The form kept in the database; field order is the struct's, so equal
    /// documents are equal texts.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Uids of the pictures it shows, the lead one first, each once.
    pub fn assets(&self) -> Vec<String> {
        let mut uids: Vec<String> = self.lead.iter().cloned().collect();
        for uid in super::body::asset_references(&self.body) {
            if !uids.contains(&uid) {
                uids.push(uid);
            }
        }
        uids
    }
}

fn dedup(slugs: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    slugs.retain(|slug| !slug.is_empty() && seen.insert(slug.clone()));
}
