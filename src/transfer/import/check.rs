//! What one item's file must be, beyond what its own text tells.

use super::names::Names;
use crate::clock::{Instant, in_hanoi};
use crate::content::check::{Problem, ShownAsset, problems_before_publication, problems_of_draft};
use crate::content::{Address, Item, Language, State, Vocabulary, body};
use crate::db::{Conn, DbError};
use crate::media::Asset;
use crate::transfer::fault::{Fault, Noun, Position, What};
use crate::transfer::item_file::Placed;

/// Descriptions of the folder's own pictures, by uid: they are in no database yet.
pub type Alts = std::collections::HashMap<String, [String; 2]>;

/// Names that exist, texts within limits, and whole when it goes out.
pub fn check(
    file: &str,
    placed: &Placed,
    (names, alts): (&Names, &Alts),
    now: Instant,
    faults: &mut Vec<Fault>,
    conn: &mut Conn,
) -> Result<(), DbError> {
    for named in &placed.named {
        if let Some(what) = names.check(named, conn)? {
            faults.push(Fault::new(file, Some(named.at), what));
        }
    }
    let document = &placed.item.document;
    let mut problems = problems_of_draft(document, &Vocabulary::default());
    // The reader looks these up itself: with their places, and in the folder too.
    problems.retain(|problem| {
        !problem.key.starts_with("problem-unknown-term") && problem.key != "problem-title-missing"
    });
    if goes_out(placed.item.status) {
        let shown = shown(placed, names, alts, conn)?;
        let today = in_hanoi(now).date_naive();
        let mut found = problems_before_publication(document, &shown, today);
        found.retain(|problem| problem.key != "problem-asset-unknown");
        problems.extend(found);
    }
    if placed.item.published_at.is_some_and(|out| out > now) {
        // what is visible was published; what is to be is scheduled
        problems.push(Problem::new("published_at", "problem-published-ahead"));
    }
    let fault = |problem: Problem| {
        Fault::new(file, Some(placed.place(&problem.field)), What::Problem(problem))
    };
    faults.extend(problems.into_iter().map(fault));
    Ok(())
}

/// States that the desk gives to whole items only.
fn goes_out(state: State) -> bool {
    matches!(state, State::InReview | State::Approved | State::Scheduled | State::Published)
}

/// The pictures of a file and how they are described, in the names it uses.
fn shown(
    placed: &Placed,
    names: &Names,
    alts: &Alts,
    conn: &mut Conn,
) -> Result<Vec<ShownAsset>, DbError> {
    let document = &placed.item.document;
    let written = body::written_alts(&document.body);
    let mut shown = Vec::new();
    for name in document.assets() {
        let lead = document.lead.as_ref() == Some(&name);
        let in_text = written.get(&name).filter(|alt| !lead && !alt.is_empty()).cloned();
        let uid = names.media(&name).unwrap_or_default();
        let own = match alts.get(&uid) {
            Some(texts) => Some(texts.clone()).filter(|_| !names.recording_uids.contains(&uid)),
            None => Asset::by_uid(&uid, conn)?
                .filter(|asset| !asset.is_recording())
                .map(|asset| [asset.alt, asset.alt_en]),
        };
        // One that nobody knows is told by its name.
        let Some(own) = own else { continue };
        let [vi, en] = own;
        let alt = match placed.item.language.interface() {
            Language::En if !en.is_empty() => en,
            Language::En | Language::Vi => vi,
        };
        let (filename, alt) = (name.clone(), in_text.unwrap_or(alt));
        shown.push(ShownAsset { uid: name, known: true, alt, filename });
    }
    Ok(shown)
}

/// Addresses, present and former, that no other item of the database has.
pub fn check_addresses(
    placed: &Placed,
    uid: &str,
    conn: &mut Conn,
) -> Result<Option<(Position, What)>, DbError> {
    let item = &placed.item;
    let own = Item::by_uid(uid, conn)?;
    let (kind, language) = (item.document.kind().name(), item.language.name());
    let (wanted, by_name) = item.wanted_address();
    let named = by_name.then_some((wanted, "slug")).into_iter();
    let old = item.old_slugs.iter().map(|slug| (slug.clone(), "old_slugs"));
    for (slug, field) in named.chain(old) {
        let taken = Address::resolve(kind, language, &slug, conn)?;
        if taken.is_some_and(|taken| own.as_ref().is_none_or(|own| own.id != taken.item_id)) {
            let free = free_beside(&slug, kind, language, conn)?;
            return Ok(Some((placed.place(field), What::AddressTaken { slug, free })));
        }
    }
    Ok(None)
}

fn free_beside(slug: &str, kind: &str, language: &str, conn: &mut Conn) -> Result<String, DbError> {
    let nobody = Item {
        id: 0,
        uid: slug.to_owned(),
        kind_name: kind.to_owned(),
        language_name: language.to_owned(),
        translation_group: String::new(),
        organisation_id: 0,
        featured: false,
        created_by: None,
        created_at: Default::default(),
    };
    Ok(Address::free(&nobody, slug, conn)?)
}

/// A name that two files claim.
pub fn duplicate(noun: Noun, value: &str, other: &str) -> What {
    What::Duplicate { noun, value: value.to_owned(), other: other.to_owned() }
}
