//! One account as its administrator sees it: name, roles, access.

use actix_web::http::StatusCode;
use actix_web::web::{self, Form, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::account::HeldRole;
use super::accounts::{
    Choice, administration, choices, describe, error_key, forbidden, link_page, roles,
};
use crate::accounts::{Account, AccountError, MAX_NAME, PasswordLink, Role, Session};
use crate::app::{App, Reference};
use crate::clock::Instant;
use crate::db::{Conn, write};
use crate::editorial::history::write_other;
use crate::organisations::{Administration, Membership};
use crate::web::current::{Current, origin};
use crate::web::failure::Failure;
use crate::web::render;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/accounts/{id}", web::get().to(show))
        .route("/accounts/{id}", web::post().to(rename))
        .route("/accounts/{id}/roles", web::post().to(grant))
        .route("/accounts/{id}/roles/end", web::post().to(revoke))
        .route("/accounts/{id}/link", web::post().to(new_link))
        .route("/accounts/{id}/disabling", web::post().to(disable))
        .route("/accounts/{id}/enabling", web::post().to(enable));
}

const DONE: &[&str] = &[
    "done-account-saved",
    "done-role-granted",
    "done-role-revoked",
    "done-account-disabled",
    "done-account-enabled",
];

#[derive(Serialize)]
struct View {
    frame: Frame,
    id: i64,
    name: String,
    email: String,
    created_at: Instant,
    disabled_at: Option<Instant>,
    has_password: bool,
    seen_at: Option<Instant>,
    roles: Vec<Held>,
    offices: Vec<Choice>,
    role_names: Vec<&'static str>,
    is_own: bool,
    /// Whether name and access are the administrator's to change.
    manageable: bool,
    max_name: usize,
    error: Option<&'static str>,
}

#[derive(Serialize)]
struct Held {
    held: HeldRole,
    revocable: bool,
}

/// An account and what it holds.
struct Person {
    account: Account,
    memberships: Vec<Membership>,
    has_password: bool,
    seen_at: Option<Instant>,
}

impl Person {
    fn load(id: i64, now: Instant, conn: &mut Conn) -> Result<Self, Failure> {
        let account = Account::find(id, conn)?.ok_or_else(Failure::not_found)?;
        let sessions = Session::of_account(id, now, conn)?;
        Ok(Self {
            memberships: Membership::of(id, conn)?,
            has_password: Account::with_password(conn)?.contains(&id),
            seen_at: sessions.first().map(|session| session.seen_at),
            account,
        })
    }
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

/// GET /desk/accounts/{id}
async fn show(
    current: Current,
    path: web::Path<i64>,
    asked: Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    page(&current, &app, path.into_inner(), None, asked.done.as_deref()).await
}

async fn page(
    current: &Current,
    app: &web::Data<App>,
    id: i64,
    error: Option<&'static str>,
    done: Option<&str>,
) -> Result<HttpResponse, Failure> {
    let now = app.now();
    let person = app.db.run(move |conn| Person::load(id, now, conn)).await?;
    let reference = app.reference();
    let mine = administration(current, &reference)?;
    // Who is not theirs does not exist for them.
    if !mine.sees(&person.memberships) {
        return Err(Failure::not_found());
    }
    let view = View {
        frame: Frame::of(app, current, "/desk/accounts").after(done, DONE),
        roles: held(&person, &mine, &reference, current),
        offices: choices(&mine, current.language(), now),
        role_names: Role::ALL.iter().map(|role| role.name()).collect(),
        is_own: id == current.account().id,
        manageable: mine.may_manage(id, &person.memberships).is_ok(),
        id,
        name: person.account.name,
        email: person.account.email,
        created_at: person.account.created_at,
        disabled_at: person.account.disabled_at,
        has_password: person.has_password,
        seen_at: person.seen_at,
        max_name: MAX_NAME,
        error,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    render::desk(app, "accounts/person.html", current.language(), status, &view)
}

fn held(
    person: &Person,
    mine: &Administration,
    reference: &Reference,
    current: &Current,
) -> Vec<Held> {
    let revocable = |one: &Membership| mine.may_grant(person.account.id, *one).is_ok();
    let named = roles(&person.memberships, reference, current.language());
    let both = named.into_iter().zip(&person.memberships);
    both.map(|(held, one)| Held { held, revocable: revocable(one) }).collect()
}

/// What is done to an account, and how the history and the page tell it.
struct Deed {
    action: &'static str,
    done: &'static str,
}

/// Checks that the account's access is the administrator's to change, does
/// `work`, and writes it into the history: one transaction.
async fn manage<T: Send + 'static>(
    (request, current, app): (&HttpRequest, &Current, &web::Data<App>),
    id: i64,
    action: &'static str,
    work: impl FnOnce(&Account, Instant, &mut Conn) -> Result<T, AccountError> + Send + 'static,
) -> Result<Result<T, &'static str>, Failure> {
    let reference = app.reference();
    let actor = current.actor().clone();
    let (origin, now) = (origin(request, app), app.now());
    let managed = app.db.run(move |conn| {
        write(conn, |conn| {
            let mine = Administration::of(&actor, &reference.site.tree)
                .ok_or_else(|| Failure::forbidden("denied-role"))?;
            let account = Account::find(id, conn)?.ok_or_else(Failure::not_found)?;
            let memberships = Membership::of(id, conn)?;
            if !mine.sees(&memberships) {
                return Err(Failure::not_found());
            }
            mine.may_manage(id, &memberships).map_err(forbidden)?;
            match work(&account, now, conn) {
                Ok(value) => {
                    let subject = format!("account {id}");
                    write_other(Some(actor.account_id), action, &subject, (&origin, now), conn)?;
                    Ok(Ok(value))
                }
                Err(error) => Ok(Err(error_key(error)?)),
            }
        })
    });
    managed.await
}

