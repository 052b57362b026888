//! `GET /desk/review`: what waits for review, what has waited longest first.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};
use serde::Serialize;

use super::Frame;
use super::asking::Asking;
use super::items::acts::why;
use super::items::line::{LineView, lines};
use crate::editorial::{Action, Denied, Subject, may, worklist};
use crate::web::failure::Failure;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/review", get().to(show));
}

/// More than anybody reads in a day.
const SHOWN: usize = 100;

#[derive(Serialize)]
struct View {
    frame: Frame,
    lines: Vec<Waiting>,
    /// There are more than are shown.
    more: bool,
}

#[derive(Serialize)]
struct Waiting {
    line: LineView,
    /// Why this person may not approve it; empty: they may.
    why_not: String,
}

async fn show(asking: Asking) -> Result<HttpResponse, Failure> {
    let found = asking
        .read(|r| {
            let tree = &r.reference.site.tree;
            let found = worklist::waiting_for_review(SHOWN + 1, r.actor, tree, r.conn)?;
            let views = lines(&found, r.reference, r.language, r.conn)?;
            let mut judged = Vec::new();
            for (one, line) in found.iter().zip(views) {
                let authors = one.revision.authors_since_live(r.conn)?;
                let subject = Subject {
                    organisation_id: one.item.organisation_id,
                    owner: one.item.created_by,
                    state: Some(one.revision.state()),
                    authors: &authors,
                };
                judged.push((line, may(r.actor, Action::Approve, &subject, tree).err()));
            }
            Ok(judged)
        })
        .await?;
    let more = found.len() > SHOWN;
    // Who holds no role that reviews sees none of it; four eyes are told.
    let shown = found
        .into_iter()
        .take(SHOWN)
        .filter(|(_, denied)| !matches!(denied, Some(Denied::Role { .. } | Denied::NotYours)));
    let lines = shown.map(|(line, denied)| Waiting {
        line,
        why_not: denied.map(|denied| why(&asking, &denied)).unwrap_or_default(),
    });
    let view = View { frame: asking.frame(), lines: lines.collect(), more };
    asking.page("review.html", StatusCode::OK, &view)
}
