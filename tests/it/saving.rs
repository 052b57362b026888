//! Saving: nothing that was typed is ever lost, and what was written stays.

use std::sync::Barrier;
use std::thread;

use lantoa::accounts::Role;
use lantoa::content::{ContentLanguage, Document, Kind, Revision, State};
use lantoa::editorial::{self, EditorialError, Saved, Target, history};

use crate::harness::{Backend, Person, TestDb, World, document};

crate::on_each_database!(
    a_second_save_from_an_old_form_gets_both_versions,
    saving_the_same_again_changes_nothing,
    saves_at_the_same_moment_lose_no_text,
    items_begun_at_the_same_moment_all_get_an_address_of_their_own,
    an_unknown_term_is_refused_and_the_nearest_named,
    what_a_revision_says_cannot_be_changed,
    history_can_neither_be_changed_nor_shortened,
    history_tells_who_did_what_when_and_from_where,
    a_translation_belongs_to_the_group_of_its_original,
);

fn begun(world: &World) -> (Person, Saved) {
    let author = world.role(Role::Editor, world.department);
    let saved = world.create(&author, world.department, document(Kind::Article, "vay vốn"));
    (author, saved.expect("an editor may write"))
}

fn changed(world: &World, saved: &Saved, body: &str) -> Document {
    let mut next = saved.revision.document(&mut world.conn()).expect("what was just saved");
    next.body = body.to_owned();
    next
}

fn a_second_save_from_an_old_form_gets_both_versions(db: &TestDb) {
    let world = World::new(db);
    let (author, saved) = begun(&world);
    let other = world.role(Role::Editor, world.department);
    let (theirs, yours) =
        (changed(&world, &saved, "Bản của chị Hoa."), changed(&world, &saved, "Bản của anh Tú."));
    let first = world.edit(&other, &saved.revision, theirs.clone()).unwrap().revision;
    match world.edit(&author, &saved.revision, yours.clone()) {
        Err(EditorialError::Conflict(conflict)) => {
            assert_eq!(conflict.theirs, first);
            assert_eq!(conflict.their_document, theirs);
            assert_eq!(conflict.yours, yours);
        }
        other => panic!("{other:?}"),
    }
    let after = world.edit(&author, &first, yours).expect("with the newest as its base").revision;
    assert_eq!(after.number, 3);
}

fn saving_the_same_again_changes_nothing(db: &TestDb) {
    let world = World::new(db);
    let (author, saved) = begun(&world);
    let same = changed(&world, &saved, "Một câu.");
    let once = world.edit(&author, &saved.revision, same.clone()).unwrap();
    // A form sent twice: the same text upon the same old base.
    let lines = || history::of_item(saved.item.id, &mut world.conn()).unwrap().len();
    let before = lines();
    let twice = world.edit(&author, &saved.revision, same).unwrap();
    assert_eq!(once, twice);
    assert_eq!(lines(), before);
}

fn saves_at_the_same_moment_lose_no_text(db: &TestDb) {
    const WRITERS: usize = 6;
    let world = World::new(db);
    let (_, saved) = begun(&world);
    let writers: Vec<Person> =
        (0..WRITERS).map(|_| world.role(Role::Editor, world.department)).collect();
    let together = Barrier::new(WRITERS);
    let outcomes: Vec<Result<Saved, EditorialError>> = thread::scope(|scope| {
        let (world, saved, together) = (&world, &saved, &together);
        let save = |(number, writer): (usize, &'_ Person)| {
            let next = changed(world, saved, &format!("Bản thứ {number}."));
            let writer = writer.clone();
            scope.spawn(move || {
                together.wait();
                world.edit(&writer, &saved.revision, next)
            })
        };
        let threads: Vec<_> = writers.iter().enumerate().map(save).collect();
        threads.into_iter().map(|one| one.join().expect("no writer panics")).collect()
    });
    let winner = outcomes.iter().filter_map(|one| one.as_ref().ok()).collect::<Vec<_>>();
    assert_eq!(winner.len(), 1, "one base, one next revision");
    let kept = winner[0].revision.document(&mut world.conn()).unwrap();
    for (number, outcome) in outcomes.iter().enumerate() {
        let body = format!("Bản thứ {number}.");
        match outcome {
            Ok(_) => assert_eq!(kept.body, body),
            Err(EditorialError::Conflict(conflict)) => {
                assert_eq!(conflict.yours.body, body);
                assert_eq!(conflict.their_document, kept);
            }
            Err(other) => panic!("a text was lost: {other:?}"),
        }
    }
    let revisions = Revision::of_item(saved.item.id, &mut world.conn()).unwrap();
    let numbers: Vec<i32> = revisions.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [2, 1]);
}

