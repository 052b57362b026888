//! Search: `/tim-kiem` for people; [`super::api`] for programs asks the same.
//!
//! What the engine found is checked against the live items before anybody sees
//! it, and nothing of it is kept in the page cache.

mod answer;
mod nearest;
mod question;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

pub use self::answer::{Answer, FacetValue, Piece, answer};
use self::nearest::{Nearest, nearest};
pub use self::question::{Asked, Question};
use super::directory::groups;
use super::filed::Way;
use super::frame::{Frame, Link};
use super::metadata::Head;
use super::{language, respond, word};
use crate::app::App;
use crate::clock::in_hanoi;
use crate::names::Language;
use crate::organisations::Place;
use crate::search::{Facet, Filters, SearchError};
use crate::web::failure::Failure;
use crate::web::render::context;

/// Places that one name may mean.
const MOST_PLACES: usize = 3;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    /// What was typed, as it was understood.
    text: String,
    /// Whether anything was asked at all.
    asked: bool,
    /// The engine is away; nothing else is.
    down: bool,
    /// Filters of the form that stay when the words change.
    kept: Vec<(&'static str, String)>,
    active: Vec<Active>,
    answer: Option<Answer>,
    suggestion: Option<Link>,
    /// The pages of the places that were named.
    places: Vec<Link>,
    pages: Option<Pages>,
    /// What comes nearest when nothing was found.
    nearest: Option<Nearest>,
    /// The same words in the other language, where more is found by them.
    elsewhere: Option<Elsewhere>,
    /// Ways on when nothing was found or asked.
    topics: Vec<Link>,
}

/// What is found in the other language, told in that language.
#[derive(Serialize)]
struct Elsewhere {
    language: Language,
    label: String,
    url: String,
    total_shown: String,
}

/// A filter that is on, and where it is off.
#[derive(Serialize)]
struct Active {
    name: &'static str,
    label: String,
    without: String,
}

#[derive(Serialize)]
struct Pages {
    number: u32,
    count: u32,
    previous: Option<String>,
    next: Option<String>,
}

/// `GET /tim-kiem?q=…`: never cached, never logged.
pub async fn show(
    request: HttpRequest,
    asked: web::Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let question = asked.question(language(&request), &app.reference().site.vocabulary)?;
    let answer = if question.is_empty() { Ok(None) } else { ask(&app, &question).await.map(Some) };
    let (answer, status) = match answer {
        Ok(answer) => (Ok(answer), StatusCode::OK),
        Err(Trouble::Engine) => (Err(()), StatusCode::SERVICE_UNAVAILABLE),
        Err(Trouble::Failure(failure)) => return Err(failure),
    };
    let (nearest, elsewhere) = match &answer {
        Ok(Some(answer)) if answer.total == 0 || answer.partial => {
            (missed(&app, &question, answer).await, elsewhere(&app, &question).await)
        }
        _ => (None, None),
    };
    let view = View { nearest, elsewhere, ..view(&app, &question, answer) };
    let body = app.site_theme().render("search.html", question.language(), &context(&view)?)?;
    Ok(respond(&request, &app, status, &body))
}

/// Nothing was found, or nothing that holds all that was asked: that is counted for
/// the editors where no filter was in the way. Where there is nothing at all, what
/// comes nearest is offered; without it the page is still an answer.
async fn missed(app: &web::Data<App>, question: &Question, answer: &Answer) -> Option<Nearest> {
    if question.page() == 1 && question.query.filters == Filters::default() {
        let today = in_hanoi(app.now()).date_naive();
        app.misses.note(question.query.text(), question.language(), today);
    }
    if answer.total > 0 {
        return None;
    }
    nearest(app, question, answer.did_you_mean.as_deref()).await.unwrap_or_default()
}

/// Who asks in English on a Vietnamese page, or the other way, is led to where it is
/// answered.
async fn elsewhere(app: &web::Data<App>, question: &Question) -> Option<Elsewhere> {
    let language = question.language().other();
    let there = question.in_language(language);
    let answer =
        ask(app, &there).await.ok().filter(|answer| answer.total > 0 && !answer.partial)?;
    Some(Elsewhere {
        language,
        label: word(app, language, "search-elsewhere"),
        url: there.address(),
        total_shown: answer.total_shown,
    })
}

