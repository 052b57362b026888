//! What a page says about itself to machines: the contents of `<head>`.
//!
//! Rendered by the theme's `partials/head.html`; the linked data stands in
//! [`linked`]. Everything here is already public on the page itself.

mod linked;

pub use linked::Shown;

use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::channels::card;
use crate::clock::{Instant, in_hanoi};
use crate::content::{Document, Kind, Live};
use crate::names::{ContentLanguage, Language};
use crate::web::site::card::Timing;
use crate::web::site::{item, languages, word};

/// What a page's `<head>` says. All addresses are absolute but the crumbs'.
#[derive(Debug, Clone, Serialize)]
pub struct Head {
    /// Of the page and the site.
    pub title: String,
    pub description: String,
    /// The language of the content; of lists the interface's.
    pub lang: ContentLanguage,
    /// Absent on pages that are not to be found.
    pub canonical: Option<String>,
    /// The same page in each language, and `x-default`; empty without a translation.
    pub alternates: Vec<Alternate>,
    pub robots: Option<&'static str>,
    pub open_graph: OpenGraph,
    pub feeds: Vec<FeedLink>,
    /// From the home page to this one; empty on the home page.
    pub breadcrumbs: Vec<Crumb>,
    /// JSON-LD, escaped so that it may stand in a `<script>` as it is; may be empty.
    pub json_ld: String,
    #[serde(skip)]
    graph: Vec<Value>,
    #[serde(skip)]
    base: String,
}

/// `<link rel="alternate" hreflang="…">`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternate {
    pub hreflang: &'static str,
    pub href: String,
}

/// A feed that a reader may subscribe to here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedLink {
    pub title: String,
    pub media_type: &'static str,
    pub href: String,
}

/// One step of the way to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crumb {
    pub name: String,
    /// The path, beginning with `/`.
    pub path: String,
}

impl Crumb {
    pub fn new(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self { name: name.into(), path: path.into() }
    }
}

/// The Open Graph protocol (ogp.me), and what Twitter's card adds to it.
#[derive(Debug, Clone, Serialize)]
pub struct OpenGraph {
    /// `website` or `article`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: String,
    pub url: String,
    pub site_name: String,
    /// `vi_VN` or `en_GB`.
    pub locale: &'static str,
    pub other_locales: Vec<&'static str>,
    pub image: Option<OpenGraphImage>,
    /// Of an article, RFC 3339 in Vietnam's time.
    pub published_time: Option<String>,
    pub modified_time: Option<String>,
    pub section: Option<String>,
}

/// A card as an absolute PNG address; sizes in px.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenGraphImage {
    pub url: String,
    pub width: u32,
    pub height: u32,
    pub alt: String,
}

impl OpenGraphImage {
    /// A card that the program draws, at `url`.
    fn card(url: String, alt: String) -> Self {
        Self { url, width: card::WIDTH, height: card::HEIGHT, alt }
    }
}

/// What is said of an item where it is shared: first that it is off or out of date.
fn told(app: &App, language: Language, document: &Document, sapo: &str) -> String {
    let timing = Timing::of(document, app.now());
    let mark = match timing.status {
        _ if timing.expired => word(app, language, "leaflet-expired-mark"),
        "cancelled" | "postponed" => word(app, language, &format!("status-{}", timing.status)),
        _ => return sapo.to_owned(),
    };
    format!("{mark}. {sapo}")
}

impl Head {
    /// A page at `path` (of this language, with its prefix). An empty
    /// `description` becomes the site's own.
    pub fn page(app: &App, language: Language, path: &str, title: &str, description: &str) -> Self {
        let reference = app.reference();
        let text = |field| reference.identity.text(language, field).to_owned();
        let base = app.config.base_url.clone();
        let name = reference.identity.name(language).to_owned();
        let url = format!("{base}{path}");
        let about = [("site", name.clone())];
        let alt = app.site_theme().words().with(language, "channels-site-card", &about);
        let image =
            OpenGraphImage::card(format!("{base}{}/anh-chia-se.png", language.prefix()), alt);
        Self {
            title: if title.is_empty() { name.clone() } else { format!("{title} – {name}") },
            description: if description.is_empty() {
                text("tagline")
            } else {
                description.to_owned()
            },
            lang: language.into(),
            canonical: Some(url.clone()),
            alternates: Vec::new(),
            robots: None,
            open_graph: OpenGraph {
                kind: "website",
                title: if title.is_empty() { name.clone() } else { title.to_owned() },
                url,
                site_name: name,
                locale: locale(language),
                other_locales: Vec::new(),
                image: Some(image),
                published_time: None,
                modified_time: None,
                section: None,
            },
            feeds: Vec::new(),
            breadcrumbs: Vec::new(),
            json_ld: String::new(),
            graph: Vec::new(),
            base,
        }
    }

    /// The home page: who the site is, how to search it, the feeds of everything.
    pub fn home(app: &App, language: Language) -> Self {
        let path = language.home();
        let mut head = Self::page(app, language, path, "", "").in_both_languages(path);
        if !head.description.is_empty() {
            head.title = format!("{} – {}", head.title, head.description);
        }
        head.graph = linked::site(app, language);
        head.json_ld = linked::script(&head.graph);
        head.with_feeds(app, language, "")
    }

