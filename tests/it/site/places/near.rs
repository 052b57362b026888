//! Near me: however a place is typed, what is there, and what is remembered.

use actix_web::test::TestRequest;
use chrono::{NaiveDate, TimeDelta};
use lantoa::content::details::Details;
use lantoa::content::{Document, Kind};
use lantoa::organisations::{NewOrganisation, OrganisationKind};

use super::super::{attributes, page, publish, text, words};
use super::{city, placed};
use crate::harness::{Answer, TestDb, TestSite};

crate::on_each_database!(
    the_office_of_a_place_says_how_it_is_reached,
    a_place_is_found_however_it_is_typed,
    what_may_be_several_places_is_asked_back,
    what_is_no_place_is_told_with_the_nearest,
    a_place_shows_what_is_there_and_what_is_for_the_whole_city,
    a_leaflet_in_force_is_not_hidden_by_newer_ones_that_are_over,
    a_district_of_before_answers_with_its_communes,
    a_place_with_little_shows_its_neighbours,
    of_all_neighbours_the_newest_is_shown_and_each_once,
    a_place_is_remembered_only_when_asked_to,
    what_is_remembered_never_gets_into_the_cache,
    a_foreign_page_cannot_make_a_device_remember,
);

fn asked(site: &TestSite, typed: &str, more: &str) -> Answer {
    let typed: String = typed.bytes().map(|byte| format!("%{byte:02x}")).collect();
    site.get(&format!("/gan-toi?noi={typed}{more}"))
}

fn with_cookie(site: &TestSite, path: &str) -> Answer {
    site.ask(TestRequest::get().uri(path).insert_header(("cookie", "noi-o=xa-suoi-hai")))
}

fn a_place_is_found_however_it_is_typed(db: &TestDb) {
    let world = city(db);
    let site = TestSite::new(&world);
    for typed in [
        "Suối Hai",
        "suoi hai",
        "xã suối hai, Hà Nội",
        "Suo\u{302}\u{301}i Hai",
        "suoois hai",
        "xa-suoi-hai",
    ] {
        let answer = asked(&site, typed, "");
        assert_eq!(answer.status, 303, "{typed}: {}", words(&answer));
        assert_eq!(answer.header("location"), "/gan-toi/xa-suoi-hai", "{typed}");
        assert_eq!(answer.header("set-cookie"), "", "{typed}: nothing is kept");
    }
    assert_eq!(asked(&site, "huyen dong", "").header("location"), "/gan-toi/huyen-dong");
    assert_eq!(
        asked(&site, "khanh thuong", "").header("location"),
        "/gan-toi/xa-ba-vi",
        "a commune of before leads to what it is now"
    );
    let english = site.get("/en/gan-toi?noi=yen+bai");
    assert_eq!(english.header("location"), "/en/gan-toi/xa-yen-bai");
}

fn what_may_be_several_places_is_asked_back(db: &TestDb) {
    let world = city(db);
    let site = TestSite::new(&world);
    for typed in ["ba vì", "ba vi", "Ba Vif", "ba vì, hà nội"] {
        let answer = asked(&site, typed, "");
        assert_eq!(answer.status, 200, "{typed}");
        let choices = attributes(&answer.text(), ".choices a", "href");
        assert_eq!(choices, ["/gan-toi/xa-ba-vi", "/gan-toi/ba-vi"], "{typed}");
    }
    assert_eq!(asked(&site, "ba-vi", "").header("location"), "/gan-toi/ba-vi", "a slug");
    let answer = asked(&site, "ba vì", "");
    assert!(words(&answer).contains("trước ngày 1/7/2025"), "{}", words(&answer));
    let parted = asked(&site, "minh quang", "&nho=1");
    let choices = attributes(&parted.text(), ".choices a", "href");
    assert_eq!(
        choices,
        ["/gan-toi?noi=xa-ba-vi&nho=1", "/gan-toi?noi=xa-suoi-hai&nho=1"],
        "the wish to remember is kept"
    );
    assert!(words(&parted).contains("có Xã Minh Quang trước đây"));
    assert_eq!(attributes(&parted.text(), "meta[name=robots]", "content").len(), 1);
}

fn what_is_no_place_is_told_with_the_nearest(db: &TestDb) {
    let world = city(db);
    let site = TestSite::new(&world);
    let answer = asked(&site, "Suối Hài Hước <b>", "");
    assert_eq!(answer.status, 200);
    assert!(words(&answer).contains("Không có nơi nào tên là “Suối Hài Hước <b>”"));
    assert!(!answer.text().contains("Hước <b>"), "it is escaped");
    let choices = attributes(&answer.text(), ".choices a", "href");
    assert_eq!(choices[0], "/gan-toi/xa-suoi-hai");
    assert_eq!(attributes(&answer.text(), "#noi", "value"), ["Suối Hài Hước <b>"]);
    let nothing = asked(&site, "zzzz", "");
    assert_eq!(attributes(&nothing.text(), ".choices a", "href"), [""; 0]);
    assert_eq!(site.get("/gan-toi/khong-co").status, 404);
    assert_eq!(asked(&site, &"a".repeat(5000), "").status, 200);
}

