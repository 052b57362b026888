//! Site maps for search engines (sitemaps.org), with the translations of each page.
//!
//! A small site has one file. A large one has an index and parts, each of which
//! covers a fixed range of item ids, so that it costs the same however many
//! items there are.

mod file;
mod news;

use std::collections::HashMap;
use std::ops::Range;

use diesel::dsl::{exists, max};
use diesel::prelude::*;

use self::file::File;
use super::WriteError;
use crate::clock::Instant;
use crate::content::listing::Listing;
use crate::content::shelf::{Shelf, Spot};
use crate::content::{ContentLanguage, Kind, Language, Live, Taxonomy, Vocabulary};
use crate::db::dialect::{self, Filing};
use crate::db::schema::{items, live, pages};
use crate::db::{Conn, DbError};

pub use self::news::news;

/// From how many items on there is an index, and how many ids a part covers.
/// The protocol allows 50,000 addresses and 50 MB in one file.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    pub whole_until: i64,
    pub ids: i64,
}

impl Default for Cut {
    fn default() -> Self {
        Self { whole_until: 40_000, ids: 10_000 }
    }
}

/// Ids read at a time.
const CHUNK: i64 = 1_000;

/// What cannot be made: the database, or the writer.
#[derive(Debug, thiserror::Error)]
pub enum SitemapError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<diesel::result::Error> for SitemapError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A page of the site: its path, when it last changed, and the same page in
/// other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    language: ContentLanguage,
    path: String,
    changed: Option<Instant>,
    others: Vec<(ContentLanguage, String)>,
}

/// `sitemap.xml`: everything, or the index of the parts.
pub fn whole(
    base: &str,
    cut: Cut,
    vocabulary: &Vocabulary,
    conn: &mut Conn,
) -> Result<String, SitemapError> {
    let count: i64 = live::table.count().get_result(conn)?;
    if count > cut.whole_until {
        return index(base, cut, conn);
    }
    let mut file = File::urls(base)?;
    file.entries(&standing(vocabulary, conn)?)?;
    let end = last_id(conn)?.map_or(0, |id| id + 1);
    file.items(0..end, conn)?;
    Ok(file.end("urlset")?)
}

/// `sitemap-pages.xml`: what is no item.
pub fn pages_part(
    base: &str,
    vocabulary: &Vocabulary,
    conn: &mut Conn,
) -> Result<String, SitemapError> {
    let mut file = File::urls(base)?;
    file.entries(&standing(vocabulary, conn)?)?;
    Ok(file.end("urlset")?)
}

/// `sitemap-{number}.xml`; `None` when nothing live has such an id.
pub fn items_part(
    base: &str,
    number: u32,
    cut: Cut,
    conn: &mut Conn,
) -> Result<Option<String>, SitemapError> {
    let start = i64::from(number).saturating_mul(cut.ids);
    let range = start..start.saturating_add(cut.ids);
    if !any_live(&range, conn)? {
        return Ok(None);
    }
    let mut file = File::urls(base)?;
    file.items(range, conn)?;
    Ok(Some(file.end("urlset")?))
}

/// The parts have no `lastmod` here: to know it, all items would be read.
fn index(base: &str, cut: Cut, conn: &mut Conn) -> Result<String, SitemapError> {
    let mut file = File::index(base)?;
    file.sitemap("sitemap-pages.xml")?;
    let last = last_id(conn)?.unwrap_or(0);
    for number in 0..=last / cut.ids {
        if any_live(&(number * cut.ids..(number + 1) * cut.ids), conn)? {
            file.sitemap(&format!("sitemap-{number}.xml"))?;
        }
    }
    Ok(file.end("sitemapindex")?)
}

fn last_id(conn: &mut Conn) -> QueryResult<Option<i64>> {
    live::table.select(max(live::item_id)).first(conn)
}

fn any_live(range: &Range<i64>, conn: &mut Conn) -> QueryResult<bool> {
    let within =
        live::table.filter(live::item_id.ge(range.start)).filter(live::item_id.lt(range.end));
    diesel::select(exists(within)).get_result(conn)
}

