//! Sets of a segment's documents, and lists read only where they matter.

use fixedbitset::FixedBitSet;
use tantivy::DocId;
use tantivy::postings::BlockSegmentPostings;

const BITS: usize = usize::BITS as usize;

/// The first document of a set from `from` on.
fn next_from(set: &FixedBitSet, from: usize) -> Option<usize> {
    let blocks = set.as_slice();
    let mut at = from / BITS;
    let mut block = blocks.get(at)? & (usize::MAX << (from % BITS));
    while block == 0 {
        at += 1;
        block = *blocks.get(at)?;
    }
    Some(at * BITS + block.trailing_zeros() as usize)
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

/// Calls `each` with the documents of `wanted` that a list holds, and how often:
/// where many are wanted, a block after the other.
#[inline(always)]
pub(super) fn each_in(
    postings: BlockSegmentPostings,
    wanted: &FixedBitSet,
    mut each: impl FnMut(DocId, u32),
) {
    let mut chosen = Vec::new();
    each_block(postings, wanted, |block| {
        // chosen first without a branch: which are wanted cannot be guessed
        chosen.resize(block.docs().len(), 0);
        let mut count = 0;
        for (at, &document) in block.docs().iter().enumerate() {
            chosen[count] = at;
            count += usize::from(wanted.contains(document as usize));
        }
        let (documents, counts) = (block.docs(), block.freqs());
        chosen[..count].iter().for_each(|&at| each(documents[at], counts[at]));
    });
}

/// The same where few are wanted: each is looked for.
pub(super) fn each_held(
    mut postings: BlockSegmentPostings,
    wanted: &FixedBitSet,
    mut each: impl FnMut(DocId, u32),
) {
    let mut next = next_from(wanted, 0);
    while let Some(wanted_now) = next {
        let at = postings.seek(wanted_now as DocId);
        let document = postings.doc(at) as usize;
        if document == wanted_now {
            each(document as DocId, postings.freq(at));
            next = next_from(wanted, document + 1);
        } else {
            // the list ends with a number beyond all documents
            next = next_from(wanted, document);
        }
    }
}

/// A set of some documents of a segment that has `all`.
pub(super) fn set_of(some: impl Iterator<Item = usize>, all: usize) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(all);
    some.for_each(|document| set.insert(document));
    set
}

/// The documents that have something in common, as a list where they are few.
pub(super) enum Documents {
    Few(Vec<DocId>),
    Many(FixedBitSet),
}

impl Documents {
    /// From ascending numbers, of a segment of `all` documents.
    pub(super) fn new(documents: Vec<DocId>, all: usize) -> Documents {
        if documents.len() < all / BITS * 2 {
            return Documents::Few(documents);
        }
        Documents::Many(set_of(documents.into_iter().map(|document| document as usize), all))
    }

    /// How many steps it takes to count them.
    pub(super) fn cost(&self) -> usize {
        match self {
            Documents::Few(documents) => documents.len() / 2,
            Documents::Many(documents) => documents.as_slice().len() / 2,
        }
    }

    /// How many of them are in `set`.
    pub(super) fn count_in(&self, set: &FixedBitSet) -> usize {
        match self {
            Documents::Few(documents) => {
                documents.iter().filter(|&&document| set.contains(document as usize)).count()
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
