//! Feeds: what stands in them, what leaves them, and that they are sound.

pub mod newsroom;
pub mod rules;

use chrono::TimeDelta;
use feed_rs::model::Feed;
use lantoa::content::details::Details;
use lantoa::content::{Kind, Language, State, Taxonomy};
use lantoa::editorial;

use self::newsroom::Newsroom;
use crate::harness::{TestDb, TestSite, document};

crate::on_each_database!(
    what_is_published_stands_in_every_feed_it_belongs_to_and_in_no_other,
    what_is_not_public_stands_in_no_feed,
    what_is_withdrawn_leaves_every_feed_at_once_and_is_told_in_each,
    a_correction_keeps_identity_and_first_date_and_moves_the_change,
    an_unchanged_feed_costs_a_304_and_a_withdrawal_is_never_one,
    feeds_are_answered_to_head_and_in_the_encoding_that_was_asked_for,
    the_whole_text_stands_in_a_feed_with_absolute_addresses,
    a_story_without_consent_for_the_press_stands_in_no_feed,
    a_feed_is_the_newest_fifty,
    a_district_of_before_has_what_its_communes_have,
    each_language_has_its_own_feeds,
    whatever_was_typed_the_feeds_stay_sound,
    feeds_of_nothing_are_sound_and_feeds_that_are_none_are_not_found,
);

const FILES: [&str; 3] = ["atom.xml", "rss.xml", "feed.json"];

/// The three feeds of the list at `list`, as another program reads them.
fn feeds(site: &TestSite, list: &str) -> [Feed; 3] {
    FILES.map(|file| {
        let answer = site.get(&format!("{list}/feed/{file}"));
        assert_eq!(answer.status, 200, "{list}/feed/{file}");
        rules::check(file, &answer);
        feed_rs::parser::parse(&answer.bytes[..])
            .unwrap_or_else(|error| panic!("{list}/feed/{file}: {error}"))
    })
}

/// The ids that all three feeds of `list` hold, in order.
fn ids(site: &TestSite, list: &str) -> Vec<String> {
    let [atom, rss, json] =
        feeds(site, list).map(|feed| feed.entries.into_iter().map(|one| one.id).collect());
    assert_eq!(atom, rss, "{list}");
    assert_eq!(atom, json, "{list}");
    atom
}

fn what_is_published_stands_in_every_feed_it_belongs_to_and_in_no_other(db: &TestDb) {
    let room = Newsroom::new(db);
    let mut text = document(Kind::Story, "nuôi bò");
    text.terms.insert(Taxonomy::Audience, vec!["ho-ngheo".into()]);
    let live = room.publish(text);
    let site = room.site();
    let own = [
        "",
        "/guong-dien-hinh",
        "/chu-de/chinh-sach-giam-ngheo",
        "/doi-tuong/ho-ngheo",
        "/dia-ban/xa-ba-vi",
    ];
    for list in own {
        assert_eq!(ids(&site, list), [live.id()], "{list}");
    }
    for list in ["/tin-bai", "/su-kien", "/chu-de/dao-tao-nghe", "/dia-ban/phuong-ba-dinh", "/en"] {
        assert_eq!(ids(&site, list), [""; 0], "{list}");
    }
}

fn what_is_not_public_stands_in_no_feed(db: &TestDb) {
    let room = Newsroom::new(db);
    for state in [State::Draft, State::InReview, State::Approved, State::Scheduled] {
        room.world.item_in(state, &room.author, room.world.city);
    }
    let site = room.site();
    assert_eq!(ids(&site, ""), [""; 0]);
    let atom = site.get("/feed/atom.xml").text();
    assert!(!atom.contains("deleted-entry"), "what never was public is not told as withdrawn");
}

