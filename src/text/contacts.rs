//! Telephone numbers and e-mail addresses in plain text, so that a phone can call
//! and write to them.

use std::ops::Range;

use serde::Serialize;

/// A stretch of a line; one of `tel` and `mail` is set where it is an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    pub text: String,
    /// As `tel:` addresses want it (RFC 3966): `+842400000000`.
    pub tel: Option<String>,
    pub mail: Option<String>,
}

impl Part {
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), tel: None, mail: None }
    }
}

/// The lines of `text`, each with its numbers and addresses told apart.
pub fn lines(text: &str) -> Vec<Vec<Part>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(parts).collect()
}

fn parts(line: &str) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut plain = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let before = found.last().and_then(|last| last.tel.as_deref());
        // "0987654321/0912345678" are two; after another stroke stands a part of something
        let is_part = plain.ends_with(|c: char| c.is_alphanumeric() || c == '/')
            && !(plain == "/" && before.is_some());
        let begins = matches!(first, '0'..='9' | '+' | '(') && !is_part;
        let run = if begins { number_like(rest) } else { "" };
        let number = longest_number(run).or_else(|| short_number(rest, &plain, before));
        match number {
            Some((written, tel)) => {
                push_plain(&mut found, &mut plain);
                found.push(Part { tel: Some(tel), ..Part::plain(written) });
                rest = &rest[written.len()..];
            }
            None => {
                let length = run.len().max(first.len_utf8());
                plain.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    push_plain(&mut found, &mut plain);
    found
}

/// What is no number, with its e-mail addresses told apart.
fn push_plain(found: &mut Vec<Part>, plain: &mut String) {
    let text = std::mem::take(plain);
    let mut done = 0;
    for (at, _) in text.match_indices('@') {
        let Some(range) = address_around(&text, at).filter(|range| range.start >= done) else {
            continue;
        };
        if range.start > done {
            found.push(Part::plain(&text[done..range.start]));
        }
        let address = &text[range.clone()];
        found.push(Part { mail: Some(address.to_owned()), ..Part::plain(address) });
        done = range.end;
    }
    if done < text.len() {
        found.push(Part::plain(&text[done..]));
    }
}

/// The e-mail address whose `@` stands at `at`, as people write them: letters, digits
/// and `.-_+`, and a host with a dot in it.
fn address_around(text: &str, at: usize) -> Option<Range<usize>> {
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let (before, after) = (&text[..at], &text[at + 1..]);
    let start = before
        .rfind(|c| !name(c))
        .map_or(0, |end| end + before[end..].chars().next().map_or(0, char::len_utf8));
    let host = &after[..after.find(|c| !name(c)).unwrap_or(after.len())];
    let host = host.trim_end_matches(['.', '-', '_', '+']);
    let whole = start < at && host.contains('.') && !host.starts_with('.');
    whole.then(|| start..at + 1 + host.len())
}

/// The longest beginning that looks like a number, ending with a digit.
fn number_like(text: &str) -> &str {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')');
    let run = &text[..text.find(|c| !allowed(c)).unwrap_or(text.len())];
    run.rfind(|c: char| c.is_ascii_digit()).map_or("", |last| &run[..=last])
}

/// The longest beginning of a run that is a number, with what to dial: several
/// numbers may stand one after the other with nothing but signs between them.
fn longest_number(run: &str) -> Option<(&str, String)> {
    let bytes = run.as_bytes();
    let ends_group = |end: &usize| {
        bytes[end - 1].is_ascii_digit() && !bytes.get(*end).is_some_and(u8::is_ascii_digit)
    };
    let ends = (1..=run.len()).rev().filter(ends_group);
    ends.into_iter().find_map(|end| Some((&run[..end], dialled(&run[..end])?)))
}

/// Numbers of three or four digits that everybody can call: children, emergencies, and
/// the city's own.
const SHORT: [&str; 6] = ["111", "112", "113", "114", "115", "1022"];
/// What is said before a number that is to be called.
const CALLED: [&str; 10] = [
    "gọi",
    "gọi ngay",
    "gọi đến",
    "tổng đài",
    "hotline",
    "đường dây nóng",
    "điện thoại",
    "đt",
    "liên hệ",
    "call",
];

fn is_short(number: &str) -> bool {
    SHORT.contains(&number)
}

/// What joins numbers of a list.
const LISTED: [&str; 5] = ["", "hoặc", "và", "or", "and"];
const LISTING: [char; 8] = [' ', ':', ',', ';', '.', '/', '-', '–'];

/// A short number where it is to be called: after a word that says so, in a list of
/// numbers (`last` is the one before it), or alone on its line or in its sentence.
fn short_number<'a>(rest: &'a str, before: &str, last: Option<&str>) -> Option<(&'a str, String)> {
    let digits = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '/' | '%');
    let after = &rest[digits.len()..];
    if !is_short(digits) || after.trim_start_matches(['.', ',']).starts_with(goes_on) {
        return None;
    }
    let before = before.to_lowercase();
    let begins = before.trim().is_empty() || before.trim_end().ends_with(['.', '?', '!']);
    let before = before.trim_end_matches(LISTING);
    let word = before.strip_suffix(" số").unwrap_or(before);
    let is_called = CALLED.iter().any(|called| {
        let ahead = word.strip_suffix(called);
        ahead.is_some_and(|ahead| !ahead.ends_with(char::is_alphanumeric))
    });
    let next = after.trim_start_matches(LISTING);
    let ends = next.is_empty() || (!after.starts_with(' ') && next.len() < after.len());
    let goes_on_in_list = LISTED.contains(&before.trim())
        && last.is_some_and(|last| is_short(last) || ends || joins(next));
    let begins_list = longest_number(number_like(next)).is_some();
    let is_alone = begins && (next.is_empty() || begins_list);
    (is_called || goes_on_in_list || is_alone).then(|| (digits, digits.to_owned()))
}

