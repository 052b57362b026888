//! Items' pages.

use chrono::{NaiveDate, TimeDelta};
use lantoa::content::details::{Details, EventStatus, Figure};
use lantoa::content::{Document, Kind, Language, Live, Revision};
use lantoa::editorial::{self, Timing};
use lantoa::theme::script::PAGE;

use super::{article, attributes, page, publish, publish_in, text, words};
use crate::harness::{TestDb, TestSite, World, document};

crate::on_each_database!(
    every_kind_has_a_page_with_its_fields_in_both_languages,
    whoever_consented_is_named_on_no_page,
    a_leaflet_says_when_it_is_not_valid_any_more,
    leaflets_that_still_hold_stand_first_at_home,
    an_event_ends_by_itself_and_a_cancelled_one_says_so,
    an_event_leads_to_what_came_of_it,
    a_republished_text_names_its_source,
    a_correction_is_told_on_the_page,
    an_old_address_leads_to_the_new_one,
    what_was_taken_away_says_so_and_when,
    whatever_was_typed_no_page_holds_a_script,
);

fn every_kind_has_a_page_with_its_fields_in_both_languages(db: &TestDb) {
    let world = World::new(db);
    let pairs: Vec<(Kind, Live, Live)> = Kind::ALL
        .iter()
        .map(|kind| {
            let vi = publish(&world, document(*kind, "vay vốn"));
            let english = document(*kind, "credit");
            let en = publish_in(&world, Language::En, english, Some(vi.item_id));
            (*kind, vi, en)
        })
        .collect();
    let site = TestSite::new(&world);
    for (kind, vi, en) in &pairs {
        let (shown, english) = (page(&site, &vi.path()), page(&site, &en.path()));
        let other = |html: &str| attributes(html, "a.other-language", "href");
        assert_eq!(other(&shown), [en.path()]);
        assert_eq!(other(&english), [vi.path()]);
        assert_eq!(attributes(&shown, "html", "lang"), ["vi"]);
        assert_eq!(attributes(&english, "html", "lang"), ["en"]);
        let main = text(&shown, "main");
        for expected in
            [vi.title.as_str(), &vi.sapo, "Nguyễn Thị Lan", "Cơ quan so", "02/03/2026 08:00"]
        {
            assert!(main.contains(expected), "{kind:?}: no {expected:?} in {main}");
        }
        assert!(
            shown.contains("/chu-de/chinh-sach-giam-ngheo") && shown.contains("/dia-ban/xa-ba-vi")
        );
        for (vietnamese, in_english) in fields(*kind) {
            assert!(super::holds(&main, vietnamese), "{kind:?}: no {vietnamese:?} in {main}");
            let main = text(&english, "main");
            assert!(super::holds(&main, in_english), "{kind:?}: no {in_english:?} in {main}");
        }
        assert_eq!(attributes(&shown, "[style], [onclick], img:not([alt])", "class"), [""; 0]);
    }
}

/// What a kind's page must show, in Vietnamese and in English.
fn fields(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Article => &[("Tin", "News")],
        Kind::Leaflet => &[
            ("Tôi được gì? Được vay vốn ưu đãi", "What do I get? Được vay vốn ưu đãi"),
            ("Ai được hưởng? Hộ nghèo, hộ cận nghèo", "Who can?"),
            ("Cần giấy tờ gì?", "Which papers?"),
            ("Làm ở đâu? Ủy ban nhân dân xã", "Where?"),
            ("Hạn đến khi nào? 31/12/2026", "Until when?"),
            ("Hỏi ai? 024 0000 0000", "Whom to ask?"),
        ],
        Kind::Story => &[
            ("Trước đây Nhà thiếu vốn", "Before"),
            ("Đã làm gì Học nghề và vay vốn", "What they did"),
            ("Bây giờ Thu nhập tăng gấp ba.", "Now"),
        ],
        Kind::Event => &[
            ("Thứ Bảy, 05/12/2026, 08:00–11:30", "Saturday, 05/12/2026, 08:00–11:30"),
            ("Địa điểm Nhà văn hóa xã", "Place"),
            ("Đơn vị tổ chức Ủy ban nhân dân xã", "Organiser"),
            ("Sắp diễn ra", "To come"),
        ],
    }
}

fn whoever_consented_is_named_on_no_page(db: &TestDb) {
    let world = World::new(db);
    let mut story = document(Kind::Story, "nuôi bò");
    if let Details::Story(details) = &mut story.details {
        details.figures = vec![Figure {
            label: "Thu nhập".into(),
            before: "18 triệu".into(),
            after: "96 triệu".into(),
        }];
    }
    let live = publish(&world, story);
    let site = TestSite::new(&world);
    let shown = page(&site, &live.path());
    assert!(super::holds(
        &text(&shown, ".figures"),
        "Thu nhập Trước đây 18 triệu Bây giờ 96 triệu"
    ));
    assert!(!shown.contains("Trần Văn Bình") && !shown.contains("Văn bản đồng ý"));
}

