//! Whether `3/4` is a day, a part of something, or a house.

use super::dates::{DAY, is_year, month, parts};
use super::{joined, leading, unjoined, week, words};

/// What a day stands after.
const BEFORE_DAYS: [&str; 23] = [
    "trước",
    "hạn",
    "sau",
    "từ",
    "hết",
    "sáng",
    "trưa",
    "chiều",
    "tối",
    "hôm",
    "dịp",
    "lễ",
    "tết",
    "mừng",
    "khánh",
    "niệm",
    "giờ",
    "phút",
    "chậm nhất",
    "sớm nhất",
    "muộn nhất",
    "lao động",
    "thiếu nhi",
];
/// After these it may be a part of something, too: "đến 3/4 số hộ".
const BEFORE_DAYS_OR_PARTS: [&str; 4] = ["đến", "tới", "là", "vào"];
/// A day may stand after the colon that follows these: "Đợt 1: 1/3".
const LABELS: [&str; 5] = ["hạn", "ngày", "đợt", "lịch", "gian"];
/// What stands after a day alone: "hằng năm", "âm lịch".
const CALENDAR: [&str; 4] = ["hằng", "hàng", "âm", "dương"];
/// What stands after a day, and hardly after a part.
const AFTER_DAYS: [&str; 2] = ["tại", "lúc"];
/// No part of something that people speak of has more than these.
const MOST_PARTS: u64 = 10;
/// What is given or taken by parts, even "mỗi ngày 1/2 viên"; units are, too.
const PORTIONS: [&str; 27] = [
    "viên", "gói", "ống", "lọ", "chai", "hộp", "liều", "bát", "chén", "cốc", "ly", "thìa", "muỗng",
    "quả", "miếng", "lát", "lít", "cân", "lạng", "tạ", "yến", "tấn", "bao", "thùng", "suất", "sào",
    "mẫu",
];
/// Parts of these, no days even after a time of day: "2 giờ 3/4 đoạn đường".
const SHARED: [&str; 24] = [
    "số",
    "diện",
    "phần",
    "đoạn",
    "quãng",
    "chặng",
    "giờ",
    "ngày",
    "tuần",
    "tháng",
    "mức",
    "giá",
    "tiền",
    "học phí",
    "chi phí",
    "kinh phí",
    "thời gian",
    "dân số",
    "tổng số",
    "tổng diện",
    "tổng kinh",
    "tổng chi",
    "tổng thu",
    "tổng vốn",
];
/// After these it is a house, a plot, a ratio or a mark.
const NUMBERED: [&str; 12] =
    ["số", "số nhà", "ngõ", "ngách", "hẻm", "kiệt", "lô", "thửa", "tờ", "lệ", "áp", "đạt"];
/// These have such numbers, too, but something may be held there on a day.
const NUMBERED_OR_HELD: [&str; 5] = ["nhà", "tổ", "dân phố", "lớp", "phòng"];
/// Classes, groups and rooms have no higher number before a stroke.
const HIGHEST: u64 = 12;
/// Houses have, but as many strokes as months only now and then.
const LAST_MONTHS: u64 = 10;
/// Before these it is a house.
const STREETS: [&str; 6] = ["ngõ", "ngách", "hẻm", "kiệt", "đường", "phố"];
/// Day and night, all week.
const ALWAYS: [u64; 2] = [24, 7];

