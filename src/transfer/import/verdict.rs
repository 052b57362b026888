//! What is to be done with an item: nothing, when its files are as they were.

use diesel::prelude::*;

use super::names::Names;
use super::ready::resolve_media;
use crate::content::{ContentLanguage, Item, Kind};
use crate::db::schema::{history, revisions};
use crate::db::{Conn, DbError};
use crate::editorial::DESCRIBED;
use crate::transfer::archive::{Archived, Role};
use crate::transfer::fault::What;
use crate::transfer::item_file::ItemFile;

/// What tells one file of an item from any other.
#[derive(Debug)]
pub struct Sum {
    pub role: Role,
    pub kind: Kind,
    pub language: ContentLanguage,
    /// Of all that the file says.
    pub digest: String,
    /// Of the document.
    pub hash: String,
}

impl Sum {
    /// Of a file whose pictures are still named as it names them.
    pub fn of(role: Role, item: &ItemFile, names: &Names) -> Self {
        let mut resolved = item.clone();
        resolve_media(&mut resolved, names);
        Self::of_resolved(role, &resolved)
    }

    pub fn of_resolved(role: Role, item: &ItemFile) -> Self {
        Self {
            role,
            kind: item.document.kind(),
            language: item.language,
            digest: item.digest(),
            hash: item.document.hash(item.language),
        }
    }
}

/// What is to be done with an item.
#[derive(Debug)]
pub enum Verdict {
    New,
    /// Its files are as they were when the database last got them.
    Unchanged,
    /// The roles whose files have changed.
    Changed(Vec<Role>),
    Refused(What),
}

/// Compares an item's files with what the database got of them before: with
/// the sums in the history of imports, or with the archive it was restored from.
pub fn judge(
    uid: &str,
    sums: &[&Sum],
    archived: &Archived,
    conn: &mut Conn,
) -> Result<Verdict, DbError> {
    let Some(item) = Item::by_uid(uid, conn)? else { return Ok(Verdict::New) };
    let mut changed = Vec::new();
    for sum in sums {
        if item.kind() != sum.kind || item.language() != sum.language {
            return Ok(Verdict::Refused(What::IdTaken { id: uid.to_owned() }));
        }
        if !is_known(&item, sum, archived, conn)? {
            changed.push(sum.role);
        }
    }
    if changed.is_empty() {
        return Ok(Verdict::Unchanged);
    }
    if was_touched(&item, archived, conn)? {
        return Ok(Verdict::Refused(What::ChangedAtDesk));
    }
    Ok(Verdict::Changed(changed))
}

/// Whether the database got exactly this file before.
fn is_known(item: &Item, sum: &Sum, archived: &Archived, conn: &mut Conn) -> Result<bool, DbError> {
    let last: Option<String> = history::table
        .filter(history::item_id.eq(item.id))
        .filter(history::action.eq(sum.role.action()))
        .order(history::id.desc())
        .select(history::detail)
        .first(conn)
        .optional()?;
    if last.is_some_and(|detail| detail.ends_with(&sum.digest)) {
        return Ok(true);
    }
    let line = archived.in_file(sum.role);
    match line.filter(|line| line.digest.as_ref() == Some(&sum.digest)) {
        None => Ok(false),
        Some(line) => {
            let row = revisions::table
                .filter(revisions::item_id.eq(item.id))
                .filter(revisions::number.eq(line.number))
                .filter(revisions::content_hash.eq(&sum.hash));
            Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
        }
    }
}

/// Whether people did something to the item since the last import of it, or
/// since the archive was written.
fn was_touched(item: &Item, archived: &Archived, conn: &mut Conn) -> Result<bool, DbError> {
    let by_people = history::table
        .filter(history::item_id.eq(item.id))
        .filter(history::account_id.is_not_null())
        // what its pictures are called, and what readers reported, is no text of its own
        .filter(history::action.ne(DESCRIBED))
        .filter(history::action.not_like("mistake%"));
    let imports = [Role::Main.action(), Role::Working.action()];
    let last_import: Option<i64> = history::table
        .filter(history::item_id.eq(item.id))
        .filter(history::action.eq_any(imports))
        .select(diesel::dsl::max(history::id))
        .first(conn)?;
    let last_archived = archived.history.iter().map(|line| line.at).max();
    let since_import = by_people.filter(history::id.gt(last_import.unwrap_or(0)));
    let touched = match last_archived {
        Some(at) => {
            let after = crate::clock::instant(at.into());
            let since_both = since_import.filter(history::at.gt(after));
            diesel::select(diesel::dsl::exists(since_both)).get_result(conn)?
        }
        None => diesel::select(diesel::dsl::exists(since_import)).get_result(conn)?,
    };
    Ok(touched)
}
