//! Signing in with an address and a password.

use std::net::IpAddr;

use super::device::{Device, DeviceTokens};
use super::password::{self, HashError, Password, PasswordHash, Verdict};
use super::password_policy::{NewPassword, PasswordProblem};
use super::throttle::{self, Answer, Keys, Reserved};
use super::{Account, Session, Token};
use crate::clock::Instant;
use crate::db::{Conn, Database, DbError, write};

/// Seconds after which to come back when too many sign in at the same time.
const BUSY: i64 = 3;

/// One attempt, as the browser sent it.
#[derive(Debug)]
pub struct Attempt<'a> {
    pub email: &'a str,
    pub password: &'a Password,
    pub devices: &'a DeviceTokens,
    /// The client's, behind a proxy the one the proxy names.
    pub address: IpAddr,
    pub user_agent: &'a str,
    /// The session the browser had; it ends.
    pub previous: Option<&'a Token>,
}

impl Attempt<'_> {
    /// From where: network and browser.
    fn place(&self) -> (IpAddr, &str) {
        (self.address, self.user_agent)
    }
}

/// What a browser gets that has signed in.
#[derive(Debug)]
pub struct SignedIn {
    pub account: Account,
    /// For the session cookie.
    pub session: Token,
    /// For the device cookie.
    pub devices: DeviceTokens,
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, no password set, a wrong one, or disabled: which of
    /// them is told to nobody, by no word and by no time.
    #[error("address or password wrong")]
    Wrong,
    #[error("wait {seconds} s")]
    Wait { seconds: i64 },
    #[error(transparent)]
    Hash(HashError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for SignInError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<HashError> for SignInError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Wait { seconds: BUSY },
            error => Self::Hash(error),
        }
    }
}

/// Signs in or says why not. Blocks for the time argon2 takes, and holds no
/// connection meanwhile.
pub fn sign_in(
    attempt: &Attempt,
    now: Instant,
    database: &Database,
) -> Result<SignedIn, SignInError> {
    prove(attempt, now, database, |account, rehashed, conn| {
        if let Some(hash) = rehashed {
            account.store_hash(&hash, conn)?;
        }
        if let Some(previous) = attempt.previous {
            Session::end(previous, conn)?;
        }
        Ok(admit(account, attempt.devices, attempt.place(), now, conn)?)
    })
}

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The new one.
    #[error(transparent)]
    New(#[from] PasswordProblem),
    /// The present one.
    #[error(transparent)]
    Present(#[from] SignInError),
}

/// Changes the password of somebody signed in, who types the present one
/// again (`attempt`): an unattended browser must not be enough. It is slowed
/// like signing in. The account is signed out everywhere but here; `then` is
/// done in the same transaction.
pub fn change_password(
    attempt: &Attempt,
    new: &str,
    now: Instant,
    database: &Database,
    then: impl FnOnce(&Account, &mut Conn) -> Result<(), DbError>,
) -> Result<SignedIn, ChangeError> {
    let new = NewPassword::parse(new, attempt.email)?;
    let hash = PasswordHash::of(&new).map_err(SignInError::from)?;
    let changed = prove(attempt, now, database, |account, _, conn| {
        account.set_password(&hash, conn)?;
        then(&account, conn)?;
        Ok(admit(account, attempt.devices, attempt.place(), now, conn)?)
    });
    Ok(changed?)
}

/// Gives a browser that proved itself otherwise (by a one-time link, by the
/// present password) what signing in gives: a new session, and to be known.
/// Call it in a transaction.
pub fn admit(
    account: Account,
    devices: &DeviceTokens,
    (address, user_agent): (IpAddr, &str),
    now: Instant,
    conn: &mut Conn,
) -> diesel::QueryResult<SignedIn> {
    let devices = Device::remember(devices, account.id, address, now, conn)?;
    let session = Session::start(account.id, user_agent, now, conn)?;
    Ok(SignedIn { account, session, devices })
}

/// Compares the password, and when it is right does `then` in a transaction,
/// with the hash to store instead when parameters have changed.
fn prove<T>(
    attempt: &Attempt,
    now: Instant,
    database: &Database,
    then: impl FnOnce(Account, Option<PasswordHash>, &mut Conn) -> Result<T, SignInError>,
) -> Result<T, SignInError> {
    let opened = open(attempt, now, &mut *database.connection()?)?;
    let verdict = password::verify(opened.hash.as_ref(), attempt.password);
    let conn = &mut *database.connection()?;
    match (verdict, &opened.account) {
        (Ok(Verdict::Right(rehashed)), Some(account)) => write(conn, |conn| {
            let account = opened.still_stands(account.id, conn)?;
            opened.reserved.take_back(conn)?;
            throttle::forgive(&opened.keys, conn)?;
            then(account, rehashed, conn)
        }),
        (Err(error), _) => {
            // It was not compared, so it was no guess.
            opened.reserved.take_back(conn)?;
            Err(error.into())
        }
        _ => Err(SignInError::Wrong),
    }
}

/// An attempt that may be made.
struct Opened {
    /// `None`: there is none that could sign in.
    account: Option<Account>,
    hash: Option<PasswordHash>,
    keys: Keys,
    reserved: Reserved,
}

fn open(attempt: &Attempt, now: Instant, conn: &mut Conn) -> Result<Opened, SignInError> {
    let email = Account::normalise_email(attempt.email);
    let account = Account::by_email(&email, conn)?.filter(|one| one.disabled_at.is_none());
    // No account has the id 0: the same queries are made for an unknown address.
    let id = account.as_ref().map_or(0, |account| account.id);
    let device = Device::find(attempt.devices, id, now, conn)?;
    let hash = Account::password_hash(id, conn)?;
    let at_home = Device::any_from(id, attempt.address, now, conn)?;
    let keys = Keys::new(&email, device.as_ref(), at_home, attempt.address);
    if let Answer::Wait { seconds } = throttle::check(&keys, now, conn)? {
        return Err(SignInError::Wait { seconds });
    }
    match throttle::reserve(&keys, now, conn)? {
        Ok(reserved) => Ok(Opened { account, hash, keys, reserved }),
        Err(seconds) => Err(SignInError::Wait { seconds }),
    }
}

impl Opened {
    /// The account as it is now: while argon2 worked it may have been disabled
    /// or got a new password.
    fn still_stands(&self, id: i64, conn: &mut Conn) -> Result<Account, SignInError> {
        let account = Account::find(id, conn)?.filter(|one| one.disabled_at.is_none());
        let same = Account::password_hash(id, conn)? == self.hash;
        account.filter(|_| same).ok_or(SignInError::Wrong)
    }
}
