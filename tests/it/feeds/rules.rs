//! The rules of the W3C feed validator that our feeds could break, and those of
//! JSON Feed 1.1: required elements, dates, unique ids, absolute addresses.

use std::collections::BTreeSet;

use chrono::DateTime;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use scraper::{Html, Selector};

use crate::harness::Answer;

/// One element of an XML text, with its attributes and what stands in it.
#[derive(Debug, Clone, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The one child of this name.
    pub fn one<'a>(&'a self, name: &str) -> &'a Element {
        let found: Vec<&Element> =
            self.children.iter().filter(|child| child.name == name).collect();
        assert_eq!(found.len(), 1, "{name} in {}", self.name);
        found[0]
    }
}

/// Reads an XML text, which must be well-formed; the root element.
pub fn xml(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {text}")) {
            Event::Eof => break,
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => {
                let child = element(&start);
                open.last_mut().expect("the root").children.push(child);
            }
            Event::End(_) => {
                let done = open.pop().expect("it was opened");
                open.last_mut().expect("well-formed").children.push(done);
            }
            Event::Text(part) => {
                let part = part.decode().expect("UTF-8");
                open.last_mut().expect("the root").text.push_str(&part);
            }
            Event::CData(part) => {
                let part = part.decode().expect("UTF-8");
                open.last_mut().expect("the root").text.push_str(&part);
            }
            Event::GeneralRef(name) => {
                let name = name.decode().expect("UTF-8");
                let escape = format!("&{name};");
                let whole = quick_xml::escape::unescape(&escape).expect("known");
                open.last_mut().expect("the root").text.push_str(&whole);
            }
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "something was not closed in {text}");
    let allowed = |c: char| c >= ' ' || matches!(c, '\t' | '\n' | '\r');
    assert!(text.chars().all(|c| allowed(c) && c != '\u{ffff}'), "not of XML 1.0: {text}");
    open.remove(0).children.into_iter().next().expect("a root")
}

