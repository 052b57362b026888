//! Content in languages that the interface does not speak: `/mtq`, `/ium`, and
//! the ways between an item and its translations.

use actix_web::{HttpRequest, HttpResponse, web};
use diesel::QueryResult;
use serde::Serialize;

use super::card::{Card, cards};
use super::frame::{Frame, Link};
use super::metadata::Head;
use super::paging::{self, PER_PAGE, Pager, Paging};
use super::times::holds;
use super::{cached, content_language, word};
use crate::app::App;
use crate::content::Live;
use crate::content::listing::{Cursor, Listing};
use crate::db::Conn;
use crate::names::{ContentLanguage, Language};
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// A language to read in, and where.
#[derive(Debug, Clone, Serialize)]
pub struct Spoken {
    /// The language's name as its readers know it.
    pub title: String,
    /// The language of the name itself.
    pub lang: &'static str,
    /// The language of what stands there.
    pub hreflang: &'static str,
    pub url: String,
}

impl Spoken {
    fn new(app: &App, language: ContentLanguage, url: String) -> Self {
        let (title, lang) = (name(app, language), language.interface().name());
        Self { title, lang, hreflang: language.name(), url }
    }
}

/// A language's name: in itself where the interface speaks it, else in the
/// language of the interface around it, which its readers read too. Some have
/// several spellings of their own, and none that all their speakers learnt.
pub fn name(app: &App, language: ContentLanguage) -> String {
    word(app, language.interface(), &format!("language-{}", language.name()))
}

/// The page of everything in a language that the interface does not speak.
pub fn link(app: &App, language: ContentLanguage) -> Link {
    Link::new(name(app, language), language.prefix())
}

/// What `lang` says of an item's own words where they are not in the language
/// of the interface around them.
pub fn mark(live: &Live) -> Option<&'static str> {
    Some(live.language()).filter(|language| language.is_foreign()).map(ContentLanguage::name)
}

/// The attribute of the interface's words that stand between words of an item in
/// such a language (WCAG 2.2, 3.1.2): ` lang="vi"`; else empty.
pub fn label(live: &Live) -> String {
    let language = live.language().interface().name();
    mark(live).map_or_else(String::new, |_| format!(" lang=\"{language}\""))
}

/// Where the same is told in other languages, in their usual order.
pub fn of_item(app: &App, others: &[Live]) -> Vec<Spoken> {
    let mut sorted: Vec<&Live> = others.iter().collect();
    sorted.sort_by_key(|other| (other.language(), other.item_id));
    sorted.into_iter().map(|other| Spoken::new(app, other.language(), other.path())).collect()
}

/// The pages of the languages around which the interface is in `language` and
/// does not speak them, as far as anything is live in them.
pub fn of_site(app: &App, language: Language, conn: &mut Conn) -> QueryResult<Vec<Spoken>> {
    let mut found = Vec::new();
    for one in ContentLanguage::within(language).filter(|one| one.is_foreign()) {
        if !Listing::All.page(one, None, 1, conn)?.rows.is_empty() {
            found.push(Spoken::new(app, one, one.prefix().to_owned()));
        }
    }
    Ok(found)
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    about: String,
    cards: Vec<Card>,
    pager: Pager,
}

/// `GET /{language}?sau=CURSOR`: everything in it, newest first; 404 while there
/// is nothing.
pub async fn show(
    request: HttpRequest,
    paging: web::Query<Paging>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (language, cursor) = (content_language(&request), paging.cursor()?);
    cached(&request, &app, &paging::address(language.prefix(), cursor), || {
        let data = app.clone();
        app.db.run(move |conn| page(&data, language, cursor, conn))
    })
    .await
}

fn page(
    app: &App,
    language: ContentLanguage,
    cursor: Option<Cursor>,
    conn: &mut Conn,
) -> Result<Page, Failure> {
    let found = Listing::All.page(language, cursor, PER_PAGE, conn)?;
    if found.rows.is_empty() {
        return Err(Failure::not_found());
    }
    let (here, interface, title) = (language.prefix(), language.interface(), name(app, language));
    let told = [("language", title.clone())];
    let about = app.site_theme().words().with(interface, "language-about", &told);
    let frame = Frame::new(app, paging::address(here, cursor), interface)
        .titled(title, about.clone())
        .of_content_in(language)
        .continued(cursor.is_some());
    let view = View {
        head: frame.head(app),
        frame,
        about,
        cards: cards(app, found.rows, conn)?,
        pager: Pager::new(here, cursor, found.next),
    };
    let holds = holds(app.now(), view.cards.iter().flat_map(|card| card.changes.clone()));
    let body = app.site_theme().render("language.html", interface, &context(&view)?)?;
    Ok(Page { holds, ..Page::html(body) })
}
