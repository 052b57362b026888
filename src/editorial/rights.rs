//! One function answers: may this person do this to that?

use super::state::{Action, next_state};
use crate::accounts::Role;
use crate::content::State;
use crate::organisations::{Actor, Tree};

/// What something is asked to be done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject<'a> {
    pub organisation_id: i64,
    /// Who began the item.
    pub owner: Option<i64>,
    /// Where the revision stands; `None`: there is none yet.
    pub state: Option<State>,
    /// Who wrote the item since it last went out.
    pub authors: &'a [i64],
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No role that could do it is held at the organisation or above it.
    #[error("needs one of the roles {needs:?}")]
    Role { needs: &'static [Role] },
    /// A contributor's own items only.
    #[error("a contributor works on their own items")]
    NotYours,
    /// Four eyes: nobody approves what they wrote or last changed.
    #[error("four eyes: not one's own work")]
    FourEyes,
    /// The transition table has no such way.
    #[error("{action:?} is not possible in state {state:?}")]
    State { action: Action, state: State },
}

/// Which roles can do what, where they are held. An administrator can do all
/// that others can; four eyes hold for them too.
fn roles(action: Action) -> &'static [Role] {
    use Role::*;
    match action {
        Action::View => &[Contributor, Editor, Reviewer, Publisher, Administrator],
        Action::Create | Action::Edit | Action::Submit => {
            &[Contributor, Editor, Reviewer, Publisher, Administrator]
        }
        Action::Return | Action::Approve => &[Reviewer, Publisher, Administrator],
        Action::Schedule
        | Action::Unschedule
        | Action::Publish
        | Action::ForcePublish
        | Action::Withdraw
        | Action::Republish
        | Action::Feature => &[Publisher, Administrator],
        Action::Archive => &[Editor, Publisher, Administrator],
        Action::HearReaders => &[Editor, Reviewer, Publisher, Administrator],
    }
}

/// The offices at which `actor` holds a role that can do `action`, there or above.
pub fn offices(actor: &Actor, action: Action, tree: &Tree) -> Vec<i64> {
    let able = actor.memberships.iter().filter(|held| roles(action).contains(&held.role));
    let mut all: Vec<i64> = able.flat_map(|held| tree.within(held.organisation_id)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether `actor` may do `action` to `subject`, and if not, why.
pub fn may(actor: &Actor, action: Action, subject: &Subject, tree: &Tree) -> Result<(), Denied> {
    let held = actor.roles_at(subject.organisation_id, tree);
    let needs = roles(action);
    let able: Vec<Role> = held.into_iter().filter(|role| needs.contains(role)).collect();
    if able.is_empty() {
        return Err(Denied::Role { needs });
    }
    let contributor_only = able.iter().all(|role| *role == Role::Contributor);
    if contributor_only && action != Action::Create && subject.owner != Some(actor.account_id) {
        return Err(Denied::NotYours);
    }
    // What is live is a publisher's to take down, not an editor's.
    let editor_only = able.iter().all(|role| *role == Role::Editor);
    if action == Action::Archive && subject.state == Some(State::Published) && editor_only {
        return Err(Denied::Role { needs: roles(Action::Withdraw) });
    }
    if let Some(state) = subject.state
        && next_state(action, state).is_none()
    {
        return Err(Denied::State { action, state });
    }
    let judges = matches!(action, Action::Approve | Action::ForcePublish);
    if judges && subject.authors.contains(&actor.account_id) {
        return Err(Denied::FourEyes);
    }
    Ok(())
}
