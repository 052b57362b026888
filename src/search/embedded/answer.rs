//! From a question to its answer, over one snapshot of the index.

use super::collect::{collect, everything};
use super::facets::Sieve;
use super::find::{Search, Sifted};
use super::joined::parted;
use super::phrase::are_together;
use super::plan::Plan;
use super::snapshot::Snapshot;
use super::spelling;
use super::weights::Weights;
use crate::search::analyse::{FEW_WORDS, Parsed, Token, is_functional, is_functional_exact, parse};
use crate::search::{Found, Mark, Query};

/// With fewer results than this the reader is helped with spelling.
const FEW: u64 = 3;

pub(super) fn answer(
    snapshot: &Snapshot,
    query: &Query,
    weights: &Weights,
) -> tantivy::Result<Found> {
    let search = Search::new(snapshot, query, weights);
    if query.text().is_empty() {
        return everything(&search, query);
    }
    let parsed = parted(parse(query.text(), |word| snapshot.has(word)), snapshot)?;
    if parsed.tokens.is_empty() {
        return Ok(Found::default());
    }
    let answers = search.find(parsed.clone(), query)?;
    let mut found = collect(&search, query, &answers)?;
    let (plan, others) = (&answers.own.plan, &answers.others);
    let told = answers.whole.map_or(found.total, |whole| found.total.min(whole));
    found.marks = marks(plan, others);
    found.partial = found.total > 0 && !answers.hold_what_is_wanted();
    // a word that no text has, but others that mean the same, is spelt right
    let explained = plan.has_unknown && others.iter().any(|other| !other.plan.has_unknown);
    if !explained && (told < FEW || plan.has_unknown || spelling::is_doubtful(snapshot, &parsed)?) {
        found.did_you_mean = meant(&search, &parsed, plan, query, told)?;
    }
    Ok(found)
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

/// What the reader may have meant, if asking that finds more.
fn meant(
    search: &Search,
    parsed: &Parsed,
    plan: &Plan,
    query: &Query,
    total: u64,
) -> tantivy::Result<Option<String>> {
    let Some(words) = spelling::correct(search.snapshot, parsed, plan)? else { return Ok(None) };
    let mut corrected = parsed.clone();
    corrected.tokens = words;
    corrected.phrases.clear();
    let text: Vec<&str> = corrected.tokens.iter().map(|token| token.exact.as_str()).collect();
    let text = text.join(" ");
    let enough = total.clamp(1, FEW);
    let says_much = |token: &&Token| !is_functional(token);
    let required: Vec<Token> = corrected.tokens.iter().filter(says_much).cloned().collect();
    let finds = match required.len() {
        1..=FEW_WORDS => hold_all(search, &required, query, enough)?,
        _ => collect(search, query, &search.find(corrected, query)?)?.total >= enough,
    };
    Ok(finds.then_some(text))
}

/// Whether `enough` documents hold all the words.
fn hold_all(
    search: &Search,
    words: &[Token],
    query: &Query,
    mut enough: u64,
) -> tantivy::Result<bool> {
    for (part, eligible) in search.snapshot.parts.iter().zip(&search.eligible) {
        let passing = Sieve::new(&part.columns, &query.filters).passing(eligible, None);
        let passes = |document| passing.contains(document as usize);
        if are_together(part, words, &mut enough, passes)? {
            return Ok(true);
        }
    }
    Ok(false)
}
