//! Counters for Prometheus, at `/metrics`, for whom the configuration allows.

use std::sync::LazyLock;
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
    TextEncoder,
};
use subtle::ConstantTimeEq;

use super::failure::Failure;
use crate::app::App;
use crate::db::DbError;
use crate::queue;

struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    cache_hits: IntCounter,
    rendered: IntCounter,
    orders_waiting: IntGauge,
    orders_dead: IntGauge,
    pages: IntGauge,
    page_bytes: IntGauge,
    documents: IntGauge,
}

static METRICS: LazyLock<Metrics> = LazyLock::new(|| {
    // Names and labels are constants: what could fail here fails in the first test.
    Metrics::new().unwrap_or_else(|error| panic!("metrics: {error}"))
});

impl Metrics {
    fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let gauge = |name: &str, help: &str| {
            let gauge = IntGauge::new(name, help)?;
            registry.register(Box::new(gauge.clone()))?;
            prometheus::Result::Ok(gauge)
        };
        let requests = IntCounterVec::new(
            Opts::new("lantoa_requests_total", "Requests answered, without cached pages."),
            &["route", "status"],
        )?;
        let seconds = HistogramVec::new(
            HistogramOpts::new("lantoa_request_seconds", "Time to answer, without cached pages.")
                .buckets(vec![0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0]),
            &["route"],
        )?;
        let cache_hits =
            IntCounter::new("lantoa_cached_pages_total", "Requests answered from the cache.")?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        let rendered = IntCounter::new("lantoa_pages_rendered_total", "Pages made for the cache.")?;
        registry.register(Box::new(rendered.clone()))?;
        registry.register(Box::new(cache_hits.clone()))?;
        Ok(Self {
            orders_waiting: gauge("lantoa_orders_waiting", "Orders not done yet.")?,
            orders_dead: gauge("lantoa_orders_dead", "Orders that failed for good.")?,
            pages: gauge("lantoa_cache_pages", "Pages in the cache.")?,
            page_bytes: gauge("lantoa_cache_bytes", "Bytes of pages in the cache.")?,
            documents: gauge("lantoa_search_documents", "Documents in the search index.")?,
            registry,
            requests,
            seconds,
            cache_hits,
            rendered,
        })
    }
}

pub(super) fn cache_hit() {
    METRICS.cache_hits.inc();
}

pub(super) fn rendered() {
    METRICS.rendered.inc();
}

pub(super) fn request(route: &str, status: u16, took: Duration) {
    METRICS.requests.with_label_values(&[route, &status.to_string()]).inc();
    METRICS.seconds.with_label_values(&[route]).observe(took.as_secs_f64());
}

/// `GET /metrics`: closed unless the bearer token is the configured one.
pub async fn show(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let token = app.config.metrics_token.as_ref().ok_or_else(Failure::not_found)?;
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if !bool::from(given.as_bytes().ct_eq(token.reveal().as_bytes())) {
        return Err(Failure::not_found());
    }
    let depth = app.db.run(|conn| queue::depth(conn).map_err(DbError::from)).await;
    if let Ok((waiting, dead)) = depth {
        METRICS.orders_waiting.set(waiting);
        METRICS.orders_dead.set(dead);
    }
    let (pages, bytes) = app.pages.size();
    METRICS.pages.set(pages as i64);
    METRICS.page_bytes.set(bytes as i64);
    if let Ok(documents) = app.search.count().await {
        METRICS.documents.set(documents as i64);
    }
    let mut text = Vec::new();
    TextEncoder::new()
        .encode(&METRICS.registry.gather(), &mut text)
        .map_err(|error| Failure::internal(error.to_string()))?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text))
}
