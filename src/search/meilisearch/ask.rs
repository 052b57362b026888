//! From a question to what Meilisearch is asked, and back.

use super::filter::{filter, set_filters};
use super::form::{EVERY, FACETS, KEYS, TEXT, key};
use super::others::{all_but_one, apart, others, united};
use super::spelling::{as_spelt, corrected};
use super::{Client, Index, failure};
use crate::search::analyse::{Parsed, Token, alternatives, is_functional, is_weak};
use crate::search::{Facets, Found, Hit, Mark, Query, SearchError};
use crate::text::{is_syllable, words};
use chrono::DateTime;
use meilisearch_sdk::search::{
    FederationOptions, MatchingStrategies, MultiSearchQuery, SearchQuery, Selectors,
};
use std::collections::HashMap;

/// With fewer results than this the reader is helped with spelling.
const FEW: u64 = 3;
/// Meilisearch reads no more words of a question.
const MAX_WORDS: usize = 10;
/// What the spelling the reader used counts against any other spelling.
const EXACT_WEIGHT: f32 = 2.0;
/// A document that holds one word of four or less answers something else; of a
/// sentence less is enough.
const LEAST_SHARE: f64 = 0.26;
const SENTENCE_SHARE: f64 = 0.15;
/// Of a word this long two letters may be wrong, as the server has it.
const LONG: usize = 9;
/// With fewer texts that hold all of three or four words, those that hold all
/// but one are shown as well.
const ENOUGH: u64 = 10;
/// Stand around what matched; no text has them (private use, Unicode §23.5).
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// One way to ask.
pub(super) struct Attempt {
    /// In any spelling, and in the very one.
    pub folded: String,
    pub exact: String,
    pub strategy: MatchingStrategies,
    /// What a document must reach to be found, from 0 to 1: its share of the
    /// words says most of it.
    pub least: f64,
    /// What it counts against the reader's own question.
    pub weight: f32,
}

#[derive(serde::Deserialize)]
struct Item {
    id: i64,
    published_at: i64,
}

/// Answers a question that has words.
pub(super) async fn answer(
    client: &Client,
    index: &Index,
    query: &Query,
    parsed: &Parsed,
) -> Result<Found, SearchError> {
    let is_sentence = parsed.is_sentence();
    let in_other_words = alternatives(parsed, query.synonyms());
    let (mut others, mut last) = (Vec::new(), None);
    let asked = attempts(parsed, is_sentence).into_iter().map(|attempt| (attempt, false));
    // the words of what means the same, apart, are better than nothing
    for (attempt, is_apart) in asked.chain(apart(&in_other_words, is_sentence)) {
        let strict = attempt.least == 0.0;
        others = match is_apart {
            true => Vec::new(),
            false => self::others(&in_other_words, is_sentence, strict),
        };
        let mut counts = counts(client, index, query, &attempt).await?;
        if !others.is_empty() {
            let (total, facets) = united(client, index, query, &attempt, &others).await?;
            counts = Counts { total, facets, ..counts };
        }
        let is_enough = counts.total > 0;
        last = Some((attempt, is_apart, counts));
        if is_enough {
            break;
        }
    }
    let Some((attempt, is_apart, mut counts)) = last.filter(|(.., counts)| counts.total > 0) else {
        return Ok(Found::default());
    };
    let little = counts.total < FEW || counts.exact == 0;
    let is_strict = attempt.least == 0.0 && !is_apart;
    let near = if is_strict { all_but_one(parsed, is_sentence) } else { Vec::new() };
    if counts.total < ENOUGH && !near.is_empty() {
        others.extend(near);
        let (total, facets) = united(client, index, query, &attempt, &others).await?;
        counts = Counts { total, facets, ..counts };
    }
    let (hits, matched) = hits(client, index, query, &attempt, &others).await?;
    let mut ways = std::iter::once(parsed).chain(&in_other_words);
    let is_partial = is_apart || ways.all(|way| is_partial(way, &matched));
    let did_you_mean = match little {
        true => corrected(parsed, &matched, &as_spelt(client, index, parsed).await?),
        false => None,
    };
    Ok(Found {
        total: counts.total,
        partial: !is_sentence && is_partial,
        hits,
        facets: counts.facets,
        did_you_mean,
        marks: marks(parsed, &matched),
    })
}

