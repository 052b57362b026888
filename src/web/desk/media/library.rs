//! `GET /desk/media`: all pictures and recordings, the newest first.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use serde::{Deserialize, Serialize};

use super::Card;
use crate::media::recording::Coding;
use crate::media::upload::ALLOWED;
use crate::media::{Asset, size};
use crate::web::desk::Frame;
use crate::web::desk::asking::Asking;
use crate::web::desk::cursor;
use crate::web::desk::offices::offices;
use crate::web::failure::Failure;

const PER_PAGE: i64 = 24;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    after: String,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    /// Why a file was not taken in.
    alert: String,
    cards: Vec<Card>,
    /// The next page begins after this id; 0: this is the last.
    next: i64,
    later: bool,
    /// Ids and names of the offices a file may be of.
    offices: Vec<(i64, String)>,
    /// For the file field: media types, and the largest size in bytes and words.
    accept: String,
    limit: usize,
    limit_text: String,
}

pub(super) async fn show(
    asking: Asking,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let before = cursor::after(&asked.after)?;
    page(&asking, before, (StatusCode::OK, String::new())).await
}

/// The library, with a message where a file was refused.
pub(super) async fn page(
    asking: &Asking,
    before: Option<i64>,
    (status, alert): (StatusCode, String),
) -> Result<HttpResponse, Failure> {
    let mut assets = asking.read(move |r| Ok(Asset::newest(before, PER_PAGE + 1, r.conn)?)).await?;
    let more = assets.len() as i64 > PER_PAGE;
    assets.truncate(PER_PAGE as usize);
    let next = assets.last().filter(|_| more).map_or(0, |asset| asset.id);
    let limit = asking.app.config.upload_limit;
    let view = View {
        frame: asking.frame(),
        alert,
        cards: assets.iter().map(|asset| Card::of(asking, asset)).collect(),
        next,
        later: before.is_some(),
        offices: offices(asking),
        accept: [
            &ALLOWED.map(|format| format.media_type())[..],
            &Coding::ALL.map(|coding| coding.media_type()),
        ]
        .concat()
        .join(","),
        limit,
        limit_text: size(limit as u64, asking.language()),
    };
    asking.page("media/library.html", status, &view)
}
