//! What a reader may have meant, from the words of the texts that were found.

use crate::search::analyse::{Parsed, Token};
use crate::text::is_syllable;
use std::collections::HashMap;

/// The question with each word as the texts that were found spell it, when one
/// of them is spelt otherwise than the reader did on purpose.
pub(super) fn corrected(parsed: &Parsed, matched: &[String]) -> Option<String> {
    let mut counts: HashMap<Token, usize> = HashMap::new();
    for word in matched {
        *counts.entry(Token::new(word)).or_default() += 1;
    }
    let mut differs = false;
    let mut corrected = Vec::with_capacity(parsed.tokens.len());
    for (at, token) in parsed.tokens.iter().enumerate() {
        let is_open = parsed.open_ended && at + 1 == parsed.tokens.len();
        let nearest = counts.iter().filter_map(|(other, count)| {
            let letters = strsim::osa_distance(&other.folded, &token.folded);
            let limit = if token.folded.chars().count() < 8 { 1 } else { 2 };
            let is_near = letters == 0 || (letters <= limit && !is_syllable(&token.exact));
            is_near.then_some((letters, other.exact != token.exact, usize::MAX - count, other))
        });
        let nearest = nearest
            .min_by_key(|&(letters, other, rare, word)| (letters, other, rare, word.exact.clone()));
        match nearest {
            Some((letters, true, _, other)) => {
                let unfinished = is_open && letters > 0 && other.folded.starts_with(&token.folded);
                differs |= !unfinished && (letters > 0 || token.is_marked());
                corrected.push(other.exact.as_str());
            }
            _ => corrected.push(token.exact.as_str()),
        }
    }
    differs.then(|| corrected.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analyse::parse;

    #[test]
    fn the_spelling_of_what_was_found_corrects_the_question() {
        let matched = ["Giảm", "nghèo", "bền", "vững", "giảm"].map(str::to_owned);
        let proposed = |text: &str| corrected(&parse(text, |_| false), &matched);
        assert_eq!(proposed("giãm nghèo").as_deref(), Some("giảm nghèo"));
        assert_eq!(proposed("giaam ngheo").as_deref(), Some("giảm nghèo"));
        assert_eq!(proposed("giam ngheo"), None);
        assert_eq!(proposed("giảm nghèo"), None);
    }
}
