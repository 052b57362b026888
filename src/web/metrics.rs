//! Counters for Prometheus, at `/metrics`, for whom the configuration allows.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use subtle::ConstantTimeEq;

use super::failure::Failure;
use crate::app::App;
use crate::db::DbError;
use crate::metrics::Gauges;
use crate::queue;

/// `GET /metrics`: closed unless the bearer token is the configured one.
pub async fn show(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let token = app.config.metrics_token.as_ref().ok_or_else(Failure::not_found)?;
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if !bool::from(given.as_bytes().ct_eq(token.reveal().as_bytes())) {
        return Err(Failure::not_found());
    }
    let (pages, page_bytes) = app.pages.size();
    let now = Gauges {
        orders: app.db.run(|conn| queue::depth(conn).map_err(DbError::from)).await.ok(),
        pages,
        page_bytes,
        documents: app.search.count().await.ok(),
    };
    let text = app.metrics.text(&now).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text))
}
