//! The offices somebody may begin something at.

use super::asking::Asking;
use crate::clock::in_hanoi;
use crate::editorial::{Action, Subject, may};

/// The offices of today that this person may write for, as ids and
/// names; those they belong to stand first.
pub fn offices(asking: &Asking) -> Vec<(i64, String)> {
    let reference = asking.app.reference();
    let (tree, actor) = (&reference.site.tree, asking.current.actor());
    let today = in_hanoi(asking.app.now()).date_naive();
    let may_add = |organisation_id: i64| {
        let owner = Some(actor.account_id);
        let subject = Subject { organisation_id, owner, state: None, authors: &[] };
        may(actor, Action::Create, &subject, tree).is_ok()
    };
    let valid = tree.all().into_iter().filter(|one| one.is_valid_on(today) && may_add(one.id));
    let mut offices: Vec<_> = valid.collect();
    offices.sort_by_key(|one| !actor.memberships.iter().any(|m| m.organisation_id == one.id));
    offices.iter().map(|one| (one.id, one.name(asking.language()).to_owned())).collect()
}
