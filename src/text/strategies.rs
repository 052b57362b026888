//! Vietnamese test input, made of valid syllables.

use super::letters::Tone;
use super::syllable::{Syllable, all_toneless};
use proptest::prelude::*;
use std::sync::LazyLock;

static SYLLABLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let toneless = all_toneless();
    let toned = toneless.iter().flat_map(|letters| {
        Tone::ALL.into_iter().filter_map(|tone| Syllable::from_parts(letters, tone))
    });
    toned.map(|syllable| syllable.to_string()).collect()
});

/// One valid syllable, lower case, NFC, tone in the older place.
pub(crate) fn syllable() -> impl Strategy<Value = String> {
    (0..SYLLABLES.len()).prop_map(|at| SYLLABLES[at].clone())
}

/// A phrase of five to twenty syllables, some of them capitalised.
pub(crate) fn phrase() -> impl Strategy<Value = String> {
    let word = (syllable(), 0..3u8).prop_map(|(word, case)| match case {
        0 => word.to_uppercase(),
        1 => {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect())
                .unwrap_or_default()
        }
        _ => word,
    });
    proptest::collection::vec(word, 5..20).prop_map(|words| words.join(" "))
}
