//! An asset: a picture or a recording, with what is known of it and what it may
//! be used for.

use diesel::prelude::*;

use super::recording::Coding;
use super::upload::Format;
use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::assets;
use crate::names::closed_list;

closed_list! {
    /// Whether an asset's renditions are made.
    AssetState { Processing = "processing", Ready = "ready", Failed = "failed" }
}

impl AssetState {
    /// Of what was just taken in and plays for `seconds`: a recording is whole,
    /// a picture (0) waits for its renditions.
    pub fn on_arrival(seconds: u32) -> Self {
        if seconds > 0 { Self::Ready } else { Self::Processing }
    }
}

/// One asset as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = assets)]
pub struct Asset {
    pub id: i64,
    /// A UUID: what Markdown and addresses name.
    pub uid: String,
    /// SHA-256 of the file as it was uploaded, hexadecimal.
    pub sha256: String,
    pub filename: String,
    /// Of the cleaned master.
    pub mime: String,
    pub bytes: i64,
    /// px, after orientation; 0 of a recording.
    pub width: i32,
    pub height: i32,
    /// How long a recording plays; 0 of a picture.
    pub seconds: i32,
    pub alt: String,
    pub caption: String,
    pub credit: String,
    pub rights: String,
    pub alt_en: String,
    pub caption_en: String,
    /// One of [`AssetState`]'s names.
    pub state: String,
    pub organisation_id: i64,
    pub created_by: Option<i64>,
    pub created_at: Instant,
}

/// An asset to add.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = assets)]
pub struct NewAsset {
    pub uid: String,
    pub sha256: String,
    pub filename: String,
    pub mime: String,
    pub bytes: i64,
    pub width: i32,
    pub height: i32,
    pub seconds: i32,
    pub alt: String,
    pub caption: String,
    pub credit: String,
    pub rights: String,
    pub alt_en: String,
    pub caption_en: String,
    pub state: String,
    pub organisation_id: i64,
    pub created_by: Option<i64>,
    pub created_at: Instant,
}

/// The texts of an asset that people write.
#[derive(Debug, Clone, PartialEq, Eq, Default, AsChangeset)]
#[diesel(table_name = assets)]
pub struct AssetTexts {
    pub alt: String,
    pub caption: String,
    pub credit: String,
    pub rights: String,
    pub alt_en: String,
    pub caption_en: String,
}

impl AssetTexts {
    /// Those that readers see.
    pub fn shown(&self) -> [&str; 5] {
        [&self.alt, &self.caption, &self.credit, &self.alt_en, &self.caption_en]
    }
}

impl NewAsset {
    pub fn save(&self, conn: &mut Conn) -> QueryResult<Asset> {
        let id: i64 = diesel::insert_into(assets::table)
            .values(self)
            .returning(assets::id)
            .get_result(conn)?;
        assets::table.find(id).select(Asset::as_select()).first(conn)
    }
}

impl Asset {
    pub fn find(id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        assets::table.find(id).select(Self::as_select()).first(conn).optional()
    }

    pub fn by_uid(uid: &str, conn: &mut Conn) -> QueryResult<Option<Self>> {
        assets::table.filter(assets::uid.eq(uid)).select(Self::as_select()).first(conn).optional()
    }

    /// The one made from the same file, if there is one.
    pub fn by_sha256(sha256: &str, conn: &mut Conn) -> QueryResult<Option<Self>> {
        assets::table
            .filter(assets::sha256.eq(sha256))
            .select(Self::as_select())
            .first(conn)
            .optional()
    }

    /// Those of `uids` that exist, in no particular order.
    pub fn by_uids(uids: &[String], conn: &mut Conn) -> QueryResult<Vec<Self>> {
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        assets::table.filter(assets::uid.eq_any(uids)).select(Self::as_select()).load(conn)
    }

    /// Those of `ids` that exist, in no particular order.
    pub fn by_ids(ids: &[i64], conn: &mut Conn) -> QueryResult<Vec<Self>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        assets::table.filter(assets::id.eq_any(ids)).select(Self::as_select()).load(conn)
    }

    /// The newest of both sorts, before id `before` when given, `limit` at most.
    pub fn newest(before: Option<i64>, limit: i64, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        assets::table
            .filter(assets::id.lt(before.unwrap_or(i64::MAX)))
            .order(assets::id.desc())
            .limit(limit)
            .select(Self::as_select())
            .load(conn)
    }

    /// The newest pictures, `limit` at most.
    pub fn newest_pictures(limit: i64, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        let pictures = assets::table.filter(assets::seconds.eq(0));
        pictures.order(assets::id.desc()).limit(limit).select(Self::as_select()).load(conn)
    }

    /// The newest recordings, `limit` at most.
    pub fn newest_recordings(limit: i64, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        let recordings = assets::table.filter(assets::seconds.gt(0));
        recordings.order(assets::id.desc()).limit(limit).select(Self::as_select()).load(conn)
    }

    pub fn is_recording(&self) -> bool {
        self.seconds > 0
    }

    /// The extension of its master's file, without a dot.
    pub fn extension(&self) -> &'static str {
        let sound = Coding::ALL.into_iter().find(|one| one.media_type() == self.mime);
        match sound {
            Some(coding) => coding.extension(),
            None if self.mime == Format::Png.media_type() => Format::Png.extension(),
            None => Format::Jpeg.extension(),
        }
    }

    pub fn texts(&self) -> AssetTexts {
        AssetTexts {
            alt: self.alt.clone(),
            caption: self.caption.clone(),
            credit: self.credit.clone(),
            rights: self.rights.clone(),
            alt_en: self.alt_en.clone(),
            caption_en: self.caption_en.clone(),
        }
    }

    pub fn set_texts(id: i64, texts: &AssetTexts, conn: &mut Conn) -> QueryResult<()> {
        diesel::update(assets::table.find(id)).set(texts).execute(conn).map(drop)
    }

    pub fn set_state(id: i64, state: AssetState, conn: &mut Conn) -> QueryResult<()> {
        let row = assets::table.find(id);
        diesel::update(row).set(assets::state.eq(state.name())).execute(conn).map(drop)
    }
}
