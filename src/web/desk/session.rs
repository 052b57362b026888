//! Signing in and out.

use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Form, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::kept::{Kept, Told};
use crate::accounts::password::Password;
use crate::accounts::{Attempt, Session, SignInError, SignedIn, Token, csrf, sign_in};
use crate::app::App;
use crate::db::DbError;
use crate::names::Language;
use crate::web::current::{Current, client_address};
use crate::web::failure::Failure;
use crate::web::{cookies, render};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/session", web::get().to(show))
        .route("/session", web::post().to(create))
        .route("/session/end", web::post().to(end))
        .route("/sessions/end", web::post().to(end_all))
        .route("/sessions/{id}/end", web::post().to(end_one));
}

const DONE: &[&str] = &["done-signed-out", "done-password-set", "done-signed-out-everywhere"];

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
    #[serde(default)]
    language: String,
    done: Option<String>,
}

#[derive(Serialize)]
struct View<'a> {
    frame: Frame,
    email: &'a str,
    next: &'a str,
    /// The locale key of what went wrong, and how long to wait.
    error: Option<&'static str>,
    wait_seconds: i64,
    wait_minutes: i64,
    /// Leads to this page in the other language.
    other_language_query: String,
    /// A form that waits for the sign-in, as the hidden field carries it.
    kept: Option<String>,
    kept_fields: Vec<Told>,
    session_over: bool,
}

/// GET /desk/session
async fn show(request: HttpRequest, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let next = local_path(&asked.next);
    if request.method() == actix_web::http::Method::GET
        && asked.done.is_none()
        && Current::load(&request).await?.is_some()
    {
        return Ok(render::see_other(&next));
    }
    let page = Page { next: &next, done: asked.done.as_deref(), ..Page::default() };
    page.answer(&request, language(&asked.language), StatusCode::OK)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    kept: String,
}

/// POST /desk/session
async fn create(
    request: HttpRequest,
    typed: Form<Typed>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let kept = Kept::from_field(&typed.kept);
    let next = local_path(&typed.next);
    match attempt(&request, &typed, &app).await {
        Ok(signed_in) => welcome(&request, &app, &signed_in, kept, &next),
        Err(error) => {
            let (status, key, wait_seconds) = match error {
                SignInError::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, "sign-in-wrong", 0),
                SignInError::Wait { seconds } => {
                    (StatusCode::TOO_MANY_REQUESTS, "sign-in-wait", seconds)
                }
                SignInError::Hash(error) => return Err(Failure::internal(error.to_string())),
                SignInError::Db(error) => return Err(error.into()),
            };
            let page = Page {
                email: &typed.email,
                next: &next,
                error: Some(key),
                wait_seconds,
                kept,
                ..Page::default()
            };
            let mut answer = page.answer(&request, language(&typed.language), status)?;
            if wait_seconds > 0 {
                answer.headers_mut().insert(header::RETRY_AFTER, wait_seconds.into());
            }
            Ok(answer)
        }
    }
}

async fn attempt(
    request: &HttpRequest,
    typed: &Typed,
    app: &web::Data<App>,
) -> Result<SignedIn, SignInError> {
    let email = typed.email.clone();
    let password = Password::typed(&typed.password);
    let devices = cookies::devices(request, &app.config);
    let previous = cookies::session(request, &app.config);
    let address = client_address(request, app);
    let agent = user_agent(request);
    let (database, now) = (app.db.clone(), app.now());
    let signed_in = web::block(move || {
        let attempt = Attempt {
            email: &email,
            password: &password,
            devices: &devices,
            address,
            user_agent: &agent,
            previous: previous.as_ref(),
        };
        sign_in(&attempt, now, &database)
    });
    let stopped = |error: actix_web::error::BlockingError| {
        SignInError::Db(DbError::Unavailable(error.to_string()))
    };
    signed_in.await.map_err(stopped)?
}

/// To the page asked for, or to the form that waited.
fn welcome(
    request: &HttpRequest,
    app: &web::Data<App>,
    signed_in: &SignedIn,
    kept: Option<Kept>,
    next: &str,
) -> Result<HttpResponse, Failure> {
    let language = signed_in.account.language();
    let mut answer = match kept {
        None => render::see_other(next),
        Some(kept) => {
            let token = csrf::form_token(&signed_in.session);
            let mut frame = Frame::open(app, language, request.path(), token);
            frame.person = signed_in.account.name.clone();
            kept.to_be_sent(request, frame, language)?
        }
    };
    set_cookies(&mut answer, signed_in, app)?;
    Ok(answer)
}

/// Gives the browser what signing in gave.
pub(super) fn set_cookies(
    answer: &mut HttpResponse,
    signed_in: &SignedIn,
    app: &App,
) -> Result<(), Failure> {
    add_cookie(answer, &cookies::set_session(&signed_in.session, &app.config))?;
    add_cookie(answer, &cookies::set_devices(&signed_in.devices, &app.config))
}

fn add_cookie(answer: &mut HttpResponse, cookie: &Cookie) -> Result<(), Failure> {
    answer.add_cookie(cookie).map_err(|error| Failure::internal(error.to_string()))
}

