//! A document to the fields of its form: the way back from [`super::parse`].

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::clock::hanoi;
use crate::content::Document;
use crate::content::details::{Details, Story};
use crate::web::desk::fields::Fields;

/// The fields as a browser would send them with `document` typed in.
pub fn fill(document: &Document) -> Fields {
    let mut fields = Fields::default();
    for (name, text) in [
        ("title", &document.title),
        ("slug", &document.slug),
        ("sapo", &document.sapo),
        ("summary", &document.summary),
        ("byline", &document.byline),
        ("body", &document.body),
        ("correction", &document.correction),
    ] {
        fields.add(name, text);
    }
    fields.add("lead", document.lead.as_deref().unwrap_or_default());
    fields.add("recording", document.recording.as_deref().unwrap_or_default());
    if document.illustration {
        fields.add("illustration", "on");
    }
    for (taxonomy, slugs) in &document.terms {
        for slug in slugs {
            fields.add(taxonomy.plural(), slug);
        }
    }
    for slug in &document.places {
        fields.add("places", slug);
    }
    details(&mut fields, &document.details);
    fields
}

fn details(fields: &mut Fields, details: &Details) {
    match details {
        Details::Article(article) => {
            fields.add("article.genre", article.genre.name());
            fields.add("article.source_name", &article.source_name);
            fields.add("article.source_author", &article.source_author);
            moment(fields, "article.source_published_at", article.source_published_at);
            fields.add("article.source_url", &article.source_url);
        }
        Details::Leaflet(leaflet) => {
            for (name, text) in [
                ("benefits", &leaflet.benefits),
                ("eligibility", &leaflet.eligibility),
                ("papers", &leaflet.papers),
                ("where", &leaflet.place),
                ("deadline", &leaflet.deadline),
                ("contact", &leaflet.contact),
            ] {
                fields.add(format!("leaflet.{name}"), text);
            }
            fields.add("leaflet.valid_from", day(leaflet.valid_from));
            fields.add("leaflet.valid_until", day(leaflet.valid_until));
            fields.add("leaflet.print_size", leaflet.print_size.name());
            let copies = (leaflet.print_run > 0).then(|| leaflet.print_run.to_string());
            fields.add("leaflet.print_run", copies.unwrap_or_default());
        }
        Details::Story(own) => story(fields, own),
        Details::Event(event) => {
            fields.add("event.type", event.event_type.name());
            moment(fields, "event.starts_at", event.starts_at);
            moment(fields, "event.ends_at", event.ends_at);
            fields.add("event.venue", &event.venue);
            fields.add("event.organiser", &event.organiser);
            fields.add("event.contact", &event.contact);
            fields.add("event.registration", &event.registration);
            fields.add("event.status", event.status.name());
            fields.add("event.outcome", &event.outcome);
        }
    }
}

fn story(fields: &mut Fields, story: &Story) {
    fields.add("story.subject", story.subject.name());
    for (name, text) in [
        ("before", &story.before),
        ("actions", &story.actions),
        ("after", &story.after),
        ("lessons", &story.lessons),
    ] {
        fields.add(format!("story.{name}"), text);
    }
    for (row, figure) in story.figures.iter().enumerate() {
        for (name, text) in
            [("label", &figure.label), ("before", &figure.before), ("after", &figure.after)]
        {
            fields.add(format!("story.figures.{row}.{name}"), text);
        }
    }
    for (row, consent) in story.consents.iter().enumerate() {
        let name = |part: &str| format!("story.consents.{row}.{part}");
        fields.add(name("person"), &consent.person);
        for purpose in &consent.purposes {
            fields.add(name("purposes"), purpose.name());
        }
        fields.add(name("given_on"), day(consent.given_on));
        fields.add(name("evidence"), &consent.evidence);
        fields.add(name("expires_on"), day(consent.expires_on));
        fields.add(name("guardian"), &consent.guardian);
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

fn moment(fields: &mut Fields, name: &str, at: Option<DateTime<FixedOffset>>) {
    let local = at.map(|at| at.with_timezone(&hanoi()));
    let part = |form: &str| local.map(|at| at.format(form).to_string()).unwrap_or_default();
    fields.add(format!("{name}.date"), part("%Y-%m-%d"));
    fields.add(format!("{name}.time"), part("%H:%M"));
}
