//! What is kept in memory of each document for filters, facets and order.

use super::schema::Fields;
use super::snapshot::Place;
use crate::search::{Facets, Filters};
use std::collections::HashMap;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

/// The columns of one segment: about 40 bytes a document.
pub(super) struct Columns {
    pub item_id: Vec<i64>,
    /// Microseconds since 1970, UTC.
    pub published_at: Vec<i64>,
    pub language: Vec<u8>,
    kind: Vec<u8>,
    year: Vec<i16>,
    /// The first and the last of them.
    years: (i16, i16),
    topic: Slugs,
    audience: Slugs,
    place: Slugs,
    /// How long each place is, as codes of tantivy's.
    lengths: [Vec<u8>; 4],
}

/// A list of slugs per document.
struct Slugs {
    /// Where the list of each document begins in `ordinals`; one more at the end.
    starts: Vec<u32>,
    ordinals: Vec<u32>,
    names: Vec<String>,
}

/// The five filters, as one bit each when a document fails them.
const KIND: u8 = 1;
const TOPIC: u8 = 2;
const AUDIENCE: u8 = 4;
const PLACE: u8 = 8;
const YEAR: u8 = 16;

impl Columns {
    pub(super) fn read(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Columns> {
        let fast = segment.fast_fields();
        let documents = segment.max_doc();
        let numbers = |name: &str| -> tantivy::Result<Vec<i64>> {
            let column = fast.i64(name)?;
            Ok((0..documents).map(|doc| column.first(doc).unwrap_or_default()).collect())
        };
        let codes = |name: &str| -> tantivy::Result<Vec<u8>> {
            let column = fast.u64(name)?;
            let code = |doc| u8::try_from(column.first(doc).unwrap_or_default()).unwrap_or(u8::MAX);
            Ok((0..documents).map(code).collect())
        };
        let year = |year: i64| i16::try_from(year).unwrap_or(i16::MAX);
        let year: Vec<i16> = numbers("year")?.into_iter().map(year).collect();
        let first = year.iter().copied().min().unwrap_or_default();
        let last = year.iter().copied().max().unwrap_or_default();
        let lengths = |place: Place| -> tantivy::Result<Vec<u8>> {
            let lengths = segment.get_fieldnorms_reader(place.field(fields))?;
            Ok((0..documents).map(|doc| lengths.fieldnorm_id(doc)).collect())
        };
        Ok(Columns {
            item_id: numbers("item_id")?,
            published_at: numbers("published_at")?,
            language: codes("language")?,
            kind: codes("kind")?,
            year,
            years: (first, last),
            topic: Slugs::read(fast.str("topic")?, documents)?,
            audience: Slugs::read(fast.str("audience")?, documents)?,
            place: Slugs::read(fast.str("place")?, documents)?,
            lengths: [
                lengths(Place::Title)?,
                lengths(Place::Sapo)?,
                lengths(Place::All)?,
                lengths(Place::Pairs)?,
            ],
        })
    }

    /// The code of the length of a place, per document.
    pub(super) fn lengths(&self, place: Place) -> &[u8] {
        &self.lengths[place as usize]
    }
}

impl Slugs {
    fn read(column: Option<StrColumn>, documents: u32) -> tantivy::Result<Slugs> {
        let mut slugs = Slugs { starts: vec![0], ordinals: Vec::new(), names: Vec::new() };
        let Some(column) = column else {
            slugs.starts.resize(documents as usize + 1, 0);
            return Ok(slugs);
        };
        for doc in 0..documents {
            let ordinals = column.term_ords(doc).filter_map(|ordinal| u32::try_from(ordinal).ok());
            slugs.ordinals.extend(ordinals);
            slugs.starts.push(u32::try_from(slugs.ordinals.len()).unwrap_or(u32::MAX));
        }
        for ordinal in 0..column.num_terms() {
            let mut name = String::new();
            column.ord_to_str(ordinal as u64, &mut name)?;
            slugs.names.push(name);
        }
        Ok(slugs)
    }

    fn of(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        &self.ordinals[self.starts[doc] as usize..self.starts[doc + 1] as usize]
    }

    fn ordinal(&self, name: &str) -> Option<u32> {
        let at = self.names.iter().position(|known| known == name)?;
        u32::try_from(at).ok()
    }
}

/// Filters and facet counts over one segment.
pub(super) struct Sieve<'a> {
    columns: &'a Columns,
    language: u8,
    /// Whether no filter is set.
    is_open: bool,
    kind: Option<u8>,
    year: Option<i16>,
    topic: Wanted,
    audience: Wanted,
    place: Wanted,
    counts: Counts,
}

enum Wanted {
    Anything,
    Slug(u32),
    /// A slug that no document of the segment has.
    Nothing,
}

