//! `lantoa user`: accounts from the terminal, for whoever runs the server.

mod words;

use std::io::Read;

use clap::{Args, Subcommand};

use super::Done;
use super::words::Misconfigured;
use crate::accounts::password::{HashError, PasswordHash};
use crate::accounts::password_policy::{NewPassword, PasswordProblem};
use crate::accounts::{Account, AccountError, NewAccount, PasswordLink, Role, Token};
use crate::clock::{Clock, Instant};
use crate::config::Config;
use crate::db::{Conn, Database, DbError, write};
use crate::editorial::history::write_other;
use crate::names::{Language, nearest, say};
use crate::organisations::{Membership, Organisation, Tree};
use crate::web::desk::password_address;

/// Who did it, as the history writes it.
const ORIGIN: &str = "cli";

#[derive(Debug, Subcommand)]
pub enum User {
    /// Add an account with a role at an office and below it.
    ///
    /// Prints a one-time link, good for 72 hours, with which the person sets
    /// their password; with --password-stdin the password is read instead.
    /// For an account that exists the role is added.
    ///
    /// Example: lantoa user add --email lan@hanoi.gov.vn --name "Trần Thị Lan"
    /// --organisation so-nong-nghiep-va-moi-truong --role editor
    Add {
        /// The address the person signs in with.
        #[arg(long)]
        email: String,
        /// The person's name, family name first.
        #[arg(long)]
        name: String,
        /// The office's slug, such as mat-tran-to-quoc-thanh-pho-ha-noi.
        #[arg(long, value_name = "SLUG")]
        organisation: String,
        /// contributor, editor, reviewer, publisher or administrator.
        #[arg(long)]
        role: String,
        #[command(flatten)]
        password: PasswordSource,
    },
    /// Set an account's password, or print a one-time link to set it.
    ///
    /// A new password signs the account out everywhere.
    SetPassword {
        #[arg(long)]
        email: String,
        #[command(flatten)]
        password: PasswordSource,
    },
    /// List accounts with their roles.
    List,
}

#[derive(Debug, Args)]
pub struct PasswordSource {
    /// Read the password from the first line of standard input.
    #[arg(long)]
    password_stdin: bool,
}

/// Why a command about accounts was not done; [`words`] tells it.
#[derive(Debug)]
enum UserError {
    Role {
        given: String,
        nearest: Option<String>,
    },
    Organisation {
        given: String,
        nearest: Option<String>,
    },
    Account {
        given: String,
        nearest: Option<String>,
    },
    Typed {
        given: String,
        source: AccountError,
    },
    Disabled,
    /// There is an account with this role.
    Nothing {
        email: String,
    },
    /// There is an account, and a password was given.
    Exists {
        email: String,
    },
    Password(PasswordProblem),
    Hash(HashError),
    Input(std::io::Error),
    Db(DbError),
}

impl From<diesel::result::Error> for UserError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<DbError> for UserError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

/// Runs one of the commands; the database is migrated first.
pub fn run(command: User, config: &Config, language: Language) -> Done {
    let done = done(command, config, language);
    done.map_err(|error| {
        let told = words::refusal(&error, language);
        match error {
            // what was typed names nothing
            UserError::Role { .. }
            | UserError::Organisation { .. }
            | UserError::Account { .. }
            | UserError::Typed { .. } => Misconfigured(told).into(),
            _ => told.into(),
        }
    })
}

