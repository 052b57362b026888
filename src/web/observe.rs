//! Around every request: cached pages at once, an id, a log line, a page for
//! each failure, and the counters.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use super::failure::Failure;
use super::site::display::Display;
use super::{conditional, headers, site};
use crate::app::App;

/// The middleware. Every answer has the headers that keep its reader safe. Of a process that is stopping each answer is its connection's last.
pub async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let mut response = answer(&app, request, next).await?;
    headers::secure(response.headers_mut(), app.themes.policy());
    if app.is_stopping() {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

async fn answer(
    app: &web::Data<App>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Some(response) = from_cache(app, &request).await {
        app.metrics.cache_hit();
        // Not at the level that is usual: a line would cost more than the answer.
        let status = response.status().as_u16();
        tracing::debug!(request = new_id(), status, "answered from the cache");
        return Ok(request.into_response(response));
    }
    let began = Instant::now();
    let id = new_id();
    let method = request.method().clone();
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => return Err(error),
    };
    let response = dress_failure(response, &id);
    log(app, &method, &response, began, &id);
    Ok(response)
}

/// Names one request in the log.
fn new_id() -> String {
    format!("{:012x}", rand::random::<u64>() >> 16)
}

/// Public pages that need no routing because they are ready.
async fn from_cache(app: &App, request: &ServiceRequest) -> Option<HttpResponse> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return None;
    }
    let key = request.uri().path_and_query()?.as_str();
    if site::near::is_own(request.path(), request.headers()) {
        return None;
    }
    let key = Display::of(request.headers()).key(key);
    let page = app.pages.get(&key).await?;
    Some(conditional::answer_to(request.headers(), request.method(), &page, Some(app.now())))
}

/// Puts a page, in the reader's language, around a bare failure.
fn dress_failure(response: ServiceResponse<BoxBody>, id: &str) -> ServiceResponse<BoxBody> {
    let failure = response.response().extensions().get::<Failure>().cloned();
    let Some(failure) = failure.or_else(|| foreign(&response)) else { return response };
    if failure.status.is_server_error() {
        tracing::error!(request = id, key = failure.key, detail = %failure.detail, "failed");
    } else {
        tracing::info!(request = id, key = failure.key, detail = %failure.detail, "refused");
    }
    let (request, old) = response.into_parts();
    let mut page = failure_page(&request, &failure, id);
    for (name, value) in old.headers() {
        if !page.headers().contains_key(name) {
            page.headers_mut().insert(name.clone(), value.clone());
        }
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        page.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    ServiceResponse::new(request, page)
}

fn failure_page(request: &HttpRequest, failure: &Failure, id: &str) -> HttpResponse {
    site::failure::page(request, failure, id).unwrap_or_else(|broken| {
        tracing::error!(request = id, detail = %broken.detail, "the failure page failed");
        HttpResponse::build(failure.status)
            .content_type("text/plain; charset=utf-8")
            .body(format!("{}\n{id}\n", failure.status))
    })
}

/// Failures that the framework found before any of our code was asked.
fn foreign(response: &ServiceResponse<BoxBody>) -> Option<Failure> {
    let status = response.status();
    let error = response.response().error()?;
    if let Some(failure) = error.as_error::<Failure>() {
        return Some(failure.clone());
    }
    let key = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::NOT_FOUND => "not-found",
        status if status.is_client_error() => "bad-request",
        _ => "internal",
    };
    Some(Failure::new(error.as_response_error().status_code(), key).because(error.to_string()))
}

fn log(app: &App, method: &Method, response: &ServiceResponse, began: Instant, id: &str) {
    let took = began.elapsed();
    let status = response.status().as_u16();
    // The pattern, not the path: what a person searched for is nobody's business.
    let route = response.request().match_pattern().unwrap_or_else(|| "-".to_owned());
    app.metrics.request(&route, status, took);
    let micros = took.as_micros() as u64;
    if response.status() == StatusCode::INSUFFICIENT_STORAGE {
        tracing::error!(request = id, route, "the disk is full or read-only: nothing was saved");
    }
    tracing::info!(request = id, %method, route, status, micros, "answered");
}
