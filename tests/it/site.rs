//! The public site: what each page shows, and what none ever does.

mod channels;
mod events;
mod hidden;
mod items;
mod languages;
mod lists;
mod pages;
mod places;
mod questions;
mod reading;
mod recordings;
mod reports;
mod search;
mod trust;
mod understanding;

use lantoa::accounts::Role;
use lantoa::content::{ContentLanguage, Document, Kind, Language, Live};
use lantoa::editorial::{self, Target};
use scraper::{Html, Selector};

use crate::harness::{Answer, TestSite, World, document};

/// Writes `document` and brings it to the public.
fn publish(world: &World, document: Document) -> Live {
    publish_in(world, Language::Vi, document, None)
}

/// The same in `language`, as the translation of an item.
fn publish_in(
    world: &World,
    language: impl Into<ContentLanguage>,
    document: Document,
    translation_of: Option<i64>,
) -> Live {
    let conn = &mut world.conn();
    let author = world.role(Role::Editor, world.department);
    let (kind, language) = (document.kind(), language.into());
    let organisation_id = world.department;
    let target = Target::New { kind, language, organisation_id, translation_of };
    let saved = editorial::save(&world.act(&author), &target, document, conn).expect("a draft");
    let (act, id) = (world.system(), saved.revision.id);
    editorial::submit(&act, id, conn).expect("it is complete");
    editorial::approve(&act, id, conn).expect("it is in review");
    editorial::publish(&act, id, None, conn).expect("it is approved");
    Live::find(saved.item.id, conn).expect("an answer").expect("a live item")
}

/// An article about `about`, in public.
fn article(world: &World, about: &str) -> Live {
    publish(world, document(Kind::Article, about))
}

/// A page that must be there.
fn page(site: &TestSite, path: &str) -> String {
    let answer = site.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// The `attribute`s of what `selector` finds.
fn attributes(html: &str, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let html = Html::parse_document(html);
    let found = html.select(&selector).filter_map(|one| one.value().attr(attribute));
    found.map(str::to_owned).collect()
}

/// The text of the first that `selector` finds, on one line.
fn text(html: &str, selector: &str) -> String {
    let selector = Selector::parse(selector).expect("a selector");
    let html = Html::parse_document(html);
    let words = html.select(&selector).next().map(|one| one.text().collect::<String>());
    words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `text` holds `expected`, wherever elements touch.
fn holds(text: &str, expected: &str) -> bool {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    squeezed(text).contains(&squeezed(expected))
}

/// The page's text without tags.
fn words(answer: &Answer) -> String {
    text(&answer.text(), "main")
}
