//! The administrator's offices: the tree, adding one, names and dates.

use actix_web::http::StatusCode;
use actix_web::web::{self, Form, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Frame;
use super::accounts::{Choice, administration, choices, forbidden};
use super::meanwhile::{self, Difference, Stands};
use crate::app::App;
use crate::clock::in_hanoi;
use crate::db::facts::move_reference_on;
use crate::db::{Conn, write};
use crate::editorial::history::{changes, write_other};
use crate::organisations::{
    Forbidden, MAX_CONTACT, NewOrganisation, Organisation, OrganisationKind, Tree,
};
use crate::text::{normalise, single_line, slug};
use crate::web::current::{Current, origin};
use crate::web::failure::Failure;
use crate::web::render;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/organisations", web::get().to(list))
        .route("/organisations", web::post().to(add))
        .route("/organisations/new", web::get().to(form))
        .route("/organisations/{id}", web::get().to(show))
        .route("/organisations/{id}", web::post().to(change));
}

const DONE: &[&str] = &["done-organisation-added", "done-organisation-saved"];

/// Characters of a name.
const MAX_NAME: usize = 200;

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
    #[serde(default)]
    parent_id: i64,
}

#[derive(Serialize)]
struct ListView {
    frame: Frame,
    offices: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    choice: Choice,
    kind: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

/// GET /desk/organisations
async fn list(
    current: Current,
    asked: Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let reference = app.reference();
    let mine = administration(&current, &reference)?;
    let outlined = mine.outline();
    let choices = choices(&mine, current.language(), app.now());
    let rows = choices.into_iter().zip(outlined).map(|(choice, one)| Row {
        choice,
        kind: one.organisation.kind.clone(),
        valid_from: one.organisation.valid_from,
        valid_to: one.organisation.valid_to,
    });
    let frame = Frame::of(&app, &current, "/desk/organisations");
    let view =
        ListView { offices: rows.collect(), frame: frame.after(asked.done.as_deref(), DONE) };
    render::desk(&app, "accounts/organisations.html", current.language(), StatusCode::OK, &view)
}

/// What is typed into the form; dates as the field for dates sends them.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Typed {
    #[serde(default)]
    name_vi: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    kind: String,
    #[serde(default, deserialize_with = "super::chosen")]
    parent_id: i64,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    valid_to: String,
    #[serde(default)]
    contact: String,
    /// What the form was filled from.
    #[serde(default)]
    base: String,
}

#[derive(Serialize)]
struct FormView<'a> {
    frame: Frame,
    /// 0: a new one.
    id: i64,
    typed: &'a Typed,
    offices: Vec<Choice>,
    kinds: Vec<&'static str>,
    today: NaiveDate,
    error: Option<&'static str>,
    /// What somebody saved meanwhile.
    stands: Vec<Stands>,
}

