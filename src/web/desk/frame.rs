//! What every desk template sees around its own view.

use actix_web::HttpRequest;
use serde::Serialize;

use crate::accounts::Role;
use crate::app::App;
use crate::names::Language;
use crate::web::current::Current;

/// Head, navigation and the form's token of a desk page.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// `vi` or `en`.
    pub lang: &'static str,
    /// The page's own path and query.
    pub path: String,
    /// The public site's name.
    pub site: String,
    /// Who is signed in; empty: nobody.
    pub who: String,
    /// For the hidden field `form_token` of every form; empty for strangers.
    pub form_token: String,
    pub sections: Vec<Section>,
}

/// One entry of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    pub href: &'static str,
    /// The words' key: `nav-…`.
    pub key: &'static str,
    pub current: bool,
}

/// Address, key of its words, and who sees it (empty: everybody).
const SECTIONS: &[(&str, &str, &[Role])] = &[
    ("/desk", "nav-work", &[]),
    ("/desk/review", "nav-review", &[Role::Reviewer, Role::Publisher, Role::Administrator]),
    ("/desk/items", "nav-items", &[]),
    ("/desk/media", "nav-media", &[]),
    ("/desk/accounts", "nav-accounts", &[Role::Administrator]),
    ("/desk/organisations", "nav-organisations", &[Role::Administrator]),
    ("/desk/orders", "nav-orders", &[Role::Administrator]),
];

impl Frame {
    /// For somebody signed in, in their language.
    pub fn new(app: &App, request: &HttpRequest, current: &Current) -> Self {
        let sees = |roles: &[Role]| roles.is_empty() || current.actor().holds_any(roles);
        let here = |href: &str| {
            let path = request.path().trim_end_matches('/');
            path == href || (href != "/desk" && path.starts_with(&format!("{href}/")))
        };
        let sections = SECTIONS
            .iter()
            .filter(|(_, _, roles)| sees(roles))
            .map(|(href, key, _)| Section { href, key, current: here(href) });
        Self {
            who: current.account().name.clone(),
            form_token: current.form_token(),
            sections: sections.collect(),
            ..Self::stranger(app, request, current.language())
        }
    }

    /// For who is not signed in: no navigation.
    pub fn stranger(app: &App, request: &HttpRequest, language: Language) -> Self {
        let asked = request.uri().path_and_query().map_or("/desk", |asked| asked.as_str());
        Self {
            lang: language.name(),
            path: asked.to_owned(),
            site: app.reference().identity.text(language, "name").to_owned(),
            who: String::new(),
            form_token: String::new(),
            sections: Vec::new(),
        }
    }
}
