//! Days of the week, as they are written short.

use super::{dates, days, joined, last_word, unjoined};

const DAYS: [(&str, &str); 7] = [
    ("T2", "thứ hai"),
    ("T3", "thứ ba"),
    ("T4", "thứ tư"),
    ("T5", "thứ năm"),
    ("T6", "thứ sáu"),
    ("T7", "thứ bảy"),
    ("CN", "chủ nhật"),
];

/// What a day of the week stands after.
const TIMES: [&str; 4] = ["sáng", "trưa", "chiều", "tối"];

/// `T2` or `CN` and how it is said, only beside another day, a date or a time of day:
/// alone they may be a storey or an industry.
pub(super) fn day(text: &str, said: &str) -> Option<(&'static str, usize)> {
    let (short, name) = DAYS.into_iter().find(|(short, _)| is_whole(text, short))?;
    let after = &text[short.len()..];
    let is_listed = ends(unjoined(said).unwrap_or_default())
        || joined(after).is_some_and(|(_, next)| begins(next))
        || TIMES.contains(&&*last_word(said))
        || is_date(after.trim_start_matches([' ', ',', '(']));
    is_listed.then_some((name, short.len()))
}

fn is_date(text: &str) -> bool {
    let text = text.strip_prefix("ngày ").unwrap_or(text);
    dates::parts(text).is_some_and(|(mark, parts, _)| {
        mark == '/' && matches!(parts[..], [day, month, ..] if days::is_possible([day, month]))
    })
}

/// Whether a day of the week stands here, short or in full.
pub(super) fn begins(text: &str) -> bool {
    let lower: String = text.chars().take(9).flat_map(char::to_lowercase).collect();
    let in_figures = lower
        .strip_prefix("thứ ")
        .is_some_and(|day| day.starts_with(['2', '3', '4', '5', '6', '7']));
    in_figures || DAYS.iter().any(|(short, name)| is_whole(text, short) || is_whole(&lower, name))
}

/// Whether what was said ends with a day of the week.
pub(super) fn ends(said: &str) -> bool {
    let words = said.split_whitespace().rev().take(2);
    let mut words = words.map(|word| word.trim_start_matches('(').to_lowercase());
    let (last, before) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    DAYS.iter().any(|(_, name)| name.split_once(' ') == Some((&before, &last)))
}

fn is_whole(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}
