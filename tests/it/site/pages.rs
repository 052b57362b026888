//! Standing pages, failures, the frame around every page, and the page cache.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::http::Method;
use lantoa::clock::Clock;
use lantoa::content::{Kind, Language, RESERVED};
use lantoa::pages::{Page, PageCache};
use lantoa::theme::script::PAGE;
use lantoa::theme::text::hash_source;

use super::{article, attributes, page, text, words};
use crate::harness::{TestDb, TestSite, World};

crate::on_each_database!(
    a_standing_page_stands_under_its_own_name_in_each_language,
    header_and_footer_say_who_the_site_is,
    every_page_has_its_landmarks_and_one_title,
    what_is_published_is_on_the_next_page_that_is_asked_for,
    a_page_is_made_once_however_it_is_asked_for,
    every_failure_has_words_in_both_languages,
    style_is_one_file_that_leaves_compressed_and_is_kept_for_ever,
    a_first_view_has_its_style_with_it_and_the_policy_lets_in_no_other,
    the_policy_lets_in_one_script_and_it_is_the_same_on_every_page,
    no_standing_page_could_hide_behind_another_address,
    a_browser_that_asks_for_an_icon_is_led_to_the_themes,
);

fn standing(db: &TestDb) {
    let row = |key: &str, language: &str, slug: &str, title: &str| {
        db.run_sql(&format!(
            "insert into pages (key, language, slug, title, body, body_html, changed_at) values \
             ('{key}', '{language}', '{slug}', '{title}', 'x', '<p>x</p>', '2026-03-01 00:00:00')"
        ))
        .expect("a new page");
    };
    row("about", "vi", "gioi-thieu", "Giới thiệu");
    row("about", "en", "about", "About");
    db.run_sql(
        "insert into facts (key, value) values ('site.vi.agency', 'Ủy ban nhân dân thành phố'), \
         ('site.vi.responsible', 'Bà Lan'), ('site.vi.address', 'Số 1 phố Một'), \
         ('site.vi.phone', '024 1'), ('site.vi.email', 'a@example.vn'), \
         ('site.vi.licence', 'Số 1/GP'), ('site.vi.name', 'Lan Tỏa')",
    )
    .expect("new facts");
}

fn a_standing_page_stands_under_its_own_name_in_each_language(db: &TestDb) {
    let world = World::new(db);
    standing(db);
    let site = TestSite::new(&world);
    let (vi, en) = (page(&site, "/gioi-thieu"), page(&site, "/en/about"));
    assert_eq!((text(&vi, "h1"), text(&en, "h1")), ("Giới thiệu".into(), "About".into()));
    assert_eq!(attributes(&vi, "a.other-language", "href"), ["/en/about"]);
    assert_eq!(attributes(&en, "a.other-language", "href"), ["/gioi-thieu"]);
    assert_eq!(site.get("/about").status, 404);
    assert_eq!(site.get("/en/gioi-thieu").status, 404);
}

fn header_and_footer_say_who_the_site_is(db: &TestDb) {
    let world = World::new(db);
    standing(db);
    let site = TestSite::new(&world);
    let html = page(&site, "/tin-bai");
    assert_eq!(text(&html, "header .brand"), "Ủy ban nhân dân thành phố Lan Tỏa");
    let footer = text(&html, "footer");
    for expected in ["Ủy ban nhân dân thành phố", "Bà Lan", "Số 1 phố Một", "024 1", "Số 1/GP"]
    {
        assert!(footer.contains(expected), "{footer}");
    }
    let links = attributes(&html, "footer a", "href");
    for expected in ["mailto:a@example.vn", "/gioi-thieu", "/so-do-trang", "/feed/rss.xml"] {
        assert!(links.contains(&expected.to_owned()), "{links:?}");
    }
}

fn every_page_has_its_landmarks_and_one_title(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let paths = [
        "/",
        "/en",
        "/tin-bai",
        "/chu-de",
        "/dia-ban/xa-ba-vi",
        "/tim-kiem?q=a",
        "/so-do-trang",
        "/x",
    ];
    for path in paths.into_iter().chain([live.path().as_str()]) {
        let html = site.get(path).text();
        let ids = attributes(&html, "[id]", "id");
        let different: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), different.len(), "{path}: {ids:?}");
        let parsed = scraper::Html::parse_document(&html);
        let count = |selector: &str| {
            parsed.select(&scraper::Selector::parse(selector).expect("a selector")).count()
        };
        for one in
            ["h1", "main", "body > header", "body > footer", "title", "a.skip[href='#noi-dung']"]
        {
            assert_eq!(count(one), 1, "{path}: {one}");
        }
        assert_eq!(count("link[rel=stylesheet]"), 1, "{path}: one request for style");
        assert_eq!(count("head link[rel=stylesheet]"), 0, "{path}: no first view waits for it");
        // one small file where there is a search to help with, none elsewhere
        let helps =
            matches!(path.trim_start_matches("/en"), "" | "/") || path.contains("/tim-kiem");
        let scripts = count("script[src]");
        assert_eq!(scripts, usize::from(helps), "{path}: none for script");
        let labelled = count("input:not([type=hidden])");
        assert_eq!(count("label[for]"), labelled, "{path}: every field has a label");
    }
}

fn what_is_published_is_on_the_next_page_that_is_asked_for(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    for about in ["một", "hai", "ba"] {
        page(&site, "/");
        page(&site, "/tin-bai");
        let live = article(&world, about);
        site.refresh();
        assert!(page(&site, "/tin-bai").contains(&live.title));
        assert!(page(&site, "/").contains(&live.title));
    }
}

