//! What there is near a place: what comes, what one can get, who did it, news.

use serde::Serialize;

use super::super::agenda::events_at;
use super::super::card::{Card, cards};
use super::super::filed::Way;
use super::super::frame::{Frame, Link};
use super::super::gallery::{self, Choice};
use super::super::metadata::Head;
use super::super::times::holds;
use super::super::word;
use super::{address, home};
use crate::app::App;
use crate::content::Kind;
use crate::content::agenda::Among;
use crate::content::shelf::{Shelf, Spot};
use crate::db::Conn;
use crate::names::Language;
use crate::organisations::Place;
use crate::pages::Page;
use crate::text::contacts::{self, Part};
use crate::web::failure::Failure;
use crate::web::render::context;

/// Of each kind.
const SHOWN: usize = 4;
const EVENTS: i64 = 5;
const LEAFLETS: usize = 6;
/// Leaflets looked at to find those that are valid; more where the newest do not suffice.
const LOOKED_AT: [usize; 3] = [24, 240, 2400];
/// With fewer items of its own, a place shows those of its neighbours.
const LITTLE: usize = 4;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    name: String,
    /// A district of before July 2025.
    former: bool,
    /// Of such a district: the communes it became.
    communes: Vec<Link>,
    /// The communes of before that this one was made of.
    old_communes: Vec<String>,
    /// All that is filed under the place.
    place: Link,
    coming: Vec<Card>,
    events: String,
    leaflets: Vec<Card>,
    stories: Vec<Card>,
    gallery: Option<String>,
    news: Vec<Card>,
    /// Items of the neighbours, where there is little here.
    beside: Vec<Card>,
    neighbours: Vec<Link>,
    /// The office of the place.
    office: Option<Office>,
    contact: Option<Link>,
    /// Where another place is chosen.
    another: String,
    forget: String,
}

#[derive(Serialize)]
struct Office {
    name: String,
    /// How it is reached, as it says itself; may be empty.
    lines: Vec<Vec<Part>>,
}

/// What is looked through, and in which language.
struct Search<'a> {
    app: &'a App,
    language: Language,
    /// The place itself and, of an old district, its communes.
    spots: Vec<Spot>,
}

pub fn page(app: &App, slug: &str, language: Language, conn: &mut Conn) -> Result<Page, Failure> {
    let reference = app.reference();
    let vocabulary = &reference.site.vocabulary;
    let place = vocabulary.place(slug).ok_or_else(Failure::not_found)?;
    let communes = vocabulary.communes_of(place);
    let ids: Vec<i64> = std::iter::once(place.id)
        .chain(communes.iter().map(|one| one.id).filter(|id| *id != place.id))
        .collect();
    let spots = ids.iter().map(|id| Spot::Place(*id)).collect();
    let search = Search { app, language, spots };
    let coming = Among::Places(ids).coming(language, app.now(), EVENTS, conn)?;
    let coming = cards(app, coming, conn)?;
    let newest =
        Shelf::newest(&[Kind::Story, Kind::Article], language, &search.spots, SHOWN, conn)?;
    let (stories, news): (Vec<Card>, Vec<Card>) =
        cards(app, newest, conn)?.into_iter().partition(|card| card.kind == Kind::Story.name());
    let leaflets = search.valid_leaflets(conn)?;
    let [_, same_district, others] = vocabulary.rings(&communes);
    let around: Vec<&Place> = same_district.into_iter().chain(others).collect();
    let own: Vec<i64> =
        coming.iter().chain(&stories).chain(&news).map(|card| card.item_id).collect();
    let beside = match own.len() < LITTLE {
        true => search.beside(&around, &own, conn)?,
        false => Vec::new(),
    };
    let frame = frame(app, place, language);
    let view = View {
        head: frame.head(app),
        frame,
        name: place.name_in(language),
        former: !place.is_commune(),
        communes: match place.is_commune() {
            true => Vec::new(),
            false => communes.iter().map(|one| near_link(one, language)).collect(),
        },
        old_communes: place.old_communes().map(str::to_owned).collect(),
        place: Link::new(place.name_in(language), Way::Place.address(language, slug)),
        coming,
        events: events_at(language, slug),
        leaflets,
        stories,
        gallery: gallery::link_if_any(
            app,
            Choice { place: Some(place), field: None },
            language,
            conn,
        )?,
        news,
        beside,
        neighbours: around.iter().map(|one| near_link(one, language)).collect(),
        office: office(app, place, language),
        contact: contact(app, language),
        another: format!("{}?noi=", home(language)),
        forget: format!("{}/quen", home(language)),
    };
    let changes = view.coming.iter().chain(&view.beside).flat_map(|card| card.changes.clone());
    let holds = holds(app.now(), changes);
    let body = app.site_theme().render("near-place.html", language, &context(&view)?)?;
    Ok(Page { holds, ..Page::html(body) })
}

