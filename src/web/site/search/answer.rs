//! What was found, in words: only what is live, in the engine's order.

use std::collections::HashMap;

use serde::Serialize;

use super::super::card::{Card, cards};
use super::question::Question;
use crate::app::App;
use crate::content::Live;
use crate::db::Conn;
use crate::names::ContentLanguage;
use crate::search::{Facet, Found, Fragment, Mark, Spelt, highlight, snippet};
use crate::web::failure::Failure;

/// Characters of a snippet.
const SNIPPET: usize = 220;
/// Values of a facet that are offered.
const VALUES: usize = 20;

/// One page of results.
#[derive(Serialize)]
pub struct Answer {
    pub total: u64,
    /// The same as it is read: `1.234`.
    pub total_shown: String,
    /// Whether nothing holds all that was asked; these come nearest.
    pub partial: bool,
    pub hits: Vec<HitView>,
    pub facets: Vec<FacetView>,
    pub did_you_mean: Option<String>,
}

/// A stretch of a title or snippet, marked or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

#[derive(Serialize)]
pub struct HitView {
    pub card: Card,
    /// The item's identity and language for programs.
    pub uid: String,
    pub language: ContentLanguage,
    pub title: Vec<Piece>,
    pub snippet: Vec<Piece>,
}

#[derive(Serialize)]
pub struct FacetView {
    /// The parameter's name; its words are the locale's.
    pub name: &'static str,
    /// Whether one of its values is chosen.
    pub active: bool,
    /// Where none is.
    pub without: String,
    pub values: Vec<FacetValue>,
}

#[derive(Serialize)]
pub struct FacetValue {
    pub value: String,
    pub label: String,
    pub count: u64,
    pub url: String,
    pub active: bool,
}

/// Puts words to what the engine found. An item that is not live any more, or
/// not in a language that the interface asked in is around, is passed over and
/// not counted.
pub fn answer(
    app: &App,
    question: &Question,
    found: Found,
    conn: &mut Conn,
) -> Result<Answer, Failure> {
    let ids: Vec<i64> = found.hits.iter().map(|hit| hit.item_id).collect();
    let mut live: HashMap<i64, Live> = Live::among(&ids, conn)?
        .into_iter()
        .filter(|row| row.language().interface() == question.language())
        .map(|row| (row.item_id, row))
        .collect();
    let rows: Vec<Live> = ids.iter().filter_map(|id| live.remove(id)).collect();
    let missing = (ids.len() - rows.len()) as u64;
    let total = found.total.saturating_sub(missing);
    // The best come first: what none of them holds as it was spelt, hardly any other does.
    let spelt = if question.page() == 1 { Spelt::of(&question.query) } else { None };
    let (hits, as_spelt) = hits(app, rows, &found.marks, spelt.as_ref(), conn)?;
    Ok(Answer {
        total,
        total_shown: question.language().count(total),
        partial: found.partial || (total > 0 && !as_spelt),
        hits,
        facets: facets(app, question, &found),
        did_you_mean: found.did_you_mean,
    })
}

/// The hits in words, and whether one holds what was asked as it was spelt.
fn hits(
    app: &App,
    rows: Vec<Live>,
    marks: &[Mark],
    spelt: Option<&Spelt>,
    conn: &mut Conn,
) -> Result<(Vec<HitView>, bool), Failure> {
    let mut texts = Live::documents(&rows.iter().collect::<Vec<_>>(), conn)?;
    let about: Vec<(String, ContentLanguage)> =
        rows.iter().map(|row| (row.uid.clone(), row.language())).collect();
    let cards = cards(app, rows, conn)?;
    let reference = app.reference();
    let mut as_spelt = spelt.is_none();
    let hit = |(card, (uid, language)): (Card, (String, ContentLanguage))| {
        let (said, byline) = match texts.remove(&card.item_id) {
            Some((document, body)) => {
                let fields = document.field_words(&reference.site.vocabulary);
                (format!("{fields}\n{body}"), document.byline)
            }
            None => Default::default(),
        };
        let text = format!("{}\n{said}", card.sapo);
        if let Some(spelt) = spelt.filter(|_| !as_spelt) {
            as_spelt = spelt.stands_in([&*card.title, &*text, &*byline]);
        }
        HitView {
            title: pieces(highlight(&card.title, marks)),
            snippet: pieces(snippet(&text, marks, SNIPPET)),
            uid,
            language,
            card,
        }
    };
    let hits = cards.into_iter().zip(about).map(hit).collect();
    Ok((hits, as_spelt))
}

fn pieces(fragments: Vec<Fragment>) -> Vec<Piece> {
    let piece = |one: Fragment| Piece { text: one.text, marked: one.marked };
    fragments.into_iter().map(piece).collect()
}

fn facets(app: &App, question: &Question, found: &Found) -> Vec<FacetView> {
    let counted = |way: Facet| match way {
        Facet::Kind => &found.facets.kind,
        Facet::Topic => &found.facets.topic,
        Facet::Audience => &found.facets.audience,
        Facet::Place => &found.facets.place,
        Facet::Year => &found.facets.year,
    };
    let facet = |way: Facet| {
        let chosen = question.value(way);
        let value = |(value, count): &(String, u64)| {
            let active = chosen.as_ref() == Some(value);
            let to = if active { None } else { Some(value.as_str()) };
            FacetValue {
                label: way.label(app, value, question.language()),
                count: *count,
                url: question.with(way, to).address(),
                active,
                value: value.clone(),
            }
        };
        FacetView {
            name: way.name(),
            active: chosen.is_some(),
            without: question.with(way, None).address(),
            values: counted(way)
                .iter()
                .filter(|(_, count)| *count > 0)
                .take(VALUES)
                .map(value)
                .collect(),
        }
    };
    Facet::ALL.into_iter().map(facet).filter(|facet| !facet.values.is_empty()).collect()
}
