//! Mistakes that readers report: a task for the item's office.
//!
//! A report may name a person. Only who may hear readers reads it, and the
//! whole row goes 90 days after it was closed; the history keeps that there was
//! one, without a word of it.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::act::{Act, subject};
use super::change::reason;
use super::history::{Line, NewEntry};
use super::{Action, EditorialError, offices};
use crate::clock::Instant;
use crate::content::Item;
use crate::db::schema::{items, mistakes};
use crate::db::{Conn, DbError, dialect, write};
use crate::names::closed_list;
use crate::organisations::{Actor, Tree};
use crate::queue::Order;

/// How long a closed report is kept.
pub const KEPT: TimeDelta = TimeDelta::days(90);

/// From where, in the history: of a reader no address is kept.
const ORIGIN: &str = "site";

closed_list! {
    /// Where a report stands.
    MistakeState { Open = "open", Closed = "closed" }
}

/// One report as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = mistakes)]
pub struct Mistake {
    pub id: i64,
    pub item_id: i64,
    pub text: String,
    /// May be empty, as may the contact.
    pub name: String,
    pub contact: String,
    #[diesel(column_name = state)]
    pub state_name: String,
    pub created_at: Instant,
    pub closed_at: Option<Instant>,
    pub closed_by: Option<i64>,
    /// What came of it; empty while it is open.
    pub note: String,
}

/// What a reader reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub item_id: i64,
    pub text: String,
    pub name: String,
    pub contact: String,
}

impl Report {
    /// Keeps it as an open task; the same words once more change nothing.
    pub fn save(&self, now: Instant, conn: &mut Conn) -> Result<(), DbError> {
        write(conn, |conn| {
            dialect::lock_item(conn, self.item_id)?;
            let open = MistakeState::Open.name();
            let same = mistakes::table
                .filter(mistakes::item_id.eq(self.item_id))
                .filter(mistakes::state.eq(open))
                .filter(mistakes::text.eq(&self.text));
            if diesel::select(diesel::dsl::exists(same)).get_result(conn)? {
                return Ok(());
            }
            let row = (
                mistakes::item_id.eq(self.item_id),
                mistakes::text.eq(&self.text),
                mistakes::name.eq(&self.name),
                mistakes::contact.eq(&self.contact),
                mistakes::state.eq(open),
                mistakes::created_at.eq(now),
                mistakes::note.eq(""),
            );
            let id: i64 = diesel::insert_into(mistakes::table)
                .values(row)
                .returning(mistakes::id)
                .get_result(conn)?;
            let entry = NewEntry {
                at: now,
                account_id: None,
                who: None,
                item_id: Some(self.item_id),
                revision_id: None,
                action: "mistake_reported",
                from_state: None,
                to_state: None,
                reason: None,
                origin: ORIGIN,
                detail: &format!("mistake {id}"),
            };
            Ok(entry.save(conn)?)
        })
    }
}

/// Closes a report with what came of it; 90 days later it is forgotten. Where somebody
/// else closed it meanwhile, what came of it here stands below what they wrote.
pub fn close(act: &Act, id: i64, note: &str, conn: &mut Conn) -> Result<(), EditorialError> {
    let note = reason(note)?;
    write(conn, |conn| {
        let mistake = look(act, id, conn)?;
        let row = mistakes::table.find(id);
        if mistake.state_name == MistakeState::Open.name() {
            let change = (
                mistakes::state.eq(MistakeState::Closed.name()),
                mistakes::closed_at.eq(act.now),
                mistakes::closed_by.eq(act.account_id()),
                mistakes::note.eq(note),
            );
            diesel::update(row).set(change).execute(conn)?;
            Order::ForgetMistake { mistake_id: id }.place(act.now + KEPT, act.now, conn)?;
        } else if mistake.note.lines().any(|line| line == note) || mistake.note == note {
            // Pressed twice.
            return Ok(());
        } else {
            let both = format!("{}\n{note}", mistake.note);
            diesel::update(row).set(mistakes::note.eq(both)).execute(conn)?;
        }
        tell(act, &mistake, "mistake_closed", conn)
    })
}

/// Opens a closed report again.
pub fn reopen(act: &Act, id: i64, conn: &mut Conn) -> Result<(), EditorialError> {
    let change = (
        mistakes::state.eq(MistakeState::Open.name()),
        mistakes::closed_at.eq(None::<Instant>),
        mistakes::closed_by.eq(None::<i64>),
    );
    write(conn, |conn| {
        let mistake = look(act, id, conn)?;
        if mistake.state_name == MistakeState::Open.name() {
            // Somebody else was faster.
            return Ok(());
        }
        diesel::update(mistakes::table.find(id)).set(change).execute(conn)?;
        tell(act, &mistake, "mistake_reopened", conn)
    })
}

/// Deletes a report that was closed 90 days ago; nothing when it was opened
/// again meanwhile, or closed later.
pub fn forget(id: i64, now: Instant, conn: &mut Conn) -> Result<(), DbError> {
    let due = mistakes::table
        .filter(mistakes::id.eq(id))
        .filter(mistakes::state.eq(MistakeState::Closed.name()))
        .filter(mistakes::closed_at.le(now - KEPT));
    diesel::delete(due).execute(conn)?;
    Ok(())
}

/// At most `limit` reports that `actor` may read, newest first, older than
/// `before`; whether there are more.
pub fn page(
    state: MistakeState,
    (before, limit): (Option<i64>, usize),
    actor: &Actor,
    tree: &Tree,
    conn: &mut Conn,
) -> QueryResult<(Vec<(Mistake, Item)>, bool)> {
    let mut rows: Vec<(Mistake, Item)> = mistakes::table
        .inner_join(items::table)
        .filter(mistakes::state.eq(state.name()))
        .filter(mistakes::id.lt(before.unwrap_or(i64::MAX)))
        .filter(items::organisation_id.eq_any(offices(actor, Action::HearReaders, tree)))
        .order(mistakes::id.desc())
        .limit(limit as i64 + 1)
        .select((Mistake::as_select(), Item::as_select()))
        .load(conn)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok((rows, more))
}

/// How many wait for somebody.
pub fn open_count(actor: &Actor, tree: &Tree, conn: &mut Conn) -> QueryResult<i64> {
    let offices = offices(actor, Action::HearReaders, tree);
    if offices.is_empty() {
        return Ok(0);
    }
    mistakes::table
        .inner_join(items::table)
        .filter(mistakes::state.eq(MistakeState::Open.name()))
        .filter(items::organisation_id.eq_any(offices))
        .count()
        .get_result(conn)
}

/// A report, if `act` may answer it, which nobody else changes until the transaction ends.
fn look(act: &Act, id: i64, conn: &mut Conn) -> Result<Mistake, EditorialError> {
    let find = |conn: &mut Conn| {
        let found: QueryResult<Option<Mistake>> =
            mistakes::table.find(id).select(Mistake::as_select()).first(conn).optional();
        found?.ok_or(EditorialError::NotFound)
    };
    let item_id = find(conn)?.item_id;
    dialect::lock_item(conn, item_id)?;
    let item = Item::find(item_id, conn)?.ok_or(EditorialError::NotFound)?;
    act.check(Action::HearReaders, &subject(&item, None, &[]))?;
    find(conn)
}

fn tell(act: &Act, mistake: &Mistake, action: &str, conn: &mut Conn) -> Result<(), EditorialError> {
    let line = Line {
        action,
        revision: None,
        item_id: Some(mistake.item_id),
        from: None,
        to: None,
        reason: None,
    };
    Ok(act.write_history(&line, conn)?)
}
