//! The door of the desk: every request under `/desk` passes here, once.
//!
//! Who is not signed in is sent to the sign-in page and back to the page asked
//! for. A change is let in only when it comes from a form of ours, made for
//! this browser (see [`crate::accounts::csrf`]). A form that has grown stale
//! (signed out meanwhile, signed in anew, gone to lunch) loses nothing: what
//! was typed is shown and can be sent again.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use chrono::TimeDelta;

use super::current::{Current, client_address};
use super::failure::Failure;
use super::form_body::{self, Typed};
use super::{cookies, desk, render};
use crate::accounts::{Token, csrf};
use crate::app::App;
use crate::config::Config;
use crate::limits::Limit;

/// The hidden field that carries a form's token; in a form with files it must
/// come first. Scripts send the header instead.
pub const FIELD: &str = "form_token";
const HEADER: &str = "x-form-token";

/// The middleware of the scope `/desk`.
pub async fn guard(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match admit(&mut request).await {
        Ok(None) => Ok(next.call(request).await?.map_into_boxed_body()),
        Ok(Some(answer)) => Ok(request.into_response(answer)),
        Err(failure) => Ok(request.into_response(failure.error_response())),
    }
}

/// Nothing, when the request may pass; else the answer it gets.
async fn admit(request: &mut ServiceRequest) -> Result<Option<HttpResponse>, Failure> {
    let open = is_open(request.path());
    let current = match Current::load(request.request()).await {
        Err(failure) if !request.method().is_safe() && !open => {
            return kept_while_away(request, failure).await.map(Some);
        }
        current => current?,
    };
    if request.method().is_safe() {
        let passes = current.is_some() || open;
        return Ok((!passes).then(|| to_sign_in(request.request())));
    }
    let app = render::app(request.request())?.clone();
    let from_us = is_from_us(request.request(), &app.config);
    if from_us == Some(false) {
        return Err(Failure::forbidden("foreign-form"));
    }
    // Signing in has a limit of its own.
    if current.is_none() && !open {
        of_a_stranger(request.request(), &app, Failure::forbidden("stale-form"))?;
    }
    let token = match form_token_in_header(request) {
        Some(token) => Some(token),
        None => form_body::form_token(request).await?,
    };
    let secrets = secrets(request.request(), current.as_ref(), open, &app.config);
    let genuine = |token: &String| secrets.iter().any(|secret| csrf::is_genuine(token, secret));
    let passes = token.is_some_and(|token| genuine(&token)) && (current.is_some() || open);
    if passes {
        return Ok(None);
    }
    if open {
        return Err(Failure::forbidden("stale-form"));
    }
    let typed = form_body::typed(request).await?;
    // A browser that does not say where a form comes from gets no button to
    // send it: it may be a foreign one.
    let typed = Typed { can_be_sent: from_us == Some(true), ..typed };
    desk::kept::page(request.request(), current.as_ref(), &typed).map(Some)
}

/// Forms that an office sends whose sessions have all ended are so few; to read and give
/// back more of them, each of megabytes, would be at the others' cost.
const OF_STRANGERS: Limit = Limit { times: 60, span: TimeDelta::minutes(10) };

/// A preview is made at every pause of who writes: nothing is kept of it, and it counts
/// for nothing.
fn of_a_stranger(request: &HttpRequest, app: &App, preview: Failure) -> Result<(), Failure> {
    if request.headers().contains_key(desk::PREVIEW_PART) {
        return Err(preview);
    }
    match app.limits.admit("desk", client_address(request, app), OF_STRANGERS) {
        true => Ok(()),
        false => Err(Failure::new(StatusCode::TOO_MANY_REQUESTS, "too-many")),
    }
}

/// The database is away, so nobody knows who is asking: what was typed is given
/// back in a form that can be sent again, for the same session.
async fn kept_while_away(
    request: &mut ServiceRequest,
    failure: Failure,
) -> Result<HttpResponse, Failure> {
    let app = render::app(request.request())?.clone();
    let from_us = is_from_us(request.request(), &app.config) == Some(true);
    let session = cookies::session(request.request(), &app.config);
    let (true, Some(session)) = (from_us, session) else { return Err(failure) };
    of_a_stranger(request.request(), &app, failure.clone())?;
    tracing::warn!(detail = %failure.detail, "a form could not be taken and is given back");
    let typed = form_body::typed(request).await?;
    let typed = Typed { can_be_sent: true, ..typed };
    desk::kept::while_away(request.request(), &typed, csrf::form_token(&session))
}

/// Pages for who is not signed in: signing in, and one-time links.
fn is_open(path: &str) -> bool {
    path == "/desk/session" || path.starts_with("/desk/password/")
}

fn to_sign_in(request: &HttpRequest) -> HttpResponse {
    let asked = request.uri().path_and_query().map_or("/desk", |asked| asked.as_str());
    let query = serde_urlencoded::to_string([("next", asked)]).unwrap_or_default();
    let plain = asked == "/desk" || asked == "/desk/";
    let address = if plain { "/desk/session".to_owned() } else { format!("/desk/session?{query}") };
    render::see_other(&address)
}

/// What the browser says: whether a request comes from a page of ours.
pub(super) fn is_from_us(request: &HttpRequest, config: &Config) -> Option<bool> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str()).or(request.uri().host()).unwrap_or_default();
    let (http, https) = (format!("http://{host}"), format!("https://{host}"));
    let own = [config.base_url.as_str(), &http, &https];
    csrf::same_origin(text("sec-fetch-site"), text(header::ORIGIN.as_str()), &own)
}

fn form_token_in_header(request: &ServiceRequest) -> Option<String> {
    Some(request.headers().get(HEADER)?.to_str().ok()?.to_owned())
}

/// What a form of this browser may have been made for.
fn secrets(
    request: &HttpRequest,
    current: Option<&Current>,
    open: bool,
    config: &Config,
) -> Vec<Token> {
    let session = current.map(|current| current.token().clone());
    let before = if open { cookies::form(request, config) } else { None };
    session.into_iter().chain(before).collect()
}
