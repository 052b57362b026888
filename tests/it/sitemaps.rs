//! Site maps and `robots.txt`.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use lantoa::content::Kind;
use lantoa::press::sitemap::{Cut, items_part, pages_part, whole};

use crate::feeds::newsroom::Newsroom;
use crate::feeds::rules::{Element, rfc3339, xml};
use crate::harness::TestDb;

crate::on_each_database!(
    the_site_map_names_what_is_live_and_nothing_else,
    translations_name_each_other_in_the_site_map,
    a_large_site_has_an_index_of_parts_that_together_hold_everything,
    the_news_site_map_names_what_came_out_in_the_last_two_days,
    robots_are_told_where_to_look_and_where_not,
);

const BASE: &str = "https://lantoa.test";

/// The addresses of a site map, which must follow sitemaps.org's schema.
fn addresses(text: &str) -> Vec<String> {
    let root = xml(text);
    assert_eq!(root.name, "urlset");
    assert_eq!(root.attribute("xmlns"), "http://www.sitemaps.org/schemas/sitemap/0.9");
    assert_eq!(root.attribute("xmlns:xhtml"), "http://www.w3.org/1999/xhtml");
    assert!(text.len() < 50 * 1024 * 1024 && (1..=50_000).contains(&root.children.len()));
    let found: Vec<String> = root.children.iter().map(address).collect();
    let unique: BTreeSet<&String> = found.iter().collect();
    assert_eq!(unique.len(), found.len(), "an address stands twice");
    found
}

/// `loc`, `lastmod`, then what other schemas add, in this order.
fn address(url: &Element) -> String {
    assert_eq!(url.name, "url");
    let names: Vec<&str> = url.children.iter().map(|child| child.name.as_str()).collect();
    let rest = match names.as_slice() {
        ["loc", "lastmod", rest @ ..] | ["loc", rest @ ..] => rest,
        other => panic!("{other:?}"),
    };
    assert!(rest.iter().all(|name| *name == "xhtml:link"), "{names:?}");
    for date in url.all("lastmod") {
        rfc3339(&date.text);
    }
    let loc = &url.one("loc").text;
    assert!(loc.starts_with(BASE) && loc.len() < 2048, "{loc}");
    let links: Vec<&Element> = url.all("xhtml:link").collect();
    for link in &links {
        assert_eq!(link.attribute("rel"), "alternate");
        assert!(["vi", "en"].contains(&link.attribute("hreflang")));
        assert!(link.attribute("href").starts_with(BASE));
    }
    let itself = links.is_empty() || links.iter().any(|link| link.attribute("href") == loc);
    assert!(itself, "a page names itself among its translations: {loc}");
    loc.clone()
}

fn the_site_map_names_what_is_live_and_nothing_else(db: &TestDb) {
    let room = Newsroom::new(db);
    let (live, gone) = (room.publish_kind(Kind::Story), room.publish_kind(Kind::Event));
    let (shown, hidden) = (room.live(&live).path(), room.live(&gone).path());
    let site = room.site();
    let before = addresses(&site.get("/sitemap.xml").text());
    for path in [shown.as_str(), &hidden, "/", "/en", "/tin-bai", "/dia-ban/xa-ba-vi"] {
        assert!(before.contains(&format!("{BASE}{path}")), "{path}");
    }
    let nothing_there = format!("{BASE}/dia-ban/phuong-ba-dinh");
    assert!(!before.contains(&nothing_there), "a list of nothing is no page to find");
    room.world.advance(TimeDelta::hours(1));
    room.withdraw(&gone);
    site.refresh();
    let answer = site.get("/sitemap.xml");
    assert_eq!(answer.header("content-type"), "application/xml; charset=utf-8");
    let after = addresses(&answer.text());
    assert!(after.contains(&format!("{BASE}{shown}")));
    assert!(!after.contains(&format!("{BASE}{hidden}")));
    assert!(!answer.text().contains("/desk") && !answer.text().contains("tim-kiem"));
}

