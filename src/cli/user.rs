//! `lantoa user`: accounts from the terminal, for whoever runs the server.

use std::io::Read;

use clap::{Args, Subcommand};

use super::Done;
use crate::accounts::password::PasswordHash;
use crate::accounts::password_policy::{MAX_LENGTH, MIN_LENGTH, NewPassword, PasswordProblem};
use crate::accounts::{Account, AccountError, NewAccount, PasswordLink, Role, Token};
use crate::clock::{Clock, Instant};
use crate::config::Config;
use crate::db::{Conn, Database, DbError, write};
use crate::editorial::history::write_other;
use crate::names::{Language, nearest};
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

/// Why a command about accounts was not done, told so that it can be mended.
#[derive(Debug, thiserror::Error)]
enum UserError {
    #[error("there is no role `{given}`{} (roles: {})", did_you_mean(.nearest.as_deref()), role_names())]
    Role { given: String, nearest: Option<String> },
    #[error("there is no office `{given}`{} (content/organisations.toml lists the slugs, and /desk/organisations the offices)", did_you_mean(.nearest.as_deref()))]
    Organisation { given: String, nearest: Option<String> },
    #[error("there is no account `{given}`{}", did_you_mean(.nearest.as_deref()))]
    Account { given: String, nearest: Option<String> },
    #[error("`{given}`: {source}")]
    Typed { given: String, source: AccountError },
    #[error("the account is disabled: enable it at the desk first")]
    Disabled,
    #[error(
        "{email} has an account and this role: `lantoa user set-password --email {email}` sets its password"
    )]
    Nothing { email: String },
    #[error(
        "{email} has an account: the role can be added without --password-stdin, the password set with `lantoa user set-password`"
    )]
    Exists { email: String },
    #[error("{0}: from {MIN_LENGTH} to {MAX_LENGTH} characters, and none that is guessed first")]
    Password(#[from] PasswordProblem),
    #[error("argon2: {0}")]
    Hash(#[from] crate::accounts::password::HashError),
    #[error("standard input: {0}")]
    Input(#[from] std::io::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for UserError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

fn role_names() -> String {
    Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
}

/// Runs one of the commands; the database is migrated first.
pub fn run(command: User, config: &Config) -> Done {
    let database = Database::connect(&config.database, 2)?;
    database.migrate()?;
    let now = Clock::system().now();
    match command {
        User::Add { email, name, organisation, role, password } => {
            let wanted = Wanted { email, name, organisation, role };
            let password = password.read()?;
            add(&wanted, password.as_deref(), now, &database, config)?;
        }
        User::SetPassword { email, password } => {
            let password = password.read()?;
            set_password(&email, password.as_deref(), now, &database, config)?;
        }
        User::List => list(&mut *database.connection()?)?,
    }
    Ok(())
}

impl PasswordSource {
    fn read(&self) -> Result<Option<String>, UserError> {
        if !self.password_stdin {
            return Ok(None);
        }
        // Nobody's password is longer, and a pipe may never end.
        let mut text = String::new();
        std::io::stdin().take(4096).read_to_string(&mut text)?;
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
    config: &Config,
) -> Result<(), UserError> {
    let role = find_role(&wanted.role)?;
    let typed = |source| UserError::Typed { given: wanted.email.clone(), source };
    let new = NewAccount::parse(&wanted.email, &wanted.name, Language::Vi, now).map_err(typed)?;
    let hash = match password {
        Some(text) => Some(PasswordHash::of(&NewPassword::parse(text, &new.email)?)?),
        None => None,
    };
    let done = write(&mut *database.connection()?, |conn| {
        let organisation_id = find_organisation(&wanted.organisation, &Tree::load(conn)?)?.id;
        let membership = Membership { organisation_id, role };
        match Account::by_email(&new.email, conn)? {
            Some(account) => add_role(&account, membership, hash.is_some(), now, conn),
            None => add_account(&new, membership, hash.as_ref(), now, conn),
        }
    })?;
    let office = &wanted.organisation;
    match done {
        Added::WithPassword => println!("{} is added: {} at {office}.", new.email, role.name()),
        Added::RoleOnly => println!("{} is now also {} at {office}.", new.email, role.name()),
        Added::Invited(link) => {
            println!("{} is added: {} at {office}.", new.email, role.name());
            print_link(&link, config);
        }
    }
    Ok(())
}

enum Added {
    WithPassword,
    Invited(Token),
    RoleOnly,
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

fn set_password(
    email: &str,
    password: Option<&str>,
    now: Instant,
    database: &Database,
    config: &Config,
) -> Result<(), UserError> {
    let account = find_account(email, &mut *database.connection()?)?;
    if account.disabled_at.is_some() {
        return Err(UserError::Disabled);
    }
    let Some(text) = password else {
        let link = write(&mut *database.connection()?, |conn| {
            note(account.id, "password-link-made", None, now, conn)?;
            Ok::<_, UserError>(PasswordLink::create(account.id, now, conn)?)
        })?;
        print_link(&link, config);
        return Ok(());
    };
    let hash = PasswordHash::of(&NewPassword::parse(text, &account.email)?)?;
    write(&mut *database.connection()?, |conn| {
        note(account.id, "password-set", None, now, conn)?;
        Ok::<_, UserError>(account.set_password(&hash, conn)?)
    })?;
    println!("The password of {} is set; the account is signed out everywhere.", account.email);
    Ok(())
}

fn list(conn: &mut Conn) -> Result<(), UserError> {
    let tree = Tree::load(conn)?;
    let held = Membership::of_all(conn)?;
    let with_password = Account::with_password(conn)?;
    for account in Account::all(conn)? {
        let state = match account.disabled_at {
            Some(_) => "disabled",
            None if !with_password.contains(&account.id) => "invited",
            None => "active",
        };
        let roles = held.get(&account.id).map_or(&[][..], Vec::as_slice).iter().map(|one| {
            let office = tree.get(one.organisation_id).map_or("?", |office| &office.slug);
            format!("{}@{office}", one.role.name())
        });
        let roles = roles.collect::<Vec<_>>().join(" ");
        println!("{:32} {:8} {:28} {roles}", account.email, state, account.name);
    }
    Ok(())
}

fn print_link(link: &Token, config: &Config) {
    println!("One-time link to set the password, good for 72 hours:");
    println!("{}", password_address(&config.base_url, link));
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