fn a_page_is_made_once_however_it_is_asked_for(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let path = live.path();
    let head = site.ask(TestSite::request(Method::HEAD, &path));
    assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0));
    let first = page(&site, &path);
    // What stands behind the question mark and means nothing makes no new page.
    assert_eq!(page(&site, &format!("{path}?utm_source=zalo")), first);
    assert!(site.run(site.app.pages.get(&format!("{path}?utm_source=zalo"))).is_none());
    assert!(site.run(site.app.pages.get(&path)).is_some());
}

#[test]
fn a_thousand_readers_of_one_new_page_wait_for_one_rendering() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build();
    let cache = PageCache::new(1 << 20, Clock::system());
    let made = std::sync::Arc::new(AtomicUsize::new(0));
    runtime.expect("a runtime").block_on(async {
        let readers = (0..1000).map(|_| {
            let (cache, made) = (cache.clone(), made.clone());
            tokio::spawn(async move {
                let make = || async {
                    made.fetch_add(1, Ordering::SeqCst);
                    // Others get their turn while the page is being made.
                    tokio::task::yield_now().await;
                    Ok::<_, std::convert::Infallible>(Page::html("trang".into()))
                };
                cache.get_or_make("/", make).await.expect("a page")
            })
        });
        for reader in futures_util::future::join_all(readers).await {
            assert_eq!(&reader.expect("no panic").identity[..], "trang".as_bytes());
        }
    });
    assert_eq!(made.load(Ordering::SeqCst), 1);
}

fn every_failure_has_words_in_both_languages(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let theme = site.app.site_theme();
    let keys = [
        "not-found",
        "gone",
        "gone-expired",
        "gone-archived",
        "bad-request",
        "unknown-cursor",
        "unknown-page",
        "unknown-filter",
        "query-too-long",
        "search-unavailable",
        "too-large",
        "unavailable",
        "not-writable",
        "internal",
    ];
    for key in keys {
        for language in Language::ALL {
            for part in ["title", "text"] {
                let key = format!("failure-{key}-{part}");
                let named = ["date", "id", "length", "limit", "name", "page", "status", "value"]
                    .map(|name| (name, "1".to_owned()));
                assert_ne!(theme.words().with(*language, &key, &named), key, "{language:?}");
            }
        }
    }
    let english = site.get("/en/nothing");
    assert_eq!(english.status, 404);
    assert!(words(&english).contains("Page not found"));
    assert!(words(&site.get("/khong-co")).contains("Không tìm thấy trang"));
}

fn style_is_one_file_that_leaves_compressed_and_is_kept_for_ever(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let address = attributes(&page(&site, "/"), "link[rel=stylesheet]", "href").remove(0);
    let request = TestSite::request(Method::GET, &address);
    let answer = site.ask(request.insert_header(("accept-encoding", "br")));
    assert_eq!(answer.header("content-encoding"), "br");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(answer.header("cache-control").contains("immutable"));
    assert!(answer.bytes.len() < 6_000, "{} bytes of style", answer.bytes.len());
}

fn a_first_view_has_its_style_with_it_and_the_policy_lets_in_no_other(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    for path in ["/", "/tin-bai", live.path().as_str(), "/khong-co", "/hien-thi"] {
        let answer = site.get(path);
        let html = answer.text();
        let pieces: Vec<&str> = html.split("<style>").collect();
        assert_eq!(pieces.len(), 2, "{path}: one style");
        let style = pieces[1].split("</style>").next().unwrap_or_default();
        assert!(style.contains(".answers{") && !style.contains("/*"), "{path}: small");
        assert!(style.len() < 18_000, "{path}: {} bytes of style", style.len());
        let policy = answer.header("content-security-policy");
        let sources = policy.split("style-src ").nth(1).unwrap_or_default();
        let sources = sources.split(';').next().unwrap_or_default();
        assert_eq!(sources, format!("'self' {}", hash_source(style)), "{path}");
    }
}

fn the_policy_lets_in_one_script_and_it_is_the_same_on_every_page(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    for path in ["/", "/en", live.path().as_str(), "/khong-co", "/hien-thi", "/gan-toi"] {
        let answer = site.get(path);
        let html = answer.text();
        let own = html.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next());
        assert_eq!(own, Some(PAGE), "{path}");
        let policy = answer.header("content-security-policy");
        let sources = policy.split("script-src ").nth(1).unwrap_or_default();
        let sources = sources.split(';').next().unwrap_or_default();
        assert_eq!(sources, format!("'self' {}", hash_source(PAGE)), "{path}");
    }
}

fn no_standing_page_could_hide_behind_another_address(_: &TestDb) {
    let mut patterns = Vec::new();
    let _ =
        actix_web::App::new().configure(|config| patterns = lantoa::web::routes::content(config));
    let lists = Kind::ALL.iter().map(|kind| kind.path().to_owned());
    let first = patterns.iter().filter_map(|pattern| pattern.split('/').nth(1));
    let fixed = first.filter(|first| !first.is_empty() && !first.contains(['{', '.']));
    for name in fixed.map(str::to_owned).chain(lists) {
        assert!(RESERVED.contains(&name.as_str()), "{name}");
    }
}

fn a_browser_that_asks_for_an_icon_is_led_to_the_themes(db: &TestDb) {
    let site = TestSite::new(&World::new(db));
    let answer = site.get("/favicon.ico");
    assert_eq!(answer.status, 302);
    let icon = answer.header("location");
    assert_eq!(site.get(icon).header("content-type"), "image/svg+xml");
    for path in ["/favicon.ico", icon] {
        let head = site.ask(TestSite::request(Method::HEAD, path));
        assert_eq!(head.status, site.get(path).status, "{path} is told of as it is answered");
        assert!(head.bytes.is_empty(), "{path}");
    }
}
