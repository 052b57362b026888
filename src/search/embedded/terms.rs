//! The words and pairs of a question, found in the index: what each says, and
//! which documents hold it.

use super::documents::{IN_BLOCK, each_block, each_of};
use super::plan::{Clause, FormKind, Pair, Plan};
use super::snapshot::{Part, Place, Snapshot};
use super::weights::{Weights, rarity};
use fixedbitset::FixedBitSet;
use std::cmp::Reverse;
use std::io;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

/// With this many rarer words, words that more than one in [`COMMON`]
/// documents hold are not looked at.
const ENOUGH: usize = 6;
const COMMON: u64 = 3;
/// More words than these, the rarest, change little.
const MOST: usize = 12;

/// What adds less than this to a score moves nothing.
const UNSEEN: f32 = 0.005;

/// The words and pairs of a question.
pub(super) struct Terms {
    pub terms: Vec<Term>,
    /// The weight of a document that holds all required words that any document
    /// holds, and of one that holds those too that none does.
    pub whole: f32,
    pub full: f32,
    /// The score that no document is above.
    pub most: f32,
}

impl Terms {
    pub(super) fn find(
        snapshot: &Snapshot,
        plan: &Plan,
        weights: &Weights,
    ) -> tantivy::Result<Terms> {
        let terms = bind(snapshot, plan, weights)?;
        let most = |term: &Term| term.folded + term.exact;
        Ok(Terms {
            whole: terms.iter().filter(|term| term.is_known()).map(|term| term.weight).sum(),
            full: terms.iter().map(|term| term.weight).sum(),
            most: terms.iter().map(most).sum(),
            terms,
        })
    }

    /// What the required word says that says the most, of those any document holds.
    pub(super) fn heaviest(&self) -> f32 {
        let known = self.terms.iter().filter(|term| term.is_known());
        known.map(|term| term.weight).fold(0.0, f32::max)
    }

    /// The documents of a segment, of those `among`, that hold all required words
    /// that any document holds.
    pub(super) fn held_by(
        &self,
        part: &Part,
        at: usize,
        among: &FixedBitSet,
    ) -> tantivy::Result<FixedBitSet> {
        let required = self.terms.iter().filter(|term| term.weight > 0.0 && term.is_known());
        let mut required: Vec<&Term> = required.collect();
        // the rarest first: every further list is read only where it matters
        required.sort_by_key(|term| term.frequency);
        let mut held = among.clone();
        for term in required {
            let lacking = term.lacked_by(&held, part, at)?;
            held.difference_with(&lacking);
        }
        Ok(held)
    }

    /// How much the required words say together that each document of a segment
    /// holds; 0 for those that are not `among`.
    pub(super) fn weigh(
        &self,
        part: &Part,
        at: usize,
        among: &FixedBitSet,
    ) -> tantivy::Result<Vec<f32>> {
        let mut weights = vec![0.0; among.len()];
        for term in self.terms.iter().filter(|term| term.weight > 0.0) {
            if let Some(only) = term.only_list(at) {
                each_block(only.open(part, IndexRecordOption::Basic)?, among, |block| {
                    for &document in block.docs() {
                        if among.contains(document as usize) {
                            weights[document as usize] += term.weight;
                        }
                    }
                });
                continue;
            }
            let lacking = term.lacked_by(among, part, at)?;
            let blocks = among.as_slice().iter().zip(lacking.as_slice());
            for ((among, lacking), weights) in blocks.zip(weights.chunks_mut(IN_BLOCK)) {
                each_of(among & !lacking, |at| {
                    if let Some(weight) = weights.get_mut(at) {
                        *weight += term.weight;
                    }
                });
            }
        }
        Ok(weights)
    }
}

/// A word or pair of the question with what it says and where it stands.
pub(super) struct Term {
    /// What having it in any spelling, and in the very one, adds at most.
    pub folded: f32,
    pub exact: f32,
    /// What it adds to the weight of a document that has it; 0 when not required.
    pub weight: f32,
    /// How many documents have it, in any spelling.
    pub frequency: u64,
    /// Whether it counts besides words: in a title, or side by side.
    pub is_extra: bool,
    /// For every segment, the lists to read.
    pub sources: Vec<Vec<Source>>,
    /// For every segment, those of its words that are common there.
    common: Vec<Vec<String>>,
}

impl Term {
    /// Whether any document holds it.
    fn is_known(&self) -> bool {
        self.sources.iter().any(|part| !part.is_empty())
    }

