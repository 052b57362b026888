//! Where an imported revision stands in the workflow.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::clock::Instant;
use crate::content::State;
use crate::db::Conn;
use crate::db::schema::revisions;
use crate::editorial::consent_ends;
use crate::transfer::archive::RevisionLine;
use crate::transfer::item_file::ItemFile;

/// All of a revision that changes; who did it is the program itself.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = revisions, treat_none_as_null = true)]
pub struct Standing {
    pub state: String,
    pub state_at: Instant,
    pub approved_at: Option<Instant>,
    pub approved_hash: Option<String>,
    pub note: Option<String>,
    pub publish_at: Option<Instant>,
    pub expires_at: Option<Instant>,
    pub published_at: Option<Instant>,
}

impl Standing {
    /// As a file gives it. What is approved, is by the import itself; `hash` is
    /// what it approves. `out`: when a published revision went out.
    pub fn given(item: &ItemFile, hash: &str, out: Option<Instant>, now: Instant) -> Self {
        let state = item.status;
        let was_out = match state {
            State::Published => Some(out.unwrap_or(now)),
            State::Withdrawn | State::Archived => item.published_at,
            _ => None,
        };
        let approved = matches!(state, State::Approved | State::Scheduled) || was_out.is_some();
        let ends = item.expires_at.into_iter();
        let consent = (state == State::Published).then(|| consent_ends(&item.document)).flatten();
        Self {
            state: state.name().to_owned(),
            state_at: if state == State::Published { was_out.unwrap_or(now) } else { now },
            approved_at: approved.then(|| was_out.unwrap_or(now)),
            approved_hash: approved.then(|| hash.to_owned()),
            note: Some(item.note.clone()).filter(|note| !note.is_empty()),
            publish_at: item.publish_at.filter(|_| state == State::Scheduled),
            expires_at: ends.chain(consent).min(),
            published_at: was_out,
        }
    }

    /// As an archive tells it.
    pub fn restored(line: &RevisionLine) -> Self {
        let at = |time: Option<DateTime<Utc>>| time.map(|time| crate::clock::instant(time.into()));
        Self {
            state: line.state.clone(),
            state_at: crate::clock::instant(line.state_at.into()),
            approved_at: at(line.approved_at),
            approved_hash: line.approved_hash.clone(),
            note: line.note.clone(),
            publish_at: at(line.publish_at),
            expires_at: at(line.expires_at),
            published_at: at(line.published_at),
        }
    }

    /// Puts an existing revision there.
    pub fn put(&self, revision_id: i64, conn: &mut Conn) -> QueryResult<()> {
        diesel::update(revisions::table.find(revision_id)).set(self).execute(conn).map(drop)
    }
}

/// A revision to add, whole.
#[derive(Debug, Insertable)]
#[diesel(table_name = revisions)]
pub struct NewRevision<'a> {
    pub item_id: i64,
    pub number: i32,
    pub title: &'a str,
    pub content: &'a str,
    pub content_hash: &'a str,
    pub body_html: &'a str,
    pub body_text: &'a str,
    pub created_at: Instant,
    #[diesel(embed)]
    pub standing: Standing,
}

impl NewRevision<'_> {
    pub fn save(self, conn: &mut Conn) -> QueryResult<i64> {
        diesel::insert_into(revisions::table).values(self).returning(revisions::id).get_result(conn)
    }
}
