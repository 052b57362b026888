//! What every public template sees around its own view.

use serde::Serialize;

use crate::app::App;
use crate::content::Kind;
use crate::names::Language;

/// Header, footer and head of a page: identity, language, addresses.
#[derive(Debug, Serialize)]
pub struct Frame {
    /// `vi` or `en`.
    pub lang: &'static str,
    /// What addresses in this language begin with.
    pub prefix: &'static str,
    /// The page's own path.
    pub path: String,
    /// Scheme and authority.
    pub base: String,
    /// Fields of the site's identity, by name.
    pub identity: std::collections::BTreeMap<String, String>,
    /// The four lists: kind's name and path.
    pub lists: Vec<(&'static str, String)>,
    /// The theme's locale keys for the year in the footer.
    pub year: i32,
}

impl Frame {
    pub fn new(app: &App, path: &str, language: Language) -> Self {
        use chrono::Datelike;
        let reference = app.reference();
        let mut identity = reference.identity.texts(Language::Vi).clone();
        identity.extend(reference.identity.texts(language).clone());
        let list = |kind: &Kind| (kind.name(), format!("{}/{}", language.prefix(), kind.path()));
        Self {
            lang: language.name(),
            prefix: language.prefix(),
            path: path.to_owned(),
            base: app.config.base_url.clone(),
            identity,
            lists: Kind::ALL.iter().map(list).collect(),
            year: crate::clock::in_hanoi(app.now()).year(),
        }
    }
}
