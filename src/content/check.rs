//! What a document must be to be saved, and what more to go out.
//!
//! A problem holds data, not prose: `key` names the message in the locales.

use chrono::NaiveDate;
use serde::Serialize;

use super::details::{Consent, Details, Event, Leaflet, Purpose, Story, Subject};
use super::{Document, Vocabulary};
use crate::text::slug;

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The form field: `title`, `topics`, `leaflet.papers` …
    pub field: String,
    /// The message's key in the locales.
    pub key: &'static str,
    /// What the message names.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub fn new(field: impl Into<String>, key: &'static str) -> Self {
        Self { field: field.into(), key, args: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Characters a text may have.
const TITLE: usize = 250;
const LINE: usize = 300;
const SHORT: usize = 2_000;
const BODY: usize = 300_000;

/// What keeps a draft from being saved: texts beyond their limits, terms and
/// places that do not exist, addresses that are none.
pub fn problems_of_draft(document: &Document, vocabulary: &Vocabulary) -> Vec<Problem> {
    let mut found = Vec::new();
    if document.title.is_empty() {
        found.push(Problem::new("title", "problem-title-missing"));
    }
    too_long(&mut found, "title", &document.title, TITLE);
    too_long(&mut found, "slug", &document.slug, TITLE);
    if !document.slug.is_empty() && slug(&document.slug).is_empty() {
        found.push(Problem::new("slug", "problem-slug-empty").with("value", &document.slug));
    }
    too_long(&mut found, "byline", &document.byline, LINE);
    too_long(&mut found, "sapo", &document.sapo, SHORT);
    too_long(&mut found, "summary", &document.summary, SHORT);
    too_long(&mut found, "correction", &document.correction, SHORT);
    too_long(&mut found, "body", &document.body, BODY);
    long_details(&mut found, document);
    unknown_names(&mut found, document, vocabulary);
    if let Details::Article(article) = &document.details
        && !article.source_url.is_empty()
        && !is_web_address(&article.source_url)
    {
        found.push(
            Problem::new("article.source_url", "problem-address")
                .with("value", &article.source_url),
        );
    }
    if let Details::Event(Event { starts_at: Some(start), ends_at: Some(end), .. }) =
        &document.details
        && end < start
    {
        found.push(Problem::new("event.ends_at", "problem-ends-before-start"));
    }
    if let Details::Leaflet(Leaflet { valid_from: Some(from), valid_until: Some(until), .. }) =
        &document.details
        && until < from
    {
        found.push(Problem::new("leaflet.valid_until", "problem-ends-before-start"));
    }
    found
}

fn too_long(found: &mut Vec<Problem>, field: &str, text: &str, limit: usize) {
    let length = text.chars().count();
    if length > limit {
        let problem = Problem::new(field, "problem-too-long");
        found.push(problem.with("length", length).with("limit", limit));
    }
}

fn long_details(found: &mut Vec<Problem>, document: &Document) {
    let mut details = document.details.clone();
    details.each_text(|field, text, lines| {
        too_long(found, field, text, if lines { SHORT } else { LINE });
    });
}

fn unknown_names(found: &mut Vec<Problem>, document: &Document, vocabulary: &Vocabulary) {
    for (taxonomy, slugs) in &document.terms {
        for slug in slugs.iter().filter(|slug| vocabulary.term(*taxonomy, slug).is_none()) {
            let nearest = vocabulary.nearest_term(*taxonomy, slug).unwrap_or_default();
            found.push(unknown(taxonomy.plural(), slug, nearest));
        }
    }
    for slug in document.places.iter().filter(|slug| vocabulary.place(slug).is_none()) {
        let nearest = vocabulary.nearest_place(slug).unwrap_or_default();
        found.push(unknown("places", slug, nearest));
    }
}

fn unknown(field: &str, slug: &str, nearest: &str) -> Problem {
    let key =
        if nearest.is_empty() { "problem-unknown-term" } else { "problem-unknown-term-nearest" };
    Problem::new(field, key).with("value", slug).with("nearest", nearest)
}

fn is_web_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| host.contains('.') && !host.contains(char::is_whitespace))
}

/// Characters of an address that a message shows.
const SHOWN: usize = 80;

/// What a check of readiness knows of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownAsset {
    pub uid: String,
    /// Whether the database has it.
    pub known: bool,
    pub alt: String,
    /// What people know it by.
    pub filename: String,
}

/// Pictures that are not there, or that nobody described for who does not see them.
pub fn picture_problems(document: &Document, assets: &[ShownAsset]) -> Vec<Problem> {
    let problem = |asset: &ShownAsset| {
        let field = if document.lead.as_ref() == Some(&asset.uid) { "lead" } else { "body" };
        let (key, value) = match (asset.known, asset.alt.is_empty()) {
            (false, _) => ("problem-asset-unknown", &asset.uid),
            (true, true) => ("problem-alt-missing", &asset.filename),
            (true, false) => return None,
        };
        Some(Problem::new(field, key).with("value", value))
    };
    assets.iter().filter_map(problem).collect()
}

