//! What was corrected in public. A correction stays when the next revision goes
//! out; when its item is taken away, that there was one stays.

use diesel::prelude::*;

use super::listing::Cursor;
use super::{ContentLanguage, Document, Item, Kind, Language, Live, parse_document};
use crate::clock::Instant;
use crate::db::schema::{corrections, items, live, revisions};
use crate::db::{Conn, DbError};

/// One correction as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = corrections)]
pub struct Correction {
    pub id: i64,
    pub item_id: i64,
    pub corrected_at: Instant,
    /// Plain text, one line.
    pub text: String,
}

/// A correction and what it was made to.
#[derive(Debug, Clone)]
pub struct Corrected {
    pub correction: Correction,
    pub kind: Kind,
    /// `None`: it was taken away, and nothing of it is told but that.
    pub live: Option<Live>,
}

impl Correction {
    /// Keeps what a revision that goes out at `at` says it corrects. Nothing is
    /// written for a revision that was out before, nor when the words are those
    /// of the correction before: they were left in the form.
    pub fn record(
        item: &Item,
        revision_id: i64,
        document: &Document,
        at: Instant,
        conn: &mut Conn,
    ) -> QueryResult<()> {
        if document.correction.is_empty() {
            return Ok(());
        }
        let told: Vec<(i64, String)> = corrections::table
            .filter(corrections::item_id.eq(item.id))
            .order((corrections::corrected_at.desc(), corrections::id.desc()))
            .select((corrections::revision_id, corrections::text))
            .load(conn)?;
        let again = told.iter().any(|(revision, _)| *revision == revision_id);
        if again || told.first().is_some_and(|(_, text)| *text == document.correction) {
            return Ok(());
        }
        let row = (
            corrections::item_id.eq(item.id),
            corrections::revision_id.eq(revision_id),
            corrections::language.eq(&item.language_name),
            corrections::corrected_at.eq(at),
            corrections::text.eq(&document.correction),
        );
        diesel::insert_into(corrections::table).values(row).execute(conn).map(drop)
    }

    /// The same for every revision of an item that was ever out (import).
    pub fn gather(item: &Item, conn: &mut Conn) -> Result<(), DbError> {
        let published: Vec<(i64, Option<Instant>, String)> = revisions::table
            .filter(revisions::item_id.eq(item.id))
            .filter(revisions::published_at.is_not_null())
            .order(revisions::number)
            .select((revisions::id, revisions::published_at, revisions::content))
            .load(conn)?;
        for (id, at, content) in published {
            let document = parse_document(&content)?;
            Self::record(item, id, &document, at.unwrap_or_default(), conn)?;
        }
        Ok(())
    }

    /// Those of a live item, newest first.
    pub fn of_item(item_id: i64, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        corrections::table
            .inner_join(live::table)
            .filter(corrections::item_id.eq(item_id))
            .order((corrections::corrected_at.desc(), corrections::id.desc()))
            .select(Self::as_select())
            .load(conn)
    }

    /// At most `limit` corrections of items that stand, or stood, in the interface in
    /// `language`, whatever theirs is, newest first, after `cursor`, which names a
    /// correction by its time and id.
    pub fn page(
        language: Language,
        cursor: Option<Cursor>,
        limit: usize,
        conn: &mut Conn,
    ) -> QueryResult<(Vec<Corrected>, Option<Cursor>)> {
        let languages: Vec<&str> =
            ContentLanguage::within(language).map(|one| one.name()).collect();
        let mut query = corrections::table
            .inner_join(items::table.on(items::id.eq(corrections::item_id)))
            .left_join(live::table)
            .filter(corrections::language.eq_any(languages))
            .select((Self::as_select(), items::kind, Option::<Live>::as_select()))
            .into_boxed();
        if let Some(Cursor { published_at: at, item_id: id }) = cursor {
            let same = corrections::corrected_at.eq(at).and(corrections::id.lt(id));
            query = query.filter(corrections::corrected_at.lt(at).or(same));
        }
        let mut rows: Vec<(Self, String, Option<Live>)> = query
            .order((corrections::corrected_at.desc(), corrections::id.desc()))
            .limit(limit as i64 + 1)
            .load(conn)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let cursor = |(last, ..): &(Self, _, _)| Cursor {
            published_at: last.corrected_at,
            item_id: last.id,
        };
        let next = rows.last().filter(|_| more).map(cursor);
        let corrected = rows.into_iter().map(|(correction, kind, live)| Corrected {
            correction,
            kind: kind.parse().unwrap_or_default(),
            live,
        });
        Ok((corrected.collect(), next))
    }
}
