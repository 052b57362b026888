//! One's own account: name, language, password, sessions.

use actix_web::http::StatusCode;
use actix_web::web::{self, Form, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::session::{set_cookies, user_agent};
use crate::accounts::password::Password;
use crate::accounts::password_policy::{MAX_LENGTH, MIN_LENGTH};
use crate::accounts::{
    AccountError, Attempt, ChangeError, MAX_NAME, Session, SignInError, SignedIn, change_password,
};
use crate::app::App;
use crate::clock::Instant;
use crate::db::{DbError, write};
use crate::editorial::history::write_other;
use crate::names::Language;
use crate::web::current::{Current, client_address, origin};
use crate::web::failure::Failure;
use crate::web::{cookies, render};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/account", web::get().to(show))
        .route("/account", web::post().to(save))
        .route("/account/password", web::post().to(set_password));
}

const DONE: &[&str] = &["done-account-saved", "done-password-changed", "done-session-ended"];

#[derive(Serialize)]
struct View {
    frame: Frame,
    email: String,
    name: String,
    roles: Vec<HeldRole>,
    sessions: Vec<OpenSession>,
    max_name: usize,
    min_length: usize,
    max_length: usize,
    name_error: Option<&'static str>,
    password_error: Option<String>,
    wait_seconds: i64,
    wait_minutes: i64,
}

/// A role and where it is held, for a template.
#[derive(Debug, Serialize)]
pub(super) struct HeldRole {
    pub organisation_id: i64,
    pub organisation: String,
    pub role: &'static str,
}

#[derive(Serialize)]
struct OpenSession {
    id: i64,
    user_agent: String,
    created_at: Instant,
    seen_at: Instant,
    is_this: bool,
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

/// What went wrong, beside which field.
#[derive(Default)]
struct Wrong {
    name: Option<&'static str>,
    typed_name: Option<String>,
    password: Option<String>,
    wait_seconds: i64,
}

/// GET /desk/account
async fn show(
    current: Current,
    asked: Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    page(&current, &app, Wrong::default(), asked.done.as_deref(), StatusCode::OK).await
}

#[derive(Deserialize)]
struct Typed {
    name: String,
    language: Language,
}

/// POST /desk/account: name and language.
async fn save(
    request: HttpRequest,
    current: Current,
    typed: Form<Typed>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (account, name, language) = (current.account().clone(), typed.name.clone(), typed.language);
    let (origin, now) = (origin(&request, &app), app.now());
    let saved = app.db.run(move |conn| {
        write(conn, |conn| {
            account.rename(&name, conn)?;
            account.set_language(language, conn)?;
            let subject = format!("account {}", account.id);
            Ok(write_other(Some(account.id), "account-changed", &subject, (&origin, now), conn)?)
        })
    });
    match saved.await {
        Ok(()) => Ok(render::see_other("/desk/account?done=done-account-saved")),
        Err(error) => {
            let name = name_error(error)?;
            let wrong = Wrong { name, typed_name: Some(typed.name.clone()), ..Wrong::default() };
            page(&current, &app, wrong, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn name_error(error: AccountError) -> Result<Option<&'static str>, Failure> {
    match super::accounts::error_key(error)? {
        key if key.starts_with("account-name") => Ok(Some(key)),
        key => Err(Failure::internal(key)),
    }
}

#[derive(Deserialize)]
struct Passwords {
    present_password: String,
    new_password: String,
    new_password_again: String,
}

/// POST /desk/account/password
async fn set_password(
    request: HttpRequest,
    current: Current,
    typed: Form<Passwords>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let refused = async |key: &str, wait_seconds, status| {
        let wrong = Wrong { password: Some(key.to_owned()), wait_seconds, ..Wrong::default() };
        page(&current, &app, wrong, None, status).await
    };
    if typed.new_password != typed.new_password_again {
        return refused("password-differs", 0, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match change(&request, &current, &typed, &app).await {
        Ok(signed_in) => {
            let mut answer = render::see_other("/desk/account?done=done-password-changed");
            set_cookies(&mut answer, &signed_in, &app)?;
            Ok(answer)
        }
        Err(ChangeError::New(problem)) => {
            let key = format!("password-{}", problem.key());
            refused(&key, 0, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(ChangeError::Present(error)) => match error {
            SignInError::Wrong => {
                refused("password-present-wrong", 0, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            SignInError::Wait { seconds } => {
                refused("sign-in-wait", seconds, StatusCode::TOO_MANY_REQUESTS).await
            }
            SignInError::Hash(error) => Err(Failure::internal(error.to_string())),
            SignInError::Db(error) => Err(error.into()),
        },
    }
}

async fn change(
    request: &HttpRequest,
    current: &Current,
    typed: &Passwords,
    app: &web::Data<App>,
) -> Result<SignedIn, ChangeError> {
    let (present, new) = (Password::typed(&typed.present_password), typed.new_password.clone());
    let (account, token) = (current.account().clone(), current.token().clone());
    let devices = cookies::devices(request, &app.config);
    let (address, agent) = (client_address(request, app), user_agent(request));
    let (origin, now, database) = (origin(request, app), app.now(), app.db.clone());
    let changed = web::block(move || {
        let attempt = Attempt {
            email: &account.email,
            password: &present,
            devices: &devices,
            address,
            user_agent: &agent,
            previous: Some(&token),
        };
        change_password(&attempt, &new, now, &database, |account, conn| {
            let subject = format!("account {}", account.id);
            Ok(write_other(Some(account.id), "password-set", &subject, (&origin, now), conn)?)
        })
    });
    let stopped = |error: actix_web::error::BlockingError| {
        ChangeError::Present(SignInError::Db(DbError::Unavailable(error.to_string())))
    };
    changed.await.map_err(stopped)?
}

async fn page(
    current: &Current,
    app: &web::Data<App>,
    wrong: Wrong,
    done: Option<&str>,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let (id, now) = (current.account().id, app.now());
    let sessions =
        app.db.run(move |conn| Session::of_account(id, now, conn).map_err(DbError::from)).await?;
    let account = current.account();
    let own = current.session().id;
    let view = View {
        frame: Frame::of(app, current, "/desk/account").after(done, DONE),
        email: account.email.clone(),
        name: wrong.typed_name.unwrap_or_else(|| account.name.clone()),
        roles: held_roles(current, app),
        sessions: sessions.into_iter().map(|session| open_session(session, own)).collect(),
        max_name: MAX_NAME,
        min_length: MIN_LENGTH,
        max_length: MAX_LENGTH,
        name_error: wrong.name,
        password_error: wrong.password,
        wait_seconds: wrong.wait_seconds,
        wait_minutes: super::minutes(wrong.wait_seconds),
    };
    render::desk(app, "accounts/own.html", current.language(), status, &view)
}

fn held_roles(current: &Current, app: &App) -> Vec<HeldRole> {
    let reference = app.reference();
    let tree = &reference.site.tree;
    let name = |id| tree.get(id).map(|one| one.name(current.language()).to_owned());
    let memberships = current.actor().memberships.iter();
    memberships
        .map(|held| HeldRole {
            organisation_id: held.organisation_id,
            organisation: name(held.organisation_id).unwrap_or_default(),
            role: held.role.name(),
        })
        .collect()
}

fn open_session(session: Session, own: i64) -> OpenSession {
    OpenSession {
        is_this: session.id == own,
        id: session.id,
        user_agent: session.user_agent,
        created_at: session.created_at,
        seen_at: session.seen_at,
    }
}
