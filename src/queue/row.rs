//! Claiming, finishing, retrying and replaying orders.

use chrono::TimeDelta;
use diesel::dsl::{Eq, Filter, exists};
use diesel::prelude::*;

use super::Order;
use crate::clock::Instant;
use crate::db::schema::orders;
use crate::db::{Conn, DbError, dialect, write};

/// After so many failures an order becomes a dead letter.
pub const MAX_ATTEMPTS: i32 = 8;

/// How long an order waits when a part that it needs is away.
const AWAY: TimeDelta = TimeDelta::seconds(1);

/// Who holds orders, and how long it may be silent before it loses them.
#[derive(Debug, Clone)]
pub struct Lease {
    /// Unique among all workers of all processes.
    pub worker: String,
    pub lasts: TimeDelta,
}

/// An order held under a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub id: i64,
    pub order: Order,
    /// Failures so far.
    pub attempts: i32,
}

/// An order that failed for good, for people to look at.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = orders)]
pub struct DeadLetter {
    pub id: i64,
    pub kind: String,
    pub payload: String,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub created_at: Instant,
}

impl Lease {
    /// Takes up to `limit` due orders of `kinds`, oldest first.
    pub fn claim(
        &self,
        kinds: &[&str],
        limit: i64,
        now: Instant,
        conn: &mut Conn,
    ) -> Result<Vec<Claimed>, DbError> {
        // Looking costs no write lock; only what is there to take does.
        if dialect::due_orders(conn, kinds, now, 1)?.is_empty() {
            return Ok(Vec::new());
        }
        write(conn, |conn| {
            let ids = dialect::due_orders(conn, kinds, now, limit)?;
            diesel::update(orders::table.filter(orders::id.eq_any(&ids)))
                .set((
                    orders::leased_by.eq(&self.worker),
                    orders::leased_until.eq(now + self.lasts),
                ))
                .execute(conn)?;
            let rows: Vec<(i64, String, i32)> = orders::table
                .filter(orders::id.eq_any(&ids))
                .order(orders::id)
                .select((orders::id, orders::payload, orders::attempts))
                .load(conn)?;
            readable(rows, conn)
        })
    }

    /// Keeps what it holds for another term; false when it was lost meanwhile.
    pub fn renew(&self, id: i64, now: Instant, conn: &mut Conn) -> QueryResult<bool> {
        let kept = diesel::update(self.held(id))
            .set(orders::leased_until.eq(now + self.lasts))
            .execute(conn)?;
        Ok(kept == 1)
    }

    /// Done: the order is gone. False when the lease was lost meanwhile.
    pub fn finish(&self, id: i64, conn: &mut Conn) -> QueryResult<bool> {
        Ok(diesel::delete(self.held(id)).execute(conn)? == 1)
    }

    /// What it needs is away for now: tried again soon, and not counted as a failure.
    pub fn postpone(&self, id: i64, why: &str, now: Instant, conn: &mut Conn) -> QueryResult<()> {
        diesel::update(self.held(id))
            .set((
                orders::run_at.eq(now + AWAY),
                orders::last_error.eq(why),
                orders::leased_by.eq(None::<String>),
                orders::leased_until.eq(None::<Instant>),
            ))
            .execute(conn)
            .map(drop)
    }

    /// Failed: tried again later, each time later, or laid aside for good.
    pub fn fail(
        &self,
        claimed: &Claimed,
        error: &str,
        now: Instant,
        conn: &mut Conn,
    ) -> QueryResult<()> {
        let attempts = claimed.attempts + 1;
        let state = if attempts >= MAX_ATTEMPTS { "dead" } else { "ready" };
        diesel::update(self.held(claimed.id))
            .set((
                orders::state.eq(state),
                orders::attempts.eq(attempts),
                orders::run_at.eq(now + backoff(attempts)),
                orders::last_error.eq(error),
                orders::leased_by.eq(None::<String>),
                orders::leased_until.eq(None::<Instant>),
            ))
            .execute(conn)
            .map(drop)
    }

    fn held(&self, id: i64) -> Held<'_> {
        orders::table.filter(orders::id.eq(id)).filter(orders::leased_by.eq(&*self.worker))
    }
}

/// The order with an id, if a worker holds it.
type Held<'a> = Filter<Filter<orders::table, Eq<orders::id, i64>>, Eq<orders::leased_by, &'a str>>;

/// 2, 4, 8 … seconds, at most ten minutes.
fn backoff(attempts: i32) -> TimeDelta {
    TimeDelta::seconds(2_i64.saturating_pow(attempts.clamp(1, 20) as u32).min(600))
}

/// An order this program cannot read (a newer one wrote it) is laid aside.
fn readable(rows: Vec<(i64, String, i32)>, conn: &mut Conn) -> Result<Vec<Claimed>, DbError> {
    let mut claimed = Vec::with_capacity(rows.len());
    for (id, payload, attempts) in rows {
        match serde_json::from_str(&payload) {
            Ok(order) => claimed.push(Claimed { id, order, attempts }),
            Err(error) => {
                let dead = (
                    orders::state.eq("dead"),
                    orders::last_error.eq(error.to_string()),
                    orders::leased_by.eq(None::<String>),
                    orders::leased_until.eq(None::<Instant>),
                );
                diesel::update(orders::table.find(id)).set(dead).execute(conn)?;
            }
        }
    }
    Ok(claimed)
}

impl DeadLetter {
    /// All of them, newest first.
    pub fn all(conn: &mut Conn) -> QueryResult<Vec<Self>> {
        orders::table
            .filter(orders::state.eq("dead"))
            .order(orders::id.desc())
            .select(Self::as_select())
            .load(conn)
    }

    /// Makes a dead letter an order again, with all its tries.
    pub fn replay(id: i64, now: Instant, conn: &mut Conn) -> QueryResult<bool> {
        let dead = orders::table.filter(orders::id.eq(id)).filter(orders::state.eq("dead"));
        let fresh = (orders::state.eq("ready"), orders::attempts.eq(0), orders::run_at.eq(now));
        Ok(diesel::update(dead).set(fresh).execute(conn)? == 1)
    }
}

/// Whether an order of each of three groups of kinds is due; one question.
pub fn due(groups: [&[&str]; 3], now: Instant, conn: &mut Conn) -> QueryResult<[bool; 3]> {
    let due = |kinds: &[&str]| {
        let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let free = orders::leased_until.is_null().or(orders::leased_until.lt(now));
        exists(
            orders::table
                .filter(orders::state.eq("ready"))
                .filter(orders::run_at.le(now))
                .filter(free)
                .filter(orders::kind.eq_any(kinds)),
        )
    };
    let [first, second, third] = groups.map(due);
    diesel::select((first, second, third)).get_result::<(bool, bool, bool)>(conn).map(Into::into)
}

/// How many orders wait, and how many are dead.
pub fn depth(conn: &mut Conn) -> QueryResult<(i64, i64)> {
    let count = |state: &str, conn: &mut Conn| {
        orders::table.filter(orders::state.eq(state.to_owned())).count().get_result(conn)
    };
    Ok((count("ready", conn)?, count("dead", conn)?))
}
