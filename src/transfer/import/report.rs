//! What an import did.

use diesel::QueryResult;

use crate::clock::Instant;
use crate::db::Conn;
use crate::editorial::history::write_other;
use crate::transfer::fault::Fault;

/// How many of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// What became of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    New,
    Changed,
    Unchanged,
}

impl Counts {
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }

    pub fn total(&self) -> usize {
        self.new + self.changed + self.unchanged
    }
}

/// What an import did, and what it passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    pub identity_changed: bool,
    pub organisations: Counts,
    pub places: Counts,
    pub terms: Counts,
    pub synonyms: Counts,
    pub pages: Counts,
    pub pictures: Counts,
    pub items: Counts,
    /// With `keep_going`: what was not imported, and why.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether anything of the database was changed.
    pub fn changed_anything(&self) -> bool {
        let reference = [self.organisations, self.places, self.terms, self.synonyms];
        let content = [self.pages, self.pictures, self.items];
        let mut all = reference.iter().chain(&content);
        self.identity_changed || all.any(|counts| counts.new + counts.changed > 0)
    }
}

/// Writes what an import adds or changes of what has no history of its own.
#[derive(Debug, Clone, Copy)]
pub struct Log {
    pub now: Instant,
    /// Whether an archive tells how what is new came to be.
    pub archived: bool,
}

impl Log {
    /// `action`, such as `place-imported`, of what is called `name`.
    pub fn note(
        &self,
        action: &str,
        name: &str,
        outcome: Outcome,
        conn: &mut Conn,
    ) -> QueryResult<()> {
        match outcome {
            Outcome::Unchanged => Ok(()),
            Outcome::New if self.archived => Ok(()),
            Outcome::New | Outcome::Changed => {
                write_other(None, action, name, ("import", self.now), conn)
            }
        }
    }
}
