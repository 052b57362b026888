//! The administrator's list of accounts, and adding one.

use actix_web::http::StatusCode;
use actix_web::web::{self, Form, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::account::HeldRole;
use crate::accounts::{Account, AccountError, NewAccount, PasswordLink, Role, Token};
use crate::app::{App, Reference};
use crate::clock::Instant;
use crate::db::{Conn, DbError, write};
use crate::editorial::history::write_other;
use crate::names::Language;
use crate::organisations::{Administration, Membership};
use crate::text::{collate, fold};
use crate::web::current::{Current, origin};
use crate::web::failure::Failure;
use crate::web::render;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/accounts", web::get().to(list))
        .route("/accounts", web::post().to(add))
        .route("/accounts/new", web::get().to(form));
}

/// Accounts on one page.
const PAGE: usize = 50;

#[derive(Serialize)]
struct ListView {
    frame: Frame,
    q: String,
    accounts: Vec<Row>,
    total: usize,
    page: usize,
    pages: usize,
    previous_query: String,
    next_query: String,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    name: String,
    email: String,
    roles: Vec<HeldRole>,
    disabled: bool,
    has_password: bool,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: usize,
}

/// GET /desk/accounts
async fn list(
    current: Current,
    asked: Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let reference = app.reference();
    administration(&current, &reference)?;
    let load = |conn: &mut Conn| {
        Ok::<_, DbError>((
            Account::all(conn)?,
            Membership::of_all(conn)?,
            Account::with_password(conn)?,
        ))
    };
    let (mut accounts, mut held, with_password) = app.db.run(load).await?;
    let mine = administration(&current, &reference)?;
    let wanted = fold(&asked.q);
    accounts.retain(|one| {
        let seen = mine.sees(held.get(&one.id).map_or(&[], Vec::as_slice));
        seen && (fold(&one.name).contains(&wanted) || one.email.contains(&wanted))
    });
    accounts.sort_by_cached_key(|one| collate::person_key(&one.name));
    let total = accounts.len();
    let pages = total.div_ceil(PAGE).max(1);
    let page = asked.page.clamp(1, pages);
    let shown = accounts.into_iter().skip((page - 1) * PAGE).take(PAGE);
    let row = |one: Account| Row {
        id: one.id,
        roles: roles(&held.remove(&one.id).unwrap_or_default(), &reference, current.language()),
        disabled: one.disabled_at.is_some(),
        has_password: with_password.contains(&one.id),
        name: one.name,
        email: one.email,
    };
    let view = ListView {
        frame: Frame::of(&app, &current, "/desk/accounts"),
        q: asked.q.clone(),
        accounts: shown.map(row).collect(),
        total,
        page,
        pages,
        previous_query: page_query(&asked.q, page.saturating_sub(1)),
        next_query: page_query(&asked.q, page + 1),
    };
    render::desk(&app, "accounts/list.html", current.language(), StatusCode::OK, &view)
}

fn page_query(q: &str, page: usize) -> String {
    serde_urlencoded::to_string([("q", q), ("page", &page.to_string())]).unwrap_or_default()
}

/// Memberships with their offices' names.
pub(super) fn roles(
    held: &[Membership],
    reference: &Reference,
    language: Language,
) -> Vec<HeldRole> {
    let tree = &reference.site.tree;
    let name = |id| tree.get(id).map(|one| one.name(language).to_owned()).unwrap_or_default();
    held.iter()
        .map(|one| HeldRole {
            organisation_id: one.organisation_id,
            organisation: name(one.organisation_id),
            role: one.role.name(),
        })
        .collect()
}

/// An office to choose.
#[derive(Debug, Serialize)]
pub(super) struct Choice {
    pub id: i64,
    pub name: String,
    pub depth: usize,
    pub closed: bool,
}

/// The offices that `mine` covers, in the tree's order.
pub(super) fn choices(mine: &Administration, language: Language, now: Instant) -> Vec<Choice> {
    let today = crate::clock::in_hanoi(now).date_naive();
    let choice = |one: crate::organisations::Outlined| Choice {
        id: one.organisation.id,
        name: one.organisation.name(language).to_owned(),
        depth: one.depth,
        closed: !one.organisation.is_valid_on(today),
    };
    mine.outline().into_iter().map(choice).collect()
}

#[derive(Serialize)]
struct FormView<'a> {
    frame: Frame,
    typed: &'a Typed,
    offices: Vec<Choice>,
    role_names: Vec<&'static str>,
    error: Option<&'static str>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default, deserialize_with = "super::chosen")]
    organisation_id: i64,
    #[serde(default)]
    role: String,
}

