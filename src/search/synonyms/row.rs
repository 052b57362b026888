//! Synonyms in the database.

use diesel::prelude::*;

use super::{Synonym, SynonymError, SynonymKind, Synonyms};
use crate::db::schema::synonyms;
use crate::db::{Conn, DbError};

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSynonym {
    pub id: i64,
    pub entry: Synonym,
}

/// Why an entry was not stored.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    Entry(#[from] SynonymError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for Refused {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl StoredSynonym {
    /// All of them by key: an order that is the same in every database.
    pub fn all(conn: &mut Conn) -> QueryResult<Vec<Self>> {
        let rows: Vec<(i64, String, String)> =
            synonyms::table.select((synonyms::id, synonyms::kind, synonyms::forms)).load(conn)?;
        let read = |(id, kind, forms): (i64, String, String)| {
            let kind: SynonymKind = kind.parse().ok()?;
            Some(Self { id, entry: Synonym::new(kind, forms.split('\n')).ok()? })
        };
        let mut all: Vec<Self> = rows.into_iter().filter_map(read).collect();
        all.sort_by_key(|one| one.entry.key());
        Ok(all)
    }
}

impl Synonyms {
    /// All that the database has, ready to be looked up.
    pub fn load(conn: &mut Conn) -> QueryResult<Self> {
        let all = StoredSynonym::all(conn)?;
        Ok(Self::new(all.iter().map(|one| &one.entry)))
    }
}

impl Synonym {
    /// Adds it; refused when one of its forms leads to another entry already.
    pub fn add(&self, conn: &mut Conn) -> Result<i64, Refused> {
        self.is_free(None, conn)?;
        Ok(self.insert(conn)?)
    }

    /// Puts it in the place of entry `id`; `false` when that is not there.
    pub fn replace(&self, id: i64, conn: &mut Conn) -> Result<bool, Refused> {
        self.is_free(Some(id), conn)?;
        Ok(self.update(id, conn)? > 0)
    }

    /// Takes entry `id` away; `false` when it is not there.
    pub fn remove(id: i64, conn: &mut Conn) -> QueryResult<bool> {
        Ok(diesel::delete(synonyms::table.find(id)).execute(conn)? > 0)
    }

    /// Adds it without asking whether others share a form, as an import does.
    pub fn insert(&self, conn: &mut Conn) -> QueryResult<i64> {
        let row = (
            synonyms::key.eq(self.key()),
            synonyms::kind.eq(self.kind.name()),
            synonyms::forms.eq(self.forms.join("\n")),
        );
        diesel::insert_into(synonyms::table).values(row).returning(synonyms::id).get_result(conn)
    }

    /// The same for an entry that is there.
    pub fn update(&self, id: i64, conn: &mut Conn) -> QueryResult<usize> {
        let row = (
            synonyms::key.eq(self.key()),
            synonyms::kind.eq(self.kind.name()),
            synonyms::forms.eq(self.forms.join("\n")),
        );
        diesel::update(synonyms::table.find(id)).set(row).execute(conn)
    }

    fn is_free(&self, own: Option<i64>, conn: &mut Conn) -> Result<(), Refused> {
        let all = StoredSynonym::all(conn)?;
        let mut others = all.iter().filter(|other| Some(other.id) != own);
        let taken = |other: &StoredSynonym| {
            let same_key = (self.key() == other.entry.key()).then(|| self.forms.first());
            self.shared_with(&other.entry).or(same_key.flatten().map(String::as_str))
        };
        match others.find_map(taken) {
            Some(form) => Err(SynonymError::Taken { form: form.to_owned() }.into()),
            None => Ok(()),
        }
    }
}
