//! Events as calendars need them: with a number that grows whenever what the
//! public is told of them changes, and those that were taken back in time.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::Scope;
use crate::clock::{Instant, from_hanoi, in_hanoi, instant};
use crate::content::details::{Details, Event};
use crate::content::{Document, Kind, Language, Live, State, Vocabulary, parse_document};
use crate::db::schema::{history, items, live, revisions};
use crate::db::{Conn, DbError};

/// How many days an event stays in calendars after its end, so that a late
/// correction still arrives.
pub const LASTING_DAYS: u64 = 90;

/// Coming events of one calendar, and past ones: more than a phone shows.
const COMING: i64 = 600;
const PAST: i64 = 200;

/// How long before it takes place an event may have been taken back and still
/// be told as cancelled, days; and how many such are looked at.
const TOLD_DAYS: u64 = 400;
const LOOKED_AT: i64 = 500;

const TAKEN: [&str; 2] = ["withdrawn", "archived"];
const PUBLISHED: &str = "published";

/// A live event and what its live revision says.
#[derive(Debug, Clone)]
pub struct Occasion {
    pub live: Live,
    pub document: Document,
    /// Grows with each publication and each withdrawal (RFC 5545 §3.8.7.4).
    pub sequence: i64,
}

/// An event that was announced, was taken back, and would still be to come. Of
/// its text nothing is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// The item's UUID.
    pub uid: String,
    pub at: Instant,
    pub sequence: i64,
    pub starts_at: Instant,
    pub ends_at: Option<Instant>,
    /// When it is over, and leaves calendars.
    pub over_at: Instant,
}

/// The events of `scope` that are to come or ended of late, the nearest first;
/// `None` when there is no such term or place.
pub fn occasions(
    scope: &Scope,
    language: Language,
    now: Instant,
    vocabulary: &Vocabulary,
    conn: &mut Conn,
) -> Result<Option<Vec<Occasion>>, DbError> {
    let Some(among) = scope.events(vocabulary) else { return Ok(None) };
    let since = now.checked_sub_days(Days::new(LASTING_DAYS)).unwrap_or(now);
    let mut rows = among.past(language, (since, now), PAST, conn)?;
    rows.reverse();
    rows.extend(among.coming(language, now, COMING, conn)?);
    with_texts(rows, conn).map(Some)
}

/// One live event.
pub fn occasion(live: Live, conn: &mut Conn) -> Result<Option<Occasion>, DbError> {
    Ok(with_texts(vec![live], conn)?.pop())
}

fn with_texts(rows: Vec<Live>, conn: &mut Conn) -> Result<Vec<Occasion>, DbError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.item_id).collect();
    let moves = moves(&ids, conn)?;
    let live_ids: Vec<i64> = rows.iter().map(|row| row.revision_id).collect();
    let texts: Vec<(i64, i32, String)> = revisions::table
        .filter(revisions::id.eq_any(live_ids))
        .select((revisions::id, revisions::number, revisions::content))
        .load(conn)?;
    let mut texts: HashMap<i64, (i32, String)> =
        texts.into_iter().map(|(id, number, content)| (id, (number, content))).collect();
    let mut found = Vec::with_capacity(rows.len());
    for live in rows {
        let Some((number, content)) = texts.remove(&live.revision_id) else { continue };
        let document = parse_document(&content)?;
        let sequence = sequence(number, moves.get(&live.item_id));
        found.push(Occasion { live, document, sequence });
    }
    Ok(found)
}

/// The events of `scope` that were taken from the public before they were over.
pub fn taken_back(
    scope: &Scope,
    language: Language,
    now: Instant,
    vocabulary: &Vocabulary,
    conn: &mut Conn,
) -> Result<Vec<TakenBack>, DbError> {
    let since = now.checked_sub_days(Days::new(TOLD_DAYS)).unwrap_or(now);
    let rows = taken(&Which::Since(since, language), conn)?;
    not_over(rows, |document| scope.has(document, vocabulary), now, conn)
}

