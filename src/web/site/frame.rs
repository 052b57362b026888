//! What every public page has around its own content: header, footer, head.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use super::languages;
use super::metadata::{Crumb, Head};
use crate::app::App;
use crate::clock::in_hanoi;
use crate::content::{Kind, Live, StandingLink};
use crate::names::{ContentLanguage, Language};
use crate::text::contacts;

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    pub title: String,
    pub url: String,
    /// The title's language, where the interface does not speak it.
    pub lang: Option<&'static str>,
}

impl Link {
    pub fn new(title: impl Into<String>, url: impl Into<String>) -> Self {
        Self { title: title.into(), url: url.into(), lang: None }
    }

    /// The way to an item.
    pub fn to(live: &Live) -> Self {
        Self { lang: languages::mark(live), ..Self::new(live.title.clone(), live.path()) }
    }
}

/// One of the four lists, in the menu.
#[derive(Debug, Serialize)]
pub struct Section {
    pub kind: &'static str,
    pub url: String,
    /// Whether the page stands in it.
    pub current: bool,
}

/// A standing page, in the footer.
#[derive(Debug, Serialize)]
pub struct Standing {
    pub key: String,
    pub title: String,
    pub url: String,
}

/// The way to the other language.
#[derive(Debug, Serialize)]
pub struct Other {
    pub lang: &'static str,
    pub url: String,
    /// Whether it leads to the same content, not just to the other home page.
    pub exact: bool,
}

/// Header, footer and head of a page: identity, language, addresses.
#[derive(Debug, Serialize)]
pub struct Frame {
    /// `vi` or `en`.
    pub lang: &'static str,
    /// What addresses in this language begin with.
    pub prefix: &'static str,
    /// The home page's path in this language.
    pub home: &'static str,
    /// The page's own path, with the parameters that belong to it.
    pub path: String,
    /// Scheme and authority.
    pub base: String,
    /// The page's title, without the site's name; empty on the home page.
    pub title: String,
    /// What the page is about, for search engines and previews.
    pub description: String,
    /// Whether search engines may list the page.
    pub indexed: bool,
    /// Fields of the site's identity, by name; the known ones are always there.
    pub identity: BTreeMap<String, String>,
    /// The identity's telephone numbers, to be called.
    pub phone: Vec<Vec<contacts::Part>>,
    pub sections: Vec<Section>,
    pub standing: Vec<Standing>,
    /// From the home page down to the page above this one.
    pub crumbs: Vec<Link>,
    pub other: Other,
    /// Whether the header shows the search form: not where the page has its own.
    pub search: bool,
    /// For the footer.
    pub year: i32,
    #[serde(skip)]
    language: Language,
    /// What the page lists is in.
    #[serde(skip)]
    content: ContentLanguage,
    /// The list whose feeds the page offers, without the language's prefix;
    /// empty: everything.
    #[serde(skip)]
    feeds: String,
    /// The path of the calendar that the page offers; empty: none.
    #[serde(skip)]
    calendar: String,
    /// A later page of a list: its translation has other items.
    #[serde(skip)]
    continued: bool,
}

/// The fields of the identity that templates may name.
const IDENTITY: [&str; 10] = [
    "name",
    "tagline",
    "agency",
    "lead_office",
    "responsible",
    "address",
    "phone",
    "hours",
    "email",
    "licence",
];

impl Frame {
    pub fn new(app: &App, path: impl Into<String>, language: Language) -> Self {
        let reference = app.reference();
        let mut identity: BTreeMap<String, String> = IDENTITY
            .iter()
            .map(|field| ((*field).to_owned(), reference.identity.text(language, field).to_owned()))
            .collect();
        identity.entry("name".to_owned()).and_modify(|name| {
            if name.is_empty() {
                "Lan Tỏa".clone_into(name);
            }
        });
        let own = |link: &&StandingLink| link.language() == language;
        let standing = |link: &StandingLink| Standing {
            key: link.key.clone(),
            title: link.title.clone(),
            url: link.path(),
        };
        Self {
            lang: language.name(),
            prefix: language.prefix(),
            home: language.home(),
            path: path.into(),
            base: app.config.base_url.clone(),
            title: String::new(),
            description: identity["tagline"].clone(),
            phone: contacts::lines(&identity["phone"]),
            indexed: true,
            identity,
            sections: sections(language),
            standing: reference.standing.iter().filter(own).map(standing).collect(),
            crumbs: Vec::new(),
            other: home_of_other(language),
            search: true,
            year: in_hanoi(app.now()).year(),
            language,
            content: language.into(),
            feeds: String::new(),
            calendar: String::new(),
            continued: false,
        }
    }

