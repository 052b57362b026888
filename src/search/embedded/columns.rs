//! What is kept in memory of each document for filters, facets and order.

use super::common::Common;
use super::documents::{Documents, IN_BLOCK, each_of};
use super::schema::Fields;
use super::score::Boards;
use super::snapshot::Place;
use crate::content::Kind;
use fixedbitset::FixedBitSet;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

/// No facet has so many values.
const SEVERAL: u32 = 1 << 31;

/// The columns of one segment: about 80 bytes a document.
pub(super) struct Columns {
    pub item_id: Vec<i64>,
    /// Microseconds since 1970, UTC.
    pub published_at: Vec<i64>,
    /// When those documents end that do, ascending by document; microseconds since 1970.
    ends: Vec<(DocId, i64)>,
    /// The documents, newest first.
    pub newest: Vec<DocId>,
    /// The documents of each language, by its code.
    pub language: BTreeMap<i64, Documents>,
    /// In the order of [`Facet`].
    pub facets: [Values; 5],
    /// How long each place is, as codes of tantivy's.
    lengths: [Vec<u8>; 4],
    /// What was read of it, and what it is scored on.
    pub common: Common,
    pub boards: Boards,
}

/// The values of a facet, seen from both sides.
#[derive(Default)]
pub(super) struct Values {
    /// What each is called, and the documents that have it.
    pub values: Vec<(String, Documents)>,
    /// For each document the number of its only value, how many values there are where it
    /// has none, or from [`SEVERAL`] on where its numbers stand in `several`.
    numbers: Vec<u32>,
    /// Numbers, each time after how many they are.
    several: Vec<u32>,
}

impl Values {
    /// From the values' names, each with its documents, ascending.
    fn new(values: Vec<(String, Vec<DocId>)>, all: usize) -> Values {
        let none = values.len() as u32;
        let mut of_documents = vec![Vec::new(); all];
        for (number, (_, documents)) in (0..).zip(&values) {
            documents.iter().for_each(|&document| of_documents[document as usize].push(number));
        }
        let mut several = Vec::new();
        let numbers = of_documents.into_iter().map(|of_document: Vec<u32>| {
            match of_document[..] {
                [] => return none,
                [only] => return only,
                _ => {}
            }
            let at = SEVERAL + several.len() as u32;
            several.push(of_document.len() as u32);
            several.extend(of_document);
            at
        });
        let numbers = numbers.collect();
        let values =
            values.into_iter().map(|(name, documents)| (name, Documents::new(documents, all)));
        Values { values: values.collect(), numbers, several }
    }

    /// How many of some documents, `many` of them, have each value.
    pub(super) fn count(&self, documents: &FixedBitSet, many: usize) -> Vec<usize> {
        // from the side that is looked through soonest
        let by_value: usize = self.values.iter().map(|(_, with_it)| with_it.cost()).sum();
        let others = documents.len() - many;
        if by_value < many.min(others) {
            return self.values.iter().map(|(_, with_it)| with_it.count_in(documents)).collect();
        }
        if many <= others {
            return self.count_each(documents, false);
        }
        let without = self.count_each(documents, true).into_iter();
        let of_all = self.values.iter().map(|(_, with_it)| with_it.count());
        of_all.zip(without).map(|(all, without)| all - without).collect()
    }

    /// How many documents of a set, or of all others, have each value.
    fn count_each(&self, set: &FixedBitSet, others: bool) -> Vec<usize> {
        // those without a value have the one after the last
        let mut counts = vec![0; self.values.len() + 1];
        let flipped = if others { usize::MAX } else { 0 };
        let blocks = set.as_slice().iter().zip(self.numbers.chunks(IN_BLOCK));
        for (block, numbers) in blocks {
            each_of(block ^ flipped, |at| match numbers.get(at) {
                None => {}
                Some(&number) if number < SEVERAL => counts[number as usize] += 1,
                Some(&several) => {
                    let numbers = self.several_at((several - SEVERAL) as usize);
                    numbers.for_each(|number| counts[number] += 1);
                }
            });
        }
        counts.pop();
        counts
    }

    fn several_at(&self, at: usize) -> impl Iterator<Item = usize> {
        let count = self.several[at] as usize;
        self.several[at + 1..=at + count].iter().map(|&number| number as usize)
    }
}