/// The event `item_id`, if it was taken from the public before it was over.
pub fn taken_back_one(
    item_id: i64,
    now: Instant,
    conn: &mut Conn,
) -> Result<Option<TakenBack>, DbError> {
    let rows = taken(&Which::One(item_id), conn)?;
    Ok(not_over(rows, |_| true, now, conn)?.pop())
}

enum Which {
    Since(Instant, Language),
    One(i64),
}

/// A revision that was public and was taken back: its item's number and UUID,
/// its own number, when that was, and what it says.
type Taken = (i64, String, i32, Instant, String);

/// The last public revisions of events that are not public any more, the newest first.
fn taken(which: &Which, conn: &mut Conn) -> QueryResult<Vec<Taken>> {
    debug_assert_eq!(TAKEN, [State::Withdrawn.name(), State::Archived.name()]);
    let is_live = exists(live::table.filter(live::item_id.eq(revisions::item_id)));
    let rows = revisions::table
        .inner_join(items::table)
        .filter(revisions::state.eq_any(TAKEN))
        .filter(revisions::published_at.is_not_null())
        .filter(items::kind.eq(Kind::Event.name()))
        .filter(not(is_live))
        .order((revisions::state_at.desc(), revisions::id.desc()))
        .limit(LOOKED_AT)
        .select((items::id, items::uid, revisions::number, revisions::state_at, revisions::content))
        .into_boxed();
    match which {
        Which::One(item_id) => rows.filter(items::id.eq(*item_id)),
        Which::Since(since, language) => {
            rows.filter(revisions::state_at.ge(*since)).filter(items::language.eq(language.name()))
        }
    }
    .load(conn)
}

/// Those that `fit` and would still be to come, each item once.
fn not_over(
    rows: Vec<Taken>,
    fits: impl Fn(&Document) -> bool,
    now: Instant,
    conn: &mut Conn,
) -> Result<Vec<TakenBack>, DbError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let moves = moves(&ids, conn)?;
    let mut told = HashSet::new();
    let mut found = Vec::new();
    for (item_id, uid, number, at, content) in rows {
        if !told.insert(item_id) {
            continue;
        }
        let document = parse_document(&content)?;
        let Details::Event(event) = &document.details else { continue };
        let Some((starts_at, ends_at, over_at)) = times(event) else { continue };
        if over_at > now && fits(&document) {
            let sequence = sequence(number, moves.get(&item_id));
            found.push(TakenBack { uid, at, sequence, starts_at, ends_at, over_at });
        }
    }
    Ok(found)
}

/// Start, end, and when it is over: without an end, when its day in Hanoi is.
fn times(event: &Event) -> Option<(Instant, Option<Instant>, Instant)> {
    let start = instant(event.starts_at?);
    let end = event.ends_at.map(instant);
    let next_day = in_hanoi(start).date_naive().checked_add_days(Days::new(1))?;
    Some((start, end, end.unwrap_or(from_hanoi(next_day.and_time(chrono::NaiveTime::MIN)))))
}

/// A correction has a higher number; a withdrawal and what was published again
/// unchanged have not, so each of those counts too.
fn sequence(number: i32, moves: Option<&i64>) -> i64 {
    i64::from(number) - 1 + moves.copied().unwrap_or(0)
}

/// How often each of the items was taken from the public, and given back.
fn moves(item_ids: &[i64], conn: &mut Conn) -> Result<HashMap<i64, i64>, DbError> {
    let taken = history::from_state.eq(PUBLISHED).and(history::to_state.eq_any(TAKEN));
    let given_back = history::from_state.eq_any(TAKEN).and(history::to_state.eq(PUBLISHED));
    let rows: Vec<i64> = history::table
        .filter(history::item_id.eq_any(item_ids))
        .filter(taken.or(given_back))
        .select(history::item_id.assume_not_null())
        .load(conn)?;
    let mut counted = HashMap::new();
    for id in rows {
        *counted.entry(id).or_insert(0) += 1;
    }
    Ok(counted)
}
