//! From a document to what is stored of it: HTML, text, and its pictures.

use std::collections::HashMap;

use diesel::prelude::*;

use super::body::{self, Rendered};
use super::check::ShownAsset;
use super::{ContentLanguage, Document, Language, Picture};
use crate::db::Conn;
use crate::db::schema::revisions;
use crate::media::Asset;

impl Picture {
    /// An asset as a page in `language` shows it. English texts that are
    /// missing are given in Vietnamese: better than none.
    pub fn of(asset: &Asset, language: Language) -> Self {
        let pick = |vi: &str, en: &str| match language {
            Language::En if !en.is_empty() => (en.to_owned(), Language::En),
            Language::En | Language::Vi => (vi.to_owned(), Language::Vi),
        };
        let (alt, alt_in) = pick(&asset.alt, &asset.alt_en);
        let (caption, caption_in) = pick(&asset.caption, &asset.caption_en);
        Self {
            uid: asset.uid.clone(),
            width: asset.width.unsigned_abs(),
            height: asset.height.unsigned_abs(),
            alt,
            caption,
            alt_in,
            caption_in,
            credit: asset.credit.clone(),
        }
    }

    /// The pictures of `uids` that exist, by uid.
    pub fn load(
        uids: &[String],
        language: Language,
        conn: &mut Conn,
    ) -> QueryResult<HashMap<String, Picture>> {
        let assets = Asset::by_uids(uids, conn)?;
        let pictures = assets.iter().filter(|asset| !asset.is_recording());
        Ok(pictures.map(|asset| (asset.uid.clone(), Picture::of(asset, language))).collect())
    }
}

impl Document {
    /// Renders the body with the pictures as they are described now.
    pub fn render(&self, language: ContentLanguage, conn: &mut Conn) -> QueryResult<Rendered> {
        let pictures = Picture::load(&self.assets(), language.interface(), conn)?;
        Ok(body::render(&self.body, language, &pictures))
    }

    /// Its recording; `None` also where its uid names no recording.
    pub fn recorded(&self, conn: &mut Conn) -> QueryResult<Option<Asset>> {
        let Some(uid) = &self.recording else { return Ok(None) };
        Ok(Asset::by_uid(uid, conn)?.filter(Asset::is_recording))
    }

    /// What a check of readiness needs to know of its pictures.
    pub fn shown_assets(
        &self,
        language: ContentLanguage,
        conn: &mut Conn,
    ) -> QueryResult<Vec<ShownAsset>> {
        let assets = Asset::by_uids(&self.assets(), conn)?;
        let written = body::written_alts(&self.body);
        let shown = self.assets().into_iter().map(|uid| {
            let asset = assets.iter().find(|one| one.uid == uid && !one.is_recording());
            let own = asset.map(|asset| Picture::of(asset, language.interface()).alt);
            let lead = self.lead.as_ref() == Some(&uid);
            let in_text = written.get(&uid).filter(|alt| !lead && !alt.is_empty());
            ShownAsset {
                known: asset.is_some(),
                alt: in_text.cloned().or(own).unwrap_or_default(),
                filename: asset.map(|asset| asset.filename.clone()).unwrap_or_default(),
                uid,
            }
        });
        Ok(shown.collect())
    }
}

/// Stores a revision's body anew, with its pictures as they are described now.
pub fn store_body(revision_id: i64, rendered: &Rendered, conn: &mut Conn) -> QueryResult<()> {
    let texts = (revisions::body_html.eq(&rendered.html), revisions::body_text.eq(&rendered.text));
    diesel::update(revisions::table.find(revision_id)).set(texts).execute(conn).map(drop)
}
