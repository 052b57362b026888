//! An item's past: its revisions, what was done to it, and how each revision
//! would look on the page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use diesel::QueryResult;
use serde::Serialize;

use super::line::names;
use super::standing::Standing;
use crate::clock::Instant;
use crate::content::Revision;
use crate::db::Conn;
use crate::editorial::history as entries;
use crate::web::desk::Frame;
use crate::web::desk::asking::Asking;
use crate::web::desk::preview::{self, DraftOf};
use crate::web::failure::Failure;
use crate::web::render;

/// One revision in a list.
#[derive(Debug, Clone, Serialize)]
pub struct RevisionView {
    pub number: i32,
    pub title: String,
    pub state: &'static str,
    pub state_at: Instant,
    pub created_at: Instant,
    pub author: String,
    pub approved_by: String,
    pub approved_at: Option<Instant>,
    pub hash: String,
    pub note: String,
}

/// One line of history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryView {
    pub at: Instant,
    /// Empty: the program itself.
    pub who: String,
    pub action: String,
    pub number: i32,
    pub reason: String,
    pub origin: String,
}

/// All revisions of an item, newest first.
pub fn revisions(item_id: i64, conn: &mut Conn) -> QueryResult<Vec<RevisionView>> {
    let found = Revision::of_item(item_id, conn)?;
    let ids: Vec<i64> =
        found.iter().flat_map(|one| one.created_by.into_iter().chain(one.approved_by)).collect();
    let names = names(&ids, conn)?;
    let name = |id: Option<i64>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let view = |one: Revision| RevisionView {
        number: one.number,
        state: one.state().name(),
        author: name(one.created_by),
        approved_by: name(one.approved_by),
        approved_at: one.approved_at,
        created_at: one.created_at,
        state_at: one.state_at,
        hash: one.content_hash,
        note: one.note.unwrap_or_default(),
        title: one.title,
    };
    Ok(found.into_iter().map(view).collect())
}

/// An item's history, newest first.
pub fn history(item_id: i64, conn: &mut Conn) -> QueryResult<Vec<HistoryView>> {
    let numbers: std::collections::HashMap<i64, i32> =
        Revision::of_item(item_id, conn)?.into_iter().map(|one| (one.id, one.number)).collect();
    let view = |entry: entries::Entry| HistoryView {
        at: entry.at,
        who: entry.who.unwrap_or_default(),
        action: entry.action,
        number: entry.revision_id.and_then(|id| numbers.get(&id).copied()).unwrap_or(0),
        reason: entry.reason.unwrap_or_default(),
        origin: entry.origin,
    };
    Ok(entries::of_item(item_id, conn)?.into_iter().map(view).collect())
}

#[derive(Serialize)]
struct Past {
    frame: Frame,
    item_id: i64,
    title: String,
    revisions: Vec<RevisionView>,
    history: Vec<HistoryView>,
}

/// `GET /desk/items/{id}/revisions`.
pub(super) async fn show(asking: Asking, id: Path<i64>) -> Result<HttpResponse, Failure> {
    let id = *id;
    let (title, revisions, history) = asking
        .read(move |r| {
            let tree = &r.reference.site.tree;
            let standing = Standing::load(id, r.actor, tree, r.conn)?;
            Ok((standing.focus.title, revisions(id, r.conn)?, history(id, r.conn)?))
        })
        .await?;
    let view = Past { frame: asking.frame(), item_id: id, title, revisions, history };
    asking.page("items/past.html", StatusCode::OK, &view)
}

#[derive(Serialize)]
struct Bar {
    frame: Frame,
    item_id: i64,
    revision: RevisionView,
}

/// `GET /desk/items/{id}/revisions/{number}`: as the public page would show it.
pub(super) async fn revision(
    asking: Asking,
    path: Path<(i64, i32)>,
) -> Result<HttpResponse, Failure> {
    let (id, number) = path.into_inner();
    let (revision, page) = asking
        .read(move |r| {
            let tree = &r.reference.site.tree;
            let item = Standing::load(id, r.actor, tree, r.conn)?.item;
            let found = Revision::of_item(id, r.conn)?.into_iter().find(|o| o.number == number);
            let document = found.ok_or_else(Failure::not_found)?.document(r.conn)?;
            let view = revisions(id, r.conn)?.into_iter().find(|one| one.number == number);
            let (organisation_id, language) = (item.organisation_id, item.language());
            let of = DraftOf { item_id: id, organisation_id, language };
            let page = preview::public_page(document, of, r)?;
            Ok((view.ok_or_else(Failure::not_found)?, page))
        })
        .await?;
    let view = Bar { frame: asking.frame(), item_id: id, revision };
    let bar = preview::bar(&asking, "items/revision-bar.html", &view)?;
    Ok(render::private(StatusCode::OK, preview::under(&bar, &page)))
}
