//! The names that files may use: those of the database and of the folder.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::content::Taxonomy;
use crate::content::body::rename_assets;
use crate::db::Conn;
use crate::db::schema::{organisations, places, terms};
use crate::media::Asset;
use crate::names::nearest;
use crate::transfer::fault::{Noun, What};
use crate::transfer::item_file::Named;
use crate::transfer::layout::parse_id;

/// Slugs, and pictures and recordings by key.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By the taxonomy's key in front matter.
    pub terms: HashMap<&'static str, BTreeSet<String>>,
    pub places: BTreeSet<String>,
    pub organisations: BTreeSet<String>,
    /// The uid of each picture and recording of the folder, by key.
    pub media: HashMap<String, String>,
    pub media_uids: BTreeSet<String>,
    /// Those of them that are recordings.
    pub recording_uids: BTreeSet<String>,
    /// The key of each picture and recording of an export, by uid.
    keys: HashMap<String, String>,
}

impl Names {
    /// Those of the database.
    pub fn load(conn: &mut Conn) -> QueryResult<Self> {
        let rows: Vec<(String, String)> =
            terms::table.select((terms::taxonomy, terms::slug)).load(conn)?;
        let mut names = Self::default();
        for (taxonomy, slug) in rows {
            if let Ok(taxonomy) = taxonomy.parse::<Taxonomy>() {
                names.add_term(taxonomy, slug);
            }
        }
        let all: Vec<String> = places::table.select(places::slug).load(conn)?;
        names.places.extend(all);
        let all: Vec<String> = organisations::table.select(organisations::slug).load(conn)?;
        names.organisations.extend(all);
        Ok(names)
    }

    pub fn add_term(&mut self, taxonomy: Taxonomy, slug: String) {
        self.terms.entry(taxonomy.plural()).or_default().insert(slug);
    }

    /// The uid of a picture or recording that is named by key or id.
    pub fn media(&self, name: &str) -> Option<String> {
        self.media.get(name).cloned().or_else(|| parse_id(name))
    }

    /// A picture or recording of an export, and what it is called there.
    pub fn add_media(&mut self, key: String, uid: String) {
        self.keys.insert(uid.clone(), key.clone());
        self.media.insert(key, uid);
    }

    /// What one of them is called in an export; its uid when it has no file there.
    pub fn key_of(&self, uid: &str) -> String {
        self.keys.get(uid).cloned().unwrap_or_else(|| uid.to_owned())
    }

    /// A body with keys in the place of uids, if it can be told back from that.
    pub fn with_keys(&self, body: &str) -> String {
        if !body.contains("media:") {
            return body.to_owned();
        }
        let named = rename_assets(body, |uid| self.keys.get(uid).cloned());
        let back = rename_assets(&named, |key| self.media(key));
        if back == body { named } else { body.to_owned() }
    }

    /// What is wrong with a name, if anything is. Items are not looked up here.
    pub fn check(&self, named: &Named, conn: &mut Conn) -> QueryResult<Option<What>> {
        let known = match named.noun {
            Noun::Term(list) => self.terms.get(list),
            Noun::Place => Some(&self.places),
            Noun::Organisation => Some(&self.organisations),
            Noun::Picture | Noun::Recording => return self.check_media(named, conn),
            _ => return Ok(None),
        };
        if known.is_some_and(|slugs| slugs.contains(&named.name)) {
            return Ok(None);
        }
        let all = known.into_iter().flatten().map(String::as_str);
        Ok(Some(unknown(named, nearest(&named.name, all))))
    }

    /// Whether it is there, and a picture where one is wanted.
    fn check_media(&self, named: &Named, conn: &mut Conn) -> QueryResult<Option<What>> {
        let uid = self.media(&named.name).unwrap_or_default();
        let is_recording = if self.media_uids.contains(&uid) {
            Some(self.recording_uids.contains(&uid))
        } else {
            Asset::by_uid(&uid, conn)?.map(|asset| asset.is_recording())
        };
        // A file that is refused is told by itself: who shows it is not to blame.
        let refused = is_recording.is_none() && self.media.contains_key(&named.name);
        if refused || is_recording == Some(named.noun == Noun::Recording) {
            return Ok(None);
        }
        let others = self.media.iter().filter(|(key, uid)| {
            **key != named.name
                && self.recording_uids.contains(*uid) == (named.noun == Noun::Recording)
        });
        Ok(Some(unknown(named, nearest(&named.name, others.map(|(key, _)| key.as_str())))))
    }
}

fn unknown(named: &Named, nearest: Option<&str>) -> What {
    What::Unknown {
        noun: named.noun,
        value: named.name.clone(),
        nearest: nearest.map(str::to_owned),
    }
}