/// What keeps a document from going to review or out: what readers need and
/// the law asks. `today` is the day in Hanoi.
pub fn problems_before_publication(
    document: &Document,
    assets: &[ShownAsset],
    today: NaiveDate,
) -> Vec<Problem> {
    let mut found = Vec::new();
    for (field, text) in [("sapo", &document.sapo), ("body", &document.body)] {
        missing(&mut found, field, text);
    }
    if !document.terms.contains_key(&super::Taxonomy::Topic) {
        found.push(Problem::new("topics", "problem-topic-missing"));
    }
    found.extend(picture_problems(document, assets));
    let shown = |address: String| address.chars().take(SHOWN).collect::<String>();
    found.extend(super::body::foreign_pictures(&document.body).into_iter().map(|address| {
        Problem::new("body", "problem-picture-elsewhere").with("value", shown(address))
    }));
    if document.recording.is_some() && !document.details.consented(Purpose::Loudspeaker, today) {
        found.push(Problem::new("recording", "problem-recording-consent"));
    }
    match &document.details {
        Details::Article(article) => {
            if article.source_name.is_empty() != article.source_published_at.is_none() {
                found.push(Problem::new("article.source_name", "problem-source-incomplete"));
            }
        }
        Details::Leaflet(leaflet) => {
            missing(&mut found, "leaflet.benefits", &leaflet.benefits);
            missing(&mut found, "leaflet.eligibility", &leaflet.eligibility);
            missing(&mut found, "leaflet.where", &leaflet.place);
            missing(&mut found, "leaflet.contact", &leaflet.contact);
        }
        Details::Story(story) => story_problems(&mut found, story, document.illustration, today),
        Details::Event(event) => {
            if event.starts_at.is_none() {
                found.push(Problem::new("event.starts_at", "problem-missing"));
            }
            missing(&mut found, "event.venue", &event.venue);
            missing(&mut found, "event.organiser", &event.organiser);
        }
    }
    found
}

fn missing(found: &mut Vec<Problem>, field: &str, text: &str) {
    if text.is_empty() {
        found.push(Problem::new(field, "problem-missing"));
    }
}

/// Before, what they did, after; and the people's consent.
fn story_problems(found: &mut Vec<Problem>, story: &Story, illustration: bool, today: NaiveDate) {
    missing(found, "story.before", &story.before);
    missing(found, "story.actions", &story.actions);
    missing(found, "story.after", &story.after);
    found.extend(consents(story, illustration, today));
}

/// What keeps a story from being shown on `today`, the day in Hanoi: a real person
/// is shown only with a consent for the page that holds (Law 91/2025), and so is
/// everybody else who is named among the consents. An illustration shows nobody.
pub fn consent_problems(document: &Document, today: NaiveDate) -> Vec<Problem> {
    match &document.details {
        Details::Story(story) => consents(story, document.illustration, today),
        _ => Vec::new(),
    }
}

fn consents(story: &Story, illustration: bool, today: NaiveDate) -> Vec<Problem> {
    if illustration {
        return Vec::new();
    }
    let problem = |key| Problem::new("story.consents", key);
    let shows_people = matches!(story.subject, Subject::Household | Subject::Person);
    if shows_people && story.consents.is_empty() {
        return vec![problem("problem-consent-missing")];
    }
    let each = story.consents.iter().enumerate();
    each.filter_map(|(at, consent)| consent_problem(at + 1, consent, today)).collect()
}

/// What a consent lacks to be one that holds: whose, since when, and how it can be
/// proved (Law 91/2025), and that it is for the page. `number` counts from 1.
fn consent_problem(number: usize, consent: &Consent, today: NaiveDate) -> Option<Problem> {
    let problem = |key| Problem::new("story.consents", key).with("person", &consent.person);
    let dated = |key, date| problem(key).with("date", crate::text::display::date(date));
    if consent.person.is_empty() {
        return Some(problem("problem-consent-nobody").with("number", number));
    }
    let Some(given) = consent.given_on else { return Some(problem("problem-consent-undated")) };
    if given > today {
        return Some(dated("problem-consent-ahead", given));
    }
    if consent.evidence.is_empty() {
        return Some(problem("problem-consent-unproved"));
    }
    if !consent.purposes.contains(&Purpose::Page) {
        return Some(problem("problem-consent-page"));
    }
    let last = consent.expires_on.filter(|last| *last < today)?;
    Some(dated("problem-consent-expired", last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Kind;

    #[test]
    fn a_picture_that_is_none_of_ours_is_told_before_it_is_missing_on_a_page() {
        let body = "![Nhà](https://example.vn/a.jpg)\n\n![Vườn](media:x)\n\n[Đọc](https://b.vn)";
        let document = Document { body: body.to_owned(), ..Document::empty(Kind::Article) };
        let found = problems_before_publication(&document, &[], NaiveDate::default());
        let told: Vec<_> = found.iter().filter(|one| one.key.contains("elsewhere")).collect();
        let [one] = told[..] else { panic!("{told:?}") };
        assert_eq!(one.args, [("value", "https://example.vn/a.jpg".to_owned())]);
    }
}
