//! The terms and places a document may name, as the database has them now.

use std::collections::HashMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Document, Language, Taxonomy};
use crate::db::Conn;
use crate::db::schema::terms;
use crate::names::nearest;
use crate::organisations::{Finder, Place, Succession};
use crate::text::collate;

/// One term of a taxonomy, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = terms)]
pub struct Term {
    pub id: i64,
    pub taxonomy: String,
    pub slug: String,
    pub name_vi: String,
    pub name_en: String,
    pub parent_id: Option<i64>,
    pub position: i32,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

impl Term {
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.name_vi,
            Language::En => &self.name_en,
        }
    }
}

/// A term to add or to bring up to date by its taxonomy and slug.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = terms, treat_none_as_null = true)]
pub struct NewTerm {
    pub taxonomy: String,
    pub slug: String,
    pub name_vi: String,
    pub name_en: String,
    pub parent_id: Option<i64>,
    pub position: i32,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

impl NewTerm {
    /// Adds it, or changes the one with its taxonomy and slug; returns its id.
    pub fn save(&self, conn: &mut Conn) -> QueryResult<i64> {
        let existing = terms::table
            .filter(terms::taxonomy.eq(&self.taxonomy))
            .filter(terms::slug.eq(&self.slug));
        match existing.select(terms::id).first::<i64>(conn).optional()? {
            Some(id) => {
                diesel::update(terms::table.find(id)).set(self).execute(conn)?;
                Ok(id)
            }
            None => {
                diesel::insert_into(terms::table).values(self).returning(terms::id).get_result(conn)
            }
        }
    }
}

/// All terms and places, in memory: a few hundred rows that every page names.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    terms: HashMap<(Taxonomy, String), Term>,
    places: HashMap<String, Place>,
    /// Their slugs, communes first, by name; put in order once, which takes milliseconds.
    order: Vec<String>,
    successions: Vec<Succession>,
    /// Made when it is first asked for.
    finder: OnceLock<Finder>,
}

impl Vocabulary {
    pub fn load(conn: &mut Conn) -> QueryResult<Self> {
        let rows: Vec<Term> = terms::table.select(Term::as_select()).load(conn)?;
        let keyed = rows.into_iter().filter_map(|term| {
            let taxonomy: Taxonomy = term.taxonomy.parse().ok()?;
            Some(((taxonomy, term.slug.clone()), term))
        });
        let mut places = Place::all(conn)?;
        places.sort_by_cached_key(|place| (!place.is_commune(), collate::key(&place.name)));
        Ok(Self {
            terms: keyed.collect(),
            order: places.iter().map(|place| place.slug.clone()).collect(),
            places: places.into_iter().map(|place| (place.slug.clone(), place)).collect(),
            successions: Succession::all(conn)?,
            finder: OnceLock::new(),
        })
    }

    pub fn term(&self, taxonomy: Taxonomy, slug: &str) -> Option<&Term> {
        self.terms.get(&(taxonomy, slug.to_owned()))
    }

    /// The terms of `taxonomy` in their order.
    pub fn terms(&self, taxonomy: Taxonomy) -> Vec<&Term> {
        let mut found: Vec<&Term> =
            self.terms.iter().filter(|((own, _), _)| *own == taxonomy).map(|(_, t)| t).collect();
        found.sort_by_key(|term| (term.position, term.id));
        found
    }

    /// Where an event takes place: its venue, and the commune where there is one
    /// that the venue does not name itself.
    pub fn whereabouts(&self, venue: &str, places: &[String], language: Language) -> String {
        let place = match places {
            [only] => self.place(only).map_or(String::new(), |place| place.name_in(language)),
            _ => String::new(),
        };
        let named = venue.to_lowercase().contains(&place.to_lowercase());
        match (venue, named) {
            (venue, true) => venue.to_owned(),
            ("", _) => place,
            (venue, _) => format!("{venue}, {place}"),
        }
    }

    pub fn place(&self, slug: &str) -> Option<&Place> {
        self.places.get(slug)
    }

