//! An item's page, of any kind.

pub mod channels;
mod details;
mod end;
mod figure;
pub mod listen;
mod near;
mod neighbours;
pub mod qr;
pub mod recording;
mod sheet;
pub mod useful;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use self::details::DetailsView;
use self::end::{Approval, End};
use self::near::NearStory;
use self::neighbours::Neighbours;
use self::recording::RecordingView;
use super::card::Card;
use super::filed::Way;
use super::frame::{Frame, Link};
use super::languages::{self, Spoken};
use super::metadata::{Head, Shown};
use super::picture::PictureView;
use super::times::holds;
use super::{cached, content_language, word};
use crate::app::App;
use crate::clock::Instant;
use crate::content::listing::Listing;
use crate::content::{
    Address, Document, Kind, Live, Picture, Revision, State, Taxonomy, Vocabulary, parse_document,
};
use crate::db::Conn;
use crate::names::{ContentLanguage, Language};
use crate::pages::Page;
use crate::text::display;
use crate::web::failure::Failure;
use crate::web::recording::Heard;
use crate::web::render::context;

/// What the template sees. Of a story's consents nothing is here: they name
/// people and are the desk's.
#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    kind: &'static str,
    /// The language of the content, where the interface does not speak it.
    lang: Option<&'static str>,
    /// The attribute of labels that stand between words in that language; else empty.
    label: String,
    title: String,
    sapo: String,
    summary: String,
    byline: String,
    organisation: String,
    published_at: Instant,
    /// When it was last changed, if that was later.
    changed_at: Option<Instant>,
    correction: String,
    illustration: bool,
    picture: Option<PictureView>,
    details: DetailsView,
    /// Sanitised when it was rendered, see [`crate::content::body`].
    body_html: String,
    /// The same in other shapes: on paper, as a message, to be read aloud.
    channels: Vec<Link>,
    recording: Option<RecordingView>,
    filed: Vec<Filed>,
    /// The only translation, in the interface's other language: told by its title.
    translation: Option<Link>,
    /// Other translations are told by their languages, all of them.
    languages: Vec<Spoken>,
    end: End,
    /// Of a story: others of its field, the nearest in place first.
    near: Vec<NearStory>,
    related: Vec<Card>,
    section: Vec<Card>,
}

/// What the item is filed under in one way; without an address a plain word.
#[derive(Debug, Serialize)]
struct Filed {
    /// The taxonomy's name, or `place`.
    way: &'static str,
    links: Vec<Link>,
}

/// An address, taken apart.
#[derive(Debug, Clone)]
pub(in crate::web) struct Asked {
    pub kind: Kind,
    pub language: ContentLanguage,
    pub slug: String,
}

impl Asked {
    pub fn path(&self) -> String {
        format!("{}/{}/{}", self.language.prefix(), self.kind.path(), self.slug)
    }

    /// What `/{list}/{slug}` and all below it name.
    pub fn of(request: &HttpRequest, (list, slug): (String, String)) -> Result<Self, Failure> {
        let kind = Kind::from_path(&list).ok_or_else(Failure::not_found)?;
        Ok(Self { kind, language: content_language(request), slug })
    }

    /// What an item's path names.
    fn parse(path: &str) -> Option<Self> {
        let (language, rest) = ContentLanguage::of_path(path);
        let (list, slug) = rest.strip_prefix('/')?.split_once('/')?;
        Some(Self { kind: Kind::from_path(list)?, language, slug: slug.to_owned() })
    }
}

/// `GET /{list}/{slug}`: the page, a redirect from an old address, or 410 for
/// what was taken away.
pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&request, path.into_inner())?;
    cached(&request, &app, &asked.path(), || {
        let (data, asked) = (app.clone(), asked.clone());
        app.db.run(move |conn| page(&data, &asked, conn))
    })
    .await
}

fn page(app: &App, asked: &Asked, conn: &mut Conn) -> Result<Page, Failure> {
    let live = match find(asked, conn)? {
        Found::Live(live) => live,
        Found::Moved(live) => return Ok(Page::moved(live.path())),
    };
    let view = public(app, asked, &live, conn)?;
    let holds = holds(app.now(), view.changes());
    let language = asked.language.interface();
    let body = app.site_theme().render("item.html", language, &context(&view)?)?;
    Ok(Page { modified: Some(live.changed_at), holds, ..Page::html(body) })
}

