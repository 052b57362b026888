//! The append-only history: who did what, when, from where, and why.

use diesel::prelude::*;

use super::Act;
use crate::clock::Instant;
use crate::content::{Revision, State};
use crate::db::Conn;
use crate::db::schema::{accounts, history};

/// One line of history as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Entry {
    pub id: i64,
    pub at: Instant,
    /// `None`: the program itself.
    pub who: Option<String>,
    pub item_id: Option<i64>,
    pub revision_id: Option<i64>,
    pub action: String,
    pub from_state: Option<String>,
    pub to_state: Option<String>,
    pub reason: Option<String>,
    pub origin: String,
}

/// What is written of one change.
pub(super) struct Line<'a> {
    pub action: &'a str,
    pub revision: Option<&'a Revision>,
    pub item_id: Option<i64>,
    pub from: Option<State>,
    pub to: Option<State>,
    pub reason: Option<&'a str>,
}

impl Act<'_> {
    pub(super) fn write_history(&self, line: &Line, conn: &mut Conn) -> QueryResult<()> {
        let row = (
            history::at.eq(self.now),
            history::account_id.eq(self.account_id()),
            history::item_id.eq(line.item_id),
            history::revision_id.eq(line.revision.map(|revision| revision.id)),
            history::action.eq(line.action),
            history::from_state.eq(line.from.map(State::name)),
            history::to_state.eq(line.to.map(State::name)),
            history::reason.eq(line.reason),
            history::origin.eq(self.origin),
            history::detail.eq(line.revision.map_or("", |revision| &revision.content_hash)),
        );
        diesel::insert_into(history::table).values(row).execute(conn).map(drop)
    }
}

/// An item's history, newest first.
pub fn of_item(item_id: i64, conn: &mut Conn) -> QueryResult<Vec<Entry>> {
    history::table
        .left_join(accounts::table)
        .filter(history::item_id.eq(item_id))
        .order(history::id.desc())
        .select((
            history::id,
            history::at,
            accounts::name.nullable(),
            history::item_id,
            history::revision_id,
            history::action,
            history::from_state,
            history::to_state,
            history::reason,
            history::origin,
        ))
        .load(conn)
}

/// Writes an act that concerns no item: an account, an organisation, a replay.
/// `subject` names it by id, never by personal data.
pub fn write_other(
    account_id: Option<i64>,
    action: &str,
    subject: &str,
    (origin, now): (&str, Instant),
    conn: &mut Conn,
) -> QueryResult<()> {
    let row = (
        history::at.eq(now),
        history::account_id.eq(account_id),
        history::action.eq(action),
        history::origin.eq(origin),
        history::detail.eq(subject),
    );
    diesel::insert_into(history::table).values(row).execute(conn).map(drop)
}