fn what_is_withdrawn_leaves_every_feed_at_once_and_is_told_in_each(db: &TestDb) {
    let room = Newsroom::new(db);
    let (gone, kept) = (room.publish_kind(Kind::Leaflet), room.publish_kind(Kind::Leaflet));
    let site = room.site();
    assert_eq!(ids(&site, "/to-roi"), [kept.id(), gone.id()]);
    room.world.advance(TimeDelta::minutes(5));
    room.withdraw(&gone);
    site.refresh();
    for list in ["", "/to-roi", "/chu-de/chinh-sach-giam-ngheo", "/dia-ban/xa-ba-vi"] {
        assert_eq!(ids(&site, list), [kept.id()], "{list}");
        let since = "2026-03-02T08:05:00+07:00";
        for file in ["atom.xml", "rss.xml"] {
            let feed = site.get(&format!("{list}/feed/{file}")).text();
            let told = rules::deleted_entries(&feed);
            assert_eq!(told, [(gone.id(), since.to_owned())], "{list} {file}");
            assert!(!feed.contains("Sai số liệu"), "the reason is the office's own");
        }
        let json = site.get(&format!("{list}/feed/feed.json")).json();
        let told = serde_json::json!([{ "ref": gone.id(), "when": since }]);
        assert_eq!(json["_withdrawn"], told);
    }
    assert_eq!(rules::deleted_entries(&site.get("/tin-bai/feed/atom.xml").text()), []);
    // A month later it is no news any more.
    room.world.advance(TimeDelta::days(31));
    assert_eq!(rules::deleted_entries(&site.get("/feed/atom.xml").text()), []);
}

fn a_correction_keeps_identity_and_first_date_and_moves_the_change(db: &TestDb) {
    let room = Newsroom::new(db);
    let live = room.publish_kind(Kind::Article);
    let site = room.site();
    let before = feeds(&site, "").map(|feed| feed.entries[0].clone());
    room.world.advance(TimeDelta::hours(1));
    room.correct(&live, |text| {
        text.title = "Tên khác".into();
        text.slug = "ten-khac".into();
        text.correction = "Con số đúng là 12.".into();
    });
    site.refresh();
    for (was, feed) in before.iter().zip(feeds(&site, "")) {
        let now = &feed.entries[0];
        assert_eq!((&now.id, now.published), (&was.id, was.published));
        assert_eq!(now.title.as_ref().map(|title| title.content.as_str()), Some("Tên khác"));
        if feed.feed_type != feed_rs::model::FeedType::RSS2 {
            assert_eq!(now.updated, was.updated.map(|at| at + TimeDelta::hours(1)));
        }
        assert!(now.links.iter().any(|link| link.href.ends_with("/tin-bai/ten-khac")));
    }
    // RSS has no word of its own for it.
    let rss = site.get("/feed/rss.xml").text();
    let changed = "<dcterms:modified>2026-03-02T09:00:00+07:00</dcterms:modified>";
    assert!(rss.contains(changed) && rss.contains("Con số đúng là 12."), "{rss}");
}

fn an_unchanged_feed_costs_a_304_and_a_withdrawal_is_never_one(db: &TestDb) {
    let room = Newsroom::new(db);
    room.publish_kind(Kind::Article);
    room.world.advance(TimeDelta::minutes(1));
    let newest = room.publish_kind(Kind::Article);
    let site = room.site();
    let dated =
        |file: &&str| !site.get(&format!("/feed/{file}")).header("last-modified").is_empty();
    assert!(
        !FILES.iter().any(dated),
        "within a second it may change again, and no date would tell"
    );
    room.world.advance(TimeDelta::seconds(1));
    for file in FILES {
        let path = format!("/feed/{file}");
        let first = site.get(&path);
        let ask = |name: &'static str, value: &str| {
            let request = TestSite::request(actix_web::http::Method::GET, &path);
            site.ask(request.insert_header((name, value.to_owned())))
        };
        let unchanged = ask("if-none-match", first.header("etag"));
        assert_eq!((unchanged.status.as_u16(), unchanged.bytes.len()), (304, 0));
        assert_eq!(ask("if-modified-since", first.header("last-modified")).status, 304);
    }
    let asked: Vec<_> = FILES.map(|file| site.get(&format!("/feed/{file}"))).into();
    room.world.advance(TimeDelta::minutes(1));
    room.withdraw(&newest);
    site.refresh();
    for (file, before) in FILES.iter().zip(&asked) {
        for (name, value) in [("if-none-match", "etag"), ("if-modified-since", "last-modified")] {
            let request = TestSite::request(actix_web::http::Method::GET, &format!("/feed/{file}"));
            let answer = site.ask(request.insert_header((name, before.header(value).to_owned())));
            assert_eq!(answer.status, 200, "{file}: {name}");
            // Atom tells of it as deleted; there it stands in no entry.
            assert!(!answer.text().contains(&format!("<id>{}</id>", newest.id())));
        }
    }
}

