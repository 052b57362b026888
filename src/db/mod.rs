//! One code path over SQLite and PostgreSQL.
//!
//! The variant is chosen by the URL's scheme, never by trial. What the two
//! cannot say alike stands in [`dialect`], and nowhere else.

pub mod dialect;
pub mod facts;
mod migrate;
pub mod schema;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use diesel::connection::{
    AnsiTransactionManager, SimpleConnection, TransactionManager, TransactionManagerStatus,
};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::sqlite::SqliteConnection;
use tokio::sync::oneshot;

use crate::config::{DatabaseUrl, Secret};

pub use migrate::Schema;

/// How long a request waits for a connection before it is told to come back.
const WAIT: Duration = Duration::from_secs(2);

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Why the database did not answer.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// It is down, cannot be reached, or is too busy: try again later.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    #[error("the database's folder cannot be written to, it is full or read-only: {0}")]
    NotWritable(String),
    #[error(transparent)]
    Query(diesel::result::Error),
    #[error("migration: {0}")]
    Migration(String),
    #[error("the database is damaged: {0}")]
    Damaged(String),
    #[error("there is no database at {}", .0.display())]
    Missing(PathBuf),
    /// A fault of ours, which the log tells: trying again does not help.
    #[error("the work with the database panicked")]
    Panicked,
}

impl DbError {
    /// PostgreSQL's library tells its errors on several lines; a log has one for each.
    fn away(why: impl std::fmt::Display) -> Self {
        let why = why.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        match dialect::trouble(&why) {
            Some(damaged @ Self::Damaged(_)) => damaged,
            _ => Self::Unavailable(why),
        }
    }
}

impl From<diesel::result::Error> for DbError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        match &error {
            Error::DatabaseError(Kind::ClosedConnection, info) => Self::away(info.message()),
            Error::DatabaseError(_, info) => {
                dialect::trouble(info.message()).unwrap_or(Self::Query(error))
            }
            _ => Self::Query(error),
        }
    }
}

/// A pool of connections; cheap to clone.
#[derive(Clone)]
pub struct Database {
    pool: Pool<Manager>,
    first: First,
}

/// What a new connection does first, once somebody says so.
type First = Arc<OnceLock<Box<dyn Fn(&mut Conn) + Send + Sync>>>;

impl Database {
    /// Connects to a database that is there: who reads from it wants no empty one made.
    pub fn existing(url: &DatabaseUrl, connections: u32) -> Result<Self, DbError> {
        match url {
            DatabaseUrl::Sqlite(path) if !path.exists() => Err(DbError::Missing(path.clone())),
            _ => Self::connect(url, connections),
        }
    }

    /// Connects; a SQLite file and its folder are made when absent.
    pub fn connect(url: &DatabaseUrl, connections: u32) -> Result<Self, DbError> {
        if let DatabaseUrl::Sqlite(path) = url
            && let Some(folder) = path.parent()
        {
            writable(folder)?;
        }
        let first = First::default();
        let manager = Manager { url: url.clone(), first: Arc::clone(&first) };
        // The first connection by hand: its error tells more than the pool's.
        manager.connect().map_err(DbError::away)?;
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(WAIT)
            .error_handler(Box::new(diesel::r2d2::NopErrorHandler))
            .build_unchecked(manager);
        Ok(Self { pool, first })
    }

    /// From now on every connection to PostgreSQL asks what `work` asks before anybody
    /// gets it, those that wait too: there each connection reads its catalogue and plans
    /// each statement anew, and its first reader would wait for that. Blocking.
    pub fn begin_with(&self, work: impl Fn(&mut Conn) + Send + Sync + 'static) {
        if self.first.set(Box::new(work)).is_err() {
            return;
        }
        let waiting = 0..self.pool.state().idle_connections;
        let mut waiting: Vec<_> = waiting.filter_map(|_| self.pool.try_get()).collect();
        waiting.iter_mut().for_each(|connection| begin(connection, &self.first));
    }

