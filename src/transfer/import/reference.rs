//! What the items refer to: identity, places, organisations, taxonomies. The
//! file wins over the database; what the database has beyond it stays.

mod organisations;
mod places;
mod site;
mod synonyms;
mod terms;

use super::folder::Folder;
use super::names::Names;
use super::report::{Log, Outcome, Report};
use crate::content::SiteIdentity;
use crate::db::{Conn, facts};
use crate::search::Synonym;
use crate::transfer::fault::Fault;

/// What the folder's reference files say.
#[derive(Debug, Default)]
pub struct Reference {
    identity: Option<SiteIdentity>,
    places: places::Places,
    organisations: Vec<organisations::Entry>,
    terms: Vec<terms::Entry>,
    synonyms: Vec<Synonym>,
}

impl Reference {
    /// Reads all of it; faulty entries are left out and told. Names are added
    /// to `names`.
    pub fn read(folder: &Folder, names: &mut Names, faults: &mut Vec<Fault>) -> Self {
        let identity = site::read(folder, faults);
        let places = places::read(folder, names, faults);
        let (mut organisations, committees) = organisations::read(folder, names, faults);
        if committees {
            organisations::add_communes(&mut organisations, &places, names);
        }
        organisations::check(&organisations, names, faults);
        let terms = terms::read(folder, names, faults);
        let synonyms = synonyms::read(folder, faults);
        Self { identity, places, organisations, terms, synonyms }
    }

    /// Writes it, in the caller's transaction.
    pub fn save(&self, report: &mut Report, log: Log, conn: &mut Conn) -> diesel::QueryResult<()> {
        if let Some(identity) = &self.identity {
            let outcome = site::save(identity, conn)?;
            report.identity_changed = outcome != Outcome::Unchanged;
            log.note("identity-imported", "", outcome, conn)?;
        }
        report.places = self.places.save(log, conn)?;
        report.organisations = organisations::save(&self.organisations, log, conn)?;
        report.terms = terms::save(&self.terms, log, conn)?;
        report.synonyms = synonyms::save(&self.synonyms, log, conn)?;
        if report.changed_anything() {
            facts::move_reference_on(conn)?;
        }
        Ok(())
    }
}
