//! Communes of today and districts before July 2025.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Tile;
use crate::db::Conn;
use crate::db::schema::{place_successions, places};
use crate::names::{Language, closed_list};

/// One place as stored.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = places)]
pub struct Place {
    pub id: i64,
    /// The General Statistics Office's code.
    pub code: String,
    pub slug: String,
    /// "Ba Vì"
    pub name: String,
    /// "Xã Ba Vì"
    pub full_name: String,
    /// One of [`PlaceKind`]'s names.
    pub kind: String,
    pub area_km2: Option<f64>,
    pub population: Option<i64>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// Of a commune: the full names of those of before July 2025 that it was
    /// made of, wholly or partly, with `;` between them.
    pub old_communes: String,
    /// Where its tile lies on the schematic map, see [`super::Tile`].
    pub map_column: Option<i32>,
    pub map_row: Option<i32>,
}

/// A place to add or to bring up to date by its slug.
#[derive(Debug, Clone, Default, Insertable, AsChangeset)]
#[diesel(table_name = places, treat_none_as_null = true)]
pub struct NewPlace {
    pub code: String,
    pub slug: String,
    pub name: String,
    pub full_name: String,
    pub kind: String,
    pub area_km2: Option<f64>,
    pub population: Option<i64>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub old_communes: String,
    pub map_column: Option<i32>,
    pub map_row: Option<i32>,
}

closed_list! {
    /// What a place is: a commune of today or a district of before July 2025.
    PlaceKind { Commune = "commune", District = "district" }
}

impl NewPlace {
    /// Adds it, or changes the one with its slug; returns its id.
    pub fn save(&self, conn: &mut Conn) -> QueryResult<i64> {
        let existing = places::table.filter(places::slug.eq(&self.slug));
        match existing.select(places::id).first::<i64>(conn).optional()? {
            Some(id) => {
                diesel::update(places::table.find(id)).set(self).execute(conn)?;
                Ok(id)
            }
            None => diesel::insert_into(places::table)
                .values(self)
                .returning(places::id)
                .get_result(conn),
        }
    }
}

impl Place {
    pub fn all(conn: &mut Conn) -> QueryResult<Vec<Self>> {
        places::table.select(Self::as_select()).load(conn)
    }

    /// What it is called in `language`: "Xã Ba Vì", "Ba Vì commune".
    pub fn name_in(&self, language: Language) -> String {
        let unit = match (language, self.full_name.split(' ').next()) {
            (Language::Vi, _) => return self.full_name.clone(),
            (_, Some("Phường")) => "ward",
            (_, Some("Xã")) => "commune",
            (_, Some("Thị")) => "town",
            _ => "district",
        };
        format!("{} {unit}", self.name)
    }

    pub fn is_commune(&self) -> bool {
        self.kind == PlaceKind::Commune.name()
    }

    /// Its tile on the schematic map, if it has one.
    pub fn tile(&self) -> Option<Tile> {
        Some(Tile { column: self.map_column?, row: self.map_row? })
    }

    /// The full names of the communes of before July 2025 that it was made of.
    pub fn old_communes(&self) -> impl Iterator<Item = &str> {
        self.old_communes.split(';').map(str::trim).filter(|name| !name.is_empty())
    }
}

/// That a new place lies, wholly or partly, in an old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = place_successions)]
pub struct Succession {
    pub old_place_id: i64,
    pub new_place_id: i64,
}

impl Succession {
    /// In the order in which they were written: of a commune's old districts
    /// the one that most of it comes from stands first.
    pub fn all(conn: &mut Conn) -> QueryResult<Vec<Self>> {
        place_successions::table.order(place_successions::id).select(Self::as_select()).load(conn)
    }

    /// Adds it unless it stands there already.
    pub fn save(self, conn: &mut Conn) -> QueryResult<()> {
        let same = place_successions::table
            .filter(place_successions::old_place_id.eq(self.old_place_id))
            .filter(place_successions::new_place_id.eq(self.new_place_id));
        let exists: bool = diesel::select(diesel::dsl::exists(same)).get_result(conn)?;
        if !exists {
            diesel::insert_into(place_successions::table).values(self).execute(conn)?;
        }
        Ok(())
    }
}
