//! The public site: one file per noun.

mod agenda;
mod api;
mod card;
mod corrections;
mod directory;
pub mod display;
mod events_at;
pub mod failure;
mod filed;
mod form_mark;
mod frame;
mod gallery;
mod home;
pub mod item;
pub(in crate::web) mod languages;
mod list;
mod map;
pub mod metadata;
mod month;
pub(in crate::web) mod near;
mod offline;
mod paging;
mod picture;
mod report;
mod search;
mod site_map;
mod standing;
mod suggest;
mod times;

use std::future::Future;
use std::sync::Arc;

use actix_web::guard::{self, Guard};
use actix_web::http::StatusCode;
use actix_web::web;
use actix_web::{HttpRequest, HttpResponse, Route};
use futures_util::future::LocalBoxFuture;

use super::current::Current;
use super::failure::Failure;
use super::table::Table;
use super::{conditional, render};
use crate::app::App;
use crate::content::Kind;
use crate::names::{ContentLanguage, Language};
use crate::pages::{CachedPage, Page};

use display::Display;
pub use frame::Frame;
pub(in crate::web) use times::{holds, today};

/// The public addresses: items in every language of content, the rest in those
/// of the interface.
pub fn routes(table: &mut Table) {
    let paths = |all: Vec<&str>| all.join("|");
    let lists = paths(Kind::ALL.iter().map(|kind| kind.path()).collect());
    let ways = paths(filed::Way::ALL.iter().map(|way| way.path()).collect());
    let (events, place) = (Kind::Event.path(), filed::Way::Place.path());
    let stories = Kind::Story.path();
    table.route("/", read().to(home::show)).route("/en", read().to(home::show));
    for language in ContentLanguage::foreign() {
        table.route(language.prefix(), read().to(languages::show));
        items(table, language.prefix(), &lists);
    }
    for prefix in Language::ALL.iter().map(|language| language.prefix()) {
        let gallery = format!("{prefix}/{stories}");
        let field = format!("{}/{{field}}", gallery::FIELD);
        for below in
            [field.clone(), format!("{place}/{{place}}"), format!("{field}/{place}/{{place}}")]
        {
            table.route(&format!("{gallery}/{below}"), read().to(gallery::show));
        }
        items(table, prefix, &lists);
        table
            .route(&format!("{prefix}/{}", map::PATH), read().to(map::show))
            .route(&format!("{prefix}/{}", near::PATH), read().to(near::ask))
            .route(&format!("{prefix}/{}/quen", near::PATH), web::post().to(near::forget))
            .route(&format!("{prefix}/{}/{{slug}}", near::PATH), read().to(near::show))
            .route(&format!("{prefix}/anh-chia-se.png"), read().to(item::channels::site_card))
            .route(&format!("{prefix}/{{list:{lists}}}"), read().to(list::show))
            .route(&format!("{prefix}/{events}/thang/{{month}}"), read().to(month::show))
            .route(&format!("{prefix}/{{way:{ways}}}/{{slug}}"), read().to(filed::show))
            .route(&format!("{prefix}/{place}/{{slug}}/{events}"), read().to(events_at::show))
            .route(&format!("{prefix}/{place}/{{slug}}/vi-tri.svg"), read().to(map::locator::show))
            .route(&format!("{prefix}/{{way:{ways}}}"), read().to(directory::show))
            .route(&format!("{prefix}/tim-kiem"), read().to(search::show))
            .route(&format!("{prefix}/dinh-chinh"), read().to(corrections::show))
            .route(&format!("{prefix}/bao-loi"), read().to(report::form))
            .route(&format!("{prefix}/bao-loi"), web::post().to(report::send))
            .route(&format!("{prefix}/bao-loi/da-nhan"), read().to(report::taken))
            .route(&format!("{prefix}/hien-thi"), read().to(display::page::form))
            .route(&format!("{prefix}/hien-thi"), web::post().to(display::page::choose))
            .route(
                &format!("{prefix}/hien-thi/xoa-bai-da-luu"),
                web::post().to(display::page::forget),
            )
            .route(&format!("{prefix}/hien-thi/da-xoa"), read().to(display::page::forgotten))
            .route(&format!("{prefix}/ngoai-tuyen"), read().to(offline::show))
            .route(&format!("{prefix}/so-do-trang"), read().to(site_map::show));
    }
    table
        .route("/sw.js", read().to(offline::worker))
        .route("/api/v1/search", read().to(api::search))
        .route("/api/v1/suggest", read().to(suggest::suggest))
        .route("/en/{slug}", read().to(standing::show))
        .route("/{slug}", read().to(standing::show))
        .route("/{path:.+}/", read().to(without_slash));
}

