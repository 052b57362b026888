//! Addresses: unique slugs per language and kind, and the old ones for ever.

use diesel::prelude::*;

use super::{ContentLanguage, Item, Kind};
use crate::clock::Instant;
use crate::db::schema::slugs;
use crate::db::{Conn, dialect};

/// Where a slug leads.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = slugs)]
pub struct Address {
    pub item_id: i64,
    pub slug: String,
    /// Whether it is the item's address today; an old one redirects to that.
    pub current: bool,
    /// Whether the public ever saw it; until then it answers to nobody.
    pub public: bool,
}

impl Address {
    /// What stands under `slug` of a list, whether public or not.
    pub fn resolve(
        kind: &str,
        language: &str,
        slug: &str,
        conn: &mut Conn,
    ) -> QueryResult<Option<Self>> {
        slugs::table
            .filter(slugs::language.eq(language))
            .filter(slugs::kind.eq(kind))
            .filter(slugs::slug.eq(slug))
            .select(Self::as_select())
            .first(conn)
            .optional()
    }

    /// The item's address of today.
    pub fn current(item_id: i64, conn: &mut Conn) -> QueryResult<Option<String>> {
        slugs::table
            .filter(slugs::item_id.eq(item_id))
            .filter(slugs::current.eq(true))
            .select(slugs::slug)
            .first(conn)
            .optional()
    }

    /// The addresses an item had before, oldest first.
    pub fn former(item_id: i64, conn: &mut Conn) -> QueryResult<Vec<String>> {
        slugs::table
            .filter(slugs::item_id.eq(item_id))
            .filter(slugs::current.eq(false))
            .order(slugs::id)
            .select(slugs::slug)
            .load(conn)
    }

    /// Marks the item's present address as seen by the public.
    pub fn make_public(item_id: i64, conn: &mut Conn) -> QueryResult<()> {
        let row = slugs::table.filter(slugs::item_id.eq(item_id)).filter(slugs::current.eq(true));
        diesel::update(row).set(slugs::public.eq(true)).execute(conn).map(drop)
    }

    /// What an address that somebody pasted ends with: by that an item is known.
    pub fn slug_of(pasted: &str) -> &str {
        let path = pasted.split(['?', '#']).next().unwrap_or_default();
        path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    }

    /// The items that stand, or stood, under a slug in any list; a whole address is
    /// known by its end.
    pub fn of_any_kind(
        language: ContentLanguage,
        address: &str,
        conn: &mut Conn,
    ) -> QueryResult<Vec<i64>> {
        slugs::table
            .filter(slugs::language.eq(language.name()))
            .filter(slugs::slug.eq(Self::slug_of(address)))
            .filter(slugs::kind.eq_any(Kind::ALL.iter().map(|kind| kind.name())))
            .order(slugs::id)
            .select(slugs::item_id)
            .load(conn)
    }

    /// Makes `wanted`, or the nearest free slug after it, the item's address,
    /// and returns it. An old address that the public never saw is given up.
    pub fn claim(item: &Item, wanted: &str, now: Instant, conn: &mut Conn) -> QueryResult<String> {
        let slug = Self::free(item, wanted, conn)?;
        let own = slugs::table.filter(slugs::item_id.eq(item.id));
        diesel::update(own.filter(slugs::current.eq(true)))
            .set(slugs::current.eq(false))
            .execute(conn)?;
        let again = diesel::update(own.filter(slugs::slug.eq(&slug)))
            .set(slugs::current.eq(true))
            .execute(conn)?;
        if again == 0 {
            Self::insert(item, &slug, true, false, now, conn)?;
        }
        let given_up = own.filter(slugs::current.eq(false)).filter(slugs::public.eq(false));
        diesel::delete(given_up).execute(conn)?;
        Ok(slug)
    }

    /// Remembers an address the item once had in public (import).
    pub fn remember(item: &Item, slug: &str, now: Instant, conn: &mut Conn) -> QueryResult<()> {
        match Self::resolve(&item.kind_name, &item.language_name, slug, conn)? {
            Some(_) => Ok(()),
            None => Self::insert(item, slug, false, true, now, conn),
        }
    }

    fn insert(
        item: &Item,
        slug: &str,
        current: bool,
        public: bool,
        now: Instant,
        conn: &mut Conn,
    ) -> QueryResult<()> {
        let row = (
            slugs::kind.eq(&item.kind_name),
            slugs::language.eq(&item.language_name),
            slugs::slug.eq(slug),
            slugs::item_id.eq(item.id),
            slugs::current.eq(current),
            slugs::public.eq(public),
            slugs::created_at.eq(now),
        );
        diesel::insert_into(slugs::table).values(row).execute(conn).map(drop)
    }

    /// `wanted`, or `wanted-2`, `wanted-3` …: one that is free or the item's own,
    /// the number before it taken; in a transaction it stays free until that
    /// ends. A title that thousands share costs a few steps, not thousands.
    pub fn free(item: &Item, wanted: &str, conn: &mut Conn) -> QueryResult<String> {
        dialect::lock_addresses(conn)?;
        let wanted = if wanted.is_empty() { &item.uid } else { wanted };
        let name = |number: u64| match number {
            1 => wanted.to_owned(),
            number => format!("{wanted}-{number}"),
        };
        let mut is_free = |number: u64| -> QueryResult<bool> {
            let found = Self::resolve(&item.kind_name, &item.language_name, &name(number), conn)?;
            Ok(found.is_none_or(|taken| taken.item_id == item.id))
        };
        let (mut taken, mut free) = (0, 1);
        while !is_free(free)? {
            taken = free;
            free *= 2;
        }
        while free - taken > 1 {
            let middle = taken + (free - taken) / 2;
            if is_free(middle)? { free = middle } else { taken = middle }
        }
        Ok(name(free))
    }
}
