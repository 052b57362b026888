//! How long a page stays right by itself.

use chrono::NaiveDate;

use crate::clock::{Instant, in_hanoi, midnight_after, midnight_before};
use crate::pages::Holds;

/// The day it is in Hanoi.
pub fn today(now: Instant) -> NaiveDate {
    in_hanoi(now).date_naive()
}

/// From the last of `moments` to the next, midnights among them: validity and
/// the year in the footer change with the day. At least one second.
pub fn holds(now: Instant, moments: impl IntoIterator<Item = Instant>) -> Holds {
    let today = today(now);
    let (mut since, mut end) = (midnight_before(today), midnight_after(today));
    for at in moments {
        match at > now {
            true => end = end.min(at),
            false => since = since.max(at),
        }
    }
    Holds { since: Some(since), seconds: (end - now).num_seconds().max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_page_holds_from_the_last_moment_to_the_next_midnights_in_hanoi_among_them() {
        let between = |now: &str, moments: &[&str]| {
            let holds = holds(at(now), moments.iter().map(|one| at(one)));
            (holds.since.expect("a time"), holds.seconds)
        };
        let midnight = at("2026-03-01T17:00:00");
        assert_eq!(between("2026-03-02T16:59:00", &[]), (midnight, 60), "it is 23:59 in Hanoi");
        let (morning, begun) = ("2026-03-02T01:00:00", "2026-03-02T00:00:00");
        assert_eq!(between(morning, &["2026-03-02T01:00:30", begun]), (at(begun), 30));
        let long = ["2026-02-20T01:00:00", "2026-03-09T01:00:00"];
        assert_eq!(between(morning, &long), (midnight, 16 * 3600));
    }
}
