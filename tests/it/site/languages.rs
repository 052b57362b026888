//! Content in languages that the interface does not speak. What is said in them
//! here is made up: nobody's language, some of its letters.

use actix_web::http::Method;
use lantoa::content::ContentLanguage::{Dao, En, Muong, Vi};
use lantoa::content::{ContentLanguage, Document, Kind, Live};
use lantoa::editorial;
use lantoa::search::Query;

use super::{article, attributes, page, publish, publish_in, text};
use crate::harness::{TestDb, TestSite, World, document};

crate::on_each_database!(
    an_item_names_every_language_it_can_be_read_in_and_no_other,
    what_is_not_translated_looks_as_if_there_were_no_other_languages,
    an_item_in_such_a_language_tells_machines_which,
    its_own_words_are_marked_among_the_interfaces_on_every_kind,
    a_language_has_a_page_while_anything_is_live_in_it,
    the_page_of_a_language_goes_on_and_holds_its_own_only,
    search_in_vietnamese_finds_it_and_says_which_language_it_is,
    feeds_and_calendars_hold_one_language_each,
    the_site_map_ties_all_translations_together,
    an_item_in_such_a_language_has_the_same_other_shapes_but_the_spoken_ones,
    a_reader_of_it_answers_and_reports_as_everybody_does,
    its_corrections_are_told_among_the_vietnamese_ones,
);

/// Letters of Mường's alphabet of 2016, with two of its tone marks.
const WORDS: &str = "Wa\u{312} bi\u{312}nh diê\u{320}n zaw";

fn words_about(kind: Kind, about: &str) -> Document {
    let mut document = document(kind, about);
    document.title = format!("{WORDS} {about}");
    document.sapo = format!("{WORDS} {WORDS} {about}.");
    document.body = format!("{WORDS} **{about}**.\n\n> [!NOTE]\n> {WORDS}\n");
    document
}

fn translate(world: &World, of: &Live, language: ContentLanguage, about: &str) -> Live {
    publish_in(world, language, words_about(of.kind(), about), Some(of.item_id))
}

/// Where the page says that it can be read: language and path.
fn read_in(html: &str) -> Vec<(String, String)> {
    let links = ".item-head .translation a[hreflang]";
    let hrefs = attributes(html, links, "href").into_iter();
    attributes(html, links, "hreflang").into_iter().zip(hrefs).collect()
}

fn an_item_names_every_language_it_can_be_read_in_and_no_other(db: &TestDb) {
    let world = World::new(db);
    let vi = publish(&world, document(Kind::Leaflet, "vay vốn"));
    let en = publish_in(&world, En, document(Kind::Leaflet, "credit"), Some(vi.item_id));
    let site = TestSite::new(&world);
    let alone = page(&site, &vi.path());
    assert_eq!(
        text(&alone, ".item-head .translation:last-child"),
        format!("Bản tiếng Anh: {}", en.title)
    );
    let muong = translate(&world, &en, Muong, "vay");
    site.refresh();
    assert_eq!(muong.path(), "/mtq/to-roi/wa-binh-dien-zaw-vay");
    let way = |live: &Live| (live.language().name().to_owned(), live.path());
    for (own, others) in [(&vi, [&en, &muong]), (&en, [&vi, &muong]), (&muong, [&vi, &en])] {
        let html = page(&site, &own.path());
        assert_eq!(read_in(&html), others.map(way), "{}", own.path());
    }
    let html = page(&site, &vi.path());
    let told = text(&html, ".item-head .translation:last-child");
    assert_eq!(told, "Đọc bằng: English · Tiếng Mường");
    let link = ".item-head .translation a[hreflang]";
    assert_eq!(attributes(&html, link, "lang"), ["en", "vi"], "each name in its own language");
    assert_eq!(attributes(&html, "a.other-language", "href"), [en.path()]);
    let html = page(&site, &muong.path());
    assert_eq!(attributes(&html, "a.other-language", "href"), [en.path()]);
    let conn = &mut world.conn();
    editorial::withdraw(&world.system(), muong.revision_id, "Thử", conn).expect("gone");
    site.refresh();
    assert_eq!(page(&site, &vi.path()), alone);
    assert_eq!(site.get(&muong.path()).status, 410);
}