    /// A connection for the calling thread, which must be one that may block. One that
    /// has not answered for a while is asked first, and another taken if it is dead.
    pub fn connection(&self) -> Result<PooledConnection, DbError> {
        let until = Instant::now() + WAIT;
        loop {
            let mut connection = self.pool.get().map_err(DbError::away)?;
            let answered = PooledConnection::extensions(&connection).get::<Answered>();
            if answered.is_some_and(|answered| answered.0.elapsed() < TRUSTED) {
                return Ok(connection);
            }
            match is_alive(&mut connection) {
                Ok(()) => {
                    let now = Answered(Instant::now());
                    PooledConnection::extensions_mut(&mut connection).insert(now);
                    return Ok(connection);
                }
                Err(error) if Instant::now() > until => return Err(DbError::away(error)),
                // The pool lets it go when it gets it back.
                Err(_) => transactions(&mut connection).set_in_error(),
            }
        }
    }

    /// The site's turn at something that only one process may do at a time; `None` while
    /// another has it. It ends when it is dropped, and with the process. On SQLite, which
    /// processes share on one machine at most, it is everybody's. Blocking.
    pub fn try_turn(&self, at: Turns) -> Result<Option<Turn>, DbError> {
        let mut connection = self.connection()?;
        let taken = dialect::try_lock(&mut connection, at as i64)?;
        Ok(taken.then_some(Turn { connection, at }))
    }

    /// Runs `work` with a connection on a thread that may block.
    pub async fn run<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let database = self.clone();
        let (tell, told) = oneshot::channel();
        // Boxed, so that the runtime's part is compiled once and not for each work.
        let boxed: Box<dyn FnOnce() + Send> = Box::new(move || {
            let outcome =
                database.connection().map_err(E::from).and_then(|mut conn| work(&mut conn));
            // Nobody listens any more when the request was given up.
            let _ = tell.send(outcome);
        });
        let working = tokio::task::spawn_blocking(boxed);
        match told.await {
            Ok(outcome) => outcome,
            // Given up by the runtime, which stops, or ended by a panic.
            Err(gone) => {
                let panicked = working.await.is_err_and(|error| error.is_panic());
                Err(if panicked { DbError::Panicked } else { DbError::away(gone) }.into())
            }
        }
    }
}

/// What is done by one process at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turns {
    /// Making the search index anew.
    Reindex = 2_692_025,
}

/// See [`Database::try_turn`].
pub struct Turn {
    connection: PooledConnection,
    at: Turns,
}

impl Drop for Turn {
    fn drop(&mut self) {
        // A connection that broke has given it back already.
        let _ = dialect::unlock(&mut self.connection, self.at as i64);
    }
}

