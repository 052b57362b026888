//! What the press and other programs read: feeds, calendars and site maps, as data.
//!
//! Everything comes from the live tables, so that what is not public is in
//! none of them. Words on screen are the caller's: nothing here knows a theme.

mod absolute;
mod atom;
pub mod calendar;
pub mod feed;
mod json_feed;
mod occasions;
mod reading;
mod rss;
mod scope;
pub mod sitemap;
#[cfg(test)]
mod tests;
mod withdrawn;

pub use absolute::absolute_html;
pub use feed::{Author, Category, Enclosure, Entry, Feed, Format};
pub use occasions::{
    LASTING_DAYS, Occasion, TakenBack, occasion, occasions, taken_back, taken_back_one,
};
pub use reading::{Reading, read};
pub use scope::Scope;
pub use withdrawn::{KEPT_DAYS, Withdrawn, last_taken_down, withdrawn};

/// Why a feed or a site map could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {why}")]
pub struct WriteError {
    pub what: &'static str,
    pub why: String,
}

impl WriteError {
    fn new(what: &'static str, why: impl std::fmt::Display) -> Self {
        Self { what, why: why.to_string() }
    }
}