fn a_leaflet_says_when_it_is_not_valid_any_more(db: &TestDb) {
    let world = World::new(db);
    let mut leaflet = document(Kind::Leaflet, "vay vốn");
    if let Details::Leaflet(details) = &mut leaflet.details {
        details.valid_from = NaiveDate::from_ymd_opt(2026, 3, 3);
        details.valid_until = NaiveDate::from_ymd_opt(2026, 3, 4);
    }
    let live = publish(&world, leaflet);
    let site = TestSite::new(&world);
    let told = || text(&page(&site, &live.path()), "p.notice");
    assert_eq!(told(), "Chính sách này có hiệu lực từ ngày 03/03/2026.");
    world.advance(TimeDelta::days(1));
    assert_eq!(told(), "", "nobody published anything; the day changed");
    world.advance(TimeDelta::days(2));
    assert!(told().starts_with("Đã hết hiệu lực sau ngày 04/03/2026."), "{}", told());
    assert!(page(&site, "/to-roi").contains("Hết hiệu lực"));
    let shared =
        attributes(&page(&site, &live.path()), "meta[property='og:description']", "content");
    assert!(shared[0].starts_with("Hết hiệu lực. "), "{shared:?}");
}

fn leaflets_that_still_hold_stand_first_at_home(db: &TestDb) {
    let world = World::new(db);
    let until = |days: i64, about: &str| {
        let mut leaflet = document(Kind::Leaflet, about);
        if let Details::Leaflet(details) = &mut leaflet.details {
            details.valid_until = NaiveDate::from_ymd_opt(2026, 3, 2)
                .and_then(|day| day.checked_add_signed(TimeDelta::days(days)));
        }
        world.advance(TimeDelta::minutes(1));
        publish(&world, leaflet).path()
    };
    let lasting = [until(90, "nước sạch"), until(90, "học nghề")];
    let ending: Vec<String> = (0..9).map(|at| until(1, &format!("việc {at}"))).collect();
    let site = TestSite::new(&world);
    let shown = || attributes(&page(&site, "/"), "main .card h3 a", "href");
    let before = shown();
    assert!(!before.contains(&lasting[0]), "the newest stand there: {before:?}");
    world.advance(TimeDelta::days(2));
    let after = shown();
    let place = |path: &String| after.iter().position(|one| one == path);
    assert!(place(&lasting[0]).is_some() && place(&lasting[1]).is_some(), "{after:?}");
    let first_ended = ending.iter().filter_map(place).min();
    assert!(first_ended.is_none_or(|at| Some(at) > place(&lasting[0])), "{after:?}");
}

fn an_event_ends_by_itself_and_a_cancelled_one_says_so(db: &TestDb) {
    let world = World::new(db);
    let live = publish(&world, document(Kind::Event, "dạy nghề"));
    let mut off = document(Kind::Event, "chăn nuôi");
    if let Details::Event(details) = &mut off.details {
        details.status = EventStatus::Cancelled;
    }
    let off = publish(&world, off);
    let site = TestSite::new(&world);
    let status = |live: &Live| text(&page(&site, &live.path()), ".item-head .status");
    assert_eq!(status(&live), "Sắp diễn ra");
    assert_eq!(status(&off), "Đã hủy");
    assert!(page(&site, &off.path()).contains("Sự kiện này đã hủy."));
    // What is called out twice is that it is off, not when and where it was to be.
    let script = site.get(&format!("{}/doc-loa.txt", off.path())).text();
    let again = script.split_once("NHẮC LẠI").map(|(_, after)| after).unwrap_or_default();
    assert!(again.contains("Sự kiện này đã hủy.") && !again.contains("Thời gian:"), "{script}");
    assert_eq!(text(&page(&site, "/"), ".agenda .status"), "Đã hủy", "and on the home page");
    // From 2 March to 5 December, 08:30 and 12:00.
    world.advance(TimeDelta::days(278) + TimeDelta::minutes(30));
    assert_eq!(status(&live), "Đang diễn ra");
    assert!(text(&page(&site, "/su-kien"), ".agenda").contains(&live.title));
    world.advance(TimeDelta::minutes(210));
    assert_eq!(status(&live), "Đã kết thúc");
    assert_eq!(text(&page(&site, "/su-kien"), ".agenda"), "", "what is over is not coming up");
}

