//! Who may do what to what: every role × state × action, through the real acts.
//!
//! The tables are the rule as people agreed on it, written by hand and apart
//! from the program. A `yes` is an act that is done; anything else is refused
//! and must leave no trace.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use lantoa::accounts::Role;
use lantoa::content::{Address, Kind, Live, Revision, State};
use lantoa::db::facts;
use lantoa::editorial::{self, EditorialError, Saved, Timing, history};
use lantoa::queue;

use crate::harness::{Person, TestDb, World, document};

/// Somebody else's item; a contributor may do nothing with it.
const NOTHING: &str = "";

const CONTRIBUTORS_OWN: &str = "
                draft  review  changes  approved  scheduled  published  withdrawn  archived  superseded
edit            yes    yes     yes      yes       -          yes        yes        yes       -
submit          yes    -       yes      -         -          -          -          -         -
";

const EDITOR: &str = "
                draft  review  changes  approved  scheduled  published  withdrawn  archived  superseded
edit            yes    yes     yes      yes       -          yes        yes        yes       -
submit          yes    -       yes      -         -          -          -          -         -
archive         yes    -       yes      -         -          -          -          -         -
";

const REVIEWER: &str = "
                draft  review  changes  approved  scheduled  published  withdrawn  archived  superseded
edit            yes    yes     yes      yes       -          yes        yes        yes       -
submit          yes    -       yes      -         -          -          -          -         -
return          -      yes     -        yes       -          -          -          -         -
approve         -      yes     -        -         -          -          -          -         -
";

/// Four eyes: what one wrote another approves.
const REVIEWERS_OWN: &str = "
                draft  review  changes  approved  scheduled  published  withdrawn  archived  superseded
edit            yes    yes     yes      yes       -          yes        yes        yes       -
submit          yes    -       yes      -         -          -          -          -         -
return          -      yes     -        yes       -          -          -          -         -
";

/// Featuring is of an item: one with a superseded revision has a live one too.
const PUBLISHER: &str = "
                draft  review  changes  approved  scheduled  published  withdrawn  archived  superseded
edit            yes    yes     yes      yes       -          yes        yes        yes       -
submit          yes    -       yes      -         -          -          -          -         -
return          -      yes     -        yes       -          -          -          -         -
approve         -      yes     -        -         -          -          -          -         -
schedule        -      -       -        yes       -          -          -          -         -
unschedule      -      -       -        -         yes        -          -          -         -
publish         -      -       -        yes       yes        -          -          -         -
force publish   yes    yes     yes      -         -          -          -          -         -
withdraw        -      -       -        -         -          yes        -          -         -
republish       -      -       -        -         -          -          yes        yes       -
archive         yes    -       yes      -         -          yes        -          -         -
feature         -      -       -        -         -          yes        -          -         yes
";

/// Going round the review with one's own text is approving it, too.
const PUBLISHERS_OWN: &str = "
                draft  review  changes  approved  scheduled  published  withdrawn  archived  superseded
edit            yes    yes     yes      yes       -          yes        yes        yes       -
submit          yes    -       yes      -         -          -          -          -         -
return          -      yes     -        yes       -          -          -          -         -
schedule        -      -       -        yes       -          -          -          -         -
unschedule      -      -       -        -         yes        -          -          -         -
publish         -      -       -        yes       yes        -          -          -         -
withdraw        -      -       -        -         -          yes        -          -         -
republish       -      -       -        -         -          -          yes        yes       -
archive         yes    -       yes      -         -          yes        -          -         -
feature         -      -       -        -         -          yes        -          -         yes
";

const ACTIONS: [&str; 12] = [
    "edit",
    "submit",
    "return",
    "approve",
    "schedule",
    "unschedule",
    "publish",
    "force publish",
    "withdraw",
    "republish",
    "archive",
    "feature",
];

const COLUMNS: [(&str, State); 9] = [
    ("draft", State::Draft),
    ("review", State::InReview),
    ("changes", State::ChangesRequested),
    ("approved", State::Approved),
    ("scheduled", State::Scheduled),
    ("published", State::Published),
    ("withdrawn", State::Withdrawn),
    ("archived", State::Archived),
    ("superseded", State::Superseded),
];

crate::on_each_database!(
    a_contributor_may_do_what_the_table_says,
    an_editor_may_do_what_the_table_says,
    a_reviewer_may_do_what_the_table_says,
    a_publisher_may_do_what_the_table_says,
    an_administrator_may_do_what_a_publisher_may_and_not_more,
    somebody_without_any_role_may_do_nothing,
    items_are_begun_only_where_one_holds_a_role,
);

fn a_contributor_may_do_what_the_table_says(db: &TestDb) {
    walk(db, Role::Contributor, NOTHING, CONTRIBUTORS_OWN);
}

fn an_editor_may_do_what_the_table_says(db: &TestDb) {
    walk(db, Role::Editor, EDITOR, EDITOR);
}

fn a_reviewer_may_do_what_the_table_says(db: &TestDb) {
    walk(db, Role::Reviewer, REVIEWER, REVIEWERS_OWN);
}

fn a_publisher_may_do_what_the_table_says(db: &TestDb) {
    walk(db, Role::Publisher, PUBLISHER, PUBLISHERS_OWN);
}

fn an_administrator_may_do_what_a_publisher_may_and_not_more(db: &TestDb) {
    walk(db, Role::Administrator, PUBLISHER, PUBLISHERS_OWN);
}

fn somebody_without_any_role_may_do_nothing(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.city);
    let nobody = world.person(&[]);
    walk_items(&world, "nobody", &nobody, &author, world.department, NOTHING);
}