struct Counts {
    kind: [u64; 256],
    /// From the first year of the segment on.
    year: Vec<u64>,
    topic: Vec<u64>,
    audience: Vec<u64>,
    place: Vec<u64>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(columns: &'a Columns, language: u8, filters: &Filters) -> Sieve<'a> {
        let wanted = |slugs: &Slugs, name: &Option<String>| match name {
            None => Wanted::Anything,
            Some(name) => slugs.ordinal(name).map_or(Wanted::Nothing, Wanted::Slug),
        };
        Sieve {
            columns,
            language,
            is_open: *filters == Filters::default(),
            kind: filters.kind.map(|kind| kind as u8),
            year: filters.year.map(|year| i16::try_from(year).unwrap_or(i16::MIN)),
            topic: wanted(&columns.topic, &filters.topic),
            audience: wanted(&columns.audience, &filters.audience),
            place: wanted(&columns.place, &filters.place),
            counts: Counts {
                kind: [0; 256],
                year: vec![0; columns.years.1.abs_diff(columns.years.0) as usize + 1],
                topic: vec![0; columns.topic.names.len()],
                audience: vec![0; columns.audience.names.len()],
                place: vec![0; columns.place.names.len()],
            },
        }
    }

    /// Counts a document that has the words; whether it passes all filters.
    pub(super) fn passes(&mut self, doc: DocId) -> bool {
        let columns = self.columns;
        let at = doc as usize;
        if columns.language[at] != self.language {
            return false;
        }
        let failed = if self.is_open { 0 } else { self.failed(doc) };
        let may_count = |facet: u8| failed & !facet == 0;
        if may_count(KIND) {
            self.counts.kind[usize::from(columns.kind[at])] += 1;
        }
        if may_count(YEAR) {
            self.counts.year[columns.year[at].abs_diff(columns.years.0) as usize] += 1;
        }
        let lists = [
            (TOPIC, &columns.topic, &mut self.counts.topic),
            (AUDIENCE, &columns.audience, &mut self.counts.audience),
            (PLACE, &columns.place, &mut self.counts.place),
        ];
        for (facet, slugs, counts) in lists {
            if may_count(facet) {
                for &ordinal in slugs.of(doc) {
                    counts[ordinal as usize] += 1;
                }
            }
        }
        failed == 0
    }

    fn failed(&self, doc: DocId) -> u8 {
        let at = doc as usize;
        let lacks = |wanted: &Wanted, slugs: &Slugs| match wanted {
            Wanted::Anything => false,
            Wanted::Nothing => true,
            Wanted::Slug(ordinal) => !slugs.of(doc).contains(ordinal),
        };
        let mut failed = 0;
        for (fails, filter) in [
            (self.kind.is_some_and(|kind| kind != self.columns.kind[at]), KIND),
            (self.year.is_some_and(|year| year != self.columns.year[at]), YEAR),
            (lacks(&self.topic, &self.columns.topic), TOPIC),
            (lacks(&self.audience, &self.columns.audience), AUDIENCE),
            (lacks(&self.place, &self.columns.place), PLACE),
        ] {
            failed |= if fails { filter } else { 0 };
        }
        failed
    }

    /// Adds what was counted to the facets of the whole index.
    pub(super) fn drain_into(self, totals: &mut Totals) {
        for (code, &count) in self.counts.kind.iter().enumerate() {
            let kind = crate::content::Kind::ALL.get(code).map(|kind| kind.name());
            if let Some(name) = kind.filter(|_| count > 0) {
                *totals.kind.entry(name.to_owned()).or_default() += count;
            }
        }
        for (year, count) in (i64::from(self.columns.years.0)..).zip(self.counts.year) {
            if count > 0 {
                *totals.year.entry(year.to_string()).or_default() += count;
            }
        }
        let lists = [
            (&self.columns.topic, self.counts.topic, &mut totals.topic),
            (&self.columns.audience, self.counts.audience, &mut totals.audience),
            (&self.columns.place, self.counts.place, &mut totals.place),
        ];
        for (slugs, counts, total) in lists {
            for (name, count) in slugs.names.iter().zip(counts).filter(|(_, count)| *count > 0) {
                *total.entry(name.clone()).or_default() += count;
            }
        }
    }
}

/// Facet counts over all segments.
#[derive(Default)]
pub(super) struct Totals {
    kind: HashMap<String, u64>,
    topic: HashMap<String, u64>,
    audience: HashMap<String, u64>,
    place: HashMap<String, u64>,
    year: HashMap<String, u64>,
}

impl Totals {
    pub(super) fn into_facets(self) -> Facets {
        let sorted = |counts: HashMap<String, u64>| {
            let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counts
        };
        Facets {
            kind: sorted(self.kind),
            topic: sorted(self.topic),
            audience: sorted(self.audience),
            place: sorted(self.place),
            year: sorted(self.year),
        }
    }
}