fn an_event_leads_to_what_came_of_it(db: &TestDb) {
    let world = World::new(db);
    let told = article(&world, "kết quả");
    let mut event = document(Kind::Event, "dạy nghề");
    if let Details::Event(details) = &mut event.details {
        details.outcome = told.slug.clone();
    }
    let event = publish(&world, event);
    let site = TestSite::new(&world);
    assert_eq!(attributes(&page(&site, &event.path()), ".outcome a", "href"), [told.path()]);
}

fn a_republished_text_names_its_source(db: &TestDb) {
    let world = World::new(db);
    let mut text_of_others = document(Kind::Article, "vốn");
    if let Details::Article(details) = &mut text_of_others.details {
        details.source_name = "Báo Mới".into();
        details.source_author = "Lê Văn Tám".into();
        details.source_url = "https://bao.example.vn/vay-von".into();
        details.source_published_at =
            chrono::DateTime::parse_from_rfc3339("2026-03-01T07:30:00+07:00").ok();
    }
    let live = publish(&world, text_of_others);
    let site = TestSite::new(&world);
    let source = text(&page(&site, &live.path()), ".source");
    assert_eq!(source, "Báo Mới, Lê Văn Tám, đăng lần đầu 01/03/2026 07:30");
}

/// Puts a changed revision in the place of the live one.
pub(super) fn change(world: &World, live: &Live, change: impl FnOnce(&mut Document)) {
    let conn = &mut world.conn();
    let base = Revision::live(live.item_id, conn).expect("an answer").expect("it is live");
    let mut next = base.document(conn).expect("a document");
    change(&mut next);
    let author = world.role(lantoa::accounts::Role::Editor, world.department);
    let saved = world.edit(&author, &base, next).expect("an editor may write");
    editorial::force_publish(&world.system(), saved.revision.id, "Sửa", conn).expect("at once");
}

fn a_correction_is_told_on_the_page(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    assert_eq!(text(&page(&site, &live.path()), ".correction"), "");
    world.advance(TimeDelta::hours(2));
    change(&world, &live, |document| document.correction = "Lãi suất là 6,6%/năm.".into());
    site.refresh();
    let shown = page(&site, &live.path());
    assert_eq!(text(&shown, ".correction"), "Đính chínhLãi suất là 6,6%/năm.");
    assert!(text(&shown, ".byline").contains("Cập nhật 02/03/2026 10:00"));
}

fn an_old_address_leads_to_the_new_one(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    page(&site, &live.path());
    change(&world, &live, |document| document.slug = "ten-moi".into());
    site.refresh();
    let moved = site.get(&live.path());
    assert_eq!((moved.status.as_u16(), moved.header("location")), (301, "/tin-bai/ten-moi"));
    page(&site, "/tin-bai/ten-moi");
    let slash = site.get("/tin-bai/ten-moi/");
    assert_eq!((slash.status.as_u16(), slash.header("location")), (301, "/tin-bai/ten-moi"));
    let asked = site.get("/en/tim-kiem/?q=ho+ngheo");
    assert_eq!(asked.header("location"), "/en/tim-kiem?q=ho+ngheo", "what was asked stays");
    let evil = site.get("//evil.example/");
    assert_eq!(evil.header("location"), "/evil.example", "no redirect to another site");
}

fn what_was_taken_away_says_so_and_when(db: &TestDb) {
    let world = World::new(db);
    let (withdrawn, laid_aside) = (article(&world, "rút"), article(&world, "cất"));
    let expiring = article(&world, "hạn");
    let conn = &mut world.conn();
    let revision = |live: &Live, conn: &mut _| {
        Revision::live(live.item_id, conn).expect("an answer").expect("it is live").id
    };
    let site = TestSite::new(&world);
    page(&site, &withdrawn.path());
    world.advance(TimeDelta::hours(1));
    let act = world.system();
    editorial::withdraw(&act, revision(&withdrawn, conn), "Tên người", conn).expect("gone");
    editorial::archive(&act, revision(&laid_aside, conn), conn).expect("gone");
    let again = revision(&expiring, conn);
    editorial::withdraw(&act, again, "Hẹn lại", conn).expect("gone");
    editorial::republish(&act, again, conn).expect("unchanged text needs no review");
    site.refresh();
    for (live, expected) in [
        (&withdrawn, "Bài đã được gỡ khỏi trang lúc 02/03/2026 09:00."),
        (&laid_aside, "Bài không còn trên trang từ 02/03/2026 09:00."),
    ] {
        let answer = site.get(&live.path());
        assert_eq!(answer.status, 410);
        let told = words(&answer);
        assert!(told.contains(expected), "{told}");
        assert!(!told.contains(&live.title) && !told.contains("Tên người"), "{told}");
        assert_eq!(attributes(&answer.text(), "main form input[name=q]", "name").len(), 1);
        assert!(answer.text().contains("href=\"/to-roi\""));
    }
    assert_eq!(site.get("/tin-bai/chua-bao-gio-co").status, 404);
    expires(&world, &site);
}

