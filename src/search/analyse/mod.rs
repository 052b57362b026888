//! From text to the terms both engines index and look up.

mod alternatives;
mod functional;
mod parse;

/// So many words are all required of an answer; of more, the better part is enough.
pub(crate) const FEW_WORDS: usize = 4;

pub(crate) use crate::text::{SEPARATOR, Token, TokenBuffer};
pub(crate) use alternatives::alternatives;
pub(crate) use functional::{is_functional, is_functional_exact, is_weak, may_be_functional};
pub(crate) use parse::{Parsed, parse};