    /// An item's page.
    pub fn item(
        app: &App,
        live: &Live,
        document: &Document,
        shown: &Shown,
        others: &[Live],
    ) -> Self {
        let language = live.language();
        let interface = language.interface();
        let about = told(app, interface, document, &live.sapo);
        let mut head = Self::page(app, interface, &live.path(), &live.title, &about);
        head.lang = language;
        head.open_graph.kind = "article";
        head.open_graph.published_time = Some(rfc3339(live.published_at));
        head.open_graph.modified_time = Some(rfc3339(live.changed_at));
        head.open_graph.section = Some(list_name(app, interface, live.kind()));
        head.graph.push(linked::item(app, live, document, shown));
        let card = format!("{}{}/anh-chia-se.png", head.base, live.path());
        head.open_graph.image = Some(OpenGraphImage::card(card, live.title.clone()));
        // What the interface does not speak has one feed, of all there is.
        let list = match language.is_foreign() {
            true => String::new(),
            false => format!("/{}", live.kind().path()),
        };
        let others: Vec<_> = others.iter().map(|other| (other.language(), other.path())).collect();
        head = head.in_languages(&others).with_feeds(app, language, &list);
        if live.starts_at.is_some() {
            head = head.with_calendar(live.title.clone(), &format!("{}/lich.ics", live.path()));
        }
        let above = item::above(app, live);
        head.under(app, interface, &[Crumb::new(above.title, above.url)])
    }

    /// Keeps the page out of search engines: results, failures, previews.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.robots = Some("noindex, follow");
        self.canonical = None;
        self.alternates.clear();
        self.graph.clear();
        self.json_ld.clear();
        self
    }

    /// The page says in another form what the canonical one says: only that one
    /// is listed.
    #[must_use]
    pub fn second(mut self) -> Self {
        let canonical = self.canonical.take();
        Self { canonical, ..self.hidden() }
    }

    /// The other languages' pages that are live, with the paths they have;
    /// none is no translation.
    #[must_use]
    pub fn in_languages(mut self, others: &[(ContentLanguage, String)]) -> Self {
        if others.is_empty() {
            return self;
        }
        let own = (self.lang, self.open_graph.url.clone());
        let other =
            others.iter().map(|(language, path)| (*language, format!("{}{path}", self.base)));
        let mut all: Vec<(ContentLanguage, String)> = std::iter::once(own).chain(other).collect();
        all.sort();
        let first = all.first().map(|(_, first)| ("x-default", first.clone()));
        let locales = others.iter().map(|(one, _)| locale(one.interface()));
        self.open_graph.other_locales =
            locales.filter(|locale| *locale != self.open_graph.locale).collect();
        self.open_graph.other_locales.dedup();
        self.alternates = all
            .into_iter()
            .map(|(language, href)| (language.name(), href))
            .chain(first)
            .map(|(hreflang, href)| Alternate { hreflang, href })
            .collect();
        self
    }

    /// For pages that stand under the same path in both languages, but for
    /// `/en`: home, lists, topics, places. `path` is this page's own.
    #[must_use]
    pub fn in_both_languages(self, path: &str) -> Self {
        let (_, path) = ContentLanguage::of_path(path);
        let other = self.lang.interface().other();
        let path = match path {
            "" | "/" => other.home().to_owned(),
            path => format!("{}{path}", other.prefix()),
        };
        let other = (other.into(), path);
        self.in_languages(&[other])
    }

    /// The feeds of the list at `list` (`/tin-bai`, `/chu-de/…`, without the
    /// language's prefix; empty: of everything).
    #[must_use]
    pub fn with_feeds(
        mut self,
        app: &App,
        language: impl Into<ContentLanguage>,
        list: &str,
    ) -> Self {
        let (name, language) = (&self.open_graph.site_name, language.into());
        let title = match list.split('/').nth(1).and_then(Kind::from_path) {
            Some(kind) => format!("{name} – {}", list_name(app, language.interface(), kind)),
            None if language.is_foreign() => format!("{name} – {}", languages::name(app, language)),
            None if list.is_empty() => name.clone(),
            None => self.title.clone(),
        };
        let one = |(kind, file, media_type): (&str, &str, &'static str)| FeedLink {
            title: format!("{title} ({kind})"),
            media_type,
            href: format!("{}{}{list}/feed/{file}", self.base, language.prefix()),
        };
        self.feeds = [
            ("Atom", "atom.xml", "application/atom+xml"),
            ("RSS", "rss.xml", "application/rss+xml"),
            ("JSON", "feed.json", "application/feed+json"),
        ]
        .into_iter()
        .map(one)
        .collect();
        self
    }

    /// A calendar that phones subscribe to, at `path` (with the language's prefix).
    #[must_use]
    pub fn with_calendar(mut self, title: String, path: &str) -> Self {
        let href = format!("{}{path}", self.base);
        self.feeds.push(FeedLink { title, media_type: "text/calendar", href });
        self
    }

    /// The way from the home page to this one, over `steps`. To be called last.
    #[must_use]
    pub fn under(mut self, app: &App, language: Language, steps: &[Crumb]) -> Self {
        let home = app.site_theme().words().with(language, "home", &[]);
        let own = self.open_graph.url.strip_prefix(&self.base).unwrap_or_default();
        let last = Crumb::new(self.open_graph.title.clone(), own);
        self.breadcrumbs = std::iter::once(Crumb::new(home, language.home()))
            .chain(steps.iter().cloned())
            .chain([last])
            .collect();
        self.graph.push(linked::breadcrumbs(&self.base, &self.breadcrumbs));
        self.json_ld = linked::script(&self.graph);
        self
    }
}

fn list_name(app: &App, language: Language, kind: Kind) -> String {
    app.site_theme().words().with(language, &format!("list-{}", kind.name()), &[])
}

/// The networks know no locales of other languages: content in those is shared
/// under the interface's.
fn locale(language: Language) -> &'static str {
    match language {
        Language::Vi => "vi_VN",
        Language::En => "en_GB",
    }
}

/// An instant as machines read it, on Vietnam's clock.
pub(super) fn rfc3339(at: Instant) -> String {
    in_hanoi(at).to_rfc3339_opts(SecondsFormat::Secs, false)
}
