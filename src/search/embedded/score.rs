//! Scores: of the documents that answer a question, term after term. Of many,
//! what their short lists give is reckoned first, for it tells which of them may
//! come among the best at all.

use super::documents::{Chosen, each_held, each_in};
use super::snapshot::{Part, Snapshot};
use super::terms::{Source, Term, Terms};
use super::weights::Weights;
use fixedbitset::FixedBitSet;
use std::io;
use std::sync::{Mutex, PoisonError};
use tantivy::DocId;
use tantivy::schema::IndexRecordOption;

/// So many boards wait for the next search.
const SPARE: usize = 4;
/// Lists of more than one in so many documents are long.
const ONE_IN: u32 = 24;
/// What counts besides words waits when its lists are longer than this.
const LATER_ONE_IN: u32 = 32;
/// Looking for a document in a list takes as long as reading so many of it.
const LOOK_UP: usize = 32;

/// When lists are read. A term has its turn, or is read in two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Short lists, for all that was found.
    First,
    /// Long ones of what counts besides words, where the first do not suffice.
    Later,
    /// Long ones of words, for those documents alone that may be the best.
    Last,
}

impl Terms {
    /// Adds to the scores of some documents of a segment what a turn's lists give.
    pub(super) fn add_to(
        &self,
        board: &mut Board,
        snapshot: &Snapshot,
        at: usize,
        weights: &Weights,
        some: &FixedBitSet,
        turn: Turn,
    ) -> io::Result<()> {
        let part = &snapshot.parts[at];
        let wanted = some.count_ones(..);
        for term in &self.terms {
            let (folded, exact) = term.counts_at(turn, part, at);
            let adds = |source: &Source| folded + exact * source.exactness();
            let sources = term.sources[at].iter().filter(|source| adds(source) > 0.0);
            let mut sources: Vec<&Source> = sources.collect();
            sources.sort_unstable_by_key(|source| source.info.doc_freq);
            // Of most documents the longest list tells all there is.
            let Some(longest) = sources.pop() else { continue };
            for source in sources {
                let frequencies = source.frequencies(snapshot, part);
                source.read(part, some, wanted, |chosen| {
                    board.add_frequencies(chosen, &frequencies);
                })?;
            }
            let mut worth = Worth::of(longest, snapshot, part, (folded, exact), weights);
            if !longest.is_looked_up(wanted) {
                worth.reckon();
            }
            longest.read(part, some, wanted, |chosen| board.add_worth(chosen, &worth))?;
            board.add_scores(folded, exact, weights);
        }
        Ok(())
    }

    /// What the lists of a turn give at most.
    pub(super) fn most_of(&self, turn: Turn, part: &Part, at: usize) -> f32 {
        let most = |term: &Term| {
            let (folded, exact) = term.counts_at(turn, part, at);
            let sources = &term.sources[at];
            let has_exact = sources.iter().any(|source| source.is_exact);
            let folded = if sources.is_empty() { 0.0 } else { folded };
            folded + if has_exact { exact } else { 0.0 }
        };
        self.terms.iter().map(most).sum()
    }
}

impl Term {
    /// What having it counts at a turn, in any spelling and in the very one; 0 where
    /// its lists are read at another.
    fn counts_at(&self, turn: Turn, part: &Part, at: usize) -> (f32, f32) {
        let lengths = |only_exact: bool| -> u32 {
            let read = self.sources[at].iter().filter(|source| source.is_exact || !only_exact);
            read.map(|source| source.info.doc_freq).sum()
        };
        let documents = part.reader.max_doc();
        let turns = if self.is_extra {
            let is_long = lengths(false) > documents / LATER_ONE_IN;
            [if is_long { Turn::Later } else { Turn::First }; 2]
        } else {
            let turn_of = |only_exact| {
                let is_long = lengths(only_exact) > documents / ONE_IN;
                if is_long { Turn::Last } else { Turn::First }
            };
            [turn_of(false), turn_of(true)]
        };
        let [folded, exact] = turns.map(|one| one == turn);
        (if folded { self.folded } else { 0.0 }, if exact { self.exact } else { 0.0 })
    }
}

/// The boards of a segment that nobody uses.
#[derive(Default)]
pub(super) struct Boards(Mutex<Vec<Sums>>);

impl Boards {
    pub(super) fn take(&self, documents: u32) -> Board<'_> {
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
    pub(super) fn scored(&self) -> impl ExactSizeIterator<Item = (usize, f32)> {
        let documents = self.sums.scored.iter().map(|&document| document as usize);
        documents.map(|document| (document, self.sums.scores[document]))
    }

