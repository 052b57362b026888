//! Forms of what has no revisions, opened by two people at once.

use lantoa::accounts::Role;
use lantoa::search::synonyms::StoredSynonym;

use super::pictures::{jpeg, page_of, upload};
use super::{signed_in, signed_in_at};
use crate::harness::{Browser, TestDb, TestSite, World};

crate::on_each_database!(who_saves_second_is_shown_what_the_first_one_saved_and_loses_nothing);

fn who_saves_second_is_shown_what_the_first_one_saved_and_loses_nothing(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let administrator = [Role::Administrator, Role::Editor];
    let mut first = signed_in_at(world.city, &site, &world, "lan", &administrator);
    let mut second = signed_in_at(world.city, &site, &world, "tu", &administrator);
    let office = format!("/desk/organisations/{}", world.department);
    both_save(&mut first, &mut second, &office, ("contact", "Số 1 phố Một"), ("name_en", "Labour"));
    let mut editor = signed_in(&site, &world, "hoa", &[Role::Editor]);
    let picture = page_of(&upload(&mut editor, &world, "a.jpg", &jpeg(300)));
    both_save(&mut first, &mut editor, &picture, ("alt", "Vườn rau"), ("credit", "Hoa"));
    first.press("/desk/synonyms/new", "/desk/synonyms", &[("forms", "XKLĐ\nđi nước ngoài")]);
    let id = StoredSynonym::all(&mut world.conn()).expect("an answer")[0].id;
    let synonym = format!("/desk/synonyms/{id}");
    let other = ("forms", "XKLĐ\nđi làm xa");
    both_save(&mut first, &mut second, &synonym, ("forms", "XKLĐ\nlao động ở nước ngoài"), other);
}

/// Both open the form and change a field; the second sees the first one's text
/// beside their own, and saves when they know it.
fn both_save(
    first: &mut Browser,
    second: &mut Browser,
    page: &str,
    theirs: (&str, &str),
    own: (&str, &str),
) {
    let opened = second.get(page);
    assert_eq!(first.press(page, page, &[theirs]).status, 303, "{page}");
    let told = second.press_on(&opened, page, &[own]);
    assert_eq!(told.status, 409, "{page}");
    for text in ["Có người vừa lưu", theirs.1, own.1] {
        assert!(told.text().contains(text), "{page}: no {text}: {}", told.text());
    }
    let stands = second.get(page).text();
    assert!(stands.contains(theirs.1) && !stands.contains(own.1), "nothing is replaced yet");
    assert_eq!(second.press_on(&told, page, &[]).status, 303, "now they know");
    assert!(second.get(page).text().contains(own.1));
}
