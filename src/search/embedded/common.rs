//! The documents of common words: their lists are long, and asked for again and
//! again. They are read once and kept as sets, which take less.

use super::documents::each_block;
use super::snapshot::{Part, Place, Snapshot};
use fixedbitset::FixedBitSet;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;

/// A word is common that more than one in so many documents hold.
const ONE_IN: u64 = 32;
/// So many are kept of a segment; they take a bit for every document.
const MOST: usize = 1024;
/// In a smaller segment they are read as soon as somebody asks for them.
const LARGE: u32 = 10_000;

/// What is kept of a segment.
#[derive(Default)]
pub(super) struct Common(Mutex<HashMap<String, Arc<FixedBitSet>>>);

impl Snapshot {
    /// Reads the documents of the common words of large segments, so that no reader waits
    /// for it: tens of milliseconds for a hundred thousand documents.
    pub(super) fn read_common(&self) {
        // an error would come again when a reader asks, and be told then
        self.parts.iter().for_each(|part| drop(part.read_common()));
    }
}

impl Part {
    /// Whether a word is common in the segment, by how many documents hold it.
    pub(super) fn is_common(&self, frequency: u64) -> bool {
        frequency * ONE_IN > u64::from(self.reader.max_doc())
    }

    fn read_common(&self) -> tantivy::Result<()> {
        if self.reader.max_doc() < LARGE {
            return Ok(());
        }
        let mut common = Vec::new();
        self.each_word(Place::All, |word, frequency| {
            if self.is_common(frequency) {
                common.push((frequency, word.to_owned()));
            }
        })?;
        common.sort_unstable_by(|one, other| other.cmp(one));
        common.iter().take(MOST).try_for_each(|(_, word)| self.holding(word).map(drop))
    }

    /// The documents, deleted ones among them, that hold a folded word in any spelling.
    pub(super) fn holding(&self, folded: &str) -> tantivy::Result<Arc<FixedBitSet>> {
        let kept = &self.columns.common.0;
        if let Some(known) = kept.lock().unwrap_or_else(PoisonError::into_inner).get(folded) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(self.read_holding(folded)?);
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST {
            kept.insert(folded.to_owned(), Arc::clone(&read));
        }
        Ok(read)
    }

    /// Adds the documents that have a term to a set, at least those that are `wanted`.
    pub(super) fn add_holding(
        &self,
        (place, info): (Place, &TermInfo),
        wanted: &FixedBitSet,
        documents: &mut FixedBitSet,
    ) -> io::Result<()> {
        let option = IndexRecordOption::Basic;
        let postings = self.inverted(place).read_block_postings_from_terminfo(info, option)?;
        each_block(postings, wanted, |block| {
            block.docs().iter().for_each(|&document| documents.insert(document as usize));
        });
        Ok(())
    }

    fn read_holding(&self, folded: &str) -> tantivy::Result<FixedBitSet> {
        let mut infos = Vec::new();
        self.each_spelling(Place::All, folded, |_, info| infos.push(info.clone()))?;
        let mut every = FixedBitSet::with_capacity(self.reader.max_doc() as usize);
        every.insert_range(..);
        let mut holding = FixedBitSet::with_capacity(every.len());
        for info in infos {
            self.add_holding((Place::All, &info), &every, &mut holding)?;
        }
        Ok(holding)
    }
}