/// Makes pages of each kind for nobody, as many as PostgreSQL plans a statement anew before
/// it keeps a plan (five times): see [`crate::db::Database::begin_with`].
pub fn warm(app: &App, conn: &mut Conn) {
    for kind in Kind::ALL {
        let newest = Listing::Kind(*kind).page(ContentLanguage::Vi, None, 2, conn);
        for live in newest.into_iter().flat_map(|page| page.rows) {
            let asked = Asked { kind: *kind, language: live.language(), slug: live.slug };
            // What is wrong is told to who asks for the page.
            let _ = page(app, &asked, conn);
        }
    }
}

/// What the public sees of a live item.
fn public(app: &App, asked: &Asked, live: &Live, conn: &mut Conn) -> Result<View, Failure> {
    let (content, body_html, approved_at) = live.page(conn)?;
    let document = parse_document(&content)?;
    let neighbours = Neighbours::of(app, live, &document, conn)?;
    let channels = channels::links(app, live, &document, conn)?;
    let written = Written { document, body_html, approval: Approval::Public(approved_at) };
    let view = view(app, asked, live, written, neighbours, conn)?;
    Ok(View { channels, ..view })
}

/// The page that a draft would have, for the desk: `live` is the row that it
/// would get, `body_html` is sanitised.
pub fn draft(
    app: &App,
    live: &Live,
    document: Document,
    body_html: String,
    conn: &mut Conn,
) -> Result<String, Failure> {
    let (kind, language) = (live.kind(), live.language());
    let asked = Asked { kind, language, slug: live.slug.clone() };
    let neighbours = Neighbours::of(app, live, &document, conn)?;
    let written = Written { document, body_html, approval: Approval::Draft };
    let view = view(app, &asked, live, written, neighbours, conn)?;
    Ok(app.site_theme().render("item.html", language.interface(), &context(&view)?)?)
}

/// The live item at an item's path, an old one too; else why there is none.
pub fn live_at(path: &str, conn: &mut Conn) -> Result<Live, Failure> {
    let asked = Asked::parse(path).ok_or_else(Failure::not_found)?;
    match find(&asked, conn)? {
        Found::Live(live) | Found::Moved(live) => Ok(*live),
    }
}

/// What stands under an address: an item, or the way to its present address.
pub(in crate::web) enum Found {
    Live(Box<Live>),
    /// It stands under another address now.
    Moved(Box<Live>),
}

/// Looks it up; what was taken away is gone (410).
pub(in crate::web) fn find(asked: &Asked, conn: &mut Conn) -> Result<Found, Failure> {
    let found = Live::at_address(asked.kind, asked.language, &asked.slug, conn)?;
    match found.filter(|(address, _)| address.public) {
        None => Err(Failure::not_found()),
        Some((_, Some(live))) if live.slug == asked.slug => Ok(Found::Live(Box::new(live))),
        Some((_, Some(live))) => Ok(Found::Moved(Box::new(live))),
        Some((address, None)) => Err(gone(address.item_id, conn)?),
    }
}

/// The item that stands, or stood, under a public address.
pub(in crate::web) fn item_at(asked: &Asked, conn: &mut Conn) -> Result<i64, Failure> {
    let (kind, language) = (asked.kind.name(), asked.language.name());
    let address = Address::resolve(kind, language, &asked.slug, conn)?;
    let address = address.filter(|address| address.public).ok_or_else(Failure::not_found)?;
    Ok(address.item_id)
}

/// Why it is gone, as far as the public is told: that, and when.
pub(in crate::web) fn gone(item_id: i64, conn: &mut Conn) -> Result<Failure, Failure> {
    let told = |revision: Revision| {
        let expired = revision.expires_at.is_some_and(|end| end <= revision.state_at);
        let key = match revision.state() {
            State::Archived if expired => "gone-expired",
            State::Archived => "gone-archived",
            _ => "gone",
        };
        Failure { key, ..Failure::gone() }
            .with("date", display::date_time(revision.state_at.and_utc()))
    };
    Ok(Revision::last_public(item_id, conn)?.map_or_else(Failure::not_found, told))
}

/// What a revision says.
struct Written {
    document: Document,
    /// Sanitised.
    body_html: String,
    approval: Approval,
}

