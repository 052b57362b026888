//! From a question to its answer, over one snapshot of the index.

use super::columns::{Sieve, Totals};
use super::joined::parted;
use super::phrase::{are_together, documents_with};
use super::plan::Plan;
use super::score::{Match, Scored, score};
use super::snapshot::{Part, Snapshot};
use super::spelling;
use super::weights::Weights;
use crate::search::analyse::{
    Parsed, Token, alternatives, is_functional, is_functional_exact, parse,
};
use crate::search::{Found, Hit, Mark, Query};
use chrono::DateTime;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::DocId;

/// With fewer results than this the reader is helped with spelling.
const FEW: u64 = 3;
/// A document that holds less of what was asked answers something else.
const LEAST_SHARE: f32 = 0.3;
/// So many words are all required.
const FEW_WORDS: usize = 4;
/// With fewer texts than this that hold three or four words, those that hold
/// the better half of them are shown as well.
const ENOUGH: u64 = 10;
const NEAR_SHARE: f32 = 0.5;

pub(super) fn answer(
    snapshot: &Snapshot,
    query: &Query,
    weights: &Weights,
) -> tantivy::Result<Found> {
    if query.text().is_empty() {
        return Ok(everything(snapshot, query));
    }
    let parsed = parted(parse(query.text(), |word| snapshot.has(word)), snapshot)?;
    if parsed.tokens.is_empty() {
        return Ok(Found::default());
    }
    let Answer { mut found, own, others, whole } = find(snapshot, parsed.clone(), query, weights)?;
    let plan = &own.plan;
    let told = whole.map_or(found.total, |whole| found.total.min(whole));
    found.marks = marks(plan, &others);
    let held = others.iter().map(|other| other.cover).fold(own.cover, f32::max);
    found.partial = found.total > 0 && held < needed_share(plan) * 0.999;
    // a word that no text has, but others that mean the same, is spelt right
    let explained = plan.has_unknown && others.iter().any(|other| !other.plan.has_unknown);
    if !explained && (told < FEW || plan.has_unknown || spelling::is_doubtful(snapshot, &parsed)?) {
        found.did_you_mean = meant(snapshot, &parsed, plan, query, weights, told)?;
    }
    Ok(found)
}

/// One way of asking, with the documents it found.
struct Sifted {
    plan: Plan,
    scored: Scored,
    /// The weight a document must have.
    needed: f32,
    /// How much of the question the best document holds, 0 to 1.
    cover: f32,
    /// What a score counts beside one of the reader's own words.
    scale: f32,
}

impl Sifted {
    fn score(&self, at: usize, doc: DocId) -> Option<f32> {
        let found: &Match = &self.scored.matches[at][doc as usize];
        (found.weight >= self.needed).then_some(found.score * self.scale)
    }
}

/// What was found, and by which ways of asking.
struct Answer {
    found: Found,
    own: Sifted,
    others: Vec<Sifted>,
    /// How many texts hold as much as is wanted, where others may be found too;
    /// [`ENOUGH`] stands for more.
    whole: Option<u64>,
}

/// Asks in the reader's own words, and in others that mean the same.
fn find(
    snapshot: &Snapshot,
    parsed: Parsed,
    query: &Query,
    weights: &Weights,
) -> tantivy::Result<Answer> {
    let in_other_words = alternatives(&parsed, query.synonyms());
    let mut own = sift(snapshot, parsed, query, weights)?;
    let mut others = Vec::with_capacity(in_other_words.len());
    for other in in_other_words {
        others.extend(sift_other(snapshot, other, &own, query, weights)?);
    }
    let may_come_near = own.may_come_near() || others.iter().any(Sifted::may_come_near);
    let whole = may_come_near.then(|| count_whole(snapshot, &own, &others, query.language as u8));
    if whole.is_some_and(|whole| whole < ENOUGH) {
        own.come_near();
        others.iter_mut().for_each(Sifted::come_near);
    }
    let found = collect(snapshot, query, |at, doc| {
        let scores = others.iter().map(|other| other.score(at, doc));
        scores.fold(own.score(at, doc), |best, score| match (best, score) {
            (Some(best), Some(score)) => Some(best.max(score)),
            (best, score) => best.or(score),
        })
    });
    Ok(Answer { found, own, others, whole })
}

