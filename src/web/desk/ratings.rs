//! `GET /desk/ratings`: the items of which readers say that they do not help.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};
use chrono::Days;
use serde::Serialize;

use super::Frame;
use super::asking::Asking;
use super::mistakes::hearers_only;
use crate::clock::in_hanoi;
use crate::content::Live;
use crate::content::rating::{self, Rating};
use crate::editorial::{Action, offices};
use crate::web::failure::Failure;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/ratings", get().to(show));
}

/// Days that are looked back on.
const LATELY: u64 = 90;

/// Fewer answers say nothing.
const ENOUGH: i64 = 3;

/// From so many of a hundred an item is on the list.
const UNHAPPY: i64 = 30;

const SHOWN: usize = 100;

#[derive(Serialize)]
struct View {
    frame: Frame,
    lines: Vec<LineView>,
    days: u64,
    enough: i64,
    unhappy: i64,
}

#[derive(Serialize)]
struct LineView {
    item_id: i64,
    title: String,
    kind: &'static str,
    organisation: String,
    public: String,
    rating: Rating,
    percent_no: i64,
}

async fn show(asking: Asking) -> Result<HttpResponse, Failure> {
    hearers_only(&asking)?;
    let lines = asking
        .read(|r| {
            let tree = &r.reference.site.tree;
            let offices = offices(r.actor, Action::HearReaders, tree);
            let today = in_hanoi(r.app.now()).date_naive();
            let since = today.checked_sub_days(Days::new(LATELY)).unwrap_or(today);
            let mut found = rating::doubted(&offices, since, r.conn)?;
            found.retain(|(_, one)| one.answers() >= ENOUGH && one.percent_no() >= UNHAPPY);
            found.sort_by_key(|(id, one)| (-one.percent_no(), -one.no, *id));
            let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
            let live: HashMap<i64, Live> =
                Live::among(&ids, r.conn)?.into_iter().map(|live| (live.item_id, live)).collect();
            // What is not on the site any more is nobody's to mend.
            let view = |(id, rating): (i64, Rating)| {
                let live = live.get(&id)?;
                let office = tree.get(live.organisation_id);
                Some(LineView {
                    item_id: id,
                    title: live.title.clone(),
                    kind: live.kind().name(),
                    organisation: office
                        .map(|office| office.name(r.language).to_owned())
                        .unwrap_or_default(),
                    public: live.path(),
                    percent_no: rating.percent_no(),
                    rating,
                })
            };
            Ok(found.into_iter().filter_map(view).take(SHOWN).collect::<Vec<_>>())
        })
        .await?;
    let view =
        View { frame: asking.frame(), lines, days: LATELY, enough: ENOUGH, unhappy: UNHAPPY };
    asking.page("ratings.html", StatusCode::OK, &view)
}
