//! Search for programs: `GET /api/v1/search`.

use std::collections::BTreeMap;

use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::search::{Answer, Asked, Piece, Trouble, ask};
use crate::app::App;
use crate::clock::in_hanoi;
use crate::names::ContentLanguage;
use crate::web::conditional;
use crate::web::failure::Failure;

#[derive(Serialize)]
struct Found {
    total: u64,
    /// Whether nothing holds all that was asked; these come nearest.
    partial: bool,
    page: u32,
    pages: u32,
    hits: Vec<Hit>,
    facets: BTreeMap<&'static str, Vec<Value>>,
    did_you_mean: Option<String>,
}

#[derive(Serialize)]
struct Hit {
    id: String,
    title: String,
    url: String,
    kind: &'static str,
    /// A BCP 47 tag.
    language: ContentLanguage,
    /// RFC 3339, in Hanoi's offset; the same for all times here.
    published_at: String,
    snippet: String,
    /// Snippet in stretches, with what was asked for marked.
    marked_snippet: Vec<Piece>,
    organisation: String,
    illustration: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    status: &'static str,
}

#[derive(Serialize)]
struct Value {
    value: String,
    label: String,
    count: u64,
}

/// `GET /api/v1/search?q=&kind=&topic=&audience=&place=&year=&page=&lang=`.
pub async fn search(
    request: HttpRequest,
    asked: web::Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let question = asked.question(asked.language()?, &app.reference().site.vocabulary)?;
    let answer = ask(&app, &question).await.map_err(|trouble| match trouble {
        Trouble::Engine => Failure { key: "search-unavailable", ..Failure::unavailable("search") },
        Trouble::Failure(failure) => failure,
    })?;
    let found = found(&app, answer, question.page(), |total| question.pages(total));
    json(&request, "no-store", &found)
}

/// `told` as JSON, kept as `kept` says.
pub(super) fn json(
    request: &HttpRequest,
    kept: &'static str,
    told: &impl Serialize,
) -> Result<HttpResponse, Failure> {
    let body = serde_json::to_vec(told).map_err(|error| Failure::internal(error.to_string()))?;
    let mut response = HttpResponse::Ok();
    response.content_type(ContentType::json()).insert_header((header::CACHE_CONTROL, kept));
    Ok(conditional::for_one(request, response, body))
}

fn found(app: &App, answer: Answer, page: u32, pages: impl Fn(u64) -> u32) -> Found {
    let plain = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect();
    let time = |at| in_hanoi(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
    let hits = answer.hits.into_iter().map(|hit| Hit {
        id: hit.uid,
        url: format!("{}{}", app.config.base_url, hit.card.url),
        kind: hit.card.kind,
        language: hit.language,
        published_at: time(hit.card.published_at),
        snippet: plain(&hit.snippet),
        marked_snippet: hit.snippet,
        title: hit.card.title,
        organisation: hit.card.organisation,
        illustration: hit.card.illustration,
        starts_at: hit.card.starts_at.map(time),
        ends_at: hit.card.ends_at.map(time),
        status: hit.card.status,
    });
    let facets = answer.facets.into_iter().map(|facet| {
        let value = |one: super::search::FacetValue| Value {
            value: one.value,
            label: one.label,
            count: one.count,
        };
        (facet.name, facet.values.into_iter().map(value).collect())
    });
    Found {
        total: answer.total,
        partial: answer.partial,
        page,
        pages: pages(answer.total),
        hits: hits.collect(),
        facets: facets.collect(),
        did_you_mean: answer.did_you_mean,
    }
}
