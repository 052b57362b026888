//! Days, months and times of day as they are said.

use std::ops::RangeInclusive;

use super::{days, joined, last_word, leading, number, unjoined, words};

/// The word itself: it is not said twice.
pub(super) const DAY: [&str; 3] = ["ngày", "mùng", "mồng"];
/// Streets are named after a day: "đường 30/4".
const NAMED: [&str; 2] = ["đường", "phố"];
/// What is issued, or held, so many times a year.
const ISSUED: [&str; 3] = ["số", "tập", "lần"];
/// Numbers that are taken for years.
const YEARS: RangeInclusive<u64> = 1900..=2200;

/// A day, a month or both; the length of what was written.
struct Date {
    day: Option<u64>,
    month: u64,
    year: Option<u64>,
    taken: usize,
}

/// `15/12/2026`, `12/2026`, `quý 4/2026`, `5, 15 và 25/12`, and `15/12` where it is a
/// day; the word before it is not said twice.
pub(super) fn date(text: &str, said: &mut String) -> Option<usize> {
    if let Some((days, date)) = several(text, said) {
        say(&days, &date, said);
        return Some(date.taken);
    }
    if let Some(('/', parts, taken)) = parts(text)
        && let [number, year] = parts[..]
        && YEARS.contains(&year)
        && (YEARS.contains(&number) || is_counted(said))
    {
        let joint = if YEARS.contains(&number) { " đến " } else { " năm " };
        said.push_str(&[number, year].map(number::whole).join(joint));
        return Some(taken);
    }
    let date = one(text, said)?;
    say(&[], &date, said);
    Some(date.taken)
}