impl Columns {
    pub(super) fn read(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        let documents = segment.max_doc();
        let lengths = |place: Place| -> tantivy::Result<Vec<u8>> {
            let lengths = segment.get_fieldnorms_reader(place.field(fields))?;
            Ok((0..documents).map(|doc| lengths.fieldnorm_id(doc)).collect())
        };
        let numbers = |name: &str| -> tantivy::Result<Vec<i64>> {
            let column = fast.i64(name)?;
            Ok((0..documents).map(|doc| column.first(doc).unwrap_or_default()).collect())
        };
        let codes = |name: &str| -> tantivy::Result<Vec<i64>> {
            let column = fast.u64(name)?;
            let code = |doc| i64::try_from(column.first(doc).unwrap_or_default());
            Ok((0..documents).map(|doc| code(doc).unwrap_or(i64::MAX)).collect())
        };
        let kind = |code: i64| Kind::ALL.get(usize::try_from(code).ok()?).map(|kind| kind.name());
        let all = documents as usize;
        let kinds = apart(&codes("kind")?).into_iter();
        let kinds = kinds.filter_map(|(code, with_it)| Some((kind(code)?.to_owned(), with_it)));
        let years = apart(&numbers("year")?).into_iter();
        let years = years.map(|(year, with_it)| (year.to_string(), with_it));
        let languages = apart(&codes("language")?).into_iter();
        let until = fast.i64("until")?;
        let ends = (0..documents).filter_map(|doc| Some((doc, until.first(doc)?)));
        let (item_id, published_at) = (numbers("item_id")?, numbers("published_at")?);
        let mut newest: Vec<DocId> = (0..documents).collect();
        let time = |doc: DocId| (published_at[doc as usize], item_id[doc as usize]);
        newest.sort_unstable_by_key(|&doc| Reverse(time(doc)));
        Ok(Columns {
            item_id,
            published_at,
            ends: ends.collect(),
            newest,
            language: languages.map(|(code, of_it)| (code, Documents::new(of_it, all))).collect(),
            facets: [
                Values::new(kinds.collect(), all),
                Values::new(by_slug(fast.str("topic")?, documents)?, all),
                Values::new(by_slug(fast.str("audience")?, documents)?, all),
                Values::new(by_slug(fast.str("place")?, documents)?, all),
                Values::new(years.collect(), all),
            ],
            lengths: [
                lengths(Place::Title)?,
                lengths(Place::Sapo)?,
                lengths(Place::All)?,
                lengths(Place::Pairs)?,
            ],
            common: Common::default(),
            boards: Boards::default(),
        })
    }

    /// Whether a document has ended before `moment`, in microseconds since 1970.
    pub(super) fn ends_before(&self, moment: i64, document: DocId) -> bool {
        let found = self.ends.binary_search_by_key(&document, |(ending, _)| *ending);
        found.is_ok_and(|at| self.ends[at].1 < moment)
    }

    /// The code of the length of a place, per document.
    pub(super) fn lengths(&self, place: Place) -> &[u8] {
        &self.lengths[place as usize]
    }
}

/// The documents of each value in a column, ascending.
fn apart(column: &[i64]) -> BTreeMap<i64, Vec<DocId>> {
    let mut apart: BTreeMap<i64, Vec<DocId>> = BTreeMap::new();
    for (document, &value) in (0..).zip(column) {
        apart.entry(value).or_default().push(document);
    }
    apart
}

/// The documents of each slug in a column of lists, ascending.
fn by_slug(
    column: Option<StrColumn>,
    documents: u32,
) -> tantivy::Result<Vec<(String, Vec<DocId>)>> {
    let Some(column) = column else { return Ok(Vec::new()) };
    let mut values = vec![(String::new(), Vec::new()); column.num_terms()];
    for (ordinal, (slug, _)) in (0..).zip(&mut values) {
        column.ord_to_str(ordinal, slug)?;
    }
    for document in 0..documents {
        for ordinal in column.term_ords(document) {
            let value = usize::try_from(ordinal).ok().and_then(|at| values.get_mut(at));
            // said twice is had once
            if let Some((_, with_it)) = value.filter(|(_, known)| known.last() != Some(&document)) {
                with_it.push(document);
            }
        }
    }
    Ok(values)
}
