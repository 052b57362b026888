//! `POST /desk/media`: taking a picture or a recording in. The file is counted while it comes
//! and not read beyond its limit; what it is decides its content, not its name.

use actix_multipart::{Field, Multipart};
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::Payload;
use futures_util::TryStreamExt;
use uuid::Uuid;

use super::library;
use super::told::{told, too_large};
use crate::db::{dialect, write};
use crate::editorial::{Act, Action, Denied, EditorialError, Subject, Who, history, may};
use crate::media::intake::{Accepted, IntakeError, accept};
use crate::media::store::content_hash;
use crate::media::upload::{Limits, UploadError};
use crate::media::{Asset, AssetState, NewAsset};
use crate::organisations::{Actor, Tree};
use crate::queue::Order;
use crate::text::single_line;
use crate::web::desk::asking::Asking;
use crate::web::failure::Failure;
use crate::web::render::see_other;

/// Bytes that a form has beside its file, at most.
const BESIDE: u64 = 64 * 1024;

/// What the form sent.
#[derive(Debug, Default)]
struct Sent {
    organisation_id: i64,
    filename: String,
    bytes: Vec<u8>,
}

/// Why the form was not read.
enum NotRead {
    /// The file is beyond the limit; its size where the browser told it.
    TooLarge(Option<u64>),
    Broken(String),
}

/// Goes to the asset's page: the new one's, or where the same file was sent
/// before, that one's.
pub(super) async fn create(asking: Asking, payload: Payload) -> Result<HttpResponse, Failure> {
    let limit = asking.app.config.upload_limit as u64;
    let announced = announced(&asking);
    if announced.is_some_and(|length| length > limit + BESIDE) {
        return refuse(
            &asking,
            StatusCode::PAYLOAD_TOO_LARGE,
            too_large(&asking, announced, limit),
        )
        .await;
    }
    let parts = Multipart::new(asking.request.headers(), payload.into_inner());
    let sent = match read(parts, limit).await {
        Ok(sent) => sent,
        Err(NotRead::TooLarge(bytes)) => {
            let text = too_large(&asking, bytes, limit);
            return refuse(&asking, StatusCode::PAYLOAD_TOO_LARGE, text).await;
        }
        Err(NotRead::Broken(detail)) => {
            return Err(Failure::bad_request("bad-request").because(detail));
        }
    };
    match take_in(&asking, sent, limit).await? {
        Ok((asset, true)) => {
            let done = if asset.is_recording() { "done-recorded" } else { "done-uploaded" };
            Ok(see_other(&format!("/desk/media/{}?done={done}", asset.uid)))
        }
        Ok((asset, false)) => {
            Ok(see_other(&format!("/desk/media/{}?done=done-duplicate", asset.uid)))
        }
        Err(error) => {
            let (status, text) = told(&asking, &error);
            tracing::info!(%error, "a file was refused");
            refuse(&asking, status, text).await
        }
    }
}

async fn refuse(
    asking: &Asking,
    status: StatusCode,
    text: String,
) -> Result<HttpResponse, Failure> {
    library::page(asking, None, (status, text)).await
}

