//! The answers as a text message, with marks or without.
//!
//! A message with marks is sent as UCS-2: 70 characters, or 67 in each part of a
//! longer one. Without them it fits the GSM 7-bit alphabet: 160 and 153
//! (3GPP TS 23.038, TS 23.040 §9.2.3.24.1).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Sheet;
use super::sheet::sentence;

/// How a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// As it is written.
    Marked,
    /// In letters that every phone and network knows, at a third of the price.
    Plain,
}

/// What a message says beside a summary in simple words.
const BESIDE_SUMMARY: [&str; 3] = ["when", "deadline", "contact"];

/// The message: title, what must be known of it, answers, where there is more. Each part of it costs: where
/// there is a summary, it stands for what is only told in more words.
pub fn message(sheet: &Sheet, alphabet: Alphabet) -> String {
    let first = [&sheet.title, &sheet.illustration, &sheet.notice, &sheet.summary].into_iter();
    let mut parts: Vec<String> =
        first.filter(|text| !text.is_empty()).map(|text| sentence(text)).collect();
    let told = |name| match name {
        _ if sheet.summary.is_empty() => true,
        // An event's; a leaflet's own is told by its summary.
        "where" => sheet.answer("when").is_some(),
        name => BESIDE_SUMMARY.contains(&name),
    };
    for answer in sheet.answers.iter().filter(|answer| told(answer.name)) {
        let mark = if answer.question.ends_with('?') { "" } else { ":" };
        parts.push(sentence(&format!("{}{mark} {}", answer.question, answer.joined("; "))));
    }
    if sheet.answers.is_empty() && sheet.summary.is_empty() {
        parts.push(sentence(&sheet.sapo));
    }
    if !sheet.validity.is_empty() && !sheet.ended {
        parts.push(sentence(&sheet.validity));
    }
    parts.push(sheet.address.clone());
    let text = parts.join(" ");
    match alphabet {
        Alphabet::Marked => text,
        Alphabet::Plain => plain(&text),
    }
}

/// How many parts a network cuts `message` into.
pub fn parts(message: &str) -> usize {
    let (units, single, each) = if message.chars().all(|c| septets(c).is_some()) {
        (message.chars().filter_map(septets).sum::<usize>(), 160, 153)
    } else {
        (message.encode_utf16().count(), 70, 67)
    };
    if units <= single { 1 } else { units.div_ceil(each) }
}

/// `text` in the GSM 7-bit alphabet: marks dropped, case kept.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'đ' => out.push('d'),
            'Đ' => out.push('D'),
            '–' | '—' | '‑' | '•' => out.push('-'),
            '“' | '”' | '«' | '»' => out.push('"'),
            '‘' | '’' | '`' => out.push('\''),
            '≥' => out.push_str(">="),
            '≤' => out.push_str("<="),
            '×' => out.push('x'),
            '₫' => out.push('d'),
            '°' => out.push_str(" do "),
            '⁄' => out.push('/'),
            '→' => out.push_str("->"),
            one if one.is_whitespace() => out.push(' '),
            one if septets(one).is_some() => out.push(one),
            _ => out.push('?'),
        }
    }
    out
}

/// How many of a message's 160 places a character takes; none: it cannot be written.
fn septets(letter: char) -> Option<usize> {
    match letter {
        '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        '`' => None,
        ' '..='~' | '\n' | '\r' => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_long_message_is_cut_as_networks_cut_it() {
        for (text, cut) in [
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(306), 2),
            ("a".repeat(307), 3),
            ("[".repeat(81), 2),
            ("ạ".repeat(70), 1),
            ("ạ".repeat(71), 2),
            ("ạ".repeat(135), 3),
        ] {
            assert_eq!(parts(&text), cut, "{} × {:?}", text.chars().count(), text.chars().next());
        }
    }

    #[test]
    fn marks_are_dropped_and_case_is_kept() {
        assert_eq!(plain("Đến Ủy ban “xã” – 5 m²…"), "Den Uy ban \"xa\" - 5 m2...");
        assert_eq!(plain("37,5 °C, 5°C → ½"), "37,5  do C, 5 do C -> 1/2");
    }

    proptest! {
        #[test]
        fn without_marks_every_network_can_carry_it(text in "\\PC{0,80}") {
            prop_assert!(plain(&text).chars().all(|c| septets(c).is_some()));
        }
    }
}