/// Makes the folder if need be, and a file in it: SQLite itself says only that
/// it cannot open its own.
pub fn writable(folder: &Path) -> Result<(), DbError> {
    let told =
        |error: std::io::Error| DbError::NotWritable(format!("{}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(told)?;
    let probe = folder.join(format!(".lantoa-{}", std::process::id()));
    std::fs::write(&probe, b"").map_err(told)?;
    std::fs::remove_file(&probe).map_err(told)
}

/// A connection on loan from the pool.
pub type PooledConnection = diesel::r2d2::PooledConnection<Manager>;

/// Runs `work` in a transaction that may write. On SQLite it takes the write
/// lock at once: a transaction that reads first and writes later would fail
/// when another one wrote in between.
pub fn write<T, E>(
    connection: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<DbError>,
{
    type Manager = <Conn as diesel::Connection>::TransactionManager;
    begin_writing(connection).map_err(DbError::from)?;
    match work(connection) {
        Ok(value) => {
            Manager::commit_transaction(connection).map_err(DbError::from)?;
            Ok(value)
        }
        Err(error) => {
            // A failed roll-back leaves the connection broken; the pool drops it.
            let _ = Manager::rollback_transaction(connection);
            Err(error)
        }
    }
}

/// Does `work`, which fills the database. On SQLite what is written again and again
/// stays in memory longer meanwhile, and is copied into the file less often: a
/// hundred thousand items come in a seventh sooner.
pub fn fill<T>(connection: &mut Conn, work: impl FnOnce(&mut Conn) -> T) -> QueryResult<T> {
    set_up(connection, FILLING)?;
    let done = work(connection);
    // It goes back to the pool, where many of them would be too large; one that
    // cannot be told so is broken, and that is noticed by who asks it next.
    let _ = set_up(connection, SERVING);
    Ok(done)
}

/// To be called, outside of a transaction, when thousands of rows came at once. PostgreSQL
/// plans by what it counted in its tables and passes over the rows it knows to be
/// settled; by itself it would look a minute later, while readers wait for its guesses.
/// See "Populating a Database" in its manual. SQLite's plans need no counts here.
pub fn filled(connection: &mut Conn) -> QueryResult<()> {
    match connection {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(pg) => pg.batch_execute("vacuum (analyze)"),
    }
}

/// Pages kept (negative: KiB), and pages after which the log is copied into the file.
const FILLING: &str = "pragma cache_size = -65536; pragma wal_autocheckpoint = 16000;";
/// Two megabytes for each connection: the system keeps the rest once.
const SERVING: &str = "pragma cache_size = -2000; pragma wal_autocheckpoint = 1000;";

fn set_up(connection: &mut Conn, pragmas: &str) -> QueryResult<()> {
    match connection {
        Conn::Sqlite(sqlite) => sqlite.batch_execute(pragmas),
        Conn::Postgres(_) => Ok(()),
    }
}

fn begin_writing(connection: &mut Conn) -> QueryResult<()> {
    match connection {
        Conn::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")
        }
        Conn::Postgres(pg) => AnsiTransactionManager::begin_transaction(pg),
    }
}

fn begin(connection: &mut Conn, first: &First) {
    if let (Conn::Postgres(_), Some(work)) = (&connection, first.get()) {
        work(connection);
    }
}

/// Opens and judges the pool's connections.
pub struct Manager {
    url: DatabaseUrl,
    first: First,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        let opened = match &self.url {
            DatabaseUrl::Sqlite(path) => open_sqlite(path),
            DatabaseUrl::Postgres(url) => open_postgres(url),
        };
        let mut connection = opened.map_err(Self::Error::ConnectionError)?;
        begin(&mut connection, &self.first);
        Ok(connection)
    }

    fn is_valid(&self, connection: &mut Conn) -> Result<(), Self::Error> {
        is_alive(connection).map_err(Self::Error::QueryError)
    }

    fn has_broken(&self, connection: &mut Conn) -> bool {
        let open = match transactions(connection) {
            TransactionManagerStatus::Valid(valid) => valid.transaction_depth().is_some(),
            TransactionManagerStatus::InError => true,
        };
        open || std::thread::panicking()
    }
}

/// When a connection last answered.
struct Answered(Instant);

/// For so long a connection that answered is taken without being asked again: that is a
/// way to the server and back for every page.
const TRUSTED: Duration = Duration::from_secs(1);

fn is_alive(connection: &mut Conn) -> QueryResult<()> {
    match connection {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(pg) => diesel::sql_query("select 1").execute(pg).map(drop),
    }
}

fn transactions(connection: &mut Conn) -> &mut TransactionManagerStatus {
    match connection {
        Conn::Sqlite(c) => AnsiTransactionManager::transaction_manager_status_mut(c),
        Conn::Postgres(c) => AnsiTransactionManager::transaction_manager_status_mut(c),
    }
}

/// `synchronous = full`: what was answered with success survives a power cut.
const SQLITE_SETTINGS: &str = "
    pragma busy_timeout = 5000;
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma recursive_triggers = on;
    pragma temp_store = memory;
";

fn open_sqlite(path: &Path) -> ConnectionResult<Conn> {
    let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
    let settings = format!("{SQLITE_SETTINGS}{SERVING}");
    connection.batch_execute(&settings).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(Conn::Sqlite(connection))
}

fn open_postgres(url: &Secret) -> ConnectionResult<Conn> {
    let mut connection = PgConnection::establish(url.reveal())?;
    let settings = "set time zone 'UTC'";
    connection.batch_execute(settings).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(Conn::Postgres(connection))
}
