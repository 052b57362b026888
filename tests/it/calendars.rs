//! Calendars, read by another program.

use std::collections::BTreeMap;

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta};
use ical::parser::ical::component::IcalCalendar;
use ical::property::Property;
use lantoa::content::details::{Details, Event, EventStatus};
use lantoa::content::{Document, Kind, Taxonomy};
use lantoa::editorial;

use crate::feeds::newsroom::{Newsroom, Published};
use crate::harness::{TestDb, TestSite, document};

crate::on_each_database!(
    another_program_reads_an_event_as_it_was_announced,
    every_change_that_the_public_sees_arrives_with_a_higher_sequence,
    a_postponed_event_is_tentative_and_a_cancelled_one_is_cancelled,
    a_withdrawn_event_is_told_as_cancelled_without_its_text_until_it_is_over,
    a_calendar_holds_what_comes_and_what_ended_of_late,
    topics_audiences_places_and_languages_have_calendars_of_their_own,
    an_event_of_an_old_address_is_found_and_one_taken_away_is_gone,
    an_unchanged_calendar_costs_a_304_and_a_withdrawal_is_never_one,
    whatever_was_typed_the_lines_stay_sound,
);

const ALL: &str = "/su-kien/lich.ics";

/// The calendar at `path`, which must be sound.
fn calendar(site: &TestSite, path: &str) -> IcalCalendar {
    let answer = site.get(path);
    assert_eq!(answer.status, 200, "{path}");
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    let text = String::from_utf8(answer.bytes.clone()).expect("UTF-8");
    assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(char::is_control), "{line:?}");
    }
    let mut read = ical::IcalParser::new(text.as_bytes());
    let calendar = read.next().expect("a calendar").expect("a sound one");
    assert!(read.next().is_none(), "and no other");
    for (name, value) in [
        ("VERSION", "2.0"),
        ("METHOD", "PUBLISH"),
        ("CALSCALE", "GREGORIAN"),
        ("REFRESH-INTERVAL", "PT1H"),
    ] {
        assert_eq!(value_of(&calendar.properties, name), value, "{name}");
    }
    assert_eq!(value_of(&calendar.properties, "SOURCE"), format!("https://lantoa.test{path}"));
    calendar
}

/// The one value of a property.
fn value_of(properties: &[Property], name: &str) -> String {
    let found: Vec<&Property> = properties.iter().filter(|one| one.name == name).collect();
    assert!(found.len() < 2, "{name} stands {} times", found.len());
    let raw = found.first().and_then(|one| one.value.clone()).unwrap_or_default();
    let mut text = String::new();
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, Some('n' | 'N')) => text.push('\n'),
            (_, Some(escaped)) => text.push(escaped),
            (plain, None) => text.push(plain),
        }
    }
    text
}

/// The events of a calendar by UID, each with all its properties.
fn events(calendar: &IcalCalendar) -> BTreeMap<String, BTreeMap<String, String>> {
    let read = |properties: &Vec<Property>| {
        let all = properties.iter().map(|one| (one.name.clone(), value_of(properties, &one.name)));
        let all: BTreeMap<String, String> = all.collect();
        for needed in ["UID", "DTSTAMP", "DTSTART", "SUMMARY", "ORGANIZER", "SEQUENCE", "STATUS"] {
            assert!(all.contains_key(needed), "no {needed} in {all:?}");
        }
        (all["UID"].clone(), all)
    };
    calendar.events.iter().map(|event| read(&event.properties)).collect()
}

/// One event of the calendar of all, as it is now.
fn event(site: &TestSite, item: &Published) -> BTreeMap<String, String> {
    site.refresh();
    events(&calendar(site, ALL)).remove(&item.0.item.uid).expect("it is in the calendar")
}

fn uids(site: &TestSite, path: &str) -> Vec<String> {
    events(&calendar(site, path)).into_keys().collect()
}

fn change(text: &mut Document, change: impl FnOnce(&mut Event)) {
    if let Details::Event(event) = &mut text.details {
        change(event);
    }
}

fn announced(about: &str, edit: impl FnOnce(&mut Event)) -> Document {
    let mut text = document(Kind::Event, about);
    change(&mut text, edit);
    text
}

