//! Vietnamese text: normalise, fold, slug, legacy encodings, Telex, sorting.
//!
//! Everything here is pure: text in, text out, no clock and no files. What the
//! rest of the program stores has been through [`normalise`]; what it compares
//! or searches for has been through [`fold`] or [`canonical_tone`].

pub mod collate;
pub mod contacts;
pub mod display;
mod fold;
pub mod legacy;
mod letters;
mod normalise;
mod slug;
mod syllable;
pub mod telex;
mod token;
mod tone;
mod words;

pub use fold::{first_folded, fold, fold_into};
pub use legacy::{InvalidUtf8, from_bytes};
pub use letters::Tone;
pub use normalise::{normalise, single_line};
pub use slug::{MAX_SLUG_BYTES, slug};
pub use syllable::{Syllable, is_syllable};
pub use token::{SEPARATOR, Token, TokenBuffer};
pub use tone::canonical_tone;
pub use words::{Word, Words, words};

#[cfg(test)]
mod strategies;
