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
            if letter.is_alphanumeric() {
                break at;
            }
        };
        while self.letters.next_if(|&(_, letter)| belongs_to_word(letter)).is_some() {}
        let end = self.letters.peek().map_or(self.text.len(), |&(at, _)| at);
        Some(Word { text: &self.text[start..end], range: start..end })
    }
}

fn belongs_to_word(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    letter.is_alphanumeric() || is_combining_mark(letter)
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
    fn decomposed_marks_do_not_split_words() {
        let found: Vec<&str> = words("nghe\u{300}o đo\u{301}i").map(|word| word.text).collect();
        assert_eq!(found, ["nghe\u{300}o", "đo\u{301}i"]);
    }
}