/// Home, lists, ways in, standing pages, and each topic, audience and place
/// under which anything stands.
fn standing(vocabulary: &Vocabulary, conn: &mut Conn) -> QueryResult<Vec<Entry>> {
    let mut all = Vec::new();
    let newest = |list: Listing, conn: &mut Conn| -> QueryResult<Vec<(Language, Instant)>> {
        let mut found = Vec::new();
        for language in Language::ALL {
            let first = list.page(*language, None, 1, conn)?.rows;
            found.extend(first.first().map(|row| (*language, row.published_at)));
        }
        Ok(found)
    };
    all.extend(in_languages("", &newest(Listing::All, conn)?, true));
    for kind in Kind::ALL {
        let found = newest(Listing::Kind(*kind), conn)?;
        all.extend(in_languages(&format!("/{}", kind.path()), &found, true));
    }
    for path in ["/chu-de", "/doi-tuong", "/dia-ban", "/so-do-trang", "/ban-do", "/gan-toi"] {
        all.extend(in_languages(path, &[], true));
    }
    for (taxonomy, folder) in [(Taxonomy::Topic, "chu-de"), (Taxonomy::Audience, "doi-tuong")] {
        let terms = vocabulary.terms(taxonomy);
        let filed = terms.iter().map(|term| (term.id, format!("/{folder}/{}", term.slug)));
        all.extend(under(Filing::Terms, filed.collect(), conn)?);
    }
    all.extend(galleries(vocabulary, conn)?);
    let places = vocabulary.places();
    let filed = places.iter().map(|place| (place.id, format!("/dia-ban/{}", place.slug)));
    all.extend(under(Filing::Places, filed.collect(), conn)?);
    for language in ContentLanguage::foreign() {
        let first = Listing::All.page(language, None, 1, conn)?.rows;
        let (path, others) = (language.prefix().to_owned(), Vec::new());
        let entry = |row: &Live| {
            let changed = Some(row.published_at);
            Entry { language: language.interface().into(), path, changed, others }
        };
        all.extend(first.first().map(entry));
    }
    all.extend(standing_pages(conn)?);
    Ok(all)
}

/// The pages of terms or places, by id and path, under which anything stands.
fn under(filing: Filing, filed: Vec<(i64, String)>, conn: &mut Conn) -> QueryResult<Vec<Entry>> {
    let ids: Vec<i64> = filed.iter().map(|(id, _)| *id).collect();
    let mut newest: HashMap<i64, Vec<(Language, Instant)>> = HashMap::new();
    for language in Language::ALL {
        for (id, at) in dialect::newest_under(conn, filing, &ids, language.name())? {
            newest.entry(id).or_default().push((*language, at));
        }
    }
    let found = |id: &i64| newest.get(id).map(Vec::as_slice).unwrap_or_default();
    Ok(filed.iter().flat_map(|(id, path)| in_languages(path, found(id), false)).collect())
}

/// The galleries of stories by field.
fn galleries(vocabulary: &Vocabulary, conn: &mut Conn) -> QueryResult<Vec<Entry>> {
    let mut all = Vec::new();
    for field in vocabulary.terms(Taxonomy::Field) {
        let mut found = Vec::new();
        for language in Language::ALL.iter().copied() {
            let kind = Kind::Story;
            let spot = Spot::Anywhere;
            let shelf = Shelf { kind, language: language.into(), field: Some(field.id), spot };
            let first = shelf.page(None, 1, conn)?.rows;
            found.extend(first.first().map(|row| (language, row.published_at)));
        }
        let path = format!("/{}/linh-vuc/{}", Kind::Story.path(), field.slug);
        all.extend(in_languages(&path, &found, false));
    }
    Ok(all)
}

/// A page that has one path but for the language's prefix: in those languages
/// in which it has content, or in `all` of them.
fn in_languages(path: &str, changed: &[(Language, Instant)], all: bool) -> Vec<Entry> {
    let at = |language| changed.iter().find(|(own, _)| *own == language).map(|(_, at)| *at);
    let shown: Vec<Language> =
        Language::ALL.iter().copied().filter(|one| all || at(*one).is_some()).collect();
    let address = |language: Language| match path {
        "" => language.home().to_owned(),
        path => format!("{}{path}", language.prefix()),
    };
    let entry = |language: &Language| Entry {
        language: (*language).into(),
        path: address(*language),
        changed: at(*language),
        others: shown
            .iter()
            .filter(|other| *other != language)
            .map(|other| ((*other).into(), address(*other)))
            .collect(),
    };
    shown.iter().map(entry).collect()
}

