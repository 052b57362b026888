//! The site map for news: what was published in the last two days, as Google News
//! reads it (<https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>).

use chrono::TimeDelta;
use diesel::prelude::*;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::file::{File, NAMESPACE};
use super::{SitemapError, address};
use crate::clock::Instant;
use crate::content::{ContentLanguage, Kind};
use crate::db::Conn;
use crate::db::schema::live;
use crate::press::WriteError;
use crate::press::feed::local;

/// Older items are no news to it.
const NEW_FOR: TimeDelta = TimeDelta::days(2);

/// Addresses that it takes from one file.
const MOST: i64 = 1_000;

/// The kinds that are news; leaflets and notices are not.
const KINDS: [Kind; 2] = [Kind::Article, Kind::Story];

struct News {
    kind: String,
    language: String,
    slug: String,
    title: String,
    published_at: Instant,
}

/// `sitemap-news.xml`, newest first. `name` is the publication's in each item's language.
pub fn news(
    base: &str,
    name: impl Fn(ContentLanguage) -> String,
    now: Instant,
    conn: &mut Conn,
) -> Result<String, SitemapError> {
    let namespace = ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9");
    let mut file = File::begin(base, "urlset", &[("xmlns", NAMESPACE), namespace])?;
    for one in fresh(now, conn)? {
        let (language, path) = address(&one.kind, &one.language, &one.slug);
        file.news(&one, &path, &name(language))?;
    }
    Ok(file.end("urlset")?)
}

fn fresh(now: Instant, conn: &mut Conn) -> QueryResult<Vec<News>> {
    // Named, so that the index by language and date is used.
    let languages: Vec<&str> =
        ContentLanguage::ALL.iter().map(|language| language.name()).collect();
    let rows: Vec<(String, String, String, String, Instant)> = live::table
        .filter(live::language.eq_any(languages))
        .filter(live::kind.eq_any(KINDS.map(Kind::name)))
        .filter(live::published_at.gt(now - NEW_FOR))
        .order((live::published_at.desc(), live::item_id.desc()))
        .limit(MOST)
        .select((live::kind, live::language, live::slug, live::title, live::published_at))
        .load(conn)?;
    let news = |(kind, language, slug, title, published_at)| News {
        kind,
        language,
        slug,
        title,
        published_at,
    };
    Ok(rows.into_iter().map(news).collect())
}

impl File<'_> {
    fn news(&mut self, one: &News, path: &str, name: &str) -> Result<(), WriteError> {
        self.put(Event::Start(BytesStart::new("url")))?;
        self.text("loc", &format!("{}{path}", self.base))?;
        self.put(Event::Start(BytesStart::new("news:news")))?;
        self.put(Event::Start(BytesStart::new("news:publication")))?;
        self.text("news:name", name)?;
        self.text("news:language", &one.language)?;
        self.put(Event::End(BytesEnd::new("news:publication")))?;
        self.text("news:publication_date", &local(one.published_at).to_rfc3339())?;
        self.text("news:title", &one.title)?;
        self.put(Event::End(BytesEnd::new("news:news")))?;
        self.put(Event::End(BytesEnd::new("url")))
    }
}
