//! What people did not find, and the words they use, at the desk.

use actix_web::http::Method;
use lantoa::accounts::Role;
use lantoa::clock::in_hanoi;
use lantoa::content::Language;
use lantoa::search::synonyms::StoredSynonym;

use super::{signed_in, signed_in_at};
use crate::harness::{TestDb, TestSite, World};

crate::on_each_database!(
    a_publisher_adds_changes_and_removes_synonyms_and_history_tells,
    an_entry_that_cannot_be_is_told_and_nothing_typed_is_lost,
    who_publishes_for_one_office_reads_synonyms_and_changes_none,
    editors_see_what_was_not_found_most_frequent_or_newest_first,
);

/// The entries of the database, form by form.
fn entries(world: &World) -> Vec<String> {
    let all = StoredSynonym::all(&mut world.conn()).expect("an answer");
    all.iter().map(|one| one.entry.forms().join("|")).collect()
}

fn a_publisher_adds_changes_and_removes_synonyms_and_history_tells(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut publisher = signed_in_at(world.city, &site, &world, "lan", &[Role::Publisher]);
    let typed = [("forms", "XKLĐ\r\nxuất khẩu lao động\r\n")];
    let added = publisher.press("/desk/synonyms/new?word=xkl%C4%91", "/desk/synonyms", &typed);
    assert_eq!(added.header("location"), "/desk/synonyms?done=done-synonym-added");
    assert_eq!(entries(&world), ["XKLĐ|xuất khẩu lao động"]);
    let list = publisher.get("/desk/synonyms?done=done-synonym-added").text();
    assert!(list.contains("xuất khẩu lao động") && list.contains("Đã thêm nhóm từ."), "{list}");
    assert!(!site.app.reference().synonyms.is_empty(), "known at once");
    let id = StoredSynonym::all(&mut world.conn()).expect("an answer")[0].id;
    let own = format!("/desk/synonyms/{id}");
    let typed = [("forms", "XKLĐ\nđi nước ngoài"), ("kind", "short")];
    let changed = publisher.press(&own, &own, &typed);
    assert_eq!(changed.header("location"), "/desk/synonyms?done=done-synonym-saved");
    assert_eq!(entries(&world), ["XKLĐ|đi nước ngoài"]);
    let removal = format!("{own}/removal");
    let removed = publisher.press(&own, &removal, &[]);
    assert_eq!(removed.header("location"), "/desk/synonyms?done=done-synonym-removed");
    assert_eq!(entries(&world), [""; 0]);
    assert!(site.app.reference().synonyms.is_empty());
    assert_eq!(publisher.get(&own).status, 404);
    let told = format!(
        "select count(*) from history where detail = 'synonym {id}' and action in
         ('synonym-added', 'synonym-changed', 'synonym-removed') and account_id is not null"
    );
    assert_eq!(db.text(&told).as_deref(), Some("3"));
}

fn an_entry_that_cannot_be_is_told_and_nothing_typed_is_lost(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut publisher = signed_in_at(world.city, &site, &world, "lan", &[Role::Administrator]);
    let form = ("/desk/synonyms/new", "/desk/synonyms");
    publisher.press(form.0, form.1, &[("forms", "BHYT\nbảo hiểm y tế")]);
    let long = format!("BHXH\n{}", "dài ".repeat(40));
    let many: Vec<String> = (0..13).map(|number| format!("từ {number}")).collect();
    for (typed, expected) in [
        ("", "Cần ít nhất hai cách viết"),
        ("BHXH", "Cần ít nhất hai cách viết"),
        ("BHXH\nbhxh", "Cần ít nhất hai cách viết"),
        (&long, "quá dài: tối đa 80 ký tự và 8 tiếng"),
        (&many.join("\n"), "tối đa 12 cách viết"),
        ("BHXH\n…", "không có chữ nào để tìm"),
        ("thẻ\nBảo hiểm Y tế", "đã có trong một nhóm khác"),
    ] {
        let answer = publisher.press(form.0, form.1, &[("forms", typed)]);
        assert_eq!(answer.status, 422, "{typed}");
        let shown = answer.text();
        assert!(shown.contains(expected), "{typed}: {shown}");
        assert!(shown.contains(typed), "{typed} is lost");
    }
    assert_eq!(entries(&world), ["BHYT|bảo hiểm y tế"]);
}

fn who_publishes_for_one_office_reads_synonyms_and_changes_none(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    for (name, role) in
        [("lan", Role::Editor), ("hoa", Role::Publisher), ("an", Role::Administrator)]
    {
        let mut person = signed_in(&site, &world, name, &[role]);
        assert_eq!(person.get("/desk/synonyms").status, 200);
        assert_eq!(person.get("/desk/searches").status, 200);
        assert_eq!(person.get("/desk/synonyms/new").status, 403, "{role:?}");
        let token = crate::harness::form_token(&person.get("/desk/synonyms"));
        for action in ["/desk/synonyms", "/desk/synonyms/1", "/desk/synonyms/1/removal"] {
            let answer = person.post(action, &token, &[("forms", "a\nb"), ("kind", "same")]);
            assert_eq!(answer.status, 403, "{role:?} {action}");
        }
    }
    assert_eq!(entries(&world), [""; 0]);
    let stranger = site.ask(TestSite::request(Method::GET, "/desk/searches"));
    assert_eq!(stranger.status, 303);
}

fn editors_see_what_was_not_found_most_frequent_or_newest_first(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let today = in_hanoi(world.now()).date_naive();
    let days_ago = |days| today - chrono::Days::new(days);
    for (query, language, day, times) in [
        ("xuất khẩu lao động", Language::Vi, days_ago(5), 3),
        ("máy cày <b>", Language::Vi, today, 1),
        ("passport", Language::En, days_ago(40), 9),
        ("cũ lắm rồi", Language::Vi, days_ago(100), 9),
    ] {
        for _ in 0..times {
            site.app.misses.note(query, language, day);
        }
    }
    site.app.misses.flush(today, &mut world.conn()).expect("written");
    let mut publisher = signed_in_at(world.city, &site, &world, "lan", &[Role::Publisher]);
    let mut shown = |path: &str| {
        let html = publisher.get(path).text();
        let rows = scraper::Selector::parse(".line .row-title").expect("a selector");
        let page = scraper::Html::parse_document(&html);
        let titles = page.select(&rows).map(|one| one.text().collect::<String>());
        (titles.collect::<Vec<_>>(), html)
    };
    let (month, html) = shown("/desk/searches");
    assert_eq!(month, ["xuất khẩu lao động", "máy cày b"]);
    for expected in
        ["3 lượt tìm", "/tim-kiem?q=xu%E1%BA%A5t", "/desk/synonyms/new?word=xu%E1%BA%A5t"]
    {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert_eq!(shown("/desk/searches?order=newest").0, ["máy cày b", "xuất khẩu lao động"]);
    let (quarter, html) = shown("/desk/searches?days=90");
    assert_eq!(quarter, ["passport", "xuất khẩu lao động", "máy cày b"]);
    assert!(html.contains("/en/tim-kiem?q=passport"), "{html}");
    assert_eq!(shown("/desk/searches?days=7000&order=x").0, month);
}
