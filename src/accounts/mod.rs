//! People of the desk: accounts, passwords, sessions, roles.

mod account;
mod role;

pub use account::{Account, NewAccount};
pub use role::Role;