fn what_is_not_translated_looks_as_if_there_were_no_other_languages(db: &TestDb) {
    let world = World::new(db);
    let all: Vec<Live> =
        Kind::ALL.iter().map(|kind| publish(&world, document(*kind, "vay vốn"))).collect();
    let site = TestSite::new(&world);
    let paths = || {
        let own = all.iter().flat_map(|live| [live.path(), format!("{}/nghe", live.path())]);
        own.chain(["/tin-bai", "/en", "/tin-bai/feed/atom.xml"].map(str::to_owned))
    };
    let before: Vec<String> = paths().map(|path| page(&site, &path)).collect();
    publish_in(&world, Muong, words_about(Kind::Article, "a"), None);
    publish_in(&world, Dao, words_about(Kind::Event, "b"), None);
    site.refresh();
    for (path, before) in paths().zip(before) {
        assert_eq!(page(&site, &path), before, "{path}");
        assert_eq!(attributes(&before, "main [lang]", "lang"), [""; 0], "{path}");
    }
}

fn an_item_in_such_a_language_tells_machines_which(db: &TestDb) {
    let world = World::new(db);
    let vi = article(&world, "vay vốn");
    let muong = translate(&world, &vi, Muong, "vay");
    let dao = translate(&world, &vi, Dao, "vay");
    let site = TestSite::new(&world);
    let base = "https://lantoa.test";
    let all = [&vi, &muong, &dao].map(|live| format!("{base}{}", live.path()));
    for live in [&vi, &muong, &dao] {
        let html = page(&site, &live.path());
        let alternates = "link[rel=alternate][hreflang]";
        assert_eq!(attributes(&html, alternates, "hreflang"), ["vi", "mtq", "ium", "x-default"]);
        assert_eq!(attributes(&html, alternates, "href")[..3], all);
        let canonical = attributes(&html, "link[rel=canonical]", "href");
        assert_eq!(canonical, [format!("{base}{}", live.path())]);
        assert_eq!(attributes(&html, "meta[property='og:locale']", "content"), ["vi_VN"]);
        let others = "meta[property='og:locale:alternate']";
        assert_eq!(attributes(&html, others, "content"), [""; 0], "no network knows theirs");
        let data: serde_json::Value =
            serde_json::from_str(&text(&html, "script[type='application/ld+json']")).expect("JSON");
        let item = data["@graph"].as_array().into_iter().flatten();
        let languages: Vec<&str> = item.filter_map(|one| one["inLanguage"].as_str()).collect();
        assert_eq!(languages, [live.language().name()]);
    }
    let html = page(&site, &muong.path());
    let feeds = attributes(&html, "link[rel=alternate][type]", "href");
    assert!(feeds.contains(&format!("{base}/mtq/feed/atom.xml")), "{feeds:?}");
    assert_eq!(attributes(&html, ".crumbs a", "href"), ["/", "/mtq"]);
}

fn its_own_words_are_marked_among_the_interfaces_on_every_kind(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    for kind in Kind::ALL {
        let live = publish_in(&world, Muong, words_about(*kind, "a"), None);
        site.refresh();
        let html = page(&site, &live.path());
        assert_eq!(attributes(&html, "html", "lang"), ["vi"]);
        assert_eq!(attributes(&html, "main article.item-main", "lang"), ["mtq"], "{kind:?}");
        for own in ["h1", ".sapo", ".prose"] {
            assert_eq!(
                attributes(&html, &format!("article.item-main {own}[lang]"), "lang"),
                [""; 0]
            );
        }
        // Every label of the interface says that it is not in the article's language.
        for label in ["dt", "h2", ".byline", ".card-marks", ".callout-title", ".facts", ".ask"] {
            let all = attributes(&html, &format!("article.item-main {label}"), "lang").len();
            let within = format!("article.item-main [lang=vi] {label}:not([lang])");
            let covered = count(&html, &within) + all;
            assert_eq!(
                count(&html, &format!("article.item-main {label}")),
                covered,
                "{kind:?} {label}"
            );
        }
    }
}

fn count(html: &str, selector: &str) -> usize {
    let selector = scraper::Selector::parse(selector).expect("a selector");
    scraper::Html::parse_document(html).select(&selector).count()
}

