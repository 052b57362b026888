//! What a site counts of itself, for Prometheus.

use std::time::Duration;

use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
    TextEncoder,
};

/// One site's counters and gauges.
pub struct Metrics {
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

impl Metrics {
    /// All at nought; fails only where two have one name.
    pub fn new() -> prometheus::Result<Self> {
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

    /// A request was answered from the cache.
    pub fn cache_hit(&self) {
        self.cache_hits.inc();
    }

    /// A page was made.
    pub fn rendered(&self) {
        self.rendered.inc();
    }

    /// A request along `route` was answered.
    pub fn request(&self, route: &str, status: u16, took: Duration) {
        self.requests.with_label_values(&[route, &status.to_string()]).inc();
        self.seconds.with_label_values(&[route]).observe(took.as_secs_f64());
    }

    /// All of them as text, the gauges set to `now`.
    pub fn text(&self, now: &Gauges) -> prometheus::Result<Vec<u8>> {
        if let Some((waiting, dead)) = now.orders {
            self.orders_waiting.set(waiting);
            self.orders_dead.set(dead);
        }
        self.pages.set(now.pages as i64);
        self.page_bytes.set(now.page_bytes as i64);
        if let Some(documents) = now.documents {
            self.documents.set(documents as i64);
        }
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(text)
    }
}

/// What is measured when somebody asks; `None` could not be read and stays as it was.
pub struct Gauges {
    /// Orders that wait, and those that failed for good.
    pub orders: Option<(i64, i64)>,
    /// Pages in the cache, and their bytes.
    pub pages: u64,
    pub page_bytes: u64,
    /// Documents in the search index.
    pub documents: Option<u64>,
}
