//! Events by month and by place.

use chrono::{DateTime, TimeDelta};
use lantoa::content::details::{Details, EventStatus};
use lantoa::content::{Document, Kind, Language, Live};
use scraper::{Html, Selector};

use super::{attributes, page, publish, publish_in, text, words};
use crate::harness::{TestDb, TestSite, World, document};

crate::on_each_database!(
    an_event_stands_on_each_of_its_days_in_hanoi_and_on_no_other,
    only_months_with_events_and_this_one_have_a_page,
    a_month_leads_to_the_nearest_months_with_events,
    today_and_what_was_cancelled_or_postponed_are_marked,
    the_list_of_events_leads_to_months_places_and_calendars,
    what_begins_next_stands_before_what_has_been_on_for_months,
    a_place_shows_what_comes_and_what_was,
    what_has_no_end_lasts_until_its_day_is_over,
);

/// An event about `about` from `start` to `end`, both Hanoi's time.
fn event(about: &str, start: &str, end: &str) -> Document {
    let mut document = document(Kind::Event, about);
    let at = |text: &str| DateTime::parse_from_rfc3339(&format!("{text}:00+07:00")).ok();
    if let Details::Event(event) = &mut document.details {
        (event.starts_at, event.ends_at) = (at(start), at(end));
    }
    document
}

/// The days of a month's page that hold a link to `live`.
fn days(html: &str, live: &Live) -> Vec<String> {
    let select = |css: &str| Selector::parse(css).expect("a selector");
    let link = select(&format!("a[href=\"{}\"]", live.path()));
    let html = Html::parse_document(html);
    let cell = select("table.month td");
    let cells = html.select(&cell);
    let days = cells.filter(|cell| cell.select(&link).next().is_some()).map(|cell| {
        let day = cell.select(&select("p.date time")).next().expect("a day");
        day.attr("datetime").unwrap_or_default().to_owned()
    });
    days.collect()
}

fn an_event_stands_on_each_of_its_days_in_hanoi_and_on_no_other(db: &TestDb) {
    let world = World::new(db);
    let first = publish(&world, event("giờ đầu", "2026-12-01T00:00", "2026-12-01T02:00"));
    let last = publish(&world, event("giờ cuối", "2026-11-30T23:00", "2026-12-01T00:00"));
    let both = publish(&world, event("hai tháng", "2026-11-29T20:00", "2026-12-02T10:00"));
    let no_end = publish(&world, event("không hẹn giờ về", "2026-12-31T23:59", ""));
    let site = TestSite::new(&world);
    let november = page(&site, "/su-kien/thang/2026-11");
    let december = page(&site, "/su-kien/thang/2026-12");
    assert_eq!(days(&november, &first), [""; 0]);
    assert_eq!(days(&december, &first), ["2026-12-01"]);
    assert_eq!(days(&november, &last), ["2026-11-30"]);
    assert_eq!(days(&december, &last), [""; 0], "what ends at midnight is over");
    assert_eq!(days(&november, &both), ["2026-11-29", "2026-11-30"]);
    assert_eq!(days(&december, &both), ["2026-12-01", "2026-12-02"]);
    assert_eq!(days(&december, &no_end), ["2026-12-31"]);
    assert_eq!(site.get("/su-kien/thang/2027-01").status, 404);
    assert_eq!(text(&december, "h1"), "Sự kiện – Tháng 12 năm 2026");
    assert_eq!(attributes(&december, "table.month th", "scope"), ["col"; 7]);
    assert_ne!(text(&december, "table.month caption"), "");
    assert_eq!(attributes(&december, "table.month p.date time", "datetime").len(), 31);
}

