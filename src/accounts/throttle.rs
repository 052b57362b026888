//! What slows guessing, without letting a stranger lock an editor out.
//!
//! A browser known to the account (see [`super::device`]) is counted by itself:
//! whatever strangers do, it signs in. A stranger is counted three times: at
//! this account from this network, at this account from anywhere, and from
//! this network at any account. From a network where a known browser signed in,
//! an office or a home, the failures from elsewhere do not count: an editor
//! signs in at a new computer there while strangers guess. After the free
//! failures each next attempt must wait twice as long after the last one, up to
//! a ceiling; nothing is ever locked for good. At a new computer in a new
//! network an editor may have to wait minutes while strangers guess; a one-time
//! link makes both known at once.

use std::net::IpAddr;

use chrono::TimeDelta;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::device::Device;
use super::token::hex;
use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::sign_in_failures as failures;

/// Failures under one key that cost nothing, and what the later ones cost.
#[derive(Debug, Clone, Copy)]
struct Limit {
    free: i64,
    /// How long a failure counts.
    window: TimeDelta,
    /// The wait after the first failure that is not free; it doubles from there.
    first_wait: TimeDelta,
    longest_wait: TimeDelta,
}

/// A known browser: its owner may try what they have forgotten; a thief of the
/// computer gets some 100 attempts a day.
const DEVICE: Limit = Limit {
    free: 10,
    window: TimeDelta::hours(24),
    first_wait: TimeDelta::seconds(10),
    longest_wait: TimeDelta::minutes(15),
};

/// A stranger at one account from one network: a person types a password wrong
/// five times, not thirty: some 35 attempts a day.
const ACCOUNT_AND_NETWORK: Limit = Limit {
    free: 5,
    window: TimeDelta::hours(24),
    first_wait: TimeDelta::seconds(30),
    longest_wait: TimeDelta::hours(1),
};

/// All strangers at one account, for guessing from many networks: some 300
/// attempts a day, so that 10 characters outside the common list hold for
/// longer than the site; and whoever waits for their turn waits 5 minutes.
const ACCOUNT: Limit = Limit {
    free: 20,
    window: TimeDelta::hours(24),
    first_wait: TimeDelta::seconds(10),
    longest_wait: TimeDelta::minutes(5),
};

/// One network at all accounts, for one password tried on everybody. Many
/// people of one office share an address, so much is free and waits are short:
/// some 40 attempts in the first hour, 12 in every later one.
const NETWORK: Limit = Limit {
    free: 30,
    window: TimeDelta::hours(1),
    first_wait: TimeDelta::seconds(5),
    longest_wait: TimeDelta::minutes(5),
};

/// The longest of the windows: older failures are deleted.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// Whether an attempt may be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Allowed,
    /// Not before so many seconds have passed; at least 1.
    Wait {
        seconds: i64,
    },
}

/// What one attempt is counted under.
#[derive(Debug, Clone)]
pub struct Keys(Vec<(String, Limit)>);

impl Keys {
    /// `email`: as typed, an account or not; so that strangers learn nothing,
    /// both are counted alike. `device`: when the browser is known to the account;
    /// `at_home`: when one that is known signed in from this network.
    pub fn new(email: &str, device: Option<&Device>, at_home: bool, address: IpAddr) -> Self {
        if let Some(device) = device {
            return Self(vec![(key(&["device", &device.token_hash]), DEVICE)]);
        }
        let network = network(address);
        let mut keys = vec![
            (key(&["account and network", email, &network]), ACCOUNT_AND_NETWORK),
            (key(&["network", &network]), NETWORK),
        ];
        if !at_home {
            keys.push((key(&["account", email]), ACCOUNT));
        }
        Self(keys)
    }

    /// The first, narrowest one: what a success forgives. The others are
    /// fed by other people too, and an attacker with an account of their own
    /// must not be able to wipe them.
    fn own(&self) -> Option<&str> {
        self.0.first().map(|(key, _)| key.as_str())
    }
}

