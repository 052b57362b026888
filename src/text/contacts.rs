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
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let begins = matches!(first, '0'..='9' | '+' | '(')
            && !plain.ends_with(|c: char| c.is_alphanumeric() || c == '/');
        let run = if begins { number_like(rest) } else { "" };
        match dialled(run) {
            Some(tel) => {
                push_plain(&mut found, &mut plain);
                found.push(Part { tel: Some(tel), ..Part::plain(run) });
                rest = &rest[run.len()..];
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

/// Vietnamese numbers: 0 and nine or ten digits, +84 instead of the 0, or
/// 1800 and 1900 services.
fn dialled(run: &str) -> Option<String> {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    if run.contains('+') {
        let national = digits.strip_prefix("84").filter(|_| run.find('+') <= Some(1))?;
        return (9..=10).contains(&national.len()).then(|| format!("+84{national}"));
    }
    if let Some(national) = digits.strip_prefix('0') {
        return (9..=10).contains(&national.len()).then(|| format!("+84{national}"));
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