fn feeds_are_answered_to_head_and_in_the_encoding_that_was_asked_for(db: &TestDb) {
    let room = Newsroom::new(db);
    room.publish_kind(Kind::Event);
    let site = room.site();
    for path in ["/feed/atom.xml", "/su-kien/feed/rss.xml", "/feed/feed.json", "/sitemap.xml"] {
        let plain = site.get(path);
        let ask = |method: &str, coding: &'static str| {
            let method = method.parse().expect("a method");
            site.ask(TestSite::request(method, path).insert_header(("accept-encoding", coding)))
        };
        let head = ask("HEAD", "identity");
        assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0), "{path}");
        for name in ["etag", "content-type", "last-modified"] {
            assert_eq!(head.header(name), plain.header(name), "{path}: {name}");
        }
        let (gzip, brotli) = (ask("GET", "gzip"), ask("GET", "br"));
        assert_eq!(
            [gzip.header("content-encoding"), brotli.header("content-encoding")],
            ["gzip", "br"]
        );
        let mut text = Vec::new();
        std::io::copy(&mut flate2::read::GzDecoder::new(&gzip.bytes[..]), &mut text).expect("gzip");
        assert_eq!(text, plain.bytes, "{path}");
        text.clear();
        brotli::BrotliDecompress(&mut &brotli.bytes[..], &mut text).expect("brotli");
        assert_eq!(text, plain.bytes, "{path}");
    }
}

