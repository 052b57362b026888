//! What was taken from the public of late: those who carry our texts must hear
//! of it, for an item that leaves a feed may only have grown old.

use std::collections::HashSet;

use chrono::{Days, SecondsFormat};
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;

use super::Scope;
use super::feed::{local, urn};
use crate::clock::Instant;
use crate::content::{ContentLanguage, State, Vocabulary, parse_document};
use crate::db::schema::{items, live, revisions};
use crate::db::{Conn, DbError};

/// How many days a withdrawal is told.
pub const KEPT_DAYS: u64 = 30;

/// The newest withdrawals that are looked at for one feed.
const LOOKED_AT: i64 = 200;

/// An item that was public and is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The item's UUID.
    pub uid: String,
    pub at: Instant,
}

/// The namespace in which feeds say what was taken back (RFC 6721 §2).
pub(super) const TOMBSTONES: &str = "http://purl.org/atompub/tombstones/1.0";

impl Withdrawn {
    /// Of which entry, and since when; the reason is not public.
    pub(super) fn tombstone(&self) -> [(&'static str, String); 2] {
        let when = local(self.at).to_rfc3339_opts(SecondsFormat::Secs, false);
        [("ref", urn(&self.uid)), ("when", when)]
    }
}

const TAKEN: [&str; 2] = ["withdrawn", "archived"];

/// What of `scope` was taken from the public in the [`KEPT_DAYS`] before `now`,
/// the newest first.
pub fn withdrawn(
    scope: &Scope,
    language: ContentLanguage,
    now: Instant,
    vocabulary: &Vocabulary,
    conn: &mut Conn,
) -> Result<Vec<Withdrawn>, DbError> {
    debug_assert_eq!(TAKEN, [State::Withdrawn.name(), State::Archived.name()]);
    let since = now.checked_sub_days(Days::new(KEPT_DAYS)).unwrap_or(now);
    let is_live = exists(live::table.filter(live::item_id.eq(revisions::item_id)));
    let rows: Vec<(String, Instant, String)> = revisions::table
        .inner_join(items::table)
        .filter(revisions::state.eq_any(TAKEN))
        .filter(revisions::state_at.ge(since))
        .filter(revisions::published_at.is_not_null())
        .filter(items::language.eq(language.name()))
        .filter(not(is_live))
        .order((revisions::state_at.desc(), revisions::id.desc()))
        .limit(LOOKED_AT)
        .select((items::uid, revisions::state_at, revisions::content))
        .load(conn)?;
    let mut told = HashSet::new();
    let mut found = Vec::new();
    for (uid, at, content) in rows {
        if scope.has(&parse_document(&content)?, vocabulary) && told.insert(uid.clone()) {
            found.push(Withdrawn { uid, at });
        }
    }
    Ok(found)
}

/// When anything was last taken from the public: no list that was made before
/// is right after it.
pub fn last_taken_down(conn: &mut Conn) -> QueryResult<Option<Instant>> {
    let mut last = None;
    for state in TAKEN {
        // One state at a time: the newest is the end of the index.
        let of_state = revisions::table.filter(revisions::state.eq(state));
        let at: Option<Instant> = of_state.select(max(revisions::state_at)).first(conn)?;
        last = last.max(at);
    }
    Ok(last)
}
