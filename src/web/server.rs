//! Starting to serve, and stopping without losing a request or an order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use actix_web::body::BoxBody;
use actix_web::dev::{ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App as WebApp, Error, HttpServer, web};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::listening::{self, Listening};
use super::{observe, routes, site};
use crate::app::App;
use crate::clock::in_hanoi;
use crate::db::DbError;
use crate::{accounts, indexing, worker};

/// How often a process looks whether another one has changed anything.
const LOOK: Duration = Duration::from_millis(100);

/// How often somebody who works on a theme is looked after.
const LOOK_AT_THEMES: Duration = Duration::from_millis(300);

/// How often searches that found nothing are written down.
const WRITE_DOWN: Duration = Duration::from_secs(5);

/// How often what is over is deleted, and how old what was cut off must be.
const SWEEP: Duration = Duration::from_secs(60 * 60);
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// Seconds that requests under way are given when the server stops.
const GRACE: u64 = 20;

/// A serving process.
pub struct Running {
    app: Arc<App>,
    /// Where it listens: the port is the real one where 0 was asked for.
    pub address: SocketAddr,
    listening: Listening,
    server: ServerHandle,
    serving: JoinHandle<std::io::Result<()>>,
    stop: watch::Sender<bool>,
    workers: Vec<JoinHandle<()>>,
}

/// Listens, starts the workers, and mends the index if it needs it.
pub fn start(app: Arc<App>) -> std::io::Result<Running> {
    let (stop, stopping) = watch::channel(false);
    let data = web::Data::from(Arc::clone(&app));
    let (listener, listening) = listening::listen(app.config.listen)?;
    let address = listening.address;
    let server = HttpServer::new(move || application(data.clone()))
        .workers(app.config.web_threads)
        .shutdown_timeout(GRACE)
        .disable_signals()
        .listen(listener)?
        .run();
    let handle = server.handle();
    let (own, database) = (Arc::downgrade(&app), app.db.clone());
    tokio::task::spawn_blocking(move || {
        database.begin_with(move |conn| {
            if let Some(app) = own.upgrade() {
                site::item::warm(&app, conn);
            }
        });
    });
    let mut workers = worker::start(&app, &stopping);
    workers.push(tokio::spawn(keep_misses(Arc::clone(&app), stopping.clone())));
    workers.push(tokio::spawn(sweep(Arc::clone(&app), stopping.clone())));
    if app.config.dev {
        workers.push(tokio::spawn(watch_themes(Arc::clone(&app), stopping.clone())));
    }
    // A rebuild may take minutes; a stopping server does not wait for it.
    tokio::spawn(indexing::look_after(Arc::clone(&app), stopping.clone()));
    workers.push(tokio::spawn(watch_changes(Arc::clone(&app), stopping)));
    let serving = tokio::spawn(server);
    Ok(Running { app, address, listening, server: handle, serving, stop, workers })
}

/// Everything between a request and its answer.
pub fn application(
    app: web::Data<App>,
) -> WebApp<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    WebApp::new().app_data(app).wrap(from_fn(observe::observe)).configure(routes::configure)
}

impl Running {
    /// Says that it is stopping for as long as the configuration wants, so that
    /// proxies and kept connections go elsewhere by themselves; then takes no
    /// more connections, answers what was asked, finishes the orders at hand;
    /// the rest waits in the database.
    pub async fn stop(self) {
        self.app.begin_stopping();
        tokio::time::sleep(self.app.config.drain).await;
        self.listening.settle().await;
        self.server.stop(true).await;
        let _ = self.stop.send(true);
        for worker in self.workers {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker ended badly");
            }
        }
        if let Ok(Err(error)) = self.serving.await {
            tracing::error!(%error, "the server ended badly");
        }
    }
}

/// Searches that found nothing are counted in memory; what was counted last is
/// written down when the server stops. While the database is away they wait.
async fn keep_misses(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        let stopping = *stop.borrow();
        let own = Arc::clone(&app);
        let today = in_hanoi(app.now()).date_naive();
        let written = app.db.run(move |conn| own.misses.flush(today, conn)).await;
        if let Err(error) = written {
            tracing::debug!(%error, "searches that found nothing are not written down");
        }
        if stopping {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(WRITE_DOWN) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Sessions, links and devices whose time is over go, and so does what uploads left
/// behind that were cut off.
async fn sweep(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let now = app.now();
        let own = Arc::clone(&app);
        let swept = app.db.run(move |conn| {
            if let Err(error) = own.store.sweep(SystemTime::now() - LEFT_BEHIND) {
                tracing::warn!(%error, "what uploads left behind stays");
            }
            accounts::sweep(now, conn).map_err(DbError::from)
        });
        if let Err(error) = swept.await {
            tracing::debug!(%error, "what is over stays for now");
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            _ = stop.changed() => {}
        }
    }
}

/// What another process published is stale here a tenth of a second later.
async fn watch_changes(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut away = false;
    while !*stop.borrow() {
        let own = Arc::clone(&app);
        let looked = app.db.run(move |conn| own.refresh(conn)).await;
        match (looked, away) {
            (Ok(()), true) => {
                tracing::info!("the database is back");
                away = false;
            }
            (Err(error), false) => {
                tracing::error!(%error, "the database is away");
                away = true;
            }
            _ => {}
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => {}
        }
    }
}

/// In development, a theme's change is seen by who reloads the page.
async fn watch_themes(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut seen = stamp(&app).await;
    while !*stop.borrow() {
        tokio::select! {
            () = tokio::time::sleep(LOOK_AT_THEMES) => {}
            _ = stop.changed() => return,
        }
        let now = stamp(&app).await;
        if now != seen {
            seen = now;
            app.reload_themes_aside().await;
        }
    }
}

/// Of the themes' files; `None` when it could not be found out.
async fn stamp(app: &Arc<App>) -> Option<u64> {
    let app = Arc::clone(app);
    tokio::task::spawn_blocking(move || app.themes.stamp()).await.ok()
}
