//! What SQLite and PostgreSQL do not say alike.

use diesel::prelude::*;

use super::schema::{items, misses, orders};
use super::{Conn, DbError};
use crate::clock::Instant;

/// What is wrong outside the query, told from the database's message, if it is that.
pub(super) fn trouble(message: &str) -> Option<DbError> {
    let text = message.to_lowercase();
    let any = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    if any(&["disk is full", "no space left", "readonly database", "read-only", "disk i/o error"]) {
        return Some(DbError::NotWritable(message.to_owned()));
    }
    if any(&["file is not a database", "disk image is malformed"]) {
        return Some(DbError::Damaged(message.to_owned()));
    }
    any(&[
        "server closed the connection",
        "terminating connection",
        "connection refused",
        "could not connect",
        "no connection to the server",
        "database is locked",
        "unable to open database",
        "the database system is",
    ])
    .then(|| DbError::Unavailable(message.to_owned()))
}

/// Locks an item's row until the transaction ends, so that of two changes to
/// one item the second sees what the first did. SQLite's write lock does that.
pub fn lock_item(connection: &mut Conn, item_id: i64) -> QueryResult<Option<i64>> {
    let row = items::table.find(item_id).select(items::id);
    match connection {
        Conn::Sqlite(sqlite) => row.first(sqlite).optional(),
        Conn::Postgres(pg) => row.for_update().first(pg).optional(),
    }
}

/// Lets only one transaction at a time look for a free address, until it ends:
/// two new items of one title would otherwise both find the same one free.
/// SQLite's write lock does that.
pub fn lock_addresses(connection: &mut Conn) -> QueryResult<()> {
    one_at_a_time(2_692_023, connection)
}

/// Lets only one transaction at a time look whether a file was uploaded before,
/// until it ends: of two who upload the same one the second gets the first's.
pub fn lock_uploads(connection: &mut Conn) -> QueryResult<()> {
    one_at_a_time(2_692_024, connection)
}

