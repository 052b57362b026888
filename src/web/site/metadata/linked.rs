//! Linked data of pages in schema.org's vocabulary, as JSON-LD.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde_json::{Map, Value, json};

use super::{Crumb, list_name, rfc3339};
use crate::app::App;
use crate::clock::hanoi;
use crate::content::details::{Article, Details, Event, EventStatus, Leaflet};
use crate::content::{Document, Kind, Live, Picture, Taxonomy};
use crate::media::rendition::height_at;
use crate::media::widths;
use crate::names::Language;
use crate::web::recording::Heard;

/// `graph` as the contents of a `<script type="application/ld+json">`. What was
/// typed can end neither the script nor its string: `<`, `>` and `&` are
/// written as escapes, and so are the two separators that older JavaScript
/// takes for line ends.
pub fn script(graph: &[Value]) -> String {
    if graph.is_empty() {
        return String::new();
    }
    let text = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    let mut safe = String::with_capacity(text.len() + 64);
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    safe
}

/// Who runs the site, and how it is searched.
pub fn site(app: &App, language: Language) -> Vec<Value> {
    let base = &app.config.base_url;
    let reference = app.reference();
    let text = |field| reference.identity.text(language, field);
    let mut agency = object("GovernmentOrganization");
    put(&mut agency, "@id", format!("{base}/#agency"));
    put(&mut agency, "name", reference.identity.agency(language));
    put(&mut agency, "url", format!("{base}/"));
    put(&mut agency, "telephone", text("phone"));
    put(&mut agency, "email", text("email"));
    put(&mut agency, "address", text("address"));
    let home = format!("{base}{}", language.home());
    let search = format!("{base}{}/tim-kiem?q={{q}}", language.prefix());
    let mut site = object("WebSite");
    put(&mut site, "@id", format!("{base}{}/#website", language.prefix()));
    put(&mut site, "name", reference.identity.name(language));
    put(&mut site, "alternateName", text("tagline"));
    put(&mut site, "url", home);
    put(&mut site, "inLanguage", language.name());
    site.insert("publisher".into(), json!({ "@id": format!("{base}/#agency") }));
    site.insert(
        "potentialAction".into(),
        json!({
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": search },
            "query-input": "required name=q",
        }),
    );
    vec![Value::Object(agency), Value::Object(site)]
}

/// The way to a page.
pub fn breadcrumbs(base: &str, crumbs: &[Crumb]) -> Value {
    let steps: Vec<Value> = crumbs
        .iter()
        .enumerate()
        .map(|(at, crumb)| {
            json!({
                "@type": "ListItem",
                "position": at + 1,
                "name": crumb.name,
                "item": format!("{base}{}", crumb.path),
            })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": steps })
}

/// What an item shows beside its text.
pub struct Shown<'a> {
    pub picture: Option<&'a Picture>,
    pub recording: Option<&'a Heard>,
}

/// An item: an `Event`, a `NewsArticle`, or an `Article` where it is no news
/// (a leaflet, a story, and whatever illustrates and tells of no real event).
pub fn item(app: &App, live: &Live, document: &Document, shown: &Shown) -> Value {
    let page = Page { app, live, document, language: live.language().interface() };
    let mut data = match &document.details {
        Details::Event(event) => page.event(event),
        Details::Article(article) => page.article(Some(article)),
        Details::Leaflet(leaflet) => {
            let mut data = page.article(None);
            page.leaflet(leaflet, &mut data);
            data
        }
        Details::Story(_) => page.article(None),
    };
    put(&mut data, "@id", format!("{}#{}", page.url(), live.kind().name()));
    put(&mut data, "url", page.url());
    put(&mut data, "description", live.sapo.as_str());
    put(&mut data, "inLanguage", live.language().name());
    put(&mut data, "keywords", page.terms(Taxonomy::Topic).join(", "));
    data.insert("isAccessibleForFree".into(), Value::Bool(true));
    if live.illustration {
        // So that no machine takes an example for something that happened.
        let said = app.site_theme().words().with(page.language, "feed-illustration", &[]);
        put(&mut data, "disambiguatingDescription", said);
    }
    if let Some(image) = shown.picture.and_then(|picture| image(app, picture)) {
        data.insert("image".into(), image);
    }
    if let Some(heard) = shown.recording {
        // An event is no work that could have a recording; it is what one is about.
        let key = if document.kind() == Kind::Event { "subjectOf" } else { "audio" };
        data.insert(key.into(), audio(app, live, heard));
    }
    Value::Object(data)
}

struct Page<'a> {
    app: &'a App,
    live: &'a Live,
    document: &'a Document,
    /// Of the words around the item's own.
    language: Language,
}

