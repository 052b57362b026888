//! Addresses of feeds, of calendars, of the site maps and of `robots.txt`.

mod calendar;
mod entry;
mod feed;
mod robots;
mod sitemap;

use super::failure::Failure;
use super::site::read;
use super::table::Table;
use crate::content::{ContentLanguage, Kind, Language};
use crate::press::WriteError;
use crate::press::sitemap::SitemapError;

/// Registers them: before the public pages, whose patterns are wider.
pub fn routes(table: &mut Table) {
    let lists: Vec<&str> = Kind::ALL.iter().map(|kind| kind.path()).collect();
    let lists = lists.join("|");
    let events = Kind::Event.path();
    for prefix in ContentLanguage::ALL.iter().map(|language| language.prefix()) {
        table
            .route(&format!("{prefix}/feed/{{file}}"), read().to(feed::all))
            .route(&format!("{prefix}/{events}/{{slug}}/lich.ics"), read().to(calendar::one));
    }
    for prefix in Language::ALL.iter().map(|language| language.prefix()) {
        table
            .route(&format!("{prefix}/{{list:{lists}}}/feed/{{file}}"), read().to(feed::list))
            .route(
                &format!("{prefix}/{{way:chu-de|doi-tuong|dia-ban}}/{{slug}}/feed/{{file}}"),
                read().to(feed::filed),
            )
            .route(&format!("{prefix}/{events}/lich.ics"), read().to(calendar::all))
            .route(
                &format!("{prefix}/{{way:chu-de|doi-tuong|dia-ban}}/{{slug}}/su-kien.ics"),
                read().to(calendar::filed),
            );
    }
    table
        .route("/sitemap.xml", read().to(sitemap::whole))
        .route("/sitemap-news.xml", read().to(sitemap::news))
        .route("/sitemap-pages.xml", read().to(sitemap::pages))
        .route(r"/sitemap-{number:\d+}.xml", read().to(sitemap::items))
        .route("/robots.txt", read().to(robots::show));
}

/// An e-mail address, if the identity's field holds one.
fn mail(text: &str) -> String {
    let whole = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(|c: char| c.is_whitespace())
    });
    if whole { text.to_owned() } else { String::new() }
}

/// The parts that hold anything, with `between` them.
fn sentence(parts: &[&str], between: &str) -> String {
    let filled: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    filled.join(between)
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::internal(error.to_string())
    }
}

impl From<SitemapError> for Failure {
    fn from(error: SitemapError) -> Self {
        match error {
            SitemapError::Db(error) => error.into(),
            SitemapError::Write(error) => error.into(),
        }
    }
}
