//! The schema, brought up to date: the migrations are part of the program.

use std::collections::HashSet;

use diesel::backend::Backend;
use diesel::migration::MigrationSource;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, Database, DbError};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How a database's schema stands to what this program works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    Older,
    Current,
    /// It knows changes that this program does not.
    Newer,
}

impl Database {
    /// Brings the schema up to date; a no-op when it is.
    pub fn migrate(&self) -> Result<(), DbError> {
        let mut connection = self.connection()?;
        let done = match &mut *connection {
            Conn::Sqlite(sqlite) => migrate_sqlite(sqlite),
            Conn::Postgres(pg) => migrate_postgres(pg),
        };
        done.map_err(|error| DbError::Migration(error.to_string()))
    }

    pub fn schema(&self) -> Result<Schema, DbError> {
        let mut connection = self.connection()?;
        let found = match &mut *connection {
            Conn::Sqlite(sqlite) => compare(sqlite, &SQLITE),
            Conn::Postgres(pg) => compare(pg, &POSTGRES),
        };
        found.map_err(|error| DbError::Migration(error.to_string()))
    }
}

fn compare<DB: Backend>(
    connection: &mut impl MigrationHarness<DB>,
    own: &impl MigrationSource<DB>,
) -> diesel::migration::Result<Schema> {
    let own = own.migrations()?;
    let own: HashSet<String> = own.iter().map(|one| one.name().version().to_string()).collect();
    let applied = connection.applied_migrations()?;
    let applied: HashSet<String> = applied.iter().map(ToString::to_string).collect();
    Ok(match (own.is_subset(&applied), applied.is_subset(&own)) {
        (false, _) => Schema::Older,
        (true, true) => Schema::Current,
        (true, false) => Schema::Newer,
    })
}

/// Two processes that start at once migrate one after the other.
fn migrate_postgres(pg: &mut PgConnection) -> diesel::migration::Result<()> {
    const LOCK: &str = "select pg_advisory_lock(2692022)";
    const UNLOCK: &str = "select pg_advisory_unlock(2692022)";
    diesel::sql_query(LOCK).execute(pg)?;
    let done = pg.run_pending_migrations(POSTGRES).map(drop);
    diesel::sql_query(UNLOCK).execute(pg)?;
    done
}

/// The same: who finds that another was quicker goes on from there.
fn migrate_sqlite(sqlite: &mut SqliteConnection) -> diesel::migration::Result<()> {
    loop {
        let before = sqlite.pending_migrations(SQLITE)?.len();
        match sqlite.run_pending_migrations(SQLITE).map(drop) {
            Err(_) if sqlite.pending_migrations(SQLITE)?.len() < before => {}
            done => return done,
        }
    }
}
