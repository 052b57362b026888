//! Signs, and dashes that lead from one thing to another.

use super::{amounts, dates, last_word, leading, number, week, words};

/// Signs that are said wherever they stand.
const SAID: [(&str, &str); 11] = [
    ("<=", " không quá "),
    ("≤", " không quá "),
    (">=", " lớn hơn hoặc bằng "),
    ("≥", " lớn hơn hoặc bằng "),
    ("±", " cộng trừ "),
    ("&", " và "),
    ("+", " cộng "),
    ("=", " bằng "),
    ("%", " phần trăm"),
    ("…", "..."),
    ("—", ","),
];
/// Marks on paper only.
const UNSAID: [char; 7] = ['²', '³', '•', '*', '#', '_', '|'];

/// What a dash after figures may lead on from.
pub(super) enum Figures {
    Clock,
    Day,
    Number(u64),
}

impl Figures {
    /// Those that begin `text`; `before` is what was said.
    pub(super) fn of(text: &str, before: &str) -> Option<Self> {
        let run = leading(text, |c| c.is_ascii_digit() || c == '/');
        if run.is_empty() || run.starts_with('/') {
            return None;
        }
        if dates::clock(text, &mut before.to_owned()).is_some() {
            return Some(Self::Clock);
        }
        if run.contains('/') { Some(Self::Day) } else { amounts::value(text).map(Self::Number) }
    }
}

/// `- 17h`, `–2025`, `- T6`: a dash between two of the same kind is "to". How many bytes
/// of it were said.
pub(super) fn until(text: &str, from: Option<Figures>, said: &mut String) -> usize {
    let Some(to) = text.trim_start().strip_prefix(['-', '–']).map(str::trim_start) else {
        return 0;
    };
    let is_span = match (from, Figures::of(to, "")) {
        (Some(Figures::Number(low)), Some(Figures::Number(high))) => low < high,
        (Some(Figures::Day), Some(Figures::Day)) => true,
        (Some(Figures::Day), Some(Figures::Clock)) => is_hour_of_day(to),
        (Some(Figures::Clock), Some(_)) => dates::clock(to, &mut " giờ đến ".to_owned()).is_some(),
        _ => (week::ends(said) && week::begins(to)) || measures_alike(to, &last_word(said)),
    };
    if !is_span {
        return 0;
    }
    said.push_str(" đến ");
    text.len() - to.len()
}

/// `5h 15/12` after "22h 14/12 -".
fn is_hour_of_day(to: &str) -> bool {
    let after = dates::clock(to, &mut String::new()).map_or("", |taken| &to[taken..]).trim_start();
    let day = after.strip_prefix("ngày").unwrap_or(after).trim_start();
    matches!(Figures::of(day, ""), Some(Figures::Day))
}

/// `7 triệu` after "5 triệu -".
fn measures_alike(to: &str, word: &str) -> bool {
    let after = to.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let measure = leading(after.trim_start(), char::is_alphabetic);
    after.len() < to.len() && !word.is_empty() && measure.to_lowercase() == word
}

/// What is no letter and no digit; signs that are said are said, others stay.
pub(super) fn sign(first: char, text: &str, said: &mut String) -> usize {
    let after = &text[first.len_utf8()..];
    let always = SAID.iter().find(|(written, _)| text.starts_with(written));
    if let Some((written, word)) = always {
        say(word, &text[written.len()..], said);
        return written.len();
    }
    let is_before_number = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let is_between =
        said.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
    let each = after.strip_prefix("1 ").or_else(|| after.strip_prefix("01 ")).unwrap_or(after);
    match first {
        '<' if is_before_number => say(" dưới ", after, said),
        '>' if is_before_number => say(" trên ", after, said),
        '-' | '−' if !is_between && is_degree(after) => say(" âm ", after, said),
        '/' if is_between && is_each(each, said) => {
            say(" một", each, said);
            let unit = amounts::unit(each, said);
            said.push_str(if unit == 0 { " " } else { "" });
            return text.len() - each.len() + unit;
        }
        '/' if is_between && is_before_number => say(" trên ", after, said),
        '/' => say(", ", after, said),
        ':' if is_between && is_before_number => say(": ", after, said),
        '-' | '–' if is_between && is_before_number => say(" đến ", after, said),
        '–' => say(",", after, said),
        unsaid if UNSAID.contains(&unsaid) => {}
        other => said.push(other),
    }
    first.len_utf8()
}

/// Says `word` with one space on either side, none before a comma.
fn say(word: &str, after: &str, said: &mut String) {
    if word.starts_with(',') {
        said.truncate(said.trim_end_matches(' ').len());
    }
    let touches = said.is_empty() || said.ends_with([' ', '\n', '(', '“', '"']);
    let word = if touches { word.trim_start() } else { word };
    let word = if after.starts_with(char::is_whitespace) { word.trim_end() } else { word };
    said.push_str(word);
}

/// Whether a number of degrees or a share stands here: before another a dash is a
/// list's mark more often than a minus.
fn is_degree(text: &str) -> bool {
    let number = leading(text, |c| c.is_ascii_digit() || c == ',');
    let unit = text[number.len()..].trim_start();
    !number.is_empty() && ["°", "%", "độ"].iter().any(|degree| unit.starts_with(degree))
}

/// Whether a stroke is "for each": "đồng/tháng", "3 lần/ngày", "1 triệu/người/tháng"; not
/// in "2 ông/bà".
fn is_each(after: &str, said: &str) -> bool {
    let words: Vec<String> = said.split_whitespace().rev().take(4).map(str::to_lowercase).collect();
    let each = leading(after, char::is_alphanumeric);
    if !each.starts_with(char::is_alphabetic) {
        return false;
    }
    let is_number = |word: &String| number::is_said(word);
    words.first().is_some_and(|last| words::is_summed(last))
        || (words.iter().skip(1).any(is_number) && words::is_each(each))
}
