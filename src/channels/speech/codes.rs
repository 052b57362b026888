//! Numbers that are no amounts: those of accounts and cards, ratios, and formulas.

use super::{amounts, last_word, leading, number};

/// With more digits in one a number is no amount, unless it is one of money.
const MOST_DIGITS: usize = 9;
/// What is known by its number; after these so many digits in one are none, either.
const CODED: [&str; 7] =
    ["tài khoản", "số thẻ", "công dân", "căn cước", "chứng minh nhân dân", "định danh", "mật khẩu"];
const LEAST_DIGITS: usize = 4;
/// From "mã" to its number: "mã số thuế", "mã khách hàng".
const WORDS_OF_CODE: usize = 4;
/// What stands before the parts of a mixture: "tỷ lệ 1:10", "pha 1:10".
const MIXED: [&str; 2] = ["lệ", "pha"];
/// From there to the parts, or to the second of two mixtures: "tỷ lệ 1:10, 1:20".
const WORDS_OF_MIXTURE: usize = 5;

/// `3713015051905`, and `9704 3660 1234 5678` after what is known by it: digit by digit,
/// with a breath where it was written apart.
pub(super) fn code(text: &str, said: &mut String) -> Option<usize> {
    let run = leading(text, |c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-'));
    let run = run.trim_end_matches([' ', '.', '-']);
    let first = leading(run, |c| c.is_ascii_digit());
    let is_coded = is_coded(said);
    let is_whole = is_coded && run.chars().filter(char::is_ascii_digit).count() >= MOST_DIGITS;
    let run = if is_whole { run } else { first };
    let is_code =
        is_whole || first.len() > MOST_DIGITS || (is_coded && first.len() >= LEAST_DIGITS);
    let after = &text[run.len()..];
    if !is_code || goes_on(after) || amounts::measures(after) {
        return None;
    }
    let groups = run.split([' ', '.', '-']).filter(|group| !group.is_empty());
    said.push_str(&groups.map(number::digits).collect::<Vec<_>>().join(", "));
    Some(run.len())
}

/// Whether what was said ends with something that is known by a number.
fn is_coded(said: &str) -> bool {
    let clause = said.rsplit(['.', ',', ';', '(', '\n']).next().unwrap_or_default().to_lowercase();
    let named = clause.trim_end_matches([' ', ':']);
    let named = [" số", " là"].iter().fold(named, |named, last| named.trim_end_matches(last));
    CODED.iter().any(|name| named.ends_with(name))
        || named.split_whitespace().rev().take(WORDS_OF_CODE).any(|word| word == "mã")
}

/// Whether a document's number or decimals go on: "1234/QĐ-UBND".
fn goes_on(after: &str) -> bool {
    let next = after.strip_prefix(['/', '.', ',', ':']);
    next.is_some_and(|next| next.starts_with(char::is_alphanumeric))
}

/// `1:10` and `1:2:3` where something is mixed: "một trên mười".
pub(super) fn ratio(text: &str, said: &mut String) -> Option<usize> {
    let mut before = said.split_whitespace().rev().take(WORDS_OF_MIXTURE).map(str::to_lowercase);
    let is_mixed = before.any(|word| MIXED.contains(&&*word));
    let (parts, taken) = parted(text, ':', said).filter(|_| is_mixed && !text.starts_with('0'))?;
    said.push_str(&parts.join(" trên "));
    Some(taken)
}

/// `16-16-8`: three numbers or more are no span.
pub(super) fn formula(text: &str, said: &mut String) -> Option<usize> {
    let (parts, taken) = parted(text, '-', said).filter(|(parts, _)| parts.len() > 2)?;
    said.push_str(&parts.join(", "));
    Some(taken)
}

/// Two numbers or more with a mark between them, each as it is said, and their length.
fn parted(text: &str, mark: char, said: &str) -> Option<(Vec<String>, usize)> {
    let run = leading(text, |c| c.is_ascii_digit() || matches!(c, '.' | ',') || c == mark);
    let run = run.trim_end_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<String> = run.split(mark).map(|part| read(part, said)).collect::<Option<_>>()?;
    (parts.len() > 1).then_some((parts, run.len()))
}

/// A part of them: "thứ 2-4-6" are days of the week.
fn read(part: &str, before: &str) -> Option<String> {
    let ordinal = if last_word(before) == "thứ" { "thứ " } else { "" };
    let mut said = ordinal.to_owned();
    let is_whole = !part.is_empty() && amounts::amount(part, &mut said) == part.len();
    is_whole.then(|| said.split_off(ordinal.len()))
}
