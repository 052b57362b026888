//! Live events by the time at which they take place.

use chrono::TimeDelta;
use diesel::dsl::{exists, max, min};
use diesel::prelude::*;

use super::{ContentLanguage, Kind, Language, live::Live};
use crate::clock::{Instant, in_hanoi, midnight_before};
use crate::db::Conn;
use crate::db::schema::{live, live_places, live_terms};

/// Which events are looked at: all, those under a term, or those at any of some places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    All,
    Term(i64),
    Places(Vec<i64>),
}

/// For so long an event that has begun stands among what is next. A campaign of
/// months would else stand before the meeting of tomorrow all the time.
const FRESH: TimeDelta = TimeDelta::days(1);

type Rows = live::BoxedQuery<'static, <Conn as diesel::Connection>::Backend>;

impl Among {
    /// Those that have not ended at `now`: what begins, or began within [`FRESH`],
    /// the nearest first; then what has been on for longer, the first to end first.
    pub fn coming(
        &self,
        language: impl Into<ContentLanguage>,
        now: Instant,
        limit: i64,
        conn: &mut Conn,
    ) -> QueryResult<Vec<Live>> {
        let language = language.into();
        let (fresh, day) = (now - FRESH, begun(now));
        // Without an end it lasts until its day is over; its row ends where it begins.
        let of_today = live::ends_at.eq(live::starts_at).and(live::ends_at.ge(day));
        let mut found = self
            .rows(language)
            .filter(live::starts_at.ge(fresh))
            .filter(live::ends_at.ge(day))
            .filter(live::ends_at.ge(now).or(of_today))
            .order((live::starts_at.asc(), live::item_id.asc()))
            .limit(limit)
            .select(Live::as_select())
            .load::<Live>(conn)?;
        let left = limit - found.len() as i64;
        if left > 0 {
            let lasting = self
                .rows(language)
                .filter(live::ends_at.ge(now))
                .filter(live::starts_at.lt(fresh))
                .order((live::ends_at.asc(), live::item_id.asc()))
                .limit(left);
            found.extend(lasting.select(Live::as_select()).load::<Live>(conn)?);
        }
        Ok(found)
    }

    /// Those that ended in `since..now`, the latest first.
    pub fn past(
        &self,
        language: Language,
        (since, now): (Instant, Instant),
        limit: i64,
        conn: &mut Conn,
    ) -> QueryResult<Vec<Live>> {
        let with_end = live::ends_at.lt(now).and(live::ends_at.ne(live::starts_at));
        self.rows(language)
            .filter(live::ends_at.ge(since))
            .filter(live::ends_at.lt(now))
            .filter(live::ends_at.lt(begun(now)).or(with_end))
            .order((live::ends_at.desc(), live::item_id.desc()))
            .limit(limit)
            .select(Live::as_select())
            .load(conn)
    }

    /// Those any part of which lies in `from..to`, in the order in which they begin.
    pub fn between(
        &self,
        language: Language,
        (from, to): (Instant, Instant),
        limit: i64,
        conn: &mut Conn,
    ) -> QueryResult<Vec<Live>> {
        self.rows(language)
            // What ends at the very moment is over, unless it begins then too.
            .filter(live::ends_at.ge(from))
            .filter(live::ends_at.gt(from).or(live::starts_at.ge(from)))
            .filter(live::starts_at.lt(to))
            .order((live::starts_at.asc(), live::item_id.asc()))
            .limit(limit)
            .select(Live::as_select())
            .load(conn)
    }

    /// The last moment before `from` at which anything takes place.
    pub fn last_before(
        &self,
        language: Language,
        from: Instant,
        conn: &mut Conn,
    ) -> QueryResult<Option<Instant>> {
        let begun = self.rows(language).filter(live::starts_at.lt(from));
        let end: Option<Instant> = begun.select(max(live::ends_at)).get_result(conn)?;
        Ok(end.map(|end| end.min(from - TimeDelta::microseconds(1))))
    }

    /// The first moment from `to` on at which anything takes place.
    pub fn first_from(
        &self,
        language: Language,
        to: Instant,
        conn: &mut Conn,
    ) -> QueryResult<Option<Instant>> {
        let lasting = self
            .rows(language)
            .filter(live::ends_at.ge(to))
            .filter(live::ends_at.gt(to).or(live::starts_at.ge(to)));
        let start: Option<Instant> = lasting.select(min(live::starts_at)).get_result(conn)?;
        Ok(start.map(|start| start.max(to)))
    }

    fn rows(&self, language: impl Into<ContentLanguage>) -> Rows {
        let query = live::table
            .into_boxed()
            .filter(live::language.eq(language.into().name()))
            .filter(live::kind.eq(Kind::Event.name()));
        match self {
            Among::All => query,
            Among::Term(id) => query.filter(exists(
                live_terms::table
                    .filter(live_terms::item_id.eq(live::item_id))
                    .filter(live_terms::term_id.eq(*id)),
            )),
            Among::Places(ids) => query.filter(exists(
                live_places::table
                    .filter(live_places::item_id.eq(live::item_id))
                    .filter(live_places::place_id.eq_any(ids.clone())),
            )),
        }
    }
}

/// The midnight with which the day of `now` began in Hanoi.
fn begun(now: Instant) -> Instant {
    midnight_before(in_hanoi(now).date_naive())
}

/// The ids of the places that have an event which ends at `since` or later.
pub fn places_with_events(
    language: Language,
    since: Instant,
    conn: &mut Conn,
) -> QueryResult<Vec<i64>> {
    live_places::table
        .inner_join(live::table)
        .filter(live::language.eq(language.name()))
        .filter(live::kind.eq(Kind::Event.name()))
        .filter(live::ends_at.ge(since))
        .select(live_places::place_id)
        .distinct()
        .load(conn)
}
