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

/// A line to add, whole: what an import of an archive restores.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = history)]
pub struct NewEntry<'a> {
    pub at: Instant,
    pub account_id: Option<i64>,
    /// Who it was, where no account of this database did it (a restored line).
    pub who: Option<&'a str>,
    pub item_id: Option<i64>,
    pub revision_id: Option<i64>,
    pub action: &'a str,
    pub from_state: Option<&'a str>,
    pub to_state: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub origin: &'a str,
    pub detail: &'a str,
}

impl NewEntry<'_> {
    pub fn save(&self, conn: &mut Conn) -> QueryResult<()> {
        diesel::insert_into(history::table).values(self).execute(conn).map(drop)
    }
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
        NewEntry {
            at: self.now,
            account_id: self.account_id(),
            who: None,
            item_id: line.item_id,
            revision_id: line.revision.map(|revision| revision.id),
            action: line.action,
            from_state: line.from.map(State::name),
            to_state: line.to.map(State::name),
            reason: line.reason,
            origin: self.origin,
            detail: line.revision.map_or("", |revision| &revision.content_hash),
        }
        .save(conn)
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
            diesel::dsl::sql::<diesel::sql_types::Nullable<diesel::sql_types::Text>>(
                "coalesce(accounts.name, history.who)",
            ),
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

/// What was changed, for a subject: of each (field, before, after) that differs,
/// `{"field":["before","after"]}`; `None`: nothing was.
pub fn changes(fields: &[(&str, String, String)]) -> Option<String> {
    let changed: serde_json::Map<String, serde_json::Value> = fields
        .iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| ((*field).to_owned(), serde_json::json!([before, after])))
        .collect();
    (!changed.is_empty()).then(|| serde_json::Value::Object(changed).to_string())
}

/// The ids of the newest entries, at most `count`, ascending.
pub fn newest(count: i64, conn: &mut Conn) -> QueryResult<Vec<i64>> {
    let newest = history::table.select(history::id).order(history::id.desc()).limit(count);
    let mut newest: Vec<i64> = newest.load(conn)?;
    newest.reverse();
    Ok(newest)
}

/// The items that entries tell of which are newer than the newest of those `seen`
/// (ascending), or at most `reach` older and not among them.
pub fn changed_besides(seen: &[i64], reach: i64, conn: &mut Conn) -> QueryResult<Vec<i64>> {
    let newest = seen.last().copied().unwrap_or(0);
    let later: Vec<(i64, i64)> = history::table
        .filter(history::id.gt(newest - reach))
        .filter(history::item_id.is_not_null())
        .select((history::id, history::item_id.assume_not_null()))
        .load(conn)?;
    let unseen = later.into_iter().filter(|(id, _)| seen.binary_search(id).is_err());
    let mut items: Vec<i64> = unseen.map(|(_, item)| item).collect();
    items.sort_unstable();
    items.dedup();
    Ok(items)
}