    /// The page's title, and what it is about.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>, description: impl Into<String>) -> Self {
        self.title = title.into();
        let description = description.into();
        if !description.is_empty() {
            self.description = description;
        }
        self
    }

    /// The other language of the interface.
    pub fn other(&self) -> Language {
        self.language.other()
    }

    /// Marks the section the page stands in.
    #[must_use]
    pub fn section(mut self, kind: Kind) -> Self {
        for section in &mut self.sections {
            section.current = section.kind == kind.name();
        }
        self
    }

    /// A page above this one; the home page is there by itself.
    #[must_use]
    pub fn under(mut self, title: impl Into<String>, url: impl Into<String>) -> Self {
        self.crumbs.push(Link::new(title, url));
        self
    }

    /// Where the same content stands in the other language.
    #[must_use]
    pub fn translated(mut self, url: impl Into<String>) -> Self {
        self.other = Other { lang: self.language.other().name(), url: url.into(), exact: true };
        self
    }

    /// The page exists under the same path in the other language.
    #[must_use]
    pub fn in_both_languages(self, path: &str) -> Self {
        let other = self.language.other();
        let url = match path {
            "/" => other.home().to_owned(),
            path => format!("{}{path}", other.prefix()),
        };
        self.translated(url)
    }

    /// The page lists content in `language`; the interface around it stays.
    #[must_use]
    pub fn of_content_in(mut self, language: ContentLanguage) -> Self {
        self.content = language;
        self
    }

    /// The page offers the feeds of this list.
    #[must_use]
    pub fn with_feeds(mut self, list: impl Into<String>) -> Self {
        self.feeds = list.into();
        self
    }

    /// The page offers the calendar at `path`.
    #[must_use]
    pub fn with_calendar(mut self, path: impl Into<String>) -> Self {
        self.calendar = path.into();
        self
    }

    /// The page is not the first of its list.
    #[must_use]
    pub fn continued(mut self, continued: bool) -> Self {
        self.continued = continued;
        self
    }

    /// The page has a search form of its own.
    #[must_use]
    pub fn with_own_search(mut self) -> Self {
        self.search = false;
        self
    }

    /// Search engines are asked to leave it out.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.indexed = false;
        self
    }

    /// What the page says of itself to machines.
    pub fn head(&self, app: &App) -> Head {
        let page = Head::page(app, self.language, &self.path, &self.title, &self.description);
        let translated = self.other.exact && !self.continued;
        let others = translated.then(|| (self.language.other().into(), self.other.url.clone()));
        let steps: Vec<Crumb> =
            self.crumbs.iter().map(|link| Crumb::new(&link.title, &link.url)).collect();
        let mut head =
            page.in_languages(others.as_slice()).with_feeds(app, self.content, &self.feeds);
        if !self.calendar.is_empty() {
            let events = app.site_theme().words().with(self.language, "calendar-subscribe", &[]);
            head = head.with_calendar(events, &self.calendar);
        }
        let head = head.under(app, self.language, &steps);
        if self.indexed { head } else { head.hidden() }
    }
}

fn home_of_other(language: Language) -> Other {
    let other = language.other();
    Other { lang: other.name(), url: other.home().to_owned(), exact: false }
}

fn sections(language: Language) -> Vec<Section> {
    let section = |kind: &Kind| Section {
        kind: kind.name(),
        url: format!("{}/{}", language.prefix(), kind.path()),
        current: false,
    };
    Kind::ALL.iter().map(section).collect()
}
