//! An account: one person of the desk.

use diesel::prelude::*;

use super::password::PasswordHash;
use super::{Device, PasswordLink, Session};
use crate::clock::Instant;
use crate::db::schema::accounts;
use crate::db::{Conn, DbError};
use crate::names::Language;

/// RFC 5321 §4.5.3.1: bytes of an address, and of the part before the `@`.
const MAX_EMAIL: usize = 254;
const MAX_MAILBOX: usize = 64;

/// Characters of a name.
pub const MAX_NAME: usize = 100;

/// One account as stored; the password's hash stays in [`super::password`].
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = accounts)]
pub struct Account {
    pub id: i64,
    /// Lower-case, trimmed.
    pub email: String,
    pub name: String,
    /// The interface's language, `vi` or `en`.
    pub language: String,
    pub created_at: Instant,
    pub disabled_at: Option<Instant>,
}

/// An account to add; it has no password until its one-time link is used.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = accounts)]
pub struct NewAccount {
    pub email: String,
    pub name: String,
    pub language: String,
    pub created_at: Instant,
}

/// Why an account was not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error("not an e-mail address")]
    EmailInvalid,
    /// Another account has it, perhaps a disabled one.
    #[error("the address has an account already")]
    EmailTaken,
    #[error("a name is needed")]
    NameMissing,
    #[error("the name is longer than {MAX_NAME} characters")]
    NameTooLong,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for AccountError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind::UniqueViolation, Error::DatabaseError};
        match error {
            DatabaseError(UniqueViolation, _) => Self::EmailTaken,
            other => Self::Db(other.into()),
        }
    }
}

impl NewAccount {
    /// Judges what was typed.
    pub fn parse(
        email: &str,
        name: &str,
        language: Language,
        now: Instant,
    ) -> Result<Self, AccountError> {
        let email = Account::normalise_email(email);
        if !is_email(&email) {
            return Err(AccountError::EmailInvalid);
        }
        let language = language.name().to_owned();
        Ok(Self { email, name: parse_name(name)?, language, created_at: now })
    }

    /// Adds it unless its address has an account.
    pub fn add(&self, conn: &mut Conn) -> Result<i64, AccountError> {
        // Asked first: a violation would break off the caller's transaction.
        match Account::by_email(&self.email, conn)? {
            Some(_) => Err(AccountError::EmailTaken),
            None => Ok(self.save(conn)?),
        }
    }

    /// Adds it; a second one with the same address is a unique violation.
    pub fn save(&self, conn: &mut Conn) -> QueryResult<i64> {
        diesel::insert_into(accounts::table).values(self).returning(accounts::id).get_result(conn)
    }
}

impl Account {
    /// The form addresses are kept and compared in.
    pub fn normalise_email(email: &str) -> String {
        crate::text::single_line(email).to_lowercase()
    }

    pub fn find(id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        accounts::table.find(id).select(Self::as_select()).first(conn).optional()
    }

    pub fn by_email(email: &str, conn: &mut Conn) -> QueryResult<Option<Self>> {
        accounts::table
            .filter(accounts::email.eq(Self::normalise_email(email)))
            .select(Self::as_select())
            .first(conn)
            .optional()
    }

    /// All accounts, by id.
    pub fn all(conn: &mut Conn) -> QueryResult<Vec<Self>> {
        accounts::table.order(accounts::id).select(Self::as_select()).load(conn)
    }

    /// Those of `ids` that exist, in no particular order.
    pub fn by_ids(ids: &[i64], conn: &mut Conn) -> QueryResult<Vec<Self>> {
        accounts::table.filter(accounts::id.eq_any(ids)).select(Self::as_select()).load(conn)
    }

    /// Whether there is no account at all: a site that nobody can sign in to yet.
    pub fn none_exists(conn: &mut Conn) -> QueryResult<bool> {
        let any: bool = diesel::select(diesel::dsl::exists(accounts::table.select(accounts::id)))
            .get_result(conn)?;
        Ok(!any)
    }

    /// The ids of accounts that have set a password.
    pub fn with_password(conn: &mut Conn) -> QueryResult<Vec<i64>> {
        let set = accounts::table.filter(accounts::password_hash.is_not_null());
        set.select(accounts::id).load(conn)
    }

    /// The interface's language.
    pub fn language(&self) -> Language {
        self.language.parse().unwrap_or_default()
    }

