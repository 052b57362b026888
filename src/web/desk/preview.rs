//! What a text would look like on its page, before it is saved.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, post};
use serde::Serialize;

use super::Frame;
use super::asking::{Asking, Reading};
use super::fields::Fields;
use super::form::{Text, describe, parse};
use crate::content::{ContentLanguage, Document, Kind, Live, Picture};
use crate::web::failure::Failure;
use crate::web::{render, site};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/preview", post().to(show));
}

/// What the form's script shows beside the text.
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
struct Part {
    article: Article,
}

#[derive(Serialize)]
struct Bar {
    frame: Frame,
}

/// What a draft is of: an item, or with the id 0 one that is not saved yet.
#[derive(Debug, Clone, Copy)]
pub struct DraftOf {
    pub item_id: i64,
    pub organisation_id: i64,
    pub language: ContentLanguage,
}

/// The header with which the form's script asks for the article alone.
pub const PREVIEW_PART: &str = "x-preview-part";

/// `POST /desk/preview`: the page, or for the form's script its part.
async fn show(asking: Asking, fields: Fields) -> Result<HttpResponse, Failure> {
    let kind: Kind = fields.get("kind").parse().map_err(|_| Failure::bad_request("bad-request"))?;
    let language = fields.get("language").parse().unwrap_or_default();
    let organisation_id = fields.get("organisation").parse().unwrap_or(0);
    let of = DraftOf { item_id: 0, organisation_id, language };
    if asking.request.headers().contains_key(PREVIEW_PART) {
        let article = asking
            .read(move |r| {
                let (document, _) = parse(&fields, kind, &r.reference.site.vocabulary);
                article(&document.normalised(), language, r)
            })
            .await?;
        return asking.page("preview-part.html", StatusCode::OK, &Part { article });
    }
    let bar = bar(&asking, "preview-bar.html", &Bar { frame: asking.frame() })?;
    let page = asking
        .read(move |r| {
            let (document, _) = parse(&fields, kind, &r.reference.site.vocabulary);
            public_page(document.normalised(), of, r)
        })
        .await?;
    Ok(render::private(StatusCode::OK, under(&bar, &page)))
}

/// The desk's bar that stands above a public page.
pub fn bar(asking: &Asking, template: &str, view: &impl Serialize) -> Result<String, Failure> {
    let view = render::context(view)?;
    Ok(asking.app.desk_theme().render(template, asking.language(), &view)?)
}

/// A page with the desk's bar above it.
pub fn under(bar: &str, page: &str) -> String {
    let body = page.find("<body").and_then(|at| page[at..].find('>').map(|end| at + end + 1));
    let (head, rest) = page.split_at(body.unwrap_or(0));
    format!("{head}{bar}{rest}")
}

/// The public page that `document` would have.
pub fn public_page(document: Document, of: DraftOf, r: Reading) -> Result<String, Failure> {
    let body_html = document.render(of.language, r.conn)?.html;
    let now = r.app.now();
    let live = Live {
        item_id: of.item_id,
        revision_id: 0,
        uid: String::new(),
        kind_name: document.kind().name().to_owned(),
        language_name: of.language.name().to_owned(),
        slug: document.wanted_slug(),
        title: document.title.clone(),
        sapo: document.sapo.clone(),
        organisation_id: of.organisation_id,
        lead_asset_id: None,
        featured: false,
        illustration: document.illustration,
        starts_at: None,
        ends_at: None,
        published_at: now,
        changed_at: now,
    };
    site::item::draft(r.app, &live, document, body_html, r.conn)
}

/// `document` as readers of `language` would see it, with the pictures as they
/// are described now.
pub fn article(
    document: &Document,
    language: ContentLanguage,
    r: Reading,
) -> Result<Article, Failure> {
    let rendered = document.render(language, r.conn)?;
    let lead: Vec<String> = document.lead.iter().cloned().collect();
    let pictures = Picture::load(&lead, language.interface(), r.conn)?;
    let lead_html = pictures.values().next().map(|one| one.figure("", "", language));
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
