//! From a draft to the public page and back, and who may not.

use lantoa::accounts::Role;
use lantoa::editorial::history;
use lantoa::queue::Order;

use super::{act, id_of, public, signed_in, signed_in_at, state, written};
use crate::harness::{Browser, TestDb, TestSite, World, fields_of};

crate::on_each_database!(
    the_whole_way_from_a_draft_to_the_public_page_and_off_it,
    what_is_scheduled_goes_out_at_its_time,
    a_time_that_has_passed_is_told_and_what_was_typed_stays,
    a_wrong_role_is_refused_and_nothing_changes,
    who_wrote_it_is_told_that_somebody_else_must_approve,
    approving_a_revision_that_was_superseded_is_answered_clearly,
    a_contributor_neither_sees_nor_changes_what_others_write,
    a_forced_publication_needs_its_reason,
    only_an_administrator_of_the_whole_site_replays_a_dead_letter,
    history_tells_from_where,
);

fn the_whole_way_from_a_draft_to_the_public_page_and_off_it(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let mut reviewer = signed_in(&site, &world, "hoa", &[Role::Reviewer]);
    let mut publisher = signed_in(&site, &world, "minh", &[Role::Publisher]);

    let id = written(&mut editor);
    assert_eq!(state(&world, id), "draft");
    assert_eq!(act(&mut editor, id, "submission", &[]).status, 303);
    assert!(reviewer.get("/desk/review").text().contains("Tín dụng chính sách về tận xã"));

    let unread = act(&mut reviewer, id, "return", &[("note", "  ")]);
    assert_eq!(unread.status, 422, "a note is needed");
    assert_eq!(act(&mut reviewer, id, "return", &[("note", "Thêm số liệu")]).status, 303);
    assert_eq!(state(&world, id), "changes_requested");
    assert!(editor.get("/desk").text().contains("Thêm số liệu"), "the note is at hand");

    let page = format!("/desk/items/{id}");
    let mended = [("body", "Năm 2025 có 1.200 hộ vay."), ("then", "submit")];
    assert_eq!(id_of(&editor.press(&page, &page, &mended)), id);
    assert_eq!(state(&world, id), "in_review");

    assert_eq!(act(&mut reviewer, id, "approval", &[]).status, 303);
    assert_eq!(state(&world, id), "approved");
    assert_eq!(public(&world, id), None);
    assert_eq!(act(&mut publisher, id, "publication", &[]).status, 303);
    let address = public(&world, id).expect("it is out");
    assert_eq!(site.get(&address).status, 200);

    let why = [("reason", "Sai số liệu")];
    assert_eq!(act(&mut publisher, id, "withdrawal", &why).status, 303);
    assert_eq!(site.get(&address).status, 410);
    assert!(publisher.get(&page).text().contains("Sai số liệu"));
    assert_eq!(act(&mut publisher, id, "republication", &[]).status, 303);
    assert_eq!(site.get(&address).status, 200);
}

fn approved(world: &World, site: &TestSite) -> i64 {
    let mut editor = signed_in(site, world, "bien-tap", &[Role::Editor]);
    let mut reviewer = signed_in(site, world, "thu-ky", &[Role::Reviewer]);
    let id = written(&mut editor);
    act(&mut editor, id, "submission", &[]);
    act(&mut reviewer, id, "approval", &[]);
    assert_eq!(state(world, id), "approved");
    id
}

fn what_is_scheduled_goes_out_at_its_time(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let id = approved(&world, &site);
    let mut publisher = signed_in(&site, &world, "minh", &[Role::Publisher]);
    // The clock stands at 02/03/2026 08:00 in Hanoi.
    let at = [("publish_at.date", "2026-03-02"), ("publish_at.time", "09:30")];
    assert_eq!(act(&mut publisher, id, "schedule", &at).status, 303);
    let page = publisher.get(&format!("/desk/items/{id}")).text();
    assert!(page.contains("02/03/2026 09:30"), "{page}");
    world.advance(chrono::TimeDelta::minutes(89));
    site.work();
    assert_eq!(public(&world, id), None);
    world.advance(chrono::TimeDelta::minutes(1));
    site.work();
    assert!(public(&world, id).is_some());
}

fn a_time_that_has_passed_is_told_and_what_was_typed_stays(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let id = approved(&world, &site);
    let mut publisher = signed_in(&site, &world, "minh", &[Role::Publisher]);
    let at = [("publish_at.date", "2026-03-01"), ("publish_at.time", "09:30")];
    let answer = act(&mut publisher, id, "schedule", &at);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("2026-03-01"), "it is still in the form");
    assert!(answer.text().contains("ở sau lúc này"));
    let half = act(&mut publisher, id, "schedule", &[("publish_at.date", "2026-03-09")]);
    assert_eq!(half.status, 422, "a time of day is needed");
    assert_eq!(state(&world, id), "approved");
}

fn a_wrong_role_is_refused_and_nothing_changes(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let id = approved(&world, &site);
    let mut publisher = signed_in(&site, &world, "minh", &[Role::Publisher]);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let page = format!("/desk/items/{id}");
    let form = fields_of(&publisher.get(&page), &format!("{page}/publication"));
    assert!(!editor.get(&page).text().contains(&format!("{page}/publication")), "no button");
    // The same form, sent all the same, with the editor's own token.
    let token = fields_of(&editor.get(&page), &page).remove(0).1;
    let fields: Vec<(&str, &str)> = form
        .iter()
        .filter(|(name, _)| name != "form_token")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let lines = || history::of_item(id, &mut world.conn()).expect("an answer").len();
    let before = lines();
    for act in ["publication", "forced-publication", "schedule", "approval", "withdrawal"] {
        let typed = [&fields[..], &[("reason", "x"), ("publish_at.date", "2027-01-01")]].concat();
        let typed = [&typed[..], &[("publish_at.time", "08:00")]].concat();
        let answer = editor.post(&format!("{page}/{act}"), &token, &typed);
        assert_eq!(answer.status, 403, "{act}: {}", answer.text());
    }
    assert_eq!((state(&world, id).as_str(), lines()), ("approved", before));
    assert_eq!(Browser::new(&site).get(&page).status, 303, "strangers are sent to sign in");
}