fn done(command: User, config: &Config, language: Language) -> Result<(), UserError> {
    let database = match &command {
        // The first account may come before the first start.
        User::Add { .. } => Database::connect(&config.database, 2)?,
        User::SetPassword { .. } | User::List => Database::existing(&config.database, 2)?,
    };
    database.migrate()?;
    let now = Clock::system().now();
    let told = match command {
        User::Add { email, name, organisation, role, password } => {
            let wanted = Wanted { email, name, organisation, role };
            let password = password.read()?;
            let added = add(&wanted, password.as_deref(), now, &database)?;
            added.told(&wanted, config, language)
        }
        User::SetPassword { email, password } => {
            let password = password.read()?;
            let link = set_password(&email, password.as_deref(), now, &database)?;
            link.map(|link| link_told(&link, config, language)).unwrap_or_else(|| {
                say!(
                    language,
                    "Đã đặt mật khẩu của {email}; tài khoản đã bị đăng xuất ở mọi nơi.",
                    "The password of {email} is set; the account is signed out everywhere."
                )
            })
        }
        User::List => list(&mut *database.connection()?, language)?,
    };
    tell!("{told}");
    Ok(())
}

impl PasswordSource {
    fn read(&self) -> Result<Option<String>, UserError> {
        if !self.password_stdin {
            return Ok(None);
        }
        // Nobody's password is longer, and a pipe may never end.
        let mut text = String::new();
        std::io::stdin().take(4096).read_to_string(&mut text).map_err(UserError::Input)?;
        Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
    }
}

/// An account as asked for.
struct Wanted {
    email: String,
    name: String,
    organisation: String,
    role: String,
}

fn add(
    wanted: &Wanted,
    password: Option<&str>,
    now: Instant,
    database: &Database,
) -> Result<Added, UserError> {
    let role = find_role(&wanted.role)?;
    let typed = |source| UserError::Typed { given: wanted.email.clone(), source };
    let new = NewAccount::parse(&wanted.email, &wanted.name, Language::Vi, now).map_err(typed)?;
    let hash = password.map(|text| hashed(text, &new.email)).transpose()?;
    write(&mut *database.connection()?, |conn| {
        let organisation_id = find_organisation(&wanted.organisation, &Tree::load(conn)?)?.id;
        let membership = Membership { organisation_id, role };
        match Account::by_email(&new.email, conn)? {
            Some(account) => add_role(&account, membership, hash.is_some(), now, conn),
            None => add_account(&new, membership, hash.as_ref(), now, conn),
        }
    })
}

fn hashed(text: &str, email: &str) -> Result<PasswordHash, UserError> {
    let password = NewPassword::parse(text, email).map_err(UserError::Password)?;
    PasswordHash::of(&password).map_err(UserError::Hash)
}

enum Added {
    WithPassword,
    Invited(Token),
    RoleOnly,
}

impl Added {
    fn told(&self, wanted: &Wanted, config: &Config, language: Language) -> String {
        let Wanted { email, organisation, role, .. } = wanted;
        let added = say!(
            language,
            "Đã thêm {email}: {role} tại {organisation}.",
            "{email} is added: {role} at {organisation}."
        );
        match self {
            Self::WithPassword => added,
            Self::Invited(link) => format!("{added}\n{}", link_told(link, config, language)),
            Self::RoleOnly => say!(
                language,
                "{email} nay cũng là {role} tại {organisation}.",
                "{email} is now also {role} at {organisation}."
            ),
        }
    }
}

fn add_account(
    new: &NewAccount,
    membership: Membership,
    hash: Option<&PasswordHash>,
    now: Instant,
    conn: &mut Conn,
) -> Result<Added, UserError> {
    let id = new.save(conn)?;
    membership.grant(id, conn)?;
    note(id, "account-added", Some(membership), now, conn)?;
    let account = find_account(&new.email, conn)?;
    match hash {
        Some(hash) => {
            account.set_password(hash, conn)?;
            Ok(Added::WithPassword)
        }
        None => Ok(Added::Invited(PasswordLink::create(id, now, conn)?)),
    }
}

fn add_role(
    account: &Account,
    membership: Membership,
    with_password: bool,
    now: Instant,
    conn: &mut Conn,
) -> Result<Added, UserError> {
    let email = account.email.clone();
    if Membership::of(account.id, conn)?.contains(&membership) {
        return Err(UserError::Nothing { email });
    }
    if with_password {
        return Err(UserError::Exists { email });
    }
    membership.grant(account.id, conn)?;
    note(account.id, "role-granted", Some(membership), now, conn)?;
    Ok(Added::RoleOnly)
}