/// Why a form comes back.
enum Why {
    Wrong(&'static str),
    Changed(Vec<Stands>),
}

/// GET /desk/organisations/new
async fn form(
    current: Current,
    asked: Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let kind = OrganisationKind::Department.name().to_owned();
    let typed = Typed { parent_id: asked.parent_id, kind, ..Typed::default() };
    form_page(&current, &app, 0, &typed, None, None)
}

/// GET /desk/organisations/{id}
async fn show(
    current: Current,
    path: web::Path<i64>,
    asked: Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let reference = app.reference();
    let mine = administration(&current, &reference)?;
    let office = reference.site.tree.get(*path).filter(|office| mine.covers(office.id));
    let office = office.ok_or_else(Failure::not_found)?;
    form_page(&current, &app, *path, &Typed::of(office), None, asked.done.as_deref())
}

fn form_page(
    current: &Current,
    app: &App,
    id: i64,
    typed: &Typed,
    why: Option<Why>,
    done: Option<&str>,
) -> Result<HttpResponse, Failure> {
    let reference = app.reference();
    let mine = administration(current, &reference)?;
    let (status, error, stands) = match why {
        None => (StatusCode::OK, None, Vec::new()),
        Some(Why::Wrong(key)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(key), Vec::new()),
        Some(Why::Changed(stands)) => (StatusCode::CONFLICT, None, stands),
    };
    let view = FormView {
        frame: Frame::of(app, current, "/desk/organisations").after(done, DONE),
        id,
        typed,
        offices: choices(&mine, current.language(), app.now()),
        kinds: OrganisationKind::ALL.iter().map(|kind| kind.name()).collect(),
        today: in_hanoi(app.now()).date_naive(),
        error,
        stands,
    };
    render::desk(app, "accounts/organisation.html", current.language(), status, &view)
}

/// POST /desk/organisations: below one of the administrator's own.
async fn add(
    request: HttpRequest,
    current: Current,
    typed: Form<Typed>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let parsed = match typed.parse() {
        Ok(parsed) => parsed,
        Err(key) => return form_page(&current, &app, 0, &typed, Some(Why::Wrong(key)), None),
    };
    {
        let reference = app.reference();
        let mine = administration(&current, &reference)?;
        if reference.site.tree.get(typed.parent_id).is_none() {
            let key = "organisation-parent-missing";
            return form_page(&current, &app, 0, &typed, Some(Why::Wrong(key)), None);
        }
        if !mine.covers(typed.parent_id) {
            return Err(forbidden(Forbidden::Outside));
        }
    }
    let (by, origin) = (current.account().id, origin(&request, &app));
    app.change(move |app, conn| {
        write(conn, |conn| {
            let slug = free_slug(&parsed.name_vi, conn)?;
            let subject = format!("organisation {slug}");
            NewOrganisation { slug, ..parsed }.save(conn)?;
            move_reference_on(conn)?;
            let from = (origin.as_str(), app.now());
            Ok::<_, Failure>(write_other(Some(by), "organisation-added", &subject, from, conn)?)
        })
    })
    .await?;
    Ok(render::see_other("/desk/organisations?done=done-organisation-added"))
}

/// POST /desk/organisations/{id}: names, kind and dates. Its place in the tree
/// stays: moving an office moves what its people may do.
async fn change(
    request: HttpRequest,
    current: Current,
    path: web::Path<i64>,
    typed: Form<Typed>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let id = path.into_inner();
    let parsed = match typed.parse() {
        Ok(parsed) => parsed,
        Err(key) => return form_page(&current, &app, id, &typed, Some(Why::Wrong(key)), None),
    };
    let actor = current.actor().clone();
    let origin = origin(&request, &app);
    let base = typed.base.clone();
    let changed = app.change(move |app, conn| {
        write(conn, |conn| {
            let tree = &Tree::load(conn)?;
            let covers = crate::organisations::Administration::of(&actor, tree)
                .is_some_and(|mine| mine.covers(id));
            let office = tree.get(id).filter(|_| covers).ok_or_else(Failure::not_found)?;
            let changed = NewOrganisation {
                slug: office.slug.clone(),
                parent_id: office.parent_id,
                place_id: office.place_id,
                ..parsed
            };
            let differences = differences(office, &changed);
            let Some(changes) = changes(&differences) else { return Ok(None) };
            if meanwhile::is_changed(&base, &differences) {
                return Ok(Some(differences.to_vec()));
            }
            changed.save(conn)?;
            move_reference_on(conn)?;
            let subject = format!("organisation {} {changes}", office.slug);
            let (by, from) = (Some(actor.account_id), (origin.as_str(), app.now()));
            write_other(by, "organisation-changed", &subject, from, conn)?;
            Ok::<_, Failure>(None)
        })
    });
    if let Some(differences) = changed.await? {
        let typed = Typed { base: meanwhile::base_of(&differences), ..typed.into_inner() };
        let key = |name: &str| format!("organisation-{}", name.replace('_', "-"));
        let why = Why::Changed(meanwhile::stands(differences, key));
        return form_page(&current, &app, id, &typed, Some(why), None);
    }
    Ok(render::see_other(&format!("/desk/organisations/{id}?done=done-organisation-saved")))
}

/// What of an office may be changed: its name, what it was, what it becomes.
fn differences(office: &Organisation, changed: &NewOrganisation) -> [Difference; 6] {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    [
        ("name_vi", office.name_vi.clone(), changed.name_vi.clone()),
        ("name_en", office.name_en.clone(), changed.name_en.clone()),
        ("kind", office.kind.clone(), changed.kind.clone()),
        ("valid_from", day(office.valid_from), day(changed.valid_from)),
        ("valid_to", day(office.valid_to), day(changed.valid_to)),
        ("contact", office.contact.clone(), changed.contact.clone()),
    ]
}

impl Typed {
    fn of(office: &Organisation) -> Self {
        let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let mut typed = Self {
            base: String::new(),
            name_vi: office.name_vi.clone(),
            name_en: office.name_en.clone(),
            kind: office.kind.clone(),
            parent_id: office.parent_id.unwrap_or_default(),
            valid_from: date(office.valid_from),
            valid_to: date(office.valid_to),
            contact: office.contact.clone(),
        };
        let Self { name_vi, name_en, kind, valid_from, valid_to, contact, .. } = &typed;
        typed.base = meanwhile::base([name_vi, name_en, kind, valid_from, valid_to, contact]);
        typed
    }

