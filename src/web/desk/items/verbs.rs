//! The verbs of the workflow, each a resource: `POST /desk/items/{id}/approval`.
//!
//! Every form names the revision it was made for, and its content's hash: what
//! somebody saw is what is acted upon, or nothing is.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, post};

use super::page::{self, Shown};
use super::standing::Standing;
use crate::content::Revision;
use crate::content::check::Problem;
use crate::db::Conn;
use crate::editorial::{self, Act, EditorialError, Timing};
use crate::web::desk::asking::Asking;
use crate::web::desk::fields::Fields;
use crate::web::desk::form::{Times, instant};
use crate::web::failure::Failure;
use crate::web::render::see_other;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/items/{id}/submission", post().to(submit))
        .route("/items/{id}/return", post().to(return_for_changes))
        .route("/items/{id}/approval", post().to(approve))
        .route("/items/{id}/schedule", post().to(schedule))
        .route("/items/{id}/schedule/removal", post().to(unschedule))
        .route("/items/{id}/publication", post().to(publish))
        .route("/items/{id}/forced-publication", post().to(force_publish))
        .route("/items/{id}/withdrawal", post().to(withdraw))
        .route("/items/{id}/republication", post().to(republish))
        .route("/items/{id}/archive", post().to(archive))
        .route("/items/{id}/feature", post().to(feature));
}

async fn submit(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    done(&asking, *id, &fields, "done-submitted", editorial::submit).await
}

async fn return_for_changes(
    asking: Asking,
    id: Path<i64>,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let note = fields.get("note").to_owned();
    done(&asking, *id, &fields, "done-returned", move |act, revision, conn| {
        editorial::return_for_changes(act, revision, &note, conn)
    })
    .await
}

async fn approve(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    done(&asking, *id, &fields, "done-approved", editorial::approve).await
}

async fn schedule(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    let times = instant(&fields, "publish_at", Times::NeedsBoth)
        .and_then(|at| at.ok_or_else(|| Problem::new("publish_at", "problem-date-missing")))
        .and_then(|at| Ok((at, instant(&fields, "expires_at", Times::MayLackTime)?)));
    let (publish_at, expires_at) = match times {
        Ok(times) => times,
        Err(problem) => return mistyped(&asking, *id, fields, problem).await,
    };
    let timing = Timing { publish_at: Some(publish_at), expires_at };
    done(&asking, *id, &fields, "done-scheduled", move |act, revision, conn| {
        editorial::schedule(act, revision, timing, conn)
    })
    .await
}

async fn unschedule(
    asking: Asking,
    id: Path<i64>,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    done(&asking, *id, &fields, "done-unscheduled", editorial::unschedule).await
}

async fn publish(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    let expires_at = match instant(&fields, "expires_at", Times::MayLackTime) {
        Ok(at) => at,
        Err(problem) => return mistyped(&asking, *id, fields, problem).await,
    };
    done(&asking, *id, &fields, "done-published", move |act, revision, conn| {
        editorial::publish_until(act, revision, expires_at, conn)
    })
    .await
}

async fn force_publish(
    asking: Asking,
    id: Path<i64>,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let reason = fields.get("reason").to_owned();
    done(&asking, *id, &fields, "done-published", move |act, revision, conn| {
        editorial::force_publish(act, revision, &reason, conn)
    })
    .await
}

async fn withdraw(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    let reason = fields.get("reason").to_owned();
    done(&asking, *id, &fields, "done-withdrawn", move |act, revision, conn| {
        editorial::withdraw(act, revision, &reason, conn)
    })
    .await
}

async fn republish(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    done(&asking, *id, &fields, "done-published", editorial::republish).await
}

async fn archive(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    done(&asking, *id, &fields, "done-archived", editorial::archive).await
}

async fn feature(asking: Asking, id: Path<i64>, fields: Fields) -> Result<HttpResponse, Failure> {
    let (item_id, featured) = (*id, fields.get("featured") == "true");
    let key = if featured { "done-featured" } else { "done-unfeatured" };
    done(&asking, *id, &fields, key, move |act, _, conn| {
        editorial::set_featured(act, item_id, featured, conn)
    })
    .await
}

/// Does `verb` to the revision that the form names, and goes to the item's
/// page; what cannot be done is told there, with what was typed.
async fn done(
    asking: &Asking,
    item_id: i64,
    fields: &Fields,
    key: &'static str,
    verb: impl FnOnce(&Act, i64, &mut Conn) -> Result<(), EditorialError> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    let revision_id = named(asking, item_id, fields).await?;
    match asking.act(move |act, conn| verb(act, revision_id, conn)).await {
        Ok(()) => Ok(see_other(&format!("/desk/items/{item_id}?done={key}"))),
        Err(error) => refused(asking, item_id, fields, error).await,
    }
}

/// The id of the revision the form names, if it says what the form was made
/// for and no later one took its place.
async fn named(asking: &Asking, item_id: i64, fields: &Fields) -> Result<i64, Failure> {
    let number: i32 =
        fields.get("revision").parse().map_err(|_| Failure::bad_request("bad-request"))?;
    let hash = fields.get("hash").to_owned();
    asking
        .read(move |r| {
            let tree = &r.reference.site.tree;
            let standing = Standing::load(item_id, r.actor, tree, r.conn)?;
            let all = Revision::of_item(item_id, r.conn)?;
            let named = all.into_iter().find(|one| one.number == number);
            let named = named.ok_or_else(Failure::not_found)?;
            let possible = standing.possible();
            let stands = possible.iter().any(|(revision, _)| revision.id == named.id);
            if !stands || named.content_hash != hash {
                let failure = Failure::new(StatusCode::CONFLICT, "superseded");
                return Err(failure.with("old", number).with("new", standing.focus.number));
            }
            Ok(named.id)
        })
        .await
}

async fn refused(
    asking: &Asking,
    item_id: i64,
    fields: &Fields,
    error: EditorialError,
) -> Result<HttpResponse, Failure> {
    let shown = match error {
        EditorialError::Invalid(problems) => {
            let alert = asking.say("not-complete", &[]);
            Shown { alert, ..Shown::problems(problems) }
        }
        other => {
            let failure = Failure::from(other);
            let typed = matches!(failure.key, "reason-missing" | "time-passed");
            if !typed {
                return Err(failure);
            }
            let (status, alert) = (Some(failure.status), asking.failure(&failure));
            Shown { status, alert, act: fields.clone(), ..Shown::default() }
        }
    };
    page::item(asking, item_id, shown).await
}

/// A time that cannot be read: the page again, with what was typed.
async fn mistyped(
    asking: &Asking,
    item_id: i64,
    fields: Fields,
    problem: Problem,
) -> Result<HttpResponse, Failure> {
    let alert = asking.problem(&problem);
    let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
    page::item(asking, item_id, Shown { status, alert, act: fields, ..Shown::default() }).await
}
