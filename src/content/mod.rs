//! What the offices write: items of four kinds, their revisions and taxonomies.

mod address;
pub mod agenda;
pub mod body;
pub mod check;
mod correction;
pub mod details;
mod document;
mod identity;
mod item;
mod kind;
pub mod listing;
pub mod live;
mod picture;
pub mod rating;
pub mod render;
mod revision;
pub mod shelf;
mod standing;
mod vocabulary;
mod words;

pub use crate::names::{ContentLanguage, Language, UnknownName};
pub use address::Address;
pub use correction::{Corrected, Correction};
pub use document::{Document, Taxonomy, Terms};
pub use identity::SiteIdentity;
pub use item::{Item, NewItem};
pub use kind::Kind;
pub use live::Live;
pub use picture::Picture;
pub use revision::{NewRevision, Revision, State, parse_document};
pub use standing::{RESERVED, StandingLink, StandingPage};
pub use vocabulary::{NewTerm, Term, Vocabulary};
