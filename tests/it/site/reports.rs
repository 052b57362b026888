//! A reader reports a mistake: what is taken, and what robots get.

use chrono::TimeDelta;
use diesel::prelude::*;
use lantoa::content::Live;
use lantoa::db::schema::mistakes;
use lantoa::editorial::history;

use super::{article, attributes, page, text, words};
use crate::harness::{Answer, Browser, TestDb, TestSite, World};

crate::on_each_database!(
    a_report_becomes_an_open_task_and_its_words_stay_out_of_the_history,
    whatever_is_wrong_is_told_at_its_field_and_everything_is_kept,
    a_robot_is_told_apart_and_a_person_loses_nothing,
    a_form_that_was_open_too_long_can_be_sent_again,
    so_many_reports_come_from_one_address_and_no_more,
    a_report_about_an_old_address_or_in_english_is_taken,
);

const TYPED: &[(&str, &str)] =
    &[("text", "Lãi suất phải là 6,6%."), ("name", "Lê Văn Tám"), ("contact", "0912 000 000")];

fn address(live: &Live) -> String {
    format!("/bao-loi?bai={}", live.path())
}

/// Opens the form, waits `after`, sends it.
fn report(
    site: &TestSite,
    world: &World,
    live: &Live,
    after: TimeDelta,
    typed: &[(&str, &str)],
) -> Answer {
    let mut reader = Browser::new(site);
    let form = reader.get(&address(live));
    assert_eq!(form.status, 200, "{}", form.text());
    assert!(reader.cookies.is_empty());
    world.advance(after);
    reader.press_on(&form, "/bao-loi", typed)
}

/// Text, name, contact and state of all.
fn kept(world: &World) -> Vec<(String, String, String, String)> {
    mistakes::table
        .order(mistakes::id)
        .select((mistakes::text, mistakes::name, mistakes::contact, mistakes::state))
        .load(&mut world.conn())
        .expect("an answer")
}

const WHILE: TimeDelta = TimeDelta::seconds(40);

fn a_report_becomes_an_open_task_and_its_words_stay_out_of_the_history(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let link = attributes(&page(&site, &live.path()), ".ask a", "href").remove(0);
    assert!(text(&page(&site, &link), "h1").contains("Báo lỗi"), "the link leads to the form");
    for _ in 0..2 {
        let taken = report(&site, &world, &live, WHILE, TYPED);
        assert_eq!(taken.status, 303, "{}", taken.text());
        assert!(words(&site.get(taken.header("location"))).contains("Đã nhận báo lỗi"));
    }
    let owned = |text: &str| text.to_owned();
    let expected = (TYPED[0].1, TYPED[1].1, TYPED[2].1, "open");
    let (text, name, contact, state) = expected;
    assert_eq!(kept(&world), [(owned(text), owned(name), owned(contact), owned(state))], "once");
    let told = history::of_item(live.item_id, &mut world.conn()).expect("an answer");
    assert_eq!((told[0].action.as_str(), told[0].origin.as_str()), ("mistake_reported", "site"));
    assert!(!format!("{told:?}").contains("Tám") && !format!("{told:?}").contains("6,6"));
}

fn whatever_is_wrong_is_told_at_its_field_and_everything_is_kept(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let empty = [("text", "  "), ("name", "Lê Văn Tám"), ("contact", "0912")];
    let answer = report(&site, &world, &live, WHILE, &empty);
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (422, "no-store"));
    let shown = answer.text();
    assert_eq!(text(&shown, "#text-wrong"), "Hãy cho biết chỗ nào sai.");
    assert_eq!(attributes(&shown, "#text", "aria-describedby"), ["text-wrong text-hint"]);
    assert_eq!(attributes(&shown, "#name", "value"), ["Lê Văn Tám"]);
    assert_eq!(attributes(&shown, "#contact", "value"), ["0912"]);

    let long = "ạ".repeat(2001);
    let too_much = [("text", long.as_str()), ("name", &long[..600]), ("contact", &long[..900])];
    let answer = report(&site, &world, &live, WHILE, &too_much);
    assert_eq!(answer.status, 422);
    let shown = answer.text();
    assert_eq!(text(&shown, "#text-wrong"), "Dài 2001 ký tự, tối đa 2000. Xin rút ngắn.");
    assert!(text(&shown, "#name-wrong").contains("tối đa 100"));
    assert!(text(&shown, "#contact-wrong").contains("tối đa 200"));
    assert!(shown.contains(&long), "nothing is lost");

    let script = [("text", "</textarea><script>alert(1)</script>"), ("name", "\"><b>")];
    let answer = report(&site, &world, &live, TimeDelta::zero(), &script);
    assert!(!answer.text().contains("<script>alert") && !answer.text().contains("\"><b>"));
    assert_eq!(kept(&world), []);
}

