//! The home page: what stands out, what is new, what comes next, the ways in.

use std::collections::HashSet;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::card::{Card, cards};
use super::directory::groups;
use super::filed::Way;
use super::frame::{Frame, Link};
use super::languages::{self, Spoken};
use super::metadata::Head;
use super::times::holds;
use super::{cached, language};
use crate::app::App;
use crate::content::agenda::Among;
use crate::content::listing::{self, Listing};
use crate::content::{Kind, Live};
use crate::db::Conn;
use crate::names::Language;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// Items that stand out.
const FEATURED: i64 = 4;
/// New items per kind.
const NEWEST: usize = 4;
/// So many times as many are looked at for those that still hold.
const SEVERAL: usize = 3;
/// Coming events.
const COMING: i64 = 5;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    featured: Vec<Card>,
    newest: Vec<Newest>,
    coming: Vec<Card>,
    topics: Vec<Link>,
    audiences: Vec<Link>,
    /// Languages that the interface does not speak, with content of their own.
    languages: Vec<Spoken>,
}

/// The newest of one kind that do not stand above already.
#[derive(Serialize)]
struct Newest {
    kind: &'static str,
    url: String,
    cards: Vec<Card>,
}

/// `GET /`.
pub async fn show(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let key = language.home();
    cached(&request, &app, key, || {
        let data = app.clone();
        app.db.run(move |conn| page(&data, language, key, conn))
    })
    .await
}

fn page(app: &App, language: Language, here: &str, conn: &mut Conn) -> Result<Page, Failure> {
    let mut outstanding = listing::featured(language, FEATURED, conn)?;
    if outstanding.is_empty() {
        outstanding = Listing::All.page(language, None, SEVERAL * FEATURED as usize, conn)?.rows;
    }
    let mut featured = holding_first(cards(app, outstanding, conn)?);
    featured.truncate(FEATURED as usize);
    let coming = Among::All.coming(language, app.now(), COMING, conn)?;
    let mut shown: HashSet<i64> = featured.iter().map(|card| card.item_id).collect();
    let mut newest = Vec::new();
    for kind in [Kind::Leaflet, Kind::Article, Kind::Story] {
        let rows = fresh(kind, language, &mut shown, conn)?;
        let url = format!("{}/{}", language.prefix(), kind.path());
        let mut cards = holding_first(cards(app, rows, conn)?);
        cards.truncate(NEWEST);
        newest.push(Newest { kind: kind.name(), url, cards });
    }
    let ways = |way| groups(app, way, language).into_iter().flat_map(|group| group.links);
    let frame = Frame::new(app, here, language).in_both_languages("/").with_own_search();
    let view = View {
        head: Head::home(app, language),
        frame,
        featured,
        newest: newest.into_iter().filter(|newest| !newest.cards.is_empty()).collect(),
        coming: cards(app, coming, conn)?,
        topics: ways(Way::Topic).collect(),
        audiences: ways(Way::Audience).collect(),
        languages: languages::of_site(app, language, conn)?,
    };
    let changes = view.featured.iter().chain(&view.coming).flat_map(|card| card.changes.clone());
    let holds = holds(app.now(), changes);
    let body = app.site_theme().render("home.html", language, &context(&view)?)?;
    Ok(Page { holds, ..Page::html(body) })
}

/// What is out of date stands behind what still holds.
fn holding_first(mut cards: Vec<Card>) -> Vec<Card> {
    cards.sort_by_key(|card| card.expired);
    cards
}

/// The newest of `kind` that are not shown yet; they are from now on. Of leaflets some
/// more, for those that still hold.
fn fresh(
    kind: Kind,
    language: Language,
    shown: &mut HashSet<i64>,
    conn: &mut Conn,
) -> Result<Vec<Live>, Failure> {
    let wanted = if kind == Kind::Leaflet { SEVERAL * NEWEST } else { NEWEST };
    let enough = wanted + FEATURED as usize;
    let mut rows = Listing::Kind(kind).page(language, None, enough, conn)?.rows;
    rows.retain(|row| !shown.contains(&row.item_id));
    rows.truncate(wanted);
    shown.extend(rows.iter().map(|row| row.item_id));
    Ok(rows)
}