fn items_are_begun_only_where_one_holds_a_role(db: &TestDb) {
    let world = World::new(db);
    for role in Role::ALL {
        let person = world.role(*role, world.department);
        for (organisation, may) in [
            (world.department, true),
            (world.commune, true),
            (world.city, false),
            (world.front, false),
        ] {
            let begun = world.create(&person, organisation, document(Kind::Event, "tập huấn"));
            assert_eq!(begun.is_ok(), may, "{role:?} at office {organisation}: {begun:?}");
        }
    }
}

/// Walks all states and actions for `role` held at the department: at it, at
/// the office below, and at those above and beside, where nothing is allowed.
fn walk(db: &TestDb, role: Role, of_others: &'static str, own: &'static str) {
    let world = World::new(db);
    let person = world.role(role, world.department);
    let author = world.role(Role::Editor, world.city);
    for (place, organisation, table) in [
        ("own office", world.department, of_others),
        ("office below", world.commune, of_others),
        ("office above", world.city, NOTHING),
        ("office beside", world.front, NOTHING),
    ] {
        let label = format!("{role:?}, {place}");
        walk_items(&world, &label, &person, &author, organisation, table);
    }
    let label = format!("{role:?}, own items");
    walk_items(&world, &label, &person, &person, world.department, own);
}

fn walk_items(
    world: &World,
    label: &str,
    person: &Person,
    author: &Person,
    organisation: i64,
    table: &'static str,
) {
    let expected = parse(table);
    for (column, state) in COLUMNS {
        let mut subject = world.item_in(state, author, organisation);
        for action in ACTIONS {
            let wanted = expected.contains(&(action, column));
            let before = trace(world, &subject);
            let done = attempt(world, action, person, &subject);
            let case = format!("{label}: {action} of a revision in {state:?}");
            match (wanted, done) {
                (true, Err(error)) => panic!("{case} should be done, but: {error}"),
                (false, Ok(())) => panic!("{case} should be refused"),
                (false, Err(error)) => {
                    assert!(is_refusal(&error), "{case} is refused for another reason: {error}");
                    assert_eq!(before, trace(world, &subject), "{case} left a trace");
                }
                (true, Ok(())) => {
                    assert_ne!(before, trace(world, &subject), "{case} left no trace");
                    subject = world.item_in(state, author, organisation);
                }
            }
        }
    }
}

/// Refused: not one's to do, or not possible there.
fn is_refusal(error: &EditorialError) -> bool {
    matches!(
        error,
        // Nothing of it is live to feature; another revision is the newest.
        EditorialError::Denied(_) | EditorialError::NotFound | EditorialError::Conflict(_)
    )
}

/// The cells of a table that say `yes`, by action and column.
fn parse(table: &'static str) -> BTreeSet<(&'static str, &'static str)> {
    let mut allowed = BTreeSet::new();
    let mut lines = table.lines().filter(|line| !line.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap_or_default().split_whitespace().collect();
    for line in lines {
        let action = ACTIONS.iter().filter(|action| line.starts_with(**action));
        let action = action.max_by_key(|action| action.len()).expect("an action of the list");
        let cells: Vec<&str> = line[action.len()..].split_whitespace().collect();
        assert_eq!(cells.len(), header.len(), "{line}");
        for (column, cell) in header.iter().zip(cells) {
            assert!(matches!(cell, "yes" | "-"), "{line}");
            if cell == "yes" {
                allowed.insert((*action, *column));
            }
        }
    }
    allowed
}

fn attempt(
    world: &World,
    action: &str,
    person: &Person,
    subject: &Saved,
) -> Result<(), EditorialError> {
    let conn = &mut world.conn();
    let act = &world.act(person);
    let id = subject.revision.id;
    match action {
        "edit" => {
            let mut next = subject.revision.document(conn)?;
            next.sapo.push_str(" Bổ sung.");
            world.edit(person, &subject.revision, next).map(drop)
        }
        "submit" => editorial::submit(act, id, conn),
        "return" => editorial::return_for_changes(act, id, "Thiếu nguồn số liệu", conn),
        "approve" => editorial::approve(act, id, conn),
        "schedule" => {
            let publish_at = Some(world.now() + TimeDelta::hours(2));
            editorial::schedule(act, id, Timing { publish_at, expires_at: None }, conn)
        }
        "unschedule" => editorial::unschedule(act, id, conn),
        "publish" => editorial::publish(act, id, None, conn),
        "force publish" => editorial::force_publish(act, id, "Khẩn cấp: bão số 5", conn),
        "withdraw" => editorial::withdraw(act, id, "Sai số liệu", conn),
        "republish" => editorial::republish(act, id, conn),
        "archive" => editorial::archive(act, id, conn),
        "feature" => editorial::set_featured(act, subject.item.id, true, conn),
        other => unreachable!("{other} is none of the actions"),
    }
}

/// All that an act could have changed.
fn trace(world: &World, subject: &Saved) -> String {
    let conn = &mut world.conn();
    let id = subject.item.id;
    let revisions = Revision::of_item(id, conn).expect("an answer");
    let history = history::of_item(id, conn).expect("an answer");
    let live = Live::find(id, conn).expect("an answer");
    let address = Address::current(id, conn).expect("an answer");
    let orders = queue::depth(conn).expect("an answer");
    let generation = facts::read(facts::GENERATION, conn).expect("an answer");
    format!("{revisions:#?}\n{history:#?}\n{live:#?}\n{address:?}\n{orders:?}\n{generation:?}")
}