fn items_begun_at_the_same_moment_all_get_an_address_of_their_own(db: &TestDb) {
    const WRITERS: usize = 5;
    let world = World::new(db);
    let writers: Vec<Person> =
        (0..WRITERS).map(|_| world.role(Role::Editor, world.department)).collect();
    let together = Barrier::new(WRITERS);
    let begun: Vec<Result<Saved, EditorialError>> = thread::scope(|scope| {
        let (world, together) = (&world, &together);
        let begin = |writer: &Person| {
            let writer = writer.clone();
            scope.spawn(move || {
                together.wait();
                world.create(&writer, world.department, document(Kind::Article, "cùng một tít"))
            })
        };
        let threads: Vec<_> = writers.iter().map(begin).collect();
        threads.into_iter().map(|one| one.join().expect("no writer panics")).collect()
    });
    let saved = begun.iter().filter(|one| one.is_ok()).count();
    assert_eq!(saved, WRITERS, "{begun:#?}");
    let addresses = db.text("select count(distinct slug) from slugs");
    assert_eq!(addresses.as_deref(), Some("5"));
}

fn an_unknown_term_is_refused_and_the_nearest_named(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let mut wrong = document(Kind::Article, "nghề");
    wrong.terms.insert(lantoa::content::Taxonomy::Topic, vec!["dao-tao-nge".into()]);
    match world.create(&author, world.department, wrong) {
        Err(EditorialError::Invalid(problems)) => {
            assert_eq!(problems.len(), 1);
            let nearest = problems[0].args.iter().find(|(name, _)| *name == "nearest");
            assert_eq!(nearest.map(|(_, value)| value.as_str()), Some("dao-tao-nghe"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(db.text("select count(*) from items").as_deref(), Some("0"));
}

fn what_a_revision_says_cannot_be_changed(db: &TestDb) {
    let world = World::new(db);
    let (_, saved) = begun(&world);
    let id = saved.revision.id;
    for column in ["content = 'x'", "content_hash = 'x'", "title = 'x'", "number = 7"] {
        let refused = db.run_sql(&format!("update revisions set {column} where id = {id}"));
        let error = refused.expect_err(column).to_string();
        assert!(error.contains("immutable"), "{column}: {error}");
    }
    let replaced = match db.backend {
        Backend::Postgres => "truncate revisions cascade",
        Backend::Sqlite => "insert or replace into revisions select * from revisions",
    };
    let error = db.run_sql(replaced).expect_err(replaced).to_string();
    assert!(error.contains("immutable") || error.contains("append-only"), "{error}");
    // History names it, and history keeps its rows.
    db.run_sql(&format!("delete from revisions where id = {id}")).expect_err("it is named");
    assert_eq!(world.revision(id), saved.revision);
}

fn history_can_neither_be_changed_nor_shortened(db: &TestDb) {
    let world = World::new(db);
    begun(&world);
    let mut attempts = vec![
        "update history set reason = 'x'",
        "delete from history",
        "update history set at = at",
    ];
    attempts.push(match db.backend {
        Backend::Postgres => "truncate history",
        Backend::Sqlite => "insert or replace into history select * from history",
    });
    for sql in attempts {
        let error = db.run_sql(sql).expect_err(sql).to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(db.text("select count(*) from history").as_deref(), Some("1"));
}

fn history_tells_who_did_what_when_and_from_where(db: &TestDb) {
    let world = World::new(db);
    let (author, saved) = begun(&world);
    let reviewer = world.role(Role::Reviewer, world.city);
    let conn = &mut world.conn();
    world.advance(chrono::TimeDelta::minutes(3));
    editorial::submit(&world.act(&author), saved.revision.id, conn).unwrap();
    world.advance(chrono::TimeDelta::minutes(4));
    let returned = world.act(&reviewer);
    editorial::return_for_changes(&returned, saved.revision.id, "Thêm số liệu", conn).unwrap();
    let lines = history::of_item(saved.item.id, conn).unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.action.as_str(), line.from_state.as_deref(), line.to_state.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("return", Some("in_review"), Some("changes_requested")),
            ("submit", Some("draft"), Some("in_review")),
            ("create", None, Some("draft")),
        ]
    );
    assert_eq!(lines[0].at, world.now());
    assert_eq!(lines[0].reason.as_deref(), Some("Thêm số liệu"));
    assert!(lines.iter().all(|line| line.who.is_some() && line.origin == "test"));
    assert_ne!(lines[0].who, lines[1].who);
}

fn a_translation_belongs_to_the_group_of_its_original(db: &TestDb) {
    let world = World::new(db);
    let (author, original) = begun(&world);
    let target = Target::New {
        kind: Kind::Article,
        language: ContentLanguage::En,
        organisation_id: world.department,
        translation_of: Some(original.item.id),
    };
    let mut english = document(Kind::Article, "loans");
    english.title = "Loans for poor households".into();
    let conn = &mut world.conn();
    let translation = editorial::save(&world.act(&author), &target, english, conn).unwrap();
    assert_eq!(translation.revision.state(), State::Draft);
    assert_eq!(original.item.translations(conn).unwrap(), std::slice::from_ref(&translation.item));
    assert_eq!(translation.item.translations(conn).unwrap(), [original.item]);
    let target = Target::New {
        kind: Kind::Leaflet,
        language: ContentLanguage::Muong,
        organisation_id: world.department,
        translation_of: Some(translation.item.id),
    };
    let other = editorial::save(&world.act(&author), &target, document(Kind::Leaflet, "x"), conn);
    assert!(matches!(other, Err(EditorialError::NotFound)), "a leaflet is no article's");
}
