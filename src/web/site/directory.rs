//! The indexes of topics, audiences and places.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::filed::Way;
use super::frame::{Frame, Link};
use super::metadata::Head;
use super::times::{holds, today};
use super::{cached, language, word};
use crate::app::App;
use crate::names::Language;
use crate::organisations::Place;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    way: &'static str,
    groups: Vec<Group>,
}

/// Links under one heading.
#[derive(Debug, Serialize)]
pub struct Group {
    /// The heading's locale key; empty where one group is all.
    pub key: &'static str,
    pub links: Vec<Link>,
}

/// `GET /chu-de`, `/doi-tuong`, `/dia-ban`.
pub async fn show(
    request: HttpRequest,
    path: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let way = Way::from_path(&path).ok_or_else(Failure::not_found)?;
    let language = language(&request);
    let key = format!("{}/{}", language.prefix(), way.path());
    cached(&request, &app, &key, || std::future::ready(page(&app, way, language, &key))).await
}

fn page(app: &App, way: Way, language: Language, here: &str) -> Result<Page, Failure> {
    let title = word(app, language, &format!("ways-{}", way.name()));
    let about = word(app, language, &format!("ways-{}-about", way.name()));
    let frame = Frame::new(app, here, language)
        .titled(title, about)
        .in_both_languages(&format!("/{}", way.path()));
    let view =
        View { head: frame.head(app), frame, way: way.name(), groups: groups(app, way, language) };
    let body = app.site_theme().render("directory.html", language, &context(&view)?)?;
    Ok(Page { holds: holds(app.now(), []), ..Page::html(body) })
}

/// All there is to enter by on this way.
pub fn groups(app: &App, way: Way, language: Language) -> Vec<Group> {
    let reference = app.reference();
    let vocabulary = &reference.site.vocabulary;
    if way == Way::Place {
        return place_groups(&vocabulary.places(), language);
    }
    let terms = way.terms(vocabulary, today(app.now()));
    let links = terms
        .into_iter()
        .map(|term| Link::new(term.name(language), way.address(language, &term.slug)));
    vec![Group { key: "", links: links.collect() }]
}

/// Whether a place stands in a group.
type Belongs<'a> = &'a dyn Fn(&Place) -> bool;

fn place_groups(places: &[&Place], language: Language) -> Vec<Group> {
    let is_ward = |place: &Place| place.full_name.starts_with("Phường");
    let groups: [(&'static str, Belongs); 3] = [
        ("places-wards", &|place| place.is_commune() && is_ward(place)),
        ("places-communes", &|place| place.is_commune() && !is_ward(place)),
        ("places-districts", &|place| !place.is_commune()),
    ];
    let group = |(key, belongs): (&'static str, Belongs)| {
        let own = places.iter().filter(|place| belongs(place));
        let links = own.map(|place| {
            Link::new(place.name_in(language), Way::Place.address(language, &place.slug))
        });
        Group { key, links: links.collect() }
    };
    groups.into_iter().map(group).filter(|group| !group.links.is_empty()).collect()
}
