//! Importing again: what has not changed is passed over, what has becomes the
//! next revision, and what people did at the desk is never overwritten.

use lantoa::accounts::Role;
use lantoa::content::{Item, Live, Revision, State};
use lantoa::editorial;
use lantoa::transfer::import::Options;

use super::{Folder, article, faults, import, now};
use crate::harness::{TestDb, World, document};

crate::on_each_database!(
    an_unchanged_folder_changes_nothing,
    a_changed_file_becomes_the_next_revision,
    a_file_can_withdraw_an_item_and_bring_it_back,
    a_draft_that_is_published_by_its_file_keeps_its_revision,
    what_was_changed_at_the_desk_is_not_overwritten,
    facts_of_the_item_itself_follow_its_file,
    translations_find_their_originals_and_old_addresses_are_kept,
    what_stands_at_a_place_is_indexed_again_when_it_is_called_otherwise,
    communes_bring_their_committees_and_their_old_districts,
    a_scheduled_item_waits_for_its_time_and_an_ending_one_for_its_end,
);

const A: &str = "items/tin-bai/a.md";

fn revisions(db: &TestDb) -> Vec<Revision> {
    let conn = &mut db.conn();
    let id: i64 =
        db.text("select min(id) from items").and_then(|id| id.parse().ok()).expect("an item");
    Revision::of_item(id, conn).expect("an answer")
}

fn states(db: &TestDb) -> Vec<State> {
    revisions(db).iter().map(Revision::state).collect()
}

fn an_unchanged_folder_changes_nothing(db: &TestDb) {
    let folder = Folder::basic();
    folder.write("site.toml", "[vi]\nname = \"Lan Tỏa\"\n");
    folder.write("pages/vi/lien-he.md", "+++\ntitle = \"Liên hệ\"\nkey = \"contact\"\n+++\nGọi.\n");
    folder.write(A, article("A", ""));
    assert!(import(db, &folder).changed_anything());
    let counts = "select count(*) from (select 1 from revisions union all select 1 from history \
                  union all select 1 from orders) as x";
    let before = (db.text(counts), db.text("select value from facts where key = 'generation'"));
    let report = import(db, &folder);
    assert!(!report.changed_anything(), "{report:?}");
    assert_eq!(report.items.unchanged, 1);
    let after = (db.text(counts), db.text("select value from facts where key = 'generation'"));
    assert_eq!(before, after);
}

fn a_changed_file_becomes_the_next_revision(db: &TestDb) {
    let folder = Folder::basic();
    folder.write(A, article("A", ""));
    import(db, &folder);
    folder.change(A, "Nội dung", "Nội dung mới");
    assert_eq!(import(db, &folder).items.changed, 1);
    assert_eq!(states(db), [State::Published, State::Superseded]);
    let live = Live::find(revisions(db)[0].item_id, &mut db.conn()).unwrap().expect("it is live");
    assert_eq!(live.revision_id, revisions(db)[0].id);
    assert_eq!(live.published_at, "2026-02-01T01:00:00".parse().unwrap());
    assert_eq!(live.changed_at, now());
    assert_eq!(import(db, &folder).items.unchanged, 1);
}

fn a_file_can_withdraw_an_item_and_bring_it_back(db: &TestDb) {
    let folder = Folder::basic();
    folder.write(A, article("A", ""));
    import(db, &folder);
    folder.change(A, "\"published\"", "\"withdrawn\"\nnote = \"Sai số liệu\"");
    import(db, &folder);
    assert_eq!(states(db), [State::Withdrawn]);
    assert_eq!(revisions(db)[0].note.as_deref(), Some("Sai số liệu"));
    assert_eq!(db.text("select count(*) from live").as_deref(), Some("0"));
    // The address answers: it was public.
    assert_eq!(db.text("select cast(public as integer) from slugs").as_deref(), Some("1"));
    folder.write(A, article("A", ""));
    import(db, &folder);
    assert_eq!(states(db), [State::Published]);
    assert_eq!(db.text("select count(*) from live").as_deref(), Some("1"));
}

fn a_draft_that_is_published_by_its_file_keeps_its_revision(db: &TestDb) {
    let folder = Folder::basic();
    folder.write(A, article("A", "").replace("\"published\"", "\"draft\""));
    import(db, &folder);
    assert_eq!(states(db), [State::Draft]);
    folder.write(A, article("A", ""));
    import(db, &folder);
    assert_eq!(states(db), [State::Published]);
    let revision = &revisions(db)[0];
    assert_eq!(revision.approved_hash.as_ref(), Some(&revision.content_hash));
    assert_eq!((revision.approved_by, revision.published_by), (None, None));
}

fn what_was_changed_at_the_desk_is_not_overwritten(db: &TestDb) {
    let world = World::new(db);
    let folder = Folder::absent();
    let text = article("A", "").replace("\"so\"", "\"so\"\nplaces = [\"xa-ba-vi\"]");
    folder.write(A, &text);
    import(db, &folder);
    let publisher = world.role(Role::Publisher, world.city);
    let live = revisions(db)[0].clone();
    editorial::withdraw(&world.act(&publisher), live.id, "Sai", &mut db.conn()).unwrap();
    // Unchanged, it does not come back …
    assert_eq!(import(db, &folder).items.unchanged, 1);
    assert_eq!(states(db), [State::Withdrawn]);
    // … and changed neither: people have the last word.
    folder.change(A, "Nội dung", "Nội dung mới");
    let told = faults(db, &folder);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("changed at the desk"), "{told:?}");
    assert_eq!(states(db), [State::Withdrawn]);
    // Somebody else's item is nobody's business.
    world
        .create(&publisher, world.department, document(lantoa::content::Kind::Story, "x"))
        .unwrap();
}