fn another_program_reads_an_event_as_it_was_announced(db: &TestDb) {
    let room = Newsroom::new(db);
    let mut text = announced("x", |event| {
        event.contact = "Bà Hoa, (024) 0000 0000\nÔng Bình".into();
        event.registration = "Gửi tên; trước ngày 1/12\nHoặc gọi".into();
    });
    text.title =
        "Đối thoại: hỏi, đáp; “thẳng\\thật” về chính sách giảm nghèo ở mọi xã, phường".into();
    let item = room.publish(text.clone());
    let live = room.live(&item);
    let site = room.site();
    let own = format!("{}/lich.ics", live.path());
    for path in [ALL, &own] {
        let calendar = calendar(&site, path);
        let told = events(&calendar).remove(&live.uid).expect("the event");
        for (name, expected) in [
            ("SUMMARY", text.title.as_str()),
            ("DTSTART", "20261205T010000Z"),
            ("DTEND", "20261205T043000Z"),
            ("DTSTAMP", "20260302T010000Z"),
            ("LAST-MODIFIED", "20260302T010000Z"),
            ("SEQUENCE", "0"),
            ("STATUS", "CONFIRMED"),
            ("LOCATION", "Nhà văn hóa xã, Xã Ba Vì"),
            ("CONTACT", "Ủy ban nhân dân xã, Bà Hoa, (024) 0000 0000, Ông Bình"),
            ("ORGANIZER", "mailto:hop-thu@example.vn"),
            ("CATEGORIES", "Tập huấn"),
            ("URL", &format!("https://lantoa.test{}", live.path())),
        ] {
            assert_eq!(told[name], expected, "{path}: {name}");
        }
        let about = &told["DESCRIPTION"];
        for part in [&text.sapo, "Đăng ký: Gửi tên; trước ngày 1/12 Hoặc gọi", &told["URL"]]
        {
            assert!(about.contains(part), "no {part:?} in {about}");
        }
    }
    let page = site.get(&live.path()).text();
    assert!(page.contains(&format!("href=\"{own}\"")) && page.contains("Thêm vào lịch"));
    let list = site.get("/su-kien").text();
    assert!(list.contains("webcal://lantoa.test/su-kien/lich.ics"), "{list}");
}

fn every_change_that_the_public_sees_arrives_with_a_higher_sequence(db: &TestDb) {
    let room = Newsroom::new(db);
    let first = room.publish_kind(Kind::Event);
    let site = room.site();
    let mut sequences = Vec::new();
    let mut look = |item: &Published, status: &str| {
        let told = event(&site, item);
        assert_eq!(told["STATUS"], status);
        sequences.push(told["SEQUENCE"].parse::<i64>().expect("a number"));
    };
    look(&first, "CONFIRMED");
    // The clock stands still: what counts is what was done, and not when.
    let later = DateTime::parse_from_rfc3339("2026-12-06T08:00:00+07:00").expect("a time");
    let second = room.correct(&first, |text| {
        change(text, |event| {
            event.starts_at = Some(later);
            event.ends_at = None;
        });
    });
    look(&second, "CONFIRMED");
    let third = room.correct(&second, |text| {
        change(text, |event| event.status = EventStatus::Cancelled);
    });
    look(&third, "CANCELLED");
    room.withdraw(&third);
    look(&third, "CANCELLED");
    let (act, conn) = (room.world.system(), &mut room.world.conn());
    editorial::republish(&act, third.0.revision.id, conn).expect("it was out before");
    look(&third, "CANCELLED");
    let fourth = room.correct(&third, |text| {
        change(text, |event| event.status = EventStatus::Scheduled);
    });
    look(&fourth, "CONFIRMED");
    assert!(sequences.is_sorted_by(|a, b| a < b), "{sequences:?}");
    let told = event(&site, &fourth);
    assert_eq!(told["DTSTART"], "20261206T010000Z");
    assert!(!told.contains_key("DTEND"));
}

