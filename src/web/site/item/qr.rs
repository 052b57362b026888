//! An item's address as a QR code (ISO/IEC 18004), for who has it on paper or
//! on another screen.

use std::fmt::Write;

use actix_web::{HttpRequest, HttpResponse, web};
use qrcode::{Color, EcLevel, QrCode};

use super::{Asked, Found, find};
use crate::app::App;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::site::cached;

/// Modules of white around the code, as the standard asks (§9.1).
const QUIET: usize = 4;

/// `GET /{list}/{slug}/qr.svg`: of live items only.
pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&request, path.into_inner())?;
    cached(&request, &app, &format!("{}/qr.svg", asked.path()), || {
        let (data, asked) = (app.clone(), asked.clone());
        app.db.run(move |conn| match find(&asked, conn)? {
            Found::Moved(live) => Ok(Page::moved(format!("{}/qr.svg", live.path()))),
            Found::Live(live) => {
                let body = svg(&format!("{}{}", data.config.base_url, live.path()))?;
                Ok(Page {
                    content_type: "image/svg+xml",
                    modified: Some(live.changed_at),
                    ..Page::html(body)
                })
            }
        })
    })
    .await
}

/// The picture: one path of dark runs on white, one unit a module. A code that
/// is damaged to 15 % is still read.
fn svg(address: &str) -> Result<String, Failure> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)
        .map_err(|error| Failure::internal(format!("no QR code: {error}")))?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, long) = (x + QUIET, y + QUIET, run.len());
                // Writing to a String does not fail.
                let _ = write!(path, "M{left} {top}h{long}v1h-{long}z");
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}
