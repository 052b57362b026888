//! Front matter and body to an item; each fault with its place.

use super::details;
use super::{ItemFile, Named, Placed};
use crate::clock::{Instant, instant};
use crate::content::{ContentLanguage, Document, Kind, State, Taxonomy, body};
use crate::names::UnknownName;
use crate::text::slug;
use crate::transfer::fault::{Expected, Noun, Position, What};
use crate::transfer::fields::{Fields, Noted};
use crate::transfer::layout::parse_id;
use crate::transfer::node::{Table, parse_toml};
use crate::transfer::source::{Legacy, body_position, split, unicode};

/// Reads the file's text. What is wrong goes to `noted`; `None`: too much is.
pub fn read(text: &str, legacy: Legacy, noted: &mut Noted) -> Option<Placed> {
    let parts = match split(text) {
        Ok(parts) => parts,
        Err((at, what)) => {
            noted.push((Some(at), what));
            return None;
        }
    };
    let body_at = body_position(text, &parts);
    // Front matter and body apart: one may be pasted from an old file, the other not.
    let front = old_letters(text.get(parts.front)?, Position::line(2), legacy, noted)?;
    let body = old_letters(text.get(parts.body)?, body_at, legacy, noted)?;
    // A line for the fence, so that lines count as in the file.
    let front = format!("\n{front}");
    match parse_toml(&front, 1..front.len()) {
        Ok(table) => read_table(table, Position::line(1), Some((body, body_at)), noted),
        Err((at, what)) => {
            noted.push((Some(at), what));
            None
        }
    }
}

fn old_letters(text: &str, at: Position, legacy: Legacy, noted: &mut Noted) -> Option<String> {
    unicode(text.to_owned(), legacy).map_err(|what| noted.push((Some(at), what))).ok()
}

/// Reads a table of front matter; without a body of its own it has a key `body`.
pub fn read_table(
    table: Table,
    start: Position,
    body: Option<(String, Position)>,
    noted: &mut Noted,
) -> Option<Placed> {
    let mut named = Vec::new();
    let mut fields = Fields::new(table, start, "", noted);
    let kind: Option<Kind> = fields.one_of("kind");
    if kind.is_none() && fields.place("kind").is_none() {
        fields.note(None, What::MissingKey { key: "kind".to_owned() });
    }
    let mut document = Document::empty(kind?);
    texts(&mut fields, &mut document, &mut named);
    let body_at = match body {
        Some((text, at)) => {
            document.body = text;
            at
        }
        None => {
            document.body = fields.text_or_empty("body");
            fields.place("body").unwrap_or(start)
        }
    };
    let embedded = body::asset_references(&document.body);
    named.extend(embedded.into_iter().map(|name| Named { noun: Noun::Picture, name, at: body_at }));
    document.details = details::read(document.kind(), &mut fields);
    let mut item = about(&mut fields, document, &mut named);
    let mut places = fields.finish();
    places.push(("body".to_owned(), body_at));
    item.document = item.document.normalised();
    Some(Placed { item, places, named, start })
}

/// What every kind's document has.
fn texts(fields: &mut Fields, document: &mut Document, named: &mut Vec<Named>) {
    document.title = fields.required("title");
    document.slug = fields.text_or_empty("slug");
    document.sapo = fields.text_or_empty("sapo");
    document.summary = fields.text_or_empty("summary");
    document.byline = fields.text_or_empty("byline");
    document.correction = fields.text_or_empty("correction");
    document.illustration = fields.flag("illustration").unwrap_or(false);
    document.lead = media(fields, ("lead", Noun::Picture), named);
    document.recording = media(fields, ("recording", Noun::Recording), named);
    for taxonomy in Taxonomy::ALL {
        let key = taxonomy.plural();
        let slugs = fields.texts(key);
        let noun = Noun::Term(key);
        named.extend(slugs.iter().map(|(name, at)| Named { noun, name: name.clone(), at: *at }));
        document.terms.insert(*taxonomy, slugs.into_iter().map(|(slug, _)| slug).collect());
    }
    for (name, at) in fields.texts("places") {
        document.places.push(name.clone());
        named.push(Named { noun: Noun::Place, name, at });
    }
}