fn facts_of_the_item_itself_follow_its_file(db: &TestDb) {
    let folder = Folder::basic();
    folder.write(A, article("A", ""));
    import(db, &folder);
    folder.change(A, "+++\nNội", "featured = true\n+++\nNội");
    folder.change(A, "\"so\"", "\"thanh-pho\"");
    folder.change(A, "2026-02-01", "2026-01-31");
    assert_eq!(import(db, &folder).items.changed, 1);
    assert_eq!(states(db), [State::Published], "the text is the same: so is the revision");
    let live = Live::find(revisions(db)[0].item_id, &mut db.conn()).unwrap().expect("it is live");
    assert!(live.featured);
    assert_eq!(live.published_at, "2026-01-31T01:00:00".parse().unwrap());
    let item = Item::find(live.item_id, &mut db.conn()).unwrap().expect("it is there");
    let city = db.text("select id from organisations where slug = 'thanh-pho'");
    assert_eq!(Some(item.organisation_id.to_string()), city);
}

fn translations_find_their_originals_and_old_addresses_are_kept(db: &TestDb) {
    let folder = Folder::basic();
    folder.write(A, article("Bản gốc", "old_slugs = [\"ban-cu\"]\n"));
    let english = article("Translated", "language = \"en\"\ntranslation_of = \"ban-goc\"\n");
    folder.write("items/en/tin-bai/a.md", english);
    import(db, &folder);
    assert_eq!(
        db.text("select count(distinct translation_group) from items").as_deref(),
        Some("1")
    );
    let old = "select slug from slugs where not current and public";
    assert_eq!(db.text(old).as_deref(), Some("ban-cu"));
    let live = "select slug from live where language = 'en'";
    assert_eq!(db.text(live).as_deref(), Some("translated"));
}

fn what_stands_at_a_place_is_indexed_again_when_it_is_called_otherwise(db: &TestDb) {
    let folder = Folder::basic();
    folder.write(A, article("A", "").replace("\"so\"", "\"so\"\nplaces = [\"xa-ba-vi\"]"));
    import(db, &folder);
    db.run_sql("delete from orders").expect("they were done");
    let renamed = "update places set full_name = 'Xã Khác' where slug = 'xa-ba-vi'";
    db.run_sql(renamed).expect("it is there");
    import(db, &folder);
    let orders = "select count(*) from orders where kind = 'index'";
    assert_eq!(db.text(orders).as_deref(), Some("1"));
}

fn communes_bring_their_committees_and_their_old_districts(db: &TestDb) {
    import(db, &Folder::basic());
    let told = "update organisations set contact = '024' where slug = 'ubnd-xa-ba-vi'";
    db.run_sql(told).expect("the committee is there");
    let imported = "select count(*) from history where action = 'organisation-imported' \
                    and origin = 'import' and detail = 'ubnd-xa-ba-vi'";
    assert_eq!(db.text(imported).as_deref(), Some("1"));
    let again = import(db, &Folder::basic());
    assert!(!again.changed_anything(), "what was told at the desk stays: {again:?}");
    assert_eq!(db.text(imported).as_deref(), Some("1"), "what did not change is not written");
    let one = |sql: &str| db.text(sql).unwrap_or_default();
    assert_eq!(
        one("select o.name_vi from organisations o join places p on p.id = o.place_id \
             where o.slug = 'ubnd-xa-ba-vi' and p.slug = 'xa-ba-vi'"),
        "Ủy ban nhân dân xã Ba Vì"
    );
    assert_eq!(
        one("select o.name_en from organisations o join organisations c on c.id = o.parent_id \
             where o.slug = 'ubnd-phuong-ba-dinh' and c.slug = 'thanh-pho'"),
        "People's Committee of Ba Đình Ward"
    );
    assert_eq!(one("select valid_to from places where slug = 'ba-dinh'"), "2025-06-30");
    assert_eq!(
        one("select n.slug from place_successions s join places n on n.id = s.new_place_id"),
        "phuong-ba-dinh"
    );
}

fn a_scheduled_item_waits_for_its_time_and_an_ending_one_for_its_end(db: &TestDb) {
    let folder = Folder::basic();
    let scheduled = article("Hẹn", "publish_at = 2026-03-05T08:00:00+07:00\n");
    folder.write(A, scheduled.replace("\"published\"", "\"scheduled\""));
    let ending = article("Hết", "expires_at = 2026-04-01T00:00:00+07:00\n");
    folder.write("items/tin-bai/b.md", ending);
    import(db, &folder);
    let orders = |kind: &str| {
        db.text(&format!("select count(*) from orders where kind = '{kind}'")).unwrap_or_default()
    };
    assert_eq!([orders("publish"), orders("expire"), orders("index")], ["1", "1", "1"]);
    let options = Options::at(now());
    assert_eq!(options.limit, None);
    assert_eq!(states(db), [State::Scheduled]);
}