fn a_postponed_event_is_tentative_and_a_cancelled_one_is_cancelled(db: &TestDb) {
    let room = Newsroom::new(db);
    let site = room.site();
    for (status, name, mark) in [
        (EventStatus::Postponed, "TENTATIVE", "[Đã hoãn] "),
        (EventStatus::Cancelled, "CANCELLED", "[Đã hủy] "),
        (EventStatus::Ended, "CONFIRMED", ""),
    ] {
        let text = announced(status.name(), |event| event.status = status);
        let item = room.publish(text.clone());
        let told = event(&site, &item);
        assert_eq!(told["STATUS"], name);
        assert_eq!(told["SUMMARY"], format!("{mark}{}", text.title));
    }
    let mut example = document(Kind::Event, "mẫu");
    example.illustration = true;
    let told = event(&site, &room.publish(example));
    assert_eq!(told["SUMMARY"], "[Minh họa] Thông báo về mẫu");
    assert!(told["DESCRIPTION"].starts_with("Nội dung minh họa"), "{told:?}");
}

fn a_withdrawn_event_is_told_as_cancelled_without_its_text_until_it_is_over(db: &TestDb) {
    let room = Newsroom::new(db);
    let item =
        room.publish(announced("điều đã gỡ", |event| event.contact = "Bà Hoa".into()));
    let site = room.site();
    assert_eq!(event(&site, &item)["STATUS"], "CONFIRMED");
    let before = room.live(&item);
    room.world.advance(TimeDelta::days(3));
    room.withdraw(&item);
    let told = event(&site, &item);
    assert_eq!(told["STATUS"], "CANCELLED");
    assert_eq!(told["DTSTART"], "20261205T010000Z", "a phone finds what it holds");
    assert_eq!(told["LAST-MODIFIED"], "20260305T010000Z");
    let own = format!("{}/lich.ics", before.path());
    assert_eq!(
        events(&calendar(&site, &own)),
        events(&calendar(&site, ALL)),
        "the same at its own"
    );
    for path in [ALL, "/dia-ban/xa-ba-vi/su-kien.ics", &own] {
        let text = site.get(path).text().replace("\r\n ", "").replace(&own, "");
        for gone in ["điều đã gỡ", "dieu-da-go", "Bà Hoa", "Nhà văn hóa", "Sai số liệu"]
        {
            assert!(!text.contains(gone), "{path} tells {gone}");
        }
        assert!(text.contains(&item.0.item.uid));
    }
    assert_eq!(uids(&site, "/chu-de/dao-tao-nghe/su-kien.ics"), [""; 0], "it never stood there");
    // What never was public is not told as cancelled.
    let draft = room.world.create(&room.author, room.world.city, document(Kind::Event, "nháp"));
    site.refresh();
    assert_eq!(uids(&site, ALL), *std::slice::from_ref(&item.0.item.uid));
    drop(draft);
    room.world.advance(TimeDelta::days(280));
    assert_eq!(uids(&site, ALL), [""; 0], "its day is over");
    assert_eq!(site.get(&own).status, 410, "and nobody would go there");
}

fn a_calendar_holds_what_comes_and_what_ended_of_late(db: &TestDb) {
    let room = Newsroom::new(db);
    let at = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let on = |day: &str| {
        let item = room.publish(announced(day, |event| {
            event.starts_at = at(&format!("{day}T08:00:00+07:00"));
            event.ends_at = at(&format!("{day}T10:00:00+07:00"));
        }));
        item.0.item.uid
    };
    let mut expected = [on("2025-12-04"), on("2026-03-01"), on("2027-05-01")];
    on("2025-12-01");
    room.publish_kind(Kind::Article);
    expected.sort();
    assert_eq!(uids(&room.site(), ALL), expected, "ninety days back, and all that comes");
}

