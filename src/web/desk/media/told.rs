//! Why a file was not taken in, in the reader's language.

use actix_web::http::StatusCode;

use crate::media::intake::IntakeError;
use crate::media::recording::RecordingError;
use crate::media::rendition::RenditionError;
use crate::media::size;
use crate::media::store::StoreError;
use crate::media::upload::{Format, UploadError};
use crate::text::display;
use crate::web::desk::asking::Asking;

/// The status and the words of a refusal. What is for the log alone is told by
/// the error itself.
pub fn told(asking: &Asking, error: &IntakeError) -> (StatusCode, String) {
    match error {
        IntakeError::Upload(error) => upload(asking, error),
        IntakeError::Rendition(RenditionError::Refused(error)) => upload(asking, error),
        IntakeError::Rendition(RenditionError::Undecodable { format, .. }) => {
            (UNPROCESSABLE, say(asking, "upload-damaged", vec![format_name(*format)]))
        }
        IntakeError::Rendition(_) | IntakeError::Key(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, say(asking, "rendition-failed", vec![]))
        }
        IntakeError::Recording(error) => recording(asking, *error),
        IntakeError::Store(error) => store(asking, error),
    }
}

fn recording(asking: &Asking, error: RecordingError) -> (StatusCode, String) {
    let (key, coding) = match error {
        RecordingError::RareCoding { coding } => ("recording-rare-coding", coding),
        RecordingError::Truncated { coding } => ("recording-truncated", coding),
        RecordingError::Damaged { coding } => ("recording-damaged", coding),
    };
    (UNPROCESSABLE, say(asking, key, vec![("format", coding.name().to_owned())]))
}

const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

type Arg = (&'static str, String);

fn say(asking: &Asking, key: &str, args: Vec<Arg>) -> String {
    asking.say(key, &args)
}

fn format_name(format: Format) -> Arg {
    ("format", format.name().to_owned())
}

fn upload(asking: &Asking, error: &UploadError) -> (StatusCode, String) {
    let language = asking.language();
    let side = |px: u32| display::number(px.into());
    let sides = |width, height| vec![("width", side(width)), ("height", side(height))];
    let (key, args) = match *error {
        UploadError::Empty => ("upload-empty", vec![]),
        UploadError::TooManyBytes { bytes, limit } => {
            let text = too_large(asking, Some(bytes), limit);
            return (StatusCode::PAYLOAD_TOO_LARGE, text);
        }
        UploadError::NotAllowed { recognised } => {
            let what = asking.say(&format!("upload-recognised-{}", recognised.key()), &[]);
            let text = say(asking, "upload-not-allowed", vec![("recognised", what)]);
            return (StatusCode::UNSUPPORTED_MEDIA_TYPE, text);
        }
        UploadError::RareCoding { format } => ("upload-rare-coding", vec![format_name(format)]),
        UploadError::SideTooLong { width, height, limit } => {
            let mut args = sides(width, height);
            args.push(("limit", side(limit)));
            ("upload-side-too-long", args)
        }
        UploadError::TooManyPixels { width, height, limit } => {
            let mut args = sides(width, height);
            args.push(("limit", (limit / 1_000_000).to_string()));
            ("upload-too-many-pixels", args)
        }
        UploadError::TooMuchMemory { needed, limit } => {
            let args = vec![("needed", size(needed, language)), ("limit", size(limit, language))];
            ("upload-too-much-memory", args)
        }
        UploadError::Truncated { format } => ("upload-truncated", vec![format_name(format)]),
        UploadError::Damaged { format } => ("upload-damaged", vec![format_name(format)]),
    };
    (UNPROCESSABLE, say(asking, key, args))
}

/// The words for a file beyond the limit; its size where that is known.
pub fn too_large(asking: &Asking, bytes: Option<u64>, limit: u64) -> String {
    let language = asking.language();
    let limit = ("limit", size(limit, language));
    match bytes {
        Some(bytes) => {
            say(asking, "upload-too-many-bytes", vec![("size", size(bytes, language)), limit])
        }
        None => say(asking, "upload-beyond-limit", vec![limit]),
    }
}

fn store(asking: &Asking, error: &StoreError) -> (StatusCode, String) {
    let (status, key) = match error {
        StoreError::NotFound { .. } => (StatusCode::NOT_FOUND, "media-not-found"),
        StoreError::Full { .. } => (StatusCode::INSUFFICIENT_STORAGE, "media-full"),
        StoreError::ReadOnly { .. } => (StatusCode::INSUFFICIENT_STORAGE, "media-read-only"),
        StoreError::Io { .. } => (StatusCode::SERVICE_UNAVAILABLE, "media-io"),
    };
    (status, say(asking, key, vec![]))
}
