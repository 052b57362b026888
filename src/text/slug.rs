//! Addresses from titles: `giam-ngheo-ben-vung`.

use super::fold::fold;

/// The longest slug, in bytes; an address with it still fits one line of print.
pub const MAX_SLUG_BYTES: usize = 96;

/// The slug of a title: `[a-z0-9]` words joined by `-`, at most
/// [`MAX_SLUG_BYTES`], cut between words. A title with letters of another
/// script only gets their code points, so that it is never empty; a title
/// without any letter or digit gives an empty slug.
pub fn slug(title: &str) -> String {
    let folded = fold(title);
    let plain = join(folded.split(|letter: char| !letter.is_ascii_alphanumeric()));
    if !plain.is_empty() {
        return plain;
    }
    let points: Vec<String> = folded
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .map(|letter| format!("u{:x}", u32::from(letter)))
        .collect();
    join(points.iter().map(String::as_str))
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut slug = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        let room = MAX_SLUG_BYTES - slug.len();
        if slug.is_empty() {
            slug.push_str(word.get(..room).unwrap_or(word));
        } else if word.len() < room {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_becomes_words_and_hyphens() {
        assert_eq!(slug("Giảm nghèo bền vững"), "giam-ngheo-ben-vung");
        assert_eq!(
            slug("  Kế hoạch 269/KH-UBND: “Đối thoại” – 2025! "),
            "ke-hoach-269-kh-ubnd-doi-thoai-2025"
        );
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let slug = slug(&"nghèo đói ".repeat(40));
        assert!(slug.len() <= MAX_SLUG_BYTES && slug.len() > MAX_SLUG_BYTES - 7);
        assert!(slug.ends_with("-doi") || slug.ends_with("-ngheo"));
    }

    #[test]
    fn a_single_endless_word_is_cut() {
        assert_eq!(slug(&"a".repeat(200)).len(), MAX_SLUG_BYTES);
    }

    #[test]
    fn letters_of_another_script_still_give_an_address() {
        assert_eq!(slug("漢字"), "u6f22-u5b57");
        assert_eq!(slug("!?"), "");
    }

    proptest! {
        #[test]
        fn a_slug_holds_only_small_letters_digits_and_single_hyphens(title in any::<String>()) {
            let slug = slug(&title);
            prop_assert!(slug.len() <= MAX_SLUG_BYTES);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            if fold(&title).chars().any(char::is_alphanumeric) {
                prop_assert!(!slug.is_empty());
            }
        }
    }
}
