//! Lan Tỏa: the content system with which a city's offices write, review,
//! approve and publish what they say about poverty reduction.
//!
//! The layer order and the invariants are told in `ARCHITECTURE.md`; imports
//! run downward only, and `tests/it/tidy.rs` keeps it so.

pub mod accounts;
pub mod app;
pub mod channels;
pub mod cli;
pub mod clock;
pub mod config;
pub mod content;
pub mod db;
pub mod editorial;
pub mod indexing;
pub mod limits;
pub mod media;
pub mod metrics;
pub mod names;
pub mod organisations;
pub mod pages;
pub mod press;
pub mod queue;
pub mod search;
mod syntax;
pub use lantoa_text as text;
pub mod theme;
pub mod transfer;
pub mod web;
pub mod worker;
