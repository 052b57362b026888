//! `media/<key>.toml`: what is known of a picture.

use super::super::folder::Folder;
use super::super::names::Names;
use crate::clock::{Instant, instant};
use crate::media::AssetTexts;
use crate::text::{normalise, single_line};
use crate::transfer::fault::{Fault, Noun, Position, What};
use crate::transfer::fields::Fields;
use crate::transfer::item_file::read_id;

/// What a sidecar says; of its last five keys only exports make use.
#[derive(Debug, Default)]
pub struct Sidecar {
    pub id: Option<String>,
    pub texts: AssetTexts,
    pub filename: Option<String>,
    pub organisation: Option<String>,
    pub created_at: Option<Instant>,
    pub sha256: Option<String>,
    pub master: Option<String>,
}

impl Sidecar {
    /// Reads it; what is wrong is told and left out.
    pub fn read(folder: &Folder, file: &str, names: &Names, faults: &mut Vec<Fault>) -> Self {
        let Some((table, at)) = folder.toml(file, faults) else { return Self::default() };
        let mut noted = Vec::new();
        let mut fields = Fields::new(table, at, "", &mut noted);
        let sidecar = Self::from_fields(&mut fields, names, at);
        fields.finish();
        faults.extend(noted.into_iter().map(|(at, what)| Fault::new(file, at, what)));
        sidecar
    }

    fn from_fields(fields: &mut Fields, names: &Names, start: Position) -> Self {
        let mut text = |key| normalise(&fields.text_or_empty(key)).trim().to_owned();
        let texts = AssetTexts {
            alt: text("alt"),
            caption: text("caption"),
            credit: text("credit"),
            rights: text("rights"),
            alt_en: text("alt_en"),
            caption_en: text("caption_en"),
        };
        let organisation = fields.text("organisation");
        if let Some(value) = organisation.clone().filter(|one| !names.organisations.contains(one)) {
            let all = names.organisations.iter().map(String::as_str);
            let nearest = crate::names::nearest(&value, all).map(str::to_owned);
            let at = fields.place("organisation").or(Some(start));
            fields.note(at, What::Unknown { noun: Noun::Organisation, value, nearest });
        }
        Self {
            id: read_id(fields),
            texts,
            filename: fields.text("filename").map(|name| single_line(&name)),
            organisation,
            created_at: fields.time("created_at").map(instant),
            sha256: fields.text("sha256"),
            master: fields.text("master"),
        }
    }
}
