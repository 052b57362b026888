//! Single facts of the site: its generation and its identity.

use diesel::prelude::*;

use super::Conn;
use super::schema::facts;

const GENERATION: &str = "generation";

/// The site's generation: every change that the public can see moves it on,
/// and a page rendered under an older one is stale.
pub fn generation(conn: &mut Conn) -> QueryResult<u64> {
    Ok(read(GENERATION, conn)?.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// Moves the generation on; to be called in the change's own transaction.
/// The row is locked until that ends, so no two changes share a number.
pub fn move_generation_on(conn: &mut Conn) -> QueryResult<()> {
    // A plain text column on both databases: the sum is made by the database,
    // for two transactions that read the same number would write the same one.
    diesel::sql_query(
        "update facts set value = cast(cast(value as bigint) + 1 as text) where key = 'generation'",
    )
    .execute(conn)
    .map(drop)
}

/// The value of a fact, if it was ever set.
pub fn read(key: &str, conn: &mut Conn) -> QueryResult<Option<String>> {
    facts::table.find(key).select(facts::value).first(conn).optional()
}

/// Sets a fact.
pub fn write(key: &str, value: &str, conn: &mut Conn) -> QueryResult<()> {
    let changed =
        diesel::update(facts::table.find(key)).set(facts::value.eq(value)).execute(conn)?;
    if changed == 0 {
        let row = (facts::key.eq(key), facts::value.eq(value));
        diesel::insert_into(facts::table).values(row).execute(conn)?;
    }
    Ok(())
}
