//! Identity, organisations, places, taxonomies and standing pages.

use std::collections::HashMap;

use diesel::prelude::*;

use super::target::Target;
use super::{ExportError, Report};
use crate::clock::Instant;
use crate::content::{SiteIdentity, Taxonomy, Term};
use crate::db::Conn;
use crate::db::schema::{organisations, pages, terms};
use crate::names::Language;
use crate::organisations::{Organisation, Place, Succession};
use crate::search::SynonymKind;
use crate::search::synonyms::StoredSynonym;
use crate::transfer::import::Names;
use crate::transfer::layout::{
    COMMUNES, DISTRICTS, ORGANISATIONS, PAGES, SITE, SYNONYMS, TAXONOMIES,
};
use crate::transfer::quote::{Toml, line};

pub fn write(
    names: &Names,
    target: &mut Target,
    report: &mut Report,
    conn: &mut Conn,
) -> Result<(), ExportError> {
    site(target, conn)?;
    let places = places(target, conn)?;
    write_organisations(&places, target, conn)?;
    taxonomies(target, conn)?;
    synonyms(target, conn)?;
    write_pages(names, target, report, conn)
}

fn site(target: &mut Target, conn: &mut Conn) -> Result<(), ExportError> {
    let identity = SiteIdentity::load(conn)?;
    let mut toml = Toml::default();
    for language in Language::ALL.iter().filter(|one| !identity.texts(**one).is_empty()) {
        toml.header(&format!("[{}]", language.name()));
        for (field, text) in identity.texts(*language) {
            let bare = field.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            let key = if bare && !field.is_empty() { field.clone() } else { line(field) };
            toml.raw(&key, &line(text));
        }
    }
    write_if_any(SITE, toml, target)
}

fn write_if_any(path: &str, toml: Toml, target: &mut Target) -> Result<(), ExportError> {
    match toml.finish() {
        empty if empty.is_empty() => Ok(()),
        text => target.write(path, text.as_bytes()),
    }
}

/// Writes both tables; returns the slug of each place by id.
fn places(target: &mut Target, conn: &mut Conn) -> Result<HashMap<i64, String>, ExportError> {
    let mut all = Place::all(conn)?;
    all.sort_by(|a, b| (&a.code, &a.slug).cmp(&(&b.code, &b.slug)));
    let slugs: HashMap<i64, String> =
        all.iter().map(|place| (place.id, place.slug.clone())).collect();
    let mut old: HashMap<i64, Vec<String>> = HashMap::new();
    for Succession { old_place_id, new_place_id } in Succession::all(conn)? {
        old.entry(new_place_id).or_default().extend(slugs.get(&old_place_id).cloned());
    }
    for (file, communes) in [(COMMUNES, true), (DISTRICTS, false)] {
        let own: Vec<&Place> = all.iter().filter(|one| one.is_commune() == communes).collect();
        if !own.is_empty() {
            target.write(file, &table(&own, &mut old))?;
        }
    }
    Ok(slugs)
}

