//! A document field by field as people read it: for differences, previews and
//! pages of those who may not edit.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::key;
use crate::clock::hanoi;
use crate::content::details::{Consent, Details, Story};
use crate::content::{Document, Language, Taxonomy, Vocabulary};
use crate::text::display;
use crate::theme::Words;

/// One field's words and what it says; empty: nothing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Text {
    pub name: String,
    pub label: String,
    pub text: String,
}

/// Every field of `document`, also the empty ones, in the order of the form.
pub fn describe(
    document: &Document,
    vocabulary: &Vocabulary,
    words: &Words,
    language: Language,
) -> Vec<Text> {
    let mut teller = Teller { words, language, texts: Vec::new() };
    teller.line("title", &document.title);
    teller.line("sapo", &document.sapo);
    teller.details(&document.details);
    teller.line("body", &document.body);
    teller.line("lead", document.lead.as_deref().unwrap_or_default());
    teller.line("recording", document.recording.as_deref().unwrap_or_default());
    for taxonomy in Taxonomy::ALL {
        let slugs = document.terms.get(taxonomy).map(Vec::as_slice).unwrap_or_default();
        let name = |slug: &String| match vocabulary.term(*taxonomy, slug) {
            Some(term) => term.name(language).to_owned(),
            None => slug.clone(),
        };
        teller.line(taxonomy.plural(), &slugs.iter().map(name).collect::<Vec<_>>().join(", "));
    }
    let place = |slug: &String| {
        vocabulary.place(slug).map_or_else(|| slug.clone(), |place| place.full_name.clone())
    };
    teller.line("places", &document.places.iter().map(place).collect::<Vec<_>>().join(", "));
    teller.line("byline", &document.byline);
    teller.line("summary", &document.summary);
    teller.yes("illustration", document.illustration);
    teller.line("correction", &document.correction);
    teller.line("slug", &document.slug);
    teller.texts
}

struct Teller<'a> {
    words: &'a Words,
    language: Language,
    texts: Vec<Text>,
}

impl Teller<'_> {
    fn say(&self, key: &str) -> String {
        self.words.with(self.language, key, &[])
    }

    fn line(&mut self, name: &str, text: &str) {
        let label = self.say(&key(name));
        self.texts.push(Text { name: name.to_owned(), label, text: text.to_owned() });
    }

    fn yes(&mut self, name: &str, is: bool) {
        let text = if is { self.say("yes") } else { String::new() };
        self.line(name, &text);
    }

    fn choice(&mut self, name: &str, list: &str, value: &str) {
        let text = self.say(&format!("{list}{value}"));
        self.line(name, &text);
    }

    fn details(&mut self, details: &Details) {
        match details {
            Details::Article(article) => {
                self.choice("article.genre", "genre-", article.genre.name());
                self.line("article.source_name", &article.source_name);
                self.line("article.source_author", &article.source_author);
                self.line("article.source_published_at", &moment(article.source_published_at));
                self.line("article.source_url", &article.source_url);
            }
            Details::Leaflet(leaflet) => {
                self.line("leaflet.benefits", &leaflet.benefits);
                self.line("leaflet.eligibility", &leaflet.eligibility);
                self.line("leaflet.papers", &leaflet.papers);
                self.line("leaflet.where", &leaflet.place);
                self.line("leaflet.deadline", &leaflet.deadline);
                self.line("leaflet.contact", &leaflet.contact);
                self.line("leaflet.valid_from", &day(leaflet.valid_from));
                self.line("leaflet.valid_until", &day(leaflet.valid_until));
                self.choice("leaflet.print_size", "print-size-", leaflet.print_size.name());
                let run =
                    (leaflet.print_run > 0).then(|| display::number(leaflet.print_run.into()));
                self.line("leaflet.print_run", &run.unwrap_or_default());
            }
            Details::Story(story) => self.story(story),
            Details::Event(event) => {
                self.choice("event.type", "event-type-", event.event_type.name());
                self.line("event.starts_at", &moment(event.starts_at));
                self.line("event.ends_at", &moment(event.ends_at));
                self.line("event.venue", &event.venue);
                self.line("event.organiser", &event.organiser);
                self.line("event.contact", &event.contact);
                self.line("event.registration", &event.registration);
                self.choice("event.status", "event-status-", event.status.name());
                self.line("event.outcome", &event.outcome);
            }
        }
    }

    fn story(&mut self, story: &Story) {
        self.choice("story.subject", "subject-", story.subject.name());
        self.line("story.before", &story.before);
        self.line("story.actions", &story.actions);
        self.line("story.after", &story.after);
        let figures: Vec<String> = story
            .figures
            .iter()
            .map(|figure| format!("{}: {} → {}", figure.label, figure.before, figure.after))
            .collect();
        self.line("story.figures", &figures.join("\n"));
        self.line("story.lessons", &story.lessons);
        let consents: Vec<String> = story.consents.iter().map(|one| self.consent(one)).collect();
        self.line("story.consents", &consents.join("\n"));
    }

    fn consent(&self, consent: &Consent) -> String {
        let purposes: Vec<String> = consent
            .purposes
            .iter()
            .map(|purpose| self.say(&format!("purpose-{}", purpose.name())))
            .collect();
        let named = |part: &str, text: String| {
            let label = self.say(&key(&format!("story.consents.{part}")));
            (!text.is_empty()).then(|| format!("{label}: {text}"))
        };
        let parts = [
            named("person", consent.person.clone()),
            named("purposes", purposes.join(", ")),
            named("given_on", day(consent.given_on)),
            named("expires_on", day(consent.expires_on)),
            named("evidence", consent.evidence.clone()),
            named("guardian", consent.guardian.clone()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(display::date).unwrap_or_default()
}

fn moment(at: Option<DateTime<FixedOffset>>) -> String {
    at.map(|at| at.with_timezone(&hanoi()).format("%d/%m/%Y %H:%M").to_string()).unwrap_or_default()
}
