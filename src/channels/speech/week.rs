//! Days of the week, as they are written short.

use super::{joined, unjoined};

const DAYS: [(&str, &str); 7] = [
    ("T2", "thứ hai"),
    ("T3", "thứ ba"),
    ("T4", "thứ tư"),
    ("T5", "thứ năm"),
    ("T6", "thứ sáu"),
    ("T7", "thứ bảy"),
    ("CN", "chủ nhật"),
];

/// `T2` or `CN` and how it is said, only beside another day: alone they may be a storey
/// or an industry.
pub(super) fn day(text: &str, said: &str) -> Option<(&'static str, usize)> {
    let (short, name) = DAYS.into_iter().find(|(short, _)| is_whole(text, short))?;
    let is_listed = ends(unjoined(said).unwrap_or_default())
        || joined(&text[short.len()..]).is_some_and(|(_, next)| begins(next));
    is_listed.then_some((name, short.len()))
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
    let mut words = said.split_whitespace().rev().take(2).map(str::to_lowercase);
    let (last, before) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    DAYS.iter().any(|(_, name)| name.split_once(' ') == Some((&before, &last)))
}

fn is_whole(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}
