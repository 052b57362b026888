//! Texts that are old only in parts: each line is judged by itself, and a line
//! that holds letters of Unicode is never converted.

use super::{Encoding, as_latin1, confidence, convert, detect};

/// Above this share of mended words a line beside others in the encoding is in it, too.
const LIKELY: f32 = 0.5;

/// The old encoding of `text`, or of any line of it.
pub fn find(text: &str) -> Option<Encoding> {
    if text.is_ascii() {
        return None;
    }
    let telling = |line: &&str| !line.is_ascii() && !holds_unicode(line);
    lines(text).filter(telling).find_map(detect).or_else(|| {
        // Lines of a word or two tell enough together.
        let all: String = lines(text).filter(telling).collect();
        detect(&all)
    })
}

/// `text` with its lines in `encoding` converted and all others as they were.
/// A short line (a title of two words) tells too little alone; beside others in
/// the encoding it is enough that conversion mends it and breaks nothing.
pub fn mend(text: &str, encoding: Encoding) -> String {
    lines(text)
        .map(|line| if is_old(line, encoding) { convert(line, encoding) } else { line.to_owned() })
        .collect()
}

/// The old encoding of those bytes that are no UTF-8; a single one is an accident.
pub fn find_in_bytes(bytes: &[u8]) -> Option<Encoding> {
    let old = parts(bytes).filter(|part| std::str::from_utf8(part).is_err());
    let old: String = old.map(as_latin1).collect();
    if old.chars().filter(|letter| !letter.is_ascii()).count() < 2 {
        return None;
    }
    // Twice: that it is old is certain, and a word or two must do.
    detect(&[old.as_str(), old.as_str()].join(" "))
}

/// Bytes that are UTF-8 in some parts and `encoding` in others, as text. `Err` is the
/// place of a part that is both: which of its letters is what nobody can tell.
pub fn mend_bytes(bytes: &[u8], encoding: Encoding) -> Result<String, usize> {
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for part in parts(bytes) {
        match std::str::from_utf8(part) {
            Ok(proper) => text.push_str(proper),
            Err(_) if part.utf8_chunks().any(|chunk| holds_unicode(chunk.valid())) => {
                return Err(at);
            }
            Err(_) => text.push_str(&convert(&as_latin1(part), encoding)),
        }
        at += part.len();
    }
    Ok(text)
}

/// Twice, for less than two telling words are never sure.
fn is_old(line: &str, encoding: Encoding) -> bool {
    !line.is_ascii()
        && !holds_unicode(line)
        && confidence(&[line, line].join(" "), encoding) > LIKELY
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
}

/// Lines, and the texts between quotation marks in them: one record may have a
/// title in Unicode and a body from an old file.
fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'"'))
}

/// Whether there are letters of Vietnamese that no old encoding shows as such.
fn holds_unicode(text: &str) -> bool {
    text.chars().any(|letter| {
        matches!(letter,
            'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
            | '\u{300}'..='\u{323}' | '\u{1EA0}'..='\u{1EF9}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "Gi¶m nghÌo bÒn v÷ng, hç trî hé cËn nghÌo";

    #[test]
    fn old_lines_are_found_beside_proper_ones_and_mended_alone() {
        let text = format!("Đoạn đúng: hộ nghèo\n{OLD}\nGi¶m nghÌo\n");
        assert_eq!(find(&text), Some(Encoding::Tcvn3));
        assert_eq!(
            mend(&text, Encoding::Tcvn3),
            "Đoạn đúng: hộ nghèo\nGiảm nghèo bền vững, hỗ trợ hộ cận nghèo\nGiảm nghèo\n"
        );
    }

    #[test]
    fn a_line_that_is_both_is_left_as_it_is() {
        let line = format!("Đúng: hộ nghèo {OLD}");
        assert_eq!(find(&line), None);
        assert_eq!(mend(&line, Encoding::Tcvn3), line);
    }

    #[test]
    fn of_one_record_only_the_old_fields_are_converted() {
        let record = [
            r#"{"title": "Tít đúng hộ nghèo", "body": ""#.as_bytes(),
            b"Gi\xB6m ngh\xCCo b\xD2n v\xF7ng\"}\n",
        ]
        .concat();
        assert_eq!(find_in_bytes(&record), Some(Encoding::Tcvn3));
        assert_eq!(
            mend_bytes(&record, Encoding::Tcvn3).as_deref(),
            Ok("{\"title\": \"Tít đúng hộ nghèo\", \"body\": \"Giảm nghèo bền vững\"}\n")
        );
    }

    #[test]
    fn bytes_of_both_sorts_in_one_part_are_told_by_their_place() {
        let both = ["dòng\nĐúng: hộ nghèo ".as_bytes(), b"Gi\xB6m ngh\xCCo"].concat();
        assert_eq!(mend_bytes(&both, Encoding::Tcvn3), Err("dòng\n".len()));
    }

    #[test]
    fn one_short_line_that_is_no_utf_8_is_enough() {
        assert_eq!(find_in_bytes(b"Gi\xB6m h\xE9."), Some(Encoding::Tcvn3));
        assert_eq!(find_in_bytes(b"T3 \xFF"), None, "one byte is an accident");
    }
}
