//! Searches that found nothing, in the database.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, max, sum};
use diesel::prelude::*;

use super::Key;
use crate::content::Language;
use crate::db::schema::misses;
use crate::db::{Conn, DbError, dialect, write as in_transaction};

/// Rows an editor is shown.
const SHOWN: i64 = 200;

/// What was looked for and not found, over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    pub query: String,
    pub language: Language,
    pub times: i64,
    pub last: NaiveDate,
}

/// Which stand first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    MostFrequent,
    Newest,
}

impl Miss {
    /// What was missed on `since` or later: the first some hundred.
    pub fn since(since: NaiveDate, order: Order, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        let totals = misses::table
            .filter(misses::day.ge(since))
            .group_by((misses::query, misses::language))
            .select((misses::query, misses::language, sum(misses::times), max(misses::day)));
        let (times, last) = (sum(misses::times).desc(), max(misses::day).desc());
        type Total = (String, String, Option<i64>, Option<NaiveDate>);
        let rows: Vec<Total> = match order {
            Order::MostFrequent => {
                totals.order((times, last, misses::query)).limit(SHOWN).load(conn)?
            }
            Order::Newest => totals.order((last, times, misses::query)).limit(SHOWN).load(conn)?,
        };
        let miss = |(query, language, times, last): Total| {
            let language = language.parse().unwrap_or_default();
            Some(Self { query, language, times: times.unwrap_or(0), last: last? })
        };
        Ok(rows.into_iter().filter_map(miss).collect())
    }
}

/// Adds what was counted; a day that has `most` rows gets no new ones.
pub(super) fn write(counts: &HashMap<Key, i32>, most: i64, conn: &mut Conn) -> Result<(), DbError> {
    if counts.is_empty() {
        return Ok(());
    }
    in_transaction(conn, |conn| {
        // in one order, so that two processes never wait for each other
        let mut sorted: Vec<_> = counts.iter().collect();
        sorted.sort();
        let mut rows: HashMap<NaiveDate, i64> = HashMap::new();
        for ((day, language, query), times) in sorted {
            let own = misses::table.find((*day, language.name(), query));
            let more = misses::times.eq(misses::times + times);
            if diesel::update(own).set(more).execute(conn)? > 0 {
                continue;
            }
            let there = match rows.get(day) {
                Some(there) => *there,
                None => {
                    misses::table.filter(misses::day.eq(day)).select(count_star()).first(conn)?
                }
            };
            if there < most {
                dialect::add_miss(conn, *day, language.name(), query, *times)?;
            }
            rows.insert(*day, (there + 1).min(most));
        }
        Ok(())
    })
}

/// Removes what is older than `before`.
pub(super) fn prune(before: NaiveDate, conn: &mut Conn) -> Result<(), DbError> {
    diesel::delete(misses::table.filter(misses::day.lt(before))).execute(conn)?;
    Ok(())
}