/// Failures written before the password was compared, taken back on success.
#[derive(Debug)]
pub struct Reserved {
    ids: Vec<i64>,
}

/// Whether an attempt under `keys` may be made at `now`; the longest wait counts.
pub fn check(keys: &Keys, now: Instant, conn: &mut Conn) -> QueryResult<Answer> {
    check_beside(keys, &[], now, conn)
}

/// Writes the failure of an attempt that is about to be made, then looks
/// again: of many attempts at the same instant each sees the others, so no
/// burst gets more than the limits give. When it may not be made nothing stays.
/// Not to be called in a transaction: the others must see the rows.
pub fn reserve(keys: &Keys, now: Instant, conn: &mut Conn) -> QueryResult<Result<Reserved, i64>> {
    diesel::delete(failures::table.filter(failures::failed_at.le(now - KEPT))).execute(conn)?;
    let mut ids = Vec::with_capacity(keys.0.len());
    for (key, _) in &keys.0 {
        let row = (failures::key_hash.eq(key), failures::failed_at.eq(now));
        let insert = diesel::insert_into(failures::table).values(row);
        ids.push(insert.returning(failures::id).get_result(conn)?);
    }
    let reserved = Reserved { ids };
    match check_beside(keys, &reserved.ids, now, conn)? {
        Answer::Allowed => Ok(Ok(reserved)),
        Answer::Wait { seconds } => {
            reserved.take_back(conn)?;
            Ok(Err(seconds))
        }
    }
}

impl Reserved {
    /// After an attempt that was no failure.
    pub fn take_back(&self, conn: &mut Conn) -> QueryResult<()> {
        let own = failures::table.filter(failures::id.eq_any(&self.ids));
        diesel::delete(own).execute(conn).map(drop)
    }
}

/// Forgets the failures of a browser, or of an account in its network, that
/// has signed in.
pub fn forgive(keys: &Keys, conn: &mut Conn) -> QueryResult<()> {
    let Some(key) = keys.own() else { return Ok(()) };
    diesel::delete(failures::table.filter(failures::key_hash.eq(key))).execute(conn).map(drop)
}

fn check_beside(keys: &Keys, own: &[i64], now: Instant, conn: &mut Conn) -> QueryResult<Answer> {
    let mut longest = 0;
    for (key, limit) in &keys.0 {
        let counted = failures::table
            .filter(failures::key_hash.eq(key))
            .filter(failures::failed_at.gt(now - limit.window))
            .filter(failures::id.ne_all(own));
        let (count, last): (i64, Option<Instant>) = counted
            .select((diesel::dsl::count_star(), diesel::dsl::max(failures::failed_at)))
            .first(conn)?;
        let wait = last.map_or(0, |last| limit.seconds_left(count, last, now));
        longest = longest.max(wait);
    }
    Ok(if longest > 0 { Answer::Wait { seconds: longest } } else { Answer::Allowed })
}

impl Limit {
    fn seconds_left(&self, count: i64, last: Instant, now: Instant) -> i64 {
        if count < self.free {
            return 0;
        }
        // 2^20 first waits are beyond every ceiling here.
        let doublings = u32::try_from(count - self.free).unwrap_or(u32::MAX).min(20);
        let wait = (self.first_wait * (1 << doublings)).min(self.longest_wait);
        let left = last + wait - now;
        // Rounded up: who comes back when told is let in.
        (left.num_milliseconds() + 999).div_euclid(1000).max(0)
    }
}

/// The network an address stands for: an IPv4 address; of IPv6 the 56 bits
/// that one customer commonly gets (RFC 6177).
pub(super) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{:x}", d & 0xff00)
        }
    }
}

/// A key as stored. The hash keeps addresses out of the table's plain sight; it
/// is no secret, for they can be guessed: rows live a day at most.
pub(super) fn key(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize())
}
