//! Items: what revisions are revisions of.

use diesel::prelude::*;

use super::{ContentLanguage, Kind};
use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::items;

/// One item as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = items)]
pub struct Item {
    pub id: i64,
    /// A UUID: the identity that feeds, exports and translations name.
    pub uid: String,
    #[diesel(column_name = kind)]
    pub kind_name: String,
    #[diesel(column_name = language)]
    pub language_name: String,
    /// The uid of the item that this one and its translations belong to.
    pub translation_group: String,
    pub organisation_id: i64,
    /// Tin nổi bật.
    pub featured: bool,
    pub created_by: Option<i64>,
    pub created_at: Instant,
}

/// An item to add.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = items)]
pub struct NewItem {
    pub uid: String,
    pub kind: String,
    pub language: String,
    pub translation_group: String,
    pub organisation_id: i64,
    pub featured: bool,
    pub created_by: Option<i64>,
    pub created_at: Instant,
}

impl NewItem {
    pub fn save(&self, conn: &mut Conn) -> QueryResult<Item> {
        let id: i64 =
            diesel::insert_into(items::table).values(self).returning(items::id).get_result(conn)?;
        items::table.find(id).select(Item::as_select()).first(conn)
    }
}

impl Item {
    /// Its kind; the database's check is this program, so an unknown name is an article.
    pub fn kind(&self) -> Kind {
        self.kind_name.parse().unwrap_or_default()
    }

    pub fn language(&self) -> ContentLanguage {
        self.language_name.parse().unwrap_or_default()
    }

    pub fn find(id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        items::table.find(id).select(Self::as_select()).first(conn).optional()
    }

    pub fn by_uid(uid: &str, conn: &mut Conn) -> QueryResult<Option<Self>> {
        items::table.filter(items::uid.eq(uid)).select(Self::as_select()).first(conn).optional()
    }

    /// The other items of its translation group.
    pub fn translations(&self, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        items::table
            .filter(items::translation_group.eq(&self.translation_group))
            .filter(items::id.ne(self.id))
            .select(Self::as_select())
            .load(conn)
    }
}