fn view(
    app: &App,
    asked: &Asked,
    live: &Live,
    written: Written,
    neighbours: Neighbours,
    conn: &mut Conn,
) -> Result<View, Failure> {
    let Written { document, body_html, approval } = written;
    let language = asked.language.interface();
    let above = above(app, live);
    let mut frame = Frame::new(app, asked.path(), language)
        .titled(document.title.clone(), document.sapo.clone())
        .section(asked.kind)
        .under(above.title, above.url);
    let mut others = live.translations(conn)?;
    others.retain(|other| other.language() != asked.language);
    let translation = others.iter().find(|one| one.language() == frame.other().into());
    if let Some(other) = translation {
        frame = frame.translated(other.path());
    }
    let translation = translation.filter(|_| others.len() == 1);
    let languages =
        if translation.is_some() { Vec::new() } else { languages::of_item(app, &others) };
    let recording = Heard::of(app, live, &document, conn)?;
    let lead: Vec<String> = document.lead.iter().cloned().collect();
    let picture = Picture::load(&lead, language, conn)?.into_values().next();
    let shown = Shown { picture: picture.as_ref(), recording: recording.as_ref() };
    let head = Head::item(app, live, &document, &shown, &others);
    let reference = app.reference();
    let organisation = reference.site.tree.get(live.organisation_id);
    // The minute of a publication's own bookkeeping is no change.
    let changed = live.changed_at - live.published_at > chrono::TimeDelta::minutes(1);
    Ok(View {
        kind: asked.kind.name(),
        organisation: organisation
            .map_or_else(String::new, |office| office.name(language).to_owned()),
        published_at: live.published_at,
        changed_at: changed.then_some(live.changed_at),
        picture: picture.map(PictureView::from),
        details: DetailsView::of(app, &document, language, neighbours.outcome),
        channels: Vec::new(),
        recording: recording.map(|heard| RecordingView::of(app, language, heard)),
        filed: filed(&document, &reference.site.vocabulary, language),
        lang: languages::mark(live),
        label: languages::label(live),
        translation: translation.map(Link::to),
        languages,
        end: End::of(app, live, &approval, conn)?,
        near: neighbours.near,
        related: neighbours.related,
        section: neighbours.section,
        head,
        frame,
        title: document.title,
        sapo: document.sapo,
        summary: document.summary,
        byline: document.byline,
        correction: document.correction,
        illustration: document.illustration,
        body_html,
    })
}

/// The page above an item: its list; of what the interface does not speak, all
/// there is in the language.
pub(in crate::web) fn above(app: &App, live: &Live) -> Link {
    let language = live.language();
    if language.is_foreign() {
        return languages::link(app, language);
    }
    let title = word(app, language.interface(), &format!("list-{}", live.kind().name()));
    Link::new(title, format!("{}/{}", language.prefix(), live.kind().path()))
}

impl View {
    /// When the page will look different by itself.
    fn changes(&self) -> Vec<Instant> {
        let cards = self.related.iter().chain(&self.section);
        cards.flat_map(|card| card.changes.clone()).chain(self.details.changes()).collect()
    }
}

/// A story's field and place stand at its head.
fn filed(document: &Document, vocabulary: &Vocabulary, language: Language) -> Vec<Filed> {
    let terms = |taxonomy: Taxonomy, way: Option<Way>| {
        let slugs = document.terms.get(&taxonomy).map(Vec::as_slice).unwrap_or_default();
        let known = slugs.iter().filter_map(|slug| vocabulary.term(taxonomy, slug));
        let link = |slug: &str| way.map_or_else(String::new, |way| way.address(language, slug));
        let links = known.map(|term| Link::new(term.name(language), link(&term.slug))).collect();
        Filed { way: taxonomy.name(), links }
    };
    let places = document.places.iter().filter_map(|slug| vocabulary.place(slug));
    let places = places
        .map(|place| Link::new(place.name_in(language), Way::Place.address(language, &place.slug)));
    let mut all = vec![
        terms(Taxonomy::Topic, Some(Way::Topic)),
        terms(Taxonomy::Audience, Some(Way::Audience)),
        terms(Taxonomy::Deprivation, None),
        terms(Taxonomy::Programme, None),
    ];
    if document.kind() != Kind::Story {
        all.insert(2, Filed { way: "place", links: places.collect() });
        all.insert(3, terms(Taxonomy::Field, None));
    }
    all.into_iter().filter(|filed| !filed.links.is_empty()).collect()
}
