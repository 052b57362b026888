//! Written Vietnamese as it is said: whoever reads to a commune's loudspeaker
//! should meet no figure, sign or abbreviation to stumble over.

mod dates;
mod number;
mod words;

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
                (_, Some(mail)) => address(&mail, &mut said),
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

/// An e-mail address: its signs are said, its words are left as they are written.
fn address(mail: &str, said: &mut String) {
    space(said);
    for letter in mail.chars() {
        match letter {
            '@' => said.push_str(" a còng "),
            '.' => said.push_str(" chấm "),
            '-' => said.push_str(" gạch ngang "),
            '_' => said.push_str(" gạch dưới "),
            letter => said.push(letter),
        }
    }
}

/// Text without telephone numbers and addresses, token by token.
fn plain(text: &str, said: &mut String) {
    let mut rest = text;
    // a dash after a name is a part of it, and a stroke before a year none: "Covid-19",
    // "quý I/2026"
    let mut named = false;
    while let Some(first) = rest.chars().next() {
        let taken = if first.is_ascii_digit() {
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
            sign(first, rest, said)
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
    for read in [decree, dates::date, dates::clock, amount] {
        if let Some(taken) = read(text, said) {
            return taken;
        }
    }
    let run = leading(text, |c| c.is_ascii_digit());
    said.push_str(&number::digits(run));
    run.len()
}

fn leading(text: &str, allowed: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !allowed(c)).unwrap_or(text.len())]
}

/// `269/KH-UBND`, `07/2021/NĐ-CP`: the numbers, then what the letters stand for.
fn decree(text: &str, said: &mut String) -> Option<usize> {
    let run = leading(text, |c| c.is_alphanumeric() || matches!(c, '/' | '-' | '&'));
    let run = run.trim_end_matches(['/', '-', '&']);
    let (numbers, letters) = run.rsplit_once('/')?;
    if !letters.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let values: Vec<u64> = numbers.split('/').map(str::parse).collect::<Result<_, _>>().ok()?;
    let mut words: Vec<String> = vec![number::whole(*values.first()?)];
    words.extend(values.get(1).map(|year| format!("năm {}", number::whole(*year))));
    match words::abbreviation(letters) {
        Some(office) => words.push(office.to_owned()),
        None => words.extend(letters.split('-').map(|part| match words::abbreviation(part) {
            Some(office) => office.to_owned(),
            None => letter_by_letter(part),
        })),
    }
    said.push_str(&words.join(", "));
    Some(run.len())
}

fn letter_by_letter(part: &str) -> String {
    let spelled = part.chars().map(|c| match c.to_digit(10) {
        Some(digit) => number::whole(u64::from(digit)),
        None => c.to_string(),
    });
    spelled.collect::<Vec<_>>().join(" ")
}

/// A number as it is written here, `1.234.567,89`, and its unit.
fn amount(text: &str, said: &mut String) -> Option<usize> {
    let digits = leading(text, |c| c.is_ascii_digit());
    let mut whole = digits.to_owned();
    let mut taken = digits.len();
    while digits.len() <= 3
        && let Some(group) = text[taken..].strip_prefix('.')
        && leading(group, |c| c.is_ascii_digit()).len() == 3
    {
        whole.push_str(&group[..3]);
        taken += 4;
    }
    let zeros = whole.len() > 1 && whole.starts_with('0') && taken == digits.len();
    match whole.parse() {
        Ok(value) if !(zeros && whole.len() > 2) => said.push_str(&number::whole(value)),
        _ => said.push_str(&number::digits(&whole)),
    }
    if let Some(decimals) = text[taken..].strip_prefix(',') {
        let decimals = leading(decimals, |c| c.is_ascii_digit());
        if !decimals.is_empty() {
            said.push_str(" phẩy ");
            let short = decimals.len() <= 2 && !decimals.starts_with('0');
            match decimals.parse() {
                Ok(value) if short => said.push_str(&number::whole(value)),
                _ => said.push_str(&number::digits(decimals)),
            }
            taken += 1 + decimals.len();
        }
    }
    Some(taken + unit(&text[taken..], said))
}

/// The unit after a number; how many bytes of it were said.
fn unit(text: &str, said: &mut String) -> usize {
    let gap = leading(text, |c| c == ' ').len().min(1);
    let name = leading(&text[gap..], |c| c.is_alphanumeric() || matches!(c, '%' | '°' | '²' | '³'));
    match words::unit(name) {
        Some(unit) => {
            said.push(' ');
            said.push_str(unit);
            gap + name.len()
        }
        None => 0,
    }
}

/// A word; how many bytes of it were said.
fn word(text: &str, said: &mut String) -> usize {
    let run = leading(text, |c| c.is_alphanumeric() || matches!(c, '&' | '-'));
    let bare = leading(run, char::is_alphanumeric);
    // "TP." is a city's; after "UBND." a sentence ends.
    let dotted = text.get(..bare.len() + 1).filter(|short| short.ends_with('.'));
    for candidate in [dotted, Some(run.trim_end_matches('-')), Some(bare)].into_iter().flatten() {
        if let Some(full) = words::abbreviation(candidate) {
            space(said);
            said.push_str(full);
            if text[candidate.len()..].starts_with(char::is_alphabetic) {
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
    let letters = leading(run, char::is_alphabetic);
    space(said);
    said.push_str(letters);
    letters.len()
}

/// Anything else; signs that are said are said, others stay.
fn sign(first: char, text: &str, said: &mut String) -> usize {
    let next = text.chars().nth(1);
    let between =
        |left: fn(char) -> bool| said.ends_with(left) && next.is_some_and(char::is_alphanumeric);
    let instead = match first {
        '/' if between(char::is_alphanumeric) && next.is_some_and(char::is_alphabetic) => {
            let counted = ["đồng", "lượt", "buổi"].contains(&last_word(said).as_str())
                || words::unit_said(&last_word(said));
            if counted { " một " } else { ", " }
        }
        '/' if between(char::is_alphanumeric) => " trên ",
        '-' | '–' if between(char::is_alphanumeric) && next.is_some_and(|c| c.is_ascii_digit()) => {
            " đến "
        }
        '–' | '—' => ",",
        '&' => " và ",
        '+' => " cộng ",
        '=' => " bằng ",
        '%' => " phần trăm",
        '²' | '³' => "",
        '•' | '*' | '#' | '_' | '|' => "",
        '…' => "...",
        other => {
            said.push(other);
            ""
        }
    };
    let instead = if said.ends_with(' ') { instead.trim_start() } else { instead };
    let instead = if next == Some(' ') { instead.trim_end() } else { instead };
    if matches!(first, '–' | '—') && instead == "," {
        said.truncate(said.trim_end().len());
    }
    said.push_str(instead);
    first.len_utf8()
}

#[cfg(test)]
mod tests;