    /// Adds how often the term at hand stands in some documents.
    fn add_frequencies(&mut self, chosen: &Chosen, frequencies: &Frequencies) {
        for (document, count) in chosen.each() {
            let frequency = frequencies.of(document, count);
            let found = &mut self.sums.frequencies[document as usize];
            if found.0 == 0.0 {
                self.sums.touched.push(document);
            }
            found.0 += frequency;
            found.1 += frequency * frequencies.exactness;
        }
    }

    /// Adds what the term at hand is worth in some documents, by its last list and those
    /// before.
    fn add_worth(&mut self, chosen: &Chosen, worth: &Worth) {
        if self.sums.touched.is_empty() {
            for (document, count) in chosen.each() {
                self.add_score(document, worth.beside((0.0, 0.0), document, count));
            }
            return;
        }
        for (document, count) in chosen.each() {
            let found = self.take_frequency(document);
            self.add_score(document, worth.beside(found, document, count));
        }
    }

    #[inline(always)]
    fn add_score(&mut self, document: DocId, adds: f32) {
        let score = &mut self.sums.scores[document as usize];
        if *score == 0.0 {
            self.sums.scored.push(document);
        }
        *score += adds;
    }

    /// What was added so far of the term at hand, which is forgotten.
    #[inline(always)]
    fn take_frequency(&mut self, document: DocId) -> (f32, f32) {
        std::mem::take(&mut self.sums.frequencies[document as usize])
    }

    /// Turns the sums into scores and forgets them.
    fn add_scores(&mut self, folded: f32, exact: f32, weights: &Weights) {
        let mut touched = std::mem::take(&mut self.sums.touched);
        for document in touched.drain(..) {
            let found = self.take_frequency(document);
            if found.0 > 0.0 {
                self.add_score(document, weights.score((folded, exact), found));
            }
        }
        self.sums.touched = touched;
    }
}

/// How often the documents of a list count, by the place and its length.
struct Frequencies<'a> {
    lengths: &'a [u8],
    damper: &'a [f32; 256],
    closeness: f32,
    /// 1 in the very spelling that was asked for, else 0.
    exactness: f32,
}

impl Source {
    /// 1 in the very spelling that was asked for, else 0.
    fn exactness(&self) -> f32 {
        if self.is_exact { 1.0 } else { 0.0 }
    }

    fn frequencies<'a>(&self, snapshot: &'a Snapshot, part: &'a Part) -> Frequencies<'a> {
        Frequencies {
            lengths: part.columns.lengths(self.place),
            damper: snapshot.damper(self.place),
            closeness: self.closeness,
            exactness: self.exactness(),
        }
    }

    /// Whether so many documents are looked for one by one.
    fn is_looked_up(&self, many: usize) -> bool {
        many * LOOK_UP < self.info.doc_freq as usize
    }

    /// Calls `each` with the documents among `some`, which are `many`, that hold it.
    fn read(
        &self,
        part: &Part,
        some: &FixedBitSet,
        many: usize,
        each: impl FnMut(&Chosen),
    ) -> io::Result<()> {
        let postings = self.open(part, IndexRecordOption::WithFreqs)?;
        if self.is_looked_up(many) {
            each_held(postings, some, each);
        } else {
            each_in(postings, some, each);
        }
        Ok(())
    }
}

impl Frequencies<'_> {
    #[inline(always)]
    fn of(&self, document: DocId, count: u32) -> f32 {
        count as f32 * self.damper[usize::from(self.lengths[document as usize])] * self.closeness
    }
}

/// What the documents of a term's last list add to their scores. Most have a word once,
/// and in no other list.
struct Worth<'a> {
    frequencies: Frequencies<'a>,
    adds: (f32, f32),
    /// By the length of the place, where it was reckoned.
    once: Option<[f32; 256]>,
    weights: &'a Weights,
}

impl<'a> Worth<'a> {
    fn of(
        source: &Source,
        snapshot: &'a Snapshot,
        part: &'a Part,
        adds: (f32, f32),
        weights: &'a Weights,
    ) -> Worth<'a> {
        Worth { frequencies: source.frequencies(snapshot, part), adds, once: None, weights }
    }

    /// Reckons what most documents add, where there are many.
    fn reckon(&mut self) {
        let Frequencies { damper, closeness, exactness, .. } = self.frequencies;
        self.once = Some(damper.map(|damper| {
            let frequency = damper * closeness;
            self.weights.score(self.adds, (frequency, frequency * exactness))
        }));
    }

    /// With what the other lists said of the document.
    #[inline(always)]
    fn beside(&self, found: (f32, f32), document: DocId, count: u32) -> f32 {
        if let Some(once) = self.once.as_ref().filter(|_| count == 1 && found.0 == 0.0) {
            return once[usize::from(self.frequencies.lengths[document as usize])];
        }
        let frequency = self.frequencies.of(document, count);
        let exact = found.1 + frequency * self.frequencies.exactness;
        self.weights.score(self.adds, (found.0 + frequency, exact))
    }
}
