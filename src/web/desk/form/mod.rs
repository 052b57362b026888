//! The form of an item: from posted fields to a document and back, what the
//! page shows of it, and the old encodings found in it.

mod describe;
mod fill;
mod layout;
mod legacy;
mod parse;

pub use describe::{Text, describe};
pub use fill::fill;
pub use layout::{Layout, SectionView};
pub use legacy::{Conversion, found as legacy_found};
pub use parse::{Times, instant, parse};

/// The id of a field's element, for labels, errors and links to it.
pub fn id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// The key of a field's words: `field-story-before`.
pub fn key(name: &str) -> String {
    let plain: String =
        name.split('.').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join("-");
    format!("field-{plain}")
}
