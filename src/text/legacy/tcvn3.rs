//! TCVN3: one byte per letter, capitals with tone from a font of capitals.

use super::byte_of;

/// What the bytes from 0x80 on stand for, sixteen a row (TCVN 5712:1993, VN1).
const HIGH: [&str; 8] = [
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ",
    "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
    "\u{A0}ĂÂÊÔƠƯĐăâêôơưđẰ",
    "\u{300}\u{309}\u{303}\u{301}\u{323}àảãáạẲằẳẵắẴ",
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ",
    "éẹềểễếệìỉỄẾỒĩíịò",
    "Ổỏõóọồổỗốộờởỡớợù",
    "ỖủũúụừửữứựỳỷỹýỵỐ",
];

/// The capitals that stand where ASCII has its control characters.
const LOW: [(char, char); 12] = [
    ('\u{1}', 'Ú'),
    ('\u{2}', 'Ụ'),
    ('\u{4}', 'Ừ'),
    ('\u{5}', 'Ử'),
    ('\u{6}', 'Ữ'),
    ('\u{11}', 'Ứ'),
    ('\u{12}', 'Ự'),
    ('\u{13}', 'Ỳ'),
    ('\u{14}', 'Ỷ'),
    ('\u{15}', 'Ỹ'),
    ('\u{16}', 'Ý'),
    ('\u{17}', 'Ỵ'),
];

pub(super) fn convert(text: &str) -> String {
    text.split_inclusive('\n').flat_map(convert_line).collect()
}

/// In a line without a small ASCII letter the marked letters are capitals too;
/// in other lines the words written so are.
fn convert_line(line: &str) -> Vec<String> {
    let title = is_capital(line, 4);
    line.split_inclusive(' ')
        .map(|word| {
            let letters: String = word.chars().map(letter).collect();
            if title || is_capital(word, 2) { letters.to_uppercase() } else { letters }
        })
        .collect()
}

fn is_capital(text: &str, at_least: usize) -> bool {
    let plain = || text.bytes().filter(u8::is_ascii_alphabetic);
    plain().count() >= at_least && plain().all(|byte| byte.is_ascii_uppercase())
}

fn letter(pasted: char) -> char {
    if let Some(&(_, capital)) = LOW.iter().find(|(code, _)| *code == pasted) {
        return capital;
    }
    let high = byte_of(pasted).and_then(|byte| byte.checked_sub(0x80)).map(usize::from);
    let known = high.and_then(|at| HIGH[at / 16].chars().nth(at % 16));
    known.unwrap_or(pasted)
}

#[cfg(test)]
pub(super) fn encode(text: &str) -> String {
    let all: Vec<char> = HIGH.iter().flat_map(|row| row.chars()).collect();
    let code = |letter: char| {
        if let Some((low, _)) = LOW.iter().find(|(_, capital)| *capital == letter) {
            return *low;
        }
        match all.iter().position(|&known| known == letter) {
            Some(at) => char::from(0x80 + u8::try_from(at).expect("128 letters")),
            None => letter,
        }
    };
    text.chars().map(code).collect()
}
