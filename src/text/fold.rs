//! What is left of a text when case and marks do not count.

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
    if text.is_ascii() {
        folded.extend(text.chars().map(|letter| letter.to_ascii_lowercase()));
        return;
    }
    let letters = text.nfkd().filter(|&letter| !is_combining_mark(letter));
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

    proptest! {
        #[test]
        fn composed_and_decomposed_text_fold_alike(text in any::<String>()) {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&composed), fold(&decomposed));
        }
    }
}
