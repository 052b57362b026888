//! A form that could not be taken as it came: what was typed is not lost.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::form::key;
use super::{Frame, session};
use crate::app::{App, Reference};
use crate::content::Taxonomy;
use crate::names::Language;
use crate::theme::Words;
use crate::web::current::Current;
use crate::web::failure::Failure;
use crate::web::form_body::Typed;
use crate::web::render;

/// A form to be sent again: where to, and what it says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// A path of the desk.
    pub action: String,
    pub fields: Vec<(String, String)>,
    pub had_file: bool,
}

#[derive(Serialize)]
struct View<'a> {
    frame: Frame,
    kept: &'a Kept,
    told: Vec<Told>,
    can_be_sent: bool,
    why: Why,
}

/// A field as its form names it.
#[derive(Serialize)]
pub(super) struct Told {
    label: String,
    value: String,
}

/// Fields whose values are chosen from a list, and what the words of it begin with.
const CHOSEN: [(&str, &str); 7] = [
    ("article.genre", "genre-"),
    ("leaflet.print_size", "print-size-"),
    ("story.subject", "subject-"),
    ("event.type", "event-type-"),
    ("event.status", "event-status-"),
    ("purposes", "purpose-"),
    ("role", "role-"),
];

/// Fields that carry the form, not what somebody typed.
const CARRIERS: [&str; 15] = [
    "form_token",
    "next",
    "then",
    "base",
    "hash",
    "old_text",
    "revision",
    "kind",
    "language",
    "to",
    "from",
    "organisation_id",
    "parent_id",
    "translation_of",
    "username",
];

/// Why the form comes back.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    /// It was made for an earlier session.
    Stale,
    /// It may be a foreign one.
    Unsure,
    /// Its writer had to sign in again first.
    SignedInAgain,
    /// The database is away.
    Away,
}

/// The page for a form that was not taken: with a fresh form to send again, or
/// for who is no longer signed in the sign-in form first.
pub fn page(
    request: &HttpRequest,
    current: Option<&Current>,
    typed: &Typed,
) -> Result<HttpResponse, Failure> {
    let kept = Kept::of(request, typed);
    match current {
        Some(current) => {
            let app = render::app(request)?;
            let frame = Frame::of(app, current, request.path());
            let can_be_sent = typed.can_be_sent;
            let why = if can_be_sent { Why::Stale } else { Why::Unsure };
            let language = current.language();
            let told = kept.told(app, language);
            let view = View { frame, kept: &kept, told, can_be_sent, why };
            render::desk(app, "accounts/kept.html", language, StatusCode::FORBIDDEN, &view)
        }
        None => session::ask_again(request, typed.can_be_sent.then_some(kept)),
    }
}

/// The page for a form that came while the database was away. Nobody knows whose
/// it is, so it speaks Vietnamese; `form_token` is for the session it came with.
pub fn while_away(
    request: &HttpRequest,
    typed: &Typed,
    form_token: String,
) -> Result<HttpResponse, Failure> {
    let app = render::app(request)?;
    let kept = Kept::of(request, typed);
    let frame = Frame::open(app, Language::Vi, request.path(), form_token);
    let told = kept.told(app, Language::Vi);
    let (can_be_sent, why) = (typed.can_be_sent, Why::Away);
    let view = View { frame, kept: &kept, told, can_be_sent, why };
    let status = StatusCode::SERVICE_UNAVAILABLE;
    render::desk(app, "accounts/kept.html", Language::Vi, status, &view)
}

/// What a form shows for a value that is chosen, not typed.
fn chosen(
    name: &str,
    value: &str,
    (words, reference): (&Words, &Reference),
    language: Language,
) -> Option<String> {
    let (site, field) = (&reference.site, name.rsplit('.').next().unwrap_or(name));
    if let Some(taxonomy) = Taxonomy::ALL.iter().find(|one| one.plural() == name) {
        let term = site.vocabulary.term(*taxonomy, value)?;
        return Some(term.name(language).to_owned());
    }
    match name {
        "places" => site.vocabulary.place(value).map(|place| place.full_name.clone()),
        "organisation" => {
            let office = site.tree.get(value.parse().ok()?)?;
            Some(office.name(language).to_owned())
        }
        _ => {
            let known = CHOSEN.iter().find(|(own, _)| *own == name || *own == field);
            words.find(language, &format!("{}{value}", known?.1))
        }
    }
}

impl Kept {
    pub(super) fn of(request: &HttpRequest, typed: &Typed) -> Self {
        Self {
            action: request.uri().path_and_query().map_or("/desk", |at| at.as_str()).to_owned(),
            fields: typed.fields.clone(),
            had_file: typed.had_file,
        }
    }

    /// What was typed, under the names that the forms show, and what was chosen as
    /// they show it.
    pub(super) fn told(&self, app: &App, language: Language) -> Vec<Told> {
        let (theme, reference) = (app.desk_theme(), app.reference());
        let words = theme.words();
        let typed = self
            .fields
            .iter()
            .filter(|(name, value)| !value.trim().is_empty() && !CARRIERS.contains(&name.as_str()));
        let label = |name: &str| {
            // One name in two forms: a synonym's words, and how an item is told.
            if name == "forms" && self.action.starts_with("/desk/synonyms") {
                return words.with(language, "synonym-forms", &[]);
            }
            let parts = [".date", ".time", ".other", ".add"];
            let field = parts.iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name);
            words.find(language, &key(field)).unwrap_or_else(|| name.to_owned())
        };
        typed
            .map(|(name, value)| {
                let chosen = chosen(name, value, (words, &reference), language);
                Told { label: label(name), value: chosen.unwrap_or_else(|| value.clone()) }
            })
            .collect()
    }

    /// As a hidden field carries it through signing in.
    pub fn to_field(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads that field; what leads out of the desk is dropped.
    pub fn from_field(text: &str) -> Option<Self> {
        let kept: Self = serde_json::from_str(text).ok()?;
        (session::local_path(&kept.action) == kept.action).then_some(kept)
    }

    /// The page after signing in: what was typed, to be looked at and sent.
    /// `frame` is made for the new session.
    pub fn to_be_sent(
        &self,
        request: &HttpRequest,
        frame: Frame,
        language: Language,
    ) -> Result<HttpResponse, Failure> {
        let app = render::app(request)?;
        let told = self.told(app, language);
        let why = Why::SignedInAgain;
        let view = View { frame, kept: self, told, can_be_sent: true, why };
        render::desk(app, "accounts/kept.html", language, StatusCode::OK, &view)
    }
}
