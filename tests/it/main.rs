//! The integration tests: one binary, so that everything is linked once.
//!
//! Each test of what touches the database runs on SQLite and on a real
//! PostgreSQL: see `harness/database.rs`.

mod accounts;
mod addresses;
mod calendars;
mod commands;
mod dependencies;
mod desk;
mod feeds;
mod harness;
mod metadata;
mod orders;
mod permissions;
mod saving;
mod serving;
mod sign_in;
mod site;
mod sitemaps;
mod themes;
mod tidy;
mod transfer;
mod words;
mod workflow;
