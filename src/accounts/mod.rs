//! People of the desk: accounts, passwords, sessions, roles.
//!
//! Secrets (passwords, session tokens, device tokens, one-time links) are
//! stored as hashes only and show in no `Debug` output. What is done here is
//! written into the history by the caller, which knows who did it.

mod account;
pub mod csrf;
mod device;
pub mod password;
pub mod password_link;
pub mod password_policy;
mod role;
mod session;
mod sign_in;
pub mod throttle;
mod token;

pub use account::{Account, AccountError, MAX_NAME, NewAccount};
pub use device::{Device, DeviceTokens, REMEMBERED};
pub use password_link::PasswordLink;
pub use role::Role;
pub use session::{ABSOLUTE, IDLE, Session};
pub use sign_in::{Attempt, ChangeError, SignInError, SignedIn, admit, change_password, sign_in};
pub use token::Token;

use crate::clock::Instant;
use crate::db::Conn;

/// Deletes sessions, links and devices whose time is over; to be called now
/// and then.
pub fn sweep(now: Instant, conn: &mut Conn) -> diesel::QueryResult<usize> {
    Ok(Session::sweep(now, conn)? + PasswordLink::sweep(now, conn)? + Device::sweep(now, conn)?)
}
