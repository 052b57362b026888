//! The best of what was found, with all of it counted.

use super::bounds::Bounds;
use super::documents::set_of;
use super::facets::{Sieve, Totals};
use super::find::{Answers, Search};
use super::snapshot::Part;
use crate::search::{Found, Hit, Query};
use chrono::DateTime;
use fixedbitset::FixedBitSet;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

/// So many for each that is wanted are scored sooner than the better ones are
/// looked for.
const FEW: usize = 3;

/// The order of results: by score, where differences nobody can see do not
/// count, then the newer first.
type Rank = (i64, i64, i64);

/// The best results of a page and of those before it.
pub(super) struct Best {
    wanted: usize,
    heap: BinaryHeap<Reverse<(Rank, u32)>>,
}

impl Best {
    fn offer(&mut self, part: &Part, document: usize, score: f32) {
        if self.is_beyond(score) {
            return;
        }
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
    pub(super) fn is_beyond(&self, score: f32) -> bool {
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
    let ways = answers.all().map(|sifted| Bounds::new(search, sifted, at, &documents));
    let mut ways: Vec<Bounds> = ways.collect::<io::Result<_>>()?;
    let (all, enough) = (documents.len(), FEW * best.wanted);
    if documents.count_ones(..) <= enough {
        return offer_scored(&mut ways, best, &documents);
    }
    if ways.iter().map(Bounds::count).sum::<usize>() < enough {
        // too little to choose from
        ways.iter_mut().try_for_each(|way| way.read_later(&documents))?;
    }
    let mut most = Vec::with_capacity(ways.iter().map(Bounds::count).sum());
    ways.iter().for_each(|way| most.extend(way.each()));
    if enough < most.len() {
        most.select_nth_unstable_by(enough, |(_, one), (_, other)| other.total_cmp(one));
        most.truncate(enough);
    }
    let first = set_of(most.into_iter().map(|(document, _)| document), all);
    offer_scored(&mut ways, best, &first)?;
    documents.difference_with(&first);
    for way in &mut ways {
        if !best.is_beyond(way.besides()) {
            way.read_later(&documents)?;
            continue;
        }
        let mut candidates = set_of(way.may_be_best(best), all);
        candidates.difference_with(&first);
        if candidates.count_ones(..) > enough {
            way.read_later(&candidates)?;
        }
    }
    let mut rest = set_of(ways.iter().flat_map(|way| way.may_be_best(best)), all);
    rest.difference_with(&first);
    offer_scored(&mut ways, best, &rest)?;
    if ways.iter().all(|way| best.is_beyond(way.besides())) {
        return Ok(());
    }
    documents.difference_with(&rest);
    offer_scored(&mut ways, best, &documents)
}

fn offer_scored(
    ways: &mut [Bounds],
    best: &mut Best,
    documents: &FixedBitSet,
) -> tantivy::Result<()> {
    let Some(first) = ways.first().filter(|_| !documents.is_clear()) else { return Ok(()) };
    let part = first.part();
    ways.iter_mut().try_for_each(|way| way.read_rest(documents))?;
    for document in documents.ones() {
        let score = ways.iter().filter_map(|way| way.score(document));
        best.offer(part, document, score.fold(f32::NEG_INFINITY, f32::max));
    }
    Ok(())
}