impl Page<'_> {
    fn url(&self) -> String {
        format!("{}{}", self.app.config.base_url, self.live.path())
    }

    fn article(&self, article: Option<&Article>) -> Map<String, Value> {
        let news = article.is_some() && !self.document.illustration;
        let mut data = object(if news { "NewsArticle" } else { "Article" });
        put(&mut data, "headline", self.live.title.as_str());
        put(&mut data, "datePublished", rfc3339(self.live.published_at));
        put(&mut data, "dateModified", rfc3339(self.live.changed_at));
        put(&mut data, "articleSection", list_name(self.app, self.language, self.live.kind()));
        put(&mut data, "abstract", self.document.summary.as_str());
        put(&mut data, "correction", self.document.correction.as_str());
        data.insert("author".into(), self.author(article));
        data.insert("publisher".into(), self.publisher());
        let page = json!({ "@type": "WebPage", "@id": self.url() });
        data.insert("mainEntityOfPage".into(), page);
        let places: Vec<Value> = self.places().collect();
        if !places.is_empty() {
            data.insert("contentLocation".into(), Value::Array(places));
        }
        if let Some(article) = article {
            put(&mut data, "isBasedOn", article.source_url.as_str());
            put(&mut data, "creditText", article.source_name.as_str());
        }
        data
    }

    /// Who it is for, and until when the policy it explains holds.
    fn leaflet(&self, leaflet: &Leaflet, data: &mut Map<String, Value>) {
        let audiences: Vec<Value> = self
            .terms(Taxonomy::Audience)
            .into_iter()
            .map(|name| json!({ "@type": "Audience", "audienceType": name }))
            .collect();
        if !audiences.is_empty() {
            data.insert("audience".into(), Value::Array(audiences));
        }
        if let Some(last) = leaflet.valid_until {
            put(data, "expires", last.to_string());
        }
    }

    fn event(&self, event: &Event) -> Map<String, Value> {
        let mut data = object("Event");
        put(&mut data, "name", self.live.title.as_str());
        put(&mut data, "startDate", event.starts_at.map(local).unwrap_or_default());
        put(&mut data, "endDate", event.ends_at.map(local).unwrap_or_default());
        // What has ended took place as it was announced: schema.org has no status for it.
        let status = match event.status {
            EventStatus::Scheduled | EventStatus::Ended => "EventScheduled",
            EventStatus::Postponed => "EventPostponed",
            EventStatus::Cancelled => "EventCancelled",
        };
        put(&mut data, "eventStatus", format!("https://schema.org/{status}"));
        let offline = "https://schema.org/OfflineEventAttendanceMode";
        put(&mut data, "eventAttendanceMode", offline);
        let mut location = object("Place");
        put(&mut location, "name", event.venue.as_str());
        location.insert("address".into(), self.address(&event.venue));
        data.insert("location".into(), Value::Object(location));
        let mut organizer = object("Organization");
        let name = Some(event.organiser.clone()).filter(|name| !name.is_empty());
        put(&mut organizer, "name", name.unwrap_or_else(|| self.organisation()));
        data.insert("organizer".into(), Value::Object(organizer));
        data
    }

    /// The venue as a postal address in the first of the item's places.
    fn address(&self, venue: &str) -> Value {
        let reference = self.app.reference();
        let mut address = object("PostalAddress");
        put(&mut address, "streetAddress", venue);
        let vocabulary = &reference.site.vocabulary;
        let place = self.document.places.iter().find_map(|slug| vocabulary.place(slug));
        let locality = place.map_or(String::new(), |place| place.name_in(self.language));
        put(&mut address, "addressLocality", &locality);
        put(&mut address, "addressRegion", reference.identity.text(self.language, "region"));
        put(&mut address, "addressCountry", "VN");
        Value::Object(address)
    }

    fn places(&self) -> impl Iterator<Item = Value> {
        let reference = self.app.reference();
        let (slugs, language) = (self.document.places.clone(), self.language);
        slugs.into_iter().filter_map(move |slug| {
            let place = reference.site.vocabulary.place(&slug)?;
            Some(json!({ "@type": "Place", "name": place.name_in(language) }))
        })
    }

    /// Who wrote it: a republished text's own author, the byline, or the office.
    fn author(&self, article: Option<&Article>) -> Value {
        let source = article.filter(|article| !article.source_name.is_empty());
        let person = |name: &str| {
            let kind = if is_of_many(name) { "Organization" } else { "Person" };
            json!({ "@type": kind, "name": name })
        };
        match source {
            Some(article) if !article.source_author.is_empty() => person(&article.source_author),
            Some(article) => json!({ "@type": "Organization", "name": article.source_name }),
            None if !self.document.byline.is_empty() => person(&self.document.byline),
            None => json!({ "@type": "GovernmentOrganization", "name": self.organisation() }),
        }
    }

    fn publisher(&self) -> Value {
        let reference = self.app.reference();
        let agency = reference.identity.agency(self.language);
        let base = &self.app.config.base_url;
        json!({
            "@type": "GovernmentOrganization",
            "@id": format!("{base}/#agency"),
            "name": agency,
            "url": format!("{base}/"),
        })
    }

    fn organisation(&self) -> String {
        let reference = self.app.reference();
        let office = reference.site.tree.get(self.live.organisation_id);
        office.map(|office| office.name(self.language).to_owned()).unwrap_or_default()
    }

    fn terms(&self, taxonomy: Taxonomy) -> Vec<String> {
        let reference = self.app.reference();
        let slugs = self.document.terms.get(&taxonomy).map_or(&[][..], Vec::as_slice);
        let known = slugs.iter().filter_map(|slug| reference.site.vocabulary.term(taxonomy, slug));
        known.map(|term| term.name(self.language).to_owned()).collect()
    }
}

