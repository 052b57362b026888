//! The best of what was found, with all of it counted.

use super::documents::set_of;
use super::facets::{Sieve, Totals};
use super::find::{Answers, Search};
use super::score::Lists;
use super::snapshot::Part;
use crate::search::{Found, Hit, Query};
use chrono::DateTime;
use fixedbitset::FixedBitSet;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// So many for each that is wanted are scored sooner than the better ones are
/// looked for.
const FEW: usize = 2;
/// Sums in another order differ by less.
const ROUNDING: f32 = 0.000_1;

/// The order of results: by score, where differences nobody can see do not
/// count, then the newer first.
type Rank = (i64, i64, i64);

/// The best results of a page and of those before it.
struct Best {
    wanted: usize,
    heap: BinaryHeap<Reverse<(Rank, u32)>>,
}

impl Best {
    fn offer(&mut self, part: &Part, document: usize, score: f32) {
        let columns = &part.columns;
        let rank = (rank(score), columns.published_at[document], columns.item_id[document]);
        if self.heap.len() < self.wanted {
            self.heap.push(Reverse((rank, score.to_bits())));
        } else if self.least() < Some(rank) {
            self.heap.pop();
            self.heap.push(Reverse((rank, score.to_bits())));
        }
    }

    fn least(&self) -> Option<Rank> {
        self.heap.peek().map(|Reverse((least, _))| *least)
    }

    /// Whether no document with that score comes among the best any more.
    fn is_beyond(&self, score: f32) -> bool {
        let least = self.least().map(|(least, ..)| least);
        self.heap.len() >= self.wanted && least > Some(rank(score))
    }
}

pub(super) fn rank(score: f32) -> i64 {
    (score * 100.0 + 0.5) as i64
}

/// Counts all documents that were found, their facets, and keeps the best for the page.
pub(super) fn collect(search: &Search, query: &Query, answers: &Answers) -> tantivy::Result<Found> {
    collect_with(
        search,
        query,
        |at| found_by_any(answers, at),
        |best, at, passing| offer_best(search, answers, best, at, passing),
    )
}

/// All that may be found, the newest first.
pub(super) fn everything(search: &Search, query: &Query) -> tantivy::Result<Found> {
    collect_with(
        search,
        query,
        |at| search.eligible[at].clone(),
        |best, at, passing| {
            let part = &search.snapshot.parts[at];
            let newest = part.columns.newest.iter().map(|&document| document as usize);
            let first = newest.filter(|document| passing.contains(*document)).take(best.wanted);
            first.for_each(|document| best.offer(part, document, 0.0));
            Ok(())
        },
    )
}

fn collect_with(
    search: &Search,
    query: &Query,
    found: impl Fn(usize) -> FixedBitSet,
    offer: impl Fn(&mut Best, usize, FixedBitSet) -> tantivy::Result<()>,
) -> tantivy::Result<Found> {
    let (skipped, length) = query.window();
    let mut best = Best { wanted: skipped + length, heap: BinaryHeap::new() };
    let mut totals = Totals::default();
    let mut total = 0;
    for (at, part) in search.snapshot.parts.iter().enumerate() {
        let sieve = Sieve::new(&part.columns, &query.filters);
        let found = found(at);
        let passing = sieve.passing(&found, None);
        sieve.count(&found, &passing, &mut totals);
        total += passing.count_ones(..) as u64;
        offer(&mut best, at, passing)?;
    }
    let hits = best.heap.into_sorted_vec().into_iter().skip(skipped);
    let hits = hits.map(|Reverse((rank, score))| Hit {
        item_id: rank.2,
        score: f32::from_bits(score),
        published_at: DateTime::from_timestamp_micros(rank.1).unwrap_or_default(),
    });
    Ok(Found { total, hits: hits.collect(), facets: totals.into_facets(), ..Found::default() })
}

fn found_by_any(answers: &Answers, at: usize) -> FixedBitSet {
    let mut any = answers.own.found[at].clone();
    answers.others.iter().for_each(|other| any.union_with(&other.found[at]));
    any
}

/// Offers the documents with their scores: of many, only those that may come
/// among the best.
fn offer_best(
    search: &Search,
    answers: &Answers,
    best: &mut Best,
    at: usize,
    mut documents: FixedBitSet,
) -> tantivy::Result<()> {
    if documents.count_ones(..) <= FEW * best.wanted {
        return offer_scored(search, answers, best, at, &documents);
    }
    let snapshot = search.snapshot;
    let (mut most, mut most_of_others) = (Vec::new(), 0.0);
    for sifted in answers.all() {
        let besides = sifted.terms.most_of_long(&snapshot.parts[at], at);
        most_of_others = f32::max(most_of_others, besides * sifted.scale + ROUNDING);
        let by_short =
            sifted.terms.score(snapshot, at, search.weights, &documents, Lists::Short)?;
        let at_most = |score: f32| (score + besides) * sifted.scale + ROUNDING;
        most.extend(by_short.scored().map(|(document, score)| (document, at_most(score))));
    }
    let all = documents.len();
    let count = (FEW * best.wanted).min(most.len());
    if count < most.len() {
        most.select_nth_unstable_by(count, |(_, one), (_, other)| other.total_cmp(one));
    }
    let (first, rest) = most.split_at(count);
    let first = set_of(first.iter().map(|(document, _)| *document), all);
    offer_scored(search, answers, best, at, &first)?;
    let rest = rest.iter().filter(|(_, most)| !best.is_beyond(*most));
    let mut rest = set_of(rest.map(|(document, _)| *document), all);
    rest.difference_with(&first);
    offer_scored(search, answers, best, at, &rest)?;
    if best.is_beyond(most_of_others) {
        return Ok(());
    }
    documents.difference_with(&first);
    documents.difference_with(&rest);
    offer_scored(search, answers, best, at, &documents)
}

fn offer_scored(
    search: &Search,
    answers: &Answers,
    best: &mut Best,
    at: usize,
    documents: &FixedBitSet,
) -> tantivy::Result<()> {
    if documents.is_clear() {
        return Ok(());
    }
    let mut scores = vec![f32::NEG_INFINITY; documents.count_ones(..)];
    for sifted in answers.all() {
        let (terms, lists) = (&sifted.terms, Lists::All);
        let board = terms.score(search.snapshot, at, search.weights, documents, lists)?;
        for (document, score) in documents.ones().zip(&mut scores) {
            if sifted.found[at].contains(document) {
                *score = score.max(board.score(document) * sifted.scale);
            }
        }
    }
    let part = &search.snapshot.parts[at];
    for (document, score) in documents.ones().zip(scores) {
        best.offer(part, document, score);
    }
    Ok(())
}