/// Days that share the month of the last, each with what joins it to the next.
fn several<'a>(text: &'a str, said: &str) -> Option<(Vec<(u64, &'static str)>, Date)> {
    let before = last_word(said);
    // after a stroke stands the whole of a part
    if before == "trên" || days::is_numbered(&before) || words::is_counted(&before) {
        return None;
    }
    let (mut days, mut rest): (Vec<(u64, &str)>, &'a str) = (Vec::new(), text);
    loop {
        let run = leading(rest, |c| c.is_ascii_digit());
        let day = run.parse().ok()?;
        let least = days.last().map_or(1, |(before, _)| before + 1);
        if !(least..=31).contains(&day) {
            return None;
        }
        let after = &rest[run.len()..];
        if after.starts_with('/') {
            break;
        }
        let (joint, next) = joined(after)?;
        days.push((day, joint));
        rest = next;
    }
    let (_, joint) = days.last()?;
    let date = one(rest, said).or_else(|| one(rest, &format!("{said}{joint}")));
    let date = date.filter(|date| date.day.is_some())?;
    let taken = text.len() - rest.len() + date.taken;
    Some((days, Date { taken, ..date }))
}

/// Whether a number here is one of a year, and no month: "số 3/2026", "quý 1, 2/2027".
fn is_counted(said: &str) -> bool {
    let is_counted = |said: &str| {
        let before = last_word(said);
        words::is_counted(&before) || ISSUED.contains(&&*before)
    };
    let listed = unjoined(said).filter(|_| !said.trim_end().ends_with('-')).map(number::before);
    is_counted(said) || listed.is_some_and(is_counted)
}

fn one(text: &str, said: &str) -> Option<Date> {
    let (mark, parts, taken) = parts(text)?;
    let (day, month, year) = match parts[..] {
        [year, month, day] if YEARS.contains(&year) => (Some(day), month, Some(year)),
        [day, month, year] => (Some(day), month, Some(year)),
        [month, year] if mark == '/' && YEARS.contains(&year) => (None, month, Some(year)),
        [day, month] if mark == '/' && days::is_day([day, month], text, taken, said) => {
            (Some(day), month, None)
        }
        _ => return None,
    };
    let is_year = year.is_none_or(|year| YEARS.contains(&year));
    (days::is_possible([day.unwrap_or(1), month]) && is_year).then_some(Date {
        day,
        month,
        year,
        taken,
    })
}

fn say(days: &[(u64, &str)], date: &Date, said: &mut String) {
    let before = last_word(said);
    let mut words = String::new();
    if let Some(last) = date.day {
        let is_named = NAMED.contains(&&*before) && !said.trim_end().ends_with("dân phố");
        let is_told = DAY.contains(&&*before) || is_named;
        words.push_str(if is_told { "" } else { "ngày " });
        let all = days.iter().copied().chain([(last, " tháng ")]);
        for (at, (day, joint)) in all.enumerate() {
            let is_bare = at == 0 && is_told && before != "ngày";
            let early = if day <= 10 && !is_bare { "mùng " } else { "" };
            words.push_str(&format!("{early}{}{joint}", number::whole(day)));
        }
    } else if before != "tháng" {
        words.push_str("tháng ");
    }
    words.push_str(&month(date.month));
    if let Some(year) = date.year {
        words.push_str(&format!(" năm {}", number::whole(year)));
    }
    said.push_str(&words);
}

pub(super) fn month(month: u64) -> String {
    if month == 4 { "tư".to_owned() } else { number::whole(month) }
}

/// Up to three numbers with the same mark between them, and how long they are.
pub(super) fn parts(text: &str) -> Option<(char, Vec<u64>, usize)> {
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
    // four numbers are no day: "1.234.567.890", nor is one with decimals: "1/1,5"
    let goes_on = text[taken..].strip_prefix(mark).is_some_and(|next| digits(next) > 0)
        || (parts.len() == 2 && has_decimals(&text[taken..]));
    (parts.len() > 1 && !goes_on).then_some((mark, parts, taken))
}

fn has_decimals(after: &str) -> bool {
    after.strip_prefix(',').is_some_and(|after| {
        let next = after.trim_start_matches(|c: char| c.is_ascii_digit());
        // another day or a time may touch the comma, too
        next.len() < after.len() && !next.starts_with(['/', 'h', ':'])
    })
}

/// Whether a year stands here and nothing more.
pub(super) fn is_year(text: &str) -> bool {
    let run = leading(text, char::is_alphanumeric);
    run.len() == 4 && run.parse().is_ok_and(|year: u64| YEARS.contains(&year))
}

/// The letter of `Q4/2026`, `Q.4/2026` or `T12/2026`, and what it stands for.
pub(super) fn period(text: &str) -> Option<(&'static str, usize)> {
    [("Q.", "quý"), ("Q", "quý"), ("T", "tháng")].into_iter().find_map(|(short, full)| {
        let number = text.strip_prefix(short)?;
        let digits = leading(number, |c| c.is_ascii_digit());
        let year = number[digits.len()..].strip_prefix('/')?;
        ((1..=2).contains(&digits.len()) && is_year(year)).then_some((full, short.len()))
    })
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
    let ends = !text[taken..].starts_with(|c: char| c.is_alphanumeric() || c == '/');
    if !ends || !(whole || (mark == 'h' && minute.is_empty())) {
        return None;
    }
    said.push_str(&format!("{} giờ", number::whole(value)));
    if let Some(minutes) = minutes.filter(|minutes| *minutes > 0) {
        said.push_str(&format!(" {} phút", number::whole(minutes)));
    }
    let minute_sign = leading(&text[taken..], |c| matches!(c, '\'' | '’'));
    Some(taken + minute_sign.len())
}

/// Whether a time that is written with a point stands before or after "to" another.
fn ends_or_begins_span(after: &str, said: &str) -> bool {
    let other = after.trim_start().strip_prefix(['-', '–']).and_then(|other| {
        let other = other.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let minute = other.strip_prefix('.')?;
        Some(leading(minute, |c| c.is_ascii_digit()).len() == 2)
    });
    other == Some(true) || said.ends_with(" phút đến ") || said.ends_with(" giờ đến ")
}
