//! RSS 2.0, as the RSS Advisory Board's best practices profile has it.

use std::collections::BTreeMap;

use chrono::SecondsFormat;
use quick_xml::escape::partial_escape;
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Guid, Item};

use super::feed::local;
use super::withdrawn::TOMBSTONES;
use super::{Enclosure, Entry, Feed, Format, Withdrawn, WriteError};

/// The module that says when an item was changed.
const DCTERMS: &str = "http://purl.org/dc/terms/";

/// The module in which a feed names itself.
const ATOM: &str = "http://www.w3.org/2005/Atom";

/// Minutes a reader may keep it without asking; asking again costs a 304.
const MINUTES: &str = "15";

pub fn write(feed: &Feed) -> Result<String, WriteError> {
    // A channel's description is required, and an empty one helps nobody.
    let description = if feed.subtitle.is_empty() { &feed.title } else { &feed.subtitle };
    let mut channel = Channel {
        title: feed.title.clone(),
        link: feed.page.clone(),
        description: description.clone(),
        language: Some(feed.language.name().to_owned()),
        copyright: Some(feed.rights.clone()).filter(|rights| !rights.is_empty()),
        managing_editor: mailbox(feed),
        pub_date: feed.entries.first().map(|entry| local(entry.published).to_rfc2822()),
        last_build_date: feed.updated.map(|at| local(at).to_rfc2822()),
        generator: Some(format!("Lan Tỏa {}", env!("CARGO_PKG_VERSION"))),
        docs: Some("https://www.rssboard.org/rss-specification".to_owned()),
        ttl: Some(MINUTES.to_owned()),
        extensions: own_link(feed),
        namespaces: BTreeMap::from([
            ("atom".to_owned(), ATOM.to_owned()),
            ("dcterms".to_owned(), DCTERMS.to_owned()),
        ]),
        items: feed.entries.iter().map(item).collect(),
        ..Channel::default()
    };
    if !feed.withdrawn.is_empty() {
        channel.namespaces.insert("at".to_owned(), TOMBSTONES.to_owned());
        let deleted = feed.withdrawn.iter().map(deleted).collect();
        let elements = BTreeMap::from([("deleted-entry".to_owned(), deleted)]);
        channel.extensions.insert("at".to_owned(), elements);
    }
    let bytes = channel.write_to(Vec::new()).map_err(|error| WriteError::new("rss", error))?;
    String::from_utf8(bytes).map_err(|error| WriteError::new("rss", error))
}

/// As in Atom: RSS itself cannot say that an item was taken back.
fn deleted(withdrawn: &Withdrawn) -> Extension {
    Extension {
        name: "at:deleted-entry".to_owned(),
        attrs: BTreeMap::from(withdrawn.tombstone().map(|(name, value)| (name.to_owned(), value))),
        ..Extension::default()
    }
}

fn item(entry: &Entry) -> Item {
    Item {
        title: Some(entry.title.clone()),
        link: Some(entry.url.clone()),
        guid: Some(Guid { value: entry.id(), permalink: false }),
        pub_date: Some(local(entry.published).to_rfc2822()),
        // Readers take it for HTML.
        description: Some(partial_escape(&entry.summary).into_owned()),
        content: Some(entry.html.clone()),
        categories: entry
            .categories
            .iter()
            .map(|category| Category {
                name: category.name.clone(),
                domain: Some(category.scheme.clone()),
            })
            .collect(),
        enclosure: entry.enclosures().find_map(enclosure),
        // `author` wants an e-mail address, and nobody's is told here.
        dublin_core_ext: Some(DublinCoreExtension {
            creators: vec![entry.author.name.clone()],
            ..DublinCoreExtension::default()
        }),
        extensions: modified(entry),
        ..Item::default()
    }
}

/// `<atom:link rel="self">`.
fn own_link(feed: &Feed) -> ExtensionMap {
    let attribute = |name: &str, value: String| (name.to_owned(), value);
    let link = Extension {
        name: "atom:link".to_owned(),
        attrs: BTreeMap::from([
            attribute("href", feed.address(Format::Rss)),
            attribute("rel", "self".to_owned()),
            attribute("type", Format::Rss.media_type().to_owned()),
        ]),
        ..Extension::default()
    };
    extension("atom", "link", link)
}

/// `<dcterms:modified>`: RSS itself cannot say that an item was changed.
fn modified(entry: &Entry) -> ExtensionMap {
    let when = Extension {
        name: "dcterms:modified".to_owned(),
        value: Some(local(entry.updated).to_rfc3339_opts(SecondsFormat::Secs, false)),
        ..Extension::default()
    };
    extension("dcterms", "modified", when)
}

fn extension(module: &str, element: &str, value: Extension) -> ExtensionMap {
    let elements = BTreeMap::from([(element.to_owned(), vec![value])]);
    ExtensionMap::from([(module.to_owned(), elements)])
}

/// An enclosure's length is required, so there is none where it is not known; an
/// item has one at most, so a recording stands here where there is no picture.
fn enclosure(file: &Enclosure) -> Option<rss::Enclosure> {
    Some(rss::Enclosure {
        url: file.url.clone(),
        length: file.length?.to_string(),
        mime_type: file.media_type.clone(),
    })
}

/// `address (name)`, if there is an address.
fn mailbox(feed: &Feed) -> Option<String> {
    let (email, name) = (&feed.publisher.email, &feed.publisher.name);
    (!email.is_empty()).then(|| format!("{email} ({name})"))
}
