//! Two people saved the same item: both versions, side by side.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use super::difference::{Row, compared};
use super::line::names;
use super::store::Goal;
use crate::clock::Instant;
use crate::editorial::Conflict;
use crate::web::desk::Frame;
use crate::web::desk::asking::Asking;
use crate::web::desk::fields::Fields;
use crate::web::desk::form::describe;
use crate::web::failure::Failure;

#[derive(Serialize)]
struct View<'a> {
    frame: Frame,
    /// Where the item and its form are.
    address: String,
    their_number: i32,
    their_id: i64,
    their_author: String,
    their_at: Instant,
    changed: Vec<Row>,
    same: Vec<String>,
    /// All that was typed.
    fields: &'a [(String, String)],
}

/// The page with both, and a form that saves yours upon theirs.
pub async fn page(
    asking: &Asking,
    goal: &Goal,
    fields: &Fields,
    found: Conflict,
) -> Result<HttpResponse, Failure> {
    let reference = asking.app.reference();
    let theme = asking.app.desk_theme();
    let (vocabulary, language) = (&reference.site.vocabulary, asking.language());
    let theirs = describe(&found.their_document, vocabulary, theme.words(), language);
    let yours = describe(&found.yours, vocabulary, theme.words(), language);
    let (changed, same) = compared(theirs, yours).await?;
    let author = found.theirs.created_by;
    let names =
        asking.read(move |r| Ok(names(&author.into_iter().collect::<Vec<_>>(), r.conn)?)).await?;
    let kept = fields.without(|name| matches!(name, "base" | "then"));
    let view = View {
        frame: asking.frame(),
        address: goal.address(),
        their_number: found.theirs.number,
        their_id: found.theirs.id,
        their_author: author.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        their_at: found.theirs.created_at,
        changed,
        same: same.into_iter().map(|row| row.label).collect(),
        fields: kept.pairs(),
    };
    asking.page("items/conflict.html", StatusCode::CONFLICT, &view)
}
