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
    pub(super) fn count(&self, found: &FixedBitSet, passing: &FixedBitSet, totals: &mut Totals) {
        for facet in Facet::ALL {
            let is_filtered = self.wanted.iter().any(|(wanted, _)| *wanted == facet);
            let but_one = is_filtered.then(|| self.passing(found, Some(facet)));
            let counted = but_one.as_ref().unwrap_or(passing);
            let values = &self.columns.facets[facet as usize];
            for ((value, _), count) in values.values.iter().zip(values.count(counted)) {
                totals.add(facet, value, count as u64);
            }
        }
    }
}

/// Facet counts over all segments.
#[derive(Default)]
pub(super) struct Totals([HashMap<String, u64>; 5]);

impl Totals {
    fn add(&mut self, facet: Facet, value: &str, count: u64) {
        let counts = &mut self.0[facet as usize];
        match counts.get_mut(value) {
            Some(total) => *total += count,
            None if count > 0 => {
                counts.insert(value.to_owned(), count);
            }
            None => {}
        }
    }

    pub(super) fn into_facets(self) -> Facets {
        let [kind, topic, audience, place, year] = self.0.map(|counts| {
            let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counts
        });
        Facets { kind, topic, audience, place, year }
    }
}