    pub fn rename(&self, name: &str, conn: &mut Conn) -> Result<(), AccountError> {
        let name = parse_name(name)?;
        diesel::update(self).set(accounts::name.eq(name)).execute(conn)?;
        Ok(())
    }

    pub fn set_language(&self, language: Language, conn: &mut Conn) -> QueryResult<()> {
        diesel::update(self).set(accounts::language.eq(language.name())).execute(conn).map(drop)
    }

    /// Shuts the account: nobody signs in to it, its sessions and links end,
    /// its browsers are strangers. What it wrote stays.
    pub fn disable(&self, now: Instant, conn: &mut Conn) -> QueryResult<()> {
        diesel::update(self).set(accounts::disabled_at.eq(Some(now))).execute(conn)?;
        self.cut_off(conn)
    }

    /// Opens it again, with the password it had.
    pub fn enable(&self, conn: &mut Conn) -> QueryResult<()> {
        let open = accounts::disabled_at.eq(None::<Instant>);
        diesel::update(self).set(open).execute(conn).map(drop)
    }

    /// Sets the password; every session, one-time link and known browser of the
    /// account ends. Call it in a transaction.
    pub fn set_password(&self, hash: &PasswordHash, conn: &mut Conn) -> QueryResult<()> {
        self.store_hash(hash, conn)?;
        self.cut_off(conn)
    }

    /// The same password under today's parameters: nobody is signed out.
    pub(super) fn store_hash(&self, hash: &PasswordHash, conn: &mut Conn) -> QueryResult<()> {
        let set = accounts::password_hash.eq(Some(hash.text()));
        diesel::update(self).set(set).execute(conn).map(drop)
    }

    /// The stored hash, for the comparison alone.
    pub(super) fn password_hash(id: i64, conn: &mut Conn) -> QueryResult<Option<PasswordHash>> {
        let row = accounts::table.find(id).select(accounts::password_hash);
        let text: Option<Option<String>> = row.first(conn).optional()?;
        Ok(text.flatten().map(PasswordHash::stored))
    }

    fn cut_off(&self, conn: &mut Conn) -> QueryResult<()> {
        Session::end_all(self.id, conn)?;
        PasswordLink::end_all(self.id, conn)?;
        Device::forget_all(self.id, conn).map(drop)
    }
}

fn parse_name(name: &str) -> Result<String, AccountError> {
    let name = crate::text::single_line(name);
    match name.chars().count() {
        0 => Err(AccountError::NameMissing),
        1..=MAX_NAME => Ok(name),
        _ => Err(AccountError::NameTooLong),
    }
}

/// The shape of an address: something, `@`, a host. More only a letter could tell.
fn is_email(email: &str) -> bool {
    let Some((mailbox, host)) = email.rsplit_once('@') else { return false };
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>(),;:\"[]\\@".contains(c);
    let labels_full = host.split('.').all(|label| !label.is_empty());
    let dots_inside = mailbox.split('.').all(|part| !part.is_empty());
    (1..=MAX_MAILBOX).contains(&mailbox.len())
        && email.len() <= MAX_EMAIL
        && labels_full
        && dots_inside
        && !mailbox.contains(odd)
        && !host.contains(odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_mailbox_and_a_host() {
        for good in ["lan@hanoi.gov.vn", "a@localhost", "tran.thi+x@so-nnmt.hanoi.gov.vn"] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("{}@hanoi.gov.vn", "a".repeat(65));
        for bad in [
            "",
            "lan",
            "@hanoi.vn",
            "lan@",
            "a b@c.vn",
            "a@b@c.vn",
            "a@b..vn",
            ".a@b.vn",
            "<a@b.vn>",
            long.as_str(),
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_name_is_trimmed_and_must_be_there() {
        let now = crate::clock::Clock::system().now();
        let new =
            NewAccount::parse(" Lan@Hanoi.VN ", " Trần  Thị Lan ", Language::Vi, now).unwrap();
        assert_eq!((new.email.as_str(), new.name.as_str()), ("lan@hanoi.vn", "Trần Thị Lan"));
        let none = NewAccount::parse("lan@hanoi.vn", " \u{200B} ", Language::Vi, now);
        assert!(matches!(none, Err(AccountError::NameMissing)));
        let long = NewAccount::parse("lan@hanoi.vn", &"ư".repeat(101), Language::Vi, now);
        assert!(matches!(long, Err(AccountError::NameTooLong)));
    }
}
