//! What is filed under a topic, for an audience, or at a place.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use super::agenda::events_at;
use super::card::{Card, cards};
use super::frame::{Frame, Link};
use super::gallery::{self, Choice};
use super::metadata::Head;
use super::near;
use super::paging::{self, PER_PAGE, Pager, Paging};
use super::times::holds;
use super::{cached, language, word};
use crate::app::App;
use crate::content::listing::{self, Cursor, Listing};
use crate::content::{Live, Taxonomy, Term, Vocabulary};
use crate::db::Conn;
use crate::names::Language;
use crate::organisations::Place;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// A way in: by what it is about, for whom, or where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Topic,
    Audience,
    Place,
}

impl Way {
    pub const ALL: [Way; 3] = [Way::Topic, Way::Audience, Way::Place];

    /// The first segment of addresses.
    pub fn path(self) -> &'static str {
        match self {
            Way::Topic => "chu-de",
            Way::Audience => "doi-tuong",
            Way::Place => "dia-ban",
        }
    }

    /// The name in locale keys.
    pub fn name(self) -> &'static str {
        match self {
            Way::Topic => "topic",
            Way::Audience => "audience",
            Way::Place => "place",
        }
    }

    pub fn from_path(path: &str) -> Option<Way> {
        Self::ALL.into_iter().find(|way| way.path() == path)
    }

    /// The address of what is filed under `slug`.
    pub fn address(self, language: Language, slug: &str) -> String {
        format!("{}/{}/{slug}", language.prefix(), self.path())
    }

    fn taxonomy(self) -> Option<Taxonomy> {
        match self {
            Way::Topic => Some(Taxonomy::Topic),
            Way::Audience => Some(Taxonomy::Audience),
            Way::Place => None,
        }
    }

    /// The terms one may enter by on `day`, in their order; none for places.
    pub fn terms(self, vocabulary: &Vocabulary, day: NaiveDate) -> Vec<&Term> {
        let all = self.taxonomy().map(|taxonomy| vocabulary.terms(taxonomy)).unwrap_or_default();
        let valid = |term: &&Term| {
            term.valid_from.is_none_or(|from| from <= day)
                && term.valid_to.is_none_or(|to| day <= to)
        };
        all.into_iter().filter(valid).collect()
    }
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    way: &'static str,
    name: String,
    /// A place of before July 2025.
    former: bool,
    cards: Vec<Card>,
    pager: Pager,
    /// A district's communes, or the districts a commune came from.
    related: Vec<Link>,
    /// Of a place: the events there.
    events: Option<String>,
    /// Of a place with stories: their gallery.
    stories: Option<String>,
    /// Of a place: what there is near it.
    near: Option<String>,
}

/// What a page is of.
struct Asked {
    way: Way,
    slug: String,
    language: Language,
    cursor: Option<Cursor>,
}

/// `GET /{way}/{slug}?sau=CURSOR`: newest first.
pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    paging: web::Query<Paging>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (way, slug) = path.into_inner();
    let way = Way::from_path(&way).ok_or_else(Failure::not_found)?;
    let (language, cursor) = (language(&request), paging.cursor()?);
    let key = paging::address(&way.address(language, &slug), cursor);
    cached(&request, &app, &key, || {
        let (data, slug) = (app.clone(), slug.clone());
        let asked = Asked { way, slug, language, cursor };
        app.db.run(move |conn| page(&data, &asked, conn))
    })
    .await
}

/// What stands under a slug: its name and what lists it makes up.
struct Subject {
    name: String,
    former: bool,
    lists: Vec<Listing>,
    related: Vec<Link>,
}

fn page(app: &App, asked: &Asked, conn: &mut Conn) -> Result<Page, Failure> {
    let Asked { way, language, cursor, .. } = *asked;
    let reference = app.reference();
    let subject = subject(asked, &reference.site.vocabulary).ok_or_else(Failure::not_found)?;
    let found = merged(&subject.lists, language, cursor, conn)?;
    let here = way.address(language, &asked.slug);
    let plain = way.address(Language::Vi, &asked.slug);
    let index = word(app, language, &format!("ways-{}", way.name()));
    let about = word(app, language, &format!("way-{}", way.name()));
    let mut frame = Frame::new(app, paging::address(&here, cursor), language)
        .titled(subject.name.clone(), format!("{about}: {}", subject.name))
        .under(index, format!("{}/{}", language.prefix(), way.path()))
        .with_feeds(if way == Way::Audience { String::new() } else { plain.clone() })
        .with_calendar(format!("{here}/su-kien.ics"))
        .continued(cursor.is_some());
    if !merged(&subject.lists, language.other(), None, conn)?.rows.is_empty() {
        frame = frame.in_both_languages(&plain);
    }
    if found.rows.is_empty() {
        frame = frame.unlisted();
    }
    let stories = match reference.site.vocabulary.place(&asked.slug) {
        Some(place) if way == Way::Place => {
            let choice = Choice { place: Some(place), field: None };
            gallery::link_if_any(app, choice, language, conn)?
        }
        _ => None,
    };
    let view = View {
        head: frame.head(app),
        frame,
        way: way.name(),
        name: subject.name,
        former: subject.former,
        cards: cards(app, found.rows, conn)?,
        pager: Pager::new(&here, cursor, found.next),
        related: subject.related,
        events: (way == Way::Place).then(|| events_at(language, &asked.slug)),
        stories,
        near: (way == Way::Place).then(|| near::address(language, &asked.slug)),
    };
    let changes = view.cards.iter().flat_map(|card| card.changes.clone());
    let holds = holds(app.now(), changes);
    let body = app.site_theme().render("filed.html", language, &context(&view)?)?;
    Ok(Page { holds, ..Page::html(body) })
}

fn subject(asked: &Asked, vocabulary: &Vocabulary) -> Option<Subject> {
    let language = asked.language;
    if let Some(taxonomy) = asked.way.taxonomy() {
        let term = vocabulary.term(taxonomy, &asked.slug)?;
        let name = term.name(language).to_owned();
        let lists = vec![Listing::Term(term.id)];
        return Some(Subject { name, former: false, lists, related: Vec::new() });
    }
    let place = vocabulary.place(&asked.slug)?;
    let kin = vocabulary.related_places(place.id);
    let mut lists = vec![Listing::Place(place.id)];
    if !place.is_commune() {
        // Who knows the old district looks for what is now in its communes.
        lists.extend(kin.iter().map(|commune| Listing::Place(commune.id)));
    }
    let link = |other: &&Place| {
        Link::new(other.name_in(language), Way::Place.address(language, &other.slug))
    };
    Some(Subject {
        name: place.name_in(language),
        former: !place.is_commune(),
        lists,
        related: kin.iter().map(link).collect(),
    })
}

/// One page over several lists, each item once; as flat as its parts.
fn merged(
    lists: &[Listing],
    language: Language,
    cursor: Option<Cursor>,
    conn: &mut Conn,
) -> Result<listing::Page, Failure> {
    let mut rows: Vec<Live> = Vec::new();
    for list in lists {
        // One more than is shown tells whether there is a next page.
        rows.extend(list.page(language, cursor, PER_PAGE + 1, conn)?.rows);
    }
    Ok(paging::merge(rows))
}