fn a_language_has_a_page_while_anything_is_live_in_it(db: &TestDb) {
    let world = World::new(db);
    let vi = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let ways = |path: &str| attributes(&page(&site, path), "main a[href='/mtq']", "hreflang");
    assert_eq!(site.get("/mtq").status, 404);
    assert_eq!((ways("/"), ways("/so-do-trang")), (vec![], vec![]));
    let live = translate(&world, &vi, Muong, "vay");
    site.refresh();
    let html = page(&site, "/mtq");
    assert_eq!(attributes(&html, "html", "lang"), ["vi"]);
    assert_eq!(text(&html, "h1"), "Tiếng Mường");
    assert_eq!(attributes(&html, ".cards a", "href"), [live.path()]);
    assert_eq!(attributes(&html, ".card-title", "lang"), ["mtq"]);
    assert_eq!((ways("/"), ways("/so-do-trang")), (vec!["mtq".into()], vec!["mtq".into()]));
    assert_eq!(ways("/en"), [""; 0], "the interface around it is Vietnamese");
    assert_eq!(site.get("/ium").status, 404);
    assert_eq!(site.get("/mtq/tin-bai").status, 404);
    assert_eq!(site.get("/mtq/").header("location"), "/mtq");
    let conn = &mut world.conn();
    editorial::withdraw(&world.system(), live.revision_id, "Thử", conn).expect("gone");
    site.refresh();
    assert_eq!(site.get("/mtq").status, 404);
    assert_eq!((ways("/"), ways("/so-do-trang")), (vec![], vec![]));
}

fn the_page_of_a_language_goes_on_and_holds_its_own_only(db: &TestDb) {
    let world = World::new(db);
    article(&world, "vay vốn");
    publish_in(&world, Dao, words_about(Kind::Article, "khác"), None);
    let own: Vec<String> = (0..15)
        .map(|number| {
            let kind = Kind::ALL[number % Kind::ALL.len()];
            publish_in(&world, Muong, words_about(kind, &format!("số {number}")), None).path()
        })
        .collect();
    let site = TestSite::new(&world);
    let first = page(&site, "/mtq");
    let next = attributes(&first, ".pager a[rel=next]", "href");
    assert_eq!(next.len(), 1);
    let second = page(&site, &next[0]);
    let mut shown = attributes(&first, ".cards .card-title a", "href");
    assert_eq!(shown.len(), 12);
    shown.extend(attributes(&second, ".cards .card-title a", "href"));
    shown.reverse();
    assert_eq!(shown, own);
    assert_eq!(attributes(&second, ".pager a", "href"), ["/mtq"]);
}

fn search_in_vietnamese_finds_it_and_says_which_language_it_is(db: &TestDb) {
    let world = World::new(db);
    let vi = article(&world, "vay vốn");
    let muong = translate(&world, &vi, Muong, "vay");
    let site = TestSite::new(&world);
    site.work();
    for asked in ["wa+binh", "Wa%CC%92+bi%CC%92nh"] {
        let html = page(&site, &format!("/tim-kiem?q={asked}"));
        assert_eq!(attributes(&html, ".hits h3 a", "href"), [muong.path()], "{asked}");
        assert_eq!(attributes(&html, ".hits h3", "lang"), ["mtq"]);
        assert_eq!(text(&html, ".hits .card-marks"), "Tin bàiTiếng Mường");
    }
    let html = page(&site, "/tim-kiem?q=vay&topic=chinh-sach-giam-ngheo&kind=article");
    assert_eq!(attributes(&html, ".hits h3 a", "href").len(), 2, "filters hold for it, too");
    assert_eq!(attributes(&html, ".hits h3[lang]", "lang"), ["mtq"], "only it is marked");
    let answer = site.get("/api/v1/search?q=wa%20binh").json();
    assert_eq!(answer["hits"][0]["language"], "mtq");
    let english = site.get("/api/v1/search?q=wa%20binh&lang=en").json();
    assert_eq!(english["total"], 0);
    let offered = site.get("/api/v1/suggest?q=wa%20bi").json();
    assert_eq!(offered["suggestions"][0]["url"], muong.path());
    assert_eq!(site.get("/api/v1/search?q=wa&lang=mtq").status, 400);
    let asked = Query::new("wa binh", Vi.interface()).expect("a query");
    let found = site.run(site.app.search.search(&asked)).expect("the engine answers");
    assert_eq!(found.total, 1);
}

fn feeds_and_calendars_hold_one_language_each(db: &TestDb) {
    let world = World::new(db);
    let vi = publish(&world, document(Kind::Event, "tập huấn"));
    let muong = translate(&world, &vi, Muong, "hop");
    let site = TestSite::new(&world);
    let paths = ["/feed/atom.xml", "/su-kien/feed/rss.xml", "/en/feed/feed.json"];
    for path in paths.into_iter().chain(["/su-kien/lich.ics", "/dia-ban/xa-ba-vi/su-kien.ics"]) {
        assert!(!page(&site, path).contains(&muong.uid), "{path}");
    }
    for file in ["atom.xml", "rss.xml", "feed.json"] {
        let feed = page(&site, &format!("/mtq/feed/{file}"));
        assert!(feed.contains(&muong.uid) && !feed.contains(&vi.uid), "{feed}");
        assert!(feed.contains("mtq") && feed.contains("Tiếng Mường"), "{feed}");
    }
    let calendar = page(&site, &format!("{}/lich.ics", muong.path()));
    assert!(calendar.contains(&muong.uid), "{calendar}");
    assert_eq!(site.get("/mtq/su-kien/lich.ics").status, 404);
}

