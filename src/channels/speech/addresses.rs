//! E-mail and web addresses, said so that they can be typed.

use super::{leading, number, space};

/// What is said of an address on the web is enough without these.
const UNSAID: [&str; 3] = ["https://", "http://", "www."];
/// What hosts end with here.
const TOP: [&str; 10] = ["vn", "com", "net", "org", "edu", "gov", "info", "me", "io", "app"];

/// An address: its signs and figures are said, its words are left as they are written.
pub(super) fn address(written: &str, said: &mut String) {
    let mut was_sign = false;
    space(said);
    for (at, letter) in written.char_indices() {
        let digit = letter.to_digit(10).map(|digit| number::whole(u64::from(digit)));
        let sign = digit.as_deref().or_else(|| sign(letter));
        if at > 0 && (was_sign || sign.is_some()) {
            said.push(' ');
        }
        match sign {
            Some(sign) => said.push_str(sign),
            None => said.push(letter),
        }
        was_sign = sign.is_some();
    }
}

fn sign(letter: char) -> Option<&'static str> {
    Some(match letter {
        '@' => "a còng",
        '.' => "chấm",
        '-' => "gạch ngang",
        '_' => "gạch dưới",
        '/' => "gạch chéo",
        ':' => "hai chấm",
        '?' => "hỏi",
        '=' => "bằng",
        '&' => "và",
        '#' => "thăng",
        '%' => "phần trăm",
        '+' => "cộng",
        _ => return None,
    })
}

/// `https://hanoi.gov.vn/giam-ngheo`, `www.x.vn` and `hanoi.gov.vn`; how many bytes of it
/// were said.
pub(super) fn site(text: &str, said: &mut String) -> Option<usize> {
    let run = leading(text, |c| c.is_alphanumeric() || ".-_/:?=&#%+".contains(c));
    let run = run.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
    let mut bare = run;
    for unsaid in UNSAID {
        let is_unsaid = bare.get(..unsaid.len()).is_some_and(|it| it.eq_ignore_ascii_case(unsaid));
        bare = if is_unsaid { &bare[unsaid.len()..] } else { bare };
    }
    let host = leading(bare, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let (name, top) = host.rsplit_once('.')?;
    let is_host = name.split('.').all(|part| part.contains(|c: char| c.is_ascii_alphanumeric()))
        && name.contains(|c: char| c.is_ascii_alphabetic())
        && TOP.contains(&top.to_ascii_lowercase().as_str())
        && !bare[host.len()..].starts_with(char::is_alphanumeric);
    is_host.then(|| {
        address(bare.trim_end_matches('/'), said);
        run.len()
    })
}
