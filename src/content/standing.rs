//! Standing pages: about, contact, accessibility, and what a site adds.

use diesel::prelude::*;

use super::{Language, Picture, body};
use crate::clock::Instant;
use crate::db::Conn;
use crate::db::schema::pages;

/// What no standing page may be called: there stands something else.
pub const RESERVED: [&str; 26] = [
    "api",
    "ban-do",
    "bao-loi",
    "chu-de",
    "desk",
    "dia-ban",
    "dinh-chinh",
    "doi-tuong",
    "en",
    "feed",
    "gan-toi",
    "guong-dien-hinh",
    "healthz",
    "hien-thi",
    "ium",
    "media",
    "metrics",
    "mtq",
    "ngoai-tuyen",
    "readyz",
    "so-do-trang",
    "static",
    "su-kien",
    "tim-kiem",
    "tin-bai",
    "to-roi",
];

/// One standing page as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = pages)]
pub struct StandingPage {
    /// What it is, the same in each language: `about`, `contact` …
    pub key: String,
    pub slug: String,
    pub title: String,
    /// Sanitised when it was rendered, see [`super::body`].
    pub body_html: String,
    pub changed_at: Instant,
}

/// A standing page as menus name it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = pages)]
pub struct StandingLink {
    pub key: String,
    #[diesel(column_name = language)]
    pub language_name: String,
    pub slug: String,
    pub title: String,
}

impl StandingPage {
    /// The page under `slug` in `language`.
    pub fn find(language: Language, slug: &str, conn: &mut Conn) -> QueryResult<Option<Self>> {
        pages::table
            .filter(pages::language.eq(language.name()))
            .filter(pages::slug.eq(slug))
            .select(Self::as_select())
            .first(conn)
            .optional()
    }
}

impl StandingPage {
    /// Makes the bodies anew that show the picture `uid`.
    pub fn render_those_with(uid: &str, now: Instant, conn: &mut Conn) -> QueryResult<()> {
        let pages: Vec<(i64, String, String)> = pages::table
            .filter(pages::body.like(format!("%{uid}%")))
            .select((pages::id, pages::language, pages::body))
            .load(conn)?;
        for (id, language, body) in pages {
            let language: Language = language.parse().unwrap_or_default();
            let pictures = Picture::load(&body::asset_references(&body), language, conn)?;
            let rendered = body::render(&body, language.into(), &pictures);
            let row = (pages::body_html.eq(rendered.html), pages::changed_at.eq(now));
            diesel::update(pages::table.find(id)).set(row).execute(conn)?;
        }
        Ok(())
    }
}

impl StandingLink {
    /// All standing pages, in the order in which they were added.
    pub fn all(conn: &mut Conn) -> QueryResult<Vec<Self>> {
        pages::table.order(pages::id).select(Self::as_select()).load(conn)
    }

    pub fn language(&self) -> Language {
        self.language_name.parse().unwrap_or_default()
    }

    /// The path of the page.
    pub fn path(&self) -> String {
        format!("{}/{}", self.language().prefix(), self.slug)
    }
}
