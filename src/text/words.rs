//! Words of a text and where they stand in it.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;
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
    Words { text, letters: text.char_indices().peekable() }
}

/// What [`words`] walks with.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    letters: Peekable<CharIndices<'a>>,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let start = loop {
            let (at, letter) = self.letters.next()?;
            if is_letter_or_digit(letter) {
                break at;
            }
        };
        while self.letters.next_if(|&(_, letter)| belongs_to_word(letter)).is_some() {}
        let end = self.letters.peek().map_or(self.text.len(), |&(at, _)| at);
        Some(Word { text: &self.text[start..end], range: start..end })
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
