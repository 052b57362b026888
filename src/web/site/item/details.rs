//! What each kind has of its own, as its page shows it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::super::card::Timing;
use super::super::filed::Way;
use super::super::frame::Link;
use super::super::gallery::Choice;
use super::super::map::locator;
use super::figure::FigureView;
use crate::app::App;
use crate::clock::Instant;
use crate::content::details::{Article, Details, Event, Leaflet, Story};
use crate::content::{Document, Taxonomy, Vocabulary};
use crate::names::Language;
use crate::text::contacts::{self, Part};

/// The fields of one kind; the others are absent.
#[derive(Serialize, Default)]
pub struct DetailsView {
    article: Option<ArticleView>,
    leaflet: Option<LeafletView>,
    story: Option<StoryView>,
    event: Option<EventView>,
    #[serde(skip)]
    changes: Vec<Instant>,
}

/// Lines of text with telephone numbers told apart.
type Lines = Vec<Vec<Part>>;

#[derive(Serialize)]
struct ArticleView {
    genre: &'static str,
    source: Option<Source>,
}

/// Where a republished text comes from (Decree 147/2024: named and dated).
#[derive(Serialize)]
struct Source {
    name: String,
    author: String,
    published_at: Option<DateTime<FixedOffset>>,
    url: String,
}

#[derive(Serialize)]
struct LeafletView {
    /// Question by question, those that are answered.
    answers: Vec<Answer>,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    expired: bool,
    early: bool,
}

#[derive(Serialize)]
struct Answer {
    /// The question's locale key is `leaflet-` and this.
    question: &'static str,
    lines: Lines,
}

#[derive(Serialize)]
struct StoryView {
    subject: &'static str,
    before: Lines,
    actions: Lines,
    after: Lines,
    lessons: Lines,
    figures: Vec<FigureView>,
    /// Where it took place, and what it is a model of; both lead on.
    places: Vec<Link>,
    fields: Vec<Link>,
    /// A picture of where the first place lies in the city.
    locator: Option<String>,
}

#[derive(Serialize)]
struct EventView {
    event_type: &'static str,
    starts_at: Option<DateTime<FixedOffset>>,
    ends_at: Option<DateTime<FixedOffset>>,
    /// Whether it ends on the day on which it starts.
    one_day: bool,
    venue: String,
    organiser: String,
    contact: Lines,
    registration: Lines,
    status: &'static str,
    outcome: Option<Link>,
}

impl DetailsView {
    pub fn of(app: &App, document: &Document, language: Language, outcome: Option<Link>) -> Self {
        let timing = Timing::of(document, app.now());
        let mut view = Self { changes: timing.changes.clone(), ..Self::default() };
        match &document.details {
            Details::Article(article) => view.article = Some(article_view(article)),
            Details::Leaflet(leaflet) => view.leaflet = Some(leaflet_view(leaflet, &timing)),
            Details::Story(story) => {
                let reference = app.reference();
                let vocabulary = &reference.site.vocabulary;
                view.story = Some(story_view(story, document, vocabulary, language));
            }
            Details::Event(event) => {
                let place = app.reference().site.vocabulary.whereabouts(
                    &event.venue,
                    &document.places,
                    language,
                );
                view.event = Some(event_view(event, place, &timing, outcome));
            }
        }
        view
    }

    /// When they will look different by themselves; days change at midnight anyway.
    pub fn changes(&self) -> Vec<Instant> {
        self.changes.clone()
    }
}

fn article_view(article: &Article) -> ArticleView {
    let source = (!article.source_name.is_empty()).then(|| Source {
        name: article.source_name.clone(),
        author: article.source_author.clone(),
        published_at: article.source_published_at,
        url: article.source_url.clone(),
    });
    ArticleView { genre: article.genre.name(), source }
}

fn leaflet_view(leaflet: &Leaflet, timing: &Timing) -> LeafletView {
    let answers = [
        ("benefits", &leaflet.benefits),
        ("eligibility", &leaflet.eligibility),
        ("papers", &leaflet.papers),
        ("where", &leaflet.place),
        ("deadline", &leaflet.deadline),
        ("contact", &leaflet.contact),
    ];
    let answer = |(question, text): (&'static str, &String)| Answer {
        question,
        lines: contacts::lines(text),
    };
    LeafletView {
        answers: answers
            .into_iter()
            .map(answer)
            .filter(|answer| !answer.lines.is_empty())
            .collect(),
        valid_from: leaflet.valid_from,
        valid_until: leaflet.valid_until,
        expired: timing.expired,
        early: timing.early,
    }
}

fn story_view(
    story: &Story,
    document: &Document,
    vocabulary: &Vocabulary,
    language: Language,
) -> StoryView {
    let places = document.places.iter().filter_map(|slug| vocabulary.place(slug));
    let locator = places.clone().next().and_then(|place| locator::address(vocabulary, place));
    let fields = document.terms.get(&Taxonomy::Field).map(Vec::as_slice).unwrap_or_default();
    let fields = fields.iter().filter_map(|slug| vocabulary.term(Taxonomy::Field, slug));
    StoryView {
        locator,
        places: places
            .map(|place| {
                let url = Way::Place.address(language, &place.slug);
                Link::new(place.name_in(language), url)
            })
            .collect(),
        fields: fields
            .map(|field| {
                let choice = Choice { field: Some(field), place: None };
                Link::new(field.name(language), choice.address(language))
            })
            .collect(),
        subject: story.subject.name(),
        before: contacts::lines(&story.before),
        actions: contacts::lines(&story.actions),
        after: contacts::lines(&story.after),
        lessons: contacts::lines(&story.lessons),
        figures: story.figures.iter().map(|figure| FigureView::of(figure, language)).collect(),
    }
}

fn event_view(event: &Event, venue: String, timing: &Timing, outcome: Option<Link>) -> EventView {
    let day = |at: Option<DateTime<FixedOffset>>| {
        at.map(|at| at.with_timezone(&crate::clock::hanoi()).date_naive())
    };
    EventView {
        event_type: event.event_type.name(),
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        one_day: day(event.starts_at) == day(event.ends_at),
        venue,
        organiser: event.organiser.clone(),
        contact: contacts::lines(&event.contact),
        registration: contacts::lines(&event.registration),
        status: timing.status,
        outcome,
    }
}
