//! Import and export: folders, JSON Lines, faults, and the round trip.

mod changes;
mod faults;
mod folder;
mod lines;
mod round_trip;

use lantoa::clock::Instant;
use lantoa::db::Database;
use lantoa::media::store::{Location, Store};
use lantoa::transfer::export;
use lantoa::transfer::fault::Fault;
use lantoa::transfer::import::{self, ImportError, Options, Report};

pub use folder::{Folder, article};

use crate::harness::TestDb;

/// A quarter past eight on 2 March 2026 in Hanoi.
fn now() -> Instant {
    "2026-03-02T01:15:00".parse().expect("a time")
}

/// The store of pictures beside a test's database.
fn store(db: &TestDb) -> Store {
    Store::open(&Location::Folder(db.folder().join("media"))).expect("a folder of the test's own")
}

fn import_with(db: &TestDb, folder: &Folder, options: &Options) -> Result<Report, ImportError> {
    import::run(db, &store(db), folder.path(), options, &mut |_| {})
}

fn import(db: &TestDb, folder: &Folder) -> Report {
    import_with(db, folder, &Options::at(now())).unwrap_or_else(|error| match error {
        ImportError::Faults(faults) => panic!("{}", shown(&faults).join("\n")),
        error => panic!("{error}"),
    })
}

/// The faults of an import that must have some.
fn faults(db: &TestDb, folder: &Folder) -> Vec<String> {
    match import_with(db, folder, &Options::at(now())) {
        Err(ImportError::Faults(faults)) => shown(&faults),
        other => panic!("no faults: {other:?}"),
    }
}

fn shown(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

fn export_to(db: &TestDb, folder: &Folder) -> export::Report {
    let database: &Database = db;
    export::run(database, &store(db), folder.path(), &mut |_| {})
        .unwrap_or_else(|error| panic!("{error}"))
}
