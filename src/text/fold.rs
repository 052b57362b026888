//! What is left of a text when case and marks do not count.

use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without marks, `đ` as `d`: what a citizen types without an input
/// method. The same for NFC and NFD; compatibility forms (`m²`, `ﬁ`) are
/// spelled out.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// [`fold`], appended to `folded`; for loops that keep one buffer.
pub fn fold_into(text: &str, folded: &mut String) {
    for letter in text.chars() {
        match plain(letter) {
            Some(0) => {}
            Some(byte) => folded.push(char::from(byte)),
            // marks are dropped, so letters may be decomposed one by one
            None => fold_letter(letter, folded),
        }
    }
}

/// The letter that [`fold`] makes of the first one of `text`, where it is a byte, as it is
/// in nearly all words; for who looks for words that begin so.
pub fn first_folded(text: &str) -> Option<u8> {
    plain(text.chars().next()?).filter(|&byte| byte != 0)
}

/// The one ASCII letter that most Latin letters fold to, 0 for a bare mark;
/// `None` when that must be worked out.
fn plain(letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return u8::try_from(letter.to_ascii_lowercase()).ok();
    }
    if ('\u{300}'..='\u{36F}').contains(&letter) {
        return Some(0);
    }
    let at = match u32::from(letter) {
        code @ 0xC0..=0x24F => code - 0xC0,
        code @ 0x1E00..=0x1EFF => code - 0x1E00 + (0x250 - 0xC0),
        _ => return None,
    };
    LATIN.get(at as usize).copied().filter(|&byte| byte != 0)
}

/// Latin-1 letters to Latin Extended-B, then Latin Extended Additional, where
/// all Vietnamese letters are; 0 for what does not fold to one ASCII letter.
static LATIN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let letters = ('\u{C0}'..='\u{24F}').chain('\u{1E00}'..='\u{1EFF}');
    letters
        .map(|letter| {
            let mut folded = String::new();
            fold_letter(letter, &mut folded);
            match folded.as_bytes() {
                [byte] => *byte,
                _ => 0,
            }
        })
        .collect()
});

fn fold_letter(letter: char, folded: &mut String) {
    let letters = std::iter::once(letter).nfkd().filter(|&letter| !is_combining_mark(letter));
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            // ð is what a wrong code page makes of đ
            'đ' | 'ð' => folded.push('d'),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            letter => folded.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_vietnamese_letters_fold_to_plain_ones() {
        assert_eq!(fold("ĐẮC LẮC, Thừa Thiên – Huế, ưỡn ẹo"), "dac lac, thua thien – hue, uon eo");
    }

    #[test]
    fn foreign_letters_that_do_not_decompose_fold_too() {
        assert_eq!(fold("Søren Œuvre 100 m²"), "soren oeuvre 100 m2");
    }

    #[test]
    fn letters_one_by_one_fold_as_in_a_text() {
        for letter in ('\u{1}'..='\u{2000}').chain('\u{3000}'..='\u{3200}') {
            let mut alone = String::new();
            fold_letter(letter, &mut alone);
            assert_eq!(fold(&letter.to_string()), alone, "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn composed_and_decomposed_text_fold_alike(text in any::<String>()) {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&composed), fold(&decomposed));
        }
    }
}
