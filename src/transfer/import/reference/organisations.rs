//! `organisations.toml`, and the People's Committee of each commune.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel::prelude::*;

use super::super::names::Names;
use super::super::report::{Counts, Log, Outcome};
use super::Folder;
use super::places::Places;
use crate::db::Conn;
use crate::db::schema::{organisations, places};
use crate::names::nearest;
use crate::organisations::{
    MAX_CONTACT, NewOrganisation, NewPlace, Organisation, OrganisationKind,
};
use crate::text::{normalise, single_line, slug};
use crate::transfer::fault::{Expected, Fault, Noun, Position, What};
use crate::transfer::fields::Fields;
use crate::transfer::layout::{COMMUNES, ORGANISATIONS};

/// An office of the folder; what it refers to, by slug.
#[derive(Debug)]
pub struct Entry {
    slug: String,
    name_vi: String,
    name_en: String,
    kind: OrganisationKind,
    parent: Option<String>,
    place: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    /// `None`: what is known of it stays.
    contact: Option<String>,
    file: &'static str,
    at: Position,
    /// Where parent and place are named.
    parent_at: Option<Position>,
    place_at: Option<Position>,
}

/// The offices of the folder, and whether those of communes are to be added.
pub fn read(folder: &Folder, names: &mut Names, faults: &mut Vec<Fault>) -> (Vec<Entry>, bool) {
    let Some((table, at)) = folder.toml(ORGANISATIONS, faults) else { return (Vec::new(), false) };
    let mut noted = Vec::new();
    let mut fields = Fields::new(table, at, "", &mut noted);
    let committees = fields.flag("committees").unwrap_or(true);
    let read = fields.tables("organisation", "", entry);
    fields.finish();
    faults.extend(noted.into_iter().map(|(at, what)| Fault::new(ORGANISATIONS, at, what)));
    let mut entries: Vec<Entry> = Vec::new();
    for entry in read {
        if entry.slug.is_empty() {
            continue;
        }
        if entries.iter().any(|other| other.slug == entry.slug) {
            let value = entry.slug;
            let what = What::Duplicate {
                noun: Noun::Organisation,
                value,
                other: ORGANISATIONS.to_owned(),
            };
            faults.push(Fault::new(ORGANISATIONS, Some(entry.at), what));
            continue;
        }
        names.organisations.insert(entry.slug.clone());
        entries.push(entry);
    }
    (entries, committees)
}

fn entry(fields: &mut Fields) -> Entry {
    let own = fields.required("slug");
    if own != slug(&own) {
        let what = What::WrongType { key: "slug".to_owned(), expected: Expected::Slug };
        fields.note(fields.place("slug"), what);
    }
    let kind = fields.one_of("kind");
    if kind.is_none() && fields.place("kind").is_none() {
        fields.note(None, What::MissingKey { key: "kind".to_owned() });
    }
    Entry {
        slug: own,
        name_vi: single_line(&fields.required("name_vi")),
        name_en: single_line(&fields.required("name_en")),
        kind: kind.unwrap_or_default(),
        parent: fields.text("parent"),
        place: fields.text("place"),
        valid_from: fields.date("valid_from"),
        valid_to: fields.date("valid_to"),
        contact: contact(fields),
        file: ORGANISATIONS,
        at: fields.start(),
        parent_at: fields.place("parent"),
        place_at: fields.place("place"),
    }
}

fn contact(fields: &mut Fields) -> Option<String> {
    let text = normalise(&fields.text("contact")?).trim().to_owned();
    if text.chars().count() > MAX_CONTACT {
        let what = What::WrongType { key: "contact".to_owned(), expected: Expected::Contact };
        fields.note(fields.place("contact"), what);
    }
    Some(text)
}

/// The committee of each commune, below the city, unless it is listed by name.
/// A folder without the city makes none.
pub fn add_communes(entries: &mut Vec<Entry>, places: &Places, names: &mut Names) {
    let city = entries.iter().find(|one| one.kind == OrganisationKind::City);
    let Some(city) = city.map(|one| one.slug.clone()) else { return };
    let listed: Vec<String> = entries.iter().map(|one| one.slug.clone()).collect();
    for place in &places.communes {
        let committee = committee(place, &city);
        names.organisations.insert(committee.slug.clone());
        if !listed.contains(&committee.slug) {
            entries.push(committee);
        }
    }
}