/// How many documents are found so far, up to [`ENOUGH`].
fn count_whole(snapshot: &Snapshot, own: &Sifted, others: &[Sifted], language: u8) -> u64 {
    let mut count = 0;
    for (at, part) in snapshot.parts.iter().enumerate() {
        for doc in 0..part.reader.max_doc() {
            let holds = |one: &Sifted| one.scored.matches[at][doc as usize].weight >= one.needed;
            if (holds(own) || others.iter().any(holds))
                && part.columns.language[doc as usize] == language
                && is_alive(part, doc)
            {
                count += 1;
                if count == ENOUGH {
                    return count;
                }
            }
        }
    }
    count
}

fn sift(
    snapshot: &Snapshot,
    parsed: Parsed,
    query: &Query,
    weights: &Weights,
) -> tantivy::Result<Sifted> {
    let plan = Plan::make(parsed, snapshot)?;
    let mut scored = score(snapshot, &plan, weights)?;
    let wanted = scored.whole * needed_share(&plan);
    let mut best = best_weight(snapshot, &scored.matches, query.language as u8);
    if !plan.phrases.is_empty() {
        let apart = scored.matches.clone();
        keep_phrases(snapshot, &plan, &mut scored.matches)?;
        let together = best_weight(snapshot, &scored.matches, query.language as u8);
        if together > 0.0 {
            best = together;
        } else {
            // the words apart are better than nothing
            scored.matches = apart;
        }
    }
    Ok(Sifted::new(plan, scored, wanted, best))
}

/// The same for other words. They add what answers the question as well as its
/// own words do, in phrases that must stand as they are; where the best they
/// find holds less of it, they add nothing.
fn sift_other(
    snapshot: &Snapshot,
    parsed: Parsed,
    own: &Sifted,
    query: &Query,
    weights: &Weights,
) -> tantivy::Result<Option<Sifted>> {
    let plan = Plan::make(parsed, snapshot)?;
    let mut scored = score(snapshot, &plan, weights)?;
    keep_phrases(snapshot, &plan, &mut scored.matches)?;
    let wanted = scored.whole * needed_share(&own.plan);
    let best = best_weight(snapshot, &scored.matches, query.language as u8);
    let mut other = Sifted::new(plan, scored, wanted, best);
    if other.needed == f32::INFINITY || other.cover < own.cover * 0.999 {
        return Ok(None);
    }
    // more words have more to score with: what counts is how much of it a text has
    other.scale = weights.synonym * own.scored.most / other.scored.most.max(f32::EPSILON);
    Ok(Some(other))
}

impl Sifted {
    fn new(plan: Plan, scored: Scored, wanted: f32, best: f32) -> Sifted {
        let found = best > 0.0 && best >= scored.whole * LEAST_SHARE;
        // sums of the same terms in the same order: equal but for rounding
        let needed = if found { wanted.min(best) * 0.999 } else { f32::INFINITY };
        let cover = if found { best / scored.full.max(best) } else { 0.0 };
        Sifted { plan, scored, needed, cover, scale: 1.0 }
    }

    fn may_come_near(&self) -> bool {
        self.needed < f32::INFINITY && (3..=FEW_WORDS).contains(&self.plan.required())
    }

    /// Takes in what holds the better half of three or four words.
    fn come_near(&mut self) {
        if self.may_come_near() {
            self.needed = self.needed.min(self.scored.whole * NEAR_SHARE);
        }
    }
}

/// What to mark: the reader's own words, and those that stood for them.
fn marks(plan: &Plan, others: &[Sifted]) -> Vec<Mark> {
    let mut marks = plan.marks();
    for token in others.iter().flat_map(|other| &other.plan.clauses).map(|clause| &clause.token) {
        let known = marks.iter().any(|own| own.folded == token.folded);
        if !known && !is_functional_exact(&token.exact) {
            // The desk knows how its words are written: what looks like them is not meant.
            let (folded, exact) = (token.folded.clone(), Some(token.exact.clone()));
            marks.push(Mark { folded, exact, prefix: false, strict: true });
        }
    }
    marks
}

/// How much of what the required words say a document must hold: all of a few
/// words, the better part of a sentence.
fn needed_share(plan: &Plan) -> f32 {
    match plan.required() {
        0..=FEW_WORDS => 1.0,
        many => (2.5 / many as f32).max(0.2),
    }
}

/// What the best document holds of the required words; it is enough where no
/// document holds as much as is wanted.
fn best_weight(snapshot: &Snapshot, matches: &[Vec<Match>], language: u8) -> f32 {
    let mut best = 0.0;
    for (part, matches) in snapshot.parts.iter().zip(matches) {
        for (doc, found) in (0..).zip(matches) {
            if found.weight > best
                && part.columns.language[doc as usize] == language
                && is_alive(part, doc)
            {
                best = found.weight;
            }
        }
    }
    best
}

