//! One word in the two forms it is looked up by.

use crate::{canonical_tone, fold, fold_into};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Longer runs of letters are no words and would only swell the dictionary.
const MAX_BYTES: usize = 48;

/// Parts the folded from the exact form in a term of the index. Terms that
/// differ in marks only therefore stand side by side in the dictionary.
pub const SEPARATOR: char = '\0';

/// A word of a query: `Hoà` is exact `hòa`, folded `hoa`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token {
    pub exact: String,
    pub folded: String,
}

impl Token {
    pub fn new(word: &str) -> Token {
        let small = word.nfc().flat_map(char::to_lowercase).collect::<String>();
        Token { folded: fold(word), exact: canonical_tone(&small).into_owned() }
    }

    /// Whether the reader typed marks, so that they mean something.
    pub fn is_marked(&self) -> bool {
        self.exact != self.folded
    }

    /// The term of the index.
    pub fn term(&self) -> String {
        format!("{}{SEPARATOR}{}", self.folded, self.exact)
    }
}

/// [`Token`] for indexing: analyses word after word without allocating.
#[derive(Debug, Clone, Default)]
pub struct TokenBuffer {
    pub folded: String,
    pub exact: String,
}

impl TokenBuffer {
    /// Analyses a word of normalised text; `false` when it is not to be indexed.
    pub fn read(&mut self, word: &str) -> bool {
        let is_word = self.read_folded(word);
        if is_word {
            self.read_exact(word);
        }
        is_word
    }

    /// The first half of [`read`](Self::read), for who seldom needs the second.
    pub fn read_folded(&mut self, word: &str) -> bool {
        self.folded.clear();
        if word.len() > MAX_BYTES {
            return false;
        }
        fold_into(word, &mut self.folded);
        !self.folded.is_empty()
    }

    /// The second half, of the same word.
    pub fn read_exact(&mut self, word: &str) {
        self.exact.clear();
        if word.is_ascii() {
            self.exact.push_str(&self.folded);
        } else {
            let small = word.chars().flat_map(char::to_lowercase);
            self.exact.extend(small);
            if !is_nfc(&self.exact) {
                self.exact = self.exact.nfc().collect();
            }
            if let std::borrow::Cow::Owned(moved) = canonical_tone(&self.exact) {
                self.exact = moved;
            }
        }
    }

    /// Appends the term of the index.
    pub fn push_term(&self, term: &mut String) {
        term.push_str(&self.folded);
        term.push(SEPARATOR);
        term.push_str(&self.exact);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_word_is_one_token() {
        let expected = Token { exact: "hòa".into(), folded: "hoa".into() };
        for word in ["hòa", "hoà", "HÒA", "Hoa\u{300}", "ho\u{300}a"] {
            assert_eq!(Token::new(word), expected);
            let mut buffer = TokenBuffer::default();
            assert!(buffer.read(word));
            assert_eq!((buffer.exact.as_str(), buffer.folded.as_str()), ("hòa", "hoa"));
        }
    }
}
