//! The first start: an empty database is filled, the first administrator invited.

use std::sync::Arc;

use diesel::prelude::*;

use super::import::{bar, show};
use super::words;
use crate::accounts::{Account, NewAccount, PasswordLink, Role, Token};
use crate::app::App;
use crate::db::schema::organisations;
use crate::db::{Conn, DbError, write};
use crate::editorial::history;
use crate::names::{Language, say};
use crate::organisations::Membership;
use crate::transfer::import::{self, ImportError, Options};

/// The address the first administrator signs in with; it can be changed later
/// by adding an account of their own.
const FIRST: &str = "quantri@lantoa.local";

/// What the one who started it must be told.
pub struct Invitation {
    pub email: &'static str,
    /// Sets the first administrator's password, once; `None`: an earlier start
    /// printed one that is still good.
    pub link: Option<String>,
}

/// Fills an empty database from the content folder.
pub async fn prepare(app: &Arc<App>, language: Language) -> Result<(), String> {
    let data = Arc::clone(app);
    let done = tokio::task::spawn_blocking(move || fill(&data, language));
    done.await.map_err(|error| error.to_string())?
}

/// Invites the first administrator as long as no administrator has a password. Only
/// a site that is being served does: its link must not be lost.
pub async fn invite(app: &Arc<App>, language: Language) -> Result<Option<Invitation>, String> {
    let data = Arc::clone(app);
    let done = tokio::task::spawn_blocking(move || invitation(&data));
    let done = done.await.map_err(|error| error.to_string())?;
    done.map_err(|error| words::database(&error, language))
}

fn fill(app: &App, language: Language) -> Result<(), String> {
    let told = |error: DbError| words::database(&error, language);
    let conn = &mut *app.db.connection().map_err(told)?;
    if has_offices(conn).map_err(told)? {
        return Ok(());
    }
    let content = &app.config.content_dir;
    if !content.is_dir() {
        // An empty site could not even give its administrator an office.
        let content = content.display();
        return Err(say!(
            language,
            "trang mới được nạp từ {content}, nhưng đó không phải thư mục: hãy đặt LANTOA_CONTENT_DIR",
            "a new site is filled from {content}, which is no folder: set LANTOA_CONTENT_DIR"
        ));
    }
    let shown = content.display();
    let begun = say!(
        language,
        "Cơ sở dữ liệu còn trống: đang nạp từ {shown}",
        "The database is empty: filling it from {shown}"
    );
    tell!("{begun}");
    let bar = bar();
    let options = Options::at(app.now());
    let done = import::run(&app.db, &app.store, content, &options, &mut |at| show(&bar, at));
    bar.finish_and_clear();
    match done {
        Ok(report) => {
            let (items, pictures) = (report.items.new, report.pictures.new);
            let told = say!(
                language,
                "Đã nạp {items} nội dung, {pictures} ảnh.",
                "{items} items, {pictures} pictures."
            );
            tell!("{told}");
        }
        Err(ImportError::Faults(faults)) => {
            let told: Vec<String> = faults.iter().map(|fault| fault.message(language)).collect();
            return Err(told.join("\n"));
        }
        // Another process that was started at the same moment may have done it.
        Err(error) => {
            if !has_offices(conn).map_err(told)? {
                return Err(super::import::refusal(&error, language));
            }
        }
    }
    app.refresh(conn).map_err(told)
}

fn has_offices(conn: &mut Conn) -> Result<bool, DbError> {
    let offices: i64 = organisations::table.count().get_result(conn)?;
    Ok(offices > 0)
}

fn invitation(app: &App) -> Result<Option<Invitation>, DbError> {
    let conn = &mut *app.db.connection()?;
    let held = Membership::of_all(conn)?;
    let is_administrator = |account: &i64| {
        let held = held.get(account).into_iter().flatten();
        held.into_iter().any(|one| one.role == Role::Administrator)
    };
    if Account::with_password(conn)?.iter().any(is_administrator) {
        return Ok(None);
    }
    let now = app.now();
    let token = write(conn, |conn| {
        let account_id = first_account(now, conn)?;
        if PasswordLink::is_pending(account_id, now, conn)? {
            return Ok(None);
        }
        history::write_other(
            Some(account_id),
            "account_link",
            &format!("account {account_id}"),
            ("cli", now),
            conn,
        )?;
        Ok::<_, DbError>(Some(PasswordLink::create(account_id, now, conn)?))
    })?;
    let address =
        |token: Token| format!("{}/desk/password/{}", app.config.base_url, token.reveal());
    Ok(Some(Invitation { email: FIRST, link: token.map(address) }))
}

/// The first administrator, at every office that has none above it.
fn first_account(now: crate::clock::Instant, conn: &mut Conn) -> QueryResult<i64> {
    let id = match Account::by_email(FIRST, conn)? {
        Some(account) => account.id,
        None => {
            let account = NewAccount {
                email: FIRST.to_owned(),
                name: "Quản trị hệ thống".to_owned(),
                language: Language::Vi.name().to_owned(),
                created_at: now,
            };
            account.save(conn)?
        }
    };
    let roots: Vec<i64> = organisations::table
        .filter(organisations::parent_id.is_null())
        .select(organisations::id)
        .load(conn)?;
    for organisation_id in roots {
        Membership { organisation_id, role: Role::Administrator }.grant(id, conn)?;
    }
    Ok(id)
}