/// Answers a question without words: everything, newest first.
pub(super) async fn everything(
    client: &Client,
    index: &Index,
    query: &Query,
) -> Result<Found, SearchError> {
    let attempt = Attempt {
        folded: String::new(),
        exact: String::new(),
        strategy: MatchingStrategies::ALL,
        least: 0.0,
        weight: 1.0,
    };
    let counts = counts(client, index, query, &attempt).await?;
    let filter = filter(query, None);
    let (offset, limit) = query.window();
    let mut search = SearchQuery::new(index);
    search
        .with_filter(&filter)
        .with_sort(&["published_at:desc"])
        .with_offset(offset)
        .with_limit(limit)
        .with_attributes_to_retrieve(Selectors::Some(&["id", "published_at"]));
    let found = search.execute::<Item>().await.map_err(failure)?;
    let hits = found.hits.into_iter().map(|hit| hit_of(&hit.result, 0.0)).collect();
    Ok(Found { total: counts.total, hits, facets: counts.facets, ..Found::default() })
}

/// First every word as it is, then whatever helps.
pub(super) fn attempts(parsed: &Parsed, is_sentence: bool) -> Vec<Attempt> {
    let says_little: fn(&Token) -> bool = if is_sentence { is_weak } else { is_functional };
    let none_says_much = parsed.tokens.iter().all(says_little);
    let wanted =
        |at: usize| none_says_much || parsed.is_quoted(at) || !says_little(&parsed.tokens[at]);
    let write = |form: fn(&Token) -> String, strict: bool, finished: bool| {
        let mut text = String::new();
        let mut at = 0;
        let mut count = 0;
        while at < parsed.tokens.len() && count < MAX_WORDS {
            let phrase = parsed.phrases.iter().find(|phrase| phrase.start == at);
            let end = phrase.map_or(at + 1, |phrase| phrase.end);
            let words: Vec<String> = parsed.tokens[at..end].iter().map(form).collect();
            let is_open = parsed.open_ended && end == parsed.tokens.len();
            let token = &parsed.tokens[at];
            // a whole syllable is no beginning once it carries marks
            let is_unfinished =
                is_open && !finished && !(token.is_marked() && is_syllable(&token.exact));
            let is_whole = is_syllable(&token.exact) && !is_unfinished;
            if wanted(at) {
                let quoted = phrase.is_some() || (strict && is_whole);
                let words = words.join(" ");
                text += &if quoted { format!("\"{words}\" ") } else { format!("{words} ") };
                count += end - at;
            }
            at = end;
        }
        // a space at the end says that the last word is finished
        if parsed.open_ended { text.trim_end().to_owned() } else { text }
    };
    let folded: fn(&Token) -> String = |token| token.folded.clone();
    let attempt = |strict, strategy, least| Attempt {
        folded: write(folded, strict, false),
        exact: write(key, true, true),
        strategy,
        least,
        weight: 1.0,
    };
    let share = if is_sentence { SENTENCE_SHARE } else { LEAST_SHARE };
    let relaxed = attempt(false, MatchingStrategies::FREQUENCY, share);
    if is_sentence && parsed.phrases.is_empty() {
        return vec![relaxed];
    }
    vec![attempt(true, MatchingStrategies::ALL, 0.0), relaxed]
}

struct Counts {
    total: u64,
    /// How many have the question in its own spelling.
    exact: u64,
    facets: Facets,
}

