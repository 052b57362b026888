//! Sets of a segment's documents, and lists read only where they matter.

use fixedbitset::FixedBitSet;
use tantivy::DocId;
use tantivy::postings::BlockSegmentPostings;

/// A set's blocks have so many documents.
pub(super) const IN_BLOCK: usize = usize::BITS as usize;
/// A list's blocks have so many documents, the last one at most.
const BLOCK: usize = 128;

/// The first document of a set from `from` on.
fn next_from(set: &FixedBitSet, from: usize) -> Option<usize> {
    let blocks = set.as_slice();
    let mut at = from / IN_BLOCK;
    let mut block = blocks.get(at)? & (usize::MAX << (from % IN_BLOCK));
    while block == 0 {
        at += 1;
        block = *blocks.get(at)?;
    }
    Some(at * IN_BLOCK + block.trailing_zeros() as usize)
}

/// Calls `each` with the blocks of a list that may hold documents of `wanted`;
/// those in between are passed over unread.
pub(super) fn each_block(
    mut postings: BlockSegmentPostings,
    wanted: &FixedBitSet,
    mut each: impl FnMut(&BlockSegmentPostings),
) {
    let Some(first) = next_from(wanted, 0) else { return };
    postings.seek(first as DocId);
    while let [first, .., last] | [first @ last] = *postings.docs() {
        each(&postings);
        let Some(next) = next_from(wanted, last as usize + 1) else { return };
        postings.seek(next as DocId);
        if postings.docs().first() == Some(&first) {
            // the last block stays where it is
            return;
        }
    }
}

/// Some documents of a list, and how often each is in it.
pub(super) struct Chosen {
    documents: [DocId; BLOCK],
    counts: [u32; BLOCK],
    length: usize,
}

impl Chosen {
    fn none() -> Chosen {
        let (documents, counts) = ([0; BLOCK], [0; BLOCK]);
        Chosen { documents, counts, length: 0 }
    }

    pub(super) fn each(&self) -> impl ExactSizeIterator<Item = (DocId, u32)> {
        let documents = self.documents[..self.length].iter();
        documents.copied().zip(self.counts[..self.length].iter().copied())
    }

    /// Those of a block that are `wanted`: without a branch, for which are cannot be guessed.
    fn choose(&mut self, block: &BlockSegmentPostings, wanted: &FixedBitSet) {
        let mut length = 0;
        for (&document, &count) in block.docs().iter().zip(block.freqs()) {
            self.documents[length] = document;
            self.counts[length] = count;
            length += usize::from(wanted.contains(document as usize));
        }
        self.length = length;
    }

    fn push(&mut self, document: DocId, count: u32) {
        self.documents[self.length] = document;
        self.counts[self.length] = count;
        self.length += 1;
    }
}

/// Calls `each` with the documents of `wanted` that a list holds, some at a time: where
/// many are wanted, of a block after the other.
pub(super) fn each_in(
    postings: BlockSegmentPostings,
    wanted: &FixedBitSet,
    mut each: impl FnMut(&Chosen),
) {
    let mut chosen = Chosen::none();
    each_block(postings, wanted, |block| {
        chosen.choose(block, wanted);
        each(&chosen);
    });
}

/// The same where few are wanted: each is looked for.
pub(super) fn each_held(
    mut postings: BlockSegmentPostings,
    wanted: &FixedBitSet,
    mut each: impl FnMut(&Chosen),
) {
    let mut chosen = Chosen::none();
    let mut next = next_from(wanted, 0);
    while let Some(wanted_now) = next {
        let at = postings.seek(wanted_now as DocId);
        let document = postings.doc(at) as usize;
        if document == wanted_now {
            chosen.push(document as DocId, postings.freq(at));
            if chosen.length == BLOCK {
                each(&chosen);
                chosen.length = 0;
            }
            next = next_from(wanted, document + 1);
        } else {
            // the list ends with a number beyond all documents
            next = next_from(wanted, document);
        }
    }
    each(&chosen);
}

/// A set of some documents of a segment that has `all`.
pub(super) fn set_of(some: impl Iterator<Item = usize>, all: usize) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(all);
    some.for_each(|document| set.insert(document));
    set
}

/// Calls `each` with the documents of a set's block, from 0 on.
#[inline(always)]
pub(super) fn each_of(mut block: usize, mut each: impl FnMut(usize)) {
    while block != 0 {
        each(block.trailing_zeros() as usize);
        block &= block - 1;
    }
}

/// The documents that have something in common, as a list where they are few.
pub(super) enum Documents {
    Few(Vec<DocId>),
    Many(FixedBitSet),
}

impl Documents {
    /// From ascending numbers, of a segment of `all` documents.
    pub(super) fn new(documents: Vec<DocId>, all: usize) -> Documents {
        if documents.len() < all / IN_BLOCK * 2 {
            return Documents::Few(documents);
        }
        Documents::Many(set_of(documents.into_iter().map(|document| document as usize), all))
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Documents::Few(documents) => documents.len(),
            Documents::Many(documents) => documents.count_ones(..),
        }
    }

    /// What counting them in a set takes, beside going through that set's documents.
    pub(super) fn cost(&self) -> usize {
        let steps = match self {
            Documents::Few(documents) => documents.len(),
            Documents::Many(documents) => documents.as_slice().len(),
        };
        steps * 2 / 3
    }

    /// How many of them are in `set`.
    #[inline(always)]
    pub(super) fn count_in(&self, set: &FixedBitSet) -> usize {
        match self {
            Documents::Few(documents) => {
                let blocks = set.as_slice();
                // a bit each, without a branch: which are in it cannot be guessed
                let bit = |at: usize| {
                    blocks.get(at / IN_BLOCK).map_or(0, |block| block >> (at % IN_BLOCK) & 1)
                };
                documents.iter().map(|&document| bit(document as usize)).sum()
            }
            Documents::Many(documents) => documents.intersection_count(set),
        }
    }

    /// Takes all others out of `set`.
    pub(super) fn keep_in(&self, set: &mut FixedBitSet) {
        match self {
            Documents::Few(documents) => {
                let is_in = |document: &&DocId| set.contains(**document as usize);
                let kept: Vec<DocId> = documents.iter().filter(is_in).copied().collect();
                set.clear();
                kept.into_iter().for_each(|document| set.insert(document as usize));
            }
            Documents::Many(documents) => set.intersect_with(documents),
        }
    }
}