fn element(start: &quick_xml::events::BytesStart) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("well-formed");
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value =
            attribute.decoded_and_normalized_value(XmlVersion::Implicit1_0, start.decoder());
        (name, value.expect("known entities").into_owned())
    });
    Element {
        name: String::from_utf8_lossy(start.name().as_ref()).into_owned(),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

/// Checks an answer by the rules of its format.
pub fn check(file: &str, answer: &Answer) {
    let (kind, check): (&str, fn(&Answer)) = match file {
        "atom.xml" => ("application/atom+xml; charset=utf-8", atom),
        "rss.xml" => ("application/rss+xml; charset=utf-8", rss),
        _ => ("application/feed+json; charset=utf-8", json),
    };
    assert_eq!(answer.header("content-type"), kind);
    assert!(answer.header("etag").starts_with("W/\""));
    check(answer);
}

/// RFC 4287.
fn atom(answer: &Answer) {
    let feed = xml(&answer.text());
    assert_eq!(
        (feed.name.as_str(), feed.attribute("xmlns")),
        ("feed", "http://www.w3.org/2005/Atom")
    );
    assert!(["vi", "en"].contains(&feed.attribute("xml:lang")));
    assert!(feed.one("id").text.starts_with("tag:lantoa.test,2026:"));
    filled(&[feed.one("title"), feed.one("rights"), feed.one("generator")]);
    filled(&[feed.one("author").one("name")]);
    rfc3339(&feed.one("updated").text);
    let own: Vec<&Element> =
        feed.all("link").filter(|one| one.attribute("rel") == "self").collect();
    assert_eq!(own.len(), 1);
    assert!(own[0].attribute("href").ends_with("/feed/atom.xml"));
    let alternates: Vec<(&str, &str)> = feed
        .all("link")
        .filter(|link| link.attribute("rel") == "alternate")
        .map(|link| (link.attribute("type"), link.attribute("hreflang")))
        .collect();
    let unique: BTreeSet<_> = alternates.iter().collect();
    assert_eq!((alternates.len(), unique.len()), (3, 3), "one alternate of each type");
    let mut ids = BTreeSet::new();
    let mut newest = String::new();
    for entry in feed.all("entry") {
        assert!(ids.insert(entry.one("id").text.clone()), "twice: {}", entry.one("id").text);
        urn(&entry.one("id").text);
        filled(&[entry.one("title"), entry.one("author").one("name")]);
        rfc3339(&entry.one("published").text);
        rfc3339(&entry.one("updated").text);
        assert!(entry.one("published").text <= entry.one("updated").text);
        newest = newest.max(entry.one("updated").text.clone());
        for link in entry.all("link") {
            absolute(link.attribute("href"));
        }
        for category in entry.all("category") {
            absolute(category.attribute("scheme"));
            assert!(
                !category.attribute("term").is_empty() && !category.attribute("label").is_empty()
            );
        }
        assert_eq!(entry.one("content").attribute("type"), "html");
        html(&entry.one("content").text);
    }
    assert!(newest <= feed.one("updated").text, "the feed is as new as its newest entry");
}

/// RSS 2.0 and the RSS Advisory Board's profile.
fn rss(answer: &Answer) {
    let root = xml(&answer.text());
    assert_eq!((root.name.as_str(), root.attribute("version")), ("rss", "2.0"));
    let channel = root.one("channel");
    filled(&[channel.one("title"), channel.one("description"), channel.one("copyright")]);
    assert!(["vi", "en"].contains(&channel.one("language").text.as_str()));
    absolute(&channel.one("link").text);
    let own = channel.one("atom:link");
    assert_eq!(own.attribute("rel"), "self");
    assert!(own.attribute("href").ends_with("/feed/rss.xml"));
    for date in channel.all("lastBuildDate").chain(channel.all("pubDate")) {
        rfc822(&date.text);
    }
    for editor in channel.all("managingEditor") {
        assert!(editor.text.contains('@') && editor.text.ends_with(')'), "{}", editor.text);
    }
    let mut ids = BTreeSet::new();
    for item in channel.all("item") {
        assert_eq!(item.one("guid").attribute("isPermaLink"), "false");
        urn(&item.one("guid").text);
        assert!(ids.insert(item.one("guid").text.clone()));
        filled(&[item.one("title"), item.one("description"), item.one("dc:creator")]);
        absolute(&item.one("link").text);
        rfc822(&item.one("pubDate").text);
        rfc3339(&item.one("dcterms:modified").text);
        html(&item.one("content:encoded").text);
        assert!(item.all("author").next().is_none(), "an author would need an e-mail address");
        for category in item.all("category") {
            filled(&[category]);
            absolute(category.attribute("domain"));
        }
        for enclosure in item.all("enclosure") {
            absolute(enclosure.attribute("url"));
            assert!(enclosure.attribute("length").parse::<u64>().is_ok());
            assert!(enclosure.attribute("type").contains('/'));
        }
    }
}

/// jsonfeed.org/version/1.1.
fn json(answer: &Answer) {
    let feed = answer.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(!text(&feed["title"]).is_empty() && !text(&feed["authors"][0]["name"]).is_empty());
    absolute(&text(&feed["home_page_url"]));
    assert!(text(&feed["feed_url"]).ends_with("/feed/feed.json"));
    let mut ids = BTreeSet::new();
    for item in feed["items"].as_array().expect("items, even if there are none") {
        assert!(ids.insert(text(&item["id"])));
        urn(&text(&item["id"]));
        absolute(&text(&item["url"]));
        html(&text(&item["content_html"]));
        rfc3339(&text(&item["date_published"]));
        rfc3339(&text(&item["date_modified"]));
        assert!(item["tags"].as_array().is_some_and(|tags| tags.iter().all(|tag| tag.is_string())));
        for attachment in item["attachments"].as_array().into_iter().flatten() {
            absolute(&text(&attachment["url"]));
            assert!(text(&attachment["mime_type"]).contains('/'));
        }
    }
}

/// `(ref, when)` of the deleted entries (RFC 6721) of a feed, Atom or RSS.
pub fn deleted_entries(feed: &str) -> Vec<(String, String)> {
    let root = xml(feed);
    let feed = if root.name == "rss" { root.one("channel") } else { &root };
    let deleted: Vec<(String, String)> = feed
        .all("at:deleted-entry")
        .map(|one| (one.attribute("ref").to_owned(), one.attribute("when").to_owned()))
        .collect();
    for (id, when) in &deleted {
        assert_eq!(root.attribute("xmlns:at"), "http://purl.org/atompub/tombstones/1.0");
        urn(id);
        rfc3339(when);
    }
    deleted
}

fn filled(elements: &[&Element]) {
    for element in elements {
        assert!(!element.text.trim().is_empty(), "{} is empty", element.name);
    }
}

fn absolute(address: &str) {
    let host = address.strip_prefix("https://").unwrap_or_default();
    assert!(!host.is_empty() && !address.contains(char::is_whitespace), "{address:?}");
}

fn urn(id: &str) {
    let uuid = id.strip_prefix("urn:uuid:").unwrap_or_default();
    assert!(uuid::Uuid::parse_str(uuid).is_ok(), "{id:?}");
}

pub fn rfc3339(date: &str) {
    assert!(DateTime::parse_from_rfc3339(date).is_ok(), "{date:?}");
}

fn rfc822(date: &str) {
    assert!(DateTime::parse_from_rfc2822(date).is_ok(), "{date:?}");
}

/// What a reader shows: no script, no relative address, nothing it must guess.
fn html(text: &str) {
    assert!(!text.trim().is_empty());
    let page = Html::parse_fragment(text);
    let all = |selector: &str| Selector::parse(selector).expect("a selector");
    for part in page.select(&all("[href], [src]")) {
        for name in ["href", "src"] {
            let Some(address) = part.attr(name) else { continue };
            let known = ["https://", "http://", "mailto:", "tel:"];
            assert!(known.iter().any(|start| address.starts_with(start)), "{address}");
        }
    }
    let unwanted = "script, style, form, iframe, object, [style], [onclick], [onerror], [srcset]";
    assert_eq!(page.select(&all(unwanted)).count(), 0, "{text}");
    for picture in page.select(&all("img")) {
        assert!(picture.attr("alt").is_some_and(|alt| !alt.is_empty()), "{text}");
    }
}
