//! Pictures at the desk: the library, taking one in, and its texts.

mod asset;
mod library;
mod told;
mod upload;

use actix_web::web::{ServiceConfig, get, post};
use serde::Serialize;

use crate::editorial::{Action, Denied, Subject, may};
use crate::media::{Asset, widths};
use crate::organisations::{Actor, Tree};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/media", get().to(library::show))
        .route("/media", post().to(upload::create))
        .route("/media/{uid}", get().to(asset::show))
        .route("/media/{uid}", post().to(asset::save));
}

/// A picture in the library.
#[derive(Debug, Clone, Serialize)]
struct Card {
    uid: String,
    title: String,
    thumbnail: String,
    /// `processing`, `ready`, `failed`.
    state: String,
    /// It cannot be published as it is.
    lacks_alt: bool,
}

impl Card {
    fn of(asset: &Asset) -> Self {
        let width = widths(asset.width.unsigned_abs()).into_iter().min().unwrap_or_default();
        let texts = [&asset.caption, &asset.alt, &asset.filename];
        Self {
            uid: asset.uid.clone(),
            title: texts.into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default(),
            thumbnail: format!("/media/{}/{width}.jpg", asset.uid),
            state: asset.state.clone(),
            lacks_alt: asset.alt.is_empty(),
        }
    }
}

/// Whether somebody may change a picture's texts: as an item of its office.
fn may_describe(asset: &Asset, actor: &Actor, tree: &Tree) -> Result<(), Denied> {
    let (organisation_id, owner) = (asset.organisation_id, asset.created_by);
    may(actor, Action::Edit, &Subject { organisation_id, owner, state: None, authors: &[] }, tree)
}
