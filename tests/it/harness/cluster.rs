//! The throw-away PostgreSQL: `make test` starts one and names it in
//! `LANTOA_TEST_POSTGRES_URL`; a plain `cargo test` starts its own, which all
//! test processes share and which ends some seconds after the last of them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use diesel::{Connection, PgConnection};

/// The URL of a database of the cluster.
pub fn url(database: &str) -> String {
    let admin = ADMIN_URL.get_or_init(|| match std::env::var("LANTOA_TEST_POSTGRES_URL") {
        Ok(url) if !url.is_empty() => url,
        _ => own_cluster(),
    });
    with_database(admin, database)
}

static ADMIN_URL: OnceLock<String> = OnceLock::new();

/// `url` with another database's name in its path.
fn with_database(url: &str, database: &str) -> String {
    let authority = url.find("://").expect("a URL has a scheme") + 3;
    let path = url[authority..].find(['/', '?']).map_or(url.len(), |at| authority + at);
    let query = url.find('?').map_or("", |at| &url[at..]);
    format!("{}/{database}{query}", &url[..path])
}

/// Held until the process ends: that somebody uses the cluster.
static IN_USE: OnceLock<File> = OnceLock::new();

fn own_cluster() -> String {
    let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("postgres");
    fs::create_dir_all(&state).expect("the target folder can be written to");
    let starting = lock_file(&state, "start.lock");
    starting.lock().expect("the lock can be waited for");
    let users = IN_USE.get_or_init(|| lock_file(&state, "users.lock"));
    users.lock_shared().expect("the lock can be waited for");

    let record = state.join("folder");
    if let Ok(folder) = fs::read_to_string(&record) {
        let url = format!("postgres://lantoa@/postgres?host={folder}");
        if PgConnection::establish(&url).is_ok() {
            return url;
        }
    }
    let folder = start();
    fs::write(&record, &folder).expect("the target folder can be written to");
    // It outlives this process on purpose: setsid forks and returns at once.
    let attended = Command::new("setsid")
        .arg("--fork")
        .arg(script())
        .args(["attend", &folder])
        .arg(&state)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(attended.is_ok_and(|left| left.success()), "setsid is part of every Linux");
    format!("postgres://lantoa@/postgres?host={folder}")
}

fn start() -> String {
    let done = Command::new(script()).arg("start").output().expect("bash is part of every Linux");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success(),
        "No PostgreSQL for this test: {said}\n\
         Install it (Debian: apt-get install postgresql), or run `make test`, which does,\n\
         or leave these tests out by name: cargo test -- --skip on_postgresql"
    );
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres")
}

fn lock_file(folder: &Path, name: &str) -> File {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(name))
        .expect("the target folder can be written to")
}

#[test]
fn the_name_of_the_database_is_replaced_in_every_form_of_url() {
    let renamed = |url| with_database(url, "t");
    assert_eq!(
        renamed("postgres://lantoa@/postgres?host=/tmp/x"),
        "postgres://lantoa@/t?host=/tmp/x"
    );
    assert_eq!(
        renamed("postgres://u:p@127.0.0.1:5432/postgres"),
        "postgres://u:p@127.0.0.1:5432/t"
    );
    assert_eq!(renamed("postgres://u@127.0.0.1"), "postgres://u@127.0.0.1/t");
}