fn the_site_map_ties_all_translations_together(db: &TestDb) {
    let world = World::new(db);
    let vi = article(&world, "vay vốn");
    let muong = translate(&world, &vi, Muong, "vay");
    let site = TestSite::new(&world);
    let map = page(&site, "/sitemap.xml");
    for live in [&vi, &muong] {
        let (_, entry) = map.split_once(&format!("{}</loc>", live.path())).expect("it is listed");
        let (entry, _) = entry.split_once("</url>").expect("an end");
        for other in [&vi, &muong] {
            let link = format!(
                "hreflang=\"{}\" href=\"https://lantoa.test{}\"",
                other.language().name(),
                other.path()
            );
            assert!(entry.contains(&link), "{entry}");
        }
    }
    assert!(map.contains("<loc>https://lantoa.test/mtq</loc>"));
    assert!(!map.contains("/ium"));
    let news = page(&site, "/sitemap-news.xml");
    assert!(news.contains("<news:language>mtq</news:language>"), "{news}");
}

fn an_item_in_such_a_language_has_the_same_other_shapes_but_the_spoken_ones(db: &TestDb) {
    let world = World::new(db);
    let live = publish_in(&world, Muong, words_about(Kind::Leaflet, "vay"), None);
    let site = TestSite::new(&world);
    let path = live.path();
    for (below, kind) in [
        ("qr.svg", "image/svg+xml"),
        ("tin-nhan.txt", "text/plain; charset=utf-8"),
        ("tin-nhan-khong-dau.txt", "text/plain; charset=utf-8"),
        ("ban-in-a5.pdf", "application/pdf"),
        ("anh-chia-se.png", "image/png"),
    ] {
        let answer = site.get(&format!("{path}/{below}"));
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind), "{below}");
    }
    assert_eq!(site.get(&format!("{path}/doc-loa.txt")).status, 404, "loudspeakers are Vietnamese");
    assert!(!page(&site, &path).contains("doc-loa"));
    let listen = page(&site, &format!("{path}/nghe"));
    assert_eq!(attributes(&listen, "script[src]", "src"), [""; 0], "no voice misreads it");
    assert!(text(&listen, "main").contains("Tiếng Mường chưa có giọng đọc trên máy."));
    assert_eq!(attributes(&listen, "article[data-listen]", "lang"), ["mtq"]);
    let pdf = lopdf::Document::load_mem(&site.get(&format!("{path}/ban-in-a5.pdf")).bytes);
    let pdf = pdf.expect("a PDF");
    let catalog = pdf.catalog().expect("a catalog");
    let language = catalog.get(b"Lang").and_then(lopdf::Object::as_str).expect("its language");
    assert_eq!(language, b"mtq");
}

fn a_reader_of_it_answers_and_reports_as_everybody_does(db: &TestDb) {
    let world = World::new(db);
    let live = publish_in(&world, Dao, words_about(Kind::Article, "vay"), None);
    let site = TestSite::new(&world);
    let useful = format!("{}/danh-gia", live.path());
    let sent = TestSite::request(Method::POST, &useful).set_form([("useful", "yes")]);
    let answer = site.ask(sent);
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, useful.as_str()));
    let thanks = page(&site, &useful);
    assert_eq!(attributes(&thanks, "html", "lang"), ["vi"]);
    assert_eq!(attributes(&thanks, "main a[lang]", "lang"), ["ium"]);
    let report = attributes(&page(&site, &live.path()), "a[href^='/bao-loi']", "href");
    let form = page(&site, &report[0]);
    assert_eq!(attributes(&form, "input[name=bai]", "value"), [live.path()]);
}

fn its_corrections_are_told_among_the_vietnamese_ones(db: &TestDb) {
    let world = World::new(db);
    let mut corrected = words_about(Kind::Article, "vay");
    corrected.correction = format!("{WORDS} 12.");
    let live = publish_in(&world, Muong, corrected, None);
    let site = TestSite::new(&world);
    let html = page(&site, "/dinh-chinh");
    assert_eq!(
        attributes(&html, ".corrections h3 a", "href"),
        [format!("{}#cac-dinh-chinh", live.path())]
    );
    assert_eq!(attributes(&html, ".corrections h3", "lang"), ["mtq"]);
    assert!(!page(&site, "/en/dinh-chinh").contains(&live.path()));
}
