//! What every integration test stands on: a database of its own, of either
//! kind, and an office with people and documents in it.

mod browser;
mod cluster;
mod database;
mod documents;
mod recordings;
mod site;
mod world;

pub use browser::{Browser, PASSWORD, fields_of, form_token, give_password, somebody};
pub use database::{Backend, TestDb};
pub use documents::document;
pub use recordings::{mp3, recorded, tagged_mp3};
pub use site::{Answer, TestSite};
pub use world::{Person, World};

/// Makes two tests of each function, `on_sqlite::NAME` and `on_postgresql::NAME`,
/// each with a migrated, empty database of its own. Once per module:
///
/// ```ignore
/// on_each_database!(a_draft_is_saved, an_order_is_done_once);
///
/// fn a_draft_is_saved(db: &TestDb) { … }
/// ```
///
/// On a machine without PostgreSQL the second ones fail and say what to do;
/// `make test` leaves them out by their name instead and counts them as skipped.
#[macro_export]
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $name() {
                super::$name(&$crate::harness::TestDb::new($crate::harness::Backend::Sqlite));
            })+
        }
        mod on_postgresql {
            $(#[test] fn $name() {
                super::$name(&$crate::harness::TestDb::new($crate::harness::Backend::Postgres));
            })+
        }
    };
}
