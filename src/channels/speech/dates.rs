//! Days, months and times of day as they are said.

use std::ops::RangeInclusive;

use super::{last_word, leading, number, words};

/// What a day stands after.
const BEFORE_DAYS: [&str; 11] =
    ["ngày", "trước", "hạn", "sau", "từ", "hết", "sáng", "trưa", "chiều", "tối", "hôm"];
/// After these it may be a part of something, too: "đến 3/4 số hộ".
const BEFORE_DAYS_OR_PARTS: [&str; 4] = ["đến", "tới", "là", "vào"];
/// No part of something that people speak of has more than these.
const MOST_PARTS: u64 = 10;
/// Numbers that are taken for years.
const YEARS: RangeInclusive<u64> = 1900..=2200;

/// `15/12/2026`, `12/2026`, `quý 4/2026`, and `15/12` where it is a day; the word before
/// it is not said twice.
pub(super) fn date(text: &str, said: &mut String) -> Option<usize> {
    let (mark, parts, taken) = parts(text)?;
    let before = last_word(said);
    let (day, month, year) = match parts[..] {
        [day, month, year] => (Some(day), month, Some(year)),
        [number, year] if mark == '/' && YEARS.contains(&year) => {
            if words::is_counted(&before) {
                let words = [number, year].map(number::whole);
                said.push_str(&words.join(" năm "));
                return Some(taken);
            }
            (None, number, Some(year))
        }
        [day, month] if mark == '/' && is_day(day, month, &before) => (Some(day), month, None),
        _ => return None,
    };
    let is_day = day.is_none_or(|day| (1..=31).contains(&day));
    let is_year = year.is_none_or(|year| YEARS.contains(&year));
    if !is_day || !(1..=12).contains(&month) || !is_year {
        return None;
    }
    let mut words = Vec::new();
    if let Some(day) = day {
        if before != "ngày" {
            words.push("ngày".to_owned());
        }
        let early = if day <= 10 { "mùng " } else { "" };
        words.push(format!("{early}{}", number::whole(day)));
    }
    if day.is_some() || before != "tháng" {
        words.push("tháng".to_owned());
    }
    words.push(if month == 4 { "tư".to_owned() } else { number::whole(month) });
    if let Some(year) = year {
        words.push(format!("năm {}", number::whole(year)));
    }
    said.push_str(&words.join(" "));
    Some(taken)
}

/// Up to three numbers with the same mark between them, and how long they are.
fn parts(text: &str) -> Option<(char, Vec<u64>, usize)> {
    let digits = |text: &str| leading(text, |c| c.is_ascii_digit()).len();
    let mut taken = digits(text);
    let mark = text[taken..].chars().next().filter(|c| matches!(c, '/' | '-' | '.'))?;
    let mut parts = vec![text[..taken].parse().ok()?];
    while parts.len() < 3
        && let Some(next) = text[taken..].strip_prefix(mark)
        && digits(next) > 0
    {
        parts.push(next[..digits(next)].parse().ok()?);
        taken += 1 + digits(next);
    }
    // four numbers are no day: "1.234.567.890"
    let goes_on = text[taken..].strip_prefix(mark).is_some_and(|next| digits(next) > 0);
    (parts.len() > 1 && !goes_on).then_some((mark, parts, taken))
}

fn is_day(day: u64, month: u64, before: &str) -> bool {
    let is_part = day < month && month <= MOST_PARTS;
    BEFORE_DAYS.contains(&before) || (BEFORE_DAYS_OR_PARTS.contains(&before) && !is_part)
}

/// Whether a year stands here and nothing more.
pub(super) fn is_year(text: &str) -> bool {
    let run = leading(text, char::is_alphanumeric);
    run.len() == 4 && run.parse().is_ok_and(|year: u64| YEARS.contains(&year))
}

/// `08:00`, `8h30`, `8h`, and `8.30-11.30` from one to the other: "tám giờ ba mươi phút".
pub(super) fn clock(text: &str, said: &mut String) -> Option<usize> {
    let hour = leading(text, |c| c.is_ascii_digit());
    let after = &text[hour.len()..];
    let mark = after.chars().next().filter(|c| matches!(c, ':' | 'h' | 'g' | '.'))?;
    let minute = leading(&after[1..], |c| c.is_ascii_digit());
    let taken = hour.len() + 1 + minute.len();
    if mark == '.' && !ends_or_begins_span(&text[taken..], said) {
        return None;
    }
    let value: u64 = hour.parse().ok().filter(|hour| *hour < 25)?;
    let minutes: Option<u64> = minute.parse().ok();
    let whole = minute.len() == 2 && minutes.is_some_and(|minutes| minutes < 60);
    let ends = !text[taken..].starts_with(|c: char| c.is_alphanumeric());
    if !ends || !(whole || (mark == 'h' && minute.is_empty())) {
        return None;
    }
    said.push_str(&format!("{} giờ", number::whole(value)));
    if let Some(minutes) = minutes.filter(|minutes| *minutes > 0) {
        said.push_str(&format!(" {} phút", number::whole(minutes)));
    }
    Some(taken)
}

/// Whether a time that is written with a point stands before or after "to" another.
fn ends_or_begins_span(after: &str, said: &str) -> bool {
    let other = after.strip_prefix(['-', '–']).and_then(|other| {
        let (_, minute) = other.split_once('.')?;
        Some(leading(minute, |c| c.is_ascii_digit()).len() == 2)
    });
    other == Some(true) || said.ends_with(" phút đến ") || said.ends_with(" giờ đến ")
}
