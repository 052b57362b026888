//! Numbers of documents as they are announced (Decree 30/2020, annex III: number, year,
//! and the letters of kind and issuer).

use super::{dates, last_word, leading, number, words};

/// `269/KH-UBND`, `07/2021/NĐ-CP`, `40-CT/TW`, `51/2024/QH15`: the kind where it was not
/// said before, number and year, and whose it is.
pub(super) fn decree(text: &str, said: &mut String) -> Option<usize> {
    let run = leading(text, |c| c.is_alphanumeric() || matches!(c, '/' | '-' | '&'));
    let run = run.trim_end_matches(['/', '-', '&']);
    let (numbers, letters) = run.split_at(run.find(char::is_alphabetic)?);
    let numbers = numbers.strip_suffix(['/', '-'])?;
    if !run.contains('/') || !letters.starts_with(char::is_uppercase) {
        return None;
    }
    let (value, year) = numbers.split_once('/').unwrap_or((numbers, ""));
    let mut told = number::whole(value.parse().ok()?);
    if dates::is_year(year) {
        told.push_str(&format!(", năm {}", number::whole(year.parse().ok()?)));
    } else if !year.is_empty() {
        return None;
    }
    let (kind, issuer) = parted(letters);
    let office = issuer.map(whose);
    if kind.is_some() || matches!(office, Some(Ok(_))) {
        introduce(kind, said);
    }
    match office {
        Some(Ok(office)) if !names_owner(&text[run.len()..]) => {
            told.push_str(&format!(", của {office}"));
        }
        Some(Err(spelled)) => told.push_str(&format!(", {spelled}")),
        _ => {}
    }
    said.push_str(&told);
    Some(run.len())
}

/// The kind of document, and the letters of who issued it.
fn parted(letters: &str) -> (Option<&'static str>, Option<&str>) {
    let (first, rest) = match letters.split_once(['-', '/']) {
        Some((first, rest)) => (first, Some(rest)),
        None => (letters, None),
    };
    match words::document(first) {
        Some(kind) => (Some(kind), rest),
        None => (None, Some(letters)),
    }
}

/// The office that letters stand for, or else what they are, part by part.
fn whose(letters: &str) -> Result<String, String> {
    if let Some(office) = words::issuer(letters) {
        return Ok(office);
    }
    let name = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    let term = letters[name.len()..].parse().map(number::whole);
    if let (Some(office), Ok(term)) = (words::issuer(name), term) {
        return Ok(format!("{office} khóa {term}"));
    }
    let parts = letters.split(['-', '/']).map(|part| match words::abbreviation(part) {
        Some(full) => full.to_owned(),
        None => letter_by_letter(part),
    });
    Err(parts.collect::<Vec<_>>().join(", "))
}

/// Whether the clause goes on to say whose document it is.
fn names_owner(after: &str) -> bool {
    let clause = leading(after, |c| !matches!(c, '.' | ',' | ';' | '(' | ')'));
    clause.split_whitespace().any(|word| word == "của")
}

/// "Nghị định số", as far as it was not said yet.
fn introduce(kind: Option<&str>, said: &mut String) {
    if last_word(said) == "số" {
        return;
    }
    let before = said.split_whitespace().rev();
    let mut before =
        before.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let mut is_said = |kind: &&str| {
        kind.to_lowercase().rsplit(' ').all(|word| before.next().as_deref() == Some(word))
    };
    if let Some(kind) = kind.filter(|kind| !is_said(kind)) {
        said.push_str(kind);
        said.push(' ');
    }
    said.push_str("số ");
}

fn letter_by_letter(part: &str) -> String {
    let spelled = part.chars().map(|c| match c.to_digit(10) {
        Some(digit) => number::whole(u64::from(digit)),
        None => c.to_string(),
    });
    spelled.collect::<Vec<_>>().join(" ")
}
