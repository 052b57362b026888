//! `GET /desk/items/new` and `POST /desk/items`: beginning an item.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use super::choices::{Choices, Chosen};
use super::page::{FormView, form_view};
use super::standing::Standing;
use super::store::{Goal, store};
use crate::content::check::Problem;
use crate::content::{ContentLanguage, Document, Item, Kind, Revision};
use crate::db::Conn;
use crate::web::desk::Frame;
use crate::web::desk::asking::Asking;
use crate::web::desk::fields::Fields;
use crate::web::desk::form::fill;
use crate::web::desk::offices::offices;
use crate::web::failure::Failure;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
    /// The item to translate.
    translation_of: Option<i64>,
    /// What to translate it into; else the first language that is missing.
    #[serde(default)]
    language: String,
}

#[derive(Serialize)]
struct Kinds {
    frame: Frame,
    kinds: Vec<&'static str>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    alert: String,
    form: FormView,
    kind: &'static str,
    /// Ids and names of the offices it may be of.
    offices: Vec<(i64, String)>,
    office: i64,
    /// Those it may be in, and the one that is chosen.
    languages: Vec<&'static str>,
    language: &'static str,
    /// What it translates: id (0: nothing) and title.
    original: i64,
    original_title: String,
}

/// The kinds to choose from, or the empty form of one; for a translation the
/// original's terms, places, picture and fields are filled in.
pub(super) async fn show(
    asking: Asking,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse, Failure> {
    if let Some(id) = asked.translation_of {
        let read = asking.read(move |r| {
            let tree = &r.reference.site.tree;
            let original = Standing::load(id, r.actor, tree, r.conn)?;
            let document = original.live.as_ref().unwrap_or(&original.focus).document(r.conn)?;
            let missing = missing(&original.item, r.conn)?;
            Ok((original.item, document, missing))
        });
        let (item, document, missing) = read.await?;
        let wanted = asked.language.parse().ok().filter(|one| missing.contains(one));
        let language = wanted.or(missing.first().copied()).unwrap_or_default();
        return translation(&asking, &item, document, language).await;
    }
    match asked.kind.parse::<Kind>() {
        Ok(kind) => {
            let mut fields = fill(&Document::empty(kind));
            fields.add("kind", kind.name());
            form(&asking, fields, Vec::new(), (StatusCode::OK, String::new())).await
        }
        Err(_) => {
            let kinds = Kind::ALL.iter().map(|kind| kind.name()).collect();
            let view = Kinds { frame: asking.frame(), kinds };
            asking.page("items/kinds.html", StatusCode::OK, &view)
        }
    }
}

/// The languages in which nobody has begun to write the item.
pub(super) fn missing(item: &Item, conn: &mut Conn) -> QueryResult<Vec<ContentLanguage>> {
    let mut taken = vec![item.language()];
    taken.extend(item.translations(conn)?.iter().map(Item::language));
    Ok(ContentLanguage::ALL.iter().copied().filter(|one| !taken.contains(one)).collect())
}

async fn translation(
    asking: &Asking,
    item: &Item,
    document: Document,
    language: ContentLanguage,
) -> Result<HttpResponse, Failure> {
    let none = String::new;
    let document = Document {
        title: none(),
        slug: none(),
        sapo: none(),
        summary: none(),
        body: none(),
        correction: none(),
        ..document
    };
    let mut fields = fill(&document);
    fields.add("kind", item.kind().name());
    fields.add("language", language.name());
    fields.add("organisation", item.organisation_id.to_string());
    fields.add("translation_of", item.id.to_string());
    form(asking, fields, Vec::new(), (StatusCode::OK, none())).await
}

pub(super) async fn create(asking: Asking, fields: Fields) -> Result<HttpResponse, Failure> {
    let broken = || Failure::bad_request("bad-request");
    let kind: Kind = fields.get("kind").parse().map_err(|_| broken())?;
    let language = fields.get("language").parse().map_err(|_| broken())?;
    let organisation_id = fields.get("organisation").parse().map_err(|_| broken())?;
    let translation_of = match fields.get("translation_of") {
        "" | "0" => None,
        text => Some(text.parse().map_err(|_| broken())?),
    };
    if let Some(id) = translation_of {
        // Nobody ties an item to one that is not theirs to see.
        asking.read(move |r| Standing::load(id, r.actor, &r.reference.site.tree, r.conn)).await?;
    }
    store(&asking, Goal::New { kind, language, organisation_id, translation_of }, fields).await
}

/// The form of an item that is not saved yet, with `fields` typed in.
pub(super) async fn form(
    asking: &Asking,
    fields: Fields,
    problems: Vec<Problem>,
    (status, alert): (StatusCode, String),
) -> Result<HttpResponse, Failure> {
    let kind: Kind = fields.get("kind").parse().map_err(|_| Failure::bad_request("bad-request"))?;
    let original: i64 = fields.get("translation_of").parse().unwrap_or(0);
    let chosen = Chosen::typed(&fields);
    let (choices, original_title, languages) = asking
        .read(move |r| {
            let title = Revision::latest(original, r.conn)?.map(|one| one.title);
            let languages = match Item::find(original, r.conn)? {
                Some(item) => missing(&item, r.conn)?,
                None => ContentLanguage::ALL.to_vec(),
            };
            let theme = r.app.desk_theme();
            let choices = Choices::load(&chosen, (theme.words(), r.language), r.conn)?;
            Ok((choices, title.unwrap_or_default(), languages))
        })
        .await?;
    let offices = offices(asking);
    if offices.is_empty() {
        let ended = !asking.current.actor().memberships.is_empty();
        return Err(Failure::forbidden(if ended { "office-ended" } else { "no-office" }));
    }
    let status = if problems.is_empty() { status } else { StatusCode::UNPROCESSABLE_ENTITY };
    let first = offices.first().map_or(0, |(id, _)| *id);
    let view = View {
        frame: asking.frame(),
        alert,
        form: form_view(asking, kind, &fields, &problems, choices),
        kind: kind.name(),
        office: fields.get("organisation").parse().unwrap_or(first),
        offices,
        languages: languages.into_iter().map(ContentLanguage::name).collect(),
        language: fields.get("language").parse::<ContentLanguage>().unwrap_or_default().name(),
        original,
        original_title,
    };
    asking.page("items/new.html", status, &view)
}
