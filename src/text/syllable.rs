//! What can be a Vietnamese syllable: an initial, a rime and a tone that fit.

use super::letters::{Tone, is_vowel, join, lower, split};
use super::tone::canonical_tone;
use unicode_normalization::UnicodeNormalization;

/// A valid syllable, taken apart. All lower case, without tone marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syllable {
    /// The consonants before the vowel, `gi` and `qu` included; may be empty.
    pub initial: &'static str,
    /// The vowels and the final consonant: `ươi`, `oang`.
    pub rime: String,
    pub tone: Tone,
}

impl Syllable {
    /// Takes `word` apart, in any case, NFC or NFD, either tone placement;
    /// `None` when no Vietnamese syllable is written so.
    pub fn parse(word: &str) -> Option<Syllable> {
        let small: String = word.nfc().map(lower).collect();
        let syllable = Self::from_marked(&small)?;
        (syllable.to_string() == canonical_tone(&small)).then_some(syllable)
    }

    /// A syllable from its letters without tone mark and its tone.
    pub(crate) fn from_parts(letters: &str, tone: Tone) -> Option<Syllable> {
        let stopped = letters.ends_with(['c', 'p', 't', 'k']) || letters.ends_with("ch");
        if stopped && !matches!(tone, Tone::Sac | Tone::Nang) {
            return None;
        }
        INITIALS.iter().find_map(|&initial| {
            let rime = letters.strip_prefix(initial)?;
            fits(initial, rime).then(|| Syllable { initial, rime: rime.to_owned(), tone })
        })
    }

    fn from_marked(small: &str) -> Option<Syllable> {
        let mut letters = String::with_capacity(small.len());
        let mut tone = Tone::Ngang;
        for letter in small.chars() {
            let (plain, marked) = split(letter);
            if marked != Tone::Ngang {
                if tone != Tone::Ngang {
                    return None;
                }
                tone = marked;
            }
            letters.push(plain);
        }
        // without a mark nothing tells the level tone from a tone left out
        let unmarked_stop = tone == Tone::Ngang;
        Self::from_parts(&letters, tone).or_else(|| {
            let mut syllable = Self::from_parts(&letters, Tone::Sac).filter(|_| unmarked_stop)?;
            syllable.tone = Tone::Ngang;
            Some(syllable)
        })
    }
}

/// The syllable with its tone in the older place (`hòa`, `thúy`), lower case.
impl std::fmt::Display for Syllable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.initial)?;
        let bearer = tone_bearer(&self.rime);
        for (at, letter) in self.rime.chars().enumerate() {
            let tone = if at == bearer { self.tone } else { Tone::Ngang };
            write!(out, "{}", join(letter, tone))?;
        }
        Ok(())
    }
}

/// Whether a word can be a Vietnamese syllable as it is written. One that ends
/// in a stop counts without its tone mark too (`tap`), as in unmarked text.
pub fn is_syllable(word: &str) -> bool {
    Syllable::parse(word).is_some()
}

/// Which letter of the rime carries the tone, by the older placement.
fn tone_bearer(rime: &str) -> usize {
    let letters: Vec<char> = rime.chars().collect();
    let vowels = letters.iter().take_while(|&&letter| is_vowel(letter)).count();
    let shaped = letters.iter().take(vowels).rposition(|letter| !letter.is_ascii());
    match (shaped, vowels, letters.len() > vowels) {
        (Some(at), _, _) => at,
        (None, 0 | 1, _) => 0,
        (None, 2, closed) => usize::from(closed),
        (None, _, _) => 1,
    }
}

fn fits(initial: &str, rime: &str) -> bool {
    let Some(first) = rime.chars().next() else { return false };
    let front = matches!(first, 'e' | 'ê' | 'i' | 'y');
    match initial {
        "" => (!rime.starts_with("iê") || rime == "iêc") && RIMES.contains(&rime),
        "qu" => match first {
            'o' | 'u' | 'ư' => false,
            'ô' => rime == "ôc",
            _ => RIMES.contains(&rime) || ["yt", "ynh", "ych", "yn"].contains(&rime),
        },
        "gi" => !matches!(first, 'i' | 'y') && RIMES.contains(&rime),
        "g" if first == 'i' => ["i", "im", "in", "ip", "ich", "it"].contains(&rime),
        "c" | "g" | "ng" => !front && RIMES.contains(&rime),
        // Bắc Kạn, Đắk Lắk: names of places keep a spelling of their own
        "k" => (front || matches!(rime, "a" | "an")) && RIMES.contains(&rime),
        "gh" | "ngh" => front && first != 'y' && RIMES.contains(&rime),
        _ => !rime.starts_with("yê") && RIMES.contains(&rime),
    }
}

