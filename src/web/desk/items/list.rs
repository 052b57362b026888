//! `GET /desk/items`: every item somebody may see, with filters, page by page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use serde::{Deserialize, Serialize};

use super::line::{LineView, lines};
use crate::content::{Kind, State};
use crate::editorial::worklist::{self, Wanted};
use crate::web::desk::Frame;
use crate::web::desk::asking::Asking;
use crate::web::desk::cursor;
use crate::web::failure::Failure;

const PER_PAGE: usize = 30;

/// The filters as the address names them; what is none of ours filters nothing.
#[derive(Debug, Default, Clone, Deserialize, Serialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    organisation: String,
    /// `1`: only one's own.
    #[serde(default)]
    mine: String,
    #[serde(default, skip_serializing)]
    after: String,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    asked: Asked,
    states: Vec<&'static str>,
    kinds: Vec<&'static str>,
    /// Slugs and names.
    organisations: Vec<(String, String)>,
    lines: Vec<LineView>,
    /// The next page's address; empty: this is the last.
    next: String,
    /// Not the first page.
    later: bool,
}

pub(super) async fn show(
    asking: Asking,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let before = cursor::after(&asked.after)?;
    let own = asked.clone();
    let (lines, next, organisations) = asking
        .read(move |r| {
            let tree = &r.reference.site.tree;
            let wanted = Wanted {
                written_by: (own.mine == "1").then_some(r.actor.account_id),
                state: own.state.parse().ok(),
                kind: own.kind.parse().ok(),
                organisation: tree.by_slug(&own.organisation).map(|one| one.id),
                title: own.q,
                before,
            };
            let page = worklist::page(&wanted, PER_PAGE, r.actor, tree, r.conn)?;
            let lines = lines(&page.lines, r.reference, r.language, r.conn)?;
            let seen = |id: i64| {
                r.actor.memberships.iter().any(|held| tree.is_within(id, held.organisation_id))
            };
            let named = tree.all().into_iter().filter(|one| seen(one.id));
            let organisations =
                named.map(|one| (one.slug.clone(), one.name(r.language).to_owned()));
            Ok((lines, page.next, organisations.collect()))
        })
        .await?;
    let view = View {
        frame: asking.frame(),
        states: STATES.iter().map(|state| state.name()).collect(),
        kinds: Kind::ALL.iter().map(|kind| kind.name()).collect(),
        organisations,
        lines,
        next: next.map(|id| next_address(&asked, id)).unwrap_or_default(),
        later: before.is_some(),
        asked,
    };
    asking.page("items/list.html", StatusCode::OK, &view)
}

const STATES: [State; 8] = [
    State::Draft,
    State::InReview,
    State::ChangesRequested,
    State::Approved,
    State::Scheduled,
    State::Published,
    State::Withdrawn,
    State::Archived,
];

fn next_address(asked: &Asked, after: i64) -> String {
    let filters = serde_urlencoded::to_string(asked).unwrap_or_default();
    format!("/desk/items?{filters}&after={after}")
}