/// Forgets the documents in which a phrase does not stand.
fn keep_phrases(
    snapshot: &Snapshot,
    plan: &Plan,
    matches: &mut [Vec<Match>],
) -> tantivy::Result<()> {
    for phrase in &plan.phrases {
        let tokens: Vec<_> =
            plan.clauses[phrase.clone()].iter().map(|clause| clause.token.clone()).collect();
        for (part, matches) in snapshot.parts.iter().zip(matches.iter_mut()) {
            let mut kept = documents_with(part, &tokens)?.into_iter().peekable();
            for (doc, found) in (0..).zip(matches.iter_mut()) {
                if kept.next_if_eq(&doc).is_none() {
                    *found = Match::default();
                }
            }
        }
    }
    Ok(())
}

fn everything(snapshot: &Snapshot, query: &Query) -> Found {
    collect(snapshot, query, |_, _| Some(0.0))
}

/// The order of results: by score, where differences nobody can see do not
/// count, then the newer first.
type Rank = (i64, i64, i64);

/// Counts all matching documents, their facets, and keeps the best for the page.
fn collect(
    snapshot: &Snapshot,
    query: &Query,
    matching: impl Fn(usize, DocId) -> Option<f32>,
) -> Found {
    let (skipped, length) = query.window();
    let mut best: BinaryHeap<Reverse<(Rank, u32)>> = BinaryHeap::new();
    let mut totals = Totals::default();
    let mut total = 0;
    for (at, part) in snapshot.parts.iter().enumerate() {
        let columns = &part.columns;
        let mut sieve = Sieve::new(columns, query.language as u8, &query.filters);
        for doc in 0..part.reader.max_doc() {
            let Some(score) = matching(at, doc) else { continue };
            if !is_alive(part, doc) || !sieve.passes(doc) {
                continue;
            }
            total += 1;
            let (time, item_id) =
                (columns.published_at[doc as usize], columns.item_id[doc as usize]);
            let rank = ((score * 100.0).round() as i64, time, item_id);
            if best.len() < skipped + length {
                best.push(Reverse((rank, score.to_bits())));
            } else if best.peek().is_some_and(|Reverse((least, _))| *least < rank) {
                best.pop();
                best.push(Reverse((rank, score.to_bits())));
            }
        }
        sieve.drain_into(&mut totals);
    }
    let hits = best.into_sorted_vec().into_iter().skip(skipped).map(|Reverse((rank, score))| Hit {
        item_id: rank.2,
        score: f32::from_bits(score),
        published_at: DateTime::from_timestamp_micros(rank.1).unwrap_or_default(),
    });
    Found { total, hits: hits.collect(), facets: totals.into_facets(), ..Found::default() }
}

/// What the reader may have meant, if asking that finds more.
fn meant(
    snapshot: &Snapshot,
    parsed: &Parsed,
    plan: &Plan,
    query: &Query,
    weights: &Weights,
    total: u64,
) -> tantivy::Result<Option<String>> {
    let Some(words) = spelling::correct(snapshot, parsed, plan)? else { return Ok(None) };
    let mut corrected = parsed.clone();
    corrected.tokens = words;
    corrected.phrases.clear();
    let text: Vec<&str> = corrected.tokens.iter().map(|token| token.exact.as_str()).collect();
    let text = text.join(" ");
    let enough = total.clamp(1, FEW);
    let says_much = |token: &&Token| !is_functional(token);
    let required: Vec<Token> = corrected.tokens.iter().filter(says_much).cloned().collect();
    let finds = match required.len() {
        1..=FEW_WORDS => hold_all(snapshot, &required, query, enough)?,
        _ => find(snapshot, corrected, query, weights)?.found.total >= enough,
    };
    Ok(finds.then_some(text))
}

/// Whether `enough` documents hold all the words.
fn hold_all(
    snapshot: &Snapshot,
    words: &[Token],
    query: &Query,
    mut enough: u64,
) -> tantivy::Result<bool> {
    for part in &snapshot.parts {
        let mut sieve = Sieve::new(&part.columns, query.language as u8, &query.filters);
        let passes = |doc| is_alive(part, doc) && sieve.passes(doc);
        if are_together(part, words, &mut enough, passes)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_alive(part: &Part, doc: DocId) -> bool {
    part.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
}
