//! Device cookies (OWASP, "Slow Down Online Guessing Attacks with Device
//! Cookies"): a browser that has signed in to an account is known to it, and
//! what strangers do to the account does not concern it.

use std::net::IpAddr;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::Token;
use super::throttle::{key, network};
use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::devices;

/// A browser unused for so long is a stranger again.
pub const REMEMBERED: TimeDelta = TimeDelta::days(180);

/// Accounts one browser can be known to: a shared computer of a small office.
const MAX_TOKENS: usize = 5;

/// The device cookie's content: one token per account the browser is known to,
/// newest first. An account's token is made for it at its sign-in, never taken
/// from the browser: a planted cookie becomes known to nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceTokens(Vec<Token>);

impl DeviceTokens {
    /// Reads the cookie; what is no token is left out.
    pub fn parse(cookie: &str) -> Self {
        Self(cookie.split('.').take(MAX_TOKENS).filter_map(Token::parse).collect())
    }

    /// The cookie's value.
    pub fn reveal(&self) -> String {
        let tokens: Vec<String> = self.0.iter().map(Token::reveal).collect();
        tokens.join(".")
    }

    /// With `token` first; beyond the limit the oldest is dropped.
    fn with(&self, token: Token) -> Self {
        let others = self.0.iter().filter(|other| **other != token).cloned();
        Self(std::iter::once(token.clone()).chain(others).take(MAX_TOKENS).collect())
    }
}

/// A browser known to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: i64,
    pub(super) token_hash: String,
}

impl Device {
    /// The one of `tokens` that the account knows.
    pub fn find(
        tokens: &DeviceTokens,
        account_id: i64,
        now: Instant,
        conn: &mut Conn,
    ) -> QueryResult<Option<Self>> {
        let hashes: Vec<String> = tokens.0.iter().map(Token::hash).collect();
        let known: Option<(i64, String)> = devices::table
            .filter(devices::token_hash.eq_any(hashes))
            .filter(devices::account_id.eq(account_id))
            .filter(devices::seen_at.gt(now - REMEMBERED))
            .select((devices::id, devices::token_hash))
            .first(conn)
            .optional()?;
        Ok(known.map(|(id, token_hash)| Self { id, token_hash }))
    }

    /// Whether a browser known to the account last signed in from this network.
    pub fn any_from(
        account_id: i64,
        address: IpAddr,
        now: Instant,
        conn: &mut Conn,
    ) -> QueryResult<bool> {
        let from_there = devices::table
            .filter(devices::account_id.eq(account_id))
            .filter(devices::network_hash.eq(network_of(account_id, address)))
            .filter(devices::seen_at.gt(now - REMEMBERED));
        diesel::select(diesel::dsl::exists(from_there)).get_result(conn)
    }

    /// Makes the browser known to the account after it proved itself, and
    /// returns its cookie's new content.
    pub fn remember(
        tokens: &DeviceTokens,
        account_id: i64,
        address: IpAddr,
        now: Instant,
        conn: &mut Conn,
    ) -> QueryResult<DeviceTokens> {
        let network_hash = network_of(account_id, address);
        if let Some(known) = Self::find(tokens, account_id, now, conn)? {
            diesel::update(devices::table.find(known.id))
                .set((devices::seen_at.eq(now), devices::network_hash.eq(network_hash)))
                .execute(conn)?;
            return Ok(tokens.clone());
        }
        let token = Token::random();
        let row = (
            devices::token_hash.eq(token.hash()),
            devices::account_id.eq(account_id),
            devices::seen_at.eq(now),
            devices::network_hash.eq(network_hash),
        );
        diesel::insert_into(devices::table).values(row).execute(conn)?;
        Ok(tokens.with(token))
    }

    /// Makes every browser a stranger to the account.
    pub fn forget_all(account_id: i64, conn: &mut Conn) -> QueryResult<usize> {
        diesel::delete(devices::table.filter(devices::account_id.eq(account_id))).execute(conn)
    }

    /// Deletes those unused for too long.
    pub fn sweep(now: Instant, conn: &mut Conn) -> QueryResult<usize> {
        diesel::delete(devices::table.filter(devices::seen_at.le(now - REMEMBERED))).execute(conn)
    }
}

/// A network as it is stored with a browser: told apart for each account.
fn network_of(account_id: i64, address: IpAddr) -> String {
    key(&["known network", &account_id.to_string(), &network(address)])
}
