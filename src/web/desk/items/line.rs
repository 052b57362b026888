//! A line of a list of items.

use std::collections::HashMap;

use diesel::QueryResult;
use serde::Serialize;

use crate::accounts::Account;
use crate::app::Reference;
use crate::clock::Instant;
use crate::content::{Live, State};
use crate::db::Conn;
use crate::editorial::worklist::Line;
use crate::names::Language;

/// What lists show of a revision.
#[derive(Debug, Clone, Serialize)]
pub struct LineView {
    pub item_id: i64,
    pub number: i32,
    pub title: String,
    pub kind: String,
    /// The content's language.
    pub language: &'static str,
    pub state: &'static str,
    pub state_at: Instant,
    pub publish_at: Option<Instant>,
    pub organisation: String,
    /// Who wrote the revision; empty: the program.
    pub author: String,
    /// The reviewer's note, where it was returned.
    pub note: String,
    /// The public page, where there is one.
    pub public: String,
}

/// Lines with the names of their authors and offices.
pub fn lines(
    found: &[Line],
    reference: &Reference,
    language: Language,
    conn: &mut Conn,
) -> QueryResult<Vec<LineView>> {
    let items: Vec<i64> = found.iter().map(|line| line.item.id).collect();
    let live: HashMap<i64, String> =
        Live::among(&items, conn)?.into_iter().map(|live| (live.item_id, live.path())).collect();
    let ids: Vec<i64> = found.iter().filter_map(|line| line.revision.created_by).collect();
    let names = names(&ids, conn)?;
    let view = |line: &Line| {
        let revision = &line.revision;
        let office = reference.site.tree.get(line.item.organisation_id);
        let returned = revision.state() == State::ChangesRequested;
        LineView {
            item_id: line.item.id,
            number: revision.number,
            title: revision.title.clone(),
            kind: line.item.kind_name.clone(),
            language: line.item.language().name(),
            state: revision.state().name(),
            state_at: revision.state_at,
            publish_at: revision.publish_at,
            organisation: office.map(|one| one.name(language).to_owned()).unwrap_or_default(),
            author: revision.created_by.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            note: revision.note.clone().filter(|_| returned).unwrap_or_default(),
            public: live.get(&line.item.id).cloned().unwrap_or_default(),
        }
    };
    Ok(found.iter().map(view).collect())
}

/// Names of accounts by id.
pub fn names(ids: &[i64], conn: &mut Conn) -> QueryResult<HashMap<i64, String>> {
    Ok(Account::by_ids(ids, conn)?.into_iter().map(|one| (one.id, one.name)).collect())
}
