//! `sitemap.xml`, and its parts where it is an index.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::App;
use crate::names::ContentLanguage;
use crate::pages::Page;
use crate::press::sitemap::{
    Cut, items_part, news as news_sitemap, pages_part, whole as whole_sitemap,
};
use crate::web::failure::Failure;
use crate::web::site::cached;

/// `GET /sitemap.xml`.
pub async fn whole(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    cached(&request, &app, "/sitemap.xml", || {
        let data = app.clone();
        app.db.run(move |conn| {
            let (reference, base) = (data.reference(), &data.config.base_url);
            let text = whole_sitemap(base, Cut::default(), &reference.site.vocabulary, conn)?;
            Ok::<_, Failure>(xml(text))
        })
    })
    .await
}

/// `GET /sitemap-pages.xml`.
pub async fn pages(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    cached(&request, &app, "/sitemap-pages.xml", || {
        let data = app.clone();
        app.db.run(move |conn| {
            let reference = data.reference();
            let text = pages_part(&data.config.base_url, &reference.site.vocabulary, conn)?;
            Ok::<_, Failure>(xml(text))
        })
    })
    .await
}

/// `GET /sitemap-news.xml`.
pub async fn news(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    cached(&request, &app, "/sitemap-news.xml", || {
        let data = app.clone();
        app.db.run(move |conn| {
            let (reference, base) = (data.reference(), &data.config.base_url);
            let name = |language: ContentLanguage| {
                reference.identity.name(language.interface()).to_owned()
            };
            Ok::<_, Failure>(xml(news_sitemap(base, name, data.now(), conn)?))
        })
    })
    .await
}

/// `GET /sitemap-{number}.xml`.
pub async fn items(
    request: HttpRequest,
    number: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let number: u32 = number.parse().map_err(|_| Failure::not_found())?;
    cached(&request, &app, &format!("/sitemap-{number}.xml"), || {
        let data = app.clone();
        app.db.run(move |conn| {
            let text = items_part(&data.config.base_url, number, Cut::default(), conn)?;
            text.map(xml).ok_or_else(Failure::not_found)
        })
    })
    .await
}

fn xml(body: String) -> Page {
    Page { content_type: "application/xml; charset=utf-8", ..Page::html(body) }
}