/// Whether `15/12` is a day.
///
/// Of more than its month it can be no part; of less it is one only where something says
/// so, and never before what is measured out ("sáng 1/2 viên"). After a word that is
/// numbered it is a number. Where something may be held there ("họp lớp 20/11") it is a
/// day after a colon, where it leads to another day or to "âm lịch", or where the day is above both its
/// month and 12; after "nhà" only in October to December.
pub(super) fn is_day(parts: [u64; 2], text: &str, taken: usize, said: &str) -> bool {
    let (written, after) = text.split_at(taken);
    let mut tail =
        said.split_whitespace().rev().map(|word| word.trim_matches([':', '(']).to_lowercase());
    let before = tail.next().unwrap_or_default();
    let two = format!("{} {before}", tail.next().unwrap_or_default());
    let tells = |words: &[&str]| words.contains(&&*before) || words.contains(&&*two);
    let follows = |words: &[&str]| begins_with(after, words);
    let [day, month] = parts;
    let may_be_part = day <= month && !is_padded(written);
    match () {
        () if !is_possible(parts) => false,
        () if may_be_part && is_portion(after) => false,
        () if tells(&DAY) => true,
        () if tells(&NUMBERED) || (may_be_part && follows(&SHARED)) => false,
        () if tells(&NUMBERED_OR_HELD) && !is_held(parts, &before, after, said) => false,
        () if tells(&BEFORE_DAYS) => true,
        () if follows(&STREETS) => false,
        () if is_certain(parts, written) => true,
        () if parts == ALWAYS => false,
        () => {
            let is_rare = month > MOST_PARTS;
            (tells(&BEFORE_DAYS_OR_PARTS) && (is_rare || day == month))
                || follows(&CALENDAR)
                || follows(&AFTER_DAYS)
                || is_before_year(after)
                || week::ends(said.trim_end_matches([' ', ',', '(', ':']))
                || follows_day(said)
                || leads_to_day(after)
                || (ends_clause(after) && (is_labelled(said) || (is_rare && day < month)))
        }
    }
}

pub(super) fn is_possible([day, month]: [u64; 2]) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

/// Whether numbers after this word are of a house, a class or the like.
pub(super) fn is_numbered(before: &str) -> bool {
    NUMBERED.contains(&before) || NUMBERED_OR_HELD.contains(&before)
}

fn is_held([day, month]: [u64; 2], before: &str, after: &str, said: &str) -> bool {
    let is_high = day > month.max(HIGHEST) && (before != "nhà" || month >= LAST_MONTHS);
    let leads = joined(after).is_some_and(|(joint, _)| joint == " đến ") && leads_to_day(after);
    is_high || leads || begins_with(after, &CALENDAR) || said.trim_end().ends_with(':')
}

/// No part is written with a nought before it, or is more than the whole.
fn is_certain(parts: [u64; 2], written: &str) -> bool {
    is_possible(parts) && (parts[0] > parts[1] || is_padded(written)) && parts != ALWAYS
}

fn is_padded(written: &str) -> bool {
    written.starts_with('0') || written.contains("/0")
}

/// Whether something follows that is measured out: "1/2 viên", "1/2 kg".
fn is_portion(after: &str) -> bool {
    let unit = leading(after.trim_start(), |c| c.is_alphanumeric() || matches!(c, '²' | '³'));
    words::unit(unit).is_some() || begins_with(after, &PORTIONS)
}

/// Whether the next word, or the next two, are among `names`.
fn begins_with(after: &str, names: &[&str]) -> bool {
    let after = after.trim_start_matches([' ', '(']).to_lowercase();
    let first = leading(&after, char::is_alphabetic);
    let second = leading(after[first.len()..].trim_start_matches(' '), char::is_alphabetic);
    names.contains(&first) || names.contains(&&*format!("{first} {second}"))
}

fn is_before_year(after: &str) -> bool {
    after.trim_start().strip_prefix("năm").is_some_and(|year| is_year(year.trim_start()))
}

/// "30/4 và 1/5".
fn follows_day(said: &str) -> bool {
    let ends =
        |before: &str| (1..=12).any(|one| before.ends_with(&format!("tháng {}", month(one))));
    unjoined(said).is_some_and(ends)
}

/// "1/7 - 15/7".
fn leads_to_day(after: &str) -> bool {
    let next = joined(after).and_then(|(_, next)| Some((next, parts(next)?)));
    next.is_some_and(|(text, (mark, parts, taken))| {
        mark == '/'
            && matches!(parts[..], [day, month, ..] if is_certain([day, month], &text[..taken]))
    })
}

fn is_labelled(said: &str) -> bool {
    let Some(label) = said.trim_end().strip_suffix(':') else { return false };
    let label = label.rsplit(['.', ',', ';', '\n']).next().unwrap_or_default().to_lowercase();
    label.split_whitespace().any(|word| LABELS.contains(&word))
}

fn ends_clause(after: &str) -> bool {
    !after.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '%')
}
