//! The gallery of exemplary stories by field and place:
//! `/guong-dien-hinh/linh-vuc/{field}`, `/guong-dien-hinh/dia-ban/{place}`,
//! and one below the other.

mod filters;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

pub use self::filters::Filters;
use super::card::{Card, cards};
use super::filed::Way;
use super::frame::Frame;
use super::metadata::Head;
use super::paging::{self, PER_PAGE, Pager, Paging};
use super::times::holds;
use super::{cached, language, word};
use crate::app::App;
use crate::content::listing::{self, Cursor, Listing};
use crate::content::shelf::{Shelf, Spot};
use crate::content::{Kind, Taxonomy, Term, Vocabulary};
use crate::db::Conn;
use crate::names::Language;
use crate::organisations::Place;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// The segment before a field in addresses.
pub const FIELD: &str = "linh-vuc";

/// What a gallery is of, by slugs; at least one of them is there.
#[derive(Debug, Clone, Deserialize)]
pub struct Asked {
    field: Option<String>,
    place: Option<String>,
}

/// The same, looked up.
#[derive(Clone, Copy, Default)]
pub struct Choice<'a> {
    pub field: Option<&'a Term>,
    pub place: Option<&'a Place>,
}

impl Choice<'_> {
    /// The gallery's path; that of the whole list where nothing is chosen.
    pub fn address(&self, language: Language) -> String {
        let mut path = format!("{}/{}", language.prefix(), Kind::Story.path());
        if let Some(field) = self.field {
            path.push_str(&format!("/{FIELD}/{}", field.slug));
        }
        if let Some(place) = self.place {
            path.push_str(&format!("/{}/{}", Way::Place.path(), place.slug));
        }
        path
    }

    /// The spots its items stand at: one, or the communes of an old district.
    fn spots(&self, vocabulary: &Vocabulary) -> Vec<Spot> {
        let Some(place) = self.place else { return vec![Spot::Anywhere] };
        let mut places = vec![place];
        if !place.is_commune() {
            places.extend(vocabulary.communes_of(place));
        }
        places.into_iter().map(|one| Spot::Place(one.id)).collect()
    }
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    filters: Filters,
    cards: Vec<Card>,
    pager: Pager,
    /// The whole list, for who finds nothing here.
    all: String,
}

/// `GET /guong-dien-hinh/…?sau=CURSOR`: newest first.
pub async fn show(
    request: HttpRequest,
    asked: web::Path<Asked>,
    paging: web::Query<Paging>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (language, cursor) = (language(&request), paging.cursor()?);
    let key = paging::address(request.path(), cursor);
    cached(&request, &app, &key, || {
        let (data, asked) = (app.clone(), (*asked).clone());
        app.db.run(move |conn| page(&data, &asked, language, cursor, conn))
    })
    .await
}

/// The filters of the whole list of stories.
pub fn of_all(app: &App, language: Language, conn: &mut Conn) -> Result<Filters, Failure> {
    let reference = app.reference();
    Filters::of(&reference.site.vocabulary, Choice::default(), language, conn)
}

/// The gallery of what is chosen, if any story stands in it.
pub fn link_if_any(
    app: &App,
    choice: Choice,
    language: Language,
    conn: &mut Conn,
) -> Result<Option<String>, Failure> {
    let reference = app.reference();
    let found = rows(&reference.site.vocabulary, choice, language, None, conn)?;
    Ok((!found.rows.is_empty()).then(|| choice.address(language)))
}

fn page(
    app: &App,
    asked: &Asked,
    language: Language,
    cursor: Option<Cursor>,
    conn: &mut Conn,
) -> Result<Page, Failure> {
    let reference = app.reference();
    let vocabulary = &reference.site.vocabulary;
    let choice = chosen(asked, vocabulary).ok_or_else(Failure::not_found)?;
    let found = rows(vocabulary, choice, language, cursor, conn)?;
    let here = choice.address(language);
    let list = word(app, language, "list-story");
    let all = Choice::default().address(language);
    let mut frame = Frame::new(app, paging::address(&here, cursor), language)
        .titled(title(&list, choice, language), about(app, choice, language))
        .section(Kind::Story)
        .under(list, all.clone())
        .continued(cursor.is_some());
    if !rows(vocabulary, choice, language.other(), None, conn)?.rows.is_empty() {
        frame = frame.in_both_languages(&choice.address(Language::Vi));
    }
    if let (Some(field), Some(_)) = (choice.field, choice.place) {
        let above = Choice { place: None, ..choice };
        frame = frame.under(field.name(language), above.address(language));
    }
    if found.rows.is_empty() {
        frame = frame.unlisted();
    }
    let view = View {
        head: frame.head(app),
        frame,
        filters: Filters::of(vocabulary, choice, language, conn)?,
        cards: cards(app, found.rows, conn)?,
        pager: Pager::new(&here, cursor, found.next),
        all,
    };
    let body = app.site_theme().render("gallery.html", language, &context(&view)?)?;
    Ok(Page { holds: holds(app.now(), []), ..Page::html(body) })
}

fn chosen<'a>(asked: &Asked, vocabulary: &'a Vocabulary) -> Option<Choice<'a>> {
    let field = match &asked.field {
        Some(slug) => Some(vocabulary.term(Taxonomy::Field, slug)?),
        None => None,
    };
    let place = match &asked.place {
        Some(slug) => Some(vocabulary.place(slug)?),
        None => None,
    };
    Some(Choice { field, place })
}

fn rows(
    vocabulary: &Vocabulary,
    choice: Choice,
    language: Language,
    cursor: Option<Cursor>,
    conn: &mut Conn,
) -> Result<listing::Page, Failure> {
    let kind = Kind::Story;
    let field = choice.field.map(|field| field.id);
    if choice.place.is_none() && field.is_none() {
        return Ok(Listing::Kind(kind).page(language, cursor, PER_PAGE, conn)?);
    }
    let mut rows = Vec::new();
    for spot in choice.spots(vocabulary) {
        let shelf = Shelf { kind, language: language.into(), field, spot };
        rows.extend(shelf.page(cursor, PER_PAGE + 1, conn)?.rows);
    }
    Ok(paging::merge(rows))
}

/// "Gương điển hình: Chăn nuôi, Xã Ba Vì".
fn title(list: &str, choice: Choice, language: Language) -> String {
    let field = choice.field.map(|field| field.name(language).to_owned());
    let place = choice.place.map(|place| place.name_in(language));
    let chosen: Vec<String> = field.into_iter().chain(place).collect();
    format!("{list}: {}", chosen.join(", "))
}

fn about(app: &App, choice: Choice, language: Language) -> String {
    let list = word(app, language, "list-story");
    format!("{}. {}", title(&list, choice, language), word(app, language, "list-story-about"))
}
