//! VNI for Windows: a plain letter followed by its marks as one character.

use super::super::letters::{lower, upper};

/// What a mark character adds to `a`, `e`, `o`, `u`, `y` and to `ô` (for ơ), `ö`
/// (for ư) before it: combining marks in any order, NFC sorts them.
#[rustfmt::skip]
const MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"), ('ø', "\u{300}"), ('û', "\u{309}"), ('õ', "\u{303}"), ('ï', "\u{323}"),
    ('â', "\u{302}"), ('ê', "\u{306}"),
    ('á', "\u{302}\u{301}"), ('à', "\u{302}\u{300}"), ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"), ('ä', "\u{302}\u{323}"),
    ('é', "\u{306}\u{301}"), ('è', "\u{306}\u{300}"), ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"), ('ë', "\u{306}\u{323}"),
];

/// Letters that are one character of their own.
#[rustfmt::skip]
const WHOLE: [(char, char); 9] = [
    ('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('í', 'í'), ('ì', 'ì'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'),
    ('î', 'ỵ'),
];

pub(super) fn convert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(whole(letter).unwrap_or(letter));
        if let Some(marks) = letters.peek().and_then(|&mark| marks_on(letter, mark)) {
            out.push_str(marks);
            letters.next();
        }
    }
    out
}

fn whole(letter: char) -> Option<char> {
    let small = lower(letter);
    let (_, known) = WHOLE.iter().find(|(code, _)| *code == small)?;
    Some(if small == letter { *known } else { upper(*known) })
}

/// The marks `mark` puts on `letter`, if that is a pair VNI knows.
fn marks_on(letter: char, mark: char) -> Option<&'static str> {
    let (_, marks) = MARKS.iter().find(|(code, _)| *code == lower(mark))?;
    let shape = &marks[.."\u{302}".len()];
    let fits = match lower(letter) {
        'a' => true,
        'e' | 'o' => shape != "\u{306}",
        'u' | 'y' | 'ô' | 'ö' => shape != "\u{306}" && shape != "\u{302}",
        _ => false,
    };
    fits.then_some(marks)
}

#[cfg(test)]
pub(super) fn encode(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for letter in text.chars() {
        let small = lower(letter);
        let cased = |code: char| if small == letter { code } else { upper(code) };
        if let Some((code, _)) = WHOLE.iter().find(|(_, known)| *known == small) {
            out.push(cased(*code));
            continue;
        }
        // the horn is in the base letter, every other mark in the character after it
        let mut parts: Vec<char> = small.nfd().collect();
        let horn = parts.iter().position(|&mark| mark == '\u{31B}').map(|at| parts.remove(at));
        let base = match (parts.remove(0), horn) {
            ('o', Some(_)) => 'ô',
            ('u', Some(_)) => 'ö',
            (base, _) => base,
        };
        out.push(cased(base));
        parts.sort_unstable();
        let known = MARKS.iter().find(|(_, marks)| {
            let mut wanted: Vec<char> = marks.chars().collect();
            wanted.sort_unstable();
            wanted == parts
        });
        out.extend(known.map(|(code, _)| cased(*code)));
    }
    out
}