/// The total and all facets: one count under all filters, and one without each
/// filter that is set.
async fn counts(
    client: &Client,
    index: &Index,
    query: &Query,
    attempt: &Attempt,
) -> Result<Counts, SearchError> {
    let groups = facet_groups(query);
    let mut search = MultiSearchQuery::new(client);
    for (names, filter) in &groups {
        let mut one = SearchQuery::new(index);
        one.with_query(&attempt.folded)
            .with_attributes_to_search_on(&TEXT)
            .with_matching_strategy(attempt.strategy.clone())
            .with_ranking_score_threshold(attempt.least)
            .with_filter(filter)
            .with_facets(Selectors::Some(names))
            .with_page(1)
            .with_hits_per_page(0);
        search.with_search_query(one);
    }
    let mut exact = SearchQuery::new(index);
    exact
        .with_query(&attempt.exact)
        .with_attributes_to_search_on(&KEYS)
        .with_matching_strategy(MatchingStrategies::ALL)
        .with_page(1)
        .with_hits_per_page(0);
    search.with_search_query(exact);
    let mut found = search.execute::<serde_json::Value>().await.map_err(failure)?.results;
    let exact = found.pop().and_then(|exact| exact.total_hits).unwrap_or_default() as u64;
    let total = found.first().and_then(|all| all.total_hits).unwrap_or_default() as u64;
    let mut merged: HashMap<String, HashMap<String, usize>> = HashMap::new();
    for result in found {
        merged.extend(result.facet_distribution.unwrap_or_default());
    }
    Ok(Counts { total, exact, facets: facets(merged) })
}

/// Which facets are counted under which filters: those that are not set under
/// all, each of the others without its own.
pub(super) fn facet_groups(query: &Query) -> Vec<(Vec<&'static str>, String)> {
    let set = set_filters(&query.filters);
    let free = FACETS.into_iter().filter(|facet| !set.contains(facet)).collect();
    let mut groups = vec![(free, filter(query, None))];
    groups.extend(set.into_iter().map(|facet| (vec![facet], filter(query, Some(facet)))));
    groups
}

/// The page of results, and the words of the texts that matched, as spelt there.
async fn hits(
    client: &Client,
    index: &Index,
    query: &Query,
    attempt: &Attempt,
    others: &[Attempt],
) -> Result<(Vec<Hit>, Vec<String>), SearchError> {
    let filter = filter(query, None);
    let (offset, limit) = query.window();
    let (open, close) = (OPEN.to_string(), CLOSE.to_string());
    let shown = ["id", "published_at", "title", "sapo", "body"];
    let ask = |text, attributes: &'static [&'static str], strategy| {
        let mut one = SearchQuery::new(index);
        one.with_query(text)
            .with_attributes_to_search_on(attributes)
            .with_matching_strategy(strategy)
            .with_filter(&filter)
            .with_attributes_to_retrieve(Selectors::Some(&shown))
            .with_attributes_to_highlight(Selectors::Some(&TEXT))
            .with_attributes_to_crop(Selectors::Some(&[("body", Some(40))]))
            .with_highlight_pre_tag(&open)
            .with_highlight_post_tag(&close);
        one
    };
    // a word typed without marks is its own key: where it stands so, it counts more
    let exact = ask(attempt.exact.as_str(), &EVERY, MatchingStrategies::ALL);
    let mut folded = ask(attempt.folded.as_str(), &TEXT, attempt.strategy.clone());
    folded.with_ranking_score_threshold(attempt.least);
    let mut search = MultiSearchQuery::new(client);
    search
        .with_search_query_and_weight(exact, EXACT_WEIGHT)
        .with_search_query_and_weight(folded, 1.0);
    for other in others {
        let folded = ask(other.folded.as_str(), &TEXT, other.strategy.clone());
        search.with_search_query_and_weight(folded, other.weight);
    }
    let options = FederationOptions {
        offset: Some(offset),
        limit: Some(limit),
        ..FederationOptions::default()
    };
    let found = search.with_federation(options).execute::<Item>().await.map_err(failure)?;
    let mut matched = Vec::new();
    let mut hits = Vec::new();
    for hit in found.hits {
        for shown in hit.formatted_result.iter().flat_map(|shown| shown.values()) {
            matched.extend(shown.as_str().into_iter().flat_map(highlighted));
        }
        let score = hit.federation.map_or(0.0, |info| info.weighted_ranking_score);
        hits.push(hit_of(&hit.result, score));
    }
    Ok((hits, matched))
}

