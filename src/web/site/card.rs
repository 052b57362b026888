//! Items as lists show them.

use std::collections::HashMap;

use serde::Serialize;

use super::languages;
use super::picture::PictureView;
use super::times::today;
use crate::app::App;
use crate::clock::Instant;
use crate::content::details::{Details, Event, EventStatus, Leaflet};
use crate::content::{Document, Kind, Live, Picture};
use crate::db::{Conn, DbError};
use crate::media::Asset;
use crate::web::failure::Failure;

/// One item in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    pub url: String,
    /// The language of its words, where the interface does not speak it.
    pub lang: Option<&'static str>,
    pub kind: &'static str,
    pub title: String,
    pub sapo: String,
    pub published_at: Instant,
    pub organisation: String,
    pub picture: Option<PictureView>,
    pub illustration: bool,
    pub starts_at: Option<Instant>,
    pub ends_at: Option<Instant>,
    /// Of an event, as it stands now: `scheduled`, `ongoing`, `ended`,
    /// `postponed`, `cancelled`; empty for other kinds.
    pub status: &'static str,
    /// A leaflet whose policy is not valid any more.
    pub expired: bool,
    #[serde(skip)]
    pub item_id: i64,
    /// When it will look different by itself.
    #[serde(skip)]
    pub changes: Vec<Instant>,
}

/// The cards of `rows`, in their order; a fixed number of queries.
pub fn cards(app: &App, rows: Vec<Live>, conn: &mut Conn) -> Result<Vec<Card>, Failure> {
    let pictures = pictures(&rows, conn)?;
    let mut timings = timings(&rows, app.now(), conn)?;
    let reference = app.reference();
    let card = |row: Live| {
        let organisation = reference.site.tree.get(row.organisation_id);
        let timing = timings.remove(&row.item_id).unwrap_or_default();
        Card {
            url: row.path(),
            lang: languages::mark(&row),
            kind: row.kind().name(),
            organisation: organisation.map_or_else(String::new, |office| {
                office.name(row.language().interface()).to_owned()
            }),
            picture: row.lead_asset_id.and_then(|id| pictures.get(&id).cloned()),
            item_id: row.item_id,
            title: row.title,
            sapo: row.sapo,
            published_at: row.published_at,
            illustration: row.illustration,
            starts_at: row.starts_at,
            // Without an end, the projection repeats the start.
            ends_at: row.ends_at.filter(|end| Some(*end) != row.starts_at),
            status: timing.status,
            expired: timing.expired,
            changes: timing.changes,
        }
    };
    Ok(rows.into_iter().map(card).collect())
}

/// How events and leaflets among `rows` stand at `now`, by item.
pub fn timings(
    rows: &[Live],
    now: Instant,
    conn: &mut Conn,
) -> Result<HashMap<i64, Timing>, DbError> {
    let timed: Vec<&Live> =
        rows.iter().filter(|row| matches!(row.kind(), Kind::Event | Kind::Leaflet)).collect();
    if timed.is_empty() {
        return Ok(HashMap::new());
    }
    let documents = Live::documents(&timed, conn)?.into_iter();
    Ok(documents.map(|(id, (document, _))| (id, Timing::of(&document, now))).collect())
}

fn pictures(rows: &[Live], conn: &mut Conn) -> Result<HashMap<i64, PictureView>, Failure> {
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.lead_asset_id).collect();
    let first = rows.first().filter(|_| !ids.is_empty());
    let Some(language) = first.map(|row| row.language().interface()) else {
        return Ok(HashMap::new());
    };
    let assets = Asset::by_ids(&ids, conn)?;
    Ok(assets.iter().map(|asset| (asset.id, Picture::of(asset, language).into())).collect())
}

/// What of an item depends on the time it is.
#[derive(Debug, Default)]
pub struct Timing {
    pub status: &'static str,
    pub expired: bool,
    /// A leaflet whose policy is not valid yet.
    pub early: bool,
    pub changes: Vec<Instant>,
}

impl Timing {
    pub fn of(document: &Document, now: Instant) -> Self {
        match &document.details {
            Details::Event(event) => Self::of_event(event, now),
            Details::Leaflet(leaflet) => Self::of_leaflet(leaflet, now),
            Details::Article(_) | Details::Story(_) => Self::default(),
        }
    }

    fn of_event(event: &Event, now: Instant) -> Self {
        let start = event.starts_at.map(crate::clock::instant);
        let end = event.until();
        let status = match event.status {
            EventStatus::Scheduled if end.is_some_and(|end| end <= now) => "ended",
            EventStatus::Scheduled if start.is_some_and(|start| start <= now) => "ongoing",
            told => told.name(),
        };
        Self { status, changes: start.into_iter().chain(end).collect(), ..Self::default() }
    }

    fn of_leaflet(leaflet: &Leaflet, now: Instant) -> Self {
        let day = today(now);
        Self {
            expired: leaflet.valid_until.is_some_and(|last| last < day),
            early: leaflet.valid_from.is_some_and(|first| day < first),
            ..Self::default()
        }
    }
}