/// GET /desk/accounts/new
async fn form(current: Current, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    form_page(&current, &app, &Typed::default(), None, StatusCode::OK)
}

fn form_page(
    current: &Current,
    app: &App,
    typed: &Typed,
    error: Option<&'static str>,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let reference = app.reference();
    let mine = administration(current, &reference)?;
    let view = FormView {
        frame: Frame::of(app, current, "/desk/accounts"),
        typed,
        offices: choices(&mine, current.language(), app.now()),
        role_names: Role::ALL.iter().map(|role| role.name()).collect(),
        error,
    };
    render::desk(app, "accounts/new.html", current.language(), status, &view)
}

/// POST /desk/accounts: adds it and shows its one-time link.
async fn add(
    request: HttpRequest,
    current: Current,
    typed: Form<Typed>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let refused =
        |key| form_page(&current, &app, &typed, Some(key), StatusCode::UNPROCESSABLE_ENTITY);
    let Ok(role) = typed.role.parse::<Role>() else { return refused("account-role-missing") };
    let membership = Membership { organisation_id: typed.organisation_id, role };
    let reference = app.reference();
    let mine = administration(&current, &reference)?;
    if reference.site.tree.get(membership.organisation_id).is_none() {
        return refused("account-organisation-missing");
    }
    // No account has the id 0: it is a new one's.
    mine.may_grant(0, membership).map_err(forbidden)?;
    let new = match NewAccount::parse(&typed.email, &typed.name, Language::Vi, app.now()) {
        Ok(new) => new,
        Err(error) => return refused(error_key(error)?),
    };
    let (by, origin, now) = (current.account().id, origin(&request, &app), app.now());
    let added = app.db.run(move |conn| {
        write(conn, |conn| {
            let id = new.add(conn)?;
            membership.grant(id, conn)?;
            let link = PasswordLink::create(id, now, conn)?;
            let subject = format!("account {id} {}", describe(membership));
            write_other(Some(by), "account-added", &subject, (&origin, now), conn)?;
            Ok::<_, AccountError>((id, link))
        })
    });
    match added.await {
        Ok((id, link)) => link_page(&current, &app, id, &link).await,
        Err(error) => refused(error_key(error)?),
    }
}

/// A membership as the history names it.
pub(super) fn describe(membership: Membership) -> String {
    format!("{} at {}", membership.role.name(), membership.organisation_id)
}

#[derive(Serialize)]
struct LinkView {
    frame: Frame,
    id: i64,
    name: String,
    email: String,
    link: String,
    valid_until: Instant,
}

/// The one-time link, shown once: nothing stored can show it again.
pub(super) async fn link_page(
    current: &Current,
    app: &web::Data<App>,
    id: i64,
    link: &Token,
) -> Result<HttpResponse, Failure> {
    let account = app.db.run(move |conn| Account::find(id, conn).map_err(DbError::from)).await?;
    let account = account.ok_or_else(Failure::not_found)?;
    let view = LinkView {
        frame: Frame::of(app, current, "/desk/accounts"),
        id,
        name: account.name,
        email: account.email,
        link: password_address(&app.config.base_url, link),
        valid_until: app.now() + crate::accounts::password_link::VALID,
    };
    render::desk(app, "accounts/link.html", current.language(), StatusCode::OK, &view)
}

/// Where a one-time link leads.
pub fn password_address(base_url: &str, link: &Token) -> String {
    format!("{base_url}/desk/password/{}", link.reveal())
}

/// What the one who asks administers; nobody else gets further.
pub(super) fn administration<'a>(
    current: &'a Current,
    reference: &'a Reference,
) -> Result<Administration<'a>, Failure> {
    Administration::of(current.actor(), &reference.site.tree)
        .ok_or_else(|| Failure::forbidden("denied-role"))
}

pub(super) fn forbidden(reason: crate::organisations::Forbidden) -> Failure {
    use crate::organisations::Forbidden::{Outside, Yourself};
    match reason {
        Outside => Failure::forbidden("denied-outside"),
        Yourself => Failure::forbidden("denied-yourself"),
    }
}

/// The locale key of what was typed wrong; other errors are failures.
pub(super) fn error_key(error: AccountError) -> Result<&'static str, Failure> {
    match error {
        AccountError::EmailInvalid => Ok("account-email-invalid"),
        AccountError::EmailTaken => Ok("account-email-taken"),
        AccountError::NameMissing => Ok("account-name-missing"),
        AccountError::NameTooLong => Ok("account-name-too-long"),
        AccountError::Db(error) => Err(error.into()),
    }
}
