//! How long a page stays right by itself.

use chrono::NaiveDate;

use crate::clock::{Instant, in_hanoi, midnight_after};

/// The day it is in Hanoi.
pub fn today(now: Instant) -> NaiveDate {
    in_hanoi(now).date_naive()
}

/// Seconds until the next of `moments`, midnight at the latest: validity and
/// the year in the footer change with the day. At least one second.
pub fn holds(now: Instant, moments: impl IntoIterator<Item = Instant>) -> i64 {
    let next = moments.into_iter().filter(|at| *at > now).min();
    let end = midnight_after(today(now));
    let end = next.map_or(end, |next| next.min(end));

    (end - now).num_seconds().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_page_holds_until_the_next_moment_or_midnight_in_hanoi() {
        let now = at("2026-03-02T16:59:00");
        assert_eq!(holds(now, []), 60, "it is 23:59 in Hanoi");
        let morning = at("2026-03-02T01:00:00");
        assert_eq!(holds(morning, [at("2026-03-02T01:00:30"), at("2026-03-02T00:00:00")]), 30);
        assert_eq!(holds(morning, [at("2026-03-09T01:00:00")]), 16 * 3600);
    }
}