fn who_wrote_it_is_told_that_somebody_else_must_approve(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut both = signed_in(&site, &world, "lan", &[Role::Editor, Role::Reviewer]);
    let id = written(&mut both);
    act(&mut both, id, "submission", &[]);
    let page = both.get(&format!("/desk/items/{id}"));
    assert!(page.text().contains("nguyên tắc bốn mắt"), "{}", page.text());
    assert!(!page.text().contains(&format!("/desk/items/{id}/approval")), "no button");
    assert!(both.get("/desk/review").text().contains("nguyên tắc bốn mắt"));
    let form = fields_of(&page, &format!("/desk/items/{id}/return"));
    let get = |name: &str| form.iter().find(|(own, _)| own == name).map_or("", |(_, v)| v);
    let named = [("revision", get("revision")), ("hash", get("hash"))];
    let answer = both.post(&format!("/desk/items/{id}/approval"), get("form_token"), &named);
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("bốn mắt"));
    assert_eq!(state(&world, id), "in_review");
}

fn approving_a_revision_that_was_superseded_is_answered_clearly(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let mut reviewer = signed_in(&site, &world, "hoa", &[Role::Reviewer]);
    let id = written(&mut editor);
    act(&mut editor, id, "submission", &[]);
    let page = format!("/desk/items/{id}");
    let read = reviewer.get(&page);
    editor.press(&page, &page, &[("body", "Sửa sau khi gửi."), ("then", "submit")]);
    let answer = reviewer.press_on(&read, &format!("{page}/approval"), &[]);
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("bản 1") && answer.text().contains("bản 2"));
    assert_eq!(state(&world, id), "in_review");
    let forged = [("hash", "0000")];
    assert_eq!(act(&mut reviewer, id, "approval", &forged).status, 409, "another content");
}

fn a_contributor_neither_sees_nor_changes_what_others_write(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let mut contributor = signed_in(&site, &world, "tu", &[Role::Contributor]);
    let id = written(&mut editor);
    let page = format!("/desk/items/{id}");
    for path in [page.clone(), format!("{page}/revisions"), format!("{page}/revisions/1")] {
        assert_eq!(contributor.get(&path).status, 403, "{path}");
    }
    assert!(!contributor.get("/desk/items").text().contains("Tín dụng chính sách"));
    assert!(editor.get("/desk/items?q=tin+dung").text().contains("Tín dụng chính sách"));
    let own = written(&mut contributor);
    assert!(contributor.get("/desk/items").text().contains(&format!("/desk/items/{own}\"")));
}

fn a_forced_publication_needs_its_reason(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let mut publisher = signed_in(&site, &world, "minh", &[Role::Publisher]);
    let id = written(&mut editor);
    assert_eq!(act(&mut publisher, id, "forced-publication", &[]).status, 422);
    assert_eq!(public(&world, id), None);
    let why = [("reason", "Cảnh báo bão khẩn cấp")];
    assert_eq!(act(&mut publisher, id, "forced-publication", &why).status, 303);
    assert!(public(&world, id).is_some());
    assert_eq!(act(&mut publisher, id, "feature", &[]).status, 303);
    let past = publisher.get(&format!("/desk/items/{id}/revisions")).text();
    assert!(past.contains("Cảnh báo bão khẩn cấp"));
}

fn only_an_administrator_of_the_whole_site_replays_a_dead_letter(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let now = world.now();
    Order::Renditions { asset_id: 404 }.place(now, now, &mut world.conn()).expect("placed");
    db.run_sql("update orders set state = 'dead', last_error = 'the disk was full'").expect("sql");
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    assert_eq!(editor.get("/desk/orders").status, 403);
    let mut of_one_office = signed_in(&site, &world, "hoa", &[Role::Administrator]);
    assert_eq!(of_one_office.get("/desk/orders").status, 403);
    assert!(!of_one_office.get("/desk").text().contains("href=\"/desk/orders\""));
    let mut administrator = signed_in_at(world.city, &site, &world, "quan", &[Role::Administrator]);
    assert!(administrator.get("/desk/orders").text().contains("the disk was full"));
    let id = db.text("select id from orders").expect("an order");
    let item = written(&mut editor);
    Order::Index { item_id: item }.place(now, now, &mut world.conn()).expect("placed");
    db.run_sql("update orders set state = 'dead'").expect("sql");
    let told = administrator.get("/desk/orders").text();
    assert!(told.contains(&format!("<a href=\"/desk/items/{item}\">")), "what it is about: {told}");
    let replayed = administrator.press("/desk/orders", &format!("/desk/orders/{id}/replay"), &[]);
    assert_eq!(replayed.status, 303);
    let state = db.text(&format!("select state from orders where id = {id}"));
    assert_eq!(state.as_deref(), Some("ready"));
}

fn history_tells_from_where(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::with(&world, &[("BEHIND_PROXY", "true")]);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let id = written(&mut editor);
    let lines = history::of_item(id, &mut world.conn()).expect("an answer");
    assert!(lines[0].origin.starts_with("web "), "{}", lines[0].origin);
}
