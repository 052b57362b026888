//! An item's address as a QR code (ISO/IEC 18004), for who has it on paper or
//! on another screen.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{Asked, Found, find};
use crate::app::App;
use crate::channels::qr::Code;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::site::cached;

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
                let address = format!("{}{}", data.config.base_url, live.path());
                let body = Code::of(&address).map_err(Failure::internal)?.svg();
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