    /// The list that names all documents of a segment that hold it, where there is one.
    fn only_list(&self, at: usize) -> Option<&Source> {
        let mut everywhere = self.everywhere(at);
        everywhere.next().filter(|_| self.common[at].is_empty() && everywhere.next().is_none())
    }

    /// Its lists but those of common words, in the whole texts of a segment.
    fn everywhere(&self, at: usize) -> impl Iterator<Item = &Source> {
        let is_read = |source: &&Source| source.place == Place::All && !source.is_common;
        self.sources[at].iter().filter(is_read)
    }

    /// Those of some documents that do not hold it.
    fn lacked_by(
        &self,
        documents: &FixedBitSet,
        part: &Part,
        at: usize,
    ) -> tantivy::Result<FixedBitSet> {
        let mut lacking = documents.clone();
        for word in &self.common[at] {
            lacking.difference_with(part.holding(word)?.as_ref());
        }
        let mut sources: Vec<_> = self.everywhere(at).collect();
        // the longest first: the others are read only where it lacks
        sources.sort_by_key(|source| Reverse(source.info.doc_freq));
        for source in sources {
            let mut with_it = FixedBitSet::with_capacity(lacking.len());
            part.add_holding((source.place, &source.info), &lacking, &mut with_it)?;
            lacking.difference_with(&with_it);
        }
        Ok(lacking)
    }
}

#[derive(Clone)]
pub(super) struct Source {
    pub place: Place,
    pub info: TermInfo,
    pub is_exact: bool,
    /// Whether it is one of a common word, whose documents are at hand.
    is_common: bool,
    pub closeness: f32,
}

impl Source {
    pub(super) fn open(
        &self,
        part: &Part,
        option: IndexRecordOption,
    ) -> io::Result<BlockSegmentPostings> {
        part.inverted(self.place).read_block_postings_from_terminfo(&self.info, option)
    }
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
    let common = Vec::new();
    let (exact, weight, is_extra) = (0.0, 0.0, true);
    (frequency > 0).then_some(Term { folded, exact, weight, frequency, is_extra, sources, common })
}

fn bind_clause(
    snapshot: &Snapshot,
    clause: &Clause,
    plan: &Plan,
    weights: &Weights,
) -> tantivy::Result<Term> {
    let (mut sources, mut common) = (Vec::new(), Vec::new());
    let (mut folded, mut exact) = (0, 0);
    // in a sentence, other marks are other words
    let only_exact = plan.is_sentence
        && clause.spelt.is_marked()
        && snapshot.exact_frequency(Place::All, &clause.spelt.term())? > 0;
    for part in &snapshot.parts {
        let (mut here, mut common_here) = (Vec::new(), Vec::new());
        for form in &clause.forms {
            let closeness = closeness(form.kind, weights);
            let (before, folded_before) = (here.len(), folded);
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
                    let info = info.clone();
                    here.push(Source { place, info, is_exact, is_common: false, closeness });
                })?;
            }
            let is_whole = !only_exact && form.begins.is_none();
            if is_whole && part.is_common(folded - folded_before) {
                here[before..].iter_mut().for_each(|source| source.is_common = true);
                common_here.push(form.folded.clone());
            }
        }
        sources.push(here);
        common.push(common_here);
    }
    let seen = |adds: f32| if adds < UNSEEN { 0.0 } else { adds };
    Ok(Term {
        folded: seen(weights.folded * rarity(snapshot.documents, folded)),
        exact: weights.exact_for(plan) * rarity(snapshot.documents, exact),
        frequency: folded,
        is_extra: false,
        weight: if clause.required { rarity(snapshot.documents, folded) } else { 0.0 },
        sources,
        common,
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
            let (place, info, closeness) = (Place::Pairs, info.clone(), 1.0);
            here.push(Source { place, info, is_exact, is_common: false, closeness });
        })?;
        sources.push(here);
    }
    Ok(Term {
        folded: weights.pair_folded * rarity(snapshot.documents, folded),
        exact: weights.pair_exact_for(plan) * rarity(snapshot.documents, exact),
        weight: 0.0,
        frequency: folded,
        is_extra: true,
        sources,
        common: Vec::new(),
    })
}

fn closeness(kind: FormKind, weights: &Weights) -> f32 {
    match kind {
        FormKind::Same => 1.0,
        FormKind::Completion => weights.completion,
        FormKind::Typo(letters) => weights.typo.powi(i32::from(letters)),
    }
}
