//! People of the desk: accounts, passwords, sessions, roles.

mod account;
pub mod password;
pub mod password_policy;
mod role;
mod token;

pub use account::{Account, NewAccount};
pub use role::Role;
pub use token::Token;
