//! `robots.txt` (RFC 9309): where crawlers have nothing to look for.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::App;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::site::cached;

/// `GET /robots.txt`.
pub async fn show(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    cached(&request, &app, "/robots.txt", || std::future::ready(Ok(text(&app.config.base_url))))
        .await
}

fn text(base: &str) -> Page {
    let body = format!(
        "User-agent: *\n\
         Disallow: /desk\n\
         Disallow: /api/\n\
         Disallow: /tim-kiem\n\
         Disallow: /en/tim-kiem\n\
         Disallow: /gan-toi?\n\
         Disallow: /en/gan-toi?\n\
         \n\
         Sitemap: {base}/sitemap.xml\n\
         Sitemap: {base}/sitemap-news.xml\n"
    );
    Page { content_type: "text/plain; charset=utf-8", ..Page::html(body) }
}