fn standing_pages(conn: &mut Conn) -> QueryResult<Vec<Entry>> {
    let rows: Vec<(String, String, String, Instant)> = pages::table
        .select((pages::key, pages::language, pages::slug, pages::changed_at))
        .order((pages::language, pages::id))
        .load(conn)?;
    let known: Vec<(String, ContentLanguage, String, Instant)> = rows
        .into_iter()
        .filter_map(|(key, language, slug, at)| {
            let language: ContentLanguage = language.parse().ok()?;
            Some((key, language, format!("{}/{slug}", language.prefix()), at))
        })
        .collect();
    let entry = |(key, language, path, at): &(String, ContentLanguage, String, Instant)| Entry {
        language: *language,
        path: path.clone(),
        changed: Some(*at),
        others: known
            .iter()
            .filter(|(other, own, ..)| other == key && own != language)
            .map(|(_, own, path, _)| (*own, path.clone()))
            .collect(),
    };
    Ok(known.iter().map(entry).collect())
}

/// What a site map needs of a live item.
type Row = (i64, String, String, String, Instant);

/// The live items whose ids lie in `range`, at most [`CHUNK`] of them.
fn chunk(range: &Range<i64>, conn: &mut Conn) -> QueryResult<Vec<(i64, Entry)>> {
    let rows: Vec<Row> = live::table
        .filter(live::item_id.ge(range.start))
        .filter(live::item_id.lt(range.end))
        .order(live::item_id)
        .limit(CHUNK)
        .select((live::item_id, live::kind, live::language, live::slug, live::changed_at))
        .load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let mut others = translations(&ids, conn)?;
    let entry = |row: Row| {
        let (id, kind, language, slug, at) = row;
        let (language, path) = address(&kind, &language, &slug);
        let others = others.remove(&id).unwrap_or_default();
        (id, Entry { language, path, changed: Some(at), others })
    };
    Ok(rows.into_iter().map(entry).collect())
}

fn address(kind: &str, language: &str, slug: &str) -> (ContentLanguage, String) {
    let kind: Kind = kind.parse().unwrap_or_default();
    let language: ContentLanguage = language.parse().unwrap_or_default();
    (language, format!("{}/{}/{slug}", language.prefix(), kind.path()))
}

/// Where a page stands in another language.
type Others = Vec<(ContentLanguage, String)>;

/// The live translations of each of `ids` that has any.
fn translations(ids: &[i64], conn: &mut Conn) -> QueryResult<HashMap<i64, Others>> {
    let groups: Vec<(i64, String)> = items::table
        .filter(items::id.eq_any(ids))
        .select((items::id, items::translation_group))
        .load(conn)?;
    let names: Vec<&str> = groups.iter().map(|(_, group)| group.as_str()).collect();
    let members: Vec<(i64, String)> = items::table
        .filter(items::translation_group.eq_any(names))
        .select((items::id, items::translation_group))
        .load(conn)?;
    let mut by_group: HashMap<&str, Vec<i64>> = HashMap::new();
    for (id, group) in &members {
        by_group.entry(group).or_default().push(*id);
    }
    by_group.retain(|_, ids| ids.len() > 1);
    let wanted: Vec<i64> = by_group.values().flatten().copied().collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String, String, String)> = live::table
        .filter(live::item_id.eq_any(wanted))
        .select((live::item_id, live::kind, live::language, live::slug))
        .load(conn)?;
    let shown: HashMap<i64, (ContentLanguage, String)> = rows
        .into_iter()
        .map(|(id, kind, language, slug)| (id, address(&kind, &language, &slug)))
        .collect();
    let others = |id: &i64, group: &str| {
        let group = by_group.get(group)?;
        let own = group.iter().filter(|other| *other != id);
        Some(own.filter_map(|other| shown.get(other)).cloned().collect::<Others>())
    };
    let found = groups.iter().filter_map(|(id, group)| Some((*id, others(id, group)?)));
    Ok(found.collect())
}

impl File<'_> {
    fn items(&mut self, range: Range<i64>, conn: &mut Conn) -> Result<(), SitemapError> {
        let mut from = range.start;
        loop {
            let found = chunk(&(from..range.end), conn)?;
            let Some((last, _)) = found.last() else { return Ok(()) };
            from = last + 1;
            for (_, entry) in &found {
                self.entry(entry)?;
            }
        }
    }

    fn entries(&mut self, entries: &[Entry]) -> Result<(), WriteError> {
        entries.iter().try_for_each(|entry| self.entry(entry))
    }
}