fn table(places: &[&Place], old: &mut HashMap<i64, Vec<String>>) -> Vec<u8> {
    let header = [
        "code",
        "name",
        "full_name",
        "slug",
        "old_districts_all",
        "old_communes",
        "area_km2",
        "population",
        "valid_from",
        "valid_to",
        "map_column",
        "map_row",
    ];
    let text = |value: Option<String>| value.unwrap_or_default();
    let rows = places.iter().map(|place| {
        // In their order: the first is the one that most of it comes from.
        let before = old.remove(&place.id).unwrap_or_default();
        [
            place.code.clone(),
            place.name.clone(),
            place.full_name.clone(),
            place.slug.clone(),
            before.join(";"),
            place.old_communes.clone(),
            text(place.area_km2.map(|area| area.to_string())),
            text(place.population.map(|people| people.to_string())),
            text(place.valid_from.map(|day| day.to_string())),
            text(place.valid_to.map(|day| day.to_string())),
            text(place.map_column.map(|column| column.to_string())),
            text(place.map_row.map(|row| row.to_string())),
        ]
    });
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

fn write_organisations(
    places: &HashMap<i64, String>,
    target: &mut Target,
    conn: &mut Conn,
) -> Result<(), ExportError> {
    let mut all: Vec<Organisation> =
        organisations::table.select(Organisation::as_select()).load(conn)?;
    all.sort_by(|a, b| a.slug.cmp(&b.slug));
    let slugs: HashMap<i64, &str> = all.iter().map(|one| (one.id, one.slug.as_str())).collect();
    let mut toml = Toml::default();
    if !all.is_empty() {
        // All there are: none is to be made of the communes.
        toml.raw("committees", "false");
    }
    for one in &all {
        toml.header("[[organisation]]");
        toml.text("slug", &one.slug);
        toml.text("name_vi", &one.name_vi);
        toml.text("name_en", &one.name_en);
        toml.text("kind", &one.kind);
        let parent = one.parent_id.and_then(|id| slugs.get(&id));
        toml.text("parent", parent.copied().unwrap_or_default());
        let place = one.place_id.and_then(|id| places.get(&id));
        toml.text("place", place.map_or("", String::as_str));
        toml.date("valid_from", one.valid_from);
        toml.date("valid_to", one.valid_to);
        toml.text("contact", &one.contact);
    }
    write_if_any(ORGANISATIONS, toml, target)
}

fn taxonomies(target: &mut Target, conn: &mut Conn) -> Result<(), ExportError> {
    let mut all: Vec<Term> = terms::table.select(Term::as_select()).load(conn)?;
    all.sort_by(|a, b| (a.position, &a.slug).cmp(&(b.position, &b.slug)));
    let slugs: HashMap<i64, &str> = all.iter().map(|one| (one.id, one.slug.as_str())).collect();
    for taxonomy in Taxonomy::ALL {
        let mut toml = Toml::default();
        for term in all.iter().filter(|term| term.taxonomy == taxonomy.name()) {
            toml.header("[[term]]");
            toml.text("slug", &term.slug);
            toml.text("vi", &term.name_vi);
            toml.text("en", &term.name_en);
            let parent = term.parent_id.and_then(|id| slugs.get(&id));
            toml.text("parent", parent.copied().unwrap_or_default());
            toml.raw("position", &term.position.to_string());
            toml.date("valid_from", term.valid_from);
            toml.date("valid_to", term.valid_to);
        }
        write_if_any(&format!("{TAXONOMIES}/{}.toml", taxonomy.name()), toml, target)?;
    }
    Ok(())
}

fn synonyms(target: &mut Target, conn: &mut Conn) -> Result<(), ExportError> {
    let all = StoredSynonym::all(conn)?;
    let mut toml = Toml::default();
    for kind in SynonymKind::ALL {
        for one in all.iter().filter(|one| one.entry.kind() == *kind) {
            toml.header(&format!("[[{}]]", kind.name()));
            toml.texts("words", one.entry.forms());
        }
    }
    write_if_any(SYNONYMS, toml, target)
}

type PageRow = (String, String, String, String, String, Instant);

fn write_pages(
    names: &Names,
    target: &mut Target,
    report: &mut Report,
    conn: &mut Conn,
) -> Result<(), ExportError> {
    let rows: Vec<PageRow> = pages::table
        .select((
            pages::language,
            pages::slug,
            pages::key,
            pages::title,
            pages::body,
            pages::changed_at,
        ))
        .load(conn)?;
    for (language, slug, key, title, body, changed_at) in rows {
        let mut toml = Toml::default();
        toml.text("title", &title);
        toml.text("slug", &slug);
        toml.text("key", &key);
        toml.instant("changed_at", Some(changed_at));
        let body = names.with_keys(&body);
        let text = format!("+++\n{}+++\n{body}\n", toml.finish());
        target.write(&format!("{PAGES}/{language}/{slug}.md"), text.as_bytes())?;
        report.pages += 1;
    }
    Ok(())
}