/// "Ủy ban nhân dân xã Ba Vì".
fn committee(place: &NewPlace, city: &str) -> Entry {
    let mut letters = place.full_name.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
    let kind = if place.full_name.starts_with("Phường") { "Ward" } else { "Commune" };
    Entry {
        slug: format!("ubnd-{}", place.slug),
        name_vi: format!("Ủy ban nhân dân {first}{}", letters.as_str()),
        name_en: format!("People's Committee of {} {kind}", place.name),
        kind: OrganisationKind::Commune,
        parent: Some(city.to_owned()),
        place: Some(place.slug.clone()),
        valid_from: place.valid_from,
        valid_to: place.valid_to,
        contact: None,
        file: COMMUNES,
        at: Position::line(1),
        parent_at: None,
        place_at: None,
    }
}

/// Parents and places that exist, and no office below itself.
pub fn check(entries: &[Entry], names: &Names, faults: &mut Vec<Fault>) {
    let parents: BTreeMap<&str, &str> = entries
        .iter()
        .filter_map(|one| Some((one.slug.as_str(), one.parent.as_deref()?)))
        .collect();
    for entry in entries {
        let named = [
            (Noun::Organisation, &entry.parent, &names.organisations, entry.parent_at),
            (Noun::Place, &entry.place, &names.places, entry.place_at),
        ];
        for (noun, name, known, at) in named {
            let Some(value) = name.clone().filter(|name| !known.contains(name)) else { continue };
            let nearest = nearest(&value, known.iter().map(String::as_str)).map(str::to_owned);
            let at = at.or(Some(entry.at));
            faults.push(Fault::new(entry.file, at, What::Unknown { noun, value, nearest }));
        }
        if in_circle(&entry.slug, &parents) {
            let what = What::Circle { slug: entry.slug.clone() };
            faults.push(Fault::new(entry.file, Some(entry.at), what));
        }
    }
}

/// Whether the way up from `slug` comes back to it.
pub fn in_circle(slug: &str, parents: &BTreeMap<&str, &str>) -> bool {
    let mut at = slug;
    for _ in 0..parents.len() {
        match parents.get(at) {
            Some(parent) if *parent == slug => return true,
            Some(parent) => at = parent,
            None => return false,
        }
    }
    false
}

/// Adds and changes; parents before children.
pub fn save(entries: &[Entry], log: Log, conn: &mut Conn) -> QueryResult<Counts> {
    let rows: Vec<Organisation> =
        organisations::table.select(Organisation::as_select()).load(conn)?;
    let before: HashMap<&str, &Organisation> =
        rows.iter().map(|row| (row.slug.as_str(), row)).collect();
    let mut ids: HashMap<String, i64> = rows.iter().map(|row| (row.slug.clone(), row.id)).collect();
    let places: HashMap<String, i64> =
        places::table.select((places::slug, places::id)).load(conn)?.into_iter().collect();
    let mut counts = Counts::default();
    let mut waiting: Vec<&Entry> = entries.iter().collect();
    while !waiting.is_empty() {
        let (ready, later): (Vec<&Entry>, Vec<&Entry>) = waiting
            .into_iter()
            .partition(|entry| entry.parent.as_ref().is_none_or(|parent| ids.contains_key(parent)));
        // Parents that are not there were told as faults: their children stand alone.
        let (ready, later) = if ready.is_empty() { (later, ready) } else { (ready, later) };
        for entry in ready {
            let known = before.get(entry.slug.as_str());
            let new = entry.row(known.map_or("", |own| &own.contact), &ids, &places);
            let (id, outcome) = match known {
                Some(own) if same(own, &new) => (own.id, Outcome::Unchanged),
                Some(_) => (new.save(conn)?, Outcome::Changed),
                None => (new.save(conn)?, Outcome::New),
            };
            ids.insert(entry.slug.clone(), id);
            log.note("organisation-imported", &entry.slug, outcome, conn)?;
            counts.add(outcome);
        }
        waiting = later;
    }
    Ok(counts)
}

impl Entry {
    fn row(
        &self,
        known: &str,
        ids: &HashMap<String, i64>,
        places: &HashMap<String, i64>,
    ) -> NewOrganisation {
        let id = |slug: &Option<String>, of: &HashMap<String, i64>| {
            slug.as_ref().and_then(|slug| of.get(slug).copied())
        };
        NewOrganisation {
            slug: self.slug.clone(),
            name_vi: self.name_vi.clone(),
            name_en: self.name_en.clone(),
            kind: self.kind.name().to_owned(),
            parent_id: id(&self.parent, ids),
            place_id: id(&self.place, places),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            contact: self.contact.clone().unwrap_or_else(|| known.to_owned()),
        }
    }
}

fn same(own: &Organisation, new: &NewOrganisation) -> bool {
    own.name_vi == new.name_vi
        && own.contact == new.contact
        && own.name_en == new.name_en
        && own.kind == new.kind
        && (own.parent_id, own.place_id) == (new.parent_id, new.place_id)
        && (own.valid_from, own.valid_to) == (new.valid_from, new.valid_to)
}