impl Search<'_> {
    /// Leaflets for this place, then those for the whole city; only valid ones.
    fn valid_leaflets(&self, conn: &mut Conn) -> Result<Vec<Card>, Failure> {
        let mut valid = Vec::new();
        for spots in [self.spots.as_slice(), &[Spot::CityWide]] {
            valid.extend(self.valid_leaflets_at(spots, conn)?);
        }
        valid.truncate(LEAFLETS);
        Ok(valid)
    }

    fn valid_leaflets_at(&self, spots: &[Spot], conn: &mut Conn) -> Result<Vec<Card>, Failure> {
        let mut valid = Vec::new();
        for most in LOOKED_AT {
            let rows = Shelf::newest(&[Kind::Leaflet], self.language, spots, most, conn)?;
            let is_all = rows.len() < most;
            valid = cards(self.app, rows, conn)?;
            valid.retain(|card| !card.expired);
            if is_all || valid.len() >= LEAFLETS {
                break;
            }
        }
        Ok(valid)
    }

    /// The newest stories, articles and events of the neighbours, without `own`, which are
    /// of this place too.
    fn beside(
        &self,
        around: &[&Place],
        own: &[i64],
        conn: &mut Conn,
    ) -> Result<Vec<Card>, Failure> {
        const KINDS: [Kind; 3] = [Kind::Story, Kind::Article, Kind::Event];
        let spots: Vec<Spot> = around.iter().map(|place| Spot::Place(place.id)).collect();
        let mut rows = Shelf::newest(&KINDS, self.language, &spots, SHOWN * 2, conn)?;
        rows.retain(|row| !own.contains(&row.item_id));
        let mut found = cards(self.app, rows, conn)?;
        found.retain(|card| card.status != "ended");
        found.truncate(SHOWN);
        Ok(found)
    }
}

/// Search engines are led to the place's own page instead.
fn frame(app: &App, place: &Place, language: Language) -> Frame {
    let near = word(app, language, "near");
    let title = format!("{near}: {}", place.name_in(language));
    Frame::new(app, address(language, &place.slug), language)
        .titled(title, word(app, language, "near-about"))
        .under(near, home(language))
        .in_both_languages(&address(Language::Vi, &place.slug))
        .unlisted()
}

fn near_link(place: &Place, language: Language) -> Link {
    Link::new(place.name_in(language), address(language, &place.slug))
}

/// The office that stands for the place today.
fn office(app: &App, place: &Place, language: Language) -> Option<Office> {
    let reference = app.reference();
    let day = super::super::times::today(app.now());
    let offices = reference.site.tree.all();
    let own = offices
        .into_iter()
        .find(|office| office.place_id == Some(place.id) && office.is_valid_on(day))?;
    Some(Office { name: own.name(language).to_owned(), lines: contacts::lines(&own.contact) })
}

fn contact(app: &App, language: Language) -> Option<Link> {
    let reference = app.reference();
    let mut pages = reference.standing.iter();
    let page = pages.find(|page| page.key == "contact" && page.language() == language)?;
    Some(Link::new(page.title.clone(), page.path()))
}
