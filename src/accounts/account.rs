//! An account: one person of the desk.

use diesel::prelude::*;

use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::accounts;

/// One account as stored; the password's hash stays in [`super::password`].
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = accounts)]
pub struct Account {
    pub id: i64,
    /// Lower-case, trimmed.
    pub email: String,
    pub name: String,
    /// The interface's language, `vi` or `en`.
    pub language: String,
    pub created_at: Instant,
    pub disabled_at: Option<Instant>,
}

/// An account to add; it has no password until its one-time link is used.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = accounts)]
pub struct NewAccount {
    pub email: String,
    pub name: String,
    pub language: String,
    pub created_at: Instant,
}

impl NewAccount {
    /// Adds it; a second one with the same address is a unique violation.
    pub fn save(&self, conn: &mut Conn) -> QueryResult<i64> {
        diesel::insert_into(accounts::table).values(self).returning(accounts::id).get_result(conn)
    }
}

impl Account {
    /// The form addresses are kept and compared in.
    pub fn normalise_email(email: &str) -> String {
        crate::text::single_line(email).to_lowercase()
    }

    pub fn find(id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        accounts::table.find(id).select(Self::as_select()).first(conn).optional()
    }

    pub fn by_email(email: &str, conn: &mut Conn) -> QueryResult<Option<Self>> {
        accounts::table
            .filter(accounts::email.eq(Self::normalise_email(email)))
            .select(Self::as_select())
            .first(conn)
            .optional()
    }

    /// All accounts, by id.
    pub fn all(conn: &mut Conn) -> QueryResult<Vec<Self>> {
        accounts::table.order(accounts::id).select(Self::as_select()).load(conn)
    }
}
