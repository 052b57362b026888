//! Live items of one kind by field and place: the gallery of stories, the map,
//! and what there is near somebody.
//!
//! `live_shelves` has a row for each shelf an item stands on, so that every
//! list here is one range of an index, however large the site is.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::listing::{Cursor, Page};
use super::{ContentLanguage, Kind, Language, Live};
use crate::db::schema::{live, live_shelves};
use crate::db::{Conn, dialect};

/// In the place of a field or a place: any.
const ANY: i64 = 0;
/// In the place of a place: the item names none, so it concerns the whole city.
const CITY_WIDE: i64 = -1;

/// Where a shelf is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Anywhere,
    Place(i64),
    /// What names no place.
    CityWide,
}

impl Spot {
    fn id(self) -> i64 {
        match self {
            Spot::Anywhere => ANY,
            Spot::Place(id) => id,
            Spot::CityWide => CITY_WIDE,
        }
    }
}

/// One kind's live items of a field at a spot. With neither field nor spot it
/// is the kind's whole list, which is [`super::listing::Listing::Kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelf {
    pub kind: Kind,
    pub language: ContentLanguage,
    /// A term of the taxonomy of fields.
    pub field: Option<i64>,
    pub spot: Spot,
}

impl Shelf {
    /// At most `limit` of its items, newest first, after `cursor`.
    pub fn page(self, cursor: Option<Cursor>, limit: usize, conn: &mut Conn) -> QueryResult<Page> {
        let mut query = live_shelves::table
            .inner_join(live::table)
            .filter(live_shelves::kind.eq(self.kind.name()))
            .filter(live_shelves::language.eq(self.language.name()))
            .filter(live_shelves::field_id.eq(self.field.unwrap_or(ANY)))
            .filter(live_shelves::place_id.eq(self.spot.id()))
            .select(Live::as_select())
            .into_boxed();
        if let Some(Cursor { published_at, item_id }) = cursor {
            let same =
                live_shelves::published_at.eq(published_at).and(live_shelves::item_id.lt(item_id));
            query = query
                .filter(live_shelves::published_at.le(published_at))
                .filter(live_shelves::published_at.lt(published_at).or(same));
        }
        let mut rows: Vec<Live> = query
            .order((live_shelves::published_at.desc(), live_shelves::item_id.desc()))
            .limit(limit as i64 + 1)
            .load(conn)?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(Cursor::after);
        Ok(Page { rows, next })
    }

    /// The newest at any of `spots`, each once, newest first: `limit` of each of `kinds`.
    /// Two questions, however many places there are; at one place one for each kind.
    pub fn newest(
        kinds: &[Kind],
        language: Language,
        spots: &[Spot],
        limit: usize,
        conn: &mut Conn,
    ) -> QueryResult<Vec<Live>> {
        let newest_first = |mut rows: Vec<Live>| {
            rows.sort_by_key(|row| std::cmp::Reverse((row.published_at, row.item_id)));
            rows
        };
        if let [spot] = *spots {
            let mut rows = Vec::new();
            for &kind in kinds {
                let shelf = Self { kind, language: language.into(), field: None, spot };
                rows.extend(shelf.page(None, limit, conn)?.rows);
            }
            return Ok(newest_first(rows));
        }
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        let places: Vec<i64> = spots.iter().map(|spot| spot.id()).collect();
        let mut found = dialect::newest_on_shelves(conn, &names, language.name(), &places, limit)?;
        found.sort_by_key(|one| std::cmp::Reverse((one.published_at, one.item_id)));
        found.dedup_by_key(|one| one.item_id);
        let mut ids = Vec::new();
        for name in names {
            let of_kind = found.iter().filter(|one| one.kind == name);
            ids.extend(of_kind.take(limit).map(|one| one.item_id));
        }
        let rows = if ids.is_empty() { Vec::new() } else { Live::among(&ids, conn)? };
        Ok(newest_first(rows))
    }

    /// How many items of the kind stand at each place. Reads one
    /// entry of the index per item and place: for pages that are kept.
    pub fn by_place(
        kind: Kind,
        language: Language,
        conn: &mut Conn,
    ) -> QueryResult<HashMap<i64, i64>> {
        let rows: Vec<(i64, i64)> = live_shelves::table
            .filter(live_shelves::kind.eq(kind.name()))
            .filter(live_shelves::language.eq(language.name()))
            .filter(live_shelves::field_id.eq(ANY))
            .filter(live_shelves::place_id.gt(ANY))
            .group_by(live_shelves::place_id)
            .select((live_shelves::place_id, count_star()))
            .load(conn)?;
        Ok(rows.into_iter().collect())
    }

    /// The places at which anything of the kind and field stands.
    pub fn places(
        kind: Kind,
        language: Language,
        field: Option<i64>,
        conn: &mut Conn,
    ) -> QueryResult<Vec<i64>> {
        dialect::shelved_places(conn, kind.name(), language.name(), field.unwrap_or(ANY))
    }

    /// Whether anything of the kind and field stands at one of `spots`.
    pub fn any(
        kind: Kind,
        language: Language,
        field: Option<i64>,
        spots: &[Spot],
        conn: &mut Conn,
    ) -> QueryResult<bool> {
        for spot in spots {
            let shelf = Self { kind, language: language.into(), field, spot: *spot };
            if !shelf.page(None, 1, conn)?.rows.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Puts a live row on its shelves.
pub(super) fn put(row: &Live, fields: &[i64], places: &[i64], conn: &mut Conn) -> QueryResult<()> {
    let own_fields = std::iter::once(ANY).chain(fields.iter().copied());
    let spots: Vec<i64> = match places {
        [] => vec![ANY, CITY_WIDE],
        places => std::iter::once(ANY).chain(places.iter().copied()).collect(),
    };
    for (field, spot) in own_fields.flat_map(|field| spots.iter().map(move |spot| (field, *spot))) {
        if (field, spot) == (ANY, ANY) {
            continue;
        }
        let values = (
            live_shelves::item_id.eq(row.item_id),
            live_shelves::field_id.eq(field),
            live_shelves::place_id.eq(spot),
            live_shelves::kind.eq(&row.kind_name),
            live_shelves::language.eq(&row.language_name),
            live_shelves::published_at.eq(row.published_at),
        );
        diesel::insert_into(live_shelves::table).values(values).execute(conn)?;
    }
    Ok(())
}
