//! What every page of the desk sees around its own view.

use serde::Serialize;

use crate::accounts::Role;
use crate::app::App;
use crate::editorial::{Action, offices};
use crate::names::Language;
use crate::web::current::Current;

/// Head, navigation and footer of a desk page.
#[derive(Debug, Serialize)]
pub struct Frame {
    /// `vi` or `en`.
    pub lang: &'static str,
    /// The page's own path, to mark it in the navigation.
    pub path: String,
    /// The name of who is signed in; empty: nobody.
    pub person: String,
    /// The value of every form's hidden field `form_token`.
    pub form_token: String,
    /// The site's name, and the public site's address.
    pub site: String,
    pub site_url: String,
    /// What the person may see in the navigation.
    pub reviews: bool,
    pub administers: bool,
    /// Whether what is the whole site's is theirs.
    pub runs_site: bool,
    /// Whether they hear readers, and how many reports wait.
    pub hears: bool,
    pub mistakes: i64,
    /// Whether an administrator should look after the public site's theme.
    pub theme_faulty: bool,
    /// The locale key of what was just done, if anything: `done-…`.
    pub done: Option<&'static str>,
}

impl Frame {
    /// For somebody signed in.
    pub fn of(app: &App, current: &Current, path: &str) -> Self {
        let holds = |roles: &[Role]| current.actor().holds_any(roles);
        let reference = app.reference();
        let runs_site = current.actor().holds_for_all(&[Role::Administrator], &reference.site.tree);
        Self {
            person: current.account().name.clone(),
            form_token: current.form_token(),
            reviews: holds(&[Role::Reviewer, Role::Publisher, Role::Administrator]),
            administers: holds(&[Role::Administrator]),
            runs_site,
            theme_faulty: runs_site && app.themes.are_faulty(),
            hears: !offices(current.actor(), Action::HearReaders, &app.reference().site.tree)
                .is_empty(),
            mistakes: current.mistakes(),
            ..Self::open(app, current.language(), path, String::new())
        }
    }

    /// For a page that anybody may open.
    pub fn open(app: &App, language: Language, path: &str, form_token: String) -> Self {
        let reference = app.reference();
        let site = reference.identity.texts(language).get("name").cloned().unwrap_or_default();
        Self {
            lang: language.name(),
            path: path.to_owned(),
            person: String::new(),
            form_token,
            site,
            site_url: format!("{}{}/", app.config.base_url, language.prefix()),
            reviews: false,
            administers: false,
            runs_site: false,
            theme_faulty: false,
            hears: false,
            mistakes: 0,
            done: None,
        }
    }

    /// With the message of what was done, when the address names one of
    /// `known`: what a stranger writes into it is not shown.
    #[must_use]
    pub fn after(mut self, done: Option<&str>, known: &[&'static str]) -> Self {
        self.done = known.iter().copied().find(|own| Some(*own) == done);
        self
    }
}
