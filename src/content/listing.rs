//! Lists of live items, newest first, page by page.
//!
//! Pages are cut by a cursor, not by counting from the front: the thousandth
//! page costs what the first does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use diesel::prelude::*;

use super::{ContentLanguage, Kind, Language, live::Live};
use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::{live, live_places, live_terms};

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listing {
    All,
    Kind(Kind),
    Term(i64),
    Place(i64),
}

/// A place in a list: just after the item it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub published_at: Instant,
    pub item_id: i64,
}

/// The text is no cursor of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown cursor")]
pub struct UnknownCursor;

impl Cursor {
    pub fn after(row: &Live) -> Self {
        Self { published_at: row.published_at, item_id: row.item_id }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = [0; 16];
        let micros = self.published_at.and_utc().timestamp_micros();
        bytes[..8].copy_from_slice(&micros.to_be_bytes());
        bytes[8..].copy_from_slice(&self.item_id.to_be_bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl std::str::FromStr for Cursor {
    type Err = UnknownCursor;

    fn from_str(text: &str) -> Result<Self, UnknownCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| UnknownCursor)?;
        let bytes: [u8; 16] = bytes.try_into().map_err(|_| UnknownCursor)?;
        let number = |range: std::ops::Range<usize>| {
            <[u8; 8]>::try_from(&bytes[range]).map(i64::from_be_bytes).map_err(|_| UnknownCursor)
        };
        let published_at =
            DateTime::from_timestamp_micros(number(0..8)?).ok_or(UnknownCursor)?.naive_utc();
        Ok(Self { published_at, item_id: number(8..16)? })
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<Live>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

impl Listing {
    /// At most `limit` live items in `language`, newest first, after `cursor`.
    pub fn page(
        self,
        language: impl Into<ContentLanguage>,
        cursor: Option<Cursor>,
        limit: usize,
        conn: &mut Conn,
    ) -> QueryResult<Page> {
        let language = language.into();
        let ask = limit as i64 + 1;
        let mut rows = match self {
            Listing::All => load_live(None, language, cursor, ask, conn)?,
            Listing::Kind(kind) => load_live(Some(kind), language, cursor, ask, conn)?,
            Listing::Term(id) => load_term(id, language, cursor, ask, conn)?,
            Listing::Place(id) => load_place(id, language, cursor, ask, conn)?,
        };
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(Cursor::after);
        Ok(Page { rows, next })
    }
}

fn load_live(
    kind: Option<Kind>,
    language: ContentLanguage,
    cursor: Option<Cursor>,
    limit: i64,
    conn: &mut Conn,
) -> QueryResult<Vec<Live>> {
    let mut query = live::table
        .filter(live::language.eq(language.name()))
        .select(Live::as_select())
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(live::kind.eq(kind.name()));
    }
    if let Some(Cursor { published_at, item_id }) = cursor {
        let same_instant = live::published_at.eq(published_at).and(live::item_id.lt(item_id));
        // The first condition alone lets the index find the place; the second is exact.
        query = query
            .filter(live::published_at.le(published_at))
            .filter(live::published_at.lt(published_at).or(same_instant));
    }
    query.order((live::published_at.desc(), live::item_id.desc())).limit(limit).load(conn)
}

/// A list by term: the order and the cut come from the narrow table's index.
macro_rules! load_filed {
    ($name:ident, $table:ident, $id:ident) => {
        fn $name(
            id: i64,
            language: ContentLanguage,
            cursor: Option<Cursor>,
            limit: i64,
            conn: &mut Conn,
        ) -> QueryResult<Vec<Live>> {
            let mut query = $table::table
                .inner_join(live::table)
                .filter($table::$id.eq(id))
                .filter($table::language.eq(language.name()))
                .select(Live::as_select())
                .into_boxed();
            if let Some(Cursor { published_at, item_id }) = cursor {
                let same = $table::published_at.eq(published_at).and($table::item_id.lt(item_id));
                query = query
                    .filter($table::published_at.le(published_at))
                    .filter($table::published_at.lt(published_at).or(same));
            }
            query
                .order(($table::published_at.desc(), $table::item_id.desc()))
                .limit(limit)
                .load(conn)
        }
    };
}
load_filed!(load_term, live_terms, term_id);
load_filed!(load_place, live_places, place_id);

/// The featured items, newest first.
pub fn featured(language: Language, limit: i64, conn: &mut Conn) -> QueryResult<Vec<Live>> {
    live::table
        .filter(live::language.eq(language.name()))
        // As the index has it, which is of these few: a value that is bound would not do.
        .filter(live::featured)
        .order((live::published_at.desc(), live::item_id.desc()))
        .limit(limit)
        .select(Live::as_select())
        .load(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_a_forged_one_is_refused() {
        let at = DateTime::from_timestamp_micros(1_760_000_000_123_456).expect("valid").naive_utc();
        let cursor = Cursor { published_at: at, item_id: 42 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert_eq!("abc".parse::<Cursor>(), Err(UnknownCursor));
        assert_eq!("../../etc".parse::<Cursor>(), Err(UnknownCursor));
    }
}
