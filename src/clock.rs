//! The time, as the application is told it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// An instant in UTC with whole microseconds: what both databases keep alike.
pub type Instant = NaiveDateTime;

/// Seconds east of UTC in Vietnam, the year round, since 1975.
const HANOI_OFFSET: i32 = 7 * 3600;

/// Where "now" comes from: the system's clock, or in a test one that is set.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `start` until it is moved.
    pub fn fixed(start: Instant) -> Self {
        Self(Some(Arc::new(AtomicI64::new(start.and_utc().timestamp_micros()))))
    }

    /// The instant it is, cut to microseconds.
    pub fn now(&self) -> Instant {
        let micros = match &self.0 {
            None => Utc::now().timestamp_micros(),
            Some(set) => set.load(Ordering::SeqCst),
        };
        from_micros(micros)
    }

    /// Moves a fixed clock by `by`; the system's clock is not ours to move.
    pub fn advance(&self, by: chrono::TimeDelta) {
        if let Some(set) = &self.0 {
            set.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}

fn from_micros(micros: i64) -> Instant {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH).naive_utc()
}

/// The offset of Vietnam's time, UTC+07:00.
pub fn hanoi() -> FixedOffset {
    FixedOffset::east_opt(HANOI_OFFSET).expect("seven hours are within a day")
}

/// `at` as it stands on a clock in Hanoi.
pub fn in_hanoi(at: Instant) -> DateTime<FixedOffset> {
    at.and_utc().with_timezone(&hanoi())
}

/// The instant at which a clock in Hanoi shows `local`.
pub fn from_hanoi(local: NaiveDateTime) -> Instant {
    local - chrono::TimeDelta::seconds(i64::from(HANOI_OFFSET))
}

/// The midnight in Hanoi that begins `day`.
pub fn midnight_before(day: NaiveDate) -> Instant {
    from_hanoi(day.and_time(NaiveTime::MIN))
}

/// The midnight in Hanoi that ends `day`.
pub fn midnight_after(day: NaiveDate) -> Instant {
    from_hanoi(day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN))
}

/// A date-time with an offset (front matter, feeds) as an instant, cut to microseconds.
pub fn instant(at: DateTime<FixedOffset>) -> Instant {
    from_micros(at.timestamp_micros())
}