/// What the browser calls itself.
pub(super) fn user_agent(request: &HttpRequest) -> String {
    let header = request.headers().get(header::USER_AGENT);
    header.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

/// POST /desk/session/end
async fn end(current: Current, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let token = current.token().clone();
    app.db.run(move |conn| Session::end(&token, conn).map_err(DbError::from)).await?;
    signed_out(&app, "done-signed-out")
}

/// POST /desk/sessions/end: here and everywhere else.
async fn end_all(current: Current, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let id = current.account().id;
    app.db.run(move |conn| Session::end_all(id, conn).map_err(DbError::from)).await?;
    signed_out(&app, "done-signed-out-everywhere")
}

/// POST /desk/sessions/{id}/end
async fn end_one(
    current: Current,
    path: web::Path<i64>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (id, account_id) = (path.into_inner(), current.account().id);
    app.db.run(move |conn| Session::end_one(id, account_id, conn).map_err(DbError::from)).await?;
    if id == current.session().id {
        return signed_out(&app, "done-signed-out");
    }
    Ok(render::see_other("/desk/account?done=done-session-ended#sessions"))
}

fn signed_out(app: &App, done: &str) -> Result<HttpResponse, Failure> {
    let mut answer = render::see_other(&format!("/desk/session?done={done}"));
    add_cookie(&mut answer, &cookies::end_session(&app.config))?;
    Ok(answer)
}

/// The sign-in page for somebody whose session ended while they wrote.
pub(super) fn ask_again(
    request: &HttpRequest,
    kept: Option<Kept>,
) -> Result<HttpResponse, Failure> {
    let page = Page { next: "/desk", kept, session_over: true, ..Page::default() };
    page.answer(request, Language::Vi, StatusCode::FORBIDDEN)
}

/// The sign-in page, about to be shown.
#[derive(Default)]
struct Page<'a> {
    email: &'a str,
    next: &'a str,
    error: Option<&'static str>,
    wait_seconds: i64,
    kept: Option<Kept>,
    session_over: bool,
    done: Option<&'a str>,
}

impl Page<'_> {
    fn answer(
        &self,
        request: &HttpRequest,
        language: Language,
        status: StatusCode,
    ) -> Result<HttpResponse, Failure> {
        let app = render::app(request)?;
        let secret = FormSecret::of(request, app);
        let frame = Frame::open(app, language, request.path(), secret.form_token());
        let kept = self.kept.as_ref();
        let view = View {
            frame: frame.after(self.done, DONE),
            email: self.email,
            next: self.next,
            error: self.error,
            wait_seconds: self.wait_seconds,
            wait_minutes: super::minutes(self.wait_seconds),
            other_language_query: other_language_query(language, self.next),
            kept: kept.map(Kept::to_field),
            kept_fields: kept.map_or_else(Vec::new, |kept| kept.told(app, language)),
            session_over: self.session_over,
        };
        let mut answer = render::desk(app, "accounts/sign_in.html", language, status, &view)?;
        secret.give(&mut answer, app)?;
        Ok(answer)
    }
}

/// The secret that the forms of open pages are made for; a browser without one
/// gets it with the page.
pub(super) struct FormSecret {
    token: Token,
    is_new: bool,
}

impl FormSecret {
    pub(super) fn of(request: &HttpRequest, app: &App) -> Self {
        match cookies::form(request, &app.config) {
            Some(token) => Self { token, is_new: false },
            None => Self { token: Token::random(), is_new: true },
        }
    }

    pub(super) fn form_token(&self) -> String {
        csrf::form_token(&self.token)
    }

    pub(super) fn give(&self, answer: &mut HttpResponse, app: &App) -> Result<(), Failure> {
        if self.is_new {
            add_cookie(answer, &cookies::set_form(&self.token, &app.config))?;
        }
        Ok(())
    }
}

fn other_language_query(language: Language, next: &str) -> String {
    serde_urlencoded::to_string([("language", language.other().name()), ("next", next)])
        .unwrap_or_default()
}

fn language(name: &str) -> Language {
    name.parse().unwrap_or_default()
}

/// `path` when it leads into the desk and nowhere else, else the desk's first
/// page: nobody is sent to a foreign site by a crafted link.
pub(super) fn local_path(path: &str) -> String {
    let rest = path.strip_prefix("/desk");
    let begins = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let plain = path.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    let to_itself = path.starts_with("/desk/session");
    if begins && plain && !to_itself { path.to_owned() } else { "/desk".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_returns_to_the_desk_and_nowhere_else() {
        for good in ["/desk", "/desk/items/7?tab=2", "/desk?x=1", "/desk/items/a%20b"] {
            assert_eq!(local_path(good), good);
        }
        for bad in [
            "",
            "/",
            "//evil.example",
            "https://evil.example/desk",
            "/desk\\@evil.example",
            "/deskevil",
            "javascript:alert(1)",
            "/desk/\r\nSet-Cookie: a=b",
            "/desk/session?next=/desk",
            "\\/desk",
            "/desk/ü",
        ] {
            assert_eq!(local_path(bad), "/desk", "{bad}");
        }
    }
}
