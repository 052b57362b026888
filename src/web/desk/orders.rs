//! `/desk/orders`: what waits to be done, and what failed for good.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query, ServiceConfig, get, post};
use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use super::Frame;
use super::asking::Asking;
use crate::accounts::Role;
use crate::clock::Instant;
use crate::content::Revision;
use crate::db::{Conn, DbError, write};
use crate::editorial::{EditorialError, history};
use crate::media::Asset;
use crate::queue::{self, DeadLetter, Order};
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
    /// What it concerns, as far as it can still be found.
    about: Option<About>,
    payload: String,
    attempts: i32,
    error: String,
    created_at: Instant,
}

#[derive(Serialize)]
struct About {
    title: String,
    url: String,
}

impl About {
    fn of(payload: &str, conn: &mut Conn) -> QueryResult<Option<About>> {
        let item = |revision: Revision| About {
            url: format!("/desk/items/{}", revision.item_id),
            title: revision.title,
        };
        let picture = |asset: Asset| About {
            url: format!("/desk/media/{}", asset.uid),
            title: asset.filename,
        };
        Ok(match serde_json::from_str(payload) {
            Ok(Order::Index { item_id }) => Revision::latest(item_id, conn)?.map(item),
            Ok(Order::Publish { revision_id } | Order::Expire { revision_id }) => {
                Revision::find(revision_id, conn)?.map(item)
            }
            Ok(Order::Renditions { asset_id }) => Asset::find(asset_id, conn)?.map(picture),
            Ok(Order::ForgetMistake { .. }) | Err(_) => None,
        })
    }
}

async fn show(asking: Asking, Query(asked): Query<Asked>) -> Result<HttpResponse, Failure> {
    administrators_only(&asking)?;
    let ((waiting, _), letters) =
        asking.read(|r| Ok((queue::depth(r.conn)?, letters(r.conn)?))).await?;
    let view = |(letter, about): (DeadLetter, Option<About>)| LetterView {
        id: letter.id,
        kind: letter.kind,
        about,
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

fn letters(conn: &mut Conn) -> Result<Vec<(DeadLetter, Option<About>)>, DbError> {
    let mut found = Vec::new();
    for letter in DeadLetter::all(conn)? {
        let about = About::of(&letter.payload, conn)?;
        found.push((letter, about));
    }
    Ok(found)
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
    let tree = &asking.app.reference().site.tree;
    let may = asking.current.actor().holds_for_all(&[Role::Administrator], tree);
    if may { Ok(()) } else { Err(Failure::forbidden("denied-role")) }
}
