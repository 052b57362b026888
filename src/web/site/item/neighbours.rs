//! What to read next: by topic, from the same section, and what came of an event.

use std::collections::HashMap;

use super::super::card::{Card, cards};
use super::super::frame::Link;
use super::near::{NearStory, near};
use crate::app::App;
use crate::content::agenda::Among;
use crate::content::details::Details;
use crate::content::listing::{Cursor, Listing};
use crate::content::{Address, Document, Kind, Live, Taxonomy};
use crate::db::Conn;
use crate::web::failure::Failure;

/// Items of each of the two lists.
const SHOWN: usize = 4;
/// Terms whose newest items are compared; more would cost more than it tells.
const TERMS: usize = 4;

/// Where one may go from an item.
pub struct Neighbours {
    pub near: Vec<NearStory>,
    pub related: Vec<Card>,
    pub section: Vec<Card>,
    pub outcome: Option<Link>,
}

impl Neighbours {
    pub fn of(
        app: &App,
        live: &Live,
        document: &Document,
        conn: &mut Conn,
    ) -> Result<Self, Failure> {
        let near = near(app, live, document, conn)?;
        let mut not_again: Vec<i64> = near.iter().map(|story| story.item_id).collect();
        not_again.push(live.item_id);
        let related = related(app, live, document, &not_again, conn)?;
        not_again.extend(related.iter().map(|row| row.item_id));
        let section = section(app, live, &not_again, conn)?;
        let shared = related.len();
        let mut related = cards(app, related.into_iter().chain(section).collect(), conn)?;
        let section = related.split_off(shared);
        Ok(Self { near, related, section, outcome: outcome(live, document, conn)? })
    }
}

/// What shares most topics and fields, the newer first.
fn related(
    app: &App,
    live: &Live,
    document: &Document,
    not_again: &[i64],
    conn: &mut Conn,
) -> Result<Vec<Live>, Failure> {
    let reference = app.reference();
    let slugs = |taxonomy| {
        let own = document.terms.get(&taxonomy).cloned().unwrap_or_default();
        own.into_iter().map(move |slug| (taxonomy, slug))
    };
    let terms = slugs(Taxonomy::Topic)
        .chain(slugs(Taxonomy::Field))
        .filter_map(|(taxonomy, slug)| Some(reference.site.vocabulary.term(taxonomy, &slug)?.id));
    let mut found: HashMap<i64, (u32, Live)> = HashMap::new();
    for term in terms.take(TERMS) {
        let rows = Listing::Term(term)
            .page(live.language(), None, SHOWN + not_again.len() + 3, conn)?
            .rows;
        for row in rows.into_iter().filter(|row| !not_again.contains(&row.item_id)) {
            found.entry(row.item_id).or_insert((0, row)).0 += 1;
        }
    }
    let mut ranked: Vec<(u32, Live)> = found.into_values().collect();
    ranked.sort_by_key(|(shared, row)| std::cmp::Reverse((*shared, row.published_at, row.item_id)));
    Ok(ranked.into_iter().take(SHOWN).map(|(_, row)| row).collect())
}

/// Of events those to come; of other kinds what went out just before, and
/// where nothing did, the newest.
fn section(
    app: &App,
    live: &Live,
    not_again: &[i64],
    conn: &mut Conn,
) -> Result<Vec<Live>, Failure> {
    let (kind, language) = (live.kind(), live.language());
    let list = Listing::Kind(kind);
    let enough = SHOWN + not_again.len();
    let mut rows = match kind {
        Kind::Event => Among::All.coming(language, app.now(), enough as i64, conn)?,
        _ => list.page(language, Some(Cursor::after(live)), enough, conn)?.rows,
    };
    rows.retain(|row| !not_again.contains(&row.item_id));
    if rows.len() < SHOWN {
        let newest = list.page(language, None, enough + SHOWN, conn)?.rows;
        let known: Vec<i64> = rows.iter().map(|row| row.item_id).collect();
        let fresh = |row: &Live| !known.contains(&row.item_id) && !not_again.contains(&row.item_id);
        rows.extend(newest.into_iter().filter(fresh));
    }
    rows.truncate(SHOWN);
    Ok(rows)
}

/// The live item that tells what came of an event.
fn outcome(live: &Live, document: &Document, conn: &mut Conn) -> Result<Option<Link>, Failure> {
    let Details::Event(event) = &document.details else { return Ok(None) };
    if event.outcome.is_empty() {
        return Ok(None);
    }
    let items = Address::of_any_kind(live.language(), &event.outcome, conn)?;
    for item_id in items.into_iter().filter(|item_id| *item_id != live.item_id) {
        if let Some(told) = Live::find(item_id, conn)? {
            return Ok(Some(Link::to(&told)));
        }
    }
    Ok(None)
}