fn expires(world: &World, site: &TestSite) {
    let conn = &mut world.conn();
    let author = world.role(lantoa::accounts::Role::Editor, world.department);
    let saved =
        world.create(&author, world.department, document(Kind::Leaflet, "hè")).expect("new");
    let (act, id) = (world.system(), saved.revision.id);
    let at = |minutes| Some(world.now() + TimeDelta::minutes(minutes));
    editorial::submit(&act, id, conn).expect("it is complete");
    editorial::approve(&act, id, conn).expect("it is in review");
    let timing = Timing { publish_at: at(5), expires_at: at(30) };
    editorial::schedule(&act, id, timing, conn).expect("a time to come");
    let path = "/to-roi/to-roi-ve-he";
    assert_eq!(site.get(path).status, 404, "not before its time");
    world.advance(TimeDelta::minutes(5));
    site.work();
    page(site, path);
    world.advance(TimeDelta::minutes(25));
    site.work();
    let answer = site.get(path);
    assert_eq!(answer.status, 410);
    assert!(words(&answer).contains("Thời hạn đăng đã hết lúc 02/03/2026 09:30."));
}

fn whatever_was_typed_no_page_holds_a_script(db: &TestDb) {
    const EVIL: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}";
    let world = World::new(db);
    let paths: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| {
            let mut hostile = document(*kind, EVIL);
            for text in [&mut hostile.sapo, &mut hostile.summary, &mut hostile.byline] {
                *text = EVIL.into();
            }
            hostile.correction = EVIL.into();
            // what tells the outcome must be there
            hostile.details.each_text(|field, text, _| match field {
                "event.outcome" => {}
                _ => *text = EVIL.into(),
            });
            if let Details::Article(details) = &mut hostile.details {
                details.source_name = EVIL.into();
                details.source_url = "https://x.example.vn/\"onmouseover=\"alert(3)".into();
                details.source_published_at =
                    chrono::DateTime::parse_from_rfc3339("2026-03-01T07:30:00+07:00").ok();
            }
            hostile.body = format!(
                "{EVIL}\n\n[x](javascript:alert(4)) [y](data:text/html,alert(5))\n\n\
                 <iframe src=\"//evil.example\"></iframe><style>*{{display:none}}</style>\n\n# {EVIL}\n"
            );
            publish(&world, hostile).path()
        })
        .collect();
    let site = TestSite::new(&world);
    site.work();
    let query = "/tim-kiem?q=%22%27%3E%3Cscript%3Ealert(1)%3C/script%3E&topic=%22%3E%3Cscript%3E";
    let others =
        ["/", "/tin-bai", "/su-kien", "/chu-de/chinh-sach-giam-ngheo", query, "/x%3Cscript%3E"];
    for path in paths.iter().map(String::as_str).chain(others) {
        let html = site.get(path).text();
        harmless(path, &html);
        assert!(html.contains("7*7") || others.contains(&path), "what was typed is shown, not run");
    }
}

/// No active element but our own files, no active attribute or address; no
/// picture from elsewhere.
fn harmless(path: &str, html: &str) {
    let own = format!("<script>{PAGE}</script>");
    assert_eq!(html.matches(&own).count(), 1, "{path}: the program's own script");
    let html = &html.replace(&own, "");
    let scripts = "script:not([type='application/ld+json']):not([src^='/static/city/suggest.js?v=']), \
                   iframe, object, embed, body style, base";
    assert_eq!(attributes(html, scripts, "src").len() + text(html, scripts).len(), 0, "{path}");
    assert_eq!(html.matches("<style").count(), 1, "{path}: the theme's first sheet alone");
    let parsed = scraper::Html::parse_document(html);
    let every = scraper::Selector::parse("*").expect("a selector");
    for element in parsed.select(&every) {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "style", "{path}: {name}={value}");
            let address = matches!(name, "href" | "src" | "action" | "formaction");
            let value = value.trim().to_lowercase();
            let active = value.starts_with("javascript:") || value.starts_with("data:");
            assert!(!(address && active), "{path}: {name}={value}");
            assert!(name != "src" || value.starts_with('/'), "{path}: {name}={value}");
        }
    }
}
