//! JSON Feed 1.1 (jsonfeed.org).

use std::collections::BTreeMap;

use chrono::SecondsFormat;
use serde::Serialize;

use super::feed::local;
use super::{Enclosure, Entry, Feed, Format, WriteError};
use crate::clock::Instant;

#[derive(Serialize)]
struct Written<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'static str,
    authors: [Name<'a>; 1],
    items: Vec<Item<'a>>,
    /// JSON Feed itself cannot say that an item was taken back; names of extensions
    /// begin with an underscore.
    #[serde(rename = "_withdrawn", skip_serializing_if = "Vec::is_empty")]
    withdrawn: Vec<BTreeMap<&'static str, String>>,
}

#[derive(Serialize)]
struct Name<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    authors: [Name<'a>; 1],
    tags: Vec<&'a str>,
    language: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u32>,
}

pub fn write(feed: &Feed) -> Result<String, WriteError> {
    let written = Written {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: feed.address(Format::Json),
        description: &feed.subtitle,
        language: feed.language.name(),
        authors: [Name { name: &feed.publisher.name }],
        items: feed.entries.iter().map(|entry| item(feed, entry)).collect(),
        withdrawn: feed.withdrawn.iter().map(|one| BTreeMap::from(one.tombstone())).collect(),
    };
    serde_json::to_string(&written).map_err(|error| WriteError::new("json feed", error))
}

fn item<'a>(feed: &Feed, entry: &'a Entry) -> Item<'a> {
    let attachment = |file: &'a Enclosure| Attachment {
        url: &file.url,
        mime_type: &file.media_type,
        size_in_bytes: file.length,
        duration_in_seconds: file.seconds,
    };
    Item {
        id: entry.id(),
        url: &entry.url,
        title: &entry.title,
        content_html: &entry.html,
        summary: &entry.summary,
        image: entry.image.as_ref().map(|image| image.url.as_str()),
        date_published: rfc3339(entry.published),
        date_modified: rfc3339(entry.updated),
        authors: [Name { name: &entry.author.name }],
        tags: entry.categories.iter().map(|category| category.name.as_str()).collect(),
        language: feed.language.name(),
        attachments: entry.enclosures().map(attachment).collect(),
    }
}

fn rfc3339(at: Instant) -> String {
    local(at).to_rfc3339_opts(SecondsFormat::Secs, false)
}
