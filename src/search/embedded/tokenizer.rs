//! Tantivy's view of the shared analysis: words, and pairs of words.

use crate::search::analyse::{TokenBuffer, is_functional_exact};
use crate::text::{Words, words};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Every word as `folded \0 exact`.
#[derive(Clone, Default)]
pub(super) struct WordTokenizer {
    token: Token,
    buffer: TokenBuffer,
}

pub(super) struct WordStream<'a> {
    words: Words<'a>,
    token: &'a mut Token,
    buffer: &'a mut TokenBuffer,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { words: words(text), token: &mut self.token, buffer: &mut self.buffer }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            self.token.position = self.token.position.wrapping_add(1);
            if self.buffer.read(word.text) {
                self.token.text.clear();
                self.buffer.push_term(&mut self.token.text);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Neighbouring words as `folded folded \0 exact exact`, unless one of them
/// only holds the sentence together: half of all pairs, and none that tells.
#[derive(Clone, Default)]
pub(super) struct PairTokenizer {
    token: Token,
    before: TokenBuffer,
    buffer: TokenBuffer,
}

pub(super) struct PairStream<'a> {
    words: Words<'a>,
    token: &'a mut Token,
    before: &'a mut TokenBuffer,
    buffer: &'a mut TokenBuffer,
    /// Whether `before` holds a word that may be the first of a pair.
    begun: bool,
}

impl Tokenizer for PairTokenizer {
    type TokenStream<'a> = PairStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream<'a> {
        self.token.reset();
        PairStream {
            words: words(text),
            token: &mut self.token,
            before: &mut self.before,
            buffer: &mut self.buffer,
            begun: false,
        }
    }
}

impl TokenStream for PairStream<'_> {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            std::mem::swap(self.before, self.buffer);
            let first = std::mem::replace(&mut self.begun, self.buffer.read(word.text));
            self.begun = self.begun && !is_functional_exact(&self.buffer.exact);
            if first && self.begun {
                self.token.position = self.token.position.wrapping_add(1);
                self.token.text.clear();
                push_pair(&mut self.token.text, self.before, self.buffer);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

fn push_pair(text: &mut String, first: &TokenBuffer, second: &TokenBuffer) {
    text.push_str(&first.folded);
    text.push(' ');
    text.push_str(&second.folded);
    text.push('\0');
    text.push_str(&first.exact);
    text.push(' ');
    text.push_str(&second.exact);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms<T: Tokenizer>(mut tokenizer: T, text: &str) -> Vec<(usize, String)> {
        let mut stream = tokenizer.token_stream(text);
        let mut terms = Vec::new();
        while let Some(token) = stream.next() {
            terms.push((token.position, token.text.replace('\0', "|")));
        }
        terms
    }

    #[test]
    fn words_keep_both_forms_and_their_place() {
        assert_eq!(
            terms(WordTokenizer::default(), "Hoà bình, Đủ!"),
            [(0, "hoa|hòa".into()), (1, "binh|bình".into()), (2, "du|đủ".into())]
        );
    }

    #[test]
    fn pairs_skip_words_that_only_hold_the_sentence_together() {
        let pairs = terms(PairTokenizer::default(), "hộ nghèo và của huyện Ba Vì");
        let pairs: Vec<&str> = pairs.iter().map(|(_, term)| term.as_str()).collect();
        assert_eq!(pairs, ["ho ngheo|hộ nghèo", "huyen ba|huyện ba", "ba vi|ba vì"]);
    }
}
