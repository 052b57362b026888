//! The accounts over a real database: SQLite always, PostgreSQL too where
//! `LANTOA_TEST_POSTGRES_URL` names a server that we may make databases on.

mod links;
mod sessions;
mod signing_in;

use chrono::TimeDelta;
use diesel::RunQueryDsl;

use super::password::{Password, PasswordHash};
use super::password_policy::NewPassword;
use super::*;
use crate::clock::{Clock, Instant};
use crate::config::{DatabaseUrl, Secret};
use crate::db::Database;
use crate::names::Language;

pub const PASSWORD: &str = "chín con trâu đỏ";
pub const NEW_PASSWORD: &str = "mười con trâu xanh";

/// A site of its own for one test.
pub struct Desk {
    pub database: Database,
    pub clock: Clock,
}

/// Runs `body` on a fresh, migrated database of each kind there is.
pub fn on_each_database(body: impl Fn(&Desk)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sqlite = DatabaseUrl::Sqlite(folder.path().join("test.db"));
    body(&Desk::new(&sqlite));
    if let Ok(server) = std::env::var("LANTOA_TEST_POSTGRES_URL") {
        let name = format!("accounts_{}", uuid::Uuid::new_v4().simple());
        administer(&server, &format!("create database {name}"));
        let (address, _) = server.rsplit_once('/').expect("postgres://HOST/NAME");
        body(&Desk::new(&DatabaseUrl::Postgres(Secret::new(format!("{address}/{name}")))));
        administer(&server, &format!("drop database {name} with (force)"));
    }
}

fn administer(server: &str, command: &str) {
    let database =
        Database::connect(&DatabaseUrl::Postgres(Secret::new(server)), 1).expect("server");
    diesel::sql_query(command)
        .execute(&mut *database.connection().expect("connection"))
        .expect(command);
}

impl Desk {
    fn new(url: &DatabaseUrl) -> Self {
        let database = Database::connect(url, 4).expect("connects");
        database.migrate().expect("migrates");
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
        let password = NewPassword::parse(PASSWORD, email).expect("good");
        let hash = PasswordHash::of(&password).expect("hash");
        self.ask(|conn| account.set_password(&hash, conn));
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
        super::sign_in(&attempt, self.now(), &self.database)
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
