//! One spelling for syllables that two traditions mark in different places.

use super::Tone;
use super::letters::{join, lower, split};
use super::words::words;
use std::borrow::Cow;

/// The text with every `hoà`, `khoẻ`, `thuý` written the older way: `hòa`,
/// `khỏe`, `thúy`. Only open syllables in `oa`, `oe`, `uy` change, and never
/// after `q`; case stays. Expects NFC.
pub fn canonical_tone(text: &str) -> Cow<'_, str> {
    let mut canonical: Option<String> = None;
    let mut copied = 0;
    for word in words(text) {
        if let Some((start, pair)) = moved(word.text) {
            let whole = canonical.get_or_insert_with(|| String::with_capacity(text.len()));
            whole.push_str(&text[copied..word.range.start + start]);
            whole.extend(pair);
            copied = word.range.end;
        }
    }
    match canonical {
        None => Cow::Borrowed(text),
        Some(mut whole) => {
            whole.push_str(&text[copied..]);
            Cow::Owned(whole)
        }
    }
}

/// Where the last two letters of the word begin and what they become, if its
/// tone stands in the newer place.
fn moved(word: &str) -> Option<(usize, [char; 2])> {
    let mut back = word.char_indices().rev();
    let (_, last) = back.next().filter(|(_, last)| !last.is_ascii())?;
    let (start, glide) = back.next()?;
    let (vowel, tone) = split(last);
    let open = matches!((lower(glide), lower(vowel)), ('o', 'a' | 'e') | ('u', 'y'));
    let after_q = back.next().is_some_and(|(_, letter)| lower(letter) == 'q');
    (open && tone != Tone::Ngang && !after_q).then(|| (start, [join(glide, tone), vowel]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_placements_become_one() {
        assert_eq!(
            canonical_tone("hoà bình, khoẻ, thuỷ, UỶ BAN, Hoà"),
            "hòa bình, khỏe, thủy, ỦY BAN, Hòa"
        );
        assert_eq!(canonical_tone("hòa bình, khỏe, thủy"), "hòa bình, khỏe, thủy");
    }

    #[test]
    fn closed_syllables_and_syllables_after_q_stay() {
        for word in ["toán", "hoàng", "khoản", "quý", "quà", "quẻ", "thuyền", "huế", "hoặc", "xuân"]
        {
            assert_eq!(canonical_tone(word), word);
        }
    }

    proptest! {
        #[test]
        fn canonical_text_stays_as_it_is(text in "([hqtk]{0,2}[ou][àáạaèẻeỳýy][nt]? ?){0,6}|\\PC*") {
            let once = canonical_tone(&text).into_owned();
            prop_assert_eq!(canonical_tone(&once), once.as_str());
        }
    }
}
