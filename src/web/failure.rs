//! Every error below becomes a status and a page here, and nowhere else.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};

use crate::content::check::Problem;
use crate::db::DbError;
use crate::editorial::{Denied, EditorialError};
use crate::theme::Fault;

/// What a reader is told. `key` names the message in the locales
/// (`failure-KEY-title`, `failure-KEY-text`); details are for the log.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{key}: {detail}")]
pub struct Failure {
    pub status: StatusCode,
    pub key: &'static str,
    /// What the message names.
    pub args: Vec<(&'static str, String)>,
    /// The problems of single fields, where there are any.
    pub problems: Vec<Problem>,
    /// For the log; never shown, never personal.
    pub detail: Cow<'static, str>,
}

impl Failure {
    pub fn new(status: StatusCode, key: &'static str) -> Self {
        Self { status, key, args: Vec::new(), problems: Vec::new(), detail: Cow::Borrowed("") }
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found")
    }

    /// It was here and was taken away; the page says so.
    pub fn gone() -> Self {
        Self::new(StatusCode::GONE, "gone")
    }

    pub fn bad_request(key: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, key)
    }

    pub fn forbidden(key: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, key)
    }

    /// A part the answer needs is away for now.
    pub fn unavailable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable").because(detail)
    }

    pub fn internal(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal").because(detail)
    }

    #[must_use]
    pub fn because(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = detail.into();
        self
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match &error {
            DbError::Unavailable(_) => Self::unavailable(error.to_string()),
            DbError::NotWritable(_) => Self::new(StatusCode::INSUFFICIENT_STORAGE, "not-writable")
                .because(error.to_string()),
            _ => Self::internal(error.to_string()),
        }
    }
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        DbError::from(error).into()
    }
}

/// A view that is no struct is a bug of ours.
impl From<tera::Error> for Failure {
    fn from(error: tera::Error) -> Self {
        Self::internal(error.to_string())
    }
}

/// A template that nothing could take the place of.
impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::internal(fault.to_string())
    }
}

impl From<EditorialError> for Failure {
    fn from(error: EditorialError) -> Self {
        match error {
            EditorialError::NotFound => Self::not_found(),
            EditorialError::Denied(Denied::Role { .. }) => Self::forbidden("denied-role"),
            EditorialError::Denied(Denied::NotYours) => Self::forbidden("denied-not-yours"),
            EditorialError::Denied(Denied::FourEyes) => Self::forbidden("denied-four-eyes"),
            EditorialError::Denied(Denied::State { .. }) => {
                Self::new(StatusCode::CONFLICT, "denied-state")
            }
            EditorialError::Invalid(problems) => {
                Self { problems, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid") }
            }
            EditorialError::Conflict(_) => Self::new(StatusCode::CONFLICT, "conflict"),
            EditorialError::ReasonMissing => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "reason-missing")
            }
            EditorialError::TimePassed => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "time-passed")
            }
            EditorialError::ApprovalMismatch => {
                Self::new(StatusCode::CONFLICT, "approval-mismatch")
            }
            EditorialError::Db(error) => error.into(),
        }
    }
}

/// The bare answer; [`super::observe`] puts the page around it, in the
/// reader's language, for it alone knows what was asked.
impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
        }
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response.extensions_mut().insert(self.clone());
        response
    }
}