    pub fn place_by_id(&self, id: i64) -> Option<&Place> {
        self.places.values().find(|place| place.id == id)
    }

    /// Finds places by what people call them.
    pub fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::new(&self.places()))
    }

    /// All places, communes first, by Vietnamese name.
    pub fn places(&self) -> Vec<&Place> {
        self.order.iter().filter_map(|slug| self.places.get(slug)).collect()
    }

    /// The communes that lie, wholly or partly, in the old district `place_id`,
    /// or the districts that the commune came from.
    pub fn related_places(&self, place_id: i64) -> Vec<&Place> {
        let other = |s: &Succession| match place_id {
            id if s.old_place_id == id => Some(s.new_place_id),
            id if s.new_place_id == id => Some(s.old_place_id),
            _ => None,
        };
        let ids: Vec<i64> = self.successions.iter().filter_map(other).collect();
        self.places().into_iter().filter(|place| ids.contains(&place.id)).collect()
    }

    /// The old district that most of a commune comes from.
    pub fn main_district(&self, commune: &Place) -> Option<&Place> {
        let first = self.successions.iter().find(|one| one.new_place_id == commune.id)?;
        self.place_by_id(first.old_place_id)
    }

    /// Who is near the communes `own`, ring by ring: they themselves, the
    /// others of their old districts, the other neighbours on the schematic
    /// map. Within a ring the nearest on the map come first; each place
    /// stands in one ring.
    pub fn rings<'a>(&'a self, own: &[&'a Place]) -> [Vec<&'a Place>; 3] {
        let districts: Vec<i64> =
            own.iter().filter_map(|place| Some(self.main_district(place)?.id)).collect();
        let steps = |place: &Place| {
            let tile = place.tile()?;
            own.iter().filter_map(|one| Some(one.tile()?.distance(tile))).min()
        };
        let others = self
            .places()
            .into_iter()
            .filter(|place| place.is_commune() && !own.iter().any(|one| one.id == place.id));
        let (mut same, mut beside) = (Vec::new(), Vec::new());
        for place in others {
            if self.main_district(place).is_some_and(|one| districts.contains(&one.id)) {
                same.push(place);
            } else if steps(place) == Some(1) {
                beside.push(place);
            }
        }
        same.sort_by_key(|place| steps(place).unwrap_or(i32::MAX));
        [own.to_vec(), same, beside]
    }

    /// A place itself, if it is a commune, or the communes an old district became.
    pub fn communes_of<'a>(&'a self, place: &'a Place) -> Vec<&'a Place> {
        if place.is_commune() { vec![place] } else { self.related_places(place.id) }
    }

    /// The ids of a document's fields; unknown ones are passed over.
    pub fn field_ids(&self, document: &Document) -> Vec<i64> {
        let slugs = document.terms.get(&Taxonomy::Field).map(Vec::as_slice).unwrap_or_default();
        slugs.iter().filter_map(|slug| Some(self.term(Taxonomy::Field, slug)?.id)).collect()
    }

    /// The ids of a document's terms; unknown ones are passed over.
    pub fn term_ids(&self, document: &Document) -> Vec<i64> {
        let all = document.terms.iter().flat_map(|(taxonomy, slugs)| {
            slugs.iter().filter_map(|slug| self.term(*taxonomy, slug))
        });
        all.map(|term| term.id).collect()
    }

    /// The ids of a document's places; unknown ones are passed over.
    pub fn place_ids(&self, document: &Document) -> Vec<i64> {
        document.places.iter().filter_map(|slug| self.place(slug)).map(|place| place.id).collect()
    }

    /// The known slug of `taxonomy` most like `slug`.
    pub fn nearest_term(&self, taxonomy: Taxonomy, slug: &str) -> Option<&str> {
        let own = self.terms.keys().filter(|(own, _)| *own == taxonomy);
        nearest(slug, own.map(|(_, known)| known.as_str()))
    }

    /// The known place's slug most like `slug`.
    pub fn nearest_place(&self, slug: &str) -> Option<&str> {
        nearest(slug, self.places.keys().map(String::as_str))
    }
}
