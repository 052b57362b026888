//! Addresses of items: unique, made from titles, and old ones for ever.

use lantoa::accounts::Role;
use lantoa::content::{Address, Kind, Revision, State};
use lantoa::editorial::{self, EditorialError, Saved};

use crate::harness::{Person, TestDb, World, document};

crate::on_each_database!(
    a_title_becomes_an_address_and_the_same_title_the_next_one,
    a_draft_changes_its_address_with_its_title,
    an_old_public_address_leads_to_the_item_for_ever,
    an_address_asked_for_by_name_must_be_free,
    the_same_words_may_stand_in_two_lists,
    a_title_without_letters_still_gets_an_address,
);

fn titled(world: &World, author: &Person, kind: Kind, title: &str) -> Saved {
    let mut text = document(kind, "x");
    text.title = title.into();
    world.create(author, world.department, text).expect("an editor may write")
}

fn current(world: &World, saved: &Saved) -> String {
    Address::current(saved.item.id, &mut world.conn()).unwrap().expect("every item has one")
}

fn a_title_becomes_an_address_and_the_same_title_the_next_one(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let begun: Vec<String> = (0..3)
        .map(|_| titled(&world, &author, Kind::Article, "Đối thoại ở Hòa Xá: “Thoát nghèo”"))
        .map(|saved| current(&world, &saved))
        .collect();
    let first = "doi-thoai-o-hoa-xa-thoat-ngheo";
    assert_eq!(begun, [first.to_owned(), format!("{first}-2"), format!("{first}-3")]);
}

fn a_draft_changes_its_address_with_its_title(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let saved = titled(&world, &author, Kind::Article, "Tên tạm");
    let mut next = saved.revision.document(&mut world.conn()).unwrap();
    next.title = "Tên thật".into();
    world.edit(&author, &saved.revision, next).unwrap();
    assert_eq!(current(&world, &saved), "ten-that");
    let old = Address::resolve("article", "vi", "ten-tam", &mut world.conn()).unwrap();
    assert_eq!(old, None, "nobody ever saw it: another may have it");
}

fn an_old_public_address_leads_to_the_item_for_ever(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let live = world.item_in(State::Published, &author, world.department);
    let first = current(&world, &live);
    let mut base: Revision = live.revision.clone();
    for wanted in ["ten-thu-hai", "ten-thu-ba", "ten-thu-hai"] {
        let conn = &mut world.conn();
        let mut next = base.document(conn).unwrap();
        next.slug = wanted.into();
        base = world.edit(&author, &base, next).unwrap().revision;
        editorial::force_publish(&world.system(), base.id, "Đổi địa chỉ", conn).unwrap();
        assert_eq!(current(&world, &live), wanted);
    }
    for old in [first.as_str(), "ten-thu-ba"] {
        let found = Address::resolve("article", "vi", old, &mut world.conn()).unwrap();
        let found = found.unwrap_or_else(|| panic!("{old} leads nowhere"));
        assert!(found.item_id == live.item.id && found.public && !found.current, "{found:?}");
    }
    // Nobody else gets it, not even after the item is gone from the public.
    editorial::withdraw(&world.system(), base.id, "Thử", &mut world.conn()).unwrap();
    let other = titled(&world, &author, Kind::Article, "Tên thứ ba");
    assert_eq!(current(&world, &other), "ten-thu-ba-2");
}

fn an_address_asked_for_by_name_must_be_free(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    titled(&world, &author, Kind::Article, "Vay vốn");
    let mut wanting = document(Kind::Article, "khác");
    wanting.slug = "vay-von".into();
    match world.create(&author, world.department, wanting) {
        Err(EditorialError::Invalid(problems)) => {
            assert_eq!((problems.len(), problems[0].field.as_str()), (1, "slug"));
            let free = problems[0].args.iter().find(|(name, _)| *name == "free");
            assert_eq!(free.map(|(_, value)| value.as_str()), Some("vay-von-2"));
        }
        other => panic!("{other:?}"),
    }
}

fn the_same_words_may_stand_in_two_lists(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    for kind in Kind::ALL {
        let saved = titled(&world, &author, *kind, "Vay vốn");
        assert_eq!(current(&world, &saved), "vay-von");
    }
}

fn a_title_without_letters_still_gets_an_address(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let saved = titled(&world, &author, Kind::Article, "???");
    assert_eq!(current(&world, &saved), saved.item.uid);
}