/// The key or id of a picture or a recording.
fn media(
    fields: &mut Fields,
    (key, noun): (&'static str, Noun),
    named: &mut Vec<Named>,
) -> Option<String> {
    let name = fields.text(key).filter(|name| !name.is_empty())?;
    if let Some(at) = fields.place(key) {
        named.push(Named { noun, name: name.clone(), at });
    }
    Some(name)
}

/// What is not the document's but the item's.
fn about(fields: &mut Fields, document: Document, named: &mut Vec<Named>) -> ItemFile {
    let mut time = |key| -> Option<Instant> { fields.time(key).map(instant) };
    let published_at = time("published_at");
    let publish_at = time("publish_at");
    let expires_at = time("expires_at");
    let created_at = time("created_at");
    let language = fields.one_of::<ContentLanguage>("language").unwrap_or_default();
    let status = status(fields);
    if status == State::Scheduled && publish_at.is_none() && fields.place("publish_at").is_none() {
        fields.note(fields.place("status"), What::MissingKey { key: "publish_at".to_owned() });
    }
    let organisation = fields.required("organisation");
    if let Some(at) = fields.place("organisation").filter(|_| !organisation.is_empty()) {
        named.push(Named { noun: Noun::Organisation, name: organisation.clone(), at });
    }
    let translation_of = fields.text_or_empty("translation_of");
    if let Some(at) = fields.place("translation_of").filter(|_| !translation_of.is_empty()) {
        named.push(Named { noun: Noun::Item, name: translation_of.clone(), at });
    }
    let note = fields.text_or_empty("note");
    ItemFile {
        id: id(fields),
        language,
        status,
        published_at,
        publish_at,
        expires_at,
        created_at,
        organisation,
        featured: fields.flag("featured").unwrap_or(false),
        note: crate::text::normalise(&note).trim().to_owned(),
        address: address(fields),
        old_slugs: old_slugs(fields),
        translation_of,
        document,
    }
}

/// A draft when nothing is said.
fn status(fields: &mut Fields) -> State {
    const ALLOWED: &[&str] = &[
        "draft",
        "in_review",
        "changes_requested",
        "approved",
        "scheduled",
        "published",
        "withdrawn",
        "archived",
    ];
    let Some(given) = fields.text("status") else { return State::Draft };
    match given.parse() {
        Ok(state) if state != State::Superseded => state,
        _ => {
            let unknown = UnknownName { given, expected: ALLOWED };
            fields.note(fields.place("status"), What::not_in_list("status", &unknown));
            State::Draft
        }
    }
}

/// The item's id, in the usual spelling.
pub fn id(fields: &mut Fields) -> Option<String> {
    let given = fields.text("id")?;
    let id = parse_id(&given);
    if id.is_none() {
        let what = What::WrongType { key: "id".to_owned(), expected: Expected::Uuid };
        fields.note(fields.place("id"), what);
    }
    id
}

fn address(fields: &mut Fields) -> String {
    let given = fields.text_or_empty("address");
    if given != slug(&given) {
        let what = What::WrongType { key: "address".to_owned(), expected: Expected::Slug };
        fields.note(fields.place("address"), what);
    }
    given
}

fn old_slugs(fields: &mut Fields) -> Vec<String> {
    let mut slugs = Vec::new();
    for (given, at) in fields.texts("old_slugs") {
        if given.is_empty() || given != slug(&given) {
            let what = What::WrongType { key: "old_slugs".to_owned(), expected: Expected::Slug };
            fields.note(Some(at), what);
        }
        slugs.push(given);
    }
    slugs
}
