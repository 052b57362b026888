//! What an act of the desk answers when it is not done.

use super::rights::Denied;
use crate::content::check::Problem;
use crate::content::{Document, Revision};
use crate::db::DbError;

/// Somebody else saved since the form was opened: both versions, so that no
/// text is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The newest revision, and what it says.
    pub theirs: Revision,
    pub their_document: Document,
    /// What was to be saved.
    pub yours: Document,
}

#[derive(Debug, thiserror::Error)]
pub enum EditorialError {
    #[error("no such item or revision")]
    NotFound,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("the document has problems: {0:?}")]
    Invalid(Vec<Problem>),
    #[error("the item was changed meanwhile")]
    Conflict(Box<Conflict>),
    /// A return, a withdrawal or a forced publication without its reason.
    #[error("a reason is needed")]
    ReasonMissing,
    /// A time to publish that has passed, or an end before it.
    #[error("the time is not in the future")]
    TimePassed,
    /// The revision is not the one that was approved.
    #[error("the approval names another content")]
    ApprovalMismatch,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for EditorialError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}