fn announced(asking: &Asking) -> Option<u64> {
    let length = asking.request.headers().get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

async fn read(mut parts: Multipart, limit: u64) -> Result<Sent, NotRead> {
    let broken = |error: actix_multipart::MultipartError| NotRead::Broken(error.to_string());
    let mut sent = Sent::default();
    while let Some(mut part) = parts.try_next().await.map_err(broken)? {
        match part.name() {
            Some("file") => {
                let disposition = part.content_disposition();
                let name = disposition.and_then(|one| one.get_filename()).unwrap_or_default();
                sent.filename = filename(name);
                sent.bytes = collect(&mut part, limit).await?;
            }
            Some("organisation") => {
                let text = collect(&mut part, BESIDE).await?;
                sent.organisation_id =
                    String::from_utf8_lossy(&text).trim().parse().unwrap_or_default();
            }
            _ => drop(collect(&mut part, BESIDE).await?),
        }
    }
    Ok(sent)
}

/// The last part of what may be a path, on one line, at most 200 characters.
fn filename(sent: &str) -> String {
    let name = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    single_line(name).chars().take(200).collect()
}

async fn collect(part: &mut Field, limit: u64) -> Result<Vec<u8>, NotRead> {
    let mut bytes = Vec::new();
    while let Some(chunk) =
        part.try_next().await.map_err(|error| NotRead::Broken(error.to_string()))?
    {
        if (bytes.len() + chunk.len()) as u64 > limit {
            return Err(NotRead::TooLarge(None));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The asset and whether it is new; the inner error is for the reader.
async fn take_in(
    asking: &Asking,
    sent: Sent,
    limit: u64,
) -> Result<Result<(Asset, bool), IntakeError>, Failure> {
    let Sent { organisation_id, filename, bytes } = sent;
    if bytes.is_empty() {
        return Ok(Err(UploadError::Empty.into()));
    }
    // Asked before the work; asked again when it is written.
    let sha256 = content_hash(&bytes);
    let known = asking
        .read(move |r| {
            may_add(organisation_id, r.actor, &r.reference.site.tree)
                .map_err(|denied| Failure::from(EditorialError::from(denied)))?;
            Ok(Asset::by_sha256(&sha256, r.conn)?)
        })
        .await?;
    if let Some(known) = known {
        return Ok(Ok((known, false)));
    }
    let limits = Limits { max_bytes: limit, ..Limits::default() };
    let store = asking.app.store.clone();
    let uid = Uuid::now_v7().to_string();
    let own = uid.clone();
    let work = move || {
        let accepted = accept(&bytes, &limits)?;
        accepted.keep(&own, &store)?;
        Ok::<_, IntakeError>(accepted)
    };
    let _turn = asking.app.decoding.acquire().await;
    let accepted = match actix_web::web::block(work).await {
        Ok(Ok(accepted)) => accepted,
        Ok(Err(error)) => return Ok(Err(error)),
        Err(error) => return Err(Failure::internal(error.to_string())),
    };
    let (store, key) = (asking.app.store.clone(), accepted.key(&uid));
    let done = asking.act(move |act, conn| {
        write(conn, |conn| add(act, organisation_id, &filename, &uid, &accepted, conn))
    });
    let done = done.await;
    if !matches!(done, Ok((_, true)))
        && let Ok(key) = key
    {
        // Nobody will ever ask for it.
        let _ = actix_web::web::block(move || store.delete(&key)).await;
    }
    Ok(Ok(done?))
}

fn add(
    act: &Act,
    organisation_id: i64,
    filename: &str,
    uid: &str,
    accepted: &Accepted,
    conn: &mut crate::db::Conn,
) -> Result<(Asset, bool), EditorialError> {
    if let Who::Person(actor) = act.who {
        may_add(organisation_id, actor, &act.site.tree)?;
    }
    dialect::lock_uploads(conn)?;
    if let Some(known) = Asset::by_sha256(&accepted.sha256, conn)? {
        return Ok((known, false));
    }
    let asset = new_asset(act, organisation_id, filename, uid, accepted).save(conn)?;
    if !asset.is_recording() {
        Order::Renditions { asset_id: asset.id }.place(act.now, act.now, conn)?;
    }
    history::write_other(act.account_id(), "upload", uid, (act.origin, act.now), conn)?;
    Ok((asset, true))
}

fn may_add(organisation_id: i64, actor: &Actor, tree: &Tree) -> Result<(), Denied> {
    let owner = Some(actor.account_id);
    may(actor, Action::Create, &Subject { organisation_id, owner, state: None, authors: &[] }, tree)
}

/// What its file tells of it is filled in, to be looked at.
fn new_asset(
    act: &Act,
    organisation_id: i64,
    filename: &str,
    uid: &str,
    accepted: &Accepted,
) -> NewAsset {
    let texts = accepted.texts();
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    NewAsset {
        uid: uid.to_owned(),
        sha256: accepted.sha256.clone(),
        filename: filename.to_owned(),
        mime: accepted.mime.to_owned(),
        bytes: accepted.size() as i64,
        width: number(accepted.width),
        height: number(accepted.height),
        seconds: number(accepted.seconds),
        alt: texts.alt,
        caption: texts.caption,
        credit: texts.credit,
        rights: texts.rights,
        alt_en: texts.alt_en,
        caption_en: texts.caption_en,
        state: AssetState::on_arrival(accepted.seconds).name().to_owned(),
        organisation_id,
        created_by: act.account_id(),
        created_at: act.now,
    }
}