/// A leaflet that is valid until `day`.
fn leaflet(about: &str, places: &[&str], day: Option<NaiveDate>) -> Document {
    let mut document = placed(Kind::Leaflet, about, "", places);
    if let Details::Leaflet(leaflet) = &mut document.details {
        leaflet.valid_until = day;
    }
    document
}

fn a_place_shows_what_is_there_and_what_is_for_the_whole_city(db: &TestDb) {
    let world = city(db);
    let own = ["xa-ba-vi"];
    let event = publish(&world, placed(Kind::Event, "hẹn", "", &own));
    let story = publish(&world, placed(Kind::Story, "bò", "chan-nuoi", &own));
    let news = publish(&world, placed(Kind::Article, "tin", "", &own));
    let valid = publish(&world, leaflet("còn", &own, None));
    let expired = publish(&world, leaflet("hết", &own, NaiveDate::from_ymd_opt(2026, 1, 1)));
    let everywhere = publish(&world, leaflet("chung", &[], None));
    let elsewhere = publish(&world, leaflet("nơi khác", &["xa-minh-chau"], None));
    let site = TestSite::new(&world);
    let html = page(&site, "/gan-toi/xa-ba-vi");
    for there in [&event, &story, &news, &valid, &everywhere] {
        assert!(html.contains(&there.path()), "{} is there", there.path());
    }
    for absent in [&expired, &elsewhere] {
        assert!(!html.contains(&absent.path()), "{} is not", absent.path());
    }
    assert_eq!(text(&html, "h1"), "Xã Ba Vì");
    assert!(text(&html, "main").contains("Xã Khánh Thượng"), "what it was made of");
    assert_eq!(attributes(&html, "meta[name=robots]", "content").len(), 1);
    world.advance(TimeDelta::days(400));
    let later = page(&site, "/gan-toi/xa-ba-vi");
    assert!(!later.contains(&event.path()), "what is over does not come any more");
}

fn a_district_of_before_answers_with_its_communes(db: &TestDb) {
    let world = city(db);
    let one = publish(&world, placed(Kind::Story, "một", "", &["xa-ba-vi"]));
    let two = publish(&world, placed(Kind::Story, "hai", "", &["xa-suoi-hai"]));
    let other = publish(&world, placed(Kind::Story, "ba", "", &["xa-minh-chau"]));
    let site = TestSite::new(&world);
    let html = page(&site, "/gan-toi/ba-vi");
    assert!(html.contains(&one.path()) && html.contains(&two.path()));
    assert!(!html.contains(&other.path()));
    let communes = attributes(&html, ".kin a", "href");
    assert_eq!(communes[..2], ["/gan-toi/xa-ba-vi", "/gan-toi/xa-suoi-hai"]);
    assert!(text(&html, ".notice").contains("không còn từ ngày 1/7/2025"));
}

fn a_leaflet_in_force_is_not_hidden_by_newer_ones_that_are_over(db: &TestDb) {
    let world = city(db);
    let valid = publish(&world, leaflet("còn", &["xa-ba-vi"], None));
    for number in 0..25 {
        world.advance(TimeDelta::minutes(1));
        let over = NaiveDate::from_ymd_opt(2026, 1, 1);
        publish(&world, leaflet(&format!("hết {number}"), &["xa-ba-vi"], over));
    }
    let site = TestSite::new(&world);
    assert!(page(&site, "/gan-toi/xa-ba-vi").contains(&valid.path()));
}

fn a_place_with_little_shows_its_neighbours(db: &TestDb) {
    let world = city(db);
    let beside = publish(&world, placed(Kind::Story, "bên", "", &["xa-yen-bai"]));
    let far = publish(&world, placed(Kind::Story, "xa", "", &["xa-minh-chau"]));
    let site = TestSite::new(&world);
    let html = page(&site, "/gan-toi/xa-ba-vi");
    let shown = attributes(&html, "[aria-labelledby=ben-canh] .card-title a", "href");
    assert_eq!(shown, [beside.path()]);
    assert!(!html.contains(&far.path()));
    for number in 0..4 {
        publish(&world, placed(Kind::Story, &format!("nhà {number}"), "", &["xa-ba-vi"]));
    }
    site.refresh();
    let html = page(&site, "/gan-toi/xa-ba-vi");
    assert!(!html.contains(&beside.path()), "there is enough here now");
}

fn of_all_neighbours_the_newest_is_shown_and_each_once(db: &TestDb) {
    let world = city(db);
    let mut told = Vec::new();
    for (kind, places) in [
        (Kind::Story, &["xa-yen-bai"][..]),
        (Kind::Article, &["xa-suoi-hai"]),
        (Kind::Story, &["xa-suoi-hai", "xa-yen-bai"]),
        (Kind::Article, &["xa-yen-bai"]),
        (Kind::Story, &["xa-suoi-hai"]),
    ] {
        told.push(publish(&world, placed(kind, &format!("tin {}", told.len()), "", places)).path());
        world.advance(TimeDelta::minutes(1));
    }
    let own = publish(&world, placed(Kind::Story, "cả hai", "", &["xa-ba-vi", "xa-yen-bai"]));
    let site = TestSite::new(&world);
    let html = page(&site, "/gan-toi/xa-ba-vi");
    let shown = attributes(&html, "[aria-labelledby=ben-canh] .card-title a", "href");
    told.reverse();
    assert_eq!(shown, told[..4], "the fifth is older, and {} is of the place itself", own.path());
}

