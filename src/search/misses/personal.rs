//! What of a search may tell of a person: it is not kept.

use crate::text::{fold, words};

/// Digits of a query that may be somebody's number (a phone has ten).
const DIGITS: usize = 9;

/// The commonest family names: nine in ten people have one of them.
const FAMILIES: [&str; 24] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ",
    "hồ", "ngô", "dương", "lý", "đinh", "lương", "đào", "trịnh", "đoàn", "tạ", "mai", "hà",
];
/// What often stands between family name and given name.
const MIDDLES: [&str; 20] = [
    "văn", "thị", "đức", "đình", "hữu", "ngọc", "minh", "xuân", "quang", "thanh", "công", "kim",
    "hồng", "thu", "duy", "tuấn", "quốc", "việt", "mạnh", "trọng",
];
/// Without marks only the two commonest of these are taken for a name.
const COMMON_MIDDLES: [&str; 2] = ["van", "thi"];
/// Begin like a name without marks, and are none: đô thị, hộ văn hóa.
const NO_NAMES: [[&str; 2]; 2] = [["do", "thi"], ["ho", "van"]];

/// Whether `query`, in small letters, holds a number, an address, a birthday or a name
/// that may be somebody's.
pub(super) fn is_personal(query: &str) -> bool {
    let digits = query.chars().filter(|letter| letter.is_numeric()).count();
    if digits >= DIGITS || query.contains(['@', '＠']) {
        return true;
    }
    let words: Vec<&str> = words(query).map(|word| word.text).collect();
    words.windows(3).any(|three| is_birthday(three) || is_name(three)) || tells_birth(&words)
}

/// Day, month and year.
fn is_birthday(three: &[&str]) -> bool {
    let numbers: Vec<u32> = three.iter().filter_map(|word| word.parse().ok()).collect();
    matches!(numbers[..], [1..=31, 1..=12, 1900..=2100])
}

/// "sinh 1975", "sinh năm 1975", "sn 75".
fn tells_birth(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let after = words[at + 1..].iter().take(2);
        ["sinh", "sn"].contains(word) && after.into_iter().any(|word| word.parse::<u32>().is_ok())
    })
}

/// "Nguyễn Văn A", with marks or without.
fn is_name(three: &[&str]) -> bool {
    let [family, middle] = [three[0], three[1]];
    if [family, middle].iter().any(|word| fold(word) != **word) {
        return FAMILIES.contains(&family) && MIDDLES.contains(&middle);
    }
    let is_family = FAMILIES.iter().any(|name| fold(name) == family);
    is_family && COMMON_MIDDLES.contains(&middle) && !NO_NAMES.contains(&[family, middle])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_addresses_birthdays_and_names_are_personal() {
        for query in [
            "0912345678",
            "hồ sơ 001 099 012 345",
            "số 0912.345.678",
            "lan@example.vn",
            "thẻ ٠٩١٢٣٤٥٦٧٨",
            "０９１２３４５６７８",
            "chị lan 12 03 1975",
            "12/3/1975",
            "ông ba sinh năm 1956",
            "nguyễn thị tèo bị đánh",
            "ho ten nguyen van teo",
            "anh lê đức thắng",
        ] {
            assert!(is_personal(query), "{query}");
        }
    }

    #[test]
    fn what_people_need_is_not() {
        for query in [
            "nghị định 07/2021",
            "sinh con thứ ba",
            "do thi hoa",
            "đô thị hóa",
            "hộ văn hóa",
            "ho van hoa",
            "lễ hội",
            "trần nhà dột",
            "chất độc da cam",
            "lớp 10 2026",
        ] {
            assert!(!is_personal(query), "{query}");
        }
    }
}
