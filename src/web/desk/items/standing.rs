//! Where an item stands, and what somebody may do with it now.

use crate::content::{Item, Revision};
use crate::db::Conn;
use crate::editorial::{Action, Denied, Subject, may};
use crate::organisations::{Actor, Tree};
use crate::web::failure::Failure;

/// An item with those of its revisions that something can be done with.
#[derive(Debug, Clone)]
pub struct Standing {
    pub item: Item,
    /// The one in work; where there is none, the newest.
    pub focus: Revision,
    pub live: Option<Revision>,
    /// What was public last, where nothing is.
    pub resting: Option<Revision>,
    /// Who may not approve the focus.
    authors: Vec<i64>,
}

impl Standing {
    /// The item, for somebody who may see it.
    pub fn load(
        item_id: i64,
        actor: &Actor,
        tree: &Tree,
        conn: &mut Conn,
    ) -> Result<Self, Failure> {
        let item = Item::find(item_id, conn)?.ok_or_else(Failure::not_found)?;
        let newest = Revision::latest(item_id, conn)?.ok_or_else(Failure::not_found)?;
        let focus = Revision::in_work(item_id, conn)?.unwrap_or(newest);
        let live = Revision::live(item_id, conn)?;
        let resting = match live {
            Some(_) => None,
            None => Revision::last_public(item_id, conn)?,
        };
        let authors = focus.authors_since_live(conn)?;
        let standing = Self { item, focus, live, resting, authors };
        standing
            .may(Action::View, &standing.focus, actor, tree)
            .map_err(|denied| Failure::from(crate::editorial::EditorialError::from(denied)))?;
        Ok(standing)
    }

    /// Whether `action` may be done to `revision` now, and if not, why.
    pub fn may(
        &self,
        action: Action,
        revision: &Revision,
        actor: &Actor,
        tree: &Tree,
    ) -> Result<(), Denied> {
        let authors: &[i64] = if revision.id == self.focus.id { &self.authors } else { &[] };
        let subject = Subject {
            organisation_id: self.item.organisation_id,
            owner: self.item.created_by,
            state: Some(revision.state()),
            authors,
        };
        may(actor, action, &subject, tree)
    }

    /// What somebody saves upon, if they may: always the newest revision.
    pub fn may_edit(&self, actor: &Actor, tree: &Tree) -> Result<(), Denied> {
        self.may(Action::Edit, &self.focus, actor, tree)
    }

    pub fn in_work(&self) -> bool {
        self.focus.state().is_in_work()
    }

    /// Each revision something can be done with, and what.
    pub fn possible(&self) -> Vec<(&Revision, &'static [Action])> {
        let work = self.in_work().then_some((&self.focus, WORK));
        let live = self.live.as_ref().map(|live| (live, LIVE));
        let resting = self.resting.as_ref().map(|resting| (resting, RESTING));
        work.into_iter().chain(live).chain(resting).collect()
    }
}

const WORK: &[Action] = &[
    Action::Submit,
    Action::Approve,
    Action::Return,
    Action::Publish,
    Action::Schedule,
    Action::Unschedule,
    Action::ForcePublish,
    Action::Archive,
];
const LIVE: &[Action] = &[Action::Feature, Action::Withdraw, Action::Archive];
const RESTING: &[Action] = &[Action::Republish];
