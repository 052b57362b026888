//! Recordings: which of them the public hears, where, and how they are sent.

use actix_files::NamedFile;
use actix_web::http::header::{
    self, ContentDisposition, DispositionParam, DispositionType, HeaderValue,
};
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::QueryResult;

use super::failure::Failure;
use super::site::today;
use crate::app::App;
use crate::content::details::Purpose;
use crate::content::{Document, Live};
use crate::db::Conn;
use crate::media::{Asset, intake};
use crate::names::Language;
use crate::theme::Words;

/// A recording that the public may hear.
#[derive(Debug, Clone)]
pub struct Heard {
    pub asset: Asset,
    /// Where it is: `/tin-bai/vay-von/ban-thu.mp3?v=…`. The version is there so
    /// that nobody hears a former recording out of a cache; every version, and
    /// none, leads to the one that is live.
    pub path: String,
}

impl Heard {
    /// The recording of what `live` says; none where somebody in it did not
    /// consent to the loudspeaker, or does not any more (Law 91/2025).
    pub fn of(
        app: &App,
        live: &Live,
        document: &Document,
        conn: &mut Conn,
    ) -> QueryResult<Option<Self>> {
        let recorded = document.recorded(conn)?;
        Ok(recorded.and_then(|asset| Self::among(app, live, document, asset)))
    }

    /// The same with the document's recording at hand.
    pub fn among(app: &App, live: &Live, document: &Document, asset: Asset) -> Option<Self> {
        let consented = document.details.consented(Purpose::Loudspeaker, today(app.now()));
        let version = asset.uid.rsplit('-').next().unwrap_or_default();
        let path = format!("{}/ban-thu.{}?v={version}", live.path(), asset.extension());
        consented.then_some(Self { asset, path })
    }
}

/// How long a recording plays: `2 phút 10 giây`.
pub fn length(words: &Words, language: Language, seconds: i32) -> String {
    let parts = [("length-minutes", seconds / 60), ("length-seconds", seconds % 60)];
    let told = parts.into_iter().filter(|(_, count)| *count > 0);
    let said = told.map(|(key, count)| words.with(language, key, &[("count", count.to_string())]));
    said.collect::<Vec<_>>().join(" ")
}

/// Sends it, or the part that is asked for (RFC 9110 §14): a player jumps and
/// goes on without loading all. `stem` names the file for who keeps it.
pub async fn send(
    request: &HttpRequest,
    app: &web::Data<App>,
    asset: &Asset,
    stem: &str,
    kept: &'static str,
) -> Result<HttpResponse, Failure> {
    let key = intake::master_key(asset).map_err(|_| Failure::not_found())?;
    let path = app.store.local_path(&key).ok_or_else(Failure::not_found)?;
    let opened = web::block(move || NamedFile::open(path)).await;
    let file = opened
        .map_err(|error| Failure::internal(error.to_string()))?
        .map_err(|error| Failure::unavailable(error.to_string()))?;
    let media_type = asset.mime.parse().map_err(|_| Failure::internal("no media type"))?;
    let name = DispositionParam::Filename(format!("{stem}.{}", asset.extension()));
    let shown = ContentDisposition { disposition: DispositionType::Inline, parameters: vec![name] };
    let file = file.set_content_type(media_type).set_content_disposition(shown);
    let mut response = file.into_response(request);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    Ok(response)
}
