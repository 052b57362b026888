//! Items: a file for what is live, one for what is in work beside it, and the
//! archive of the rest.

use diesel::prelude::*;

use super::rows::{RevisionRow, Whole, history_beside_items, items_after};
use super::target::Target;
use super::{ExportError, Progress, Report};
use crate::content::{Address, ContentLanguage, Document, Item, State};
use crate::db::Conn;
use crate::db::schema::items;
use crate::organisations::Tree;
use crate::transfer::archive::Role;
use crate::transfer::import::{Names, resolve_media};
use crate::transfer::item_file::{ItemFile, read, write as text_of};
use crate::transfer::layout::{HISTORY, ItemPath, REVISIONS};
use crate::transfer::source::Legacy;

/// Items a query.
const PAGE: i64 = 200;

/// Writes all items and the archive.
pub fn write(
    names: &Names,
    target: &mut Target,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
    conn: &mut Conn,
) -> Result<(), ExportError> {
    let tree = Tree::load(conn)?;
    let total: i64 = items::table.count().get_result(conn)?;
    let total = usize::try_from(total).unwrap_or(0);
    let mut revisions = target.lines(REVISIONS)?;
    let mut history = target.lines(HISTORY)?;
    let mut last = String::new();
    loop {
        let page = items_after(&last, PAGE, conn)?;
        let Some(end) = page.last() else { break };
        last = end.uid.clone();
        for item in page {
            let whole = Whole::load(item, conn)?;
            let told = files(&whole, names, &tree, target, conn)?;
            for row in &whole.revisions {
                let mut line = row.line(&whole.item);
                match told.iter().find(|told| told.id == row.id) {
                    Some(told) => {
                        line.file = Some(told.role);
                        line.digest = Some(told.digest.clone());
                        line.document = if told.exact { None } else { Some(row.document()?) };
                    }
                    None => line.document = Some(row.document()?),
                }
                revisions.add(&line)?;
                report.revisions += 1;
            }
            for line in &whole.history {
                history.add(line)?;
            }
            report.items += 1;
        }
        progress(Progress::Items { done: report.items, total });
    }
    for line in history_beside_items(conn)? {
        history.add(&line)?;
    }
    target.close(revisions)?;
    target.close(history)
}

/// A revision that a file tells.
struct Told {
    id: i64,
    role: Role,
    digest: String,
    /// Whether the file reads back as exactly this revision.
    exact: bool,
}

fn files(
    whole: &Whole,
    names: &Names,
    tree: &Tree,
    target: &mut Target,
    conn: &mut Conn,
) -> Result<Vec<Told>, ExportError> {
    let mut told = Vec::new();
    let organisation = tree.get(whole.item.organisation_id);
    let organisation = organisation.map(|one| one.slug.clone()).unwrap_or_default();
    let rows = [(Role::Main, whole.main()), (Role::Working, whole.working())];
    for (role, row) in rows.into_iter().filter_map(|(role, row)| Some((role, row?))) {
        let document = row.document()?;
        let mut file = bare(&whole.item, row, &document, &organisation);
        if role == Role::Main {
            about_item(&mut file, whole, conn)?;
        }
        file.document.body = names.with_keys(&file.document.body);
        file.document.lead = file.document.lead.map(|lead| names.key_of(&lead));
        file.document.recording = file.document.recording.map(|uid| names.key_of(&uid));
        let text = text_of(&file);
        let path = ItemPath {
            kind: document.kind(),
            language: whole.item.language(),
            stem: whole.address.clone().unwrap_or_else(|| whole.item.uid.clone()),
            working: role == Role::Working,
        };
        target.write(&path.path(), text.as_bytes())?;
        let (digest, exact) = as_read(&text, &file, row, names);
        told.push(Told { id: row.id, role, digest, exact });
    }
    Ok(told)
}

/// What import will make of the file: its sum, and whether it says the same.
fn as_read(text: &str, file: &ItemFile, row: &RevisionRow, names: &Names) -> (String, bool) {
    let mut noted = Vec::new();
    let read = read(text, Legacy::Refuse, &mut noted).filter(|_| noted.is_empty());
    let mut item = read.map_or_else(|| file.clone(), |placed| placed.item);
    resolve_media(&mut item, names);
    let exact = noted.is_empty() && item.document.hash(item.language) == row.content_hash;
    (item.digest(), exact)
}

/// A revision as a file, without what is the item's.
fn bare(item: &Item, row: &RevisionRow, document: &Document, organisation: &str) -> ItemFile {
    ItemFile {
        id: Some(item.uid.clone()),
        language: item.language(),
        // The only one of an item, whatever became of it.
        status: Some(row.state()).filter(|s| *s != State::Superseded).unwrap_or(State::Archived),
        published_at: None,
        publish_at: row.publish_at,
        expires_at: row.expires_at,
        created_at: None,
        organisation: organisation.to_owned(),
        featured: false,
        note: row.note.clone().unwrap_or_default(),
        address: String::new(),
        old_slugs: Vec::new(),
        translation_of: String::new(),
        document: document.clone(),
    }
}

fn about_item(file: &mut ItemFile, whole: &Whole, conn: &mut Conn) -> Result<(), ExportError> {
    file.published_at = whole.first_published();
    file.created_at = Some(whole.item.created_at);
    file.featured = whole.item.featured;
    file.old_slugs = whole.former.clone();
    file.translation_of = original(&whole.item, conn)?;
    if let Some(address) = whole.address.as_ref().filter(|own| **own != file.document.wanted_slug())
    {
        file.address = address.clone();
    }
    Ok(())
}

/// What an item translates: the Vietnamese one's slug where that says it, else
/// the group's id; nothing when it is the original itself.
fn original(item: &Item, conn: &mut Conn) -> Result<String, ExportError> {
    let group = &item.translation_group;
    if *group == item.uid {
        return Ok(String::new());
    }
    if let Some(original) = Item::by_uid(group, conn)?
        && original.language() == ContentLanguage::Vi
        && original.kind() == item.kind()
        && original.translation_group == *group
        && let Some(slug) = Address::current(original.id, conn)?
    {
        return Ok(slug);
    }
    Ok(group.clone())
}
