//! What a text would look like on its page, before it is saved.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, post};
use serde::Serialize;

use super::Frame;
use super::asking::{Asking, Reading};
use super::fields::Fields;
use super::form::{Text, describe, parse};
use crate::content::{Document, Kind, Language, Picture};
use crate::web::failure::Failure;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/preview", post().to(show));
}

/// The parts of a page that readers see.
#[derive(Debug, Clone, Serialize)]
pub struct Article {
    pub lang: &'static str,
    pub kind: &'static str,
    pub title: String,
    pub sapo: String,
    pub byline: String,
    pub summary: String,
    pub correction: String,
    pub illustration: bool,
    /// The figure of the lead picture, sanitised; empty: none.
    pub lead_html: String,
    /// Sanitised.
    pub body_html: String,
    /// The kind's own fields that say something.
    pub details: Vec<Text>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    article: Article,
}

/// The header with which the form's script asks for the article alone.
const PART: &str = "x-preview-part";

/// `POST /desk/preview`: the page, or for the form's script its part.
async fn show(asking: Asking, fields: Fields) -> Result<HttpResponse, Failure> {
    let kind: Kind = fields.get("kind").parse().map_err(|_| Failure::bad_request("bad-request"))?;
    let language = fields.get("language").parse().unwrap_or(Language::Vi);
    let article = asking
        .read(move |r| {
            let (document, _) = parse(&fields, kind, &r.reference.site.vocabulary);
            article(&document.normalised(), language, r)
        })
        .await?;
    let part = asking.request.headers().contains_key(PART);
    let template = if part { "preview-part.html" } else { "preview.html" };
    asking.page(template, StatusCode::OK, &View { frame: asking.frame(), article })
}

/// `document` as readers of `language` would see it, with the pictures as they
/// are described now.
pub fn article(document: &Document, language: Language, r: Reading) -> Result<Article, Failure> {
    let rendered = document.render(language, r.conn)?;
    let lead: Vec<String> = document.lead.iter().cloned().collect();
    let pictures = Picture::load(&lead, language, r.conn)?;
    let lead_html = pictures.values().next().map(|one| one.figure("", ""));
    let theme = r.app.desk_theme();
    let details = describe(document, &r.reference.site.vocabulary, theme.words(), r.language);
    let own = format!("{}.", document.kind().name());
    // Consents are evidence for the desk, not for readers.
    let shown = |text: &Text| {
        text.name.starts_with(&own) && text.name != "story.consents" && !text.text.is_empty()
    };
    Ok(Article {
        lang: language.name(),
        kind: document.kind().name(),
        title: document.title.clone(),
        sapo: document.sapo.clone(),
        byline: document.byline.clone(),
        summary: document.summary.clone(),
        correction: document.correction.clone(),
        illustration: document.illustration,
        lead_html: lead_html.unwrap_or_default(),
        body_html: rendered.html,
        details: details.into_iter().filter(shown).collect(),
    })
}
