//! What readers say, at the desk: reported mistakes and what is not useful.

use chrono::TimeDelta;
use lantoa::accounts::Role;
use lantoa::content::{Kind, Live, State, rating};
use lantoa::editorial::mistakes::{KEPT, Report};
use lantoa::editorial::{EditorialError, history, mistakes};

use super::signed_in;
use crate::harness::{Browser, TestDb, TestSite, World, document, form_token};

crate::on_each_database!(
    a_report_is_closed_with_a_note_opened_again_and_forgotten,
    only_who_hears_readers_of_the_office_reads_reports,
    every_role_may_answer_what_the_table_says,
    what_readers_find_lacking_is_listed_worst_first,
);

fn live(world: &World, about: &str, organisation_id: i64) -> Live {
    let author = world.role(Role::Editor, world.city);
    let saved = world
        .create(&author, organisation_id, document(Kind::Article, about))
        .expect("an author may write");
    world.bring_to(State::Published, saved.revision.id);
    Live::find(saved.item.id, &mut world.conn()).expect("an answer").expect("it is live")
}

fn reported(world: &World, item_id: i64, text: &str) {
    let (name, contact) = ("Lê Văn Tám".to_owned(), "0912 000 000".to_owned());
    let report = Report { item_id, text: text.to_owned(), name, contact };
    report.save(world.now(), &mut world.conn()).expect("it is saved");
}

fn only_id(db: &TestDb) -> i64 {
    let id = db.text("select max(id) || '' from mistakes").expect("a report");
    id.parse().expect("a number")
}

fn count(db: &TestDb) -> Option<String> {
    db.text("select count(*) || '' from mistakes")
}

fn a_report_is_closed_with_a_note_opened_again_and_forgotten(db: &TestDb) {
    let world = World::new(db);
    let live = live(&world, "vay vốn", world.department);
    let site = TestSite::new(&world);
    reported(&world, live.item_id, "Lãi suất phải là 6,6%.");
    let id = only_id(db);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let badge = |browser: &mut Browser| browser.get("/desk").text().contains("class=\"badge\">1<");
    assert!(badge(&mut editor), "the navigation counts");
    let shown = editor.get("/desk/mistakes").text();
    for expected in ["Lãi suất phải là 6,6%.", "Lê Văn Tám", "0912 000 000", &live.title] {
        assert!(shown.contains(expected), "no {expected}");
    }
    let close = format!("/desk/mistakes/{id}/closing");
    let unsaid = editor.press("/desk/mistakes", &close, &[("note", " ")]);
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.text().contains("Hãy ghi đã xử lý thế nào."));
    let note = [("note", "Đã đính chính lãi suất.")];
    assert_eq!(editor.press("/desk/mistakes", &close, &note).status, 303);
    // somebody else had the list open
    let token = form_token(&editor.get("/desk/items/new?kind=article"));
    for _ in 0..2 {
        assert_eq!(editor.post(&close, &token, &[("note", "Số là đúng")]).status, 303);
    }
    let noted = db.text("select note from mistakes").unwrap_or_default();
    assert!(noted.ends_with("\nSố là đúng") && noted.matches("Số là đúng").count() == 1, "{noted}");
    assert!(!badge(&mut editor));
    assert!(!editor.get("/desk/mistakes").text().contains("6,6%"));
    let closed = editor.get("/desk/mistakes?state=closed").text();
    assert!(closed.contains("Đã đính chính lãi suất."));

    world.advance(TimeDelta::days(80));
    let mut editor = signed_in(&site, &world, "lan-2", &[Role::Editor]);
    let reopen = format!("/desk/mistakes/{id}/reopening");
    assert_eq!(editor.press("/desk/mistakes?state=closed", &reopen, &[]).status, 303);
    world.advance(TimeDelta::days(11));
    site.work();
    assert_eq!(count(db).as_deref(), Some("1"), "it is open");
    let mut editor = signed_in(&site, &world, "lan-3", &[Role::Editor]);
    assert_eq!(editor.press("/desk/mistakes", &close, &note).status, 303);
    world.advance(KEPT - TimeDelta::seconds(1));
    site.work();
    assert_eq!(count(db).as_deref(), Some("1"));
    world.advance(TimeDelta::seconds(1));
    site.work();
    assert_eq!(count(db).as_deref(), Some("0"), "it is forgotten");
    let told = history::of_item(live.item_id, &mut world.conn()).expect("an answer");
    let acts: Vec<&str> = told.iter().map(|one| one.action.as_str()).take(5).collect();
    let expected = [
        "mistake_closed",
        "mistake_reopened",
        "mistake_closed",
        "mistake_closed",
        "mistake_reported",
    ];
    assert_eq!(acts, expected, "that there was one stays");
    assert!(!format!("{told:?}").contains("lãi suất"));
    let mut editor = signed_in(&site, &world, "lan-4", &[Role::Editor]);
    let past = editor.get(&format!("/desk/items/{}/revisions", live.item_id)).text();
    assert!(past.contains("Bạn đọc báo lỗi") && past.contains("Đóng báo lỗi"));
}