/// Whether a list goes on with a word: "hoặc 111".
fn joins(text: &str) -> bool {
    let word = &text[..text.find(' ').unwrap_or(text.len())];
    !word.is_empty() && LISTED.contains(&word)
}

/// Vietnamese numbers: 0 and nine digits (mobile), 0 and ten that begin with 2
/// (fixed, since 2017), +84 instead of the 0, or 1800 and 1900 services.
fn dialled(run: &str) -> Option<String> {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let national = match run.contains('+') {
        true => Some(digits.strip_prefix("84").filter(|_| run.find('+') <= Some(1))?),
        false => digits.strip_prefix('0'),
    };
    if let Some(national) = national {
        let lengths = match national.as_bytes().first() {
            Some(b'2') => 10..=10,
            Some(b'3' | b'5' | b'7'..=b'9') => 9..=9,
            _ => 9..=10,
        };
        return lengths.contains(&national.len()).then(|| format!("+84{national}"));
    }
    let service = digits.starts_with("1800") || digits.starts_with("1900");
    (service && matches!(digits.len(), 8 | 10)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        lines(text).into_iter().flatten().filter_map(|part| part.tel).collect()
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for text in ["(024) 3825 3536", "024.3825.3536", "0243 825 3536", "(+84 24) 3825 3536"] {
            assert_eq!(numbers(&format!("Gọi {text}, giờ hành chính")), ["+842438253536"]);
        }
        assert_eq!(numbers("0912 345 678 hoặc 1900 1234"), ["+84912345678", "19001234"]);
    }

    #[test]
    fn numbers_are_told_apart_where_only_signs_stand_between() {
        for text in [
            "(024) 3333 4444 - 0912 345 678",
            "024.3333.4444. 0912.345.678",
            "024 3333 4444 0912 345 678 (8 giờ)",
            "+84 24 3333 4444-0912345678",
        ] {
            assert_eq!(numbers(text), ["+842433334444", "+84912345678"], "{text}");
        }
        for between in [" - ", "/", " / "] {
            let text = format!("ĐT: 0912345678{between}0987654321");
            assert_eq!(numbers(&text), ["+84912345678", "+84987654321"], "{text}");
        }
    }

    #[test]
    fn short_numbers_are_found_where_they_are_to_be_called() {
        for (text, found) in [
            ("1022", &["1022"][..]),
            ("Tổng đài 1022, hotline: 111.", &["1022", "111"]),
            ("Gọi 113, 114 hoặc 115 khi cần", &["113", "114", "115"]),
            ("Gọi số 111", &["111"]),
            ("Liên hệ: 1022", &["1022"]),
            ("Hỏi ai? 111.", &["111"]),
            ("024 3825 3536, 1022, 111.", &["+842438253536", "1022", "111"]),
            ("0912 345 678 - 1022 hoặc 111", &["+84912345678", "1022", "111"]),
            ("1022 - 0912 345 678", &["1022", "+84912345678"]),
            ("0912 345 678, 113 hộ", &["+84912345678"]),
            ("Số hộ: 111. Số hộ còn lại là 112", &[]),
            ("115 hộ, Nghị định số 113, gọi 115/xã, 1022.000 đồng", &[]),
        ] {
            assert_eq!(numbers(text), found, "{text}");
        }
    }

    #[test]
    fn dates_years_and_sums_are_no_numbers() {
        for text in ["9/12/2026", "05.12.2026", "2022-2025", "1.234.567.890 đồng", "8h30 (0)"] {
            assert_eq!(numbers(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn addresses_are_found_and_what_only_looks_like_one_is_not() {
        let found = |text: &str| -> Vec<String> {
            lines(text).into_iter().flatten().filter_map(|part| part.mail).collect()
        };
        assert_eq!(found("Thư: lan-toa@example.gov.vn."), ["lan-toa@example.gov.vn"]);
        assert_eq!(found("a@b.vn, (c.d@e.vn); điện@thoại"), ["a@b.vn", "c.d@e.vn"]);
        assert_eq!(found("@lan @ lan@ lan@nha a@.b a@@b.vn"), [""; 0]);
        let line = &lines("Gọi 024 3825 3536 hoặc a@b.vn nhé")[0];
        let all: String = line.iter().map(|part| part.text.as_str()).collect();
        assert_eq!((line.len(), all.as_str()), (5, "Gọi 024 3825 3536 hoặc a@b.vn nhé"));
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        let text = "Bộ phận một cửa, (024) 0000 0000 (ông K.)";
        let all: String = lines(text).concat().into_iter().map(|part| part.text).collect();
        assert_eq!(all, text);
        assert_eq!(lines("một\n\n hai "), [parts("một"), parts("hai")]);
    }
}