/// Longest first, so that `ngh` is tried before `ng` and `n`.
const INITIALS: [&str; 28] = [
    "ngh", "ng", "nh", "n", "gi", "gh", "g", "qu", "ch", "c", "kh", "k", "ph", "p", "th", "tr",
    "t", "b", "d", "đ", "h", "l", "m", "r", "s", "v", "x", "",
];

#[rustfmt::skip]
const RIMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay",
    "ăc", "ăk", "ăm", "ăn", "ăng", "ăp", "ăt",
    "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây",
    "e", "ec", "em", "en", "eng", "eo", "ep", "et",
    "ê", "êch", "êm", "ên", "êng", "ênh", "êp", "êt", "êu",
    "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu",
    "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu",
    "o", "oc", "oi", "om", "on", "ong", "op", "ot", "ooc", "oong",
    "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay",
    "oăc", "oăm", "oăn", "oăng", "oăt", "oe", "oen", "oeo", "oet",
    "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt",
    "ơ", "ơi", "ơm", "ơn", "ơp", "ơt",
    "u", "ua", "uc", "ui", "um", "un", "ung", "up", "ut",
    "uân", "uâng", "uât", "uây", "uê", "uêch", "uên", "uênh", "uêt", "uơ",
    "uôc", "uôi", "uôm", "uôn", "uông", "uôt",
    "uy", "uya", "uych", "uyn", "uynh", "uyp", "uyt", "uyu", "uyên", "uyêt",
    "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ưt", "ưu",
    "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
    "y", "yêm", "yên", "yêng", "yêt", "yêu",
];

/// Every initial and rime that fit, for tests that walk all syllables.
#[cfg(test)]
pub(crate) fn all_toneless() -> Vec<String> {
    let pairs = INITIALS.iter().flat_map(|initial| RIMES.iter().map(move |rime| (initial, rime)));
    pairs.filter(|(i, r)| fits(i, r)).map(|(i, r)| format!("{i}{r}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_ordinary_text_are_valid() {
        let text = "Người nghèo được hỗ trợ vay vốn ở huyện Ba Vì giữ gìn khuỷu tay thuở quốc \
                    khuya giếng giết nghĩa quý ỷ yên yếu uống ngoằn ngoèo khuếch quỳnh Đắk Kạn \
                    hoà hòa thuỷ thủy gì xoong quyết thoáng gượng";
        for word in text.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn a_missing_tone_is_forgiven_and_a_missing_vowel_mark_is_not() {
        assert!(is_syllable("ngheo") && is_syllable("tap") && is_syllable("mat"));
        assert!(!is_syllable("viet") && !is_syllable("nuoc") && !is_syllable("truong"));
    }

    #[test]
    fn what_vietnamese_cannot_write_is_no_syllable() {
        for word in
            ["ngiêng", "ka1", "cê", "kô", "hóang", "tìêng", "cắp5", "zô", "tàt", "áà", "", "ngh"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn a_syllable_is_taken_apart() {
        let syllable = Syllable::parse("NGƯỜI").expect("a syllable");
        assert_eq!(
            (syllable.initial, syllable.rime.as_str(), syllable.tone),
            ("ng", "ươi", Tone::Huyen)
        );
        assert_eq!(Syllable::parse("gì").expect("a syllable").initial, "g");
        assert_eq!(Syllable::parse("giữ").expect("a syllable").initial, "gi");
    }

    #[test]
    fn every_syllable_with_every_tone_parses_to_itself() {
        for letters in all_toneless() {
            for tone in Tone::ALL {
                if let Some(syllable) = Syllable::from_parts(&letters, tone) {
                    let word = syllable.to_string();
                    assert_eq!(Syllable::parse(&word).map(|s| s.to_string()), Some(word));
                }
            }
        }
    }
}
