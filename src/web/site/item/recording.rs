//! `GET /{list}/{slug}/ban-thu.{mp3|m4a}`: the recording of the broadcast. Like
//! the page: what is not live is not there, an old address leads to the present
//! one. It is sent from its file and not kept in the page cache.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::{Asked, Found, find};
use crate::app::App;
use crate::content::parse_document;
use crate::media::size;
use crate::names::Language;
use crate::web::failure::Failure;
use crate::web::media::KEEP;
use crate::web::recording::{Heard, length, send};

/// What the item's pages tell of its recording.
#[derive(Debug, Clone, Serialize)]
pub struct RecordingView {
    pub url: String,
    pub media_type: String,
    /// `2 phút 10 giây`.
    pub length: String,
    /// `1,2 MB`.
    pub size: String,
    /// Who reads; may be empty.
    pub credit: String,
}

impl RecordingView {
    pub fn of(app: &App, language: Language, heard: Heard) -> Self {
        let Heard { asset, path } = heard;
        Self {
            url: path,
            length: length(app.site_theme().words(), language, asset.seconds),
            size: size(asset.bytes.unsigned_abs(), language),
            media_type: asset.mime,
            credit: asset.credit,
        }
    }
}

enum Answer {
    Heard(Box<Heard>, String),
    /// It stands under another address now.
    Moved(String),
}

pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (list, slug, extension) = path.into_inner();
    let asked = Asked::of(&request, (list, slug))?;
    let data = app.clone();
    let answer = app.db.run(move |conn| {
        let (live, moved) = match find(&asked, conn)? {
            Found::Live(live) => (live, false),
            Found::Moved(live) => (live, true),
        };
        let document = parse_document(&live.content(conn)?)?;
        let heard = Heard::of(&data, &live, &document, conn)?.ok_or_else(Failure::not_found)?;
        Ok::<_, Failure>(if moved || heard.asset.extension() != extension {
            Answer::Moved(heard.path)
        } else {
            Answer::Heard(Box::new(heard), live.slug)
        })
    });
    match answer.await? {
        Answer::Heard(heard, slug) => send(&request, &app, &heard.asset, &slug, KEEP).await,
        Answer::Moved(to) => {
            // Asked again each time: an item may go back to a coding it had before.
            Ok(HttpResponse::MovedPermanently()
                .insert_header((header::LOCATION, to))
                .insert_header((header::CACHE_CONTROL, "no-cache"))
                .finish())
        }
    }
}