fn only_months_with_events_and_this_one_have_a_page(db: &TestDb) {
    let world = World::new(db);
    publish(&world, document(Kind::Event, "dạy nghề"));
    let site = TestSite::new(&world);
    for bad in [
        "2026-11",
        "2027-01",
        "2026-13",
        "2026-00",
        "2026-1",
        "0000-01",
        "9999-12",
        "26-12",
        "12-2026",
        "2026-12-01",
        "abc",
        "%2e%2e",
        "-026-12",
    ] {
        for prefix in ["", "/en"] {
            assert_eq!(site.get(&format!("{prefix}/su-kien/thang/{bad}")).status, 404, "{bad}");
        }
    }
    assert_eq!(site.get("/en/su-kien/thang/2026-12").status, 404, "nothing in English");
    let robots = |path: &str| attributes(&page(&site, path), "meta[name=robots]", "content");
    assert_eq!(robots("/su-kien/thang/2026-12"), [""; 0]);
    // This month is there without events, and is not for search engines.
    assert_eq!(robots("/su-kien/thang/2026-03"), ["noindex, follow"]);
    assert!(words(&site.get("/su-kien/thang/2026-03")).contains("chưa có sự kiện nào"));
    world.advance(TimeDelta::days(30));
    assert_eq!(site.get("/su-kien/thang/2026-03").status, 404, "it has passed");
    page(&site, "/en/su-kien/thang/2026-04");
}

fn a_month_leads_to_the_nearest_months_with_events(db: &TestDb) {
    let world = World::new(db);
    publish(&world, event("cũ", "2025-06-01T08:00", "2025-06-01T09:00"));
    publish(&world, event("dài", "2026-05-20T08:00", "2026-07-02T09:00"));
    let vi = publish(&world, document(Kind::Event, "dạy nghề"));
    publish_in(&world, Language::En, document(Kind::Event, "skills"), Some(vi.item_id));
    let site = TestSite::new(&world);
    let mut walked = vec!["/su-kien/thang/2025-06".to_owned()];
    while let Some(next) = {
        let html = page(&site, walked.last().expect("a beginning"));
        attributes(&html, ".months a[rel=next]", "href").pop()
    } {
        let back = attributes(&page(&site, &next), ".months a[rel=prev]", "href");
        assert_eq!(back.last(), walked.last(), "the way back is the way here");
        walked.push(next);
        assert!(walked.len() < 9, "a walk ends: {walked:?}");
    }
    let months: Vec<&str> = walked.iter().filter_map(|path| path.rsplit('/').next()).collect();
    assert_eq!(months, ["2025-06", "2026-03", "2026-05", "2026-06", "2026-07", "2026-12"]);
    let december = page(&site, "/su-kien/thang/2026-12");
    let english = attributes(&december, "a.other-language", "href");
    assert_eq!(english, ["/en/su-kien/thang/2026-12"]);
    assert_eq!(text(&page(&site, &english[0]), "h1"), "Events – December 2026");
    // Where the month has nothing in English, the other way leads home.
    let june = page(&site, "/su-kien/thang/2026-06");
    assert_eq!(attributes(&june, "a.other-language", "href"), ["/en"]);
}

fn today_and_what_was_cancelled_or_postponed_are_marked(db: &TestDb) {
    let world = World::new(db);
    let with = |status: EventStatus| {
        let mut told = event(status.name(), "2026-03-02T09:00", "2026-03-02T10:00");
        if let Details::Event(event) = &mut told.details {
            event.status = status;
        }
        publish(&world, told)
    };
    with(EventStatus::Cancelled);
    with(EventStatus::Postponed);
    let site = TestSite::new(&world);
    let path = "/su-kien/thang/2026-03";
    let today = || attributes(&page(&site, path), "td.today p.date time", "datetime");
    assert_eq!(today(), ["2026-03-02"]);
    let told = text(&page(&site, path), "td.today");
    for mark in ["Hôm nay", "Đã hủy", "Đã hoãn", "09:00"] {
        assert!(told.contains(mark), "no {mark} in {told}");
    }
    // 23:59 and midnight in Hanoi; nobody published anything.
    world.advance(TimeDelta::hours(15) + TimeDelta::minutes(59));
    assert_eq!(today(), ["2026-03-02"]);
    world.advance(TimeDelta::minutes(1));
    assert_eq!(today(), ["2026-03-03"]);
}

