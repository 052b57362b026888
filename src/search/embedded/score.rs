//! Scores: term after term over all documents. At the size of a city's site
//! this is faster than document after document, costs the same for every
//! question, and gives the exact total and all facets with it.

use super::plan::{Clause, FormKind, Pair, Plan};
use super::snapshot::{Part, Place, Snapshot};
use super::weights::{Weights, rarity};
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;

/// With this many rarer words, words that more than one in [`COMMON`]
/// documents hold are not looked at.
const ENOUGH: usize = 6;
const COMMON: u64 = 3;
/// More words than these, the rarest, change little.
const MOST: usize = 12;

/// What one document of a segment has of the question. Sixteen bytes side by
/// side: a document's memory is fetched once for all that is done to it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Match {
    pub score: f32,
    /// How much the required words it holds say together.
    pub weight: f32,
    /// Of the term at hand, how often it stands there: in any spelling, in the
    /// very one. Zero between terms.
    any: f32,
    exact: f32,
}

/// All documents, scored.
pub(super) struct Scored {
    /// The matches of every segment, one per document of it.
    pub matches: Vec<Vec<Match>>,
    /// The weight of a document that holds all required words that any document
    /// holds, and of one that holds those too that none does.
    pub whole: f32,
    pub full: f32,
    /// The score that no document is above.
    pub most: f32,
}

/// Scores all documents for a question.
pub(super) fn score(
    snapshot: &Snapshot,
    plan: &Plan,
    weights: &Weights,
) -> tantivy::Result<Scored> {
    let terms = bind(snapshot, plan, weights)?;
    let known = terms.iter().filter(|term| term.sources.iter().any(|part| !part.is_empty()));
    let whole = known.map(|term| term.weight).sum();
    let full = terms.iter().map(|term| term.weight).sum();
    let most = terms.iter().map(|term| term.folded + term.exact).sum();
    let mut matches = Vec::with_capacity(snapshot.parts.len());
    for (at, part) in snapshot.parts.iter().enumerate() {
        let documents = part.reader.max_doc() as usize;
        let mut scorer = Scorer { matches: vec![Match::default(); documents], touched: Vec::new() };
        for term in &terms {
            scorer.add_frequencies(snapshot, part, &term.sources[at])?;
            scorer.add_scores(term, weights);
        }
        matches.push(scorer.matches);
    }
    Ok(Scored { matches, whole, full, most })
}

/// A word or pair of the question with what it says and where it stands.
struct Term {
    /// What having it in any spelling, and in the very one, adds at most.
    folded: f32,
    exact: f32,
    /// What it adds to the weight of a document that has it; 0 when not required.
    weight: f32,
    /// How many documents have it, in any spelling.
    frequency: u64,
    /// For every segment, the lists to read.
    sources: Vec<Vec<Source>>,
}

#[derive(Clone)]
struct Source {
    place: Place,
    info: TermInfo,
    is_exact: bool,
    closeness: f32,
}

fn bind(snapshot: &Snapshot, plan: &Plan, weights: &Weights) -> tantivy::Result<Vec<Term>> {
    let mut terms = Vec::with_capacity(plan.clauses.len() + plan.pairs.len());
    let required = plan.required();
    for clause in &plan.clauses {
        // beside words that say something the others are not worth reading
        if clause.required || required < 2 {
            terms.push(bind_clause(snapshot, clause, plan, weights)?);
        }
    }
    drop_common(&mut terms, snapshot.documents);
    let titled: Vec<Term> =
        terms.iter().filter_map(|term| in_titles(term, snapshot, weights)).collect();
    terms.extend(titled);
    for pair in &plan.pairs {
        terms.push(bind_pair(snapshot, pair, plan, weights)?);
    }
    Ok(terms)
}

/// A sentence is answered by its rarer words: those that a good part of all
/// documents hold have long lists and change little.
fn drop_common(terms: &mut Vec<Term>, documents: u64) {
    let is_common = |term: &Term| term.frequency * COMMON > documents;
    let rare = terms.iter().filter(|term| !is_common(term)).count();
    if rare >= ENOUGH {
        terms.retain(|term| !is_common(term));
    }
    if terms.len() > MOST {
        let mut frequencies: Vec<u64> = terms.iter().map(|term| term.frequency).collect();
        frequencies.sort_unstable();
        let most = frequencies[MOST - 1];
        terms.retain(|term| term.frequency <= most);
    }
}

/// What a word says besides by standing in a title: in titles it is rarer than
/// in whole texts, and says more.
fn in_titles(term: &Term, snapshot: &Snapshot, weights: &Weights) -> Option<Term> {
    let is_title = |source: &&Source| source.place == Place::Title;
    let of_titles = |sources: &Vec<Source>| sources.iter().filter(is_title).cloned().collect();
    let sources: Vec<Vec<Source>> = term.sources.iter().map(of_titles).collect();
    let frequency = sources.iter().flatten().map(|source| u64::from(source.info.doc_freq)).sum();
    let folded = weights.titled * rarity(snapshot.documents, frequency);
    (frequency > 0).then_some(Term { folded, exact: 0.0, weight: 0.0, frequency, sources })
}

