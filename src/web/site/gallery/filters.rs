//! The gallery's filters: plain links to what is not empty.

use serde::Serialize;

use super::Choice;
use crate::content::shelf::Shelf;
use crate::content::{Kind, Taxonomy, Term, Vocabulary};
use crate::db::Conn;
use crate::names::Language;
use crate::organisations::Place;
use crate::web::failure::Failure;

/// Fields and places one may choose from here.
#[derive(Debug, Serialize)]
pub struct Filters {
    /// "All" first; empty where no story has a field.
    fields: Vec<Filter>,
    places: Vec<Filter>,
    /// The place chosen, and the same gallery without it.
    place: Option<Filter>,
}

/// One filter and where it leads.
#[derive(Debug, Serialize)]
struct Filter {
    /// Empty: all.
    title: String,
    url: String,
    current: bool,
}

impl Filters {
    pub fn of(
        vocabulary: &Vocabulary,
        choice: Choice,
        language: Language,
        conn: &mut Conn,
    ) -> Result<Self, Failure> {
        let fields = fields(vocabulary, choice, language, conn)?;
        let chosen = choice.place.map(|place| Filter {
            title: place.name_in(language),
            url: Choice { place: None, ..choice }.address(language),
            current: true,
        });
        Ok(Self { fields, places: places(vocabulary, choice, language, conn)?, place: chosen })
    }
}

/// The fields of which anything stands at the place chosen.
fn fields(
    vocabulary: &Vocabulary,
    choice: Choice,
    language: Language,
    conn: &mut Conn,
) -> Result<Vec<Filter>, Failure> {
    let spots = choice.spots(vocabulary);
    let mut links = Vec::new();
    for field in vocabulary.terms(Taxonomy::Field) {
        let current = choice.field.is_some_and(|own| own.id == field.id);
        if current || Shelf::any(Kind::Story, language, Some(field.id), &spots, conn)? {
            links.push(filter(field, choice, language, current));
        }
    }
    if !links.is_empty() {
        let all = Filter {
            title: String::new(),
            url: Choice { field: None, ..choice }.address(language),
            current: choice.field.is_none(),
        };
        links.insert(0, all);
    }
    Ok(links)
}

fn filter(field: &Term, choice: Choice, language: Language, current: bool) -> Filter {
    Filter {
        title: field.name(language).to_owned(),
        url: Choice { field: Some(field), ..choice }.address(language),
        current,
    }
}

/// The communes at which anything of the field chosen stands.
fn places(
    vocabulary: &Vocabulary,
    choice: Choice,
    language: Language,
    conn: &mut Conn,
) -> Result<Vec<Filter>, Failure> {
    let field = choice.field.map(|field| field.id);
    let known = Shelf::places(Kind::Story, language, field, conn)?;
    let link = |place: &Place| {
        known.contains(&place.id).then(|| Filter {
            title: place.name_in(language),
            url: Choice { place: vocabulary.place(&place.slug), ..choice }.address(language),
            current: choice.place.is_some_and(|own| own.id == place.id),
        })
    };
    Ok(vocabulary.places().into_iter().filter_map(link).collect())
}
