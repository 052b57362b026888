//! Standing pages: `pages/<language>/<slug>.md`.

use std::collections::{BTreeMap, HashMap};

use diesel::QueryResult;
use diesel::prelude::*;

use super::folder::Folder;
use super::names::Names;
use super::report::{Counts, Log, Outcome};
use crate::clock::{Instant, instant};
use crate::content::{Language, Picture, RESERVED, body};
use crate::db::schema::pages;
use crate::db::{Conn, facts};
use crate::text::{normalise, single_line, slug};
use crate::transfer::fault::{Expected, Fault, Noun, Position, What};
use crate::transfer::fields::Fields;
use crate::transfer::item_file::Named;
use crate::transfer::layout::PAGES;
use crate::transfer::node::parse_toml;
use crate::transfer::source::{body_position, split, unicode};

/// The standing pages of a folder.
#[derive(Debug, Default)]
pub struct Pages {
    all: Vec<Page>,
}

#[derive(Debug)]
struct Page {
    language: Language,
    key: String,
    slug: String,
    title: String,
    body: String,
    changed_at: Option<Instant>,
}

#[derive(Debug, Insertable, AsChangeset)]
#[diesel(table_name = pages)]
struct Row<'a> {
    key: &'a str,
    language: &'a str,
    slug: &'a str,
    title: &'a str,
    body: &'a str,
    body_html: &'a str,
    changed_at: Instant,
}

impl Pages {
    pub fn read(
        folder: &Folder,
        names: &Names,
        faults: &mut Vec<Fault>,
        conn: &mut Conn,
    ) -> QueryResult<Self> {
        let mut all = Vec::new();
        let mut seen = BTreeMap::new();
        for file in folder.below(PAGES) {
            let mut parts = file.split('/').skip(1);
            let language = parts.next().and_then(|name| name.parse::<Language>().ok());
            let stem = parts.next().and_then(|name| name.strip_suffix(".md"));
            let (Some(language), Some(stem), None) = (language, stem, parts.next()) else {
                faults.push(Fault::new(file, None, What::UnknownFile { nearest: None }));
                continue;
            };
            let Some((page, embedded)) = read(folder, file, language, stem, faults) else {
                continue;
            };
            for named in embedded {
                if let Some(what) = names.check(&named, conn)? {
                    faults.push(Fault::new(file, Some(named.at), what));
                }
            }
            let own = [format!("key {}", page.key), format!("slug {}", page.slug)];
            let other = own.iter().find_map(|name| seen.get(&(language, name.clone())).cloned());
            match other {
                Some(other) => {
                    let what = What::Duplicate { noun: Noun::Page, value: page.slug, other };
                    faults.push(Fault::new(file, None, what));
                }
                None => {
                    seen.extend(own.map(|name| ((language, name), file.to_owned())));
                    all.push(page);
                }
            }
        }
        Ok(Self { all })
    }

    /// Adds and changes, in the caller's transaction.
    pub fn save(&self, names: &Names, log: Log, conn: &mut Conn) -> QueryResult<Counts> {
        let mut counts = Counts::default();
        for page in &self.all {
            let outcome = page.save(names, log.now, conn)?;
            let name = format!("{} {}", page.language.name(), page.key);
            log.note("page-imported", &name, outcome, conn)?;
            counts.add(outcome);
        }
        if counts.new + counts.changed > 0 {
            facts::move_generation_on(conn)?;
        }
        Ok(counts)
    }
}

fn read(
    folder: &Folder,
    file: &str,
    language: Language,
    stem: &str,
    faults: &mut Vec<Fault>,
) -> Option<(Page, Vec<Named>)> {
    let text = folder.text(file, faults)?;
    let whole = unicode(text, folder.legacy()).map_err(|what| (Position::line(1), what));
    let parsed = whole.and_then(|text| {
        let parts = split(&text)?;
        let table = parse_toml(&text, parts.front.clone())?;
        let at = body_position(&text, &parts);
        Ok((table, text.get(parts.body).unwrap_or_default().to_owned(), at))
    });
    let (table, body, body_at) = match parsed {
        Ok(parsed) => parsed,
        Err((at, what)) => {
            faults.push(Fault::new(file, Some(at), what));
            return None;
        }
    };
    let mut noted = Vec::new();
    let mut fields = Fields::new(table, Position::line(1), "", &mut noted);
    let own = fields.text("slug").unwrap_or_else(|| stem.to_owned());
    if own != slug(&own) {
        let what = What::WrongType { key: "slug".to_owned(), expected: Expected::Slug };
        fields.note(fields.place("slug"), what);
    }
    if RESERVED.contains(&own.as_str()) {
        fields.note(fields.place("slug"), What::Taken { value: own.clone() });
    }
    let page = Page {
        language,
        key: fields.required("key"),
        slug: own,
        title: single_line(&fields.required("title")),
        body: normalise(&body).trim().to_owned(),
        changed_at: fields.time("changed_at").map(instant),
    };
    fields.finish();
    let good = noted.is_empty();
    faults.extend(noted.into_iter().map(|(at, what)| Fault::new(file, at, what)));
    let embedded = body::asset_references(&page.body);
    let named = |name| Named { noun: Noun::Picture, name, at: body_at };
    good.then(|| (page, embedded.into_iter().map(named).collect()))
}

impl Page {
    fn save(&self, names: &Names, now: Instant, conn: &mut Conn) -> QueryResult<Outcome> {
        let body = body::rename_assets(&self.body, |name| names.media(name));
        let own = pages::table
            .filter(pages::language.eq(self.language.name()))
            .filter(pages::key.eq(&self.key));
        let before: Option<(i64, String, String, String, Instant)> = own
            .select((pages::id, pages::slug, pages::title, pages::body, pages::changed_at))
            .first(conn)
            .optional()?;
        if let Some((_, slug, title, text, changed_at)) = &before
            && (slug, title, text) == (&self.slug, &self.title, &body)
            && self.changed_at.is_none_or(|given| given == *changed_at)
        {
            return Ok(Outcome::Unchanged);
        }
        let uids = body::asset_references(&body);
        let pictures: HashMap<String, Picture> = Picture::load(&uids, self.language, conn)?;
        let rendered = body::render(&body, self.language.into(), &pictures);
        let row = Row {
            key: &self.key,
            language: self.language.name(),
            slug: &self.slug,
            title: &self.title,
            body: &body,
            body_html: &rendered.html,
            changed_at: self.changed_at.unwrap_or(now),
        };
        match before {
            Some((id, ..)) => {
                diesel::update(pages::table.find(id)).set(&row).execute(conn)?;
                Ok(Outcome::Changed)
            }
            None => {
                diesel::insert_into(pages::table).values(&row).execute(conn)?;
                Ok(Outcome::New)
            }
        }
    }
}
