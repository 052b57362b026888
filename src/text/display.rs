//! Numbers, dates and times as Vietnamese readers expect them.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Asia/Ho_Chi_Minh: UTC+7 all year since 1975.
pub const LOCAL: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(offset) => offset,
    None => unreachable!(),
};

/// A whole number with points between thousands: `1.234.567`.
pub fn number(value: i64) -> String {
    grouped(value, '.')
}

/// A whole number with `mark` between thousands: English has commas.
pub fn grouped(value: i64, mark: char) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    if value < 0 {
        out.push('-');
    }
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A number with a fixed count of decimals: `1.234.567,89`. What is not a
/// number, or beyond ±9 × 10¹⁵, is written as the programming language does.
pub fn decimal(value: f64, decimals: usize) -> String {
    let plain = format!("{value:.decimals$}");
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let Ok(parsed) = whole.parse::<i64>() else { return plain };
    let sign = if parsed == 0 && whole.starts_with('-') { "-" } else { "" };
    let comma = if rest.is_empty() { "" } else { "," };
    format!("{sign}{}{comma}{rest}", number(parsed))
}

/// A day: `02/03/2026`.
pub fn date(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// The local day of an instant: `02/03/2026`.
pub fn local_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&LOCAL).date_naive()
}

/// An instant, local, 24-hour clock: `02/03/2026 08:05`.
pub fn date_time(instant: DateTime<Utc>) -> String {
    instant.with_timezone(&LOCAL).format("%d/%m/%Y %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn thousands_are_parted_by_points_and_decimals_by_a_comma() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1.234.567");
        assert_eq!(grouped(1_234_567, ','), "1,234,567");
        assert_eq!(number(i64::MIN), "-9.223.372.036.854.775.808");
        assert_eq!(decimal(1_234_567.891, 2), "1.234.567,89");
        assert_eq!(decimal(-0.5, 1), "-0,5");
        assert_eq!(decimal(12.0, 0), "12");
        assert_eq!(decimal(f64::NAN, 1), "NaN");
    }

    #[test]
    fn an_instant_late_in_the_day_is_the_next_day_in_hanoi() {
        let instant = Utc.with_ymd_and_hms(2026, 3, 1, 18, 5, 0).single().expect("an instant");
        assert_eq!(date_time(instant), "02/03/2026 01:05");
        assert_eq!(date(local_date(instant)), "02/03/2026");
    }
}
