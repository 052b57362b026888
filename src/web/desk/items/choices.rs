//! The pictures and recordings that a form offers.

use diesel::QueryResult;
use serde::Serialize;

use crate::content::Document;
use crate::db::Conn;
use crate::media::{Asset, size, widths};
use crate::names::Language;
use crate::theme::Words;
use crate::web::desk::fields::Fields;
use crate::web::recording::length;

/// How many of the newest of each a form offers.
const OFFERED: i64 = 18;

/// What a form offers, the chosen ones first.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub pictures: Vec<PictureChoice>,
    pub recordings: Vec<RecordingChoice>,
}

/// What is chosen: uids, empty where nothing is.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    pub lead: String,
    pub recording: String,
}

/// A picture to choose.
#[derive(Debug, Clone, Serialize)]
pub struct PictureChoice {
    pub uid: String,
    pub alt: String,
    pub thumbnail: String,
    /// What to paste into a text to show it there.
    pub markdown: String,
    pub chosen: bool,
}

/// A recording to choose.
#[derive(Debug, Clone, Serialize)]
pub struct RecordingChoice {
    pub uid: String,
    /// Name, length and size of its file.
    pub title: String,
    pub chosen: bool,
}

impl Chosen {
    pub fn typed(fields: &Fields) -> Self {
        let of = |name| fields.get(name).to_owned();
        Self { lead: of("lead"), recording: of("recording") }
    }

    pub fn of(document: &Document) -> Self {
        let of = |uid: &Option<String>| uid.clone().unwrap_or_default();
        Self { lead: of(&document.lead), recording: of(&document.recording) }
    }
}

impl Choices {
    pub fn load(
        chosen: &Chosen,
        (words, language): (&Words, Language),
        conn: &mut Conn,
    ) -> QueryResult<Self> {
        let pictures = with(&chosen.lead, Asset::newest_pictures(OFFERED, conn)?, conn)?;
        let recordings = with(&chosen.recording, Asset::newest_recordings(OFFERED, conn)?, conn)?;
        let picture = |asset: &Asset| PictureChoice::of(asset, &chosen.lead);
        let recording = |asset: &Asset| RecordingChoice {
            chosen: asset.uid == chosen.recording,
            ..RecordingChoice::of(asset, words, language)
        };
        Ok(Self {
            pictures: pictures.iter().map(picture).collect(),
            recordings: recordings.iter().map(recording).collect(),
        })
    }
}

/// The newest, and the one that is chosen, first.
fn with(chosen: &str, newest: Vec<Asset>, conn: &mut Conn) -> QueryResult<Vec<Asset>> {
    let own = Asset::by_uid(chosen, conn)?;
    let others = newest.into_iter().filter(|asset| asset.uid != chosen);
    Ok(own.into_iter().chain(others).collect())
}

impl PictureChoice {
    pub fn of(asset: &Asset, lead: &str) -> Self {
        let width = widths(asset.width.unsigned_abs()).into_iter().min().unwrap_or_default();
        Self {
            uid: asset.uid.clone(),
            alt: if asset.alt.is_empty() { asset.filename.clone() } else { asset.alt.clone() },
            thumbnail: format!("/media/{}/{width}.jpg", asset.uid),
            markdown: format!("![{}](media:{})", asset.alt.replace(['[', ']'], ""), asset.uid),
            chosen: asset.uid == lead,
        }
    }
}

impl RecordingChoice {
    pub fn of(asset: &Asset, words: &Words, language: Language) -> Self {
        let length = length(words, language, asset.seconds);
        let size = size(asset.bytes.unsigned_abs(), language);
        let title = format!("{} ({length}, {size})", asset.filename);
        Self { uid: asset.uid.clone(), title, chosen: false }
    }
}
