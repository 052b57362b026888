//! The newest items of a scope, with all a feed tells of them.

use std::collections::HashMap;

use diesel::prelude::*;

use super::Scope;
use super::feed::LENGTH;
use crate::content::{
    ContentLanguage, Document, Language, Live, Picture, Vocabulary, parse_document,
};
use crate::db::schema::revisions;
use crate::db::{Conn, DbError};
use crate::media::Asset;

/// One live item and what its live revision says.
#[derive(Debug, Clone)]
pub struct Reading {
    pub live: Live,
    pub document: Document,
    /// Sanitised, as the page shows it.
    pub body_html: String,
    /// The lead picture.
    pub picture: Option<Picture>,
    pub recording: Option<Asset>,
}

/// The newest [`LENGTH`] of `scope`; `None` when there is no such term or place.
pub fn read(
    scope: &Scope,
    language: ContentLanguage,
    vocabulary: &Vocabulary,
    conn: &mut Conn,
) -> Result<Option<Vec<Reading>>, DbError> {
    let Some(lists) = scope.lists(vocabulary) else { return Ok(None) };
    let mut rows: Vec<Live> = Vec::new();
    for list in lists {
        rows.extend(list.page(language, None, LENGTH, conn)?.rows);
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.published_at, row.item_id)));
    rows.dedup_by_key(|row| row.item_id);
    rows.truncate(LENGTH);
    with_texts(rows, language.interface(), conn).map(Some)
}

fn with_texts(
    rows: Vec<Live>,
    language: Language,
    conn: &mut Conn,
) -> Result<Vec<Reading>, DbError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.revision_id).collect();
    let texts: Vec<(i64, String, String)> = revisions::table
        .filter(revisions::id.eq_any(ids))
        .select((revisions::id, revisions::content, revisions::body_html))
        .load(conn)?;
    let mut texts: HashMap<i64, (String, String)> =
        texts.into_iter().map(|(id, content, html)| (id, (content, html))).collect();
    let mut readings = Vec::with_capacity(rows.len());
    for live in rows {
        let Some((content, body_html)) = texts.remove(&live.revision_id) else { continue };
        let document = parse_document(&content)?;
        readings.push(Reading { live, document, body_html, picture: None, recording: None });
    }
    let leads: Vec<String> =
        readings.iter().filter_map(|reading| reading.document.lead.clone()).collect();
    let pictures = Picture::load(&leads, language, conn)?;
    for reading in &mut readings {
        let lead = reading.document.lead.as_ref();
        reading.picture = lead.and_then(|uid| pictures.get(uid)).cloned();
    }
    let uids: Vec<String> =
        readings.iter().filter_map(|reading| reading.document.recording.clone()).collect();
    for asset in Asset::by_uids(&uids, conn)?.into_iter().filter(Asset::is_recording) {
        let same = |one: &&mut Reading| one.document.recording.as_ref() == Some(&asset.uid);
        for reading in readings.iter_mut().filter(same) {
            reading.recording = Some(asset.clone());
        }
    }
    Ok(readings)
}