fn a_place_is_remembered_only_when_asked_to(db: &TestDb) {
    let world = city(db);
    let site = TestSite::new(&world);
    let kept = asked(&site, "suoi hai", "&nho=1");
    assert_eq!(kept.header("location"), "/gan-toi/xa-suoi-hai");
    let cookie = kept.header("set-cookie");
    assert!(cookie.starts_with("noi-o=xa-suoi-hai;"), "{cookie}");
    for part in ["SameSite=Lax", "Secure", "Max-Age=31536000", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(kept.header("cache-control"), "no-store");
    let back = with_cookie(&site, "/gan-toi");
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "/gan-toi/xa-suoi-hai"));
    let another = with_cookie(&site, "/gan-toi?noi=");
    assert!(words(&another).contains("đang nhớ: Xã Suối Hai"), "{}", words(&another));
    let forget = attributes(&another.text(), "form[method=post]", "action");
    assert_eq!(forget, ["/gan-toi/quen"]);
    let gone = site.ask(TestSite::request(actix_web::http::Method::POST, &forget[0]));
    assert_eq!(gone.header("location"), "/gan-toi");
    assert!(gone.header("set-cookie").contains("Max-Age=0"), "{}", gone.header("set-cookie"));
    for path in ["/gan-toi", "/gan-toi/xa-suoi-hai", "/", "/ban-do"] {
        assert_eq!(site.get(path).header("set-cookie"), "", "{path}");
    }
}

fn what_is_remembered_never_gets_into_the_cache(db: &TestDb) {
    let world = city(db);
    let site = TestSite::new(&world);
    for _ in 0..2 {
        let remembered = with_cookie(&site, "/gan-toi?noi=");
        assert_eq!(remembered.header("cache-control"), "no-store");
        assert_eq!(with_cookie(&site, "/gan-toi").header("cache-control"), "no-store");
        for path in ["/gan-toi", "/gan-toi?noi="] {
            let plain = site.get(path);
            assert_eq!(plain.status, 200, "{path}");
            assert!(!plain.text().contains("đang nhớ"), "{path}");
        }
    }
    let odd = TestRequest::get().uri("/gan-toi").insert_header(("cookie", "noi-o=../../etc"));
    let odd = site.ask(odd);
    assert_eq!(odd.status, 200, "what is no place is not remembered");
    assert!(!odd.text().contains("etc"));
}

fn a_foreign_page_cannot_make_a_device_remember(db: &TestDb) {
    let world = city(db);
    let site = TestSite::new(&world);
    let foreign = TestRequest::get()
        .uri("/gan-toi?noi=suoi+hai&nho=1")
        .insert_header(("sec-fetch-site", "cross-site"));
    let answer = site.ask(foreign);
    assert_eq!(answer.header("location"), "/gan-toi/xa-suoi-hai");
    assert_eq!(answer.header("set-cookie"), "");
}

fn the_office_of_a_place_says_how_it_is_reached(db: &TestDb) {
    let world = city(db);
    let place: i64 = db
        .text("select cast(id as text) from places where slug = 'xa-suoi-hai'")
        .and_then(|id| id.parse().ok())
        .expect("the place is there");
    let office = NewOrganisation {
        slug: "ubnd-xa-suoi-hai".into(),
        name_vi: "Ủy ban nhân dân xã Suối Hai".into(),
        name_en: "People's Committee of Suối Hai".into(),
        kind: OrganisationKind::Commune.name().into(),
        parent_id: None,
        place_id: Some(place),
        valid_from: None,
        valid_to: None,
        contact: "Thôn Một\n(024) 3825 3536\nsuoihai@example.gov.vn".into(),
    };
    office.save(&mut world.conn()).expect("an office");
    let site = TestSite::new(&world);
    let shown = page(&site, "/gan-toi/xa-suoi-hai");
    let card = text(&shown, ".contact-card");
    assert!(card.contains("Ủy ban nhân dân xã Suối Hai") && card.contains("Thôn Một"), "{card}");
    let ways = attributes(&shown, ".contact-card a", "href");
    assert_eq!(ways, ["tel:+842438253536", "mailto:suoihai@example.gov.vn"]);
    let before = shown.find("contact-card").zip(shown.find("sap-toi"));
    assert!(before.is_some_and(|(card, coming)| card < coming), "it stands first");
    let silent = NewOrganisation { contact: String::new(), ..office };
    silent.save(&mut world.conn()).expect("an office");
    let site = TestSite::new(&world);
    let shown = page(&site, "/gan-toi/xa-suoi-hai");
    assert!(text(&shown, ".contact-card").contains("Ủy ban nhân dân xã Suối Hai"));
}
