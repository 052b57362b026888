//! Reading a form's body before its handler does, and giving it back whole.

use actix_multipart::Multipart;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{HttpMessage, HttpRequest};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};

use super::failure::Failure;
use super::guard::FIELD;

/// Bytes of a form without files: the longest text there is, percent-encoded.
pub const FORM_LIMIT: usize = 8_000_000;

/// Bytes in which the token of a form with files must have come.
const HEAD_LIMIT: usize = 4096;

/// Bytes of one text field kept of a form with files, and of all its fields
/// and files read for that.
const FIELD_LIMIT: usize = 1_000_000;
const READ_LIMIT: usize = 30_000_000;

/// What somebody typed into a form that was not taken.
#[derive(Debug, Default)]
pub struct Typed {
    /// Names and values in order, without the form's token and passwords.
    pub fields: Vec<(String, String)>,
    /// A file was chosen; it must be chosen again.
    pub had_file: bool,
    /// Whether the form is known to be ours.
    pub can_be_sent: bool,
}

/// A form as it came, for the page that says why it was not taken.
struct Sent(Bytes);

/// What was typed into a form that was let in and then refused; nothing when it
/// was no form, or one with files.
pub fn refused(request: &HttpRequest) -> Typed {
    let sent = request.extensions();
    let fields = sent.get::<Sent>().map(|sent| keepable(fields(&sent.0)));
    Typed { fields: fields.unwrap_or_default(), ..Typed::default() }
}

/// The token in the form's body, which stays to be read.
pub async fn form_token(request: &mut ServiceRequest) -> Result<Option<String>, Failure> {
    match content_type(request) {
        ContentType::Form => {
            let body = collect(request.take_payload()).await?;
            let token = fields(&body).into_iter().find(|(name, _)| name == FIELD);
            request.extensions_mut().insert(Sent(body.clone()));
            request.set_payload(Payload::from(body));
            Ok(token.map(|(_, token)| token))
        }
        ContentType::Files { boundary } => {
            let mut payload = request.take_payload();
            let mut head = BytesMut::new();
            let mut token = None;
            while token.is_none() && head.len() < HEAD_LIMIT {
                let Some(chunk) = payload.next().await else { break };
                head.extend_from_slice(&chunk.map_err(broken)?);
                token = first_part(&head, &boundary);
            }
            let whole = stream::iter([Ok(head.freeze())]).chain(payload).boxed_local();
            request.set_payload(from_stream(whole));
            Ok(token)
        }
        ContentType::Other => Ok(None),
    }
}

/// Everything typed into the form. The body is used up.
pub async fn typed(request: &mut ServiceRequest) -> Result<Typed, Failure> {
    match content_type(request) {
        ContentType::Form => {
            let body = collect(request.take_payload()).await?;
            Ok(Typed { fields: keepable(fields(&body)), ..Typed::default() })
        }
        ContentType::Files { .. } => {
            let payload = request.take_payload();
            typed_beside_files(Multipart::new(request.headers(), payload)).await
        }
        ContentType::Other => Ok(Typed::default()),
    }
}

enum ContentType {
    Form,
    Files { boundary: String },
    Other,
}

fn content_type(request: &ServiceRequest) -> ContentType {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let value = value.unwrap_or_default();
    let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let boundary = value.split(';').find_map(|part| part.trim().strip_prefix("boundary="));
    match (kind.as_str(), boundary) {
        ("application/x-www-form-urlencoded", _) => ContentType::Form,
        ("multipart/form-data", Some(boundary)) => {
            ContentType::Files { boundary: boundary.trim_matches('"').to_owned() }
        }
        _ => ContentType::Other,
    }
}

async fn collect(mut payload: Payload) -> Result<Bytes, Failure> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(broken)?;
        if body.len() + chunk.len() > FORM_LIMIT {
            return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// What is no UTF-8 becomes marks of replacement: it is shown, never stored.
fn fields(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

fn keepable(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    fields.into_iter().filter(|(name, _)| name != FIELD && !name.contains("password")).collect()
}

/// The value of the first part when it is the token's and has come whole.
fn first_part(head: &[u8], boundary: &str) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let part = text.strip_prefix("--")?.strip_prefix(boundary)?.strip_prefix("\r\n")?;
    let (headers, rest) = part.split_once("\r\n\r\n")?;
    let (value, _) = rest.split_once("\r\n")?;
    headers.contains(&format!("name=\"{FIELD}\"")).then(|| value.to_owned())
}

fn from_stream(stream: impl Stream<Item = Result<Bytes, PayloadError>> + 'static) -> Payload {
    Payload::Stream { payload: Box::pin(stream) }
}

async fn typed_beside_files(mut parts: Multipart) -> Result<Typed, Failure> {
    let mut typed = Typed::default();
    let mut fields = Vec::new();
    let mut read = 0;
    while let Ok(Some(mut part)) = parts.try_next().await {
        let disposition = part.content_disposition().cloned();
        let is_file = disposition.as_ref().is_some_and(|one| one.get_filename().is_some());
        let name = part.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Ok(Some(chunk)) = part.try_next().await {
            read += chunk.len();
            if !is_file && value.len() < FIELD_LIMIT {
                value.extend_from_slice(&chunk);
            }
            if read > READ_LIMIT {
                typed.fields = keepable(fields);
                return Ok(typed);
            }
        }
        if is_file {
            typed.had_file = true;
        } else {
            fields.push((name, String::from_utf8_lossy(&value).into_owned()));
        }
    }
    typed.fields = keepable(fields);
    Ok(typed)
}

fn broken(error: PayloadError) -> Failure {
    Failure::bad_request("bad-request").because(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "--xyz\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nsecret\r\n--xyz";

    #[test]
    fn the_token_is_the_first_part_of_a_form_with_files() {
        assert_eq!(first_part(HEAD.as_bytes(), "xyz").as_deref(), Some("secret"));
    }

    #[test]
    fn half_a_token_another_field_or_another_boundary_is_none() {
        assert_eq!(first_part(&HEAD.as_bytes()[..66], "xyz"), None, "not all of it has come");
        assert_eq!(first_part(HEAD.replace("form_token", "title").as_bytes(), "xyz"), None);
        assert_eq!(first_part(HEAD.as_bytes(), "abc"), None);
    }

    #[test]
    fn a_form_in_another_encoding_still_has_its_fields() {
        let typed = fields(b"form_token=a&title=Gi%B6m+ngh%CCo");
        assert_eq!(typed[0], ("form_token".to_owned(), "a".to_owned()));
        assert_eq!(typed[1].1, "Gi\u{fffd}m ngh\u{fffd}o");
    }

    #[test]
    fn passwords_and_tokens_are_not_kept() {
        let typed = fields(b"form_token=a&new_password=b&title=Gi%E1%BA%A3m+ngh%C3%A8o");
        assert_eq!(keepable(typed), [("title".to_owned(), "Giảm nghèo".to_owned())]);
    }
}
