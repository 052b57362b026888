//! Months, and the days of things, in Hanoi.

use chrono::{Datelike, Months, NaiveDate, NaiveTime, TimeDelta};

use crate::clock::{Instant, from_hanoi, in_hanoi};
use crate::content::Kind;
use crate::names::Language;

/// A month of the years that an announcement can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

/// The text names no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no month")]
pub struct NoMonth;

impl std::str::FromStr for Month {
    type Err = NoMonth;

    /// `2026-12`, and no other way of writing it.
    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let (year, month) = text.split_once('-').ok_or(NoMonth)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(NoMonth);
        }
        let (year, month) = (year.parse().ok(), month.parse().ok());
        let first = year.zip(month).and_then(|(y, m)| NaiveDate::from_ymd_opt(y, m, 1));
        first.map(Self).ok_or(NoMonth)
    }
}

impl Month {
    /// The month that a calendar in Hanoi shows at `at`.
    pub fn of(at: Instant) -> Self {
        let day = in_hanoi(at).date_naive();
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.0
    }

    /// The path of its page.
    pub fn address(self, language: Language) -> String {
        let month = self.0.format("%Y-%m");
        format!("{}/{}/thang/{month}", language.prefix(), Kind::Event.path())
    }

    /// Its first moment, and the first after it.
    pub fn instants(self) -> (Instant, Instant) {
        let begins = |day: NaiveDate| from_hanoi(day.and_time(NaiveTime::MIN));
        (begins(self.0), begins(self.next_first()))
    }

    /// Its days in weeks from Monday to Sunday; those of other months are `None`.
    pub fn weeks(self) -> Vec<[Option<NaiveDate>; 7]> {
        let mut weeks = Vec::new();
        let mut week = [None; 7];
        for day in self.0.iter_days().take_while(|day| *day < self.next_first()) {
            let at = day.weekday().num_days_from_monday() as usize;
            week[at] = Some(day);
            if at == 6 {
                weeks.push(std::mem::take(&mut week));
            }
        }
        if week[0].is_some() {
            weeks.push(week);
        }
        weeks
    }

    fn next_first(self) -> NaiveDate {
        self.0.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
    }
}

/// The first and the last day of what lasts from `starts_at` to `ends_at`. What
/// ends at midnight has no part in the day that begins then.
pub fn days(starts_at: Instant, ends_at: Option<Instant>) -> (NaiveDate, NaiveDate) {
    let day = |at: Instant| in_hanoi(at).date_naive();
    let last = ends_at
        .filter(|end| *end > starts_at)
        .map_or(starts_at, |end| end - TimeDelta::microseconds(1));
    (day(starts_at), day(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn a_month_is_written_in_one_way() {
        assert_eq!(month("2026-12").address(Language::En), "/en/su-kien/thang/2026-12");
        for bad in [
            "",
            "2026",
            "2026-1",
            "2026-13",
            "2026-00",
            "12-2026",
            "+026-12",
            "2026-12-01",
            "２０２６-12",
        ] {
            assert_eq!(bad.parse::<Month>(), Err(NoMonth), "{bad}");
        }
    }

    #[test]
    fn months_change_at_midnight_in_hanoi() {
        assert_eq!(Month::of(at("2026-11-30T16:59:59")), month("2026-11"));
        assert_eq!(Month::of(at("2026-11-30T17:00:00")), month("2026-12"));
        let (from, to) = month("2026-12").instants();
        assert_eq!((from, to), (at("2026-11-30T17:00:00"), at("2026-12-31T17:00:00")));
    }

    #[test]
    fn a_month_is_whole_weeks_from_monday_to_sunday() {
        let weeks = month("2026-12").weeks();
        assert_eq!(weeks.len(), 5);
        assert_eq!(weeks[0][..1], [None], "the first of December 2026 is a Tuesday");
        assert_eq!(weeks[0][1], Some(month("2026-12").first()));
        assert_eq!(weeks.iter().flatten().flatten().count(), 31);
        assert_eq!(month("2027-02").weeks().len(), 4, "from a Monday to a Sunday");
        // The first on a Sunday: a week of its own.
        assert_eq!(month("2026-11").weeks().len(), 6);
    }

    #[test]
    fn what_ends_at_midnight_ends_on_the_day_before() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let one = days(at("2026-11-30T01:00:00"), Some(at("2026-11-30T17:00:00")));
        assert_eq!(one, (day("2026-11-30"), day("2026-11-30")));
        let two = days(at("2026-11-30T01:00:00"), Some(at("2026-11-30T17:00:01")));
        assert_eq!(two, (day("2026-11-30"), day("2026-12-01")));
        assert_eq!(days(at("2026-11-30T17:00:00"), None).0, day("2026-12-01"));
    }
}
