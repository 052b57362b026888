//! The whole content of a site as a folder: import, and export of the same.
//!
//! The format is told in `content/README.md`. Import and export stand above
//! the editorial acts: what comes in goes through the same checks, the same
//! public projection and the same orders as what people write at the desk.

mod archive;
pub mod export;
pub mod fault;
mod fields;
pub mod import;
mod item_file;
mod layout;
mod node;
mod quote;
mod source;

pub use source::Legacy;
