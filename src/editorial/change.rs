//! The one place where a revision's state is written.

use diesel::prelude::*;

use super::act::Act;
use super::history::Line;
use super::state::{Action, next_state};
use super::{Denied, EditorialError};
use crate::content::{Revision, State};
use crate::db::Conn;
use crate::db::schema::revisions;

/// What changes with the state.
#[derive(AsChangeset, Default)]
#[diesel(table_name = revisions)]
pub(super) struct Change {
    pub submitted_by: Option<i64>,
    pub approved_by: Option<i64>,
    pub approved_at: Option<crate::clock::Instant>,
    pub approved_hash: Option<String>,
    pub note: Option<String>,
    pub publish_at: Option<Option<crate::clock::Instant>>,
    pub expires_at: Option<Option<crate::clock::Instant>>,
    pub published_at: Option<crate::clock::Instant>,
    pub published_by: Option<i64>,
    pub state: Option<String>,
    pub state_at: Option<crate::clock::Instant>,
}

impl Act<'_> {
    /// Moves a revision along the table, with its history. Rights were asked before.
    pub(super) fn move_on(
        &self,
        revision: &Revision,
        action: Action,
        reason: Option<&str>,
        change: Change,
        conn: &mut Conn,
    ) -> Result<State, EditorialError> {
        let from = revision.state();
        let to = next_state(action, from).ok_or(Denied::State { action, state: from })?;
        let change = Change {
            state: Some(to.name().to_owned()),
            state_at: Some(self.now),
            note: reason.map(str::to_owned).or(change.note),
            ..change
        };
        diesel::update(revisions::table.find(revision.id)).set(&change).execute(conn)?;
        let line = Line {
            action: action.name(),
            revision: Some(revision),
            item_id: Some(revision.item_id),
            from: Some(from),
            to: Some(to),
            reason,
        };
        self.write_history(&line, conn)?;
        Ok(to)
    }

    /// A later revision took its place: the public's, when it was live.
    pub fn supersede(&self, revision: &Revision, conn: &mut Conn) -> QueryResult<()> {
        let (from, to) = (revision.state(), State::Superseded);
        let state = (revisions::state.eq(to.name()), revisions::state_at.eq(self.now));
        diesel::update(revisions::table.find(revision.id)).set(state).execute(conn)?;
        let line = Line {
            action: "supersede",
            revision: Some(revision),
            item_id: Some(revision.item_id),
            from: Some(from),
            to: Some(to),
            reason: None,
        };
        self.write_history(&line, conn)
    }
}

/// A reason as it must be given: not empty.
pub(super) fn reason(text: &str) -> Result<String, EditorialError> {
    let text = crate::text::normalise(text).trim().to_owned();
    if text.is_empty() { Err(EditorialError::ReasonMissing) } else { Ok(text) }
}
