//! What can be done with a revision now, and why the rest cannot.

use serde::Serialize;

use super::standing::Standing;
use crate::content::Revision;
use crate::editorial::{Action, Denied};
use crate::web::desk::asking::Asking;

/// One revision and its acts.
#[derive(Debug, Clone, Serialize)]
pub struct Panel {
    pub number: i32,
    pub state: &'static str,
    /// What an approval names.
    pub hash: String,
    pub acts: Vec<&'static str>,
    pub refused: Vec<Refused>,
    /// What four eyes forbid is told aloud.
    pub four_eyes: bool,
}

/// One act that cannot be done.
#[derive(Debug, Clone, Serialize)]
pub struct Refused {
    pub action: &'static str,
    pub why: String,
}

/// The panels of an item: of the revision in work, of the live one, of the one
/// that was public last.
pub fn panels(standing: &Standing, asking: &Asking) -> Vec<Panel> {
    let reference = asking.app.reference();
    let (actor, tree) = (asking.current.actor(), &reference.site.tree);
    let judged = |revision: &Revision, actions: &[Action]| {
        let mut panel = Panel {
            number: revision.number,
            state: revision.state().name(),
            hash: revision.content_hash.clone(),
            acts: Vec::new(),
            refused: Vec::new(),
            four_eyes: false,
        };
        for action in actions {
            match standing.may(*action, revision, actor, tree) {
                Ok(()) => panel.acts.push(action.name()),
                Err(denied) => {
                    panel.four_eyes |= denied == Denied::FourEyes && *action == Action::Approve;
                    let why = why(asking, &denied);
                    panel.refused.push(Refused { action: action.name(), why });
                }
            }
        }
        panel
    };
    standing.possible().into_iter().map(|(revision, actions)| judged(revision, actions)).collect()
}

/// Why not, in the reader's language.
pub fn why(asking: &Asking, denied: &Denied) -> String {
    match denied {
        Denied::Role { needs } => {
            let role =
                |role: &crate::accounts::Role| asking.say(&format!("role-{}", role.name()), &[]);
            let roles: Vec<String> = needs.iter().map(role).collect();
            asking.say("why-role", &[("roles", roles.join(", "))])
        }
        Denied::NotYours => asking.say("why-not-yours", &[]),
        Denied::FourEyes => asking.say("why-four-eyes", &[]),
        Denied::State { action, .. } => asking.say(&format!("why-state-{}", action.name()), &[]),
    }
}
