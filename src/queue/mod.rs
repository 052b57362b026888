//! Orders: what must still be done because of a change.
//!
//! An order is written in the change's own transaction and holds ids only. It
//! is done at least once: who does it makes a second time harmless. A worker
//! holds a lease on it; a worker that dies loses it, and another goes on.

mod order;
mod row;

pub use order::Order;
pub use row::{Claimed, DeadLetter, Lease, MAX_ATTEMPTS, depth, due};
