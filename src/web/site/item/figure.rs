//! A story's figures, before and after, and how long their bars are.
//!
//! Editors write figures as people say them ("khoảng 4,2 triệu đồng"). Where
//! both sides are one number in one unit they can be compared by eye; where
//! that is not certain, nothing is drawn.

use serde::Serialize;

use crate::content::details::Figure;
use crate::names::Language;
use crate::text::{fold, normalise};

/// The longer bar, in the drawing's units.
const FULL: f64 = 100.0;
/// So that what is very small is still seen.
const LEAST: f64 = 2.0;

/// One figure as the page shows it.
#[derive(Debug, PartialEq, Serialize)]
pub struct FigureView {
    label: String,
    before: String,
    after: String,
    bars: Option<Bars>,
}

/// Lengths of the two bars; the longer one is 100.
#[derive(Debug, PartialEq, Serialize)]
struct Bars {
    before: u32,
    after: u32,
}

impl FigureView {
    pub fn of(figure: &Figure, language: Language) -> Self {
        Self {
            label: figure.label.clone(),
            before: figure.before.clone(),
            after: figure.after.clone(),
            bars: bars(&figure.before, &figure.after, language),
        }
    }
}

fn bars(before: &str, after: &str, language: Language) -> Option<Bars> {
    let (before, after) = (Measure::read(before, language)?, Measure::read(after, language)?);
    let most = before.amount.max(after.amount);
    if before.unit != after.unit || most <= 0.0 {
        return None;
    }
    let length = |amount: f64| match amount {
        0.0 => 0,
        amount => (amount / most * FULL).max(LEAST).round() as u32,
    };
    Some(Bars { before: length(before.amount), after: length(after.amount) })
}

/// A number and what it counts.
#[derive(Debug, PartialEq)]
struct Measure {
    amount: f64,
    unit: String,
}

/// Words that only say that the number is not exact.
const ABOUT: [&str; 10] =
    ["khoang", "chung", "gan", "hon", "tren", "duoi", "about", "around", "nearly", "over"];
/// Words that multiply the number before them.
const TIMES: [(&str, f64); 8] = [
    ("nghin", 1e3),
    ("ngan", 1e3),
    ("trieu", 1e6),
    ("ty", 1e9),
    ("ti", 1e9),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
];

impl Measure {
    /// `None` where there is not just one number.
    fn read(text: &str, language: Language) -> Option<Self> {
        let folded = fold(&normalise(text));
        let mut words = folded.split_whitespace().filter(|word| !ABOUT.contains(word)).peekable();
        let first = words.next()?;
        let digits = first.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let (number, stuck) = first.split_at(digits.unwrap_or(first.len()));
        let mut amount = number_of(number, language)?;
        let times =
            |word: &&str| TIMES.iter().find(|(name, _)| name == word).map(|(_, times)| *times);
        while let Some(more) = words.peek().and_then(times) {
            amount *= more;
            words.next();
        }
        let unit: Vec<&str> =
            Some(stuck).filter(|part| !part.is_empty()).into_iter().chain(words).collect();
        let unit = unit.join(" ");
        // "3 con bò, 12 con gà" is more than one measure. The 2 of "m2" is none.
        let another = unit.split(' ').any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        (!another).then_some(Self { amount, unit })
    }
}

/// "1.234,5" in Vietnamese, "1,234.5" in English; `None` where it is neither.
fn number_of(text: &str, language: Language) -> Option<f64> {
    let (group, point) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let (whole, fraction) = text.split_once(point).unwrap_or((text, ""));
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let grouped = groups.clone().count() > 0;
    if first.is_empty() || (grouped && first.len() > 3) || groups.clone().any(|g| g.len() != 3) {
        return None;
    }
    let digits: String = std::iter::once(first).chain(groups).collect();
    let fits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !fits(&digits) || !fits(fraction) {
        return None;
    }
    format!("{digits}.{fraction}0").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(before: &str, after: &str) -> Option<(u32, u32)> {
        bars(before, after, Language::Vi).map(|bars| (bars.before, bars.after))
    }

    #[test]
    fn two_numbers_of_one_unit_are_compared() {
        assert_eq!(lengths("60 m²", "360 m²"), Some((17, 100)));
        assert_eq!(
            lengths("khoảng 300 nghìn đồng", "khoảng 4,2 triệu đồng"),
            Some((7, 100)),
            "thousands and millions"
        );
        assert_eq!(lengths("1.200.000 đồng", "600 nghìn đồng"), Some((100, 50)));
        assert_eq!(lengths("25%", "100%"), Some((25, 100)));
        assert_eq!(lengths("0 con", "12 con"), Some((0, 100)));
        assert_eq!(lengths("1 triệu đồng", "1 tỷ đồng"), Some((2, 100)), "seen at least");
    }

    #[test]
    fn what_cannot_be_compared_for_certain_is_not_drawn() {
        for (before, after) in [
            ("chưa có", "12 con"),
            ("3 con bò", "12 con gà"),
            ("2 con bò, 3 con gà", "5 con bò, 9 con gà"),
            ("2–3 ngày", "4 ngày"),
            ("0", "0"),
            ("1.2 ha", "2.4 ha"),
            ("", ""),
        ] {
            assert_eq!(lengths(before, after), None, "{before} → {after}");
        }
        let english = bars("1,200 dong", "2.4 thousand dong", Language::En).expect("English");
        assert_eq!((english.before, english.after), (50, 100));
    }
}
