//! The rows of an archive, and what follows from a state.

use std::collections::HashSet;

use diesel::prelude::*;

use super::super::standing::{NewRevision, Standing};
use crate::clock::Instant;
use crate::content::body::Rendered;
use crate::content::{Document, Item, Revision, State};
use crate::db::Conn;
use crate::db::schema::{history, revisions};
use crate::editorial::Act;
use crate::editorial::history::NewEntry;
use crate::queue::Order;
use crate::transfer::archive::{HistoryLine, RevisionLine};

/// A revision that only the archive has. Its hash is that of what it says now:
/// an approval of something else is none.
pub fn add_older(
    item: &Item,
    line: &RevisionLine,
    document: &Document,
    rendered: &Rendered,
    conn: &mut Conn,
) -> QueryResult<i64> {
    let row = NewRevision {
        item_id: item.id,
        number: line.number,
        title: &document.title,
        content: &document.to_json(),
        content_hash: &document.hash(item.language()),
        body_html: &rendered.html,
        body_text: &rendered.text,
        created_at: crate::clock::instant(line.created_at.into()),
        standing: Standing::restored(line),
    };
    row.save(conn)
}

pub fn restore_history(
    item: &Item,
    line: &HistoryLine,
    numbers: &[(i32, i64)],
    conn: &mut Conn,
) -> QueryResult<()> {
    let revision = numbers.iter().find(|(number, _)| Some(*number) == line.revision);
    let revision_id = revision.map(|(_, id)| *id);
    NewEntry { item_id: Some(item.id), revision_id, ..entry(line) }.save(conn)
}

/// Adds the lines of offices, pictures and the like that are not there yet.
pub fn restore_beside_items(lines: &[HistoryLine], conn: &mut Conn) -> QueryResult<()> {
    let known: Vec<(Instant, String, String, String)> = history::table
        .filter(history::item_id.is_null())
        .select((history::at, history::action, history::origin, history::detail))
        .load(conn)?;
    let known: HashSet<_> = known.into_iter().collect();
    for line in lines {
        let entry = entry(line);
        let told = (entry.at, line.action.clone(), line.origin.clone(), line.detail.clone());
        if !known.contains(&told) {
            entry.save(conn)?;
        }
    }
    Ok(())
}

fn entry(line: &HistoryLine) -> NewEntry<'_> {
    NewEntry {
        at: crate::clock::instant(line.at.into()),
        account_id: None,
        who: line.who.as_deref(),
        item_id: None,
        revision_id: None,
        action: &line.action,
        from_state: line.from.as_deref(),
        to_state: line.to.as_deref(),
        reason: line.reason.as_deref(),
        origin: &line.origin,
        detail: &line.detail,
    }
}

/// Moves the item's first publication to where its file says it was.
pub fn set_first_published(item_id: i64, given: Instant, conn: &mut Conn) -> QueryResult<()> {
    let first: Option<(i64, Option<Instant>)> = revisions::table
        .filter(revisions::item_id.eq(item_id))
        .filter(revisions::published_at.is_not_null())
        .order((revisions::published_at, revisions::number))
        .select((revisions::id, revisions::published_at))
        .first(conn)
        .optional()?;
    match first {
        Some((id, at)) if at != Some(given) => diesel::update(revisions::table.find(id))
            .set(revisions::published_at.eq(given))
            .execute(conn)
            .map(drop),
        _ => Ok(()),
    }
}

/// Orders for what happens by itself at a time.
pub fn place_timed(all: &[Revision], act: &Act, conn: &mut Conn) -> QueryResult<()> {
    for revision in all {
        match (revision.state(), revision.publish_at, revision.expires_at) {
            (State::Scheduled, Some(at), _) => {
                Order::Publish { revision_id: revision.id }.place(at, act.now, conn)?;
            }
            (State::Published, _, Some(end)) => {
                Order::Expire { revision_id: revision.id }.place(end, act.now, conn)?;
            }
            _ => {}
        }
    }
    Ok(())
}