/// Why there is no answer.
pub enum Trouble {
    /// Told to the log already.
    Engine,
    Failure(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<SearchError> for Trouble {
    fn from(error: SearchError) -> Self {
        tracing::error!(%error, "the search engine does not answer");
        Self::Engine
    }
}

/// Asks the engine, then the database what of it is live.
pub async fn ask(app: &web::Data<App>, question: &Question) -> Result<Answer, Trouble> {
    let (data, mut question) = (app.clone(), question.clone());
    let synonyms = app.reference().synonyms.clone();
    question.query = question.query.with_synonyms(synonyms).asked_at(app.now().and_utc());
    let found = app.search.search(&question.query).await?;
    let pages = question.pages(found.total);
    if found.total > 0 && question.page() > pages {
        let page = question.page();
        return Err(Failure::bad_request("unknown-page").with("page", page).into());
    }
    Ok(app.db.run(move |conn| answer(&data, &question, found, conn)).await?)
}

fn view(app: &App, question: &Question, answer: Result<Option<Answer>, ()>) -> View {
    let language = question.language();
    let down = answer.is_err();
    let answer = answer.ok().flatten();
    let suggestion = answer.as_ref().and_then(|answer| answer.did_you_mean.as_ref());
    let frame = Frame::new(app, question.address(), language)
        .titled(title(app, question), word(app, language, "search-about"))
        .in_both_languages(&question.path_and_query())
        .with_own_search()
        .unlisted();
    let topics = groups(app, Way::Topic, language).into_iter().flat_map(|group| group.links);
    View {
        head: frame.head(app),
        frame,
        text: question.query.text().to_owned(),
        asked: !question.is_empty(),
        down,
        kept: question.filters(),
        active: active(app, question),
        places: places(app, question),
        suggestion: suggestion.map(|text| Link::new(text, question.asking(text).address())),
        pages: answer.as_ref().and_then(|answer| pages(question, answer.total)),
        answer,
        nearest: None,
        elsewhere: None,
        topics: topics.collect(),
    }
}

/// Who types the name of a place is led to what there is of it.
fn places(app: &App, question: &Question) -> Vec<Link> {
    let (reference, language) = (app.reference(), question.language());
    let found = reference.site.vocabulary.finder().named(question.query.text());
    let link = |place: &Place| {
        Link::new(place.name_in(language), Way::Place.address(language, &place.slug))
    };
    found.into_iter().take(MOST_PLACES).map(|found| link(found.place)).collect()
}

fn title(app: &App, question: &Question) -> String {
    let search = word(app, question.language(), "search");
    match question.query.text() {
        "" => search,
        text => format!("{text} – {search}"),
    }
}

fn active(app: &App, question: &Question) -> Vec<Active> {
    let one = |(name, value): (&'static str, String)| {
        let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name)?;
        Some(Active {
            name,
            label: facet.label(app, &value, question.language()),
            without: question.with(facet, None).address(),
        })
    };
    question.filters().into_iter().filter_map(one).collect()
}

fn pages(question: &Question, total: u64) -> Option<Pages> {
    let count = question.pages(total);
    let number = question.page();
    let to = |page: u32| question.on_page(page).address();
    (count > 1).then(|| Pages {
        number,
        count,
        previous: (number > 1).then(|| to((number - 1).min(count))),
        next: (number < count).then(|| to(number + 1)),
    })
}

/// A facet's value in words.
impl Facet {
    pub fn label(self, app: &App, value: &str, language: Language) -> String {
        use crate::content::Taxonomy;
        let reference = app.reference();
        let vocabulary = &reference.site.vocabulary;
        let term =
            |taxonomy| vocabulary.term(taxonomy, value).map(|term| term.name(language).to_owned());
        let known = match self {
            Facet::Kind => Some(word(app, language, &format!("list-{value}"))),
            Facet::Topic => term(Taxonomy::Topic),
            Facet::Audience => term(Taxonomy::Audience),
            Facet::Place => vocabulary.place(value).map(|place| place.name_in(language)),
            Facet::Year => None,
        };
        known.unwrap_or_else(|| value.to_owned())
    }
}
