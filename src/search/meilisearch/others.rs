//! The same question in other words, asked together with the reader's own.

use super::ask::{Attempt, attempts, facet_groups, facets};
use super::form::TEXT;
use super::{Client, Index, failure};
use crate::search::analyse::{Parsed, is_functional};
use crate::search::{Facets, Query, SearchError};
use meilisearch_sdk::search::{FederationOptions, MergeFacets, MultiSearchQuery, SearchQuery};
use std::collections::HashMap;

/// What other words that mean the same count, and all words but one.
const SYNONYM_WEIGHT: f32 = 0.6;
const NEAR_WEIGHT: f32 = 0.4;

/// Other ways to ask, as strictly as the question itself is asked: what was put in
/// stands as a phrase in any case.
pub(super) fn others(in_other_words: &[Parsed], is_sentence: bool, strict: bool) -> Vec<Attempt> {
    let asked = |other: &Parsed| {
        let mut ways = attempts(other, is_sentence).into_iter();
        let one = if strict { ways.next() } else { ways.last() };
        one.map(|attempt| Attempt { weight: SYNONYM_WEIGHT, ..attempt })
    };
    in_other_words.iter().filter_map(asked).collect()
}

/// The same with what was put in anywhere in a text, each as a question of its own.
pub(super) fn apart(
    in_other_words: &[Parsed],
    is_sentence: bool,
) -> impl Iterator<Item = (Attempt, bool)> {
    in_other_words.iter().filter_map(move |other| {
        let words = Parsed { phrases: Vec::new(), ..other.clone() };
        Some((attempts(&words, is_sentence).into_iter().next()?, true))
    })
}

/// The question with each of its three or four words left out, but for what is quoted.
pub(super) fn all_but_one(parsed: &Parsed, is_sentence: bool) -> Vec<Attempt> {
    let says_much = |at: &usize| !is_functional(&parsed.tokens[*at]);
    let words: Vec<usize> = (0..parsed.tokens.len()).filter(says_much).collect();
    if is_sentence || !(3..=4).contains(&words.len()) {
        return Vec::new();
    }
    let free = words.into_iter().filter(|at| !parsed.is_quoted(*at));
    free.filter_map(|at| strictest(&parsed.without(at), is_sentence, NEAR_WEIGHT)).collect()
}

fn strictest(parsed: &Parsed, is_sentence: bool, weight: f32) -> Option<Attempt> {
    let first = attempts(parsed, is_sentence).into_iter().next()?;
    Some(Attempt { weight, ..first })
}

/// The total and all facets of what answers the question in its own words or in
/// others; what answers it in both is counted once.
pub(super) async fn united(
    client: &Client,
    index: &Index,
    query: &Query,
    attempt: &Attempt,
    others: &[Attempt],
) -> Result<(u64, Facets), SearchError> {
    let mut total = None;
    let mut merged: HashMap<String, HashMap<String, usize>> = HashMap::new();
    for (names, filter) in facet_groups(query) {
        let mut search = MultiSearchQuery::new(client);
        for one in std::iter::once(attempt).chain(others) {
            let mut asked = SearchQuery::new(index);
            asked
                .with_query(&one.folded)
                .with_attributes_to_search_on(&TEXT)
                .with_matching_strategy(one.strategy.clone())
                .with_ranking_score_threshold(one.least)
                .with_filter(&filter);
            search.with_search_query_and_weight(asked, 1.0);
        }
        let names = names.into_iter().map(str::to_owned).collect();
        let options = FederationOptions {
            limit: Some(0),
            facets_by_index: Some(HashMap::from([(index.uid.clone(), names)])),
            merge_facets: Some(MergeFacets::default()),
            ..FederationOptions::default()
        };
        let found = search.with_federation(options).execute::<serde_json::Value>().await;
        let found = found.map_err(failure)?;
        // the first is the one under all filters
        total.get_or_insert(found.estimated_total_hits as u64);
        merged.extend(found.facet_distribution.unwrap_or_default());
    }
    Ok((total.unwrap_or(0), facets(merged)))
}