fn the_list_of_events_leads_to_months_places_and_calendars(db: &TestDb) {
    let world = World::new(db);
    publish(&world, document(Kind::Event, "dạy nghề"));
    let site = TestSite::new(&world);
    let html = page(&site, "/su-kien");
    let links = attributes(&html, ".event-ways a", "href");
    for expected in [
        "/su-kien/thang/2026-03",
        "/dia-ban/xa-ba-vi/su-kien",
        "webcal://lantoa.test/su-kien/lich.ics",
        "https://lantoa.test/su-kien/lich.ics",
    ] {
        assert!(links.contains(&expected.to_owned()), "no {expected} in {links:?}");
    }
    assert!(!links.iter().any(|link| link.contains("phuong-ba-dinh")), "nothing happens there");
    let offered = |path: &str| attributes(&page(&site, path), "link[type='text/calendar']", "href");
    assert_eq!(offered("/su-kien"), ["https://lantoa.test/su-kien/lich.ics"]);
    assert_eq!(
        offered("/en/dia-ban/xa-ba-vi"),
        ["https://lantoa.test/en/dia-ban/xa-ba-vi/su-kien.ics"]
    );
    assert_eq!(offered("/tin-bai"), [""; 0]);
    let place = attributes(&page(&site, "/dia-ban/xa-ba-vi"), "main a", "href");
    assert!(place.contains(&"/dia-ban/xa-ba-vi/su-kien".to_owned()));
}

fn what_begins_next_stands_before_what_has_been_on_for_months(db: &TestDb) {
    let world = World::new(db);
    let campaign = publish(&world, event("tháng cao điểm", "2026-01-05T08:00", "2027-06-30T17:00"));
    let course = publish(&world, event("lớp học", "2026-12-20T08:00", "2027-12-20T17:00"));
    let fair = publish(&world, event("phiên chợ", "2026-12-18T08:00", "2026-12-18T17:00"));
    let site = TestSite::new(&world);
    for path in ["/", "/su-kien", "/dia-ban/xa-ba-vi/su-kien"] {
        let shown = attributes(&page(&site, path), ".agenda a", "href");
        assert_eq!(shown, [fair.path(), course.path(), campaign.path()], "{path}");
    }
}

fn a_place_shows_what_comes_and_what_was(db: &TestDb) {
    let world = World::new(db);
    let coming = publish(&world, document(Kind::Event, "dạy nghề"));
    let past = publish(&world, event("đã qua", "2026-02-01T08:00", "2026-02-01T09:00"));
    super::article(&world, "không phải sự kiện");
    let site = TestSite::new(&world);
    let html = page(&site, "/dia-ban/xa-ba-vi/su-kien");
    assert_eq!(text(&html, "h1"), "Sự kiện: Xã Ba Vì");
    assert_eq!(attributes(&html, ".agenda a", "href"), [coming.path()]);
    assert_eq!(attributes(&html, ".cards .card-title a", "href"), [past.path()]);
    assert_eq!(attributes(&html, "meta[name=robots]", "content"), [""; 0]);
    let alternates = "link[rel=alternate][hreflang]";
    assert_eq!(attributes(&html, alternates, "href"), [""; 0], "nothing stands there in English");
    let empty = page(&site, "/dia-ban/phuong-ba-dinh/su-kien");
    assert_eq!(attributes(&empty, "meta[name=robots]", "content"), ["noindex, follow"]);
    assert_eq!(text(&page(&site, "/en/dia-ban/xa-ba-vi/su-kien"), "h1"), "Events: Ba Vì commune");
    assert_eq!(site.get("/dia-ban/khong-co/su-kien").status, 404);
    assert_eq!(site.get("/chu-de/chinh-sach-giam-ngheo/su-kien").status, 404);
}

fn what_has_no_end_lasts_until_its_day_is_over(db: &TestDb) {
    let world = World::new(db);
    // 08:00 in Hanoi
    let live = publish(&world, event("không hẹn giờ về", "2026-03-02T09:00", ""));
    let site = TestSite::new(&world);
    let is_past = || {
        let html = page(&site, "/dia-ban/xa-ba-vi/su-kien");
        let at = html.find(&format!("href=\"{}\"", live.path())).expect("it stands there");
        html.find("Đã diễn ra").is_some_and(|past| past < at)
    };
    world.advance(TimeDelta::hours(2));
    assert!(!is_past(), "it is on");
    assert!(page(&site, "/").contains(&live.path()), "and stands on the home page");
    world.advance(TimeDelta::hours(14));
    assert!(is_past(), "it is another day");
}