fn bind_clause(
    snapshot: &Snapshot,
    clause: &Clause,
    plan: &Plan,
    weights: &Weights,
) -> tantivy::Result<Term> {
    let mut sources = Vec::with_capacity(snapshot.parts.len());
    let (mut folded, mut exact) = (0, 0);
    // in a sentence, other marks are other words
    let only_exact = plan.is_sentence
        && clause.spelt.is_marked()
        && snapshot.exact_frequency(Place::All, &clause.spelt.term())? > 0;
    for part in &snapshot.parts {
        let mut here = Vec::new();
        for form in &clause.forms {
            let closeness = closeness(form.kind, weights);
            for place in Place::WORDS {
                part.each_spelling(place, &form.folded, |spelling, info| {
                    let is_exact = form.kind == FormKind::Same && spelling == clause.spelt.exact;
                    let begins = form.begins.as_deref().unwrap_or_default();
                    if (only_exact && !is_exact) || !spelling.starts_with(begins) {
                        return;
                    }
                    if place == Place::All {
                        folded += u64::from(info.doc_freq);
                        exact += if is_exact { u64::from(info.doc_freq) } else { 0 };
                    }
                    here.push(Source { place, info: info.clone(), is_exact, closeness });
                })?;
            }
        }
        sources.push(here);
    }
    Ok(Term {
        folded: weights.folded * rarity(snapshot.documents, folded),
        exact: weights.exact_for(plan) * rarity(snapshot.documents, exact),
        frequency: folded,
        weight: if clause.required { rarity(snapshot.documents, folded) } else { 0.0 },
        sources,
    })
}

fn bind_pair(
    snapshot: &Snapshot,
    pair: &Pair,
    plan: &Plan,
    weights: &Weights,
) -> tantivy::Result<Term> {
    let mut sources = Vec::with_capacity(snapshot.parts.len());
    let (mut folded, mut exact) = (0, 0);
    for part in &snapshot.parts {
        let mut here = Vec::new();
        part.each_spelling(Place::Pairs, &pair.folded, |spelling, info| {
            let is_exact = spelling == pair.exact;
            folded += u64::from(info.doc_freq);
            exact += if is_exact { u64::from(info.doc_freq) } else { 0 };
            here.push(Source { place: Place::Pairs, info: info.clone(), is_exact, closeness: 1.0 });
        })?;
        sources.push(here);
    }
    Ok(Term {
        folded: weights.pair_folded * rarity(snapshot.documents, folded),
        exact: weights.pair_exact_for(plan) * rarity(snapshot.documents, exact),
        weight: 0.0,
        frequency: folded,
        sources,
    })
}

fn closeness(kind: FormKind, weights: &Weights) -> f32 {
    match kind {
        FormKind::Same => 1.0,
        FormKind::Completion => weights.completion,
        FormKind::Typo(letters) => weights.typo.powi(i32::from(letters)),
    }
}

struct Scorer {
    matches: Vec<Match>,
    /// The documents that have the term at hand.
    touched: Vec<u32>,
}

impl Scorer {
    /// Adds up how often the term stands in each document, every place by its worth.
    fn add_frequencies(
        &mut self,
        snapshot: &Snapshot,
        part: &Part,
        sources: &[Source],
    ) -> tantivy::Result<()> {
        for source in sources {
            let damper = snapshot.damper(source.place);
            let lengths = part.columns.lengths(source.place);
            let exact = if source.is_exact { 1.0 } else { 0.0 };
            let mut postings = part
                .inverted(source.place)
                .read_block_postings_from_terminfo(&source.info, IndexRecordOption::WithFreqs)?;
            while !postings.docs().is_empty() {
                for (&document, &count) in postings.docs().iter().zip(postings.freqs()) {
                    let damper = damper[usize::from(lengths[document as usize])];
                    let frequency = count as f32 * damper * source.closeness;
                    let found = &mut self.matches[document as usize];
                    if found.any == 0.0 {
                        self.touched.push(document);
                    }
                    found.any += frequency;
                    found.exact += frequency * exact;
                }
                postings.advance();
            }
        }
        Ok(())
    }

    /// Turns the sums into scores and forgets them.
    fn add_scores(&mut self, term: &Term, weights: &Weights) {
        for document in self.touched.drain(..) {
            let found = &mut self.matches[document as usize];
            found.score += term.folded * weights.saturate(found.any)
                + term.exact * weights.saturate(found.exact);
            found.weight += term.weight;
            (found.any, found.exact) = (0.0, 0.0);
        }
    }
}
