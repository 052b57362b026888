//! The web: every address, who is asking, and what they are answered.

mod conditional;
mod cookies;
pub mod current;
pub mod desk;
pub mod failure;
pub mod form_body;
pub mod guard;
mod headers;
mod listening;
mod media;
mod metrics;
mod observe;
mod operations;
mod press;
mod recording;
pub mod render;
pub mod routes;
mod server;
pub mod site;
mod table;

pub use server::{Running, application, start};
