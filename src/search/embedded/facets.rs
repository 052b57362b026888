//! Filters, and what each of their values would leave.

use super::columns::Columns;
use super::documents::Documents;
use crate::search::{Facet, Facets, Filters};
use fixedbitset::FixedBitSet;
use std::collections::HashMap;

/// The filters of a question, over one segment.
pub(super) struct Sieve<'a> {
    columns: &'a Columns,
    /// For each facet that is filtered by, the documents that have what is wanted.
    wanted: Vec<(Facet, Option<&'a Documents>)>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(columns: &'a Columns, filters: &Filters) -> Sieve<'a> {
        let wanted = Facet::ALL.into_iter().filter_map(|facet| {
            let wanted = facet.wanted(filters)?;
            let values = &columns.facets[facet as usize].values;
            let value = values.iter().find(|(value, _)| *value == wanted);
            Some((facet, value.map(|(_, documents)| documents)))
        });
        Sieve { columns, wanted: wanted.collect() }
    }

    /// What passes all filters, or all but the one by `except`.
    pub(super) fn passing(&self, found: &FixedBitSet, except: Option<Facet>) -> FixedBitSet {
        let mut passing = found.clone();
        for (_, documents) in self.wanted.iter().filter(|(facet, _)| Some(*facet) != except) {
            match documents {
                Some(documents) => documents.keep_in(&mut passing),
                None => passing.clear(),
            }
        }
        passing
    }

    /// Counts what was found for every facet.
    pub(super) fn count(
        &self,
        found: &FixedBitSet,
        passing: &FixedBitSet,
        totals: &mut Totals<'a>,
    ) {
        let many = passing.count_ones(..);
        for facet in Facet::ALL {
            let is_filtered = self.wanted.iter().any(|(wanted, _)| *wanted == facet);
            let values = &self.columns.facets[facet as usize];
            let counts = if is_filtered {
                let but_one = self.passing(found, Some(facet));
                values.count(&but_one, but_one.count_ones(..))
            } else {
                values.count(passing, many)
            };
            for ((value, _), count) in values.values.iter().zip(counts) {
                totals.add(facet, value, count as u64);
            }
        }
    }
}

/// Facet counts over all segments.
#[derive(Default)]
pub(super) struct Totals<'a>([HashMap<&'a str, u64>; 5]);

impl<'a> Totals<'a> {
    fn add(&mut self, facet: Facet, value: &'a str, count: u64) {
        if count > 0 {
            *self.0[facet as usize].entry(value).or_default() += count;
        }
    }

    pub(super) fn into_facets(self) -> Facets {
        let [kind, topic, audience, place, year] = self.0.map(|counts| {
            let counts = counts.into_iter().map(|(value, count)| (value.to_owned(), count));
            let mut counts: Vec<(String, u64)> = counts.collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counts
        });
        Facets { kind, topic, audience, place, year }
    }
}
