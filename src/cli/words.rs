//! What went wrong, in the language that a command was asked to speak.

use std::io;
use std::path::Path;

use crate::db::DbError;
use crate::names::Language;
use crate::transfer::fault::unreadable;

/// A file or folder that could not be read or written.
pub fn file(path: &Path, error: &io::Error, language: Language) -> String {
    let said = error.to_string();
    let why = match language {
        Language::Vi => unreadable(error.kind()).unwrap_or(&said),
        Language::En => &said,
    };
    format!("{}: {why}", path.display())
}

/// A database that did not do what it was asked.
pub fn database(error: &DbError, language: Language) -> String {
    match (error, language) {
        (DbError::Unavailable(why), Language::Vi) => {
            format!("không kết nối được cơ sở dữ liệu, hãy thử lại sau ({why})")
        }
        (DbError::NotWritable(why), Language::Vi) => {
            format!("không ghi được vào thư mục của cơ sở dữ liệu: đầy hoặc chỉ cho đọc ({why})")
        }
        (error, _) => error.to_string(),
    }
}