fn a_robot_is_told_apart_and_a_person_loses_nothing(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let with = |more: (&'static str, &'static str)| [TYPED, &[more]].concat();
    let again = |answer: &Answer, told: &str| {
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(text(&answer.text(), "[role=alert]").contains(told), "{}", answer.text());
        assert!(answer.text().contains(TYPED[0].1) && answer.text().contains(TYPED[1].1));
        assert_eq!(kept(&world), []);
    };
    let trapped = report(&site, &world, &live, WHILE, &with(("website", "https://spam.example")));
    again(&trapped, "Ô cần để trống");
    assert!(!trapped.text().contains("spam.example"), "the trap is empty again");
    let fast = report(&site, &world, &live, TimeDelta::seconds(1), TYPED);
    again(&fast, "quá nhanh");
    let forged = report(&site, &world, &live, WHILE, &with(("mark", "AAAA")));
    again(&forged, "làm mới");
    let other = article(&world, "học nghề");
    let borrowed = attributes(&page(&site, &address(&other)), "[name=mark]", "value").remove(0);
    world.advance(WHILE);
    let mut reader = Browser::new(&site);
    let form = reader.get(&address(&live));
    let typed = [TYPED, &[("mark", borrowed.as_str())]].concat();
    again(&reader.press_on(&form, "/bao-loi", &typed), "làm mới");
    // A person waits a little and presses the button once more.
    world.advance(TimeDelta::seconds(3));
    for answer in [trapped, fast, forged] {
        assert_eq!(reader.press_on(&answer, "/bao-loi", &[]).status, 303);
    }
    assert_eq!(kept(&world).len(), 1);
    let foreign = TestSite::request(actix_web::http::Method::POST, "/bao-loi")
        .insert_header(("sec-fetch-site", "cross-site"))
        .set_form(TYPED);
    assert_eq!(site.ask(foreign).status, 403);
}

fn a_form_that_was_open_too_long_can_be_sent_again(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let old = report(&site, &world, &live, TimeDelta::hours(25), TYPED);
    assert_eq!(old.status, 422);
    world.advance(TimeDelta::seconds(5));
    assert_eq!(Browser::new(&site).press_on(&old, "/bao-loi", &[]).status, 303);
    assert_eq!(kept(&world).len(), 1);
}

fn so_many_reports_come_from_one_address_and_no_more(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let send = |number: usize| {
        let text = format!("Sai số {number}.");
        report(&site, &world, &live, TimeDelta::seconds(4), &[("text", &text)])
    };
    for number in 0..10 {
        assert_eq!(send(number).status, 303);
    }
    let refused = send(10);
    assert_eq!(refused.status, 429);
    assert!(refused.text().contains("Sai số 10."), "nothing is lost");
    assert_eq!(kept(&world).len(), 10);
    world.advance(TimeDelta::hours(1));
    assert_eq!(send(11).status, 303);
}

fn a_report_about_an_old_address_or_in_english_is_taken(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let mut reader = Browser::new(&site);
    let form = reader.get(&address(&live));
    super::items::change(&world, &live, |document| document.slug = "ten-moi".into());
    site.refresh();
    world.advance(WHILE);
    let again = reader.press_on(&form, "/bao-loi", TYPED);
    assert_eq!(again.status, 422, "the form is renewed for the new address");
    world.advance(WHILE);
    assert_eq!(reader.press_on(&again, "/bao-loi", &[]).status, 303);
    let english = reader.get("/en/bao-loi?bai=/tin-bai/ten-moi");
    assert!(words(&english).contains("What is wrong?"));
    world.advance(WHILE);
    let answer = reader.press_on(&english, "/en/bao-loi", &[]);
    assert!(answer.text().contains("Please say what is wrong."));
    for path in ["/bao-loi", "/bao-loi?bai=", "/bao-loi?bai=//evil.example", "/bao-loi?bai=/desk"] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
}