/// An item's address in one language, and what stands below it.
fn items(table: &mut Table, prefix: &str, lists: &str) {
    let item = format!("{prefix}/{{list:{lists}}}/{{slug}}");
    let texts = "tin-nhan|tin-nhan-khong-dau|doc-loa";
    table
        .route(&item, read().to(item::show))
        .route(&format!("{item}/qr.svg"), read().to(item::qr::show))
        .route(&format!("{item}/nghe"), read().to(item::listen::show))
        .route(&format!("{item}/ban-thu.{{extension:mp3|m4a}}"), read().to(item::recording::show))
        .route(&format!("{item}/ban-in-{{size}}.pdf"), read().to(item::channels::print))
        .route(&format!("{item}/{{file:{texts}}}.txt"), read().to(item::channels::text))
        .route(&format!("{item}/anh-chia-se.png"), read().to(item::channels::card))
        .route(&format!("{item}/danh-gia"), read().to(item::useful::thanks))
        .route(&format!("{item}/danh-gia"), web::post().to(item::useful::count));
}

/// A route that answers GET and HEAD alike (RFC 9110 §9.3.2).
pub(in crate::web) fn read() -> Route {
    web::route()
        .guard(guard::fn_guard(|asked| guard::Get().check(asked) || guard::Head().check(asked)))
}

/// The language of the interface at an address.
pub fn language(request: &HttpRequest) -> Language {
    content_language(request).interface()
}

/// The language of the content at an address.
pub fn content_language(request: &HttpRequest) -> ContentLanguage {
    ContentLanguage::of_path(request.path()).0
}

/// Answers from the page cache under `key`, making the page if it must be.
/// `key` is the address with those parameters, in order, that the page knows.
/// What `make` makes is as everybody has it; for who wants it otherwise it is
/// dressed, once.
pub async fn cached<F>(
    request: &HttpRequest,
    app: &web::Data<App>,
    key: &str,
    make: impl Fn() -> F,
) -> Result<HttpResponse, Failure>
where
    F: Future<Output = Result<Page, Failure>>,
{
    // Boxed, so that what follows is compiled once and not for each kind of page.
    answer(request, app, key, &|| Box::pin(make())).await
}

/// A page in the making.
type Making<'a> = LocalBoxFuture<'a, Result<Page, Failure>>;

async fn answer<'a>(
    request: &HttpRequest,
    app: &web::Data<App>,
    key: &str,
    make: &(dyn Fn() -> Making<'a> + 'a),
) -> Result<HttpResponse, Failure> {
    let counted = || {
        app.metrics.rendered();
        make()
    };
    let display = Display::of(request.headers());
    if display.is_usual() {
        let page = app.pages.get_or_make(key, counted).await?;
        return Ok(conditional::answer(request, &page));
    }
    let language = language(request);
    // Taken inside, so that it is of the generation that the dressed page is kept for.
    let dressed = || async {
        let usual = app.pages.get_or_make(key, &counted).await?;
        dressed(app, language, display, usual).await
    };
    let page = app.pages.get_or_make(&display.key(key), dressed).await?;
    Ok(conditional::answer(request, &page))
}

/// A page as everybody has it, dressed; what is no page of HTML stays as it is.
async fn dressed(
    app: &web::Data<App>,
    language: Language,
    display: Display,
    usual: Arc<CachedPage>,
) -> Result<Page, Failure> {
    let mut page = usual.page(app.now());
    if !usual.is_html() {
        return Ok(page);
    }
    let (data, html) = (app.clone(), std::mem::take(&mut page.body));
    let dress = move || {
        let html = String::from_utf8_lossy(&html);
        display::dress::dress(&data, language, display, &html)
    };
    let body = web::block(dress).await.map_err(|error| Failure::internal(error.to_string()))?;
    // Another choice is another page of the same age: its hash tells, its date does not.
    Ok(Page { body: body.into(), modified: None, ..page })
}

/// A page for one reader that no cache keeps, as that reader wants it.
pub fn respond(request: &HttpRequest, app: &App, status: StatusCode, html: &str) -> HttpResponse {
    let display = Display::of(request.headers());
    let body = display::dress::dress(app, language(request), display, html);
    conditional::for_one(request, render::unkept(status), body)
}

/// A word of the theme's, for titles that Rust must know.
pub(in crate::web) fn word(app: &App, language: Language, key: &str) -> String {
    app.site_theme().words().with(language, key, &[])
}

/// Whether the one who asks may see what is not public: somebody of the desk.
pub async fn sees_drafts(request: &HttpRequest) -> bool {
    matches!(Current::load(request).await, Ok(Some(_)))
}

/// `/tin-bai/` is `/tin-bai`. The path is ours to the first slash, so that it
/// cannot name another site.
async fn without_slash(
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let plain = path.trim_matches(['/', '\\']);
    let ours = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '_');
    if plain.is_empty() || !plain.chars().all(ours) {
        return Err(Failure::not_found());
    }
    let location = actix_web::http::header::LOCATION;
    let query = Some(request.query_string()).filter(|query| !query.is_empty());
    let to = query.map_or_else(|| format!("/{plain}"), |query| format!("/{plain}?{query}"));
    Ok(HttpResponse::MovedPermanently().insert_header((location, to)).finish())
}
