//! Sessions: who is signed in, kept on the server so that they can be ended.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Account, Token};
use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::{accounts, sessions};

/// A session nobody used for so long is over: a working day's length.
pub const IDLE: TimeDelta = TimeDelta::hours(12);

/// A session is over then, however much it was used.
pub const ABSOLUTE: TimeDelta = TimeDelta::days(7);

/// `seen_at` is written at most so often: reading pages must not be writing.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Characters of the browser's name kept, for "my sessions".
const USER_AGENT_LENGTH: usize = 200;

/// One session as stored, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub id: i64,
    pub account_id: i64,
    pub created_at: Instant,
    /// To the minute.
    pub seen_at: Instant,
    pub expires_at: Instant,
    /// What the browser called itself.
    pub user_agent: String,
}

impl Session {
    /// Starts one and returns the secret for its cookie. Always a new one:
    /// a token from before sign-in is never taken over.
    pub fn start(
        account_id: i64,
        user_agent: &str,
        now: Instant,
        conn: &mut Conn,
    ) -> QueryResult<Token> {
        let token = Token::random();
        let agent: String =
            crate::text::single_line(user_agent).chars().take(USER_AGENT_LENGTH).collect();
        let row = (
            sessions::token_hash.eq(token.hash()),
            sessions::account_id.eq(account_id),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(now + ABSOLUTE),
            sessions::user_agent.eq(agent),
        );
        diesel::insert_into(sessions::table).values(row).execute(conn)?;
        Ok(token)
    }

    /// The session of `token` and its account, in one query; `None` when it is
    /// unknown, ended, expired, or its account disabled.
    pub fn find(
        token: &Token,
        now: Instant,
        conn: &mut Conn,
    ) -> QueryResult<Option<(Session, Account)>> {
        let found: Option<(Session, Account)> = sessions::table
            .inner_join(accounts::table)
            .filter(sessions::token_hash.eq(token.hash()))
            .filter(sessions::expires_at.gt(now))
            .filter(sessions::seen_at.gt(now - IDLE))
            .filter(accounts::disabled_at.is_null())
            .select((Session::as_select(), Account::as_select()))
            .first(conn)
            .optional()?;
        if let Some((session, _)) = &found
            && session.seen_at <= now - SEEN_EVERY
        {
            session.touch(now, conn);
        }
        Ok(found)
    }

    /// The account's sessions that are not over, the last used first.
    pub fn of_account(account_id: i64, now: Instant, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        sessions::table
            .filter(sessions::account_id.eq(account_id))
            .filter(sessions::expires_at.gt(now))
            .filter(sessions::seen_at.gt(now - IDLE))
            .order((sessions::seen_at.desc(), sessions::id.desc()))
            .select(Self::as_select())
            .load(conn)
    }

    /// Signs out the browser that holds `token`.
    pub fn end(token: &Token, conn: &mut Conn) -> QueryResult<()> {
        let row = sessions::table.filter(sessions::token_hash.eq(token.hash()));
        diesel::delete(row).execute(conn).map(drop)
    }

    /// Ends one session of the account; one of somebody else's stays.
    pub fn end_one(id: i64, account_id: i64, conn: &mut Conn) -> QueryResult<bool> {
        let row = sessions::table.find(id).filter(sessions::account_id.eq(account_id));
        diesel::delete(row).execute(conn).map(|ended| ended > 0)
    }

    /// Signs the account out everywhere. To be called when its password
    /// changes, it loses a role, or it is disabled.
    pub fn end_all(account_id: i64, conn: &mut Conn) -> QueryResult<usize> {
        let rows = sessions::table.filter(sessions::account_id.eq(account_id));
        diesel::delete(rows).execute(conn)
    }

    /// Deletes what is over; returns how many there were.
    pub fn sweep(now: Instant, conn: &mut Conn) -> QueryResult<usize> {
        let over = sessions::expires_at.le(now).or(sessions::seen_at.le(now - IDLE));
        diesel::delete(sessions::table.filter(over)).execute(conn)
    }

    /// Not worth failing a request for: on a full disk the desk stays readable.
    fn touch(&self, now: Instant, conn: &mut Conn) {
        let row = sessions::table.find(self.id);
        if let Err(error) = diesel::update(row).set(sessions::seen_at.eq(now)).execute(conn) {
            tracing::warn!(session = self.id, %error, "the session's time was not written");
        }
    }
}