fn back(id: i64, deed: &Deed) -> HttpResponse {
    render::see_other(&format!("/desk/accounts/{id}?done={}", deed.done))
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

/// POST /desk/accounts/{id}
async fn rename(
    request: HttpRequest,
    current: Current,
    path: web::Path<i64>,
    typed: Form<Name>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let id = path.into_inner();
    let deed = Deed { action: "account-changed", done: "done-account-saved" };
    let name = typed.into_inner().name;
    let renamed = manage((&request, &current, &app), id, deed.action, move |account, _, conn| {
        account.rename(&name, conn)
    });
    match renamed.await? {
        Ok(()) => Ok(back(id, &deed)),
        Err(key) => page(&current, &app, id, Some(key), None).await,
    }
}

/// POST /desk/accounts/{id}/disabling
async fn disable(
    request: HttpRequest,
    current: Current,
    path: web::Path<i64>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let id = path.into_inner();
    let deed = Deed { action: "account-disabled", done: "done-account-disabled" };
    let disabled = manage((&request, &current, &app), id, deed.action, |account, now, conn| {
        Ok(account.disable(now, conn)?)
    });
    disabled.await?.map_err(Failure::internal)?;
    Ok(back(id, &deed))
}

/// POST /desk/accounts/{id}/enabling
async fn enable(
    request: HttpRequest,
    current: Current,
    path: web::Path<i64>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let id = path.into_inner();
    let deed = Deed { action: "account-enabled", done: "done-account-enabled" };
    let enabled = manage((&request, &current, &app), id, deed.action, |account, _, conn| {
        Ok(account.enable(conn)?)
    });
    enabled.await?.map_err(Failure::internal)?;
    Ok(back(id, &deed))
}

/// POST /desk/accounts/{id}/link: shows the link, this once.
async fn new_link(
    request: HttpRequest,
    current: Current,
    path: web::Path<i64>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let id = path.into_inner();
    let made =
        manage((&request, &current, &app), id, "password-link-made", |account, now, conn| {
            Ok(PasswordLink::create(account.id, now, conn)?)
        });
    let link = made.await?.map_err(Failure::internal)?;
    link_page(&current, &app, id, &link).await
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default, deserialize_with = "super::chosen")]
    organisation_id: i64,
    #[serde(default)]
    role: String,
}

/// POST /desk/accounts/{id}/roles
async fn grant(
    request: HttpRequest,
    current: Current,
    path: web::Path<i64>,
    typed: Form<Typed>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let deed = Deed { action: "role-granted", done: "done-role-granted" };
    change_role((&request, &current, &app), path.into_inner(), &typed, deed, Membership::grant)
        .await
}

/// POST /desk/accounts/{id}/roles/end
async fn revoke(
    request: HttpRequest,
    current: Current,
    path: web::Path<i64>,
    typed: Form<Typed>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let deed = Deed { action: "role-revoked", done: "done-role-revoked" };
    change_role((&request, &current, &app), path.into_inner(), &typed, deed, Membership::revoke)
        .await
}

async fn change_role(
    (request, current, app): (&HttpRequest, &Current, &web::Data<App>),
    id: i64,
    typed: &Typed,
    deed: Deed,
    change: fn(Membership, i64, &mut Conn) -> diesel::QueryResult<()>,
) -> Result<HttpResponse, Failure> {
    let Ok(role) = typed.role.parse::<Role>() else {
        return page(current, app, id, Some("account-role-missing"), None).await;
    };
    let membership = Membership { organisation_id: typed.organisation_id, role };
    let reference = app.reference();
    if reference.site.tree.get(membership.organisation_id).is_none() {
        return page(current, app, id, Some("account-organisation-missing"), None).await;
    }
    let actor = current.actor().clone();
    let (origin, now, action) = (origin(request, app), app.now(), deed.action);
    let still_seen = app.db.run(move |conn| {
        write(conn, |conn| {
            let mine = Administration::of(&actor, &reference.site.tree)
                .ok_or_else(|| Failure::forbidden("denied-role"))?;
            Account::find(id, conn)?.ok_or_else(Failure::not_found)?;
            if !mine.sees(&Membership::of(id, conn)?) {
                return Err(Failure::not_found());
            }
            mine.may_grant(id, membership).map_err(forbidden)?;
            change(membership, id, conn)?;
            let subject = format!("account {id} {}", describe(membership));
            write_other(Some(actor.account_id), action, &subject, (&origin, now), conn)?;
            Ok::<_, Failure>(mine.sees(&Membership::of(id, conn)?))
        })
    });
    // Whose last role here was taken is no longer theirs to look at.
    Ok(if still_seen.await? { back(id, &deed) } else { render::see_other("/desk/accounts") })
}
