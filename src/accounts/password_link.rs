//! One-time links with which a person sets their password.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::password::{HashError, PasswordHash};
use super::password_policy::{NewPassword, PasswordProblem};
use super::{Account, Token};
use crate::clock::Instant;
use crate::db::schema::{accounts, password_links};
use crate::db::{Conn, Database, DbError, write};

/// How long a link is good: over a weekend.
pub const VALID: TimeDelta = TimeDelta::hours(72);

/// The links of accounts; each secret leaves this module once, when it is made.
pub struct PasswordLink;

/// Why a link did not set a password.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Unknown, used, replaced by a later one, expired, or its account disabled.
    #[error("the link is not valid")]
    Invalid,
    #[error(transparent)]
    Password(#[from] PasswordProblem),
    #[error(transparent)]
    Hash(#[from] HashError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for LinkError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl PasswordLink {
    /// Makes a link for the account and returns its secret; earlier ones die.
    /// Call it in a transaction.
    pub fn create(account_id: i64, now: Instant, conn: &mut Conn) -> QueryResult<Token> {
        Self::end_all(account_id, conn)?;
        let token = Token::random();
        let row = (
            password_links::token_hash.eq(token.hash()),
            password_links::account_id.eq(account_id),
            password_links::expires_at.eq(now + VALID),
        );
        diesel::insert_into(password_links::table).values(row).execute(conn)?;
        Ok(token)
    }

    /// Whether the account has a link that is still good.
    pub fn is_pending(account_id: i64, now: Instant, conn: &mut Conn) -> QueryResult<bool> {
        let pending = password_links::table
            .filter(password_links::account_id.eq(account_id))
            .filter(password_links::used_at.is_null())
            .filter(password_links::expires_at.gt(now));
        diesel::select(diesel::dsl::exists(pending)).get_result(conn)
    }

    /// Whose password the link would set; `None` when it is not valid.
    pub fn account(token: &Token, now: Instant, conn: &mut Conn) -> QueryResult<Option<Account>> {
        password_links::table
            .inner_join(accounts::table)
            .filter(password_links::token_hash.eq(token.hash()))
            .filter(password_links::used_at.is_null())
            .filter(password_links::expires_at.gt(now))
            .filter(accounts::disabled_at.is_null())
            .select(Account::as_select())
            .first(conn)
            .optional()
    }

    /// Sets the password of the link's account, once: of two that try at the
    /// same time one succeeds. The account is signed out everywhere; `then` is
    /// done in the same transaction.
    pub fn redeem<T>(
        token: &Token,
        password: &str,
        now: Instant,
        database: &Database,
        then: impl FnOnce(Account, &mut Conn) -> Result<T, DbError>,
    ) -> Result<T, LinkError> {
        let account = Self::account(token, now, &mut *database.connection()?)?;
        let account = account.ok_or(LinkError::Invalid)?;
        // Made between the two: no connection waits while argon2 works.
        let hash = PasswordHash::of(&NewPassword::parse(password, &account.email)?)?;
        write(&mut *database.connection()?, |conn| {
            if !Self::use_up(token, now, conn)? || Self::is_disabled(&account, conn)? {
                return Err(LinkError::Invalid);
            }
            account.set_password(&hash, conn)?;
            Ok(then(account, conn)?)
        })
    }

    /// Ends every link of the account.
    pub fn end_all(account_id: i64, conn: &mut Conn) -> QueryResult<usize> {
        let rows = password_links::table.filter(password_links::account_id.eq(account_id));
        diesel::delete(rows).execute(conn)
    }

    /// Deletes what has expired.
    pub fn sweep(now: Instant, conn: &mut Conn) -> QueryResult<usize> {
        let expired = password_links::table.filter(password_links::expires_at.le(now));
        diesel::delete(expired).execute(conn)
    }

    fn use_up(token: &Token, now: Instant, conn: &mut Conn) -> QueryResult<bool> {
        let valid = password_links::table
            .filter(password_links::token_hash.eq(token.hash()))
            .filter(password_links::used_at.is_null())
            .filter(password_links::expires_at.gt(now));
        let used =
            diesel::update(valid).set(password_links::used_at.eq(Some(now))).execute(conn)?;
        Ok(used == 1)
    }

    fn is_disabled(account: &Account, conn: &mut Conn) -> QueryResult<bool> {
        let now = Account::find(account.id, conn)?;
        Ok(now.is_none_or(|account| account.disabled_at.is_some()))
    }
}
