//! An item to the text of its file.

use super::ItemFile;
use crate::content::Taxonomy;
use crate::content::details::{Consent, Details, Figure};
use crate::transfer::quote::{Toml, line, list};

/// The file's text: what `read` makes the same item of.
pub fn write(item: &ItemFile) -> String {
    let front = front(item);
    let body = &item.document.body;
    if body.is_empty() {
        format!("+++\n{front}+++\n")
    } else {
        format!("+++\n{front}+++\n{body}\n")
    }
}

fn front(item: &ItemFile) -> String {
    let document = &item.document;
    let mut toml = Toml::default();
    toml.text("kind", document.kind().name());
    toml.text("language", item.language.name());
    toml.text("title", &document.title);
    toml.text("slug", &document.slug);
    toml.text("address", &item.address);
    toml.texts("old_slugs", &item.old_slugs);
    toml.text("sapo", &document.sapo);
    toml.text("summary", &document.summary);
    toml.text("correction", &document.correction);
    toml.text("status", item.status.name());
    toml.text("note", &item.note);
    toml.instant("published_at", item.published_at);
    toml.instant("publish_at", item.publish_at);
    toml.instant("expires_at", item.expires_at);
    toml.text("organisation", &item.organisation);
    toml.text("byline", &document.byline);
    for taxonomy in Taxonomy::ALL {
        if let Some(slugs) = document.terms.get(taxonomy) {
            toml.texts(taxonomy.plural(), slugs);
        }
    }
    toml.texts("places", &document.places);
    toml.text("lead", document.lead.as_deref().unwrap_or_default());
    toml.text("recording", document.recording.as_deref().unwrap_or_default());
    toml.flag("featured", item.featured);
    toml.flag("illustration", document.illustration);
    toml.text("translation_of", &item.translation_of);
    toml.text("id", item.id.as_deref().unwrap_or_default());
    toml.instant("created_at", item.created_at);
    details(&document.details, &mut toml);
    toml.finish()
}

fn details(details: &Details, toml: &mut Toml) {
    match details {
        Details::Article(article) => {
            toml.header("[article]");
            toml.text("genre", article.genre.name());
            toml.text("source_name", &article.source_name);
            toml.text("source_author", &article.source_author);
            toml.time("source_published_at", article.source_published_at);
            toml.text("source_url", &article.source_url);
        }
        Details::Leaflet(leaflet) => {
            toml.header("[leaflet]");
            toml.text("benefits", &leaflet.benefits);
            toml.text("eligibility", &leaflet.eligibility);
            toml.text("papers", &leaflet.papers);
            toml.text("where", &leaflet.place);
            toml.text("deadline", &leaflet.deadline);
            toml.text("contact", &leaflet.contact);
            toml.date("valid_from", leaflet.valid_from);
            toml.date("valid_until", leaflet.valid_until);
            toml.text("print_size", leaflet.print_size.name());
            toml.raw("print_run", &leaflet.print_run.to_string());
        }
        Details::Story(story) => {
            toml.header("[story]");
            toml.text("subject", story.subject.name());
            toml.text("before", &story.before);
            toml.text("actions", &story.actions);
            toml.text("after", &story.after);
            toml.text("lessons", &story.lessons);
            inline(toml, "figures", story.figures.iter().map(figure));
            inline(toml, "consents", story.consents.iter().map(consent));
        }
        Details::Event(event) => {
            toml.header("[event]");
            toml.text("type", event.event_type.name());
            toml.time("starts_at", event.starts_at);
            toml.time("ends_at", event.ends_at);
            toml.text("venue", &event.venue);
            toml.text("organiser", &event.organiser);
            toml.text("contact", &event.contact);
            toml.text("registration", &event.registration);
            toml.text("status", event.status.name());
            toml.text("outcome", &event.outcome);
        }
    }
}

/// A list of inline tables, one a line.
fn inline(toml: &mut Toml, key: &str, tables: impl Iterator<Item = String>) {
    let lines: Vec<String> = tables.map(|table| format!("  {{ {table} }},\n")).collect();
    if !lines.is_empty() {
        toml.raw(key, &format!("[\n{}]", lines.concat()));
    }
}

fn figure(figure: &Figure) -> String {
    let Figure { label, before, after } = figure;
    format!("label = {}, before = {}, after = {}", line(label), line(before), line(after))
}

fn consent(consent: &Consent) -> String {
    let purposes: Vec<String> = consent.purposes.iter().map(|one| one.name().to_owned()).collect();
    let mut parts = vec![
        format!("person = {}", line(&consent.person)),
        format!("purposes = {}", list(&purposes)),
    ];
    parts.extend(consent.given_on.map(|day| format!("given_on = {day}")));
    parts.push(format!("evidence = {}", line(&consent.evidence)));
    parts.extend(consent.expires_on.map(|day| format!("expires_on = {day}")));
    parts.push(format!("guardian = {}", line(&consent.guardian)));
    parts.join(", ")
}
