//! From a cached page to an answer: the best encoding, or "not modified".

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use chrono::TimeDelta;
use lantoa_compression::{Coding, Effort, compress};

use super::site::display::Display;
use crate::app::App;
use crate::clock::Instant;
use crate::pages::CachedPage;

/// Public pages are checked again each time they are shown: a correction or a
/// withdrawal is seen at once, and an unchanged page costs a 304.
const PUBLIC: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

/// A page as its reader chose it is kept by the reader's browser alone.
const OWN: HeaderValue = HeaderValue::from_static("private, max-age=0, must-revalidate");

/// What answers depend on. Each is checked again with its hash, so a cache that
/// does not look at this shows nobody another's page either.
const CODED: HeaderValue = HeaderValue::from_static("Accept-Encoding");
const VARIES: HeaderValue = HeaderValue::from_static("Accept-Encoding, Cookie, Save-Data");

/// Bytes of a body that go in one packet with its headers.
const PACKET: usize = 1000;

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// Answers `request` with `page` (RFC 9110 §13: If-None-Match goes first).
pub fn answer(request: &HttpRequest, page: &CachedPage) -> HttpResponse {
    let app = request.app_data::<web::Data<App>>();
    answer_to(request.headers(), request.method(), page, app.map(|app| app.now()))
}

/// The same, before there is a routed request.
pub fn answer_to(
    asked: &HeaderMap,
    method: &Method,
    page: &CachedPage,
    now: Option<Instant>,
) -> HttpResponse {
    let unchanged = page.status == StatusCode::OK && is_unchanged(asked, page);
    let status = if unchanged { StatusCode::NOT_MODIFIED } else { page.status };
    let mut response = HttpResponse::new(status);
    let sent = response.headers_mut();
    sent.insert(header::ETAG, page.etag.clone());
    let chosen = page.is_html() && Display::chosen(asked) != Display::default();
    sent.insert(header::CACHE_CONTROL, if chosen { OWN } else { PUBLIC });
    sent.insert(header::VARY, if page.is_html() { VARIES } else { CODED });
    // within its second it may change again, which a date could not tell (RFC 9110 §8.8.2.2)
    let is_over = now.zip(page.modified).is_none_or(|(now, at)| now - at >= SECOND);
    if let Some(modified) = page.last_modified.as_ref().filter(|_| is_over) {
        sent.insert(header::LAST_MODIFIED, modified.clone());
    }
    if let Some(location) = &page.location {
        sent.insert(header::LOCATION, location.clone());
        return response;
    }
    if unchanged {
        return response;
    }
    sent.insert(header::CONTENT_TYPE, page.content_type.clone());
    let (encoding, body) = encoded(asked, page);
    if let Some(encoding) = encoding {
        sent.insert(header::CONTENT_ENCODING, encoding);
    }
    let body = match *method {
        Method::HEAD => BoxBody::new(Untold(body.len() as u64)),
        _ => BoxBody::new(body.clone()),
    };
    response.set_body(body)
}

/// The body of an answer to HEAD: its length is told, its bytes are not. The
/// header alone would not do, for the server writes it from the body's size.
struct Untold(u64);

impl MessageBody for Untold {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(None)
    }
}

/// Finishes an answer that is for one reader alone, in a coding that they take. What
/// fits into one packet anyway gains nothing.
pub fn for_one(
    request: &HttpRequest,
    mut response: HttpResponseBuilder,
    body: impl Into<Bytes>,
) -> HttpResponse {
    let body = body.into();
    response.insert_header((header::VARY, CODED));
    match coding(request.headers()) {
        Some(coding) if body.len() > PACKET => {
            response.insert_header((header::CONTENT_ENCODING, name(coding)));
            response.body(compress(coding, Effort::Quick, &body))
        }
        _ => response.body(body),
    }
}

fn encoded<'a>(asked: &HeaderMap, page: &'a CachedPage) -> (Option<HeaderValue>, &'a Bytes) {
    let coding = if page.compressible { coding(asked) } else { None };
    match coding.map(|coding| (coding, page.coded(coding))) {
        Some((coding, bytes)) if !bytes.is_empty() => (Some(name(coding)), bytes),
        _ => (None, &page.identity),
    }
}

/// The best coding that a browser takes.
fn coding(asked: &HeaderMap) -> Option<Coding> {
    let accepted = asked.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    if allows(accepted, "br") {
        Some(Coding::Brotli)
    } else if allows(accepted, "gzip") {
        Some(Coding::Gzip)
    } else {
        None
    }
}

fn name(coding: Coding) -> HeaderValue {
    HeaderValue::from_static(match coding {
        Coding::Brotli => "br",
        Coding::Gzip => "gzip",
    })
}

/// Whether an Accept-Encoding list names `coding` with a weight above zero.
fn allows(list: &str, coding: &str) -> bool {
    list.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts.any(|part| {
            part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|q| q <= 0.0)
        });
        named && !refused
    })
}

/// Whether who asks has it already, by its tag (If-None-Match, RFC 9110 §13.1.2).
pub fn has(asked: &HeaderMap, etag: &str) -> bool {
    let own = etag.trim_start_matches("W/");
    let tags = asked.get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    tags.flat_map(|tags| tags.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == own || tag == "*")
}

fn is_unchanged(asked: &HeaderMap, page: &CachedPage) -> bool {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if asked.contains_key(header::IF_NONE_MATCH) {
        return has(asked, &page.etag_text);
    }
    let Some(since) = text(header::IF_MODIFIED_SINCE) else { return false };
    match (httpdate::parse_http_date(since), page.modified) {
        (Ok(since), Some(modified)) => {
            let since = chrono::DateTime::<chrono::Utc>::from(since).timestamp();
            modified.and_utc().timestamp() <= since
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn an_encoding_is_used_only_where_it_is_accepted() {
        assert!(allows("gzip, deflate, br", "br"));
        assert!(allows("br;q=0.5", "br"));
        assert!(!allows("br;q=0", "br"));
        assert!(!allows("identity", "gzip"));
    }
}
