//! The one form in which text is stored.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Text as it is stored: NFC, `\n` for every line end, a plain space for every
/// no-break space; without zero-width characters, byte-order marks, soft
/// hyphens, directional controls, control characters other than `\n`, `\t`, and
/// code points that are no characters, which XML cannot hold.
///
/// Idempotent. Some 5 % of real news text arrives in another form.
pub fn normalise(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut after_return = false;
    for letter in text.chars().filter(|&letter| !is_invisible(letter)) {
        match letter {
            '\n' if after_return => {}
            '\r' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\u{A0}' | '\u{2007}' | '\u{202F}' => clean.push(' '),
            letter => clean.push(letter),
        }
        after_return = letter == '\r';
    }
    if is_nfc(&clean) { clean } else { clean.nfc().collect() }
}

/// [`normalise`] for what stands on one line (titles, names, queries): every
/// run of white space becomes one space, none at either end.
pub fn single_line(text: &str) -> String {
    let clean = normalise(text);
    let mut line = String::with_capacity(clean.len());
    for word in clean.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn is_invisible(letter: char) -> bool {
    match letter {
        '\n' | '\t' | '\r' => false,
        '\u{AD}' | '\u{180E}' | '\u{FEFF}' => true,
        '\u{FDD0}'..='\u{FDEF}' => true,
        letter if u32::from(letter) & 0xFFFE == 0xFFFE => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' => true,
        letter => letter.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_decomposed_word_becomes_composed() {
        assert_eq!(normalise("Giảm nghèo"), "Giảm nghèo");
    }

    #[test]
    fn the_old_combining_tone_marks_become_the_standard_ones() {
        assert_eq!(normalise("a\u{340} e\u{341}"), "à é");
    }

    #[test]
    fn what_cannot_be_seen_is_removed_and_what_it_parted_is_joined() {
        assert_eq!(normalise("\u{FEFF}ho\u{200B}\u{300} nghe\u{AD}o\u{0}"), "hò ngheo");
        assert_eq!(normalise("a\u{FFFF}b\u{FFFE}c\u{FDD0}d\u{1FFFE}\u{FFFD}"), "abcd\u{FFFD}");
    }

    #[test]
    fn every_line_end_is_one_newline() {
        assert_eq!(normalise("a\r\nb\rc\r\u{200B}\nd\u{2028}e"), "a\nb\nc\nd\ne");
    }

    #[test]
    fn a_title_stands_on_one_line() {
        assert_eq!(single_line("  Hộ\u{A0}nghèo \r\n\t thoát   nghèo "), "Hộ nghèo thoát nghèo");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC*|[\\s\\r\\n\u{300}-\u{323}aAeoươ\u{200B}\u{AD}]*") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn a_single_line_is_its_own_single_line(text in any::<String>()) {
            let once = single_line(&text);
            prop_assert_eq!(single_line(&once), once);
        }
    }
}
