//! Telex keystrokes that reached us undecoded: `giamr ngheof` is `giảm nghèo`.
//!
//! Decoding is offered only where it gives a valid syllable; whether to take
//! it is decided by looking at the whole phrase, for `cos` may be `có` or a
//! foreign word.

use super::Tone;
use super::letters::{is_vowel, lower, split, upper};
use super::syllable::{Syllable, is_syllable};
use super::words::words;

/// The syllable that typing `word` would have given, in the word's case, with
/// the tone in the older place. `None` when no key in it does anything or the
/// result is no syllable. Marks may be typed at once (`ddaats`) or at the end
/// (`vietej`, `dangd`), as input methods allow.
pub fn decode(word: &str) -> Option<String> {
    if word.len() < 2 || word.len() > 12 || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let keys = word.to_ascii_lowercase();
    let syllable = type_keys(&keys, "ươ").or_else(|| type_keys(&keys, "uơ"))?;
    Some(recase(&syllable.to_string(), word))
}

/// The phrase with its Telex words decoded, or `None` when nothing in it looks
/// like Telex. `known` says whether a word, lower case and unmarked, is used
/// as it stands (in the index, in a word list): such a word is decoded only
/// when most of the doubtful words around it can be nothing but Telex.
pub fn decode_phrase(phrase: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let found: Vec<_> = words(phrase)
        .map(|word| {
            let decoded = decode(word.text);
            let doubtful = decoded.is_some()
                && (is_syllable(word.text) || known(&word.text.to_ascii_lowercase()));
            (word, decoded, doubtful)
        })
        .collect();
    let sure = found.iter().filter(|(_, decoded, doubtful)| decoded.is_some() && !doubtful).count();
    let doubtful = found.iter().filter(|(_, _, doubtful)| *doubtful).count();
    if sure == 0 {
        return None;
    }
    let mut out = String::with_capacity(phrase.len());
    let mut copied = 0;
    for (word, decoded, is_doubtful) in found {
        let Some(decoded) = decoded.filter(|_| !is_doubtful || sure >= doubtful) else { continue };
        out.push_str(&phrase[copied..word.range.start]);
        out.push_str(&decoded);
        copied = word.range.end;
    }
    out.push_str(&phrase[copied..]);
    Some(out)
}

/// Plays the keys one by one; `horn` is what `w` makes of `uo`.
fn type_keys(keys: &str, horn: &str) -> Option<Syllable> {
    let mut letters: Vec<char> = Vec::with_capacity(keys.len());
    let mut tone = None;
    let mut did_something = false;
    for key in keys.chars() {
        let in_rime = letters.iter().any(|&letter| is_vowel(letter));
        let done = match key {
            's' | 'f' | 'r' | 'x' | 'j' if in_rime => {
                let asked = Tone::ALL.into_iter().find(|tone| tone.telex_key() == Some(key));
                if tone.replace(asked?).is_some() {
                    return None;
                }
                true
            }
            'd' => stroke(&mut letters),
            'a' | 'e' | 'o' => circumflex(&mut letters, key),
            'w' => breve_or_horn(&mut letters, horn),
            _ => false,
        };
        did_something |= done;
        if !done {
            letters.push(key);
        }
    }
    let letters: String = letters.into_iter().collect();
    did_something.then(|| Syllable::from_parts(&letters, tone.unwrap_or_default())).flatten()
}

fn stroke(letters: &mut [char]) -> bool {
    match letters.first_mut() {
        Some(first) if *first == 'd' => {
            *first = 'đ';
            true
        }
        _ => false,
    }
}

fn circumflex(letters: &mut Vec<char>, key: char) -> bool {
    let shaped = match key {
        'a' => 'â',
        'e' => 'ê',
        _ => 'ô',
    };
    // a third one takes the circumflex back: `xooong` is xoong
    if letters.last() == Some(&shaped) {
        letters.pop();
        letters.extend([key, key]);
        return true;
    }
    let Some(at) = letters.iter().rposition(|&letter| letter == key) else { return false };
    // across other vowels a second one is a letter of its own: `oeo`, `oao`
    if letters[at + 1..].iter().any(|&letter| is_vowel(letter)) {
        return false;
    }
    letters[at] = shaped;
    true
}

