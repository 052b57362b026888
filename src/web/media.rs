//! `GET /media/{uid}/{width}.{format}`: renditions of pictures on live pages.

use actix_web::error::BlockingError;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::conditional::has;
use super::failure::Failure;
use crate::app::App;
use crate::content::Live;
use crate::media::store::{Key, StoreError};
use crate::media::upload::Format;
use crate::media::{Asset, intake, widths};

/// A file of an asset never changes, but its page may be withdrawn: a reader keeps it for
/// an hour, what stands between us and the reader does not.
pub const KEEP: &str = "private, max-age=3600";

/// Answers with the rendition when the picture stands on a live page, or the
/// one who asks may see it at the desk; to all others it does not exist.
pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (uid, file) = path.into_inner();
    let (width, format) = parse(&file).ok_or_else(Failure::not_found)?;
    let from_desk = super::site::sees_drafts(&request).await;
    let (asset, public) = app
        .db
        .run(move |conn| {
            let asset = Asset::by_uid(&uid, conn)?.ok_or_else(Failure::not_found)?;
            let public = Live::shows_asset(asset.id, conn)?;
            let exists = widths(asset.width.unsigned_abs()).contains(&width);
            if exists && (public || from_desk) {
                Ok((asset, public))
            } else {
                Err(Failure::not_found())
            }
        })
        .await?;
    let kept = if public { KEEP } else { "private, no-store" };
    // What an address shows never changes: its tag needs none of the bytes.
    let tag = format!("\"{}-{file}\"", asset.uid);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, kept));
    if public {
        answer.insert_header((header::ETAG, tag.clone()));
        if has(request.headers(), &tag) {
            return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
        }
    }
    let bytes = bytes(app, asset, width, format).await?;
    Ok(answer.insert_header((header::CONTENT_TYPE, format.media_type())).body(bytes))
}

fn parse(file: &str) -> Option<(u32, Format)> {
    let (width, extension) = file.split_once('.')?;
    let format = match extension {
        "webp" => Format::WebP,
        "jpg" => Format::Jpeg,
        _ => return None,
    };
    Some((width.parse().ok()?, format))
}

/// The rendition's bytes. None is read or made with a connection of the database
/// in hand, and few are made at the same time: other readers would wait for them.
async fn bytes(
    app: web::Data<App>,
    asset: Asset,
    width: u32,
    format: Format,
) -> Result<Vec<u8>, Failure> {
    let gone = |error: BlockingError| Failure::internal(error.to_string());
    let key = Key::variant(&asset.uid, width, format).map_err(|_| Failure::not_found())?;
    let store = app.store.clone();
    if let Ok(stored) = web::block(move || store.get(&key)).await.map_err(gone)? {
        return Ok(stored);
    }
    let data = app.clone();
    let _turn = app.decoding.acquire().await;
    web::block(move || rendition(&data, &asset, width, format)).await.map_err(gone)?
}

/// The stored rendition; one that is not made yet is made now, with the others.
///
/// # Errors
/// When the store does not answer, or the picture cannot be scaled.
pub(in crate::web) fn rendition(
    app: &App,
    asset: &Asset,
    width: u32,
    format: Format,
) -> Result<Vec<u8>, Failure> {
    let key = Key::variant(&asset.uid, width, format).map_err(|_| Failure::not_found())?;
    match app.store.get(&key) {
        Ok(bytes) => Ok(bytes),
        Err(StoreError::NotFound { .. }) => {
            intake::make_renditions(asset, &app.store)
                .map_err(|error| Failure::unavailable(error.to_string()))?;
            app.store.get(&key).map_err(|error| Failure::unavailable(error.to_string()))
        }
        Err(error) => Err(Failure::unavailable(error.to_string())),
    }
}
