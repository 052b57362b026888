//! `GET /desk`: my work, state by state.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Query, ServiceConfig, get};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::asking::Asking;
use super::items::line::{LineView, lines};
use crate::content::State;
use crate::editorial::worklist::{self, Wanted};
use crate::web::failure::Failure;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("", get().to(show)).route("/", get().to(show));
}

/// What needs its author stands first.
const STATES: [State; 6] = [
    State::ChangesRequested,
    State::Draft,
    State::InReview,
    State::Approved,
    State::Scheduled,
    State::Published,
];

/// Lines per state; the list of items shows the rest.
const SHOWN: usize = 8;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    q: String,
    groups: Vec<Group>,
    /// Nothing was ever written, or nothing found.
    empty: bool,
    /// How many wait for this person's review.
    to_review: i64,
}

#[derive(Serialize)]
struct Group {
    state: &'static str,
    count: i64,
    lines: Vec<LineView>,
    more: bool,
}

async fn show(asking: Asking, Query(asked): Query<Asked>) -> Result<HttpResponse, Failure> {
    let q = asked.q.clone();
    let (groups, to_review) = asking
        .read(move |r| {
            let tree = &r.reference.site.tree;
            let account_id = r.actor.account_id;
            let counts = worklist::own_counts(account_id, r.conn)?;
            let mut groups = Vec::new();
            for state in STATES {
                let wanted = Wanted {
                    written_by: Some(account_id),
                    state: Some(state),
                    title: q.clone(),
                    ..Wanted::default()
                };
                let page = worklist::page(&wanted, SHOWN, r.actor, tree, r.conn)?;
                let all = counts.iter().find(|(own, _)| *own == state).map_or(0, |(_, n)| *n);
                let count = if q.trim().is_empty() { all } else { page.lines.len() as i64 };
                let lines = lines(&page.lines, r.reference, r.language, r.conn)?;
                groups.push(Group { state: state.name(), count, lines, more: page.next.is_some() });
            }
            Ok((groups, worklist::waiting_count(r.actor, tree, r.conn)?))
        })
        .await?;
    let empty = groups.iter().all(|group| group.lines.is_empty());
    let frame = asking.frame();
    let to_review = if frame.reviews { to_review } else { 0 };
    let view = View { frame, q: asked.q, groups, empty, to_review };
    asking.page("work.html", StatusCode::OK, &view)
}