fn one_at_a_time(key: i64, connection: &mut Conn) -> QueryResult<()> {
    match connection {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(pg) => diesel::sql_query("select pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(key)
            .execute(pg)
            .map(drop),
    }
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    taken: bool,
}

/// Takes the lock `key` for the connection, until it is given back or the connection ends;
/// `false`: another has it.
pub(super) fn try_lock(connection: &mut Conn, key: i64) -> QueryResult<bool> {
    match connection {
        Conn::Sqlite(_) => Ok(true),
        Conn::Postgres(pg) => diesel::sql_query("select pg_try_advisory_lock($1) as taken")
            .bind::<diesel::sql_types::BigInt, _>(key)
            .get_result::<Taken>(pg)
            .map(|answer| answer.taken),
    }
}

/// Gives it back.
pub(super) fn unlock(connection: &mut Conn, key: i64) -> QueryResult<()> {
    match connection {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(pg) => diesel::sql_query("select pg_advisory_unlock($1)")
            .bind::<diesel::sql_types::BigInt, _>(key)
            .execute(pg)
            .map(drop),
    }
}

/// The ids of at most `limit` orders of `kinds` that are due at `now` and
/// leased to nobody; on PostgreSQL they stay locked until the transaction ends
/// and another worker passes over them.
pub fn due_orders(
    connection: &mut Conn,
    kinds: &[&str],
    now: Instant,
    limit: i64,
) -> QueryResult<Vec<i64>> {
    let free = orders::leased_until.is_null().or(orders::leased_until.lt(now));
    let due = orders::table
        .filter(orders::state.eq("ready"))
        .filter(orders::run_at.le(now))
        .filter(free)
        .filter(orders::kind.eq_any(kinds))
        .order((orders::run_at, orders::id))
        .limit(limit)
        .select(orders::id);
    match connection {
        Conn::Sqlite(sqlite) => due.load(sqlite),
        Conn::Postgres(pg) => due.for_update().skip_locked().load(pg),
    }
}

/// To be called first in a transaction that only reads: all of it sees the
/// database as it is now. On SQLite every transaction does.
pub fn read_snapshot(connection: &mut Conn) -> QueryResult<()> {
    match connection {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(pg) => {
            diesel::sql_query("set transaction isolation level repeatable read, read only")
                .execute(pg)
                .map(drop)
        }
    }
}

/// The places at which anything stands on the shelves of a kind, language and
/// field (0: any): from each place the index is asked for the next one, so it
/// costs the same however many items there are.
pub fn shelved_places(
    connection: &mut Conn,
    kind: &str,
    language: &str,
    field_id: i64,
) -> QueryResult<Vec<i64>> {
    use diesel::sql_types::{BigInt, Text};

    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let query = diesel::sql_query(
        "with recursive found (id) as (
             select min(place_id) from live_shelves
             where kind = $1 and language = $2 and field_id = $3 and place_id > 0
             union all
             select (select min(place_id) from live_shelves where kind = $1 and language = $2
                     and field_id = $3 and place_id > found.id)
             from found where found.id is not null
         ) select id from found where id is not null",
    )
    .bind::<Text, _>(kind)
    .bind::<Text, _>(language)
    .bind::<BigInt, _>(field_id);
    let rows: Vec<Row> = match connection {
        Conn::Sqlite(sqlite) => query.load(sqlite)?,
        Conn::Postgres(pg) => query.load(pg)?,
    };
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// An item on a shelf.
#[derive(QueryableByName)]
pub struct Shelved {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub item_id: i64,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub kind: String,
    #[diesel(sql_type = diesel::sql_types::Timestamp)]
    pub published_at: Instant,
}

/// Of each of `kinds` the newest items at each of the places (of any field): `limit`, and
/// what is as old as the last of them. One question, which reads one short range of an
/// index for each kind and place.
pub fn newest_on_shelves(
    connection: &mut Conn,
    kinds: &[&'static str],
    language: &str,
    place_ids: &[i64],
    limit: usize,
) -> QueryResult<Vec<Shelved>> {
    use diesel::sql_types::{BigInt, Text};

    if kinds.is_empty() || place_ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = |values: Vec<String>| values.join("), (");
    let kinds = rows(kinds.iter().map(|kind| format!("'{kind}'")).collect());
    let spots = rows(place_ids.iter().map(i64::to_string).collect());
    // "cross join": SQLite keeps to the order that is written.
    let query = diesel::sql_query(format!(
        "with kinds (name) as (values ({kinds})), spots (id) as (values ({spots}))
         select shelf.item_id, shelf.kind, shelf.published_at
         from kinds cross join spots cross join live_shelves shelf
         where shelf.kind = kinds.name and shelf.language = $1 and shelf.field_id = 0
         and shelf.place_id = spots.id and shelf.published_at >= (
             select min(published_at) from (
                 select published_at from live_shelves
                 where kind = kinds.name and language = $1 and field_id = 0
                 and place_id = spots.id
                 order by published_at desc limit $2
             ) newest
         )"
    ))
    .bind::<Text, _>(language)
    .bind::<BigInt, _>(limit as i64);
    match connection {
        Conn::Sqlite(sqlite) => query.load(sqlite),
        Conn::Postgres(pg) => query.load(pg),
    }
}

/// When the newest item of a language went out under each of some terms or places; one
/// question, one entry of an index for each.
pub fn newest_under(
    connection: &mut Conn,
    filing: Filing,
    ids: &[i64],
    language: &str,
) -> QueryResult<Vec<(i64, Instant)>> {
    use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Nullable<Timestamp>)]
        newest: Option<Instant>,
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (table, column) = match filing {
        Filing::Terms => ("live_terms", "term_id"),
        Filing::Places => ("live_places", "place_id"),
    };
    let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join("), (");
    let query = diesel::sql_query(format!(
        "with filed (id) as (values ({ids}))
         select cast(id as bigint) as id, (
             select max(published_at) from {table} where {column} = filed.id and language = $1
         ) as newest
         from filed"
    ))
    .bind::<Text, _>(language);
    let rows: Vec<Row> = match connection {
        Conn::Sqlite(sqlite) => query.load(sqlite)?,
        Conn::Postgres(pg) => query.load(pg)?,
    };
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.newest?))).collect())
}

/// What live items are filed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filing {
    Terms,
    Places,
}

/// Counts a search that found nothing, also when another process begins the
/// same row at the same time.
pub fn add_miss(
    connection: &mut Conn,
    day: chrono::NaiveDate,
    language: &str,
    query: &str,
    times: i32,
) -> QueryResult<()> {
    let row = (
        misses::day.eq(day),
        misses::language.eq(language),
        misses::query.eq(query),
        misses::times.eq(times),
    );
    let more = misses::times.eq(misses::times + times);
    let key = (misses::day, misses::language, misses::query);
    let insert = diesel::insert_into(misses::table).values(row).on_conflict(key).do_update();
    match connection {
        Conn::Sqlite(sqlite) => insert.set(more).execute(sqlite).map(drop),
        Conn::Postgres(pg) => insert.set(more).execute(pg).map(drop),
    }
}
