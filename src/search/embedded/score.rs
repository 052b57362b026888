//! Scores: of the documents that answer a question, term after term. Of many,
//! what their short lists give is reckoned first, for it tells which of them may
//! come among the best at all.

use super::documents::each_block;
use super::snapshot::{Part, Snapshot};
use super::terms::{Source, Term, Terms};
use super::weights::Weights;
use fixedbitset::FixedBitSet;
use std::io;
use std::sync::{Mutex, PoisonError};
use tantivy::DocId;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

/// So many boards wait for the next search.
const SPARE: usize = 4;
/// Lists of more than one in so many documents are long.
const ONE_IN: u32 = 12;

/// Which lists are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lists {
    All,
    Short,
}

impl Terms {
    /// Scores some documents of a segment.
    pub(super) fn score<'a>(
        &self,
        snapshot: &'a Snapshot,
        at: usize,
        weights: &Weights,
        some: &FixedBitSet,
        lists: Lists,
    ) -> io::Result<Board<'a>> {
        let part = &snapshot.parts[at];
        let mut board = part.columns.boards.take(part.reader.max_doc());
        for term in &self.terms {
            let reading = term.reading(part, at, lists);
            let folded = if reading == Reading::Exact { 0.0 } else { term.folded };
            let adds = |source: &&Source| folded > 0.0 || source.is_exact;
            let sources = term.sources[at].iter().filter(adds);
            for source in sources.filter(|source| reading.reads(source)) {
                let postings = source.open(part, IndexRecordOption::WithFreqs)?;
                each_block(postings, some, |block| {
                    board.add_frequencies(snapshot, part, source, block, some);
                });
            }
            board.add_scores(folded, term.exact, weights);
        }
        Ok(board)
    }

    /// What the lists give at most that are not short.
    pub(super) fn most_of_long(&self, part: &Part, at: usize) -> f32 {
        let most = |term: &Term| term.most_besides(at, term.reading(part, at, Lists::Short));
        self.terms.iter().map(most).sum()
    }
}

/// What is read of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Whole,
    /// Only the lists of the very spelling.
    Exact,
    Nothing,
}

impl Reading {
    fn reads(self, source: &Source) -> bool {
        match self {
            Reading::Whole => true,
            Reading::Exact => source.is_exact,
            Reading::Nothing => false,
        }
    }
}

impl Term {
    fn reading(&self, part: &Part, at: usize, lists: Lists) -> Reading {
        let is_short = |only_exact: bool| {
            let read = self.sources[at].iter().filter(|source| source.is_exact || !only_exact);
            let length: u32 = read.map(|source| source.info.doc_freq).sum();
            length <= part.reader.max_doc() / ONE_IN
        };
        if lists == Lists::All || self.is_extra || is_short(false) {
            Reading::Whole
        } else if is_short(true) {
            Reading::Exact
        } else {
            Reading::Nothing
        }
    }

    /// What it adds at most besides what is read.
    fn most_besides(&self, at: usize, reading: Reading) -> f32 {
        let sources = &self.sources[at];
        let folded = if sources.is_empty() { 0.0 } else { self.folded };
        let exact = if sources.iter().any(|source| source.is_exact) { self.exact } else { 0.0 };
        match reading {
            Reading::Whole => 0.0,
            Reading::Exact => folded,
            Reading::Nothing => folded + exact,
        }
    }
}

/// The boards of a segment that nobody uses.
#[derive(Default)]
pub(super) struct Boards(Mutex<Vec<Sums>>);

impl Boards {
    fn take(&self, documents: u32) -> Board<'_> {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Board { sums: free.unwrap_or_else(|| Sums::of(documents as usize)), boards: self }
    }
}

/// Where the scores of documents are added up; given back clean.
pub(super) struct Board<'a> {
    sums: Sums,
    boards: &'a Boards,
}

/// A place for every document of a segment, so that none is looked for.
struct Sums {
    scores: Vec<f32>,
    /// Of the term at hand, how often it stands in each document: in any spelling,
    /// and in the very one. Zero between terms.
    frequencies: Vec<(f32, f32)>,
    /// The documents that have it, and those that have a score.
    touched: Vec<DocId>,
    scored: Vec<DocId>,
}

impl Sums {
    fn of(documents: usize) -> Sums {
        Sums {
            scores: vec![0.0; documents],
            frequencies: vec![(0.0, 0.0); documents],
            touched: Vec::new(),
            scored: Vec::new(),
        }
    }
}

impl Drop for Board<'_> {
    fn drop(&mut self) {
        let mut sums = std::mem::replace(&mut self.sums, Sums::of(0));
        sums.touched.drain(..).for_each(|doc| sums.frequencies[doc as usize] = (0.0, 0.0));
        sums.scored.drain(..).for_each(|doc| sums.scores[doc as usize] = 0.0);
        let mut free = self.boards.0.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < SPARE {
            free.push(sums);
        }
    }
}

impl Board<'_> {
    pub(super) fn score(&self, document: usize) -> f32 {
        self.sums.scores[document]
    }

    /// The documents with a score, in no order; all others have 0.
    pub(super) fn scored(&self) -> impl Iterator<Item = (usize, f32)> {
        let documents = self.sums.scored.iter().map(|&document| document as usize);
        documents.map(|document| (document, self.sums.scores[document]))
    }

    /// Adds up how often the term stands in each document, every place by its worth.
    fn add_frequencies(
        &mut self,
        snapshot: &Snapshot,
        part: &Part,
        source: &Source,
        block: &BlockSegmentPostings,
        some: &FixedBitSet,
    ) {
        let damper = snapshot.damper(source.place);
        let lengths = part.columns.lengths(source.place);
        let exact = if source.is_exact { 1.0 } else { 0.0 };
        for (&document, &count) in block.docs().iter().zip(block.freqs()) {
            if !some.contains(document as usize) {
                continue;
            }
            let damper = damper[usize::from(lengths[document as usize])];
            let frequency = count as f32 * damper * source.closeness;
            let found = &mut self.sums.frequencies[document as usize];
            if found.0 == 0.0 {
                self.sums.touched.push(document);
            }
            found.0 += frequency;
            found.1 += frequency * exact;
        }
    }

    /// Turns the sums into scores and forgets them.
    fn add_scores(&mut self, folded: f32, exact: f32, weights: &Weights) {
        let Sums { scores, frequencies, touched, scored } = &mut self.sums;
        for document in touched.drain(..) {
            let found = std::mem::take(&mut frequencies[document as usize]);
            let score = &mut scores[document as usize];
            if *score == 0.0 {
                scored.push(document);
            }
            *score += folded * weights.saturate(found.0) + exact * weights.saturate(found.1);
        }
    }
}
