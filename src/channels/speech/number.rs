//! Numbers in Vietnamese words, as they are read in the north.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
/// What numbers are said with besides digits.
const OTHERS: [&str; 10] =
    ["mười", "mươi", "mốt", "tư", "lăm", "linh", "trăm", "nghìn", "triệu", "tỷ"];

/// A whole number: 1.005 is "một nghìn không trăm linh năm".
pub fn whole(value: u64) -> String {
    let mut words = Vec::new();
    if value == 0 {
        return DIGITS[0].to_owned();
    }
    billions(value, false, &mut words);
    words.join(" ")
}

/// What follows "thứ": the first and the fourth have words of their own.
pub fn ordinal(value: u64) -> String {
    match value {
        1 => "nhất".to_owned(),
        4 => "tư".to_owned(),
        value => whole(value),
    }
}

/// Digit by digit: telephone numbers, what follows a comma, codes.
pub fn digits(text: &str) -> String {
    let read = |c: char| c.to_digit(10).map(|digit| DIGITS[digit as usize]);
    text.chars().filter_map(read).collect::<Vec<_>>().join(" ")
}

/// Whether a word is a part of numbers as they are said.
pub fn is_said(word: &str) -> bool {
    DIGITS.contains(&word) || OTHERS.contains(&word)
}

/// What was said before the number at its end.
pub fn before(said: &str) -> &str {
    let mut rest = said.trim_end();
    while let Some(last) = rest.split_whitespace().next_back().filter(|word| is_said(word)) {
        rest = rest[..rest.len() - last.len()].trim_end();
    }
    rest
}

/// Above 999.999.999 the reading begins again: "hai nghìn tỷ", "một tỷ tỷ".
fn billions(value: u64, spoken_before: bool, words: &mut Vec<&'static str>) {
    let (high, low) = (value / 1_000_000_000, value % 1_000_000_000);
    if high > 0 {
        billions(high, spoken_before, words);
        words.push("tỷ");
    }
    let mut before = spoken_before || high > 0;
    for (group, unit) in
        [(low / 1_000_000, "triệu"), (low / 1_000 % 1_000, "nghìn"), (low % 1_000, "")]
    {
        if group == 0 {
            continue;
        }
        hundreds(group as usize, before, words);
        if !unit.is_empty() {
            words.push(unit);
        }
        before = true;
    }
}

/// 1 to 999; after something else its hundreds are said even when there are none.
fn hundreds(value: usize, spoken_before: bool, words: &mut Vec<&'static str>) {
    let (hundred, ten, one) = (value / 100, value / 10 % 10, value % 10);
    let full = spoken_before || hundred > 0;
    if full {
        words.extend([DIGITS[hundred], "trăm"]);
    }
    match ten {
        0 if full && one > 0 => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([DIGITS[ten], "mươi"]),
    }
    match one {
        0 => {}
        1 if ten > 1 => words.push("mốt"),
        4 if ten > 1 => words.push("tư"),
        5 if ten > 0 => words.push("lăm"),
        _ => words.push(DIGITS[one]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        for (value, said) in [
            (0, "không"),
            (4, "bốn"),
            (10, "mười"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (55, "năm mươi lăm"),
            (101, "một trăm linh một"),
            (110, "một trăm mười"),
            (1_005, "một nghìn không trăm linh năm"),
            (2_026, "hai nghìn không trăm hai mươi sáu"),
            (50_000, "năm mươi nghìn"),
            (1_500_000, "một triệu năm trăm nghìn"),
            (1_000_000_001, "một tỷ không trăm linh một"),
            (25_000_000_000, "hai mươi lăm tỷ"),
            (2_000_000_000_000, "hai nghìn tỷ"),
        ] {
            assert_eq!(whole(value), said, "{value}");
        }
        assert_eq!(digits("024 38"), "không hai bốn ba tám");
    }

    /// Hears a number: another way than the one it was said in.
    fn heard(said: &str) -> u64 {
        let (mut total, mut millions, mut group, mut last) = (0_u64, 0_u64, 0_u64, 0_u64);
        for word in said.split(' ') {
            match word {
                "mốt" => last = 1,
                "tư" => last = 4,
                "lăm" => last = 5,
                "mười" => group += 10,
                "linh" => {}
                "mươi" => group += std::mem::take(&mut last) * 10,
                "trăm" => group += std::mem::take(&mut last) * 100,
                "nghìn" | "triệu" => {
                    let unit = if word == "nghìn" { 1_000 } else { 1_000_000 };
                    millions += (std::mem::take(&mut group) + std::mem::take(&mut last)) * unit;
                }
                "tỷ" => {
                    let all = std::mem::take(&mut millions) + std::mem::take(&mut group);
                    total = (total + all + std::mem::take(&mut last)) * 1_000_000_000;
                }
                digit => {
                    last = DIGITS.iter().position(|one| *one == digit).expect(word) as u64;
                }
            }
        }
        total + millions + group + last
    }

    proptest! {
        #[test]
        fn what_is_said_is_heard_as_the_same_number(value: u64) {
            prop_assert_eq!(heard(&whole(value)), value);
        }

        #[test]
        fn small_numbers_too(value in 0_u64..20_000) {
            prop_assert_eq!(heard(&whole(value)), value);
        }
    }
}
