//! What went wrong, in the language that a command was asked to speak. In English
//! it is what the errors themselves say.

use std::error::Error;
use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::app::StartError;
use crate::db::DbError;
use crate::indexing::IndexingError;
use crate::media::store::{LocationError, StoreError};
use crate::names::{Language, say};
use crate::search::{RebuildReason, SearchError};
use crate::theme::Fault;
use crate::transfer::fault::unreadable;

/// A setting that a command cannot work with.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Misconfigured(pub String);

/// Why an application does not start, and whether a setting is the reason.
pub fn not_started(error: &StartError, language: Language) -> Box<dyn Error> {
    let told = start(error, language);
    match error {
        StartError::Media(_) | StartError::Theme(_) | StartError::SearchKey => {
            Box::new(Misconfigured(told))
        }
        StartError::Db(_) | StartError::Store(_) | StartError::Metrics(_) => told.into(),
    }
}

/// `vi` where Vietnamese was asked for, else what the error says.
fn either(error: &impl Display, language: Language, vi: impl FnOnce() -> Option<String>) -> String {
    match language {
        Language::Vi => vi().unwrap_or_else(|| error.to_string()),
        Language::En => error.to_string(),
    }
}

/// A file or folder that could not be read or written.
pub fn file(path: &Path, error: &io::Error, language: Language) -> String {
    let why = either(error, language, || unreadable(error.kind()).map(str::to_owned));
    format!("{}: {why}", path.display())
}

/// A database that did not do what it was asked.
pub fn database(error: &DbError, language: Language) -> String {
    either(error, language, || {
        Some(match error {
            DbError::Unavailable(why) => {
                format!("không kết nối được cơ sở dữ liệu, hãy thử lại sau ({why})")
            }
            DbError::NotWritable(why) => format!(
                "không ghi được vào thư mục của cơ sở dữ liệu: đầy hoặc chỉ cho đọc ({why})"
            ),
            DbError::Migration(why) => {
                format!("không cập nhật được cấu trúc cơ sở dữ liệu ({why})")
            }
            DbError::Damaged(why) => {
                format!("tệp cơ sở dữ liệu bị hỏng, hãy khôi phục từ bản sao lưu ({why})")
            }
            DbError::Missing(path) => format!(
                "không có cơ sở dữ liệu ở {}: LANTOA_DATA_DIR hay LANTOA_DATABASE_URL có đúng không?",
                path.display()
            ),
            DbError::Query(_) | DbError::Panicked => return None,
        })
    })
}

/// A store of pictures that cannot be used.
pub fn store(error: &StoreError, language: Language) -> String {
    either(error, language, || {
        Some(match error {
            StoreError::NotFound { key } => format!("kho ảnh không có {key}"),
            StoreError::Full { path } => format!("{}: hết chỗ trống", path.display()),
            StoreError::ReadOnly { path } => format!("{}: không được phép ghi", path.display()),
            StoreError::Io { path, source } => file(path, source, language),
        })
    })
}

/// An address of a store that says nothing that is understood.
pub fn location(error: &LocationError, language: Language) -> String {
    either(error, language, || {
        Some(match error {
            LocationError::Scheme { scheme } => format!(
                "LANTOA_MEDIA_URL: chưa dùng được {scheme}://; dùng được: /một/thư-mục, file:///một/thư-mục"
            ),
            LocationError::NotAbsolute => "LANTOA_MEDIA_URL: địa chỉ file:// có ba dấu gạch chéo \
                 rồi đến thư mục: file:///một/thư-mục"
                .to_owned(),
        })
    })
}

/// An index that could not be made.
pub fn indexing(error: &IndexingError, language: Language) -> String {
    either(error, language, || match error {
        IndexingError::Db(error) => Some(database(error, language)),
        IndexingError::Search(error) => Some(match error {
            SearchError::Unavailable { why } => {
                format!("không kết nối được máy chủ tìm kiếm ({why})")
            }
            SearchError::Busy => "một tiến trình khác đang ghi vào chỉ mục; hãy dừng nó, hoặc để \
                 nó tự lập lại chỉ mục"
                .to_owned(),
            SearchError::Rebuilding => "chỉ mục đang được lập lại".to_owned(),
            SearchError::NeedsRebuild(reason) => index(reason, language),
            SearchError::Source(_) => "không đọc được nội dung từ cơ sở dữ liệu".to_owned(),
            SearchError::Index { why } => format!("không lập được chỉ mục ({why})"),
            SearchError::Refused { why } => format!("máy chủ tìm kiếm từ chối ({why})"),
        }),
    })
}

/// Why an index is to be made anew. What an engine says of it is for the log.
pub fn index(reason: &RebuildReason, language: Language) -> String {
    match reason {
        RebuildReason::Missing => {
            say!(language, "chưa có chỉ mục tìm kiếm", "there is no search index yet")
        }
        RebuildReason::OtherVersion { .. } => say!(
            language,
            "chỉ mục tìm kiếm là của phiên bản khác",
            "the search index is of another version"
        ),
        RebuildReason::Corrupt { .. } => {
            say!(language, "chỉ mục tìm kiếm bị hỏng", "the search index is damaged")
        }
    }
}

/// A theme that cannot be used as it is.
pub fn theme(fault: &Fault, language: Language) -> String {
    either(fault, language, || Some(format!("{}: {}", fault.place(), fault.in_vietnamese())))
}

/// An application that does not start.
pub fn start(error: &StartError, language: Language) -> String {
    either(error, language, || match error {
        StartError::Db(error) => Some(database(error, language)),
        StartError::Media(error) => Some(location(error, language)),
        StartError::Store(error) => Some(store(error, language)),
        StartError::Theme(fault) => Some(format!(
            "giao diện không dùng được: {}. LANTOA_THEMES_DIR và LANTOA_THEME cho biết tìm giao diện nào, ở đâu.",
            theme(fault, language)
        )),
        StartError::SearchKey => Some("LANTOA_SEARCH_KEY có ký tự không gửi đi được".to_owned()),
        StartError::Metrics(_) => None,
    })
}
