//! The queue: at least once, never twice at the same time, never forgotten.

use std::collections::BTreeMap;
use std::sync::{Barrier, Mutex};
use std::thread;

use chrono::{NaiveDate, TimeDelta};
use lantoa::accounts::Role;
use lantoa::clock::Instant;
use lantoa::content::State;
use lantoa::queue::{self, Claimed, DeadLetter, Lease, MAX_ATTEMPTS, Order};

use crate::harness::{TestDb, TestSite, World};

crate::on_each_database!(
    several_workers_never_hold_the_same_order,
    orders_are_taken_at_their_time_and_the_oldest_first,
    only_the_kinds_asked_for_are_taken,
    a_lost_lease_is_taken_by_another_and_the_loser_can_finish_nothing,
    a_renewed_lease_is_kept,
    a_failure_is_tried_again_each_time_later,
    too_many_failures_make_a_dead_letter_that_can_be_replayed,
    an_order_that_cannot_be_read_is_laid_aside_and_the_others_go_on,
    an_order_of_a_change_that_is_undone_was_never_there,
    an_item_that_cannot_be_read_keeps_no_other_from_being_found,
);

fn start() -> Instant {
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a real date");
    day.and_hms_opt(1, 0, 0).expect("a real time")
}

fn lease(worker: &str) -> Lease {
    Lease { worker: worker.into(), lasts: TimeDelta::seconds(60) }
}

fn place(count: i64, db: &TestDb) {
    for item_id in 0..count {
        Order::Index { item_id }.place(start(), start(), &mut db.conn()).expect("placed");
    }
}

fn claim(lease: &Lease, now: Instant, db: &TestDb) -> Vec<Claimed> {
    lease.claim(&[Order::INDEX], 100, now, &mut db.conn()).expect("an answer")
}

fn several_workers_never_hold_the_same_order(db: &TestDb) {
    const WORKERS: usize = 4;
    const ORDERS: i64 = 60;
    place(ORDERS, db);
    let done: Mutex<BTreeMap<i64, Vec<String>>> = Mutex::default();
    let together = Barrier::new(WORKERS);
    thread::scope(|scope| {
        for number in 0..WORKERS {
            let (done, together) = (&done, &together);
            scope.spawn(move || {
                let lease = lease(&format!("worker {number}"));
                together.wait();
                loop {
                    let conn = &mut db.conn();
                    let taken = lease.claim(&[Order::INDEX], 3, start(), conn).expect("an answer");
                    for one in &taken {
                        let mut done = done.lock().expect("no worker panics");
                        done.entry(one.id).or_default().push(lease.worker.clone());
                        drop(done);
                        assert!(lease.finish(one.id, conn).expect("an answer"));
                    }
                    // Others may hold the rest; whoever sees none left goes home.
                    if taken.is_empty() && queue::depth(conn).expect("an answer") == (0, 0) {
                        break;
                    }
                }
            });
        }
    });
    let done = done.into_inner().expect("no worker panics");
    assert_eq!(done.len() as i64, ORDERS);
    assert!(done.values().all(|workers| workers.len() == 1), "{done:?}");
}

fn orders_are_taken_at_their_time_and_the_oldest_first(db: &TestDb) {
    let conn = &mut db.conn();
    for (revision_id, minutes) in [(1, 30), (2, 10), (3, 20)] {
        let at = start() + TimeDelta::minutes(minutes);
        Order::Publish { revision_id }.place(at, start(), conn).unwrap();
    }
    let take = |minutes, conn: &mut _| {
        let now = start() + TimeDelta::minutes(minutes);
        let taken = lease("a").claim(&[Order::PUBLISH], 1, now, conn).unwrap();
        taken.first().map(|one| one.order)
    };
    assert_eq!(take(9, conn), None);
    assert_eq!(take(25, conn), Some(Order::Publish { revision_id: 2 }));
    assert_eq!(take(25, conn), Some(Order::Publish { revision_id: 3 }));
    assert_eq!(take(25, conn), None);
}

fn only_the_kinds_asked_for_are_taken(db: &TestDb) {
    let conn = &mut db.conn();
    Order::Renditions { asset_id: 1 }.place(start(), start(), conn).unwrap();
    Order::Index { item_id: 1 }.place(start(), start(), conn).unwrap();
    let taken = claim(&lease("a"), start(), db);
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].order, Order::Index { item_id: 1 });
}

fn a_lost_lease_is_taken_by_another_and_the_loser_can_finish_nothing(db: &TestDb) {
    place(1, db);
    let (slow, quick) = (lease("slow"), lease("quick"));
    let held = claim(&slow, start(), db);
    assert_eq!(held.len(), 1);
    assert_eq!(claim(&quick, start() + TimeDelta::seconds(59), db), []);
    let later = start() + TimeDelta::seconds(61);
    assert_eq!(claim(&quick, later, db), held);
    let conn = &mut db.conn();
    assert!(!slow.renew(held[0].id, later, conn).unwrap());
    assert!(!slow.finish(held[0].id, conn).unwrap());
    slow.fail(&held[0], "too late", later, conn).unwrap();
    assert_eq!(queue::depth(conn).unwrap(), (1, 0));
    assert!(quick.finish(held[0].id, conn).unwrap());
    assert_eq!(queue::depth(conn).unwrap(), (0, 0));
}

