//! What the offices write: items of four kinds, their revisions and taxonomies.

mod kind;

pub use kind::{Kind, Language, UnknownName};