fn topics_audiences_places_and_languages_have_calendars_of_their_own(db: &TestDb) {
    let room = Newsroom::new(db);
    let mut text = document(Kind::Event, "vay vốn");
    text.terms.insert(Taxonomy::Audience, vec!["ho-ngheo".into()]);
    let item = room.publish(text);
    let english = room.translate(&item, "Credit for all");
    room.district("huyen-ba-vi", "xa-ba-vi");
    let site = room.site();
    for list in [
        "/su-kien/lich.ics",
        "/chu-de/chinh-sach-giam-ngheo/su-kien.ics",
        "/doi-tuong/ho-ngheo/su-kien.ics",
        "/dia-ban/xa-ba-vi/su-kien.ics",
        "/dia-ban/huyen-ba-vi/su-kien.ics",
    ] {
        assert_eq!(uids(&site, list), *std::slice::from_ref(&item.0.item.uid), "{list}");
        assert_eq!(
            uids(&site, &format!("/en{list}")),
            *std::slice::from_ref(&english.0.item.uid),
            "{list}"
        );
    }
    for list in ["/chu-de/dao-tao-nghe", "/dia-ban/phuong-ba-dinh"] {
        assert_eq!(uids(&site, &format!("{list}/su-kien.ics")), [""; 0], "{list}");
    }
    let named = calendar(&site, "/en/dia-ban/xa-ba-vi/su-kien.ics").properties;
    assert_eq!(value_of(&named, "X-WR-CALNAME"), "Events: Ba Vì commune – Lan Tỏa");
    assert_eq!(value_of(&named, "NAME"), value_of(&named, "X-WR-CALNAME"));
    for path in [
        "/chu-de/khong-co/su-kien.ics",
        "/dia-ban/khong-co/su-kien.ics",
        "/tin-bai/lich.ics",
        "/su-kien/khong-co/lich.ics",
    ] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
}

fn an_event_of_an_old_address_is_found_and_one_taken_away_is_gone(db: &TestDb) {
    let room = Newsroom::new(db);
    let first = room.publish_kind(Kind::Event);
    let old = format!("{}/lich.ics", room.live(&first).path());
    let renamed = room.correct(&first, |text| text.slug = "ten-moi".into());
    let site = room.site();
    let answer = site.get(&old);
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (301, "/su-kien/ten-moi/lich.ics")
    );
    room.withdraw(&renamed);
    site.refresh();
    let told = event(&site, &renamed);
    assert_eq!(told["STATUS"], "CANCELLED", "where a phone looks for it");
    room.world.advance(TimeDelta::days(300));
    site.refresh();
    assert_eq!(site.get("/su-kien/ten-moi/lich.ics").status, 410);
}

fn an_unchanged_calendar_costs_a_304_and_a_withdrawal_is_never_one(db: &TestDb) {
    let room = Newsroom::new(db);
    room.publish_kind(Kind::Event);
    room.world.advance(TimeDelta::minutes(1));
    let newest = room.publish_kind(Kind::Event);
    let site = room.site();
    room.world.advance(TimeDelta::seconds(1));
    let before = site.get(ALL);
    let ask = |name: &'static str, value: &str| {
        site.ask(TestSite::request(Method::GET, ALL).insert_header((name, value.to_owned())))
    };
    let validators = [("if-none-match", "etag"), ("if-modified-since", "last-modified")];
    for (name, value) in validators {
        assert_eq!(ask(name, before.header(value)).status, 304, "{name}");
    }
    room.world.advance(TimeDelta::minutes(1));
    room.withdraw(&newest);
    site.refresh();
    for (name, value) in validators {
        assert_eq!(ask(name, before.header(value)).status, 200, "{name}");
    }
    let head = site.ask(TestSite::request(Method::HEAD, ALL));
    assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0));
}

fn whatever_was_typed_the_lines_stay_sound(db: &TestDb) {
    let room = Newsroom::new(db);
    let mut text = announced("x", |event| {
        event.venue = "Nhà \"A\"; phòng 1, tầng 2\\3:4".into();
        event.organiser = "Ủy\u{8} ban\u{0}".into();
        event.contact = "END:VEVENT\r\nEND:VCALENDAR\nX:1".into();
    });
    text.title = "\nBEGIN:VEVENT\r\n ề".repeat(8);
    text.sapo = "ế".repeat(300);
    let item = room.publish(text);
    let site = room.site();
    let told = event(&site, &item);
    assert_eq!(told["LOCATION"], "Nhà \"A\"; phòng 1, tầng 2\\3:4, Xã Ba Vì");
    assert!(told["DESCRIPTION"].contains(&"ế".repeat(300)));
    assert!(told["CONTACT"].ends_with("END:VEVENT, END:VCALENDAR, X:1"), "{}", told["CONTACT"]);
    assert_eq!(calendar(&site, ALL).events.len(), 1);
}
