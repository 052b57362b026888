//! Numbers and what they measure.

use super::{last_word, leading, number, words};

/// What stands between thousands; a comma otherwise begins decimals.
const BETWEEN_THOUSANDS: [char; 5] = ['.', ' ', '\u{a0}', '\u{202f}', ','];
/// Nobody pays a part of one.
const MONEY: [&str; 5] = ["đồng", "đ", "₫", "VNĐ", "VND"];

/// A number as it is written here, `1.234.567,89`, and its unit.
pub(super) fn amount(text: &str, said: &mut String) -> usize {
    let (whole, mut taken) = grouped(text);
    let is_code = whole.len() > 2 && whole.starts_with('0');
    let is_ordinal = last_word(said) == "thứ";
    match whole.parse() {
        Ok(value) if is_ordinal => said.push_str(&number::ordinal(value)),
        Ok(value) if !is_code => said.push_str(&number::whole(value)),
        _ => said.push_str(&number::digits(&whole)),
    }
    taken += part(',', "phẩy", &text[taken..], said).unwrap_or_default();
    while let Some(more) = part('.', "chấm", &text[taken..], said) {
        taken += more;
    }
    taken + unit(&text[taken..], said)
}

/// The value before the decimals.
pub(super) fn value(text: &str) -> Option<u64> {
    grouped(text).0.parse().ok()
}

/// The digits before the decimals, whatever parts their thousands, and their length as
/// they are written.
fn grouped(text: &str) -> (String, usize) {
    let digits = |text| leading(text, |c| c.is_ascii_digit());
    let first = digits(text);
    let alone = (first.to_owned(), first.len());
    let mark = text[first.len()..].chars().next().filter(|mark| BETWEEN_THOUSANDS.contains(mark));
    let Some(mark) = mark.filter(|_| first.len() <= 3 && !first.starts_with('0')) else {
        return alone;
    };
    let (mut whole, mut taken) = alone.clone();
    while let Some(group) = text[taken..].strip_prefix(mark)
        && digits(group).len() == 3
    {
        whole.push_str(&group[..3]);
        taken += mark.len_utf8() + 3;
    }
    let next = leading(text[taken..].trim_start(), |c| c.is_alphabetic() || c == '₫');
    let is_decimal = mark == ',' && whole.len() - first.len() == 3 && !MONEY.contains(&next);
    if is_decimal { alone } else { (whole, taken) }
}

/// Digits after a mark: decimals, or the number of a room on its floor.
fn part(mark: char, name: &str, text: &str, said: &mut String) -> Option<usize> {
    let digits = leading(text.strip_prefix(mark)?, |c| c.is_ascii_digit());
    let is_short = digits.len() <= 2 && !digits.starts_with('0');
    let words = match digits.parse() {
        Ok(value) if is_short => number::whole(value),
        _ if digits.is_empty() => return None,
        _ => number::digits(digits),
    };
    said.push_str(&format!(" {name} {words}"));
    Some(mark.len_utf8() + digits.len())
}

/// Whether a sum or a unit of measure goes on: " đồng", "kg".
pub(super) fn measures(after: &str) -> bool {
    let next = leading(after.trim_start(), |c| c.is_alphanumeric() || matches!(c, '₫' | '%'));
    MONEY.contains(&next) || words::unit(next).is_some() || number::is_said(next)
}

/// The unit after a number; how many bytes of it were said.
pub(super) fn unit(text: &str, said: &mut String) -> usize {
    let gap = text.chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
    let name =
        leading(&text[gap..], |c| c.is_alphanumeric() || matches!(c, '%' | '°' | '²' | '³' | '\''));
    match words::unit(name) {
        Some(unit) => {
            said.push(' ');
            said.push_str(unit);
            gap + name.len()
        }
        None => 0,
    }
}
