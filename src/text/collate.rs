//! The order of a Vietnamese dictionary (CLDR `vi`): a ă â b c d đ e ê … ;
//! tones decide only between words with the same letters, case after that.

use super::letters::{Tone, lower, split};
use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What texts are compared by; made once per text when sorting many.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    letters: Vec<u32>,
    tones: Vec<Tone>,
    capitals: Vec<bool>,
}

/// The key of a text, NFC or NFD.
pub fn key(text: &str) -> Key {
    let mut key = Key { letters: Vec::new(), tones: Vec::new(), capitals: Vec::new() };
    for letter in text.nfc() {
        let (plain, tone) = split(letter);
        key.letters.push(rank(lower(plain)));
        key.tones.push(tone);
        key.capitals.push(plain.is_uppercase());
    }
    key
}

/// Compares two texts as a dictionary orders them.
pub fn compare(one: &str, other: &str) -> Ordering {
    key(one).cmp(&key(other))
}

/// The key of a person: by the given name, which is the last word, then by the
/// whole name, family name first.
pub fn person_key(name: &str) -> (Key, Key) {
    let name = super::single_line(name);
    let given = name.rsplit(' ').next().unwrap_or_default();
    (key(given), key(&name))
}

/// White space, marks, digits, the Vietnamese letters, then everything else.
fn rank(letter: char) -> u32 {
    const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    const LETTERS: u32 = 1 << 21;
    const OTHERS: u32 = 1 << 22;
    if let Some(at) = ALPHABET.chars().position(|known| known == letter) {
        return LETTERS + 2 * at as u32;
    }
    if letter.is_whitespace() {
        return 0;
    }
    // a letter with a foreign mark stands right after the plain one
    let base = letter.nfd().next().unwrap_or(letter);
    match ALPHABET.chars().position(|known| known == base) {
        Some(at) if base != letter => LETTERS + 2 * at as u32 + 1,
        _ if letter.is_alphabetic() => OTHERS + u32::from(letter),
        _ if letter.is_numeric() => (1 << 20) + u32::from(letter).min(0xF_FFFF),
        _ if is_combining_mark(letter) => 1,
        _ => 2 + u32::from(letter).min(0xF_FFFD),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_come_in_the_order_of_the_alphabet() {
        let sorted = ["ca", "căn", "cân", "da", "đa", "em", "êm", "on", "ôn", "ơn", "ung", "ưng"];
        let mut shuffled = sorted;
        shuffled.reverse();
        shuffled.sort_by(|a, b| compare(a, b));
        assert_eq!(shuffled, sorted);
    }

    #[test]
    fn tones_decide_only_between_equal_letters() {
        let mut words = ["mạ", "mã", "ma", "má", "mả", "mà", "man"];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, ["ma", "mà", "mả", "mã", "má", "mạ", "man"]);
    }

    #[test]
    fn small_letters_come_before_capitals_and_digits_before_both() {
        let mut words = ["Ba", "ba", "bà", "3", "b", "B"];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, ["3", "b", "B", "ba", "Ba", "bà"]);
    }

    #[test]
    fn people_are_sorted_by_given_name() {
        let mut people = ["Trần Văn Ơn", "Lê Thị Bình", "Nguyễn An", "Đỗ An", "Phạm Thị Ánh"];
        people.sort_by_key(|name| person_key(name));
        assert_eq!(people, ["Đỗ An", "Nguyễn An", "Phạm Thị Ánh", "Lê Thị Bình", "Trần Văn Ơn"]);
    }

    proptest! {
        #[test]
        fn composed_and_decomposed_text_are_equal(text in "[a-zà-ỹĂăĐđ ]*") {
            let decomposed: String = text.nfd().collect();
            let composed: String = text.nfc().collect();
            prop_assert_eq!(compare(&composed, &decomposed), Ordering::Equal);
        }
    }
}