fn the_whole_text_stands_in_a_feed_with_absolute_addresses(db: &TestDb) {
    let room = Newsroom::new(db);
    let picture = room.picture("Vườn rau sau nhà");
    let mut text = document(Kind::Leaflet, "nước sạch");
    text.lead = Some(picture.clone());
    text.body = format!(
        "Xem [tờ khác](/to-roi/khac), [mục dưới](#muc-a).\n\n![Vườn](media:{picture} \"Vườn\")\n\n## A\n\nHết."
    );
    room.publish(text);
    let site = room.site();
    let file = format!("https://lantoa.test/media/{picture}/1024.jpg");
    for feed in feeds(&site, "") {
        let entry = &feed.entries[0];
        let html = entry.content.as_ref().and_then(|content| content.body.clone());
        let html = html.or_else(|| entry.summary.as_ref().map(|text| text.content.clone()));
        let html = html.expect("a text");
        for part in [
            "Hết.",
            "Được vay vốn ưu đãi",
            "Đơn đề nghị<br>Căn cước công dân",
            "https://lantoa.test/to-roi/khac",
            &format!("src=\"{file}\""),
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(!html.contains("srcset") && !html.contains("class="), "{html}");
    }
    let json = site.get("/feed/feed.json").json();
    assert_eq!(json["items"][0]["image"], file.as_str());
    assert!(
        site.get("/feed/atom.xml").text().contains(&format!("href=\"{file}\" rel=\"enclosure\""))
    );
}

fn a_story_without_consent_for_the_press_stands_in_no_feed(db: &TestDb) {
    use lantoa::content::details::Purpose;
    let room = Newsroom::new(db);
    let with = |purposes: Vec<Purpose>| {
        let mut text = document(Kind::Story, "làm vườn");
        if let Details::Story(story) = &mut text.details {
            story.consents[0].purposes = purposes;
            story.after = "Thu nhập tăng gấp bốn.".into();
        }
        text
    };
    let withheld = room.publish(with(vec![Purpose::Page]));
    let free = room.publish(with(vec![Purpose::Page, Purpose::Press]));
    let site = room.site();
    assert_eq!(ids(&site, ""), [free.id()]);
    let json = site.get("/feed/feed.json").json();
    let told = json["items"][0]["content_html"].as_str().unwrap_or_default();
    assert!(told.contains("tăng gấp bốn") && told.contains("<strong>làm vườn</strong>"));
    let atom = site.get("/guong-dien-hinh/feed/atom.xml").text();
    let deleted = rules::deleted_entries(&atom);
    assert!(deleted.iter().any(|(id, _)| *id == withheld.id()), "{deleted:?}");
    for feed in FILES {
        let text = site.get(&format!("/feed/{feed}")).text();
        assert!(!text.contains("Trần Văn Bình"), "a consent names nobody in public");
    }
}

fn a_feed_is_the_newest_fifty(db: &TestDb) {
    let room = Newsroom::new(db);
    let all: Vec<String> = (0..53)
        .map(|_| {
            room.world.advance(TimeDelta::minutes(1));
            room.publish_kind(Kind::Article).id()
        })
        .collect();
    let newest: Vec<String> = all.into_iter().rev().take(50).collect();
    assert_eq!(ids(&room.site(), "/tin-bai"), newest);
}

fn a_district_of_before_has_what_its_communes_have(db: &TestDb) {
    let room = Newsroom::new(db);
    let live = room.publish_kind(Kind::Article);
    room.withdraw(&room.publish_kind(Kind::Event));
    room.district("huyen-ba-vi", "xa-ba-vi");
    let site = room.site();
    assert_eq!(ids(&site, "/dia-ban/huyen-ba-vi"), [live.id()]);
    let atom = site.get("/dia-ban/huyen-ba-vi/feed/atom.xml").text();
    assert_eq!(rules::deleted_entries(&atom).len(), 1);
}

fn each_language_has_its_own_feeds(db: &TestDb) {
    let room = Newsroom::new(db);
    let vietnamese = room.publish_kind(Kind::Article);
    let english = room.translate(&vietnamese, "Clean water for all");
    let site = room.site();
    assert_eq!(ids(&site, ""), [vietnamese.id()]);
    for list in ["/en", "/en/tin-bai", "/en/chu-de/chinh-sach-giam-ngheo"] {
        assert_eq!(ids(&site, list), [english.id()], "{list}");
    }
    let feed = &feeds(&site, "/en")[0];
    assert_eq!(feed.language.as_deref(), Some(Language::En.name()));
    let link = &feed.entries[0].links[0].href;
    assert_eq!(link, "https://lantoa.test/en/tin-bai/clean-water-for-all");
}

fn whatever_was_typed_the_feeds_stay_sound(db: &TestDb) {
    let room = Newsroom::new(db);
    let mut text = document(Kind::Article, "x");
    text.title = "Vay < 5 & > 3 “triệu” ]]> </title><script>alert(1)</script>".into();
    text.sapo = "A\u{0}B\u{8}C ]]> <b>đậm</b> &amp; \u{ffff}".into();
    text.byline = "Lan & <i>Hoa</i>".into();
    text.body = "<script>alert(1)</script>\n\n]]> `]]>` <img src=x onerror=alert(1)> &nbsp;".into();
    let live = room.publish(text);
    let site = room.site();
    assert_eq!(ids(&site, ""), [live.id()]);
    for feed in feeds(&site, "") {
        let entry = &feed.entries[0];
        let title = entry.title.as_ref().map(|title| title.content.clone()).unwrap_or_default();
        assert!(title.starts_with("Vay < 5 & > 3"), "{title}");
        assert_eq!(entry.authors[0].name.as_deref(), Some("Lan & <i>Hoa</i>"));
        let html = entry.content.as_ref().and_then(|content| content.body.clone());
        let html = html.unwrap_or_default();
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    }
}

fn feeds_of_nothing_are_sound_and_feeds_that_are_none_are_not_found(db: &TestDb) {
    let room = Newsroom::new(db);
    let site = room.site();
    assert_eq!(ids(&site, ""), [""; 0]);
    for path in [
        "/feed/feed.xml",
        "/chu-de/khong-co/feed/atom.xml",
        "/dia-ban/khong-co/feed/rss.xml",
        "/khong-co/feed/atom.xml",
        "/en/chu-de/khong-co/feed/feed.json",
    ] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
    // Other ways of asking for the same feed are answered from one cached page.
    let kept = site.get("/feed/atom.xml");
    assert_eq!(site.get("/feed/atom.xml?x=1").header("etag"), kept.header("etag"));
    let item = room.world.item_in(State::Published, &room.author, room.world.city);
    site.refresh();
    assert_eq!(ids(&site, "").len(), 1);
    editorial::archive(&room.world.system(), item.revision.id, &mut room.world.conn()).unwrap();
    site.refresh();
    assert_eq!(ids(&site, ""), [""; 0], "what was archived is as gone as what was withdrawn");
}
