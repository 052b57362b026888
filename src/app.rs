//! What a running site holds: database, search, pictures, themes, pages, clock.

mod policy;
mod themes;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::{Notify, Semaphore};

use crate::channels::Drawings;
use crate::clock::{Clock, Instant};
use crate::config::Config;
use crate::content::{SiteIdentity, StandingLink};
use crate::db::facts::Counters;
use crate::db::{Conn, Database, DbError, Schema};
use crate::editorial::Site;
use crate::limits::Limits;
use crate::media::store::{Location, LocationError, Store, StoreError};
use crate::metrics::Metrics;
use crate::pages::PageCache;
use crate::search::misses::Misses;
use crate::search::{Engine, Synonyms};
use crate::theme::{Fault, Theme};

pub use themes::Themes;

/// Pictures decoded at the same time while they are taken in.
const DECODED_AT_ONCE: usize = 2;

/// Why the application could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("LANTOA_MEDIA_URL: {0}")]
    Media(#[from] LocationError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}. LANTOA_THEMES_DIR and LANTOA_THEME say which theme is looked for where.")]
    Theme(#[from] Fault),
    #[error("LANTOA_SEARCH_KEY holds characters that cannot be sent")]
    SearchKey,
    #[error("metrics: {0}")]
    Metrics(#[from] prometheus::Error),
}

/// One process's view of the site. Shared by all requests and workers.
pub struct App {
    pub config: Config,
    pub db: Database,
    pub search: Arc<dyn Engine>,
    pub store: Store,
    pub clock: Clock,
    pub pages: PageCache,
    pub metrics: Metrics,
    /// How often the public may send something.
    pub limits: Limits,
    /// What people looked for and did not find, until it is written down.
    pub misses: Misses,
    /// Leaflets and cards that were drawn.
    pub drawings: Drawings,
    /// Rung when orders were placed, so that workers need not wait for their next look.
    pub orders_placed: Notify,
    /// A turn to decode a picture that was sent: each takes up to 250 MB.
    pub decoding: Semaphore,
    pub themes: Themes,
    stopping: AtomicBool,
    reference: RwLock<Arc<Reference>>,
    /// Held while reference data is read anew, so that one reader does it.
    reading: Mutex<()>,
}

/// Data that every page names and that seldom changes.
#[derive(Debug, Default)]
pub struct Reference {
    version: u64,
    pub site: Site,
    pub identity: SiteIdentity,
    /// The standing pages, for menus.
    pub standing: Vec<StandingLink>,
    /// What means the same to who searches.
    pub synonyms: Arc<Synonyms>,
}

impl App {
    /// Puts it together; the database is migrated and the counters are read.
    /// `connections` is how many the pool may open.
    pub fn new(
        config: Config,
        search: Arc<dyn Engine>,
        clock: Clock,
        connections: u32,
    ) -> Result<Self, StartError> {
        let db = Database::connect(&config.database, connections)?;
        db.migrate()?;
        if db.schema()? == Schema::Newer {
            tracing::warn!(
                "the database is of a newer version of the program: what that changed may be lost or misread"
            );
        }
        let location = Location::parse(config.media_url.as_deref(), &config.data_dir)?;
        let asked = Counters::load(&mut *db.connection()?).map_err(DbError::from)?.themes;
        let app = Self {
            pages: PageCache::new(config.cache_limit, clock.clone()),
            metrics: Metrics::new()?,
            limits: Limits::new(clock.clone()),
            store: Store::open(&location)?,
            themes: Themes::start(&config, asked)?,
            reference: RwLock::default(),
            reading: Mutex::new(()),
            misses: Misses::default(),
            drawings: Drawings::default(),
            orders_placed: Notify::new(),
            decoding: Semaphore::new(DECODED_AT_ONCE),
            stopping: AtomicBool::new(false),
            config,
            db,
            search,
            clock,
        };
        app.refresh(&mut *app.db.connection()?)?;
        Ok(app)
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// From now on every answer is the last of its connection, and the process
    /// tells whoever asks that it is no longer ready.
    pub fn begin_stopping(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// The public site's theme.
    pub fn site_theme(&self) -> Arc<Theme> {
        self.themes.site()
    }

    /// The desk's theme.
    pub fn desk_theme(&self) -> Arc<Theme> {
        self.themes.desk()
    }

    /// Offices, terms, places and the site's identity, as last read.
    pub fn reference(&self) -> Arc<Reference> {
        self.reference.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks whether anything changed, in this process or another: pages of an
    /// older generation are stale from now on, reference data is read anew.
    /// To be called after every change made here, and ten times a second.
    pub fn refresh(&self, conn: &mut Conn) -> Result<(), DbError> {
        let counters = Counters::load(conn)?;
        if counters.reference > self.reference().version {
            let _one_reader = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
            if counters.reference > self.reference().version {
                let fresh = Reference {
                    version: counters.reference,
                    site: Site::load(conn)?,
                    identity: SiteIdentity::load(conn)?,
                    standing: StandingLink::all(conn)?,
                    synonyms: Arc::new(Synonyms::load(conn)?),
                };
                *self.reference.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
            }
        }
        if self.themes.was_asked(counters.themes) {
            // What is wrong is logged there, and stands at the desk.
            let _ = self.reload_themes();
        }
        // Last: a page rendered for this generation must see the data of it.
        self.pages.set_generation(counters.generation);
        Ok(())
    }

    /// Makes a change, then makes it seen: pages, reference data, workers.
    pub async fn change<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&App, &mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let app = Arc::clone(self);
        let done = self.db.run(move |conn| {
            let done = work(&app, conn)?;
            app.refresh(conn)?;
            Ok(done)
        });
        let done = done.await;
        self.orders_placed.notify_waiters();
        done
    }

    /// Loads the themes again; a fault changes nothing, and is told at the desk.
    pub fn reload_themes(&self) -> Result<(), Fault> {
        self.themes.reload()?;
        self.pages.themes_changed();
        Ok(())
    }

    /// The same on a thread that may block.
    pub async fn reload_themes_aside(self: &Arc<Self>) {
        let app = Arc::clone(self);
        let reload = move || drop(app.reload_themes());
        if let Err(error) = tokio::task::spawn_blocking(reload).await {
            tracing::error!(%error, "loading the themes ended badly");
        }
    }
}
