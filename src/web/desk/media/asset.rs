//! `GET` and `POST /desk/media/{uid}`: a picture with its sizes or a recording,
//! and its texts.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::{is_in_use, may_describe};
use crate::clock::Instant;
use crate::content::check::Problem;
use crate::content::{Live, Picture};
use crate::db::write;
use crate::editorial::{EditorialError, Who, describe, history};
use crate::media::{Asset, AssetTexts, size, widths};
use crate::names::Language;
use crate::text::{display, normalise, single_line};
use crate::web::desk::Frame;
use crate::web::desk::asking::Asking;
use crate::web::desk::fields::Fields;
use crate::web::desk::items::acts::why;
use crate::web::desk::items::choices::PictureChoice;
use crate::web::desk::meanwhile::{self, Difference, Stands};
use crate::web::failure::Failure;
use crate::web::recording::{length, send};
use crate::web::render::see_other;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

const DONE: &[&str] = &["done-uploaded", "done-recorded", "done-duplicate", "done-described"];

/// Of them those that a recording has.
const OF_RECORDINGS: [&str; 2] = ["credit", "rights"];

/// The text fields: name, and the characters each may have.
const TEXTS: [(&str, usize); 6] = [
    ("alt", 500),
    ("caption", 2000),
    ("credit", 200),
    ("rights", 300),
    ("alt_en", 500),
    ("caption_en", 2000),
];

#[derive(Serialize)]
struct View {
    frame: Frame,
    uid: String,
    filename: String,
    state: String,
    width: String,
    height: String,
    /// How long a recording plays; empty: it is a picture.
    length: String,
    bytes: String,
    created_at: Instant,
    organisation: String,
    /// On a public page now.
    public: bool,
    /// The widest rendition up to 960 px, and where each one is.
    shown: String,
    renditions: Vec<Rendition>,
    markdown: String,
    fields: Vec<TextField>,
    /// Why its texts cannot be changed; empty: they can.
    why_not: String,
    /// What the form is filled from, and what somebody saved meanwhile.
    base: String,
    stands: Vec<Stands>,
}

#[derive(Serialize)]
struct Rendition {
    width: u32,
    webp: String,
    jpeg: String,
}

#[derive(Serialize)]
struct TextField {
    name: &'static str,
    label: String,
    help: String,
    value: String,
    limit: usize,
    /// Empty: nothing is wrong.
    problem: String,
}

