//! An office: who writes, who answers for it, and what stands below it.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::organisations;
use crate::names::{Language, closed_list};
use crate::text::collate;

/// One office as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = organisations)]
pub struct Organisation {
    pub id: i64,
    pub slug: String,
    pub name_vi: String,
    pub name_en: String,
    /// One of [`OrganisationKind`]'s names.
    pub kind: String,
    pub parent_id: Option<i64>,
    pub place_id: Option<i64>,
    /// First and last day it exists; `None` is without bound.
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// Address, telephone, hours, a line each; may be empty.
    pub contact: String,
}

/// Characters of an office's contact.
pub const MAX_CONTACT: usize = 600;

/// An office to add or to bring up to date by its slug.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = organisations, treat_none_as_null = true)]
pub struct NewOrganisation {
    pub slug: String,
    pub name_vi: String,
    pub name_en: String,
    pub kind: String,
    pub parent_id: Option<i64>,
    pub place_id: Option<i64>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub contact: String,
}

impl NewOrganisation {
    /// Adds it, or changes the one with its slug; returns its id.
    pub fn save(&self, conn: &mut Conn) -> QueryResult<i64> {
        let existing = organisations::table.filter(organisations::slug.eq(&self.slug));
        match existing.select(organisations::id).first::<i64>(conn).optional()? {
            Some(id) => {
                let row = organisations::table.find(id);
                diesel::update(row).set(self).execute(conn)?;
                Ok(id)
            }
            None => diesel::insert_into(organisations::table)
                .values(self)
                .returning(organisations::id)
                .get_result(conn),
        }
    }
}

impl Organisation {
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.name_vi,
            Language::En => &self.name_en,
        }
    }

    /// Whether it exists on `day`.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

closed_list! {
    /// What an office is.
    OrganisationKind {
        City = "city", Lead = "lead", Front = "front", Department = "department", Union = "union",
        District = "district", Commune = "commune", Press = "press",
    }
}

/// All offices, with who is below whom.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    by_id: HashMap<i64, Organisation>,
    /// By Vietnamese name; put in order once, which takes milliseconds.
    order: Vec<i64>,
}

impl Tree {
    pub fn load(conn: &mut Conn) -> QueryResult<Self> {
        let rows: Vec<Organisation> =
            organisations::table.select(Organisation::as_select()).load(conn)?;
        Ok(Self::new(rows))
    }

    pub fn new(rows: Vec<Organisation>) -> Self {
        let mut rows = rows;
        rows.sort_by_cached_key(|row| collate::key(&row.name_vi));
        let order = rows.iter().map(|row| row.id).collect();
        Self { by_id: rows.into_iter().map(|row| (row.id, row)).collect(), order }
    }

    pub fn get(&self, id: i64) -> Option<&Organisation> {
        self.by_id.get(&id)
    }

    pub fn by_slug(&self, slug: &str) -> Option<&Organisation> {
        self.by_id.values().find(|one| one.slug == slug)
    }

    /// All of them, by Vietnamese name.
    pub fn all(&self) -> Vec<&Organisation> {
        self.order.iter().filter_map(|id| self.by_id.get(id)).collect()
    }

    /// Whether `id` is `ancestor` or stands somewhere below it.
    pub fn is_within(&self, id: i64, ancestor: i64) -> bool {
        let mut at = Some(id);
        // A circle in the data must not hang us: no tree is deeper than itself is large.
        for _ in 0..=self.by_id.len() {
            match at {
                Some(here) if here == ancestor => return true,
                Some(here) => at = self.by_id.get(&here).and_then(|one| one.parent_id),
                None => return false,
            }
        }
        false
    }

    /// `ancestor` and all below it.
    pub fn within(&self, ancestor: i64) -> Vec<i64> {
        let below = |id: &i64| self.is_within(*id, ancestor);
        self.by_id.keys().copied().filter(|id| below(id)).collect()
    }
}
