//! An asset: a picture with what is known of it and what it may be used for.

use diesel::prelude::*;

use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::assets;
use crate::names::closed_list;

closed_list! {
    /// Whether an asset's renditions are made.
    AssetState { Processing = "processing", Ready = "ready", Failed = "failed" }
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
    /// px, after orientation.
    pub width: i32,
    pub height: i32,
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
        assets::table.filter(assets::uid.eq_any(uids)).select(Self::as_select()).load(conn)
    }

    /// Those of `ids` that exist, in no particular order.
    pub fn by_ids(ids: &[i64], conn: &mut Conn) -> QueryResult<Vec<Self>> {
        assets::table.filter(assets::id.eq_any(ids)).select(Self::as_select()).load(conn)
    }

    /// The newest, before id `before` when given, `limit` at most.
    pub fn newest(before: Option<i64>, limit: i64, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        assets::table
            .filter(assets::id.lt(before.unwrap_or(i64::MAX)))
            .order(assets::id.desc())
            .limit(limit)
            .select(Self::as_select())
            .load(conn)
    }

    pub fn set_texts(id: i64, texts: &AssetTexts, conn: &mut Conn) -> QueryResult<()> {
        diesel::update(assets::table.find(id)).set(texts).execute(conn).map(drop)
    }

    pub fn set_state(id: i64, state: AssetState, conn: &mut Conn) -> QueryResult<()> {
        let row = assets::table.find(id);
        diesel::update(row).set(assets::state.eq(state.name())).execute(conn).map(drop)
    }
}
