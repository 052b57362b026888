//! Words of a text and where they stand in it.

use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// A run of letters and digits (in Vietnamese: a syllable) in a longer text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    pub text: &'a str,
    /// Where it stands, in bytes of the text it was found in.
    pub range: Range<usize>,
}

/// The words of `text` in their order. Combining marks belong to the letter
/// before them, so decomposed text has the same words as composed text.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// What [`words`] walks with.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    /// Where it is, in bytes.
    at: usize,
}

impl Words<'_> {
    /// Goes on while `fits` what stands there.
    #[inline(always)]
    fn skip(&mut self, fits: impl Fn(char) -> bool) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            // one byte is a letter of its own, and most of a text
            let letter = match byte.is_ascii() {
                true => char::from(byte),
                false => match self.text[self.at..].chars().next() {
                    Some(letter) => letter,
                    None => return,
                },
            };
            if !fits(letter) {
                return;
            }
            self.at += letter.len_utf8();
        }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        self.skip(|letter| !is_letter_or_digit(letter));
        let start = self.at;
        self.skip(belongs_to_word);
        let range = start..self.at;
        (!range.is_empty()).then(|| Word { text: &self.text[range.clone()], range })
    }
}

fn belongs_to_word(letter: char) -> bool {
    is_letter_or_digit(letter) || (!letter.is_ascii() && is_combining_mark(letter))
}

/// [`char::is_alphanumeric`], quick for the letters most texts are made of.
fn is_letter_or_digit(letter: char) -> bool {
    match letter {
        '\0'..='\x7F' => letter.is_ascii_alphanumeric(),
        '×' | '÷' => false,
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => true,
        letter => letter.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_places() {
        let text = "– Hộ nghèo, 1.500 hộ (Ba Vì)";
        let found: Vec<&str> = words(text).map(|word| word.text).collect();
        assert_eq!(found, ["Hộ", "nghèo", "1", "500", "hộ", "Ba", "Vì"]);
        assert!(words(text).all(|word| &text[word.range.clone()] == word.text));
    }

    #[test]
    fn the_quick_answer_is_the_right_one() {
        assert!(('\0'..='\u{3000}').all(|l| is_letter_or_digit(l) == l.is_alphanumeric()));
    }

    #[test]
    fn decomposed_marks_do_not_split_words() {
        let found: Vec<&str> = words("nghe\u{300}o đo\u{301}i").map(|word| word.text).collect();
        assert_eq!(found, ["nghe\u{300}o", "đo\u{301}i"]);
    }
}