fn hit_of(item: &Item, score: f32) -> Hit {
    let published_at = DateTime::from_timestamp_micros(item.published_at).unwrap_or_default();
    Hit { item_id: item.id, score, published_at }
}

/// The whole words of what is marked: of a word that the last one typed begins,
/// the server marks the beginning alone.
fn highlighted(shown: &str) -> impl Iterator<Item = String> {
    let whole = |part: &str| {
        let (marked, after) = part.split_once(CLOSE)?;
        let rest = after.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(after.len());
        Some(format!("{marked}{}", &after[..rest]))
    };
    let marked: Vec<String> = shown.split(OPEN).skip(1).filter_map(whole).collect();
    let word = |marked: String| words(&marked).map(|word| word.text.to_owned()).collect::<Vec<_>>();
    marked.into_iter().flat_map(word)
}

/// Whether for some word of the question nothing stands in the texts: not even
/// all of them together answer the whole.
fn is_partial(parsed: &Parsed, matched: &[String]) -> bool {
    let matched: Vec<String> = matched.iter().map(|word| Token::new(word).folded).collect();
    let stands = |token: &Token, word: &String| {
        let typos = if token.folded.chars().count() < LONG { 1 } else { 2 };
        word.starts_with(&token.folded) || strsim::osa_distance(word, &token.folded) <= typos
    };
    let mut wanted = parsed.tokens.iter().filter(|token| !is_functional(token));
    wanted.any(|token| !matched.iter().any(|word| stands(token, word)))
}

/// What to mark: the words asked for, and what stood for them in the texts.
fn marks(parsed: &Parsed, matched: &[String]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for token in parsed.tokens.iter().filter(|token| !is_functional(token)) {
        let exact = token.is_marked().then(|| token.exact.clone());
        marks.push(Mark { folded: token.folded.clone(), exact, prefix: false, strict: false });
    }
    for word in matched {
        let folded = Token::new(word).folded;
        if !marks.iter().any(|mark| mark.folded == folded) {
            marks.push(Mark { folded, exact: None, prefix: false, strict: false });
        }
    }
    marks
}

pub(super) fn facets(found: HashMap<String, HashMap<String, usize>>) -> Facets {
    let sorted = |facet: &str| {
        let counts = found.get(facet).into_iter().flatten();
        let mut counts: Vec<(String, u64)> =
            counts.map(|(name, count)| (name.clone(), *count as u64)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    };
    Facets {
        kind: sorted("kind"),
        topic: sorted("topic"),
        audience: sorted("audience"),
        place: sorted("place"),
        year: sorted("year"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analyse::parse;

    fn written(text: &str) -> Vec<(String, String)> {
        let parsed = parse(text, |_| false);
        let attempts = attempts(&parsed, parsed.is_sentence()).into_iter();
        attempts.map(|attempt| (attempt.folded, attempt.exact)).collect()
    }

    #[test]
    fn whole_syllables_are_quoted_and_everything_else_may_slip() {
        assert_eq!(
            written("truyyen thông"),
            [
                ("truyyen \"thong\"".into(), "truyyen \"thoong\"".into()),
                ("truyyen thong".into(), "truyyen \"thoong\"".into())
            ]
        );
        assert_eq!(written("nuôi on")[0], ("\"nuoi\" on".into(), "\"nuooi\" \"on\"".into()));
        assert_eq!(written("“vay vốn” nhà ")[0].0, "\"vay von\" \"nha\" ");
    }
}
