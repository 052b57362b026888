//! Pictures and recordings at the desk: the library, taking one in, its texts.

mod asset;
mod library;
mod told;
mod upload;

use actix_web::web::{ServiceConfig, get, post};
use diesel::QueryResult;
use serde::Serialize;

use crate::content::{Live, Revision, State};
use crate::db::{Conn, DbError};
use crate::editorial::{Action, Denied, Subject, may};
use crate::media::{Asset, widths};
use crate::organisations::{Actor, Tree};
use crate::web::desk::asking::Asking;
use crate::web::recording::length;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/media", get().to(library::show))
        .route("/media", post().to(upload::create))
        .route("/media/{uid}", get().to(asset::show))
        .route("/media/{uid}", post().to(asset::save))
        .route("/media/{uid}/file", get().to(asset::file));
}

/// A picture or a recording in the library.
#[derive(Debug, Clone, Serialize)]
struct Card {
    uid: String,
    title: String,
    thumbnail: String,
    /// How long a recording plays; empty: it is a picture.
    length: String,
    /// `processing`, `ready`, `failed`.
    state: String,
    /// A picture that cannot be published as it is.
    lacks_alt: bool,
}

impl Card {
    fn of(asking: &Asking, asset: &Asset) -> Self {
        let width = widths(asset.width.unsigned_abs()).into_iter().min().unwrap_or_default();
        let texts = [&asset.caption, &asset.alt, &asset.filename];
        Self {
            uid: asset.uid.clone(),
            title: texts.into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default(),
            thumbnail: format!("/media/{}/{width}.jpg", asset.uid),
            length: length(asking.app.desk_theme().words(), asking.language(), asset.seconds),
            state: asset.state.clone(),
            lacks_alt: asset.alt.is_empty() && !asset.is_recording(),
        }
    }
}

/// Whether a picture or recording is shown to the public, or stands in what others
/// have judged or are judging.
fn is_in_use(asset: &Asset, conn: &mut Conn) -> QueryResult<bool> {
    Ok(Live::shows_asset(asset.id, conn)? || Revision::awaits_with_asset(&asset.uid, conn)?)
}

/// Whether somebody may change an asset's texts: as an item of its office. What is in
/// use changes what was approved, as who may take it down may do, at every office that
/// shows it.
fn may_describe(
    asset: &Asset,
    is_in_use: bool,
    actor: &Actor,
    tree: &Tree,
    conn: &mut Conn,
) -> Result<Result<(), Denied>, DbError> {
    let owner = asset.created_by;
    let (action, state) = match is_in_use {
        true => (Action::Withdraw, Some(State::Published)),
        false => (Action::Edit, None),
    };
    let showing = Live::offices_showing(asset.id, conn)?;
    let mut offices = std::iter::once(asset.organisation_id).chain(showing);
    Ok(offices.try_for_each(|organisation_id| {
        may(actor, action, &Subject { organisation_id, owner, state, authors: &[] }, tree)
    }))
}
