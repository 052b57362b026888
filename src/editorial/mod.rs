//! The editorial workflow: one transition table, one function for rights, and
//! the acts that move a revision from a draft to the public and back.
//!
//! Each act is one transaction: the change, its history, and the orders for
//! what must follow.

mod act;
mod change;
mod describe;
mod error;
pub mod history;
pub mod mistakes;
mod publication;
mod review;
mod rights;
mod save;
mod state;
pub mod worklist;

pub use act::{Act, Site, Who};
pub use describe::{DESCRIBED, describe};
pub use error::{Conflict, EditorialError};
pub use publication::{
    Timing, archive, archive_expired, consent_ends, force_publish, intended_end, publish,
    publish_due, publish_until, republish, schedule, unschedule, withdraw,
};
pub use review::{approve, return_for_changes, submit};
pub use rights::{Denied, Subject, may, offices};
pub use save::{Saved, Target, save, set_featured};
pub use state::{Action, next_state};
