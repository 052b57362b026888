//! Sessions, one-time links and the brake on guessing, below the web: asked
//! of the accounts themselves, with the clock in hand.

mod attempts;
mod links;
mod sessions;

use chrono::TimeDelta;
use lantoa::accounts::password::Password;
use lantoa::accounts::*;
use lantoa::clock::{Clock, Instant};
use lantoa::db::Conn;
use lantoa::names::Language;

use crate::harness::{PASSWORD, TestDb, give_password};

pub const NEW_PASSWORD: &str = "mười con trâu xanh";

/// The accounts of one test's database, at a time of the test's own.
pub struct Desk<'a> {
    pub database: &'a TestDb,
    pub clock: Clock,
}

impl<'a> Desk<'a> {
    fn new(database: &'a TestDb) -> Self {
        let start = chrono::DateTime::from_timestamp(1_795_000_000, 123_456_000).expect("in range");
        Self { database, clock: Clock::fixed(start.naive_utc()) }
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    pub fn pass(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// Runs a query that must succeed.
    pub fn ask<T, E: std::fmt::Debug>(&self, query: impl FnOnce(&mut Conn) -> Result<T, E>) -> T {
        query(&mut self.database.connection().expect("connection")).expect("query")
    }

    /// An account that has not set a password.
    pub fn invited(&self, email: &str) -> Account {
        let new =
            NewAccount::parse(email, "Trần Thị Lan", Language::Vi, self.now()).expect("valid");
        let id = self.ask(|conn| new.add(conn));
        self.ask(|conn| Account::find(id, conn)).expect("just added")
    }

    /// An account with [`PASSWORD`].
    pub fn editor(&self, email: &str) -> Account {
        let account = self.invited(email);
        give_password(account.id, &mut self.database.connection().expect("connection"));
        account
    }

    pub fn sign_in(&self, browser: &Browser) -> Result<SignedIn, SignInError> {
        let attempt = Attempt {
            email: &browser.email,
            password: &Password::typed(&browser.password),
            devices: &browser.devices,
            address: browser.address.parse().expect("address"),
            user_agent: "Firefox",
            previous: browser.session.as_ref(),
        };
        sign_in(&attempt, self.now(), self.database)
    }
}

/// Somebody at a browser, about to sign in.
#[derive(Clone)]
pub struct Browser {
    pub email: String,
    pub password: String,
    pub address: String,
    pub devices: DeviceTokens,
    pub session: Option<Token>,
}

impl Browser {
    pub fn at(address: &str, email: &str) -> Self {
        Self {
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
            address: address.to_owned(),
            devices: DeviceTokens::default(),
            session: None,
        }
    }

    pub fn typing(&self, password: &str) -> Self {
        Self { password: password.to_owned(), ..self.clone() }
    }

    pub fn knowing(&self, signed_in: &SignedIn) -> Self {
        let devices = DeviceTokens::parse(&signed_in.devices.reveal());
        Self { devices, session: Some(signed_in.session.clone()), ..self.clone() }
    }
}
