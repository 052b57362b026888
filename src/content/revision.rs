//! Revisions: what each says never changes, where it stands in the workflow does.

use diesel::prelude::*;

use super::Document;
use crate::clock::Instant;
use crate::db::schema::revisions;
use crate::db::{Conn, DbError};
use crate::names::closed_list;

closed_list! {
    /// Where a revision stands. The item has no state of its own.
    #[derive(PartialOrd, Ord)]
    State {
        /// Nháp.
        Draft = "draft",
        /// Chờ duyệt.
        InReview = "in_review",
        /// Yêu cầu chỉnh sửa.
        ChangesRequested = "changes_requested",
        /// Đã duyệt.
        Approved = "approved",
        /// Hẹn giờ.
        Scheduled = "scheduled",
        /// Đã xuất bản.
        Published = "published",
        /// Đã gỡ.
        Withdrawn = "withdrawn",
        /// Lưu trữ.
        Archived = "archived",
        /// A later revision took its place.
        Superseded = "superseded",
    }
}

impl State {
    /// The revision that is being worked on: at most one of an item's.
    pub const IN_WORK: [State; 5] =
        [State::Draft, State::InReview, State::ChangesRequested, State::Approved, State::Scheduled];

    pub fn is_in_work(self) -> bool {
        Self::IN_WORK.contains(&self)
    }
}

/// One revision as stored, without its texts: see [`Revision::document`].
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = revisions)]
pub struct Revision {
    pub id: i64,
    pub item_id: i64,
    /// 1, 2, 3 … within the item.
    pub number: i32,
    pub title: String,
    /// SHA-256, hexadecimal, of the document and its language.
    pub content_hash: String,
    pub created_by: Option<i64>,
    pub created_at: Instant,
    /// One of [`State`]'s names.
    #[diesel(column_name = state)]
    pub state_name: String,
    pub state_at: Instant,
    pub submitted_by: Option<i64>,
    pub approved_by: Option<i64>,
    pub approved_at: Option<Instant>,
    pub approved_hash: Option<String>,
    /// The reviewer's note, or the reason of a withdrawal.
    pub note: Option<String>,
    pub publish_at: Option<Instant>,
    pub expires_at: Option<Instant>,
    pub published_at: Option<Instant>,
    pub published_by: Option<i64>,
}

/// A revision to add.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = revisions)]
pub struct NewRevision {
    pub item_id: i64,
    pub number: i32,
    pub title: String,
    /// The document as JSON.
    pub content: String,
    pub content_hash: String,
    pub body_html: String,
    pub body_text: String,
    pub created_by: Option<i64>,
    pub created_at: Instant,
    pub state: String,
    pub state_at: Instant,
}

impl NewRevision {
    pub fn save(&self, conn: &mut Conn) -> QueryResult<Revision> {
        let id: i64 = diesel::insert_into(revisions::table)
            .values(self)
            .returning(revisions::id)
            .get_result(conn)?;
        revisions::table.find(id).select(Revision::as_select()).first(conn)
    }
}

impl Revision {
    /// Its state; a name the program does not know counts as superseded, so
    /// that nothing can be done with it.
    pub fn state(&self) -> State {
        self.state_name.parse().unwrap_or(State::Superseded)
    }

    pub fn find(id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        revisions::table.find(id).select(Self::as_select()).first(conn).optional()
    }

    /// All of an item's, newest first.
    pub fn of_item(item_id: i64, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        revisions::table
            .filter(revisions::item_id.eq(item_id))
            .order(revisions::number.desc())
            .select(Self::as_select())
            .load(conn)
    }

    /// The one of an item that is being worked on.
    pub fn in_work(item_id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        Self::in_states(item_id, &State::IN_WORK, conn)
    }

    /// Whether the picture or recording `uid` stands in anything that was handed in and
    /// is not out yet.
    pub fn awaits_with_asset(uid: &str, conn: &mut Conn) -> QueryResult<bool> {
        let waiting = [State::InReview, State::Approved, State::Scheduled].map(State::name);
        let rows = revisions::table
            .filter(revisions::state.eq_any(waiting))
            .filter(revisions::content.like(format!("%{uid}%")));
        diesel::select(diesel::dsl::exists(rows)).get_result(conn)
    }

    /// The one of an item that is live.
    pub fn live(item_id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        Self::in_states(item_id, &[State::Published], conn)
    }

    /// The newest of an item, whatever its state.
    pub fn latest(item_id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        revisions::table
            .filter(revisions::item_id.eq(item_id))
            .order(revisions::number.desc())
            .select(Self::as_select())
            .first(conn)
            .optional()
    }

    /// The one that was last in public and is no more.
    pub fn last_public(item_id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        let taken = Self::in_states(item_id, &[State::Withdrawn, State::Archived], conn)?;
        Ok(taken.filter(|revision| revision.published_at.is_some()))
    }

    fn in_states(item_id: i64, states: &[State], conn: &mut Conn) -> QueryResult<Option<Self>> {
        let names: Vec<&str> = states.iter().map(|state| state.name()).collect();
        revisions::table
            .filter(revisions::item_id.eq(item_id))
            .filter(revisions::state.eq_any(names))
            .order(revisions::number.desc())
            .select(Self::as_select())
            .first(conn)
            .optional()
    }

    /// What it says.
    pub fn document(&self, conn: &mut Conn) -> Result<Document, DbError> {
        let json: String = revisions::table.find(self.id).select(revisions::content).first(conn)?;
        parse_document(&json)
    }

    /// The body's HTML (sanitised) and plain text.
    pub fn body(&self, conn: &mut Conn) -> QueryResult<(String, String)> {
        let columns = (revisions::body_html, revisions::body_text);
        revisions::table.find(self.id).select(columns).first(conn)
    }

    /// Who wrote the item's revisions since the one that is live: none of them
    /// may approve it.
    pub fn authors_since_live(&self, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        let live = Self::live(self.item_id, conn)?.map_or(0, |live| live.number);
        let authors: Vec<Option<i64>> = revisions::table
            .filter(revisions::item_id.eq(self.item_id))
            .filter(revisions::number.gt(live))
            .filter(revisions::number.le(self.number))
            .select(revisions::created_by)
            .distinct()
            .load(conn)?;
        Ok(authors.into_iter().flatten().collect())
    }
}

/// A stored document, read back.
pub fn parse_document(json: &str) -> Result<Document, DbError> {
    serde_json::from_str(json)
        .map_err(|error| DbError::Query(diesel::result::Error::DeserializationError(error.into())))
}
