//! What a reader may have meant, from the words of the texts that were found.

use super::form::{KEYS, TEXT, key};
use super::{Client, Index, failure};
use crate::search::SearchError;
use crate::search::analyse::{Parsed, Token};
use crate::text::is_syllable;
use meilisearch_sdk::search::{MultiSearchQuery, SearchQuery};
use std::collections::HashMap;

/// The question with each word as the texts that were found spell it, when one
/// of them is spelt otherwise than the reader did on purpose. What `stands` in some
/// text as it was typed is spelt right.
pub(super) fn corrected(parsed: &Parsed, matched: &[String], stands: &[bool]) -> Option<String> {
    let mut counts: HashMap<Token, usize> = HashMap::new();
    for word in matched {
        *counts.entry(Token::new(word)).or_default() += 1;
    }
    let mut differs = false;
    let mut corrected = Vec::with_capacity(parsed.tokens.len());
    for (at, token) in parsed.tokens.iter().enumerate() {
        if stands.get(at).copied().unwrap_or_default() {
            corrected.push(token.exact.as_str());
            continue;
        }
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

/// Which of these words, lower case and unmarked, some text has.
pub(super) async fn known(
    client: &Client,
    index: &Index,
    candidates: &[String],
) -> Result<Vec<bool>, SearchError> {
    stand(client, index, candidates, &TEXT).await
}

/// Which words of the question some text has with the very marks they were typed with.
pub(super) async fn as_spelt(
    client: &Client,
    index: &Index,
    parsed: &Parsed,
) -> Result<Vec<bool>, SearchError> {
    let keys: Vec<String> = parsed.tokens.iter().map(key).collect();
    let found = stand(client, index, &keys, &KEYS).await?;
    let each = parsed.tokens.iter().zip(found);
    Ok(each.map(|(token, stands)| stands && token.is_marked()).collect())
}

async fn stand(
    client: &Client,
    index: &Index,
    candidates: &[String],
    attributes: &'static [&'static str],
) -> Result<Vec<bool>, SearchError> {
    let asked: Vec<String> = candidates.iter().map(|word| format!("\"{word}\"")).collect();
    let mut search = MultiSearchQuery::new(client);
    for word in &asked {
        let mut one = SearchQuery::new(index);
        one.with_query(word).with_attributes_to_search_on(attributes);
        one.with_page(1).with_hits_per_page(0);
        search.with_search_query(one);
    }
    let found = search.execute::<serde_json::Value>().await.map_err(failure)?;
    Ok(found.results.iter().map(|result| result.total_hits.unwrap_or_default() > 0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analyse::parse;

    #[test]
    fn the_spelling_of_what_was_found_corrects_the_question() {
        let matched = ["Giảm", "nghèo", "bền", "vững", "giảm"].map(str::to_owned);
        let proposed = |text: &str| corrected(&parse(text, |_| false), &matched, &[]);
        assert_eq!(proposed("giãm nghèo").as_deref(), Some("giảm nghèo"));
        assert_eq!(proposed("giaam ngheo").as_deref(), Some("giảm nghèo"));
        assert_eq!(proposed("giam ngheo"), None);
        assert_eq!(proposed("giảm nghèo"), None);
        let known = corrected(&parse("bển giãm", |_| false), &matched, &[true, false]);
        assert_eq!(known.as_deref(), Some("bển giảm"), "it stands in some text");
    }
}
