//! What a reader may have meant, in proper Vietnamese, from the index's own
//! words: the most likely chain of spellings, judged by how common each word
//! is and how often neighbours stand side by side.

use super::plan::{FormKind, Plan};
use super::snapshot::{Place, Snapshot};
use crate::search::analyse::{Parsed, Token};
use std::collections::{BTreeSet, HashMap};

/// Longer questions are not misspelt searches but sentences.
const MAX_TOKENS: usize = 12;
/// Spellings tried per word.
const MAX_SPELLINGS: usize = 6;
/// What it costs to read a typed mark as another one, and a letter as another.
const OTHER_MARKS: f32 = 2.0;
const OTHER_LETTER: f32 = 3.0;
/// What it is worth that a word without marks was typed as it is spelt: where
/// nothing else tells, it is meant so.
const AS_TYPED: f32 = 0.5;

/// Whether a word with marks is spelt as no text spells it.
pub(super) fn is_doubtful(snapshot: &Snapshot, parsed: &Parsed) -> tantivy::Result<bool> {
    for token in parsed.tokens.iter().take(MAX_TOKENS + 1).filter(|token| token.is_marked()) {
        if snapshot.exact_frequency(Place::All, &token.term())? == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The question as it was likely meant, when that differs from what was asked
/// in more than marks nobody typed.
pub(super) fn correct(
    snapshot: &Snapshot,
    parsed: &Parsed,
    plan: &Plan,
) -> tantivy::Result<Option<Vec<Token>>> {
    if parsed.tokens.len() > MAX_TOKENS {
        return Ok(None);
    }
    let mut columns = Vec::with_capacity(parsed.tokens.len());
    for (token, clause) in parsed.tokens.iter().zip(&plan.clauses) {
        let mut candidates = spellings(snapshot, token, &token.folded, 0.0)?;
        for form in &clause.forms {
            if let FormKind::Typo(letters) = form.kind {
                let cost = OTHER_LETTER * f32::from(letters);
                candidates.extend(spellings(snapshot, token, &form.folded, cost)?);
            }
        }
        if candidates.is_empty() {
            candidates.push(Candidate { token: token.clone(), worth: 0.0 });
        }
        columns.push(candidates);
    }
    let neighbours = Neighbours::of(snapshot, &columns)?;
    let best = best_chain(&columns, &neighbours);
    // other marks than those typed are meant only where they stand beside a neighbour
    let stands = |at: usize| neighbours.of_pair(at, &best[at], &best[at + 1]) > 0;
    let is_told =
        |at: usize| (at + 1 < best.len() && stands(at)) || at.checked_sub(1).is_some_and(stands);
    let is_guess = |(at, asked): (usize, &Token)| {
        asked.is_marked() && best[at].exact != asked.exact && !is_told(at)
    };
    if best.len() > 1 && parsed.tokens.iter().enumerate().any(is_guess) {
        return Ok(None);
    }
    let differs = best.iter().zip(&parsed.tokens).any(|(best, asked)| {
        best.folded != asked.folded || (asked.is_marked() && best.exact != asked.exact)
    });
    Ok(differs.then_some(best))
}

struct Candidate {
    token: Token,
    worth: f32,
}

/// How the texts spell a folded word, as candidates for a token.
fn spellings(
    snapshot: &Snapshot,
    asked: &Token,
    folded: &str,
    cost: f32,
) -> tantivy::Result<Vec<Candidate>> {
    let found = snapshot.spellings(Place::All, folded)?;
    let candidates = found.into_iter().take(MAX_SPELLINGS).map(|(exact, frequency)| {
        let other = asked.is_marked() && exact != asked.exact && folded == asked.folded;
        let marks = if other { OTHER_MARKS } else { 0.0 };
        let worth = (1.0 + frequency as f32).ln() - cost - marks;
        Candidate { token: Token { exact, folded: folded.to_owned() }, worth }
    });
    Ok(candidates.collect())
}

/// How a question typed without marks is likely spelt, word for word. A word
/// that stands beside its neighbours in no text stays as it was typed.
pub(super) fn likely(snapshot: &Snapshot, tokens: &[Token]) -> tantivy::Result<Vec<Token>> {
    let mut columns = Vec::with_capacity(tokens.len());
    for token in tokens {
        let mut candidates = spellings(snapshot, token, &token.folded, 0.0)?;
        if candidates.is_empty() {
            candidates.push(Candidate { token: token.clone(), worth: 0.0 });
        }
        let as_typed = candidates.iter_mut().filter(|one| one.token == *token);
        as_typed.for_each(|one| one.worth += AS_TYPED);
        columns.push(candidates);
    }
    let neighbours = Neighbours::of(snapshot, &columns)?;
    let chain = best_chain(&columns, &neighbours);
    let stands = |at: usize| neighbours.of_pair(at, &chain[at], &chain[at + 1]) > 0;
    let is_told =
        |at: usize| (at + 1 < chain.len() && stands(at)) || at.checked_sub(1).is_some_and(stands);
    let spelt = |at: usize| if is_told(at) { chain[at].clone() } else { tokens[at].clone() };
    Ok((0..chain.len()).map(spelt).collect())
}

/// How many documents hold the spellings of neighbouring words side by side.
struct Neighbours(Vec<HashMap<String, u64>>);

impl Neighbours {
    fn of(snapshot: &Snapshot, columns: &[Vec<Candidate>]) -> tantivy::Result<Neighbours> {
        let mut all = Vec::with_capacity(columns.len());
        for both in columns.windows(2) {
            let mut here = HashMap::new();
            let folded = |column: &[Candidate]| {
                let words: BTreeSet<&str> =
                    column.iter().map(|one| one.token.folded.as_str()).collect();
                words.into_iter().map(str::to_owned).collect::<Vec<_>>()
            };
            for first in folded(&both[0]) {
                for second in folded(&both[1]) {
                    here.extend(snapshot.spellings(Place::Pairs, &format!("{first} {second}"))?);
                }
            }
            all.push(here);
        }
        Ok(Neighbours(all))
    }

    fn of_pair(&self, at: usize, first: &Token, second: &Token) -> u64 {
        let pair = format!("{} {}", first.exact, second.exact);
        self.0[at].get(&pair).copied().unwrap_or(0)
    }
}

/// The chain of one candidate per column that is worth most (Viterbi).
fn best_chain(columns: &[Vec<Candidate>], neighbours: &Neighbours) -> Vec<Token> {
    let mut worths: Vec<Vec<f32>> = Vec::with_capacity(columns.len());
    let mut origins: Vec<Vec<usize>> = Vec::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        let mut worth_here = Vec::with_capacity(column.len());
        let mut origin_here = Vec::with_capacity(column.len());
        for candidate in column {
            let mut best = (0, 0.0);
            if let Some(before) = at.checked_sub(1) {
                best = (0, f32::NEG_INFINITY);
                for (from, first) in columns[before].iter().enumerate() {
                    let side_by_side = neighbours.of_pair(before, &first.token, &candidate.token);
                    let worth = worths[before][from] + 2.0 * (1.0 + side_by_side as f32).ln();
                    if worth > best.1 {
                        best = (from, worth);
                    }
                }
            }
            origin_here.push(best.0);
            worth_here.push(best.1 + candidate.worth);
        }
        worths.push(worth_here);
        origins.push(origin_here);
    }
    let mut chain = Vec::with_capacity(columns.len());
    let last = worths.last().map_or(&[][..], Vec::as_slice);
    let mut at = (0..last.len()).max_by(|&a, &b| last[a].total_cmp(&last[b])).unwrap_or(0);
    for (column, origins) in columns.iter().zip(&origins).rev() {
        chain.push(column[at].token.clone());
        at = origins[at];
    }
    chain.reverse();
    chain
}
