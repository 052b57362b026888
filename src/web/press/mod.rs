//! Addresses of feeds, of the site maps and of `robots.txt`.

mod entry;
mod feed;
mod robots;
mod sitemap;

use actix_web::web::ServiceConfig;

use super::failure::Failure;
use super::site::read;
use crate::content::Kind;
use crate::press::WriteError;
use crate::press::sitemap::SitemapError;

/// Registers them: before the public pages, whose patterns are wider.
pub fn routes(config: &mut ServiceConfig) {
    let lists: Vec<&str> = Kind::ALL.iter().map(|kind| kind.path()).collect();
    let lists = lists.join("|");
    for prefix in ["", "/en"] {
        config
            .route(&format!("{prefix}/feed/{{file}}"), read().to(feed::all))
            .route(&format!("{prefix}/{{list:{lists}}}/feed/{{file}}"), read().to(feed::list))
            .route(
                &format!("{prefix}/{{way:chu-de|doi-tuong|dia-ban}}/{{slug}}/feed/{{file}}"),
                read().to(feed::filed),
            );
    }
    config
        .route("/sitemap.xml", read().to(sitemap::whole))
        .route("/sitemap-pages.xml", read().to(sitemap::pages))
        .route(r"/sitemap-{number:\d+}.xml", read().to(sitemap::items))
        .route("/robots.txt", read().to(robots::show));
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