pub(super) async fn show(
    asking: Asking,
    uid: Path<String>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse, Failure> {
    page(&asking, uid.into_inner(), None, Vec::new(), asked.done.as_deref()).await
}

async fn page(
    asking: &Asking,
    uid: String,
    typed: Option<Fields>,
    stands: Vec<Stands>,
    done: Option<&str>,
) -> Result<HttpResponse, Failure> {
    let (asset, public, denied, organisation) = asking
        .read(move |r| {
            let asset = Asset::by_uid(&uid, r.conn)?.ok_or_else(Failure::not_found)?;
            let tree = &r.reference.site.tree;
            let in_use = is_in_use(&asset, r.conn)?;
            let denied = may_describe(&asset, in_use, r.actor, tree, r.conn)?.err();
            let office = tree.get(asset.organisation_id);
            let name = office.map(|one| one.name(r.language).to_owned()).unwrap_or_default();
            Ok((asset.clone(), Live::shows_asset(asset.id, r.conn)?, denied, name))
        })
        .await?;
    let picture = Picture::of(&asset, Language::Vi);
    let widths = widths(asset.width.unsigned_abs());
    let rendition = |width: &u32| Rendition {
        width: *width,
        webp: picture.address(*width, "webp"),
        jpeg: picture.address(*width, "jpg"),
    };
    let fields = text_fields(asking, &asset, typed.as_ref());
    let wrong = fields.iter().any(|field| !field.problem.is_empty());
    let base = meanwhile::base_of(&differences(&asset, &AssetTexts::default()));
    let view = View {
        frame: asking.frame().after(done, DONE),
        base,
        stands,
        shown: picture.address(picture.fallback_width(), "jpg"),
        renditions: widths.iter().map(rendition).collect(),
        markdown: PictureChoice::of(&asset, "").markdown,
        filename: asset.filename,
        state: asset.state,
        width: display::number(asset.width.into()),
        height: display::number(asset.height.into()),
        length: length(asking.app.desk_theme().words(), asking.language(), asset.seconds),
        bytes: size(asset.bytes.unsigned_abs(), asking.language()),
        created_at: asset.created_at,
        organisation,
        public,
        fields,
        why_not: denied.map(|denied| why(asking, &denied)).unwrap_or_default(),
        uid: asset.uid,
    };
    let status = match (wrong, view.stands.is_empty()) {
        (true, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
    };
    asking.page("media/asset.html", status, &view)
}

fn text_fields(asking: &Asking, asset: &Asset, typed: Option<&Fields>) -> Vec<TextField> {
    let stored = |name: &str| match name {
        "alt" => &asset.alt,
        "caption" => &asset.caption,
        "credit" => &asset.credit,
        "rights" => &asset.rights,
        "alt_en" => &asset.alt_en,
        _ => &asset.caption_en,
    };
    let field = |(name, limit): (&'static str, usize)| {
        let value = typed.map_or_else(|| stored(name).clone(), |typed| typed.get(name).to_owned());
        let length = value.trim().chars().count();
        let args = [("length", length.to_string()), ("limit", limit.to_string())];
        let problem = (length > limit).then(|| asking.say("problem-too-long", &args));
        let key = match asset.is_recording() {
            true => format!("recording-{name}"),
            false => format!("media-{name}"),
        };
        TextField {
            label: asking.say(&key, &[]),
            help: asking.say(&format!("{key}-help"), &[]),
            problem: problem.unwrap_or_default(),
            name,
            value,
            limit,
        }
    };
    let shown = |name| !asset.is_recording() || OF_RECORDINGS.contains(&name);
    TEXTS.into_iter().filter(|(name, _)| shown(*name)).map(field).collect()
}

/// `GET /desk/media/{uid}/file`: a recording, to be heard before the public may.
pub(super) async fn file(asking: Asking, uid: Path<String>) -> Result<HttpResponse, Failure> {
    let uid = uid.into_inner();
    let found = asking.read(move |r| Ok(Asset::by_uid(&uid, r.conn)?)).await?;
    let asset = found.filter(Asset::is_recording).ok_or_else(Failure::not_found)?;
    send(&asking.request, &asking.app, &asset, &asset.uid, "private, no-store").await
}

/// Saves the texts; pages that show the asset are made anew.
pub(super) async fn save(
    asking: Asking,
    uid: Path<String>,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let uid = uid.into_inner();
    let too_long =
        TEXTS.iter().any(|(name, limit)| fields.get(name).trim().chars().count() > *limit);
    if too_long {
        return page(&asking, uid, Some(fields), Vec::new(), None).await;
    }
    let texts = AssetTexts {
        alt: single_line(fields.get("alt")),
        caption: single_line(fields.get("caption")),
        credit: single_line(fields.get("credit")),
        rights: normalise(fields.get("rights")).trim().to_owned(),
        alt_en: single_line(fields.get("alt_en")),
        caption_en: single_line(fields.get("caption_en")),
    };
    let (own, base) = (uid.clone(), fields.get("base").to_owned());
    let saved = asking.act(move |act, conn| {
        write(conn, |conn| {
            let asset = Asset::by_uid(&own, conn)?.ok_or(EditorialError::NotFound)?;
            let in_use = is_in_use(&asset, conn)?;
            if let Who::Person(actor) = act.who {
                may_describe(&asset, in_use, actor, &act.site.tree, conn)??;
            }
            if in_use && texts.alt.is_empty() && !asset.is_recording() {
                let lacking =
                    Problem::new("alt", "problem-alt-missing").with("value", &asset.filename);
                return Err(EditorialError::Invalid(vec![lacking]));
            }
            let differences = differences(&asset, &texts);
            let Some(changes) = history::changes(&differences) else { return Ok(None) };
            if meanwhile::is_changed(&base, &differences) {
                return Ok(Some((differences.to_vec(), asset.is_recording())));
            }
            describe(act, &asset, &texts, conn)?;
            let (subject, place) = (format!("{own} {changes}"), (act.origin, act.now));
            history::write_other(act.account_id(), "describe", &subject, place, conn)?;
            Ok::<_, EditorialError>(None)
        })
    });
    if let Some((differences, is_recording)) = saved.await? {
        let noun = if is_recording { "recording" } else { "media" };
        let stands = meanwhile::stands(differences, |name| format!("{noun}-{name}"));
        return page(&asking, uid, Some(fields), stands, None).await;
    }
    Ok(see_other(&format!("/desk/media/{uid}?done=done-described")))
}

/// Each text of a picture: its name, what it was, what it becomes.
fn differences(asset: &Asset, texts: &AssetTexts) -> [Difference; 6] {
    [
        ("alt", &asset.alt, &texts.alt),
        ("caption", &asset.caption, &texts.caption),
        ("credit", &asset.credit, &texts.credit),
        ("rights", &asset.rights, &texts.rights),
        ("alt_en", &asset.alt_en, &texts.alt_en),
        ("caption_en", &asset.caption_en, &texts.caption_en),
    ]
    .map(|(name, before, after)| (name, before.clone(), after.clone()))
}