fn a_renewed_lease_is_kept(db: &TestDb) {
    place(1, db);
    let (busy, other) = (lease("busy"), lease("other"));
    let held = claim(&busy, start(), db);
    for minute in 1..5 {
        let now = start() + TimeDelta::seconds(59 * minute);
        assert!(busy.renew(held[0].id, now, &mut db.conn()).unwrap());
        assert_eq!(claim(&other, now + TimeDelta::seconds(58), db), []);
    }
    assert!(busy.finish(held[0].id, &mut db.conn()).unwrap());
}

fn a_failure_is_tried_again_each_time_later(db: &TestDb) {
    place(1, db);
    let worker = lease("a");
    let mut now = start();
    for attempts in 0..MAX_ATTEMPTS - 1 {
        let taken = claim(&worker, now, db);
        assert_eq!(taken.len(), 1, "attempt {attempts}");
        assert_eq!(taken[0].attempts, attempts);
        worker.fail(&taken[0], "no route", now, &mut db.conn()).unwrap();
        let wait = TimeDelta::seconds(2_i64.pow(attempts as u32 + 1));
        assert_eq!(claim(&worker, now + wait - TimeDelta::microseconds(1), db), []);
        now += wait;
    }
}

fn too_many_failures_make_a_dead_letter_that_can_be_replayed(db: &TestDb) {
    place(1, db);
    let worker = lease("a");
    let mut now = start();
    for _ in 0..MAX_ATTEMPTS {
        now += TimeDelta::hours(1);
        let taken = claim(&worker, now, db);
        worker.fail(&taken[0], "the engine is down", now, &mut db.conn()).unwrap();
    }
    let conn = &mut db.conn();
    assert_eq!(queue::depth(conn).unwrap(), (0, 1));
    assert_eq!(claim(&worker, now + TimeDelta::days(9), db), []);
    let dead = DeadLetter::all(conn).unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].last_error.as_deref(), Some("the engine is down"));
    assert_eq!(dead[0].attempts, MAX_ATTEMPTS);
    assert!(DeadLetter::replay(dead[0].id, now, conn).unwrap());
    assert!(!DeadLetter::replay(dead[0].id, now, conn).unwrap(), "it is no dead letter now");
    let again = claim(&worker, now, db);
    assert_eq!((again[0].order, again[0].attempts), (Order::Index { item_id: 0 }, 0));
}

fn an_order_that_cannot_be_read_is_laid_aside_and_the_others_go_on(db: &TestDb) {
    place(1, db);
    db.run_sql(
        "insert into orders (kind, payload, state, run_at, attempts, created_at)
         values ('index', '{\"carry\":{\"moon\":1}}', 'ready', '2026-01-01 00:00:00', 0, '2026-01-01 00:00:00')",
    )
    .unwrap();
    let taken = claim(&lease("a"), start(), db);
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].order, Order::Index { item_id: 0 });
    let dead = DeadLetter::all(&mut db.conn()).unwrap();
    assert_eq!(dead.len(), 1);
    assert!(dead[0].payload.contains("moon"));
}

fn an_order_of_a_change_that_is_undone_was_never_there(db: &TestDb) {
    let conn = &mut db.conn();
    let undone: Result<(), lantoa::db::DbError> = lantoa::db::write(conn, |conn| {
        Order::Index { item_id: 1 }.place(start(), start(), conn)?;
        Err(diesel::result::Error::RollbackTransaction.into())
    });
    assert!(undone.is_err());
    assert_eq!(queue::depth(conn).unwrap(), (0, 0));
}

/// They are indexed together, and one of them is broken.
fn an_item_that_cannot_be_read_keeps_no_other_from_being_found(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let author = world.role(Role::Editor, world.department);
    let [first, broken, last] =
        [(); 3].map(|()| world.item_in(State::Published, &author, world.department).item.id);
    let spoil = format!(
        "insert into revisions (item_id, number, title, content, content_hash, body_html, \
         body_text, created_at, state, state_at) select item_id, number + 1, title, '{{', '-', \
         '', '', created_at, 'superseded', state_at from revisions where item_id = {broken}"
    );
    db.run_sql(&spoil).expect("a revision that cannot be read");
    let newest = "(select max(id) from revisions)";
    db.run_sql(&format!("update live set revision_id = {newest} where item_id = {broken}"))
        .expect("it is live");
    site.work();
    let found = site.get("/api/v1/search?q=").json();
    let hits = found["hits"].as_array().expect("hits").len();
    assert_eq!((found["total"].clone(), hits), (2.into(), 2), "{first} and {last}");
    let (waiting, dead) = queue::depth(&mut db.conn()).expect("an answer");
    assert_eq!((waiting, dead), (1, 0), "the broken one alone is tried again");
}
