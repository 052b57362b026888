//! Setting a password: by a one-time link.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, Form, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::session::{FormSecret, set_cookies, user_agent};
use crate::accounts::password::HashError;
use crate::accounts::password_link::LinkError;
use crate::accounts::password_policy::{MAX_LENGTH, MIN_LENGTH};
use crate::accounts::{Account, PasswordLink, SignedIn, Token, admit};
use crate::app::App;
use crate::db::DbError;
use crate::editorial::history::write_other;
use crate::names::Language;
use crate::web::current::{client_address, origin};
use crate::web::failure::Failure;
use crate::web::{cookies, render};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/password/{token}", web::get().to(show))
        .route("/password/{token}", web::post().to(set));
}

#[derive(Serialize)]
struct View<'a> {
    frame: Frame,
    email: &'a str,
    name: &'a str,
    error: Option<String>,
    min_length: usize,
    max_length: usize,
}

/// GET /desk/password/{token}: looking at it does not use it up.
async fn show(
    request: HttpRequest,
    path: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let account = account(&path, &app).await?;
    page(&request, &app, &account, None, StatusCode::OK)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    new_password: String,
    #[serde(default)]
    new_password_again: String,
}

/// POST /desk/password/{token}: sets it and signs in.
async fn set(
    request: HttpRequest,
    path: web::Path<String>,
    typed: Form<Typed>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let account = account(&path, &app).await?;
    let refused =
        |key: &str| page(&request, &app, &account, Some(key), StatusCode::UNPROCESSABLE_ENTITY);
    if typed.new_password != typed.new_password_again {
        return refused("password-differs");
    }
    match redeem(&request, &path, &typed.new_password, &app).await {
        Ok(signed_in) => {
            let mut answer = render::see_other("/desk");
            set_cookies(&mut answer, &signed_in, &app)?;
            Ok(answer)
        }
        Err(LinkError::Password(problem)) => refused(&format!("password-{}", problem.key())),
        Err(LinkError::Invalid) => Err(invalid()),
        Err(LinkError::Hash(HashError::Busy)) => refused("password-busy"),
        Err(LinkError::Hash(error)) => Err(Failure::internal(error.to_string())),
        Err(LinkError::Db(error)) => Err(error.into()),
    }
}

async fn redeem(
    request: &HttpRequest,
    path: &str,
    password: &str,
    app: &web::Data<App>,
) -> Result<SignedIn, LinkError> {
    let token = Token::parse(path).ok_or(LinkError::Invalid)?;
    let password = password.to_owned();
    let (devices, agent) = (cookies::devices(request, &app.config), user_agent(request));
    let address = client_address(request, app);
    let (origin, now, database) = (origin(request, app), app.now(), app.db.clone());
    let done = web::block(move || {
        PasswordLink::redeem(&token, &password, now, &database, |account, conn| {
            let subject = format!("account {}", account.id);
            write_other(Some(account.id), "password-set", &subject, (&origin, now), conn)?;
            Ok(admit(account, &devices, (address, &agent), now, conn)?)
        })
    });
    done.await.map_err(|error| LinkError::Db(DbError::Unavailable(error.to_string())))?
}

/// Whose password the link sets.
async fn account(path: &str, app: &web::Data<App>) -> Result<Account, Failure> {
    let token = Token::parse(path).ok_or_else(invalid)?;
    let now = app.now();
    let found =
        app.db.run(move |conn| PasswordLink::account(&token, now, conn).map_err(DbError::from));
    found.await?.ok_or_else(invalid)
}

fn invalid() -> Failure {
    Failure::new(StatusCode::GONE, "link-invalid")
}

fn page(
    request: &HttpRequest,
    app: &App,
    account: &Account,
    error: Option<&str>,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let language: Language = account.language();
    let secret = FormSecret::of(request, app);
    let view = View {
        frame: Frame::open(app, language, "", secret.form_token()),
        email: &account.email,
        name: &account.name,
        error: error.map(str::to_owned),
        min_length: MIN_LENGTH,
        max_length: MAX_LENGTH,
    };
    let mut answer = render::desk(app, "accounts/set_password.html", language, status, &view)?;
    // The address is the secret: it goes nowhere from here.
    let nowhere = HeaderValue::from_static("no-referrer");
    answer.headers_mut().insert(header::REFERRER_POLICY, nowhere);
    secret.give(&mut answer, app)?;
    Ok(answer)
}
