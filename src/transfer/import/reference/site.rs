//! `site.toml`: a table of texts per language.

use super::{Folder, Outcome};
use crate::content::SiteIdentity;
use crate::db::Conn;
use crate::names::Language;
use crate::text::single_line;
use crate::transfer::fault::{Expected, Fault, What};
use crate::transfer::layout::SITE;
use crate::transfer::node::Value;

pub fn read(folder: &Folder, faults: &mut Vec<Fault>) -> Option<SiteIdentity> {
    let (table, _) = folder.toml(SITE, faults)?;
    let mut identity = SiteIdentity::default();
    for (name, at, node) in table {
        let Ok(language) = name.parse::<Language>() else {
            let what = What::UnknownKey { key: name, allowed: vec!["vi", "en"], nearest: None };
            faults.push(Fault::new(SITE, Some(at), what));
            continue;
        };
        let Value::Table(fields) = node.value else {
            let what = What::WrongType { key: name, expected: Expected::Table };
            faults.push(Fault::new(SITE, Some(at), what));
            continue;
        };
        for (field, at, node) in fields {
            match node.value {
                Value::Text(text) => identity.set(language, &field, single_line(&text)),
                _ => {
                    let what = What::WrongType { key: field, expected: Expected::Text };
                    faults.push(Fault::new(SITE, Some(at), what));
                }
            }
        }
    }
    Some(identity)
}

/// Writes it where it differs.
pub fn save(identity: &SiteIdentity, conn: &mut Conn) -> diesel::QueryResult<Outcome> {
    let before = SiteIdentity::load(conn)?;
    let same = |language: &Language| {
        let own = before.texts(*language);
        identity.texts(*language).iter().all(|(field, text)| own.get(field) == Some(text))
    };
    if Language::ALL.iter().all(same) {
        return Ok(Outcome::Unchanged);
    }
    identity.save(conn)?;
    let is_first = Language::ALL.iter().all(|language| before.texts(*language).is_empty());
    Ok(if is_first { Outcome::New } else { Outcome::Changed })
}
