//! Atom 1.0 (RFC 4287), and what was deleted (RFC 6721).

use std::collections::BTreeMap;

use atom_syndication as atom;
use chrono::DateTime;

use super::feed::local;
use super::withdrawn::TOMBSTONES;
use super::{Author, Enclosure, Entry, Feed, Format, Withdrawn, WriteError};

pub fn write(feed: &Feed) -> Result<String, WriteError> {
    let mut written = atom::Feed {
        title: atom::Text::plain(&feed.title),
        id: feed.id.clone(),
        // An empty feed needs a date as well (§4.1.1).
        updated: feed.updated.map_or(DateTime::UNIX_EPOCH.fixed_offset(), local),
        authors: vec![person(&feed.publisher)],
        generator: Some(atom::Generator {
            value: "Lan Tỏa".to_owned(),
            uri: None,
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        links: links(feed),
        rights: text(&feed.rights),
        subtitle: text(&feed.subtitle),
        entries: feed.entries.iter().map(|one| entry(feed, one)).collect(),
        lang: Some(feed.language.name().to_owned()),
        ..atom::Feed::default()
    };
    if !feed.withdrawn.is_empty() {
        written.namespaces.insert("at".to_owned(), TOMBSTONES.to_owned());
        let deleted = feed.withdrawn.iter().map(deleted).collect();
        written
            .extensions
            .insert("at".to_owned(), BTreeMap::from([("deleted-entry".to_owned(), deleted)]));
    }
    let bytes = written.write_to(Vec::new()).map_err(|error| WriteError::new("atom", error))?;
    String::from_utf8(bytes).map_err(|error| WriteError::new("atom", error))
}

fn entry(feed: &Feed, entry: &Entry) -> atom::Entry {
    atom::Entry {
        title: atom::Text::plain(&entry.title),
        id: entry.id(),
        updated: local(entry.updated),
        published: Some(local(entry.published)),
        authors: vec![person(&entry.author)],
        categories: entry
            .categories
            .iter()
            .map(|category| atom::Category {
                term: category.slug.clone(),
                scheme: Some(category.scheme.clone()),
                label: Some(category.name.clone()),
            })
            .collect(),
        links: std::iter::once(alternate(&entry.url, "text/html", Some(feed.language.name())))
            .chain(entry.enclosures().map(enclosure))
            .collect(),
        summary: text(&entry.summary),
        content: Some(atom::Content {
            value: Some(entry.html.clone()),
            content_type: Some("html".to_owned()),
            ..atom::Content::default()
        }),
        ..atom::Entry::default()
    }
}

fn links(feed: &Feed) -> Vec<atom::Link> {
    let own = atom::Link {
        rel: "self".to_owned(),
        ..alternate(&feed.address(Format::Atom), Format::Atom.media_type(), None)
    };
    let page = alternate(&feed.page, "text/html", Some(feed.language.name()));
    let others = [Format::Rss, Format::Json]
        .map(|format| alternate(&feed.address(format), format.media_type(), None));
    [own, page].into_iter().chain(others).collect()
}

fn alternate(href: &str, media_type: &str, language: Option<&str>) -> atom::Link {
    atom::Link {
        href: href.to_owned(),
        rel: "alternate".to_owned(),
        hreflang: language.map(str::to_owned),
        mime_type: Some(media_type.to_owned()),
        ..atom::Link::default()
    }
}

fn enclosure(file: &Enclosure) -> atom::Link {
    atom::Link {
        href: file.url.clone(),
        rel: "enclosure".to_owned(),
        mime_type: Some(file.media_type.clone()),
        title: Some(file.title.clone()).filter(|title| !title.is_empty()),
        length: file.length.map(|bytes| bytes.to_string()),
        ..atom::Link::default()
    }
}

/// `<at:deleted-entry ref="urn:uuid:…" when="…"/>`: the reason is not public.
fn deleted(withdrawn: &Withdrawn) -> atom::extension::Extension {
    atom::extension::Extension {
        name: "at:deleted-entry".to_owned(),
        attrs: BTreeMap::from(withdrawn.tombstone().map(|(name, value)| (name.to_owned(), value))),
        ..atom::extension::Extension::default()
    }
}

fn person(author: &Author) -> atom::Person {
    let email = Some(author.email.clone()).filter(|email| !email.is_empty());
    atom::Person { name: author.name.clone(), email, ..atom::Person::default() }
}

fn text(value: &str) -> Option<atom::Text> {
    (!value.is_empty()).then(|| atom::Text::plain(value))
}
