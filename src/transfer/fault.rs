//! What is wrong with what is imported, and where it stands.
//!
//! A fault holds data; [`Fault::message`] says it in Vietnamese or English.

mod problems;
mod words;

use std::io::ErrorKind;

use crate::content::check::Problem;
use crate::media::intake::IntakeError;
use crate::names::{Language, UnknownName};
use crate::search::synonyms::SynonymError;
use crate::text::legacy::Encoding;

pub use words::unreadable;

/// A place in a file: line and column from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    /// The beginning of a line.
    pub fn line(line: usize) -> Self {
        Self { line, column: 1 }
    }
}

/// One thing wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path within the folder, or the file's name.
    pub file: String,
    pub at: Option<Position>,
    pub what: What,
}

impl Fault {
    pub fn new(file: impl Into<String>, at: Option<Position>, what: What) -> Self {
        Self { file: file.into(), at, what }
    }

    /// `items/tin-bai/a.md:3:9: …`, for people.
    pub fn message(&self, language: Language) -> String {
        let place = match self.at {
            Some(Position { line, column }) => format!("{}:{line}:{column}", self.file),
            None => self.file.clone(),
        };
        format!("{place}: {}", self.what.message(language))
    }
}

/// The English message; [`Fault::message`] knows the other language.
impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Noun {
    /// Of a taxonomy: the front matter's key (`topics`) tells which.
    Term(&'static str),
    Place,
    Organisation,
    Picture,
    Recording,
    Item,
    /// An item's address, present or former.
    Address,
    Id,
    Page,
    /// Words that mean the same to who searches.
    Synonym,
}

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Text,
    Texts,
    Flag,
    Count,
    Number,
    Date,
    DateTime,
    Table,
    Tables,
    Uuid,
    Slug,
    /// An office's, see [`crate::organisations::MAX_CONTACT`].
    Contact,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The operating system's answer: its kind, and its own words.
    Unreadable {
        kind: ErrorKind,
        reason: String,
    },
    /// A file that was there when it was checked, and is no longer.
    ChangedMeanwhile,
    /// A folder in which there is nothing to import.
    Empty,
    /// Bytes that are no UTF-8; `encoding`: what they seem to be.
    NotUtf8 {
        encoding: Option<Encoding>,
    },
    /// Letters of Unicode and of an old encoding in one line.
    MixedLetters {
        encoding: Encoding,
    },
    /// Proper UTF-8 that says `Gi¶m nghÌo`.
    LegacyText {
        encoding: Encoding,
    },
    /// Nothing in the format is called so.
    UnknownFile {
        nearest: Option<String>,
    },
    FrontMatterMissing,
    FrontMatterOpen,
    /// TOML, CSV or JSON that does not parse; the parser's own words.
    Syntax {
        message: String,
    },
    UnknownKey {
        key: String,
        allowed: Vec<&'static str>,
        nearest: Option<String>,
    },
    MissingKey {
        key: String,
    },
    WrongType {
        key: String,
        expected: Expected,
    },
    NotInList {
        key: String,
        value: String,
        allowed: &'static [&'static str],
        nearest: Option<String>,
    },
    Unknown {
        noun: Noun,
        value: String,
        nearest: Option<String>,
    },
    /// Two files claim the same; `other` is the one that was first.
    Duplicate {
        noun: Noun,
        value: String,
        other: String,
    },
    /// Something else of the site stands at this address.
    Taken {
        value: String,
    },
    /// The folder says another kind or language than the file.
    WrongFolder {
        expected: String,
    },
    /// A `.working.md` whose status is not in work, or one beside a draft.
    WorkingStatus {
        status: &'static str,
    },
    /// An address that another item of the database has.
    AddressTaken {
        slug: String,
        free: String,
    },
    /// The id is that of an item of another kind or language, or of another picture.
    IdTaken {
        id: String,
    },
    /// People changed the item at the desk since it was imported.
    ChangedAtDesk,
    /// A picture that is refused, and why in each language.
    Picture {
        vi: String,
        en: String,
    },
    /// Texts of a picture that is not there.
    PictureMissing,
    /// A parent that stands below its own child.
    Circle {
        slug: String,
    },
    /// An entry of synonyms that cannot be one.
    Synonym(SynonymError),
    /// What the desk would not save or send out either.
    Problem(Problem),
}

impl What {
    pub(super) fn unreadable(error: &std::io::Error) -> Self {
        Self::Unreadable { kind: error.kind(), reason: error.to_string() }
    }

    pub(super) fn not_in_list(key: &str, unknown: &UnknownName) -> Self {
        Self::NotInList {
            key: key.to_owned(),
            value: unknown.given.clone(),
            allowed: unknown.expected,
            nearest: unknown.nearest().map(str::to_owned),
        }
    }

    pub(super) fn picture(error: &IntakeError) -> Self {
        Self::Picture { vi: words::refused(error), en: error.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_file_line_and_column_in_both_languages() {
        let nearest = Some("chinh-sach-giam-ngheo".to_owned());
        let what = What::Unknown { noun: Noun::Term("topics"), value: "giam-nghe".into(), nearest };
        let fault = Fault::new("items/tin-bai/a.md", Some(Position { line: 9, column: 11 }), what);
        assert_eq!(
            fault.to_string(),
            "items/tin-bai/a.md:9:11: there is no term \"giam-nghe\" in topics; \
             did you mean \"chinh-sach-giam-ngheo\"?"
        );
        assert!(fault.message(Language::Vi).starts_with("items/tin-bai/a.md:9:11: không có mục"));
    }
}
