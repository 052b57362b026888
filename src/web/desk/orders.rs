//! `/desk/orders`: what waits to be done, and what failed for good.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query, ServiceConfig, get, post};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::asking::Asking;
use crate::accounts::Role;
use crate::clock::Instant;
use crate::db::write;
use crate::editorial::{EditorialError, history};
use crate::queue::{self, DeadLetter};
use crate::web::current::origin;
use crate::web::failure::Failure;
use crate::web::render::see_other;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/orders", get().to(show)).route("/orders/{id}/replay", post().to(replay));
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    done: Option<String>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    waiting: i64,
    letters: Vec<LetterView>,
}

#[derive(Serialize)]
struct LetterView {
    id: i64,
    kind: String,
    payload: String,
    attempts: i32,
    error: String,
    created_at: Instant,
}

async fn show(asking: Asking, Query(asked): Query<Asked>) -> Result<HttpResponse, Failure> {
    administrators_only(&asking)?;
    let ((waiting, _), letters) =
        asking.read(|r| Ok((queue::depth(r.conn)?, DeadLetter::all(r.conn)?))).await?;
    let view = |letter: DeadLetter| LetterView {
        id: letter.id,
        kind: letter.kind,
        payload: letter.payload,
        attempts: letter.attempts,
        error: letter.last_error.unwrap_or_default(),
        created_at: letter.created_at,
    };
    let view = View {
        frame: asking.frame().after(asked.done.as_deref(), &["done-replayed"]),
        waiting,
        letters: letters.into_iter().map(view).collect(),
    };
    asking.page("orders.html", StatusCode::OK, &view)
}

/// Makes a dead letter an order again; a second time changes nothing.
async fn replay(asking: Asking, id: Path<i64>) -> Result<HttpResponse, Failure> {
    administrators_only(&asking)?;
    let id = *id;
    let origin = origin(&asking.request, &asking.app);
    let replayed = asking.act(move |act, conn| {
        write(conn, |conn| {
            if DeadLetter::replay(id, act.now, conn)? {
                let place = (origin.as_str(), act.now);
                history::write_other(act.account_id(), "replay", &id.to_string(), place, conn)?;
            }
            Ok::<_, EditorialError>(())
        })
    });
    replayed.await?;
    Ok(see_other("/desk/orders?done=done-replayed"))
}

fn administrators_only(asking: &Asking) -> Result<(), Failure> {
    let may = asking.current.actor().holds_any(&[Role::Administrator]);
    if may { Ok(()) } else { Err(Failure::forbidden("denied-role")) }
}
