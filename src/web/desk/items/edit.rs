//! `GET` and `POST /desk/items/{id}`: an item's page, and saving its form.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::page::{self, Shown};
use super::standing::Standing;
use super::store::{Goal, store};
use crate::web::desk::asking::Asking;
use crate::web::desk::fields::Fields;
use crate::web::failure::Failure;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

pub(super) async fn show(
    asking: Asking,
    id: Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse, Failure> {
    page::item(&asking, *id, Shown { done: asked.done, ..Shown::default() }).await
}

pub(super) async fn save(
    asking: Asking,
    id: Path<i64>,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let id = *id;
    let standing =
        asking.read(move |r| Standing::load(id, r.actor, &r.reference.site.tree, r.conn)).await?;
    let base = fields.get("base").parse();
    let base_revision_id = base.map_err(|_| Failure::bad_request("bad-request"))?;
    store(&asking, Goal::Item { item: standing.item, base_revision_id }, fields).await
}
