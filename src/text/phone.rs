//! Telephone numbers in plain text, so that a phone can call them.

use serde::Serialize;

/// A stretch of a line; `tel` is set where it is a number to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    pub text: String,
    /// As `tel:` addresses want it (RFC 3966): `+842400000000`.
    pub tel: Option<String>,
}

/// The lines of `text`, each with its numbers told apart.
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
                found.push(Part { text: run.to_owned(), tel: Some(tel) });
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

fn push_plain(found: &mut Vec<Part>, plain: &mut String) {
    if !plain.is_empty() {
        found.push(Part { text: std::mem::take(plain), tel: None });
    }
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
    fn nothing_of_a_text_is_lost() {
        let text = "Bộ phận một cửa, (024) 0000 0000 (ông K.)";
        let all: String = lines(text).concat().into_iter().map(|part| part.text).collect();
        assert_eq!(all, text);
        assert_eq!(lines("một\n\n hai "), [parts("một"), parts("hai")]);
    }
}