    /// The office without its slug, or the locale key of what is wrong.
    fn parse(&self) -> Result<NewOrganisation, &'static str> {
        let name_vi = single_line(&self.name_vi);
        let name_en = single_line(&self.name_en);
        if name_vi.is_empty() {
            return Err("organisation-name-missing");
        }
        if name_vi.chars().count().max(name_en.chars().count()) > MAX_NAME {
            return Err("organisation-name-too-long");
        }
        let contact = normalise(&self.contact).trim().to_owned();
        if contact.chars().count() > MAX_CONTACT {
            return Err("organisation-contact-too-long");
        }
        let kind: OrganisationKind = self.kind.parse().map_err(|_| "organisation-kind-missing")?;
        let (valid_from, valid_to) = (parse_date(&self.valid_from)?, parse_date(&self.valid_to)?);
        if let (Some(from), Some(to)) = (valid_from, valid_to)
            && to < from
        {
            return Err("organisation-dates-reversed");
        }
        Ok(NewOrganisation {
            slug: String::new(),
            name_en: if name_en.is_empty() { name_vi.clone() } else { name_en },
            name_vi,
            kind: kind.name().to_owned(),
            parent_id: Some(self.parent_id).filter(|id| *id > 0),
            place_id: None,
            valid_from,
            valid_to,
            contact,
        })
    }
}

/// `2026-11-23` as the field for dates sends it, or `23/11/2026` typed by hand.
fn parse_date(text: &str) -> Result<Option<NaiveDate>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read = |format| NaiveDate::parse_from_str(text, format).ok();
    read("%Y-%m-%d").or_else(|| read("%d/%m/%Y")).map(Some).ok_or("organisation-date-invalid")
}

/// The name's slug, with a number when another office has it.
fn free_slug(name: &str, conn: &mut Conn) -> diesel::QueryResult<String> {
    let tree = Tree::load(conn)?;
    let plain = match slug(name) {
        plain if plain.is_empty() => "co-quan".to_owned(),
        plain => plain,
    };
    let mut free = plain.clone();
    let mut number = 2;
    while tree.by_slug(&free).is_some() {
        free = format!("{plain}-{number}");
        number += 1;
    }
    Ok(free)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(valid_from: &str, valid_to: &str) -> Typed {
        Typed {
            name_vi: " Xã  Ba Vì ".into(),
            kind: "commune".into(),
            valid_from: valid_from.into(),
            valid_to: valid_to.into(),
            ..Typed::default()
        }
    }

    #[test]
    fn an_office_has_a_name_a_kind_and_dates_in_order() {
        let office = typed("2025-07-01", "").parse().expect("valid");
        assert_eq!((office.name_vi.as_str(), office.name_en.as_str()), ("Xã Ba Vì", "Xã Ba Vì"));
        assert_eq!(office.valid_from, NaiveDate::from_ymd_opt(2025, 7, 1));
        assert_eq!(office.valid_to, None);
        let error = |typed: Typed| typed.parse().map(drop);
        assert_eq!(error(Typed::default()), Err("organisation-name-missing"));
        assert_eq!(error(typed("02/03/2026", "01/03/2026")), Err("organisation-dates-reversed"));
        assert_eq!(error(typed("tomorrow", "")), Err("organisation-date-invalid"));
        let unkind = Typed { kind: "club".into(), ..typed("", "") };
        assert_eq!(error(unkind), Err("organisation-kind-missing"));
    }
}
