//! Every address of the site, in one place.

use actix_files::NamedFile;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::failure::Failure;
use super::site::read;
use super::table::Table;
use super::{conditional, desk, media, metrics, operations, press, site};
use crate::app::App;
use crate::pages::Page;
use crate::theme::text;

/// Registers them. What is asked most stands first: the router looks in order.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/healthz", get().to(operations::health))
        .route("/readyz", get().to(operations::readiness))
        .route("/metrics", get().to(metrics::show))
        .route("/static/{theme}/{file:.*}", read().to(static_file))
        .route("/favicon.ico", read().to(icon))
        .configure(desk::routes)
        .configure(|config| drop(content(config)))
        .default_service(web::to(not_found));
}

/// Registers every address at which content may stand, and lists their patterns.
pub fn content(config: &mut ServiceConfig) -> Vec<String> {
    let mut table = Table::of(config);
    table.route("/media/{uid}/{file}", read().to(media::show));
    press::routes(&mut table);
    site::routes(&mut table);
    table.patterns
}

/// Whatever takes more than reading has a route of its own (RFC 9110 §15.5.6).
async fn not_found(request: HttpRequest) -> Result<String, Failure> {
    Err(match *request.method() {
        Method::GET | Method::HEAD => Failure::not_found(),
        _ => Failure::new(StatusCode::METHOD_NOT_ALLOWED, "method"),
    })
}

/// A theme's file. Its address carries its fingerprint, so it may be kept for ever.
async fn static_file(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (theme, file) = path.into_inner();
    let theme = [app.site_theme(), app.desk_theme()]
        .into_iter()
        .find(|own| own.name == theme)
        .ok_or_else(Failure::not_found)?;
    let parts = theme.static_file(&file).ok_or_else(Failure::not_found)?.to_vec();
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    if let Some(content_type) = text_type(&file) {
        let key = format!("static:{}/{file}", theme.name);
        let page = app.pages.get_or_make(&key, || {
            let (file, parts) = (file.clone(), parts.clone());
            async move {
                let read = web::block(move || text::read(&file, &parts)).await;
                let body = read.map_err(|error| Failure::internal(error.to_string()))?;
                let body = body.map_err(|_| Failure::not_found())?;
                Ok::<_, Failure>(Page { content_type, ..Page::html(body) })
            }
        });
        let mut response = conditional::answer(&request, &*page.await?);
        response.headers_mut().insert(header::CACHE_CONTROL, kept);
        return Ok(response);
    }
    let file = parts.into_iter().next().ok_or_else(Failure::not_found)?;
    let open = move || NamedFile::open(file);
    let named = web::block(open).await.map_err(|error| Failure::internal(error.to_string()))?;
    let mut response = named.map_err(|_| Failure::not_found())?.into_response(&request);
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    Ok(response)
}

/// Where the theme's icon is. Browsers ask for this address by themselves beside
/// what is no page of HTML and names none.
async fn icon(app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let theme = app.site_theme();
    let address = theme.static_address("mark.svg").ok_or_else(Failure::not_found)?;
    Ok(HttpResponse::Found()
        .insert_header((header::LOCATION, address))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .finish())
}

/// The type of a file that is worth compressing; it is, once, in the page cache.
fn text_type(file: &str) -> Option<&'static str> {
    match file.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" | "mjs" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}