/// Sets it, or makes a link with which it is set.
fn set_password(
    email: &str,
    password: Option<&str>,
    now: Instant,
    database: &Database,
) -> Result<Option<Token>, UserError> {
    let account = find_account(email, &mut *database.connection()?)?;
    if account.disabled_at.is_some() {
        return Err(UserError::Disabled);
    }
    let Some(text) = password else {
        let link = write(&mut *database.connection()?, |conn| {
            note(account.id, "password-link-made", None, now, conn)?;
            Ok::<_, UserError>(PasswordLink::create(account.id, now, conn)?)
        })?;
        return Ok(Some(link));
    };
    let hash = hashed(text, &account.email)?;
    write(&mut *database.connection()?, |conn| {
        note(account.id, "password-set", None, now, conn)?;
        Ok::<_, UserError>(account.set_password(&hash, conn)?)
    })?;
    Ok(None)
}

/// A line for each account: its address, state, name, roles.
fn list(conn: &mut Conn, language: Language) -> Result<String, UserError> {
    let tree = Tree::load(conn)?;
    let held = Membership::of_all(conn)?;
    let with_password = Account::with_password(conn)?;
    let line = |account: Account| {
        let state = match account.disabled_at {
            Some(_) => say!(language, "bị khóa", "disabled"),
            None if !with_password.contains(&account.id) => {
                say!(language, "được mời", "invited")
            }
            None => say!(language, "đang dùng", "active"),
        };
        let roles = held.get(&account.id).map_or(&[][..], Vec::as_slice).iter().map(|one| {
            let office = tree.get(one.organisation_id).map_or("?", |office| &office.slug);
            format!("{}@{office}", one.role.name())
        });
        let roles = roles.collect::<Vec<_>>().join(" ");
        format!("{:32} {state:9} {:28} {roles}", account.email, account.name)
    };
    Ok(Account::all(conn)?.into_iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn link_told(link: &Token, config: &Config, language: Language) -> String {
    let address = password_address(&config.base_url, link);
    say!(
        language,
        "Đường dẫn dùng một lần để đặt mật khẩu, có hiệu lực 72 giờ:\n{address}",
        "One-time link to set the password, good for 72 hours:\n{address}"
    )
}

fn note(
    id: i64,
    action: &str,
    membership: Option<Membership>,
    now: Instant,
    conn: &mut Conn,
) -> diesel::QueryResult<()> {
    let role = membership.map(|one| format!(" {} at {}", one.role.name(), one.organisation_id));
    let subject = format!("account {id}{}", role.unwrap_or_default());
    write_other(None, action, &subject, (ORIGIN, now), conn)
}

fn find_role(given: &str) -> Result<Role, UserError> {
    given.parse().map_err(|unknown: crate::names::UnknownName| UserError::Role {
        given: given.to_owned(),
        nearest: unknown.nearest().map(str::to_owned),
    })
}

fn find_organisation<'a>(given: &str, tree: &'a Tree) -> Result<&'a Organisation, UserError> {
    tree.by_slug(given).ok_or_else(|| {
        // A name typed instead of the slug finds it too.
        let slug = crate::text::slug(given);
        let all = tree.all();
        let nearest = nearest(&slug, all.iter().map(|one| one.slug.as_str()));
        UserError::Organisation { given: given.to_owned(), nearest: nearest.map(str::to_owned) }
    })
}

fn find_account(given: &str, conn: &mut Conn) -> Result<Account, UserError> {
    if let Some(account) = Account::by_email(given, conn)? {
        return Ok(account);
    }
    let all = Account::all(conn)?;
    let nearest = nearest(given, all.iter().map(|one| one.email.as_str()));
    Err(UserError::Account { given: given.to_owned(), nearest: nearest.map(str::to_owned) })
}

#[cfg(test)]
mod tests;
