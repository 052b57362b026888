//! How a reader wants pages shown, listening, and reading without a network.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use image::{ImageFormat, RgbImage};
use lantoa::content::{Kind, Language};
use lantoa::media::intake::{accept, make_renditions};
use lantoa::media::upload::Limits;
use lantoa::media::{Asset, AssetState, NewAsset};

use super::{article, attributes, page, publish, publish_in, text};
use crate::harness::{Answer, Browser, TestDb, TestSite, World, document};

crate::on_each_database!(
    a_choice_shows_on_every_page_of_the_reader_and_on_nobody_elses,
    a_page_that_is_shown_in_many_ways_is_rendered_once,
    a_publication_is_seen_by_who_chose_something_too,
    a_choice_is_one_cookie_that_goes_away_with_the_choice,
    nobody_chooses_for_a_reader_and_no_choice_leads_away,
    pictures_wait_where_a_device_saves_data,
    caches_are_told_what_a_page_depends_on,
    an_item_can_be_listened_to_without_being_listed_twice,
    the_words_for_everybody_come_first_on_every_kind,
    the_worker_is_never_old_and_the_page_without_a_network_is_not_listed,
);

/// Asks for `path` with these headers.
fn with(site: &TestSite, path: &str, headers: &[(&'static str, &str)]) -> Answer {
    let request = headers.iter().fold(TestRequest::get().uri(path), |request, (name, value)| {
        request.insert_header((*name, *value))
    });
    site.ask(request)
}

/// The root element's mark `name`.
fn mark(answer: &Answer, name: &str) -> Vec<String> {
    attributes(&answer.text(), "html", name)
}

fn a_choice_shows_on_every_page_of_the_reader_and_on_nobody_elses(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let paths = ["/", &live.path(), "/tin-bai", "/tim-kiem?q=vay", "/hien-thi", "/khong-co", "/en"];
    for path in paths {
        // Asked by turns, so that each finds what the other left in the cache.
        for _ in 0..2 {
            let usual = site.get(path);
            let large = with(&site, path, &[("cookie", "a=b; hien-thi=1300")]);
            let wide = with(&site, path, &[("cookie", "hien-thi=0010")]);
            let unknown = with(&site, path, &[("cookie", "hien-thi=9999")]);
            assert_eq!(mark(&usual, "data-text"), [""; 0], "{path}");
            let marks = ["data-text", "data-contrast", "data-spacing", "data-pictures"];
            for name in marks {
                assert_eq!(mark(&unknown, name), [""; 0], "{path}: no choice of ours");
            }
            if usual.status == 200 {
                assert_eq!(usual.text(), unknown.text(), "{path}: no choice of ours");
            }
            assert_eq!(mark(&large, "data-text"), ["large"], "{path}");
            assert_eq!(mark(&large, "data-contrast"), ["high"], "{path}");
            assert_eq!(mark(&wide, "data-spacing"), ["wide"], "{path}");
            assert_eq!(mark(&wide, "data-text"), [""; 0], "{path}");
            assert_eq!(mark(&large, "lang"), mark(&usual, "lang"), "{path}");
        }
    }
}

fn a_page_that_is_shown_in_many_ways_is_rendered_once(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::with(&world, &[("METRICS_TOKEN", "t")]);
    let rendered = || {
        let metrics = with(&site, "/metrics", &[("authorization", "Bearer t")]).text();
        let line = metrics.lines().find(|line| line.starts_with("lantoa_pages_rendered_total"));
        let line = line.unwrap_or_else(|| panic!("no such number: {metrics}")).to_owned();
        line.rsplit(' ').next().and_then(|number| number.parse::<u64>().ok()).expect("a number")
    };
    let before = rendered();
    for _ in 0..3 {
        for cookie in ["hien-thi=1000", "hien-thi=2310", "hien-thi=0002", "hien-thi=0000"] {
            assert_eq!(with(&site, &live.path(), &[("cookie", cookie)]).status, 200);
        }
    }
    assert_eq!(rendered() - before, 1);
}

fn a_publication_is_seen_by_who_chose_something_too(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let chosen = [("cookie", "hien-thi=1000")];
    let before = with(&site, "/tin-bai", &chosen);
    let live = article(&world, "vay vốn");
    site.refresh();
    let after = with(&site, "/tin-bai", &chosen);
    assert!(!before.text().contains(&live.title));
    assert!(after.text().contains(&live.title));
    assert_eq!(mark(&after, "data-text"), ["large"]);
}

fn a_choice_is_one_cookie_that_goes_away_with_the_choice(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let mut reader = Browser::new(&site);
    let from = format!("https://lantoa.test{}", live.path());
    let asked = TestRequest::get().uri("/hien-thi").insert_header(("referer", from));
    let form = reader.send(asked);
    assert_eq!(reader.cookies, [], "nothing is kept of who only looks");
    let chosen = reader.press_on(&form, "/hien-thi", &[("text", "larger"), ("contrast", "dark")]);
    assert_eq!((chosen.status.as_u16(), chosen.header("location")), (303, live.path().as_str()));
    assert_eq!(reader.cookies, [("hien-thi".to_owned(), "2200".to_owned())]);
    let cookie = chosen.header("set-cookie");
    for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=31536000"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    assert_eq!(mark(&reader.get(&live.path()), "data-contrast"), ["dark"]);
    let shown = reader.get("/hien-thi").text();
    let checked = attributes(&shown, "input[checked]", "value");
    assert_eq!(checked, ["larger", "dark", "usual", "device"], "the form stands as it was left");
    reader.press("/hien-thi", "/hien-thi", &[("text", "usual"), ("contrast", "device")]);
    assert_eq!(reader.cookies, [], "who wants all as usual needs no cookie");
    let cleared = reader.press("/hien-thi", "/hien-thi/xoa-bai-da-luu", &[]);
    assert_eq!(cleared.header("clear-site-data"), "\"storage\"");
    assert_eq!(site.get(cleared.header("location")).status, 200);
}

fn nobody_chooses_for_a_reader_and_no_choice_leads_away(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let send = |site_said: &str, fields: &[(&str, &str)]| {
        let request = TestSite::request(Method::POST, "/hien-thi").set_form(fields);
        site.ask(request.insert_header(("sec-fetch-site", site_said)))
    };
    let foreign = send("cross-site", &[("text", "larger")]);
    assert_eq!(foreign.status, 403);
    assert_eq!(foreign.header("set-cookie"), "");
    assert_eq!(send("same-origin", &[("text", "huge")]).status, 400, "no choice of ours");
    for away in ["//evil.example/", "https://evil.example/", "/\\evil.example", "/desk", ""] {
        let answer = send("same-origin", &[("text", "large"), ("ve", away)]);
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"), "{away}");
    }
    let evil = [("referer", "https://evil.example/tin-bai/x")];
    let shown = with(&site, "/hien-thi", &evil).text();
    assert_eq!(attributes(&shown, "input[name=ve]", "value"), ["/"]);
}

/// A real picture with its renditions in the site's store: its uid.
fn picture(world: &World, site: &TestSite, alt: &str) -> String {
    let drawn = RgbImage::from_fn(800, 500, |x, y| image::Rgb([x as u8, y as u8, 90]));
    let mut file = std::io::Cursor::new(Vec::new());
    drawn.write_to(&mut file, ImageFormat::Jpeg).expect("it encodes");
    let accepted = accept(&file.into_inner(), &Limits::default()).expect("a picture");
    let uid = uuid::Uuid::now_v7().to_string();
    accepted.keep(&uid, &site.app.store).expect("stored");
    let asset = NewAsset {
        uid: uid.clone(),
        sha256: accepted.sha256.clone(),
        filename: "bo.jpg".into(),
        mime: accepted.mime.into(),
        bytes: accepted.size() as i64,
        width: 800,
        height: 500,
        seconds: 0,
        alt: alt.into(),
        caption: String::new(),
        credit: "Lan Tỏa".into(),
        rights: String::new(),
        alt_en: String::new(),
        caption_en: String::new(),
        state: AssetState::Ready.name().into(),
        organisation_id: world.department,
        created_by: None,
        created_at: world.now(),
    };
    asset.save(&mut world.conn()).expect("a new picture");
    let asset = Asset::by_uid(&uid, &mut world.conn()).expect("an answer").expect("it is there");
    make_renditions(&asset, &site.app.store).expect("renditions");
    uid
}

fn pictures_wait_where_a_device_saves_data(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut told = document(Kind::Article, "vay vốn");
    let uid = picture(&world, &site, "Hội Phụ nữ giao bò giống");
    told.lead = Some(uid.clone());
    told.body.push_str(&format!("\n\n![Chuồng bò mới](media:{uid})"));
    let live = publish(&world, told);
    site.work();
    let path = live.path();
    let saving = [("save-data", "on")];
    let (usual, light) = (site.get(&path), with(&site, &path, &saving));
    assert_eq!(attributes(&usual.text(), ".later", "class"), [""; 0]);
    assert_eq!(
        attributes(&light.text(), "img, picture, source", "src"),
        [""; 0],
        "no script heeds it"
    );
    let all = attributes(&light.text(), "a.later", "href");
    assert_eq!(all.len(), 2, "only ways to them");
    let asks = text(&light.text(), "a.later");
    let size = asks.strip_prefix("Xem ảnh (").and_then(|rest| rest.split_once(" KB)"));
    let (size, alt) = size.unwrap_or_else(|| panic!("no size: {asks}"));
    let real = site.get(&all[0]).bytes.len().div_ceil(1000);
    assert_eq!(size, real.to_string(), "the size is that of what will be loaded");
    assert!(alt.contains("giao bò giống"), "{asks}");
    let list = with(&site, "/tin-bai", &saving).text();
    assert_eq!(attributes(&list, "main img", "src"), [""; 0], "beside a title none is needed");
    let wanted = with(&site, &path, &[("save-data", "on"), ("cookie", "hien-thi=0001")]);
    assert_eq!(wanted.text(), usual.text(), "who asked for pictures gets them");
    let never = with(&site, &path, &[("cookie", "hien-thi=0002")]);
    assert_eq!(never.text(), light.text(), "one page for both");
}

fn caches_are_told_what_a_page_depends_on(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let usual = site.get(&live.path());
    let large = with(&site, &live.path(), &[("cookie", "hien-thi=1000")]);
    for answer in [&usual, &large] {
        assert_eq!(answer.header("vary"), "Accept-Encoding, Cookie, Save-Data");
    }
    assert!(usual.header("cache-control").starts_with("public, max-age=0"));
    assert!(large.header("cache-control").starts_with("private, max-age=0"));
    assert_ne!(usual.header("etag"), large.header("etag"));
    let tag = usual.header("etag");
    let again = |cookie| with(&site, &live.path(), &[("if-none-match", tag), ("cookie", cookie)]);
    assert_eq!(again("a=b").status, 304);
    assert_eq!(again("hien-thi=1000").status, 200, "another's page is not this reader's");
    let dated = [("if-modified-since", usual.header("last-modified")), ("cookie", "hien-thi=1000")];
    assert_eq!(with(&site, &live.path(), &dated).status, 200, "nor is one of the same age");
    assert_eq!(site.get("/feed/atom.xml").header("vary"), "Accept-Encoding");
    let feed = with(&site, "/feed/atom.xml", &[("cookie", "hien-thi=1000")]);
    assert_eq!(feed.text(), site.get("/feed/atom.xml").text());
}

fn an_item_can_be_listened_to_without_being_listed_twice(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let english = document(Kind::Article, "loans");
    let english = publish_in(&world, Language::En, english, Some(live.item_id));
    let site = TestSite::new(&world);
    for live in [&live, &english] {
        let item = page(&site, &live.path());
        let way = format!("{}/nghe", live.path());
        assert!(attributes(&item, "main a", "href").contains(&way), "{way}");
        let scripts = attributes(&item, "script", "src");
        assert_eq!(scripts, [""; 0], "the item's page runs nothing");
        let shown = page(&site, &way);
        assert_eq!(text(&shown, "[data-listen] h1"), live.title);
        assert!(text(&shown, "[data-listen]").contains(&text(&item, ".prose")));
        assert_eq!(attributes(&shown, "meta[name=robots]", "content"), ["noindex, follow"]);
        let canonical = format!("https://lantoa.test{}", live.path());
        assert_eq!(attributes(&shown, "link[rel=canonical]", "href"), [canonical]);
        assert_eq!(attributes(&shown, "script", "src").len(), 1);
        assert!(!page(&site, "/sitemap.xml").contains("/nghe"));
    }
}

fn the_words_for_everybody_come_first_on_every_kind(db: &TestDb) {
    let world = World::new(db);
    for kind in Kind::ALL {
        let mut told = document(*kind, "bò giống");
        told.summary = "Nhà nghèo được vay bò.".to_owned();
        let live = publish(&world, told);
        let site = TestSite::new(&world);
        let shown = page(&site, &live.path());
        let at = |what: &str| shown.find(what).unwrap_or(usize::MAX);
        let summary = at("Nhà nghèo được vay bò.");
        assert!(summary < at("<dl>"), "{}: before the facts", kind.name());
        assert!(summary < at("class=\"prose\""), "{}: before the text", kind.name());
        let read = text(&shown, "main");
        assert_eq!(read.matches("Nhà nghèo được vay bò.").count(), 1, "{}", kind.name());
    }
}

fn the_worker_is_never_old_and_the_page_without_a_network_is_not_listed(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let worker = site.get("/sw.js");
    assert_eq!(worker.status, 200);
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert!(worker.header("cache-control").contains("max-age=0"));
    let policy = worker.header("content-security-policy");
    assert!(policy.contains("worker-src 'self'"), "{policy}");
    for path in ["/", "/en", live.path().as_str(), "/tin-bai"] {
        assert!(page(&site, path).contains("register('/sw.js')"), "{path} lets it be kept");
    }
    for path in ["/ngoai-tuyen", "/en/ngoai-tuyen"] {
        let shown = page(&site, path);
        assert_eq!(attributes(&shown, "ul[data-read]", "class"), ["read"], "the worker's place");
        assert_eq!(attributes(&shown, "meta[name=robots]", "content"), ["noindex, follow"]);
    }
}
