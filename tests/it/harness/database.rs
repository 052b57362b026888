//! A migrated, empty database for one test, gone when the test ends.
//!
//! Migrating takes longer than most tests, so each database is a copy of a
//! template that is migrated once per state of the migrations.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, QueryResult};
use lantoa::config::{DatabaseUrl, Secret};
use lantoa::db::{Conn, Database, PooledConnection};
use tempfile::TempDir;

use super::cluster;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A database of the test's own; dereferences to the [`Database`] itself.
pub struct TestDb {
    pub backend: Backend,
    pub url: DatabaseUrl,
    database: Option<Database>,
    /// PostgreSQL: the name to drop.
    name: Option<String>,
    folder: TempDir,
}

impl TestDb {
    pub fn new(backend: Backend) -> Self {
        let folder = temporary_folder();
        let (url, name) = match backend {
            Backend::Sqlite => (copied_sqlite(folder.path()), None),
            Backend::Postgres => {
                let name = cloned_postgres();
                (postgres(&name), Some(name))
            }
        };
        let database = Database::connect(&url, 6).expect("the test's database answers");
        Self { backend, url, database: Some(database), name, folder }
    }

    /// A connection of the calling thread's own.
    pub fn conn(&self) -> PooledConnection {
        self.connection().expect("the test's database answers")
    }

    /// A temporary folder that lives as long as the database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs plain SQL, the same on both databases: for what the program itself
    /// would never do.
    pub fn run_sql(&self, sql: &str) -> QueryResult<()> {
        self.conn().batch_execute(sql)
    }

    /// What a query for one value answers, as text; `None` is NULL or no row.
    pub fn text(&self, sql: &str) -> Option<String> {
        use diesel::prelude::*;
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
            value: Option<String>,
        }
        let query = diesel::sql_query(format!("select cast(({sql}) as text) as value"));
        let row: QueryResult<Row> = match &mut *self.conn() {
            Conn::Sqlite(sqlite) => query.get_result(sqlite),
            Conn::Postgres(pg) => query.get_result(pg),
        };
        row.expect("the question is sound").value
    }
}

impl Deref for TestDb {
    type Target = Database;

    fn deref(&self) -> &Database {
        self.database.as_ref().expect("only dropping takes it")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        drop(self.database.take());
        if let Some(name) = &self.name {
            // Connections that a test left behind must not keep it alive.
            let dropped = administrator()
                .batch_execute(&format!("drop database if exists {name} with (force)"));
            if let Err(error) = dropped {
                eprintln!("{name} could not be dropped: {error}");
            }
        }
    }
}

fn postgres(name: &str) -> DatabaseUrl {
    DatabaseUrl::Postgres(Secret::new(cluster::url(name)))
}

fn administrator() -> PgConnection {
    PgConnection::establish(&cluster::url("postgres")).expect("the test cluster answers")
}

fn cloned_postgres() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    let template = postgres_template();
    let mut admin = administrator();
    for statement in [
        format!("drop database if exists {name} with (force)"),
        // Copied as files: the other way writes each page into the log, too.
        format!("create database {name} template {template} strategy file_copy"),
    ] {
        admin.batch_execute(&statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    name
}

/// The name of the migrated database that others are cloned from; whoever
/// comes first makes it while the others wait.
fn postgres_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("template_{:016x}", migrations_hash());
        let mut admin = administrator();
        let mut run = |sql: String| admin.batch_execute(&sql);
        run("select pg_advisory_lock(269)".into()).expect("a lock can be waited for");
        // A template that may not be connected to is one that was finished.
        if PgConnection::establish(&cluster::url(&name)).is_ok() {
            run(format!("drop database {name} with (force)")).expect("half a template goes");
        }
        if run(format!("create database {name}")).is_ok() {
            migrate(&postgres(&name));
            run(format!("alter database {name} allow_connections false")).expect("it is ours");
            let leave = "select pg_terminate_backend(pid) from pg_stat_activity where datname";
            run(format!("{leave} = '{name}'")).expect("they are ours");
        }
        name
    })
}

fn copied_sqlite(folder: &Path) -> DatabaseUrl {
    let file = folder.join("lantoa.db");
    fs::copy(sqlite_template(), &file).expect("the template can be copied");
    DatabaseUrl::Sqlite(file)
}

/// The migrated file that others are copied from.
fn sqlite_template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let file = folder.join(format!("template_{:016x}.db", migrations_hash()));
        if !file.exists() {
            let making = TempDir::new_in(&folder).expect("the target folder can be written to");
            let made = making.path().join("lantoa.db");
            migrate(&DatabaseUrl::Sqlite(made.clone()));
            // Into place at once: two processes may both have made one.
            fs::rename(made, &file).expect("the same file system");
        }
        file
    })
}

/// Migrates and lets go of every connection, so that one file holds it all.
fn migrate(url: &DatabaseUrl) {
    let database = Database::connect(url, 1).expect("a new database answers");
    database.migrate().expect("the migrations run");
    let mut connection = database.connection().expect("a new database answers");
    if matches!(&*connection, Conn::Sqlite(_)) {
        connection.batch_execute("pragma journal_mode = delete").expect("one file");
    }
}

/// Changes when any migration does.
fn migrations_hash() -> u64 {
    fn add(folder: &Path, hasher: &mut DefaultHasher) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .expect("migrations stand beside the sources")
            .map(|entry| entry.expect("a readable folder").path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                add(&path, hasher);
            } else {
                fs::read(&path).expect("a readable file").hash(hasher);
            }
        }
    }
    let mut hasher = DefaultHasher::new();
    add(&Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"), &mut hasher);
    hasher.finish()
}

/// In memory where there is a gigabyte of it: tests commit often, and a file
/// in memory answers a commit at once.
fn temporary_folder() -> TempDir {
    static ROOM: OnceLock<PathBuf> = OnceLock::new();
    let room = ROOM.get_or_init(|| {
        let memory = PathBuf::from("/dev/shm");
        let free = Command::new("df").args(["--output=avail"]).arg(&memory).output();
        let free = free.ok().and_then(|said| {
            String::from_utf8_lossy(&said.stdout).lines().last()?.trim().parse::<u64>().ok()
        });
        if free.is_some_and(|kilobytes| kilobytes > 1_000_000) {
            memory
        } else {
            std::env::temp_dir()
        }
    });
    TempDir::with_prefix_in("lantoa-test.", room).expect("room for a temporary folder")
}
