//! Submit, return, approve.

use super::EditorialError;
use super::act::Act;
use super::change::{Change, reason};
use super::state::Action;
use crate::clock::in_hanoi;
use crate::content::check::{Problem, problems_before_publication};
use crate::content::details::Details;
use crate::content::{Address, Document, Item, Revision};
use crate::db::{Conn, write};

/// Gửi duyệt: the revision is whole.
pub fn submit(act: &Act, revision_id: i64, conn: &mut Conn) -> Result<(), EditorialError> {
    write(conn, |conn| {
        let (item, revision) = act.open(Action::Submit, revision_id, conn)?;
        complete(act, &item, &revision, conn)?;
        let change = Change { submitted_by: act.account_id(), ..Change::default() };
        act.move_on(&revision, Action::Submit, None, change, conn).map(drop)
    })
}

/// Trả lại, with what is to be mended.
pub fn return_for_changes(
    act: &Act,
    revision_id: i64,
    note: &str,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    let note = reason(note)?;
    write(conn, |conn| {
        let (_, revision) = act.open(Action::Return, revision_id, conn)?;
        act.move_on(&revision, Action::Return, Some(&note), Change::default(), conn).map(drop)
    })
}

/// Duyệt: names exactly this revision and the hash of what it says.
pub fn approve(act: &Act, revision_id: i64, conn: &mut Conn) -> Result<(), EditorialError> {
    write(conn, |conn| {
        let (_, revision) = act.open(Action::Approve, revision_id, conn)?;
        let change = Change {
            approved_by: act.account_id(),
            approved_at: Some(act.now),
            approved_hash: Some(revision.content_hash.clone()),
            ..Change::default()
        };
        act.move_on(&revision, Action::Approve, None, change, conn).map(drop)
    })
}

/// Checks that nothing readers need is missing.
pub(super) fn complete(
    act: &Act,
    item: &Item,
    revision: &Revision,
    conn: &mut Conn,
) -> Result<Document, EditorialError> {
    let document = revision.document(conn)?;
    let assets = document.shown_assets(item.language(), conn)?;
    let today = in_hanoi(act.now).date_naive();
    let mut problems = problems_before_publication(&document, &assets, today);
    if document.recording.is_some() && document.recorded(conn)?.is_none() {
        problems.push(Problem::new("recording", "problem-recording-unknown"));
    }
    if let Details::Event(event) = &document.details
        && !event.outcome.is_empty()
        && Address::of_any_kind(item.language(), &event.outcome, conn)?.is_empty()
    {
        let problem = Problem::new("event.outcome", "problem-outcome-unknown");
        problems.push(problem.with("value", &event.outcome));
    }
    if !problems.is_empty() {
        return Err(EditorialError::Invalid(problems));
    }
    Ok(document)
}
