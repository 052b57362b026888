//! `GET /desk/items/{id}/changes?from=&to=`: two revisions side by side.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::difference::{Row, compared};
use super::past::{RevisionView, revisions};
use super::standing::Standing;
use crate::content::Revision;
use crate::web::desk::Frame;
use crate::web::desk::asking::Asking;
use crate::web::desk::form::describe;
use crate::web::failure::Failure;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Numbers of revisions; absent: the newest and the one before it.
    from: Option<i32>,
    to: Option<i32>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    item_id: i64,
    title: String,
    from: RevisionView,
    to: RevisionView,
    revisions: Vec<RevisionView>,
    changed: Vec<Row>,
    same: Vec<String>,
}

pub(super) async fn show(
    asking: Asking,
    id: Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let id = *id;
    let (views, from, to, old, new) = asking
        .read(move |r| {
            Standing::load(id, r.actor, &r.reference.site.tree, r.conn)?;
            let views = revisions(id, r.conn)?;
            let newest = views.first().map_or(0, |one| one.number);
            let to = asked.to.unwrap_or(newest);
            let from = asked.from.unwrap_or((to - 1).max(1));
            let all = Revision::of_item(id, r.conn)?;
            let mut document = |number: i32| {
                let one = all.iter().find(|one| one.number == number);
                Ok::<_, Failure>(one.ok_or_else(Failure::not_found)?.document(r.conn)?)
            };
            let (old, new) = (document(from)?, document(to)?);
            Ok((views, from, to, old, new))
        })
        .await?;
    let reference = asking.app.reference();
    let theme = asking.app.desk_theme();
    let told =
        |document| describe(document, &reference.site.vocabulary, theme.words(), asking.language());
    let (changed, same) = compared(told(&old), told(&new)).await?;
    let one = |number: i32| {
        views.iter().find(|one| one.number == number).cloned().ok_or_else(Failure::not_found)
    };
    let view = View {
        frame: asking.frame(),
        item_id: id,
        title: new.title,
        from: one(from)?,
        to: one(to)?,
        changed,
        same: same.into_iter().map(|row| row.label).collect(),
        revisions: views,
    };
    asking.page("items/changes.html", StatusCode::OK, &view)
}
