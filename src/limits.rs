//! How often the public may send something, without remembering who it was.
//!
//! An address is kept only as a hash, salted with a secret that changes every
//! day, in the memory of this process, for as long as the limit needs it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{NaiveDate, TimeDelta};
use sha2::{Digest, Sha256};

use crate::clock::{Clock, Instant, in_hanoi};

/// Hashes kept. When there are more, those go whose time is over; if that is none, it is
/// a flood, and all are forgotten.
const MOST: usize = 50_000;

/// At most `times` within `span`.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub times: usize,
    pub span: TimeDelta,
}

/// What was sent lately, by hash.
pub struct Limits {
    clock: Clock,
    day: Mutex<Day>,
}

struct Day {
    date: NaiveDate,
    salt: [u8; 32],
    /// Until when each time counts.
    seen: HashMap<[u8; 32], Vec<Instant>>,
}

impl Limits {
    pub fn new(clock: Clock) -> Self {
        let day = Mutex::new(Day::new(in_hanoi(clock.now()).date_naive()));
        Self { clock, day }
    }

    /// Whether `address` may do `what` once more; if so, it is counted.
    pub fn admit(&self, what: &str, address: IpAddr, limit: Limit) -> bool {
        let now = self.clock.now();
        let date = in_hanoi(now).date_naive();
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        if day.date != date {
            *day = Day::new(date);
        }
        day.make_room(now);
        let key = day.key(what, address);
        let times = day.seen.entry(key).or_default();
        times.retain(|until| now < *until);
        let admitted = times.len() < limit.times;
        if admitted {
            times.push(now + limit.span);
        }
        admitted
    }
}

impl Day {
    fn new(date: NaiveDate) -> Self {
        Self { date, salt: rand::random(), seen: HashMap::new() }
    }

    fn make_room(&mut self, now: Instant) {
        if self.seen.len() >= MOST {
            self.seen.retain(|_, times| times.iter().any(|until| now < *until));
        }
        if self.seen.len() >= MOST {
            self.seen.clear();
        }
    }

    /// Of an IPv6 address the first 64 bits: the rest is one household's.
    fn key(&self, what: &str, address: IpAddr) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        match address {
            IpAddr::V4(address) => hash.update(address.octets()),
            IpAddr::V6(address) => hash.update(&address.octets()[..8]),
        }
        hash.update(what);
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWICE: Limit = Limit { times: 2, span: TimeDelta::hours(1) };

    fn limits() -> (Limits, Clock) {
        let start = NaiveDate::from_ymd_opt(2026, 3, 2).and_then(|day| day.and_hms_opt(1, 0, 0));
        let clock = Clock::fixed(start.expect("a real date"));
        (Limits::new(clock.clone()), clock)
    }

    #[test]
    fn the_third_is_refused_until_the_time_is_over() {
        let (limits, clock) = limits();
        let address = IpAddr::from([203, 0, 113, 7]);
        assert!(limits.admit("a", address, TWICE) && limits.admit("a", address, TWICE));
        assert!(!limits.admit("a", address, TWICE));
        assert!(limits.admit("b", address, TWICE), "something else");
        assert!(limits.admit("a", IpAddr::from([203, 0, 113, 8]), TWICE), "somebody else");
        clock.advance(TWICE.span);
        assert!(limits.admit("a", address, TWICE));
    }

    #[test]
    fn what_is_over_makes_room_and_what_is_not_stays() {
        let (limits, clock) = limits();
        let once = |hours| Limit { times: 1, span: TimeDelta::hours(hours) };
        let address = IpAddr::from([203, 0, 113, 7]);
        assert!(limits.admit("long", address, once(9)));
        for number in 1..MOST as u32 {
            assert!(limits.admit("short", IpAddr::from(number.to_be_bytes()), once(1)));
        }
        clock.advance(TimeDelta::hours(2));
        assert!(limits.admit("short", IpAddr::from([9, 9, 9, 9]), once(1)), "there is room");
        assert!(!limits.admit("long", address, once(9)), "and nothing else was forgotten");
    }

    #[test]
    fn a_household_counts_as_one_and_a_new_day_knows_nobody() {
        let (limits, clock) = limits();
        let long = Limit { times: 1, span: TimeDelta::days(9) };
        let of = |last| IpAddr::from([0x2001, 0xdb8, 0, 7, 0, 0, 0, last]);
        assert!(limits.admit("a", of(1), long));
        assert!(!limits.admit("a", of(2), long));
        clock.advance(TimeDelta::days(1));
        assert!(limits.admit("a", of(1), long));
    }
}
