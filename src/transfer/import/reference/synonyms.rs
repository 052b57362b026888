//! `synonyms.toml`.

use std::collections::HashMap;

use diesel::QueryResult;

use super::super::report::{Counts, Log, Outcome};
use super::Folder;
use crate::db::Conn;
use crate::search::synonyms::StoredSynonym;
use crate::search::{Synonym, SynonymKind};
use crate::transfer::fault::{Fault, Noun, What};
use crate::transfer::fields::Fields;
use crate::transfer::layout::SYNONYMS;

pub fn read(folder: &Folder, faults: &mut Vec<Fault>) -> Vec<Synonym> {
    let Some((table, at)) = folder.toml(SYNONYMS, faults) else { return Vec::new() };
    let mut noted = Vec::new();
    let mut fields = Fields::new(table, at, "", &mut noted);
    let mut read = Vec::new();
    for (kind, key) in [(SynonymKind::Same, "same"), (SynonymKind::Short, "short")] {
        read.extend(fields.tables(key, "", |fields| entry(kind, fields)).into_iter().flatten());
    }
    fields.finish();
    faults.extend(noted.into_iter().map(|(at, what)| Fault::new(SYNONYMS, at, what)));
    let mut own: Vec<Synonym> = Vec::new();
    for (entry, at) in read {
        if own.iter().any(|other| other.key() == entry.key()) {
            let (noun, other) = (Noun::Synonym, SYNONYMS.to_owned());
            let what = What::Duplicate { noun, value: entry.key(), other };
            faults.push(Fault::new(SYNONYMS, Some(at), what));
            continue;
        }
        own.push(entry);
    }
    own
}

fn entry(
    kind: SynonymKind,
    fields: &mut Fields,
) -> Option<(Synonym, crate::transfer::fault::Position)> {
    let forms = fields.texts("words");
    if forms.is_empty() && fields.place("words").is_none() {
        fields.note(None, What::MissingKey { key: "words".to_owned() });
        return None;
    }
    match Synonym::new(kind, forms.iter().map(|(form, _)| form.as_str())) {
        Ok(entry) => Some((entry, fields.start())),
        Err(error) => {
            fields.note(fields.place("words"), What::Synonym(error));
            None
        }
    }
}

/// Adds and changes, by the first form.
pub fn save(entries: &[Synonym], log: Log, conn: &mut Conn) -> QueryResult<Counts> {
    let all = StoredSynonym::all(conn)?;
    let before: HashMap<String, &StoredSynonym> =
        all.iter().map(|one| (one.entry.key(), one)).collect();
    let mut counts = Counts::default();
    for entry in entries {
        let outcome = match before.get(&entry.key()) {
            Some(stored) if stored.entry == *entry => Outcome::Unchanged,
            Some(stored) => {
                entry.update(stored.id, conn)?;
                Outcome::Changed
            }
            None => {
                entry.insert(conn)?;
                Outcome::New
            }
        };
        log.note("synonym-imported", &entry.key(), outcome, conn)?;
        counts.add(outcome);
    }
    Ok(counts)
}
