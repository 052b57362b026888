//! What is wrong with a theme, told so that it can be mended.

use std::fmt;

use serde::Serialize;

use crate::names::closed_list;

closed_list! {
    /// Which part of a theme a fault is in; the desk has advice for each.
    #[derive(PartialOrd, Ord)]
    Part { Manifest = "manifest", Templates = "templates", Words = "words", Files = "files" }
}

/// Faults that are often made, as the reader of a file tells them, and in Vietnamese.
const OFTEN: [(&str, &str); 22] = [
    (
        "there is no theme `{}`; allowed: {}; did you mean `{}`?",
        "không có giao diện `{}`; có: {}; có phải là `{}`?",
    ),
    ("there is no theme `{}`; allowed: {}", "không có giao diện `{}`; có: {}"),
    (
        "`extends` names no theme: `{}`; allowed: {}; did you mean `{}`?",
        "`extends` dựa trên giao diện không có: `{}`; có: {}; có phải là `{}`?",
    ),
    (
        "`extends` names no theme: `{}`; allowed: {}",
        "`extends` dựa trên giao diện không có: `{}`; có: {}",
    ),
    ("`extends` leads back to `{}`", "`extends` dẫn vòng trở lại `{}`"),
    (
        "there is no key `{}`; allowed: {}; did you mean `{}`?",
        "không có mục `{}`; được phép: {}; có phải là `{}`?",
    ),
    ("there is no key `{}`; allowed: {}", "không có mục `{}`; được phép: {}"),
    ("`{}` is missing: a text that is not empty", "thiếu `{}`: phải là một lời, không để trống"),
    (
        "`{}` is {}; allowed: a text that is not empty",
        "`{}` là {}; được phép: một lời, không để trống",
    ),
    ("No such file or directory (os error 2)", "không có tệp hay thư mục này"),
    ("Permission denied (os error 13)", "chương trình không có quyền đọc"),
    ("it is empty: {}", "tệp trống: muốn dùng lại mẫu của giao diện thì xóa tệp này"),
    ("a style sheet may not hold `</`", "tệp kiểu không được chứa `</`"),
    ("it extends `{}`, which there is not", "mẫu dựa trên `{}`, nhưng không có mẫu ấy"),
    ("Found {} but expected {}.", "gặp {} ở chỗ phải là {}"),
    ("Block `{}` is not defined in any parent template", "không mẫu gốc nào có khối `{}`"),
    ("Variable `{}` is not defined{}", "không có biến `{}`"),
    ("Field `{}` is not defined{}", "không có trường `{}`"),
    ("Tried to render a variable that is undefined", "in ra một biến không có giá trị"),
    ("Template '{}' not found", "không có mẫu `{}`"),
    ("Component '{}' not found", "không có thành phần `{}`"),
    ("stream did not contain valid UTF-8", "tệp không phải văn bản UTF-8"),
];

/// What stands in `text` where `pattern` has `{}`, if it is such a text.
fn holes<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut holes = Vec::new();
    for part in parts {
        let end = if part.is_empty() { rest.len() } else { rest.find(part)? };
        holes.push(&rest[..end]);
        rest = &rest[end + part.len()..];
    }
    rest.is_empty().then_some(holes)
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

    /// What was found, in Vietnamese, where it is one of the faults that are often
    /// made; else as it was found.
    pub fn in_vietnamese(&self) -> String {
        let (opening, told) = OFTEN
            .into_iter()
            .find_map(|(pattern, told)| Some((holes(pattern, &self.what)?, told)))
            .unwrap_or((Vec::new(), &self.what));
        opening.iter().fold(told.to_owned(), |told, hole| told.replacen("{}", hole, 1))
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
    fn what_is_often_wrong_is_told_in_vietnamese() {
        for (what, told) in [
            ("Found `{` but expected `}}`.", "gặp `{` ở chỗ phải là `}}`"),
            ("Variable `tin` is not defined. Available: head", "không có biến `tin`"),
            (
                "Block `mian` is not defined in any parent template",
                "không mẫu gốc nào có khối `mian`",
            ),
            ("a style sheet may not hold `</`", "tệp kiểu không được chứa `</`"),
            (
                "there is no theme `cty`; allowed: city, desk; did you mean `city`?",
                "không có giao diện `cty`; có: city, desk; có phải là `city`?",
            ),
            ("there is no theme `x`; allowed: city", "không có giao diện `x`; có: city"),
            ("something nobody thought of", "something nobody thought of"),
        ] {
            assert_eq!(Fault::new(Part::Templates, "home.html", what).in_vietnamese(), told);
        }
    }

    #[test]
    fn a_fault_names_line_and_column_by_characters() {
        let text = "một\nhai chữ\nba";
        let fault = Fault::new(Part::Words, "vi/site.ftl", "?").at(text, text.len() - 1);
        assert_eq!(fault.to_string(), "vi/site.ftl:3:2: ?");
        let first = Fault::new(Part::Words, "vi/site.ftl", "?").at(text, 0);
        assert_eq!(first.to_string(), "vi/site.ftl:1:1: ?");
    }
}
