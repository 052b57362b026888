//! What is wrong with a theme, told so that it can be mended.

use std::fmt;

use serde::Serialize;

use super::known;
use crate::names::closed_list;

closed_list! {
    /// Which part of a theme a fault is in; the desk has advice for each.
    #[derive(PartialOrd, Ord)]
    Part { Manifest = "manifest", Templates = "templates", Words = "words", Files = "files" }
}

/// One thing wrong with one file of a theme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, thiserror::Error)]
pub struct Fault {
    pub part: Part,
    /// The file, or the folder where one is missing.
    pub file: String,
    /// Counted from 1; 0: the file as a whole.
    pub line: usize,
    /// Characters, counted from 1; 0: the line as a whole.
    pub column: usize,
    /// What was found and what is allowed, as the reader of the file found it.
    pub what: String,
}

impl Fault {
    /// Of a file as a whole.
    pub fn new(part: Part, file: impl fmt::Display, what: impl fmt::Display) -> Self {
        Self { part, file: file.to_string(), line: 0, column: 0, what: what.to_string() }
    }

    /// The file, with line and column where they are known.
    pub fn place(&self) -> String {
        let numbers = [self.line, self.column].into_iter().filter(|number| *number > 0);
        numbers.fold(self.file.clone(), |place, number| format!("{place}:{number}"))
    }

    /// What was found, in Vietnamese; what nobody foresaw as it was found.
    pub fn in_vietnamese(&self) -> String {
        known::in_vietnamese(&self.what)
    }

    /// At the byte `offset` of the file, which says `text`.
    #[must_use]
    pub fn at(mut self, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        self.line = before.matches('\n').count() + 1;
        self.column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_line_and_column_by_characters() {
        let text = "một\nhai chữ\nba";
        let fault = Fault::new(Part::Words, "vi/site.ftl", "?").at(text, text.len() - 1);
        assert_eq!(fault.to_string(), "vi/site.ftl:3:2: ?");
        let first = Fault::new(Part::Words, "vi/site.ftl", "?").at(text, 0);
        assert_eq!(first.to_string(), "vi/site.ftl:1:1: ?");
    }
}
