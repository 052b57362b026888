//! From a file's bytes to its text: UTF-8 or told what else; front matter and body.

use std::ops::Range;

use super::fault::{Position, What};
use super::node::Lines;
use crate::text::legacy;

/// What is done with text in TCVN3 or VNI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Legacy {
    /// It is a fault that offers to convert.
    #[default]
    Refuse,
    Convert,
}

/// The text in a file's bytes. A file put together of old and new parts is
/// converted where it is old.
pub fn decode(bytes: &[u8], legacy: Legacy) -> Result<String, (Position, What)> {
    let invalid = match legacy::from_bytes(bytes) {
        Ok(text) => return Ok(text),
        Err(invalid) => invalid,
    };
    let encoding = legacy::find_in_bytes(bytes);
    match (encoding, legacy) {
        (Some(encoding), Legacy::Convert) => legacy::mend_bytes(bytes, encoding)
            .map_err(|at| (position(bytes, at), What::MixedLetters { encoding })),
        _ => Err((position(bytes, invalid.position), What::NotUtf8 { encoding })),
    }
}

/// The place of a byte, the column counted in letters.
fn position(bytes: &[u8], at: usize) -> Position {
    let before = &bytes[..at.min(bytes.len())];
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    Position { line, column }
}

/// `text` in Unicode letters: converted where it is old, or a fault, when a line of
/// it is `Gi¶m nghÌo`.
pub fn unicode(text: String, legacy: Legacy) -> Result<String, What> {
    match legacy::find(&text) {
        None => Ok(text),
        Some(encoding) if legacy == Legacy::Convert => Ok(legacy::mend(&text, encoding)),
        Some(encoding) => Err(What::LegacyText { encoding }),
    }
}

/// The line that opens and closes front matter.
const FENCE: &str = "+++";

/// Front matter and body of a Markdown file, as ranges of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    pub front: Range<usize>,
    pub body: Range<usize>,
}

/// Finds front matter and body.
pub fn split(text: &str) -> Result<Parts, (Position, What)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or("");
    if first.trim_end() != FENCE {
        return Err((Position::line(1), What::FrontMatterMissing));
    }
    let start = first.len();
    let mut end = start;
    for line in lines {
        if line.trim_end() == FENCE {
            return Ok(Parts { front: start..end, body: end + line.len()..text.len() });
        }
        end += line.len();
    }
    Err((Position::line(1), What::FrontMatterOpen))
}

/// The place of the body's first line.
pub fn body_position(text: &str, parts: &Parts) -> Position {
    Lines::of(text).position(parts.body.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::legacy::Encoding;

    #[test]
    fn invalid_utf_8_is_told_with_line_and_column() {
        let error = decode("dòng\nhộ \u{0}".as_bytes(), Legacy::Refuse);
        assert!(error.is_ok());
        let (at, what) = decode(b"d\xC3\xB2ng\nh\xFFq", Legacy::Refuse).expect_err("no UTF-8");
        assert_eq!(at, Position { line: 2, column: 2 });
        assert_eq!(what, What::NotUtf8 { encoding: None });
    }

    #[test]
    fn old_bytes_are_named_and_converted_when_asked_to() {
        let bytes = b"title = \"Gi\xB6m ngh\xCCo, n\xAD\xEDc s\xB9ch\"";
        let (_, what) = decode(bytes, Legacy::Refuse).expect_err("an old encoding");
        assert_eq!(what, What::NotUtf8 { encoding: Some(Encoding::Tcvn3) });
        let text = decode(bytes, Legacy::Convert).expect("converted");
        assert_eq!(text, "title = \"Giảm nghèo, nước sạch\"");
    }

    #[test]
    fn of_a_mixed_file_only_the_old_lines_are_converted() {
        let mixed = [
            "title = \"Hỗ trợ hộ nghèo\"\n".as_bytes(),
            b"sapo = \"Gi\xB6m ngh\xCCo, n\xAD\xEDc s\xB9ch\"\n",
        ]
        .concat();
        let (at, what) = decode(&mixed, Legacy::Refuse).expect_err("an old encoding");
        assert_eq!(at.line, 2);
        assert_eq!(what, What::NotUtf8 { encoding: Some(Encoding::Tcvn3) });
        let text = decode(&mixed, Legacy::Convert).expect("converted");
        assert_eq!(text, "title = \"Hỗ trợ hộ nghèo\"\nsapo = \"Giảm nghèo, nước sạch\"\n");
    }

    #[test]
    fn pasted_old_text_is_found_and_proper_text_is_left_alone() {
        let pasted = "Giaûm ngheøo beàn vöõng".to_owned();
        assert_eq!(
            unicode(pasted.clone(), Legacy::Refuse),
            Err(What::LegacyText { encoding: Encoding::Vni })
        );
        assert_eq!(unicode(pasted, Legacy::Convert).as_deref(), Ok("Giảm nghèo bền vững"));
        let proper = "Giảm nghèo, hòa nhập, à ô é".to_owned();
        assert_eq!(unicode(proper.clone(), Legacy::Refuse), Ok(proper));
    }

    #[test]
    fn front_matter_ends_at_the_first_fence() {
        let text = "+++\na = 1\n+++\nbody\n+++\n";
        let parts = split(text).expect("splits");
        assert_eq!((&text[parts.front], &text[parts.body]), ("a = 1\n", "body\n+++\n"));
        assert_eq!(split("+++\na = 1\n").map_err(|(_, what)| what), Err(What::FrontMatterOpen));
        assert_eq!(split("# T").map_err(|(_, what)| what), Err(What::FrontMatterMissing));
    }
}
