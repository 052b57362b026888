//! For those who run it: is it alive, and can it serve?

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::app::App;
use crate::db::DbError;
use crate::db::facts::Counters;
use crate::search::Health;

/// `GET /healthz`: the process answers.
pub async fn health() -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).body("ok\n")
}

/// `GET /readyz`: 200 when pages can be served, 503 when the database is away
/// or the process is stopping. A search engine that is away takes only the
/// search along.
pub async fn readiness(app: web::Data<App>) -> HttpResponse {
    let database = app.db.run(|conn| Counters::load(conn).map_err(DbError::from)).await.is_ok();
    let search = match app.search.health().await {
        Health::Ready { .. } => "ready",
        Health::NeedsRebuild(_) => "rebuilding",
        Health::Unavailable { .. } => "unavailable",
    };
    let (status, mut answer) = match (database, app.is_stopping()) {
        (true, false) => ("ready", HttpResponse::Ok()),
        (true, true) => ("stopping", HttpResponse::ServiceUnavailable()),
        (false, _) => ("unavailable", HttpResponse::ServiceUnavailable()),
    };
    answer
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({ "status": status, "database": database, "search": search }))
}
