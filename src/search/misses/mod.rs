//! What people looked for and did not find, so that editors can write it.
//!
//! Kept are the words, the day and how often: no address, no time of day,
//! nothing of who asked. What looks like personal data is never kept, not even
//! in memory. Counting never makes an answer wait: it happens in memory, and
//! [`Misses::flush`] writes it down every few seconds.

mod personal;
mod row;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;

use crate::content::Language;
use crate::db::{Conn, DbError};
use crate::text::{canonical_tone, single_line, words};

pub use row::{Miss, Order};

/// Characters of a query that is kept: whoever writes more tells a story.
const MAX_CHARS: usize = 80;
/// Queries held in memory, and rows of one day, at most.
const MAX_PENDING: usize = 1_000;
const MAX_ROWS: i64 = 2_000;
/// Days a row is kept.
const KEPT: u64 = 365;

/// A query as it is kept, and where it belongs.
type Key = (NaiveDate, Language, String);

/// What was missed since it was last written down.
#[derive(Debug, Default)]
pub struct Misses {
    pending: Mutex<Pending>,
}

#[derive(Debug, Default)]
struct Pending {
    counts: HashMap<Key, i32>,
    /// The day on which old rows were last removed.
    pruned: Option<NaiveDate>,
}

impl Misses {
    /// Counts a search that found nothing on `day`, if it may be kept.
    pub fn note(&self, query: &str, language: Language, day: NaiveDate) {
        let Some(query) = kept_form(query) else { return };
        let mut pending = self.pending();
        let key = (day, language, query);
        if pending.counts.len() < MAX_PENDING || pending.counts.contains_key(&key) {
            let count = pending.counts.entry(key).or_insert(0);
            *count = count.saturating_add(1);
        }
    }

    /// Writes down what was counted, and once a day removes what is too old.
    /// What could not be written waits for the next time.
    pub fn flush(&self, today: NaiveDate, conn: &mut Conn) -> Result<(), DbError> {
        let (counts, prune) = {
            let mut pending = self.pending();
            (std::mem::take(&mut pending.counts), pending.pruned != Some(today))
        };
        if counts.is_empty() && !prune {
            return Ok(());
        }
        let written = row::write(&counts, MAX_ROWS, conn);
        let mut failed = None;
        match written {
            Ok(()) if prune => match row::prune(today - chrono::Days::new(KEPT), conn) {
                Ok(()) => self.pending().pruned = Some(today),
                Err(error) => failed = Some(error),
            },
            Ok(()) => {}
            Err(error) => {
                self.take_back(counts);
                failed = Some(error);
            }
        }
        failed.map_or(Ok(()), Err)
    }

    fn take_back(&self, counts: HashMap<Key, i32>) {
        let mut pending = self.pending();
        for (key, count) in counts {
            let own = pending.counts.entry(key).or_insert(0);
            *own = own.saturating_add(count);
        }
    }

    fn pending(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A query in the form in which equal ones are counted together; `None` when
/// it is not to be kept.
fn kept_form(query: &str) -> Option<String> {
    let small = single_line(query).to_lowercase();
    let is_long = small.chars().count() > MAX_CHARS;
    if is_long || personal::is_personal(&small) || words(&small).next().is_none() {
        return None;
    }
    let settled: Vec<String> =
        words(&small).map(|word| canonical_tone(word.text).into_owned()).collect();
    Some(settled.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_queries_have_one_form() {
        for query in ["Xuất khẩu  lao động", "xuất khẩu lao động?", "“XUẤT KHẨU” lao động"]
        {
            assert_eq!(kept_form(query).as_deref(), Some("xuất khẩu lao động"), "{query}");
        }
        assert_eq!(kept_form("Hoà Bình"), kept_form("hòa bình"));
    }

    #[test]
    fn what_looks_like_personal_data_or_says_nothing_is_never_kept() {
        for query in ["0912345678", "NGUYỄN Văn A", "?!", ""] {
            assert_eq!(kept_form(query), None, "{query}");
        }
        assert_eq!(kept_form(&"à".repeat(MAX_CHARS + 1)), None);
        assert!(kept_form("nghị định 07/2021").is_some());
    }
}
