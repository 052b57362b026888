//! Single facts of the site: how often what it shows has changed, and who it is.

use diesel::prelude::*;

use super::Conn;
use super::schema::facts;

/// Counts every change that the public can see. A page rendered under an older
/// number is stale.
pub const GENERATION: &str = "generation";

/// Counts changes of terms, places, organisations and the site's identity,
/// which processes keep in memory.
pub const REFERENCE: &str = "reference";

/// Counts how often somebody asked at the desk that the themes be loaded again.
const THEMES: &str = "themes";

/// With which forms of the public site are signed, for every process the same.
const FORM_SECRET: &str = "form-secret";

/// What every process compares with what it has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    pub generation: u64,
    pub reference: u64,
    pub themes: u64,
}

impl Counters {
    pub fn load(conn: &mut Conn) -> QueryResult<Self> {
        let rows: Vec<(String, String)> =
            facts::table.filter(facts::key.eq_any([GENERATION, REFERENCE, THEMES])).load(conn)?;
        let value = |key: &str| {
            let row = rows.iter().find(|(own, _)| own == key);
            row.and_then(|(_, text)| text.parse().ok()).unwrap_or(0)
        };
        Ok(Self {
            generation: value(GENERATION),
            reference: value(REFERENCE),
            themes: value(THEMES),
        })
    }
}

/// Moves the generation on; to be called in the change's own transaction.
pub fn move_generation_on(conn: &mut Conn) -> QueryResult<()> {
    move_on(GENERATION, conn).map(drop)
}

/// Says that terms, places, organisations or the identity have changed; what
/// the public sees changes with them.
pub fn move_reference_on(conn: &mut Conn) -> QueryResult<()> {
    move_on(REFERENCE, conn)?;
    move_generation_on(conn)
}

/// The sum is made by the database: two transactions that read the same number
/// would write the same one. The row stays locked until the transaction ends.
fn move_on(key: &str, conn: &mut Conn) -> QueryResult<usize> {
    let sum = "update facts set value = cast(cast(value as bigint) + 1 as text) where key = ";
    diesel::sql_query(format!("{sum}'{key}'")).execute(conn)
}

/// Asks every process to load its themes again; to be called in a transaction.
pub fn ask_for_themes(conn: &mut Conn) -> QueryResult<()> {
    match move_on(THEMES, conn)? {
        0 => write(THEMES, "1", conn),
        _ => Ok(()),
    }
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

/// The secret that signs the public's forms, made when it is first needed.
pub fn form_secret(conn: &mut Conn) -> QueryResult<String> {
    use diesel::result::{DatabaseErrorKind, Error};
    if let Some(secret) = read(FORM_SECRET, conn)? {
        return Ok(secret);
    }
    let bytes: [u8; 32] = rand::random();
    let secret: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let row = (facts::key.eq(FORM_SECRET), facts::value.eq(&secret));
    match diesel::insert_into(facts::table).values(row).execute(conn) {
        Ok(_) => Ok(secret),
        // Another process was faster.
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            read(FORM_SECRET, conn)?.ok_or(Error::NotFound)
        }
        Err(error) => Err(error),
    }
}
