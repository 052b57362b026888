//! One state of the index, as a search sees it from beginning to end.

use super::columns::Columns;
use super::schema::Fields;
use super::weights::Weights;
use crate::content::Language;
use fixedbitset::FixedBitSet;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

/// Where in a document a word stands; the fields that carry scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Sapo,
    All,
    Pairs,
}

impl Place {
    pub(super) const WORDS: [Place; 3] = [Place::Title, Place::Sapo, Place::All];
    pub(super) const EVERY: [Place; 4] = [Place::Title, Place::Sapo, Place::All, Place::Pairs];

    pub(super) fn field(self, fields: &Fields) -> Field {
        match self {
            Place::Title => fields.title,
            Place::Sapo => fields.sapo,
            Place::All => fields.all,
            Place::Pairs => fields.pairs,
        }
    }
}

pub(super) struct Snapshot {
    pub searcher: Searcher,
    pub parts: Vec<Part>,
    /// How many documents can be found.
    pub documents: u64,
    /// Per place and length of it, what a term there is worth.
    dampers: [Box<[f32; 256]>; 4],
}

/// One segment, with what is used of it at hand.
pub(super) struct Part {
    pub reader: SegmentReader,
    pub columns: Arc<Columns>,
    /// The documents that are not deleted; `None` where none is.
    alive: Option<FixedBitSet>,
    inverted: [Arc<InvertedIndexReader>; 4],
}

impl Snapshot {
    /// Takes the state a searcher has; columns are taken over from `before`
    /// for segments that were there already.
    pub(super) fn take(
        searcher: Searcher,
        fields: &Fields,
        weights: &Weights,
        before: Option<&Snapshot>,
    ) -> tantivy::Result<Snapshot> {
        let mut parts = Vec::with_capacity(searcher.segment_readers().len());
        for reader in searcher.segment_readers() {
            let known = before.and_then(|before| before.columns_of(reader));
            let columns = match known {
                Some(columns) => columns,
                None => Arc::new(Columns::read(reader, fields)?),
            };
            parts.push(Part::open(reader, fields, columns)?);
        }
        let documents = searcher.num_docs();
        let dampers = Place::EVERY.map(|place| dampers(&parts, place, weights));
        Ok(Snapshot { searcher, parts, documents, dampers })
    }

    /// What one occurrence is worth in a field of a length, by the length's code.
    pub(super) fn damper(&self, place: Place) -> &[f32; 256] {
        &self.dampers[place as usize]
    }

    fn columns_of(&self, reader: &SegmentReader) -> Option<Arc<Columns>> {
        let same = |part: &&Part| part.reader.segment_id() == reader.segment_id();
        self.parts.iter().find(same).map(|part| Arc::clone(&part.columns))
    }
}

impl Part {
    fn open(
        reader: &SegmentReader,
        fields: &Fields,
        columns: Arc<Columns>,
    ) -> tantivy::Result<Part> {
        let [title, sapo, all, pairs] = Place::EVERY.map(|place| place.field(fields));
        let inverted = |field| reader.inverted_index(field);
        let alive = reader.alive_bitset().map(|alive| {
            let mut set = FixedBitSet::with_capacity(reader.max_doc() as usize);
            alive.iter_alive().for_each(|document| set.insert(document as usize));
            set
        });
        Ok(Part {
            reader: reader.clone(),
            columns,
            alive,
            inverted: [inverted(title)?, inverted(sapo)?, inverted(all)?, inverted(pairs)?],
        })
    }

    /// The documents that a reader of a language may find.
    pub(super) fn eligible(&self, language: Language) -> FixedBitSet {
        let mut eligible = FixedBitSet::with_capacity(self.reader.max_doc() as usize);
        let Some(documents) = self.columns.language.get(&(language as i64)) else {
            return eligible;
        };
        match &self.alive {
            Some(alive) => eligible.union_with(alive),
            None => eligible.insert_range(..),
        }
        documents.keep_in(&mut eligible);
        eligible
    }

    pub(super) fn inverted(&self, place: Place) -> &InvertedIndexReader {
        &self.inverted[place as usize]
    }
}

/// BM25's length normalisation, worked out once for every length code.
fn dampers(parts: &[Part], place: Place, weights: &Weights) -> Box<[f32; 256]> {
    let documents: u64 = parts.iter().map(|part| u64::from(part.reader.max_doc())).sum();
    let tokens: u64 = parts.iter().map(|part| part.inverted(place).total_num_tokens()).sum();
    let average = (tokens as f32 / documents.max(1) as f32).max(1.0);
    let worth = weights.worth(place);
    let b = weights.length_share(place);
    let mut dampers = Box::new([0.0; 256]);
    for (code, damper) in (0..=u8::MAX).zip(dampers.iter_mut()) {
        let length = FieldNormReader::id_to_fieldnorm(code) as f32;
        *damper = worth / (1.0 - b + b * length / average);
    }
    dampers
}
