//! From what a reader typed to tokens and phrases.

use super::Token;
use crate::text::{telex, words};
use std::ops::Range;

/// A question, taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Parsed {
    pub tokens: Vec<Token>,
    /// Tokens that must stand side by side in this order; never empty.
    pub phrases: Vec<Range<usize>>,
    /// Whether the last token may be the beginning of a longer word.
    pub open_ended: bool,
    /// How many words the reader typed; other ways to ask keep the number.
    pub asked: usize,
}

/// With more words than this a question is a sentence.
const SENTENCE: usize = 6;

impl Parsed {
    /// Whether it is a whole sentence: most of its words are context, and texts
    /// need not hold all of them.
    pub(crate) fn is_sentence(&self) -> bool {
        self.asked > SENTENCE
    }

    pub(crate) fn is_quoted(&self, token: usize) -> bool {
        self.phrases.iter().any(|phrase| phrase.contains(&token))
    }

    /// The question without one of its tokens, which no phrase holds.
    pub(crate) fn without(&self, token: usize) -> Parsed {
        let mut less = self.clone();
        less.tokens.remove(token);
        let moved = |at: usize| if at > token { at - 1 } else { at };
        for phrase in &mut less.phrases {
            *phrase = moved(phrase.start)..moved(phrase.end);
        }
        less.open_ended &= token + 1 < self.tokens.len();
        less
    }

    /// Whether any token carries marks, so that those without mean it too.
    pub(crate) fn is_marked(&self) -> bool {
        self.tokens.iter().any(Token::is_marked)
    }
}

/// Takes a normalised question apart. Raw Telex is decoded where nothing else
/// makes sense of it; `known` tells whether a word, lower case and unmarked,
/// is used in the texts. A quotation mark without its pair means nothing.
pub(crate) fn parse(text: &str, known: impl Fn(&str) -> bool) -> Parsed {
    let decoded = telex::decode_phrase(text, known);
    let text = decoded.as_deref().unwrap_or(text);
    let mut parsed = Parsed::default();
    let mut pieces = text.split(['"', '“', '”', '„', '«', '»']).peekable();
    let mut quoted = false;
    while let Some(piece) = pieces.next() {
        let start = parsed.tokens.len();
        parsed.tokens.extend(words(piece).map(|word| Token::new(word.text)));
        parsed.tokens.retain(|token| !token.folded.is_empty());
        let end = parsed.tokens.len();
        // an opening mark that nothing closes is the last but one piece's end
        let closed = pieces.peek().is_some();
        if quoted && closed && end > start {
            parsed.phrases.push(start..end);
        }
        quoted = !quoted;
    }
    let ends_in_word = text.ends_with(|letter: char| letter.is_alphanumeric());
    let last_is_quoted = parsed.tokens.len().checked_sub(1).is_some_and(|at| parsed.is_quoted(at));
    parsed.open_ended = ends_in_word && !last_is_quoted;
    parsed.asked = parsed.tokens.len();
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(parsed: &Parsed) -> Vec<&str> {
        parsed.tokens.iter().map(|token| token.folded.as_str()).collect()
    }

    #[test]
    fn quoted_words_are_a_phrase() {
        let parsed = parse("vay vốn “hộ nghèo” 2025", |_| false);
        assert_eq!(folded(&parsed), ["vay", "von", "ho", "ngheo", "2025"]);
        assert_eq!(parsed.phrases, [Range { start: 2, end: 4 }]);
        assert!(parsed.open_ended);
    }

    #[test]
    fn a_quotation_mark_without_its_pair_means_nothing() {
        let parsed = parse("vay \"hộ nghèo", |_| false);
        assert!(parsed.phrases.is_empty());
        assert_eq!(folded(&parsed), ["vay", "ho", "ngheo"]);
    }

    #[test]
    fn empty_quotes_and_bare_punctuation_are_nothing() {
        assert_eq!(parse("\"\" … ?", |_| false), Parsed::default());
    }

    #[test]
    fn raw_telex_is_decoded() {
        let parsed = parse("giamr ngheof", |_| false);
        assert_eq!(parsed.tokens[1].exact, "nghèo");
        let known = parse("visa", |word| word == "visa");
        assert_eq!(known.tokens[0].exact, "visa");
    }
}
