//! Who acts, from where, when, and on what the site knows.

use super::EditorialError;
use super::rights::{Subject, may};
use super::state::Action;
use crate::clock::Instant;
use crate::content::{Item, Revision, State, Vocabulary};
use crate::db::{Conn, dialect};
use crate::organisations::{Actor, Tree};

/// What every act is judged by: the offices and the vocabularies as they are now.
#[derive(Debug, Clone, Default)]
pub struct Site {
    pub tree: Tree,
    pub vocabulary: Vocabulary,
}

impl Site {
    pub fn load(conn: &mut Conn) -> diesel::QueryResult<Self> {
        Ok(Self { tree: Tree::load(conn)?, vocabulary: Vocabulary::load(conn)? })
    }
}

/// A person, or the program itself (a scheduled time, an import).
#[derive(Debug, Clone, Copy)]
pub enum Who<'a> {
    Person(&'a Actor),
    System,
}

/// One act: who, from where, when.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    pub who: Who<'a>,
    /// `web 203.0.113.7`, `cli`, `worker`, `import`.
    pub origin: &'a str,
    pub now: Instant,
    pub site: &'a Site,
}

impl Act<'_> {
    pub fn account_id(&self) -> Option<i64> {
        match self.who {
            Who::Person(actor) => Some(actor.account_id),
            Who::System => None,
        }
    }

    /// The program itself acts by the transition table alone.
    pub(super) fn check(&self, action: Action, subject: &Subject) -> Result<(), EditorialError> {
        match self.who {
            Who::Person(actor) => Ok(may(actor, action, subject, &self.site.tree)?),
            Who::System => match subject.state {
                Some(state) if super::next_state(action, state).is_none() => {
                    Err(super::Denied::State { action, state }.into())
                }
                _ => Ok(()),
            },
        }
    }

    /// Locks the revision's item and checks that `action` may be done to it now.
    pub(super) fn open(
        &self,
        action: Action,
        revision_id: i64,
        conn: &mut Conn,
    ) -> Result<(Item, Revision), EditorialError> {
        let found = Revision::find(revision_id, conn)?.ok_or(EditorialError::NotFound)?;
        dialect::lock_item(conn, found.item_id)?.ok_or(EditorialError::NotFound)?;
        // Again, now that nobody else can change it.
        let revision = Revision::find(revision_id, conn)?.ok_or(EditorialError::NotFound)?;
        let item = Item::find(revision.item_id, conn)?.ok_or(EditorialError::NotFound)?;
        let authors = revision.authors_since_live(conn)?;
        self.check(action, &subject(&item, Some(revision.state()), &authors))?;
        Ok((item, revision))
    }
}

/// An item as the question of rights sees it.
pub(super) fn subject<'a>(item: &Item, state: Option<State>, authors: &'a [i64]) -> Subject<'a> {
    Subject { organisation_id: item.organisation_id, owner: item.created_by, state, authors }
}
