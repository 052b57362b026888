//! Written Vietnamese as it is said: whoever reads to a commune's loudspeaker
//! should meet no figure, sign or abbreviation to stumble over.

mod addresses;
mod amounts;
mod codes;
mod dates;
mod days;
mod decrees;
mod number;
mod signs;
mod week;
mod words;

use self::signs::Figures;
use crate::text::contacts;

/// Syllables a minute of somebody who reads to a loudspeaker, without haste.
const PACE: usize = 130;

/// `text` with its numbers, dates, times, sums, telephone numbers, units and
/// abbreviations in words.
pub fn spoken(text: &str) -> String {
    let mut said = String::with_capacity(text.len() * 3 / 2);
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            said.push('\n');
        }
        for part in contacts::lines(line).into_iter().flatten() {
            match (part.tel, part.mail) {
                (Some(_), _) => telephone(&part.text, &mut said),
                (_, Some(mail)) => addresses::address(&mail, &mut said),
                (None, None) => plain(&part.text, &mut said),
            }
        }
    }
    said
}

/// Syllables of what is said: in Vietnamese each is written as a word.
pub fn syllables(said: &str) -> usize {
    let parts = said.split(|c: char| c.is_whitespace() || c == '-');
    parts.filter(|part| part.contains(char::is_alphanumeric)).count()
}

/// Whole minutes that reading so many syllables takes, at least one.
pub fn minutes(syllables: usize) -> usize {
    syllables.div_ceil(PACE).max(1)
}

/// A number to call: digit by digit, with a breath where it was written apart.
fn telephone(written: &str, said: &mut String) {
    space(said);
    // from within the country
    let written = written.replacen("+84 ", "0", 1).replacen("+84", "0", 1);
    let groups = written.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    let groups: Vec<String> = groups.map(number::digits).collect();
    said.push_str(&groups.join(", "));
}

/// Text without telephone numbers and addresses, token by token.
fn plain(text: &str, said: &mut String) {
    let mut rest = text;
    // a dash after a name is a part of it, and a stroke before a year none: "Covid-19",
    // "quý I/2026"
    let mut named = false;
    while let Some(first) = rest.chars().next() {
        let site = if first.is_alphanumeric() { addresses::site(rest, said) } else { None };
        let taken = if let Some(taken) = site {
            named = false;
            taken
        } else if first.is_ascii_digit() {
            named = false;
            figures(rest, said)
        } else if first.is_alphabetic() {
            named = true;
            word(rest, said)
        } else if first == '-' && named && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            said.push(' ');
            1
        } else if first == '/' && named && dates::is_year(&rest[1..]) {
            said.push_str(" năm ");
            1
        } else {
            named = false;
            signs::sign(first, rest, said)
        };
        rest = &rest[taken..];
    }
}

/// A space between what is said and what comes, where a word would touch.
fn space(said: &mut String) {
    if said.ends_with(|c: char| c.is_alphanumeric()) {
        said.push(' ');
    }
}

/// The word that was said last, in lower case.
fn last_word(said: &str) -> String {
    said.split_whitespace().next_back().unwrap_or_default().to_lowercase()
}

/// What begins with a digit; how many bytes of it were said.
fn figures(text: &str, said: &mut String) -> usize {
    space(said);
    let kind = Figures::of(text, "");
    let readers =
        [codes::code, decrees::decree, dates::date, codes::ratio, dates::clock, codes::formula];
    let taken = readers.iter().find_map(|read| read(text, said));
    let taken = taken.unwrap_or_else(|| amounts::amount(text, said));
    taken + signs::until(&text[taken..], kind, said)
}

/// What joins two things of a kind, and how it is said.
const JOINTS: [(&str, &str); 9] = [
    (",", ", "),
    ("/", ", "),
    ("-", " đến "),
    ("–", " đến "),
    ("đến", " đến "),
    ("tới", " đến "),
    ("và", " và "),
    ("&", " và "),
    ("hoặc", " hoặc "),
];

/// How the joint that begins `text` is said, and what comes after it.
fn joined(text: &str) -> Option<(&'static str, &str)> {
    let text = text.trim_start();
    let after = |joint: &str| Some(text.strip_prefix(joint)?.trim_start());
    JOINTS.into_iter().find_map(|(joint, said)| Some((said, after(joint)?)))
}

/// What was said before the joint at its end.
fn unjoined(said: &str) -> Option<&str> {
    let said = said.trim_end();
    JOINTS.into_iter().find_map(|(joint, _)| said.strip_suffix(joint)).map(str::trim_end)
}

fn leading(text: &str, allowed: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !allowed(c)).unwrap_or(text.len())]
}

/// A word; how many bytes of it were said.
fn word(text: &str, said: &mut String) -> usize {
    let run = leading(text, |c| c.is_alphanumeric() || matches!(c, '&' | '-'));
    let bare = leading(run, char::is_alphanumeric);
    if let Some((name, taken)) = week::day(text, said).or_else(|| dates::period(text)) {
        space(said);
        said.push_str(name);
        return taken + signs::until(&text[taken..], None, said);
    }
    // "TP." is a city's; after "UBND." a sentence ends.
    let dotted = text.get(..bare.len() + 1).filter(|short| short.ends_with('.'));
    let letters = leading(run, char::is_alphabetic);
    let whole = Some(run.trim_end_matches('-'));
    for candidate in [dotted, whole, Some(bare), Some(letters)].into_iter().flatten() {
        if let Some(full) = words::abbreviation(candidate) {
            space(said);
            said.push_str(full);
            if text[candidate.len()..].starts_with(char::is_alphanumeric) {
                said.push(' ');
            }
            return candidate.len();
        }
    }
    if let Some(value) = words::roman(bare, &last_word(said)) {
        space(said);
        said.push_str(&number::whole(value));
        return bare.len();
    }
    space(said);
    let is_product =
        letters == "x" && text[1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    said.push_str(if is_product { "nhân" } else { letters });
    letters.len() + signs::until(&text[letters.len()..], None, said)
}

#[cfg(test)]
mod tests;
