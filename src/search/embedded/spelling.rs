//! What a reader may have meant, in proper Vietnamese, from the index's own
//! words: the most likely chain of spellings, judged by how common each word
//! is and how often neighbours stand side by side.

use super::plan::{FormKind, Plan};
use super::snapshot::{Place, Snapshot};
use crate::search::analyse::{Parsed, SEPARATOR, Token};

/// Longer questions are not misspelt searches but sentences.
const MAX_TOKENS: usize = 12;
/// Spellings tried per word.
const MAX_SPELLINGS: usize = 6;
/// What it costs to read a typed mark as another one, and a letter as another.
const OTHER_MARKS: f32 = 2.0;
const OTHER_LETTER: f32 = 3.0;

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
    let best = best_chain(snapshot, columns)?;
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

/// The chain of one candidate per column that is worth most (Viterbi).
fn best_chain(snapshot: &Snapshot, columns: Vec<Vec<Candidate>>) -> tantivy::Result<Vec<Token>> {
    let mut worths: Vec<Vec<f32>> = Vec::with_capacity(columns.len());
    let mut origins: Vec<Vec<usize>> = Vec::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        let mut worth_here = Vec::with_capacity(column.len());
        let mut origin_here = Vec::with_capacity(column.len());
        for candidate in column {
            let mut best = (0, 0.0);
            if let Some(before) = at.checked_sub(1).and_then(|at| columns.get(at)) {
                best = (0, f32::NEG_INFINITY);
                for (from, first) in before.iter().enumerate() {
                    let worth = worths[at - 1][from] + together(snapshot, first, candidate)?;
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
    Ok(chain)
}

fn together(snapshot: &Snapshot, first: &Candidate, second: &Candidate) -> tantivy::Result<f32> {
    let (first, second) = (&first.token, &second.token);
    let term =
        format!("{} {}{SEPARATOR}{} {}", first.folded, second.folded, first.exact, second.exact);
    let frequency = snapshot.exact_frequency(Place::Pairs, &term)?;
    Ok(2.0 * (1.0 + frequency as f32).ln())
}