fn the_news_site_map_names_what_came_out_in_the_last_two_days(db: &TestDb) {
    let room = Newsroom::new(db);
    room.publish_kind(Kind::Article);
    room.world.advance(TimeDelta::hours(49));
    let (article, story) = (room.publish_kind(Kind::Article), room.publish_kind(Kind::Story));
    room.publish_kind(Kind::Leaflet);
    room.withdraw(&room.publish_kind(Kind::Article));
    let answer = room.site().get("/sitemap-news.xml");
    assert_eq!(answer.header("content-type"), "application/xml; charset=utf-8");
    let root = xml(&answer.text());
    assert_eq!(root.attribute("xmlns:news"), "http://www.google.com/schemas/sitemap-news/0.9");
    let told: Vec<(&str, &str)> = root
        .all("url")
        .map(|url| {
            let news = url.one("news:news");
            rfc3339(&news.one("news:publication_date").text);
            let publication = news.one("news:publication");
            assert_eq!(publication.one("news:name").text, "Lan Tỏa");
            assert_eq!(publication.one("news:language").text, "vi");
            (url.one("loc").text.as_str(), news.one("news:title").text.as_str())
        })
        .collect();
    let expected = [&story, &article].map(|one| {
        let live = room.live(one);
        (format!("{BASE}{}", live.path()), live.title)
    });
    assert_eq!(
        told,
        expected.iter().map(|(loc, title)| (loc.as_str(), title.as_str())).collect::<Vec<_>>()
    );
}

fn translations_name_each_other_in_the_site_map(db: &TestDb) {
    let room = Newsroom::new(db);
    let vietnamese = room.publish_kind(Kind::Leaflet);
    let english = room.translate(&vietnamese, "Clean water");
    let paths = [room.live(&vietnamese).path(), room.live(&english).path()];
    let site = room.site();
    let text = site.get("/sitemap.xml").text();
    addresses(&text);
    let root = xml(&text);
    for path in &paths {
        let loc = format!("{BASE}{path}");
        let url = root.all("url").find(|url| url.one("loc").text == loc).expect("it is live");
        let named: BTreeSet<&str> =
            url.all("xhtml:link").map(|link| link.attribute("href")).collect();
        assert_eq!(
            named,
            paths
                .iter()
                .map(|path| format!("{BASE}{path}"))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect()
        );
    }
    room.withdraw(&english);
    site.refresh();
    assert!(!site.get("/sitemap.xml").text().contains("clean-water"), "not even as a translation");
}

fn a_large_site_has_an_index_of_parts_that_together_hold_everything(db: &TestDb) {
    let room = Newsroom::new(db);
    let all: BTreeSet<String> = (0..7)
        .map(|_| format!("{BASE}{}", room.live(&room.publish_kind(Kind::Article)).path()))
        .collect();
    let site = room.site();
    let (reference, conn) = (site.app.reference(), &mut room.world.conn());
    let vocabulary = &reference.site.vocabulary;
    let cut = Cut { whole_until: 3, ids: 2 };
    let index = xml(&whole(BASE, cut, vocabulary, conn).unwrap());
    assert_eq!(index.name, "sitemapindex");
    assert_eq!(index.attribute("xmlns"), "http://www.sitemaps.org/schemas/sitemap/0.9");
    let parts: Vec<String> =
        index.all("sitemap").map(|part| part.one("loc").text.clone()).collect();
    assert_eq!(parts[0], format!("{BASE}/sitemap-pages.xml"));
    let standing = addresses(&pages_part(BASE, vocabulary, conn).unwrap());
    assert!(standing.contains(&format!("{BASE}/tin-bai")));
    let mut found = BTreeSet::new();
    for part in &parts[1..] {
        let number = part.trim_start_matches(&format!("{BASE}/sitemap-")).trim_end_matches(".xml");
        let part = items_part(BASE, number.parse().unwrap(), cut, conn).unwrap();
        for address in addresses(&part.expect("the index names no empty part")) {
            assert!(found.insert(address.clone()), "{address} stands in two parts");
        }
    }
    assert_eq!(found, all);
    assert_eq!(items_part(BASE, 4_000_000, cut, conn).unwrap(), None);
    for path in ["/sitemap-4000000000.xml", "/sitemap-99999999999.xml", "/sitemap-x.xml"] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
    assert_eq!(addresses(&site.get("/sitemap-0.xml").text()).len(), 7);
    assert_eq!(addresses(&site.get("/sitemap-pages.xml").text()), standing);
}

fn robots_are_told_where_to_look_and_where_not(db: &TestDb) {
    let room = Newsroom::new(db);
    let answer = room.site().get("/robots.txt");
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let text = answer.text();
    for line in
        ["Disallow: /desk", "Disallow: /tim-kiem", "Sitemap: https://lantoa.test/sitemap.xml"]
    {
        assert!(text.lines().any(|one| one == line), "{line}");
    }
    assert!(!text.lines().any(|line| line == "Disallow: /"));
}