fn breve_or_horn(letters: &mut [char], horn: &str) -> bool {
    let last_of = |wanted: &[char]| letters.iter().rposition(|letter| wanted.contains(letter));
    let Some(at) = last_of(&['a', 'o', 'u']) else { return false };
    match letters[at] {
        'o' if at > 0 && letters[at - 1] == 'u' => {
            letters[at - 1..=at].iter_mut().zip(horn.chars()).for_each(|(to, from)| *to = from);
        }
        'o' => letters[at] = 'ơ',
        'u' => letters[at] = 'ư',
        // `ua` is ưa, while `oa` is oă and `a` is ă
        _ if at > 0 && letters[at - 1] == 'u' && (at < 2 || letters[at - 2] != 'q') => {
            letters[at - 1] = 'ư';
        }
        _ => letters[at] = 'ă',
    }
    true
}

fn recase(syllable: &str, like: &str) -> String {
    let capital = like.starts_with(|letter: char| letter.is_ascii_uppercase());
    let shouted = like.len() > 2 && like.bytes().all(|byte| byte.is_ascii_uppercase());
    let letters = syllable.chars().map(lower).enumerate();
    letters
        .map(|(at, letter)| if shouted || (capital && at == 0) { upper(letter) } else { letter })
        .collect()
}

/// The keys that type `text` (NFC), tones at the end of each syllable: ASCII
/// for all Vietnamese letters, and different for different ones.
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    let mut tone = None;
    let mut before = ' ';
    for letter in text.chars() {
        let (plain, marked) = split(letter);
        if !plain.is_alphabetic() {
            out.extend(tone.take());
        }
        if marked != Tone::Ngang {
            tone = marked.telex_key();
        }
        match plain {
            'o' if before == 'o' => out.push_str("oo"),
            'ă' => out.push_str("aw"),
            'â' => out.push_str("aa"),
            'ê' => out.push_str("ee"),
            'ô' => out.push_str("oo"),
            'ơ' => out.push_str("ow"),
            'ư' => out.push_str("uw"),
            'đ' => out.push_str("dd"),
            plain => out.push(plain),
        }
        before = plain;
    }
    out.extend(tone);
    out
}

#[cfg(test)]
mod tests {
    use super::super::strategies::syllable;
    use super::*;
    use proptest::prelude::*;

    fn decoded(phrase: &str) -> Option<String> {
        decode_phrase(phrase, |_| false)
    }

    #[test]
    fn tones_at_the_end_of_the_syllable_decode() {
        assert_eq!(decoded("giamr ngheof").as_deref(), Some("giảm nghèo"));
        assert_eq!(decoded("DDungs, nguwowif ddaats?").as_deref(), Some("Đúng, người đất?"));
    }

    #[test]
    fn other_habits_of_typing_decode_too() {
        for (keys, word) in [
            ("nguowif", "người"),
            ("vietej", "việt"),
            ("Vieejt", "Việt"),
            ("dangd", "đang"),
            ("thuowr", "thuở"),
            ("quow", "quơ"),
            ("tieesng", "tiếng"),
            ("uwowcs", "ước"),
            ("quawngj", "quặng"),
            ("muaw", "mưa"),
            ("hoafn", "hoàn"),
            ("tuw", "tư"),
        ] {
            assert_eq!(decode(keys).as_deref(), Some(word), "{keys}");
        }
    }

    #[test]
    fn words_that_are_no_telex_stay() {
        for word in [
            "ngheo", "covid", "facebook", "laser", "tour", "internet", "street", "h5n1", "wifi",
            "class",
        ] {
            assert_eq!(decode(word), None, "{word}");
        }
    }

    #[test]
    fn a_doubtful_word_is_decoded_among_sure_ones_only() {
        assert_eq!(decoded("xe boong"), None);
        assert_eq!(decoded("coong vieecj").as_deref(), Some("công việc"));
        let known = |word: &str| word == "visa";
        assert_eq!(decode_phrase("visa", known), None);
        assert_eq!(decode_phrase("xin visa", known), None);
    }

    proptest! {
        #[test]
        fn what_was_typed_in_telex_decodes(word in syllable()) {
            let keys = encode(&word);
            prop_assume!(keys != word);
            prop_assert_eq!(decode(&keys), Some(word));
        }

        #[test]
        fn decoding_never_panics(phrase in any::<String>()) {
            let _ = decoded(&phrase);
        }
    }
}
