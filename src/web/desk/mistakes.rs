//! `/desk/mistakes`: what readers say is wrong, and what came of it.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query, ServiceConfig, get, post};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::asking::Asking;
use super::cursor;
use super::fields::Fields;
use super::items::line::names;
use crate::clock::Instant;
use crate::content::{Live, Revision};
use crate::editorial::mistakes::{self, MistakeState};
use crate::editorial::{Action, EditorialError, offices};
use crate::web::failure::Failure;
use crate::web::render::see_other;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/mistakes", get().to(show))
        .route("/mistakes/{id}/closing", post().to(close))
        .route("/mistakes/{id}/reopening", post().to(reopen));
}

const PER_PAGE: usize = 30;

const DONE: &[&str] = &["done-mistake-closed", "done-mistake-reopened"];

#[derive(Debug, Default, Clone, Deserialize)]
struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
    done: Option<String>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    /// `open` or `closed`.
    state: &'static str,
    mistakes: Vec<MistakeView>,
    /// The next page's address; empty: this is the last.
    next: String,
    later: bool,
    /// The report that could not be closed, and the note that was typed; 0: none.
    refused: i64,
    note: String,
}

#[derive(Serialize)]
struct MistakeView {
    id: i64,
    item_id: i64,
    title: String,
    organisation: String,
    /// The public page; empty: it is not live any more.
    public: String,
    text: String,
    name: String,
    contact: String,
    created_at: Instant,
    closed_at: Option<Instant>,
    closed_by: String,
    note: String,
}

async fn show(asking: Asking, Query(asked): Query<Asked>) -> Result<HttpResponse, Failure> {
    list(&asking, asked, StatusCode::OK, (0, String::new())).await
}

async fn list(
    asking: &Asking,
    asked: Asked,
    status: StatusCode,
    (refused, note): (i64, String),
) -> Result<HttpResponse, Failure> {
    hearers_only(asking)?;
    let before = cursor::after(&asked.after)?;
    let state: MistakeState = asked.state.parse().unwrap_or_default();
    let (mistakes, more) = asking
        .read(move |r| {
            let tree = &r.reference.site.tree;
            let (rows, more) = mistakes::page(state, (before, PER_PAGE), r.actor, tree, r.conn)?;
            let items: Vec<i64> = rows.iter().map(|(_, item)| item.id).collect();
            let live: HashMap<i64, Live> =
                Live::among(&items, r.conn)?.into_iter().map(|live| (live.item_id, live)).collect();
            let closers: Vec<i64> = rows.iter().filter_map(|(one, _)| one.closed_by).collect();
            let names = names(&closers, r.conn)?;
            let mut views = Vec::new();
            for (one, item) in rows {
                let live = live.get(&item.id);
                let title = match live {
                    Some(live) => live.title.clone(),
                    None => Revision::latest(item.id, r.conn)?.map(|o| o.title).unwrap_or_default(),
                };
                let office = tree.get(item.organisation_id);
                views.push(MistakeView {
                    id: one.id,
                    item_id: item.id,
                    title,
                    organisation: office
                        .map(|office| office.name(r.language).to_owned())
                        .unwrap_or_default(),
                    public: live.map(Live::path).unwrap_or_default(),
                    text: one.text,
                    name: one.name,
                    contact: one.contact,
                    created_at: one.created_at,
                    closed_at: one.closed_at,
                    closed_by: one
                        .closed_by
                        .and_then(|id| names.get(&id).cloned())
                        .unwrap_or_default(),
                    note: one.note,
                });
            }
            Ok((views, more))
        })
        .await?;
    let next = mistakes
        .last()
        .filter(|_| more)
        .map(|last| format!("/desk/mistakes?state={}&after={}", state.name(), last.id));
    let view = View {
        frame: asking.frame().after(asked.done.as_deref(), DONE),
        state: state.name(),
        mistakes,
        next: next.unwrap_or_default(),
        later: before.is_some(),
        refused,
        note,
    };
    asking.page("mistakes.html", status, &view)
}

/// `POST /desk/mistakes/{id}/closing`: with a note of what came of it.
async fn close(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    let (id, note) = (*id, fields.get("note").to_owned());
    let done = asking.act(move |act, conn| mistakes::close(act, id, &note, conn)).await;
    match done {
        Ok(()) => Ok(see_other("/desk/mistakes?done=done-mistake-closed")),
        Err(EditorialError::ReasonMissing) => {
            // Lists begin with the newest: the page that begins with this one.
            let asked = Asked { after: id.saturating_add(1).to_string(), ..Asked::default() };
            let note = fields.get("note").to_owned();
            list(&asking, asked, StatusCode::UNPROCESSABLE_ENTITY, (id, note)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/mistakes/{id}/reopening`.
async fn reopen(asking: Asking, id: Path<i64>) -> Result<HttpResponse, Failure> {
    let id = *id;
    asking.act(move |act, conn| mistakes::reopen(act, id, conn)).await?;
    Ok(see_other("/desk/mistakes?done=done-mistake-reopened"))
}

/// Whoever hears no reader anywhere sees no list.
pub(super) fn hearers_only(asking: &Asking) -> Result<(), Failure> {
    let reference = asking.app.reference();
    let heard = offices(asking.current.actor(), Action::HearReaders, &reference.site.tree);
    if heard.is_empty() { Err(Failure::forbidden("denied-role")) } else { Ok(()) }
}