fn only_who_hears_readers_of_the_office_reads_reports(db: &TestDb) {
    let world = World::new(db);
    let beside = live(&world, "vay vốn", world.front);
    let below = live(&world, "học nghề", world.commune);
    let site = TestSite::new(&world);
    reported(&world, below.item_id, "Sai ở xã.");
    reported(&world, beside.item_id, "Sai ở Mặt trận.");
    let foreign = only_id(db);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let shown = editor.get("/desk/mistakes");
    assert!(shown.text().contains("Sai ở xã.") && !shown.text().contains("Sai ở Mặt trận."));
    assert!(shown.text().contains("class=\"badge\">1<"), "only what is theirs is counted");
    let token = crate::harness::form_token(&shown);
    for verb in ["closing", "reopening"] {
        let address = format!("/desk/mistakes/{foreign}/{verb}");
        assert_eq!(editor.post(&address, &token, &[("note", "x")]).status, 403);
    }
    let absent = editor.post("/desk/mistakes/999999/closing", &token, &[("note", "x")]);
    assert_eq!(absent.status, 404);
    for list in ["items", "media", "mistakes"] {
        for after in ["x", "-1", "0", "99999999999999999999"] {
            let answer = editor.get(&format!("/desk/{list}?after={after}"));
            assert_eq!(answer.status, 400, "{list} {after}");
        }
    }
    let mut contributor = signed_in(&site, &world, "an", &[Role::Contributor]);
    for path in ["/desk/mistakes", "/desk/ratings"] {
        assert_eq!(contributor.get(path).status, 403, "{path}");
        assert!(!contributor.get("/desk").text().contains(path));
        assert_eq!(Browser::new(&site).get(path).status, 303, "strangers are sent to sign in");
    }
}

fn every_role_may_answer_what_the_table_says(db: &TestDb) {
    let world = World::new(db);
    let live = live(&world, "vay vốn", world.department);
    for (number, role) in Role::ALL.iter().enumerate() {
        for (organisation, above) in
            [(world.city, true), (world.department, true), (world.commune, false)]
        {
            reported(&world, live.item_id, &format!("Sai số {number} ở {organisation}."));
            let person = world.role(*role, organisation);
            let conn = &mut world.conn();
            let seen = mistakes::open_count(&person, &world.site.tree, conn).expect("an answer");
            let done = mistakes::close(&world.act(&person), only_id(db), "Đã sửa.", conn);
            let may = above && *role != Role::Contributor;
            assert_eq!(seen, i64::from(may), "{role:?} at {organisation} is shown it");
            assert_eq!(done.is_ok(), may, "{role:?} at {organisation}: {done:?}");
            assert!(may || matches!(done, Err(EditorialError::Denied(_))));
            mistakes::close(&world.system(), only_id(db), "Đã sửa.", conn).expect("the program");
        }
    }
}

fn what_readers_find_lacking_is_listed_worst_first(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let rated = |about: &str, organisation: i64, yes: usize, no: usize| {
        let live = live(&world, about, organisation);
        let today = world.now().date();
        for useful in std::iter::repeat_n(true, yes).chain(std::iter::repeat_n(false, no)) {
            rating::add((live.item_id, live.revision_id), today, useful, &mut world.conn())
                .expect("it is counted");
        }
        live
    };
    let bad = rated("một", world.department, 2, 1);
    let worse = rated("hai", world.commune, 1, 3);
    rated("ba", world.department, 9, 1);
    rated("bốn", world.department, 0, 2);
    rated("năm", world.front, 0, 9);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let shown = editor.get("/desk/ratings").text();
    let listed: Vec<usize> = [&worse, &bad]
        .map(|live| shown.find(&format!("/desk/items/{}\"", live.item_id)).expect("listed"))
        .into();
    assert!(listed[0] < listed[1], "the worst stands first");
    assert_eq!(shown.matches("class=\"row-title\"").count(), 2, "{shown}");
    assert!(shown.contains("75% chưa") && shown.contains("Có ích: 1 · Chưa: 3"));
    let item = editor.get(&format!("/desk/items/{}", bad.item_id)).text();
    assert!(item.contains("Có ích: 2 · Chưa: 1"));
    world.advance(TimeDelta::days(91));
    let mut editor = signed_in(&site, &world, "lan-2", &[Role::Editor]);
    assert!(editor.get("/desk/ratings").text().contains("Không có bài nào"));
}
