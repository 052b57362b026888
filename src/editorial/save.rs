//! Saving: a new item, or the next revision of one.

use diesel::prelude::*;
use uuid::Uuid;

use super::EditorialError;
use super::act::{Act, subject};
use super::error::Conflict;
use super::history::Line;
use super::rights::Subject;
use super::state::Action;
use crate::content::check::{Problem, problems_of_draft};
use crate::content::{
    Address, ContentLanguage, Document, Item, Kind, Live, NewItem, NewRevision, Revision, State,
};
use crate::db::schema::{items, slugs};
use crate::db::{Conn, dialect, write};

/// What is saved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    New {
        kind: Kind,
        language: ContentLanguage,
        organisation_id: i64,
        /// The item it translates.
        translation_of: Option<i64>,
    },
    /// The item, and the revision the form was opened with.
    Item { item_id: i64, base_revision_id: i64 },
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub item: Item,
    pub revision: Revision,
}

/// Saves `document` as a draft: the item's next revision. A document equal to
/// the newest one changes nothing, whatever its state.
pub fn save(
    act: &Act,
    target: &Target,
    document: Document,
    conn: &mut Conn,
) -> Result<Saved, EditorialError> {
    let document = document.normalised();
    let problems = problems_of_draft(&document, &act.site.vocabulary);
    if !problems.is_empty() {
        return Err(EditorialError::Invalid(problems));
    }
    write(conn, |conn| match target {
        Target::New { .. } => {
            let item = begin(act, target, conn)?;
            next_revision(act, item, None, &document, conn)
        }
        Target::Item { item_id, base_revision_id } => {
            dialect::lock_item(conn, *item_id)?.ok_or(EditorialError::NotFound)?;
            let item = Item::find(*item_id, conn)?.ok_or(EditorialError::NotFound)?;
            let latest = Revision::latest(*item_id, conn)?.ok_or(EditorialError::NotFound)?;
            act.check(Action::Edit, &subject(&item, Some(latest.state()), &[]))?;
            if latest.content_hash == document.hash(item.language()) {
                return Ok(Saved { item, revision: latest });
            }
            if latest.id != *base_revision_id {
                let their_document = latest.document(conn)?;
                let conflict = Conflict { theirs: latest, their_document, yours: document };
                return Err(EditorialError::Conflict(Box::new(conflict)));
            }
            next_revision(act, item, Some(&latest), &document, conn)
        }
    })
}

fn begin(act: &Act, target: &Target, conn: &mut Conn) -> Result<Item, EditorialError> {
    let Target::New { kind, language, organisation_id, translation_of } = target else {
        return Err(EditorialError::NotFound);
    };
    let owner = act.account_id();
    let asked = Subject { organisation_id: *organisation_id, owner, state: None, authors: &[] };
    act.check(Action::Create, &asked)?;
    let uid = Uuid::now_v7().to_string();
    let original = translation_of.map(|id| Item::find(id, conn)).transpose()?.flatten();
    if let Some(original) = &original {
        check_translation(original, *kind, *language, conn)?;
    }
    let item = NewItem {
        translation_group: original.map_or_else(|| uid.clone(), |item| item.translation_group),
        uid,
        kind: kind.name().to_owned(),
        language: language.name().to_owned(),
        organisation_id: *organisation_id,
        featured: false,
        created_by: owner,
        created_at: act.now,
    };
    Ok(item.save(conn)?)
}

/// An item is told once in each language, and is of one kind in all.
fn check_translation(
    original: &Item,
    kind: Kind,
    language: ContentLanguage,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    dialect::lock_item(conn, original.id)?;
    let mut others = original.translations(conn)?.into_iter();
    if original.kind() != kind {
        return Err(EditorialError::NotFound);
    }
    if original.language() == language || others.any(|other| other.language() == language) {
        let problem = Problem::new("language", "problem-translated");
        return Err(EditorialError::Invalid(vec![problem]));
    }
    Ok(())
}

fn next_revision(
    act: &Act,
    item: Item,
    latest: Option<&Revision>,
    document: &Document,
    conn: &mut Conn,
) -> Result<Saved, EditorialError> {
    check_slug(&item, document, conn)?;
    if let Some(latest) = latest.filter(|latest| latest.state().is_in_work()) {
        act.supersede(latest, conn)?;
    }
    let rendered = document.render(item.language(), conn)?;
    let revision = NewRevision {
        item_id: item.id,
        number: latest.map_or(1, |latest| latest.number + 1),
        title: document.title.clone(),
        content: document.to_json(),
        content_hash: document.hash(item.language()),
        body_html: rendered.html,
        body_text: rendered.text,
        created_by: act.account_id(),
        created_at: act.now,
        state: State::Draft.name().to_owned(),
        state_at: act.now,
    }
    .save(conn)?;
    if !was_public(item.id, conn)? {
        Address::claim(&item, &document.wanted_slug(), act.now, conn)?;
    }
    let line = Line {
        action: if latest.is_some() { "edit" } else { "create" },
        revision: Some(&revision),
        item_id: Some(item.id),
        from: latest.map(Revision::state),
        to: Some(State::Draft),
        reason: None,
    };
    act.write_history(&line, conn)?;
    Ok(Saved { item, revision })
}

/// A slug that was asked for by name must be free; one made from the title
/// gives way by itself.
fn check_slug(item: &Item, document: &Document, conn: &mut Conn) -> Result<(), EditorialError> {
    if document.slug.is_empty() {
        return Ok(());
    }
    let wanted = document.wanted_slug();
    let free = Address::free(item, &wanted, conn)?;
    if free == wanted {
        return Ok(());
    }
    let problem = Problem::new("slug", "problem-slug-taken");
    Err(EditorialError::Invalid(vec![problem.with("value", wanted).with("free", free)]))
}

/// Whether the item ever had an address the public saw.
fn was_public(item_id: i64, conn: &mut Conn) -> QueryResult<bool> {
    let public = slugs::table.filter(slugs::item_id.eq(item_id)).filter(slugs::public.eq(true));
    diesel::select(diesel::dsl::exists(public)).get_result(conn)
}

/// Puts a live item among the featured ones, or takes it from there.
pub fn set_featured(
    act: &Act,
    item_id: i64,
    featured: bool,
    conn: &mut Conn,
) -> Result<(), EditorialError> {
    write(conn, |conn| {
        dialect::lock_item(conn, item_id)?.ok_or(EditorialError::NotFound)?;
        let live = Revision::live(item_id, conn)?.ok_or(EditorialError::NotFound)?;
        act.open(Action::Feature, live.id, conn)?;
        diesel::update(items::table.find(item_id))
            .set(items::featured.eq(featured))
            .execute(conn)?;
        Live::set_featured(item_id, featured, conn)?;
        let line = Line {
            action: if featured { "feature" } else { "unfeature" },
            revision: Some(&live),
            item_id: Some(item_id),
            from: None,
            to: None,
            reason: None,
        };
        Ok(act.write_history(&line, conn)?)
    })
}
