//! `taxonomies/<taxonomy>.toml`.

use std::collections::{BTreeMap, HashMap};

use diesel::QueryResult;
use diesel::prelude::*;

use super::super::names::Names;
use super::super::report::{Counts, Log, Outcome};
use super::Folder;
use super::organisations::in_circle;
use crate::content::{NewTerm, Taxonomy, Term};
use crate::db::Conn;
use crate::db::schema::terms;
use crate::names::nearest;
use crate::text::{single_line, slug};
use crate::transfer::fault::{Expected, Fault, Noun, Position, What};
use crate::transfer::fields::Fields;
use crate::transfer::layout::TAXONOMIES;

/// A term of the folder; its parent by slug.
#[derive(Debug)]
pub struct Entry {
    row: NewTerm,
    parent: Option<String>,
    at: Position,
}

pub fn read(folder: &Folder, names: &mut Names, faults: &mut Vec<Fault>) -> Vec<Entry> {
    let mut all = Vec::new();
    for taxonomy in Taxonomy::ALL {
        let file = format!("{TAXONOMIES}/{}.toml", taxonomy.name());
        let Some((table, at)) = folder.toml(&file, faults) else { continue };
        let mut noted = Vec::new();
        let mut fields = Fields::new(table, at, "", &mut noted);
        let read = fields.tables("term", "", |fields| entry(*taxonomy, fields));
        fields.finish();
        faults.extend(noted.into_iter().map(|(at, what)| Fault::new(&*file, at, what)));
        let mut own: Vec<Entry> = Vec::new();
        for entry in read.into_iter().filter(|entry| !entry.row.slug.is_empty()) {
            let value = entry.row.slug.clone();
            if own.iter().any(|other| other.row.slug == value) {
                let noun = Noun::Term(taxonomy.plural());
                let what = What::Duplicate { noun, value, other: file.clone() };
                faults.push(Fault::new(&*file, Some(entry.at), what));
                continue;
            }
            names.add_term(*taxonomy, value);
            own.push(entry);
        }
        check(*taxonomy, &file, &own, names, faults);
        all.extend(own);
    }
    all
}

fn entry(taxonomy: Taxonomy, fields: &mut Fields) -> Entry {
    let own = fields.required("slug");
    if own != slug(&own) {
        let what = What::WrongType { key: "slug".to_owned(), expected: Expected::Slug };
        fields.note(fields.place("slug"), what);
    }
    let row = NewTerm {
        taxonomy: taxonomy.name().to_owned(),
        slug: own,
        name_vi: single_line(&fields.required("vi")),
        name_en: single_line(&fields.required("en")),
        parent_id: None,
        position: fields.integer("position").unwrap_or(0),
        valid_from: fields.date("valid_from"),
        valid_to: fields.date("valid_to"),
    };
    Entry { row, parent: fields.text("parent"), at: fields.start() }
}

fn check(taxonomy: Taxonomy, file: &str, own: &[Entry], names: &Names, faults: &mut Vec<Fault>) {
    let noun = Noun::Term(taxonomy.plural());
    let known = names.terms.get(taxonomy.plural());
    let parents: BTreeMap<&str, &str> = own
        .iter()
        .filter_map(|one| Some((one.row.slug.as_str(), one.parent.as_deref()?)))
        .collect();
    for entry in own {
        let Some(parent) = &entry.parent else { continue };
        if known.is_none_or(|known| !known.contains(parent)) {
            let all = known.into_iter().flatten().map(String::as_str);
            let nearest = nearest(parent, all).map(str::to_owned);
            let what = What::Unknown { noun, value: parent.clone(), nearest };
            faults.push(Fault::new(file, Some(entry.at), what));
        }
        if in_circle(&entry.row.slug, &parents) {
            let what = What::Circle { slug: entry.row.slug.clone() };
            faults.push(Fault::new(file, Some(entry.at), what));
        }
    }
}

/// Adds and changes; parents before children.
pub fn save(entries: &[Entry], log: Log, conn: &mut Conn) -> QueryResult<Counts> {
    let rows: Vec<Term> = terms::table.select(Term::as_select()).load(conn)?;
    let key = |taxonomy: &str, slug: &str| (taxonomy.to_owned(), slug.to_owned());
    let before: HashMap<(String, String), &Term> =
        rows.iter().map(|row| (key(&row.taxonomy, &row.slug), row)).collect();
    let mut ids: HashMap<(String, String), i64> =
        before.iter().map(|(key, row)| (key.clone(), row.id)).collect();
    let mut counts = Counts::default();
    let mut waiting: Vec<&Entry> = entries.iter().collect();
    while !waiting.is_empty() {
        let (ready, later): (Vec<&Entry>, Vec<&Entry>) = waiting.into_iter().partition(|entry| {
            let parent = entry.parent.as_ref();
            parent.is_none_or(|parent| ids.contains_key(&key(&entry.row.taxonomy, parent)))
        });
        // Parents that are not there were told as faults: their children stand alone.
        let (ready, later) = if ready.is_empty() { (later, ready) } else { (ready, later) };
        for entry in ready {
            let own = key(&entry.row.taxonomy, &entry.row.slug);
            let parent = entry.parent.as_ref();
            let parent_id =
                parent.and_then(|parent| ids.get(&key(&entry.row.taxonomy, parent)).copied());
            let new = NewTerm { parent_id, ..entry.row.clone() };
            let (id, outcome) = match before.get(&own) {
                Some(term) if same(term, &new) => (term.id, Outcome::Unchanged),
                Some(_) => (new.save(conn)?, Outcome::Changed),
                None => (new.save(conn)?, Outcome::New),
            };
            log.note("term-imported", &format!("{} {}", own.0, own.1), outcome, conn)?;
            ids.insert(own, id);
            counts.add(outcome);
        }
        waiting = later;
    }
    Ok(counts)
}

fn same(own: &Term, new: &NewTerm) -> bool {
    own.name_vi == new.name_vi
        && own.name_en == new.name_en
        && (own.parent_id, own.position) == (new.parent_id, new.position)
        && (own.valid_from, own.valid_to) == (new.valid_from, new.valid_to)
}