/// The widest rendition.
fn image(app: &App, picture: &Picture) -> Option<Value> {
    let width = widths(picture.width).into_iter().max()?;
    let mut data = object("ImageObject");
    put(&mut data, "url", format!("{}{}", app.config.base_url, picture.address(width, "jpg")));
    data.insert("width".into(), width.into());
    data.insert("height".into(), height_at(width, picture.width, picture.height).into());
    put(&mut data, "caption", picture.caption.as_str());
    put(&mut data, "creditText", picture.credit.as_str());
    Some(Value::Object(data))
}

fn audio(app: &App, live: &Live, heard: &Heard) -> Value {
    let mut data = object("AudioObject");
    put(&mut data, "name", live.title.as_str());
    put(&mut data, "contentUrl", format!("{}{}", app.config.base_url, heard.path));
    put(&mut data, "encodingFormat", heard.asset.mime.as_str());
    put(&mut data, "contentSize", heard.asset.bytes.to_string());
    put(&mut data, "duration", format!("PT{}S", heard.asset.seconds));
    put(&mut data, "inLanguage", live.language().name());
    put(&mut data, "creditText", heard.asset.credit.as_str());
    Value::Object(data)
}

/// A time with an offset, on Vietnam's clock.
fn local(at: DateTime<FixedOffset>) -> String {
    at.with_timezone(&hanoi()).to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn object(kind: &str) -> Map<String, Value> {
    Map::from_iter([("@type".to_owned(), Value::from(kind))])
}

/// Adds a text that is not empty.
fn put(data: &mut Map<String, Value>, key: &str, text: impl Into<String>) {
    let text = text.into();
    if !text.is_empty() {
        data.insert(key.to_owned(), Value::String(text));
    }
}

/// How bylines begin, or end, that name an office or a board and not a person.
/// `Đoàn` is not among them: it is a family name, too.
const BOARDS: [&str; 11] = [
    "ban ",
    "phòng ",
    "sở ",
    "ủy ban ",
    "ubnd ",
    "hội ",
    "trung tâm ",
    "tổ ",
    "nhóm ",
    "đài ",
    "mặt trận ",
];
const BOARDS_IN_ENGLISH: [&str; 4] = [" editors", " team", " office", " department"];

fn is_of_many(byline: &str) -> bool {
    let byline = byline.to_lowercase();
    BOARDS.iter().any(|board| byline.starts_with(board))
        || BOARDS_IN_ENGLISH.iter().any(|board| byline.ends_with(board))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_is_no_person() {
        for board in ["Ban Biên tập Lan Tỏa", "Phòng Văn hóa - Xã hội", "Lan Tỏa editors"]
        {
            assert!(is_of_many(board), "{board}");
        }
        for person in ["Nguyễn Thị Lan", "Đoàn Thị Điểm", "Bàn Văn Sở"] {
            assert!(!is_of_many(person), "{person}");
        }
    }
}
