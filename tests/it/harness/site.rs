//! A whole site over a test's database: the real router, pages, search and
//! pictures, asked in process. Orders are done when the test says so.

use std::cell::OnceCell;
use std::path::Path;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use actix_web::{test, web};
use chrono::NaiveDate;
use lantoa::app::App;
use lantoa::clock::Clock;
use lantoa::config::Config;
use lantoa::media::store::{Location, Store};
use lantoa::search::embedded::Embedded;
use lantoa::transfer::import::{self, Options};
use lantoa::{indexing, worker};

use super::{TestDb, World};

/// The site of a [`World`], with its clock.
pub struct TestSite {
    pub app: Arc<App>,
    runtime: tokio::runtime::Runtime,
    /// The router, put together when something is first asked.
    service: OnceCell<Service>,
}

type Service = Box<dyn Fn(test::TestRequest) -> Pin<Box<dyn Future<Output = ServiceResponse>>>>;

/// What was answered, decompressed by nobody.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// Whether the server closes the connection after it.
    pub is_last: bool,
    /// The pattern that its address matched; `None`: there is no such address.
    pub route: Option<String>,
}

impl TestSite {
    /// Puts the site together; its index is empty and ready.
    pub fn new(world: &World) -> Self {
        Self::with(world, &[])
    }

    /// The same with settings of its own, such as `("METRICS_TOKEN", "t")`.
    pub fn with(world: &World, settings: &[(&str, &str)]) -> Self {
        Self::open(world.db, world.clock.clone(), settings)
    }

    /// A site of the content that comes with the program, as it is on the first
    /// of December 2026.
    pub fn shipped(db: &TestDb) -> Self {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let now = NaiveDate::from_ymd_opt(2026, 12, 1).and_then(|day| day.and_hms_opt(1, 0, 0));
        let now = now.expect("a real date");
        let pictures = Location::Folder(db.folder().join("media"));
        let pictures = Store::open(&pictures).expect("a folder of the test's own");
        import::run(db, &pictures, &content, &Options::at(now), &mut |_| {})
            .unwrap_or_else(|error| panic!("{error}"));
        Self::open(db, Clock::fixed(now), &[])
    }

    fn open(db: &TestDb, clock: Clock, settings: &[(&str, &str)]) -> Self {
        let data_dir = db.folder().join("site");
        let root = env!("CARGO_MANIFEST_DIR");
        let set = |key: &str, value: String| (format!("LANTOA_{key}"), value);
        let mut environment = vec![
            set("DATA_DIR", data_dir.display().to_string()),
            set("THEMES_DIR", format!("{root}/themes")),
            set("CONTENT_DIR", format!("{root}/content")),
            set("BASE_URL", "https://lantoa.test".to_owned()),
        ];
        environment.extend(settings.iter().map(|(key, value)| set(key, (*value).to_owned())));
        let mut config = Config::from_sources(Vec::new(), environment.into_iter())
            .unwrap_or_else(|error| panic!("{error}"));
        config.database = db.url.clone();
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let engine = Arc::new(Embedded::open(data_dir.join("index")));
        let app = App::new(config, engine, clock, 4).expect("the site starts");
        let site = Self { app: Arc::new(app), runtime, service: OnceCell::new() };
        site.runtime.block_on(indexing::mend(site.app.clone()));
        site
    }

    /// Asks for `path`.
    pub fn get(&self, path: &str) -> Answer {
        self.ask(test::TestRequest::get().uri(path))
    }

    /// Sends a request of any shape.
    pub fn ask(&self, request: test::TestRequest) -> Answer {
        self.run(async {
            if self.service.get().is_none() {
                let app = web::Data::from(self.app.clone());
                let routed = Rc::new(test::init_service(lantoa::web::application(app)).await);
                let ask = move |request: test::TestRequest| {
                    let routed = Rc::clone(&routed);
                    Box::pin(
                        async move { test::call_service(&*routed, request.to_request()).await },
                    ) as Pin<Box<dyn Future<Output = ServiceResponse>>>
                };
                let _ = self.service.set(Box::new(ask));
            }
            let service = self.service.get().expect("the router was made");
            let response = service(request).await;
            let (status, headers) = (response.status(), response.headers().clone());
            let route = response.request().match_pattern();
            let is_last = !response.response().head().keep_alive();
            let bytes = test::read_body(response).await.to_vec();
            Answer { status, headers, bytes, is_last, route }
        })
    }

    /// A request with a method of its own.
    pub fn request(method: Method, path: &str) -> test::TestRequest {
        test::TestRequest::default().method(method).uri(path)
    }

    /// Does every order that is due, and looks what has changed.
    pub fn work(&self) {
        self.run(async {
            worker::drain(&self.app).await.expect("the queue can be read");
        });
        self.refresh();
    }

    /// Looks what the test has changed beside the site, as a process does ten
    /// times a second.
    pub fn refresh(&self) {
        let conn = &mut self.app.db.connection().expect("the test's database answers");
        self.app.refresh(conn).expect("the counters can be read");
    }

    /// Runs something that waits.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let local = tokio::task::LocalSet::new();
        local.block_on(&self.runtime, work)
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// A header's value, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
