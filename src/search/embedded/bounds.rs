//! What documents score at most, before all of their lists are read.

use super::collect::Best;
use super::find::{Search, Sifted};
use super::score::{Board, Turn};
use super::snapshot::Part;
use fixedbitset::FixedBitSet;
use std::io;

/// Sums in another order differ by less.
const ROUNDING: f32 = 0.000_1;

/// The scores of a segment's documents in one way of asking, so far.
pub(super) struct Bounds<'a> {
    search: &'a Search<'a>,
    sifted: &'a Sifted,
    at: usize,
    board: Board<'a>,
    /// What the lists give at most that were not read: those that wait, and the last.
    later: f32,
    last: f32,
}

impl<'a> Bounds<'a> {
    pub(super) fn new(
        search: &'a Search,
        sifted: &'a Sifted,
        at: usize,
        documents: &FixedBitSet,
    ) -> io::Result<Bounds<'a>> {
        let part = &search.snapshot.parts[at];
        let board = part.columns.boards.take(part.reader.max_doc());
        let [later, last] =
            [Turn::Later, Turn::Last].map(|turn| sifted.terms.most_of(turn, part, at));
        let mut bounds = Bounds { search, sifted, at, board, later, last };
        bounds.read(documents, Turn::First)?;
        Ok(bounds)
    }

    pub(super) fn part(&self) -> &'a Part {
        &self.search.snapshot.parts[self.at]
    }

    fn read(&mut self, documents: &FixedBitSet, turn: Turn) -> io::Result<()> {
        let Search { snapshot, weights, .. } = self.search;
        self.sifted.terms.add_to(&mut self.board, snapshot, self.at, weights, documents, turn)
    }

    /// Reads what waits, for documents beside which no other may be among the best.
    pub(super) fn read_later(&mut self, documents: &FixedBitSet) -> io::Result<()> {
        if self.later > 0.0 {
            self.later = 0.0;
            self.read(documents, Turn::Later)?;
        }
        Ok(())
    }

    /// Reads for some documents all that is left; once for each.
    pub(super) fn read_rest(&mut self, documents: &FixedBitSet) -> io::Result<()> {
        if self.later > 0.0 {
            self.read(documents, Turn::Later)?;
        }
        if self.last > 0.0 {
            self.read(documents, Turn::Last)?;
        }
        Ok(())
    }

    /// The score of a document for which all was read, if it answers the question.
    pub(super) fn score(&self, document: usize) -> Option<f32> {
        let is_found = self.sifted.found[self.at].contains(document);
        let now = || self.search.worth_now(&self.part().columns, document);
        is_found.then(|| self.board.score(document) * self.sifted.scale * now())
    }

    /// In how many documents something was found.
    pub(super) fn count(&self) -> usize {
        self.board.scored().len()
    }

    /// These documents, with what they score at most.
    pub(super) fn each(&self) -> impl Iterator<Item = (usize, f32)> {
        self.board.scored().map(|(document, score)| (document, self.at_most(score)))
    }

    pub(super) fn may_be_best(&self, best: &Best) -> impl Iterator<Item = usize> {
        let may_be = self.each().filter(|(_, most)| !best.is_beyond(*most));
        may_be.map(|(document, _)| document)
    }

    /// What all others score at most.
    pub(super) fn besides(&self) -> f32 {
        self.at_most(0.0)
    }

    fn at_most(&self, score: f32) -> f32 {
        (score + self.later + self.last) * self.sifted.scale + ROUNDING
    }
}
