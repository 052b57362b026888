//! The acts of the desk beyond who may do them: four eyes, what an approval
//! names, what stays live, times that come, and what must be given with an act.

use chrono::{NaiveDate, TimeDelta};
use lantoa::accounts::Role;
use lantoa::content::details::Details;
use lantoa::content::{Kind, Live, State};
use lantoa::editorial::{self, Denied, EditorialError, Saved, Timing};
use lantoa::queue::{Lease, Order};

use crate::harness::{TestDb, World, document};

crate::on_each_database!(
    nobody_approves_what_they_wrote_whatever_their_roles,
    everybody_who_wrote_since_the_last_publication_is_kept_from_approving,
    who_wrote_an_earlier_published_revision_may_approve_the_next,
    an_approval_of_another_content_publishes_nothing,
    an_edit_takes_an_approval_away,
    what_is_live_stays_live_while_the_next_revision_is_written,
    a_return_a_withdrawal_and_a_forced_publication_need_a_reason,
    an_incomplete_document_is_not_submitted_and_each_problem_is_named,
    a_scheduled_revision_goes_out_at_its_time_and_only_once,
    a_scheduled_time_that_was_taken_back_publishes_nothing,
    what_was_scheduled_brings_nothing_back_that_was_taken_away,
    a_time_that_has_passed_is_refused,
    a_published_revision_expires_at_its_time,
    a_correction_keeps_the_end_that_its_item_had,
    a_story_leaves_with_the_first_consent_that_ends,
    scheduled_times_survive_a_restart,
    an_archived_draft_cannot_come_back_as_published,
    featuring_lasts_over_the_next_publication,
);

fn nobody_approves_what_they_wrote_whatever_their_roles(db: &TestDb) {
    let world = World::new(db);
    let everything: Vec<_> = Role::ALL.iter().map(|role| (*role, world.city)).collect();
    let author = world.person(&everything);
    let saved = world.item_in(State::InReview, &author, world.department);
    let (act, conn) = (&world.act(&author), &mut world.conn());
    let id = saved.revision.id;
    for refused in
        [editorial::approve(act, id, conn), editorial::force_publish(act, id, "Cần gấp", conn)]
    {
        let denied = matches!(refused, Err(EditorialError::Denied(Denied::FourEyes)));
        assert!(denied, "{refused:?}");
    }
    assert_eq!(world.state(id), State::InReview);
}

fn everybody_who_wrote_since_the_last_publication_is_kept_from_approving(db: &TestDb) {
    let world = World::new(db);
    let reviewer = |_| world.role(Role::Reviewer, world.department);
    let [first, second, third] = [0, 1, 2].map(reviewer);
    let saved = world.create(&first, world.department, document(Kind::Article, "nghề")).unwrap();
    let mut next = saved.revision.document(&mut world.conn()).unwrap();
    next.body.push_str("\nThêm một đoạn.\n");
    let saved = world.edit(&second, &saved.revision, next).unwrap();
    let (id, conn) = (saved.revision.id, &mut world.conn());
    editorial::submit(&world.act(&first), id, conn).unwrap();
    for author in [&first, &second] {
        let refused = editorial::approve(&world.act(author), id, conn);
        let denied = matches!(refused, Err(EditorialError::Denied(Denied::FourEyes)));
        assert!(denied, "{refused:?}");
    }
    editorial::approve(&world.act(&third), id, conn).unwrap();
    let approved = world.revision(id);
    assert_eq!(approved.approved_by, Some(third.account_id));
    assert_eq!(approved.approved_hash, Some(approved.content_hash));
}

fn who_wrote_an_earlier_published_revision_may_approve_the_next(db: &TestDb) {
    let world = World::new(db);
    let before = world.role(Role::Reviewer, world.department);
    let now = world.role(Role::Editor, world.department);
    let live = world.item_in(State::Published, &before, world.department);
    let mut next = live.revision.document(&mut world.conn()).unwrap();
    next.correction = "Số liệu đúng là 12 hộ.".into();
    let next = world.edit(&now, &live.revision, next).unwrap().revision;
    let conn = &mut world.conn();
    editorial::submit(&world.act(&now), next.id, conn).unwrap();
    editorial::approve(&world.act(&before), next.id, conn).unwrap();
    assert_eq!(world.state(next.id), State::Approved);
}

fn an_approval_of_another_content_publishes_nothing(db: &TestDb) {
    let world = World::new(db);
    let publisher = world.role(Role::Publisher, world.city);
    let author = world.role(Role::Editor, world.city);
    let id = world.item_in(State::Approved, &author, world.department).revision.id;
    db.run_sql(&format!("update revisions set approved_hash = 'khac' where id = {id}")).unwrap();
    let (act, conn) = (&world.act(&publisher), &mut world.conn());
    let tomorrow = Some(world.now() + TimeDelta::days(1));
    let timing = Timing { publish_at: tomorrow, expires_at: None };
    for refused in
        [editorial::publish(act, id, None, conn), editorial::schedule(act, id, timing, conn)]
    {
        assert!(matches!(refused, Err(EditorialError::ApprovalMismatch)), "{refused:?}");
    }
    assert_eq!(world.state(id), State::Approved);
}

fn an_edit_takes_an_approval_away(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let publisher = world.role(Role::Publisher, world.department);
    let approved = world.item_in(State::Approved, &author, world.department).revision;
    let mut next = approved.document(&mut world.conn()).unwrap();
    next.sapo = "Một câu khác hẳn, chưa ai duyệt.".into();
    let next = world.edit(&author, &approved, next).unwrap().revision;
    assert_eq!(world.state(approved.id), State::Superseded);
    for id in [approved.id, next.id] {
        let refused = editorial::publish(&world.act(&publisher), id, None, &mut world.conn());
        assert!(matches!(refused, Err(EditorialError::Denied(_))), "{refused:?}");
    }
}

fn what_is_live_stays_live_while_the_next_revision_is_written(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let live = world.item_in(State::Published, &author, world.department);
    let shown = || Live::find(live.item.id, &mut world.conn()).unwrap().expect("it is live");
    let before = shown();
    let mut next = live.revision.document(&mut world.conn()).unwrap();
    next.title = "Tít mới".into();
    let next = world.edit(&author, &live.revision, next).unwrap().revision;
    assert_eq!(shown(), before);
    let (system, conn) = (&world.system(), &mut world.conn());
    editorial::submit(system, next.id, conn).unwrap();
    editorial::approve(system, next.id, conn).unwrap();
    assert_eq!(shown(), before);
    world.advance(TimeDelta::hours(1));
    editorial::publish(&world.system(), next.id, None, conn).unwrap();
    let after = shown();
    assert_eq!(after.title, "Tít mới");
    assert_eq!((after.published_at, after.changed_at), (before.published_at, world.now()));
    assert_eq!(after.slug, before.slug, "a public address stays when the title changes");
    assert_eq!(world.state(live.revision.id), State::Superseded);
}

fn a_return_a_withdrawal_and_a_forced_publication_need_a_reason(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let publisher = world.role(Role::Publisher, world.department);
    let [in_review, live] = [State::InReview, State::Published]
        .map(|state| world.item_in(state, &author, world.department).revision.id);
    let (act, conn) = (&world.act(&publisher), &mut world.conn());
    for blank in ["", "   ", "\u{200b}\n"] {
        for refused in [
            editorial::return_for_changes(act, in_review, blank, conn),
            editorial::force_publish(act, in_review, blank, conn),
            editorial::withdraw(act, live, blank, conn),
        ] {
            assert!(matches!(refused, Err(EditorialError::ReasonMissing)), "{refused:?}");
        }
    }
    editorial::withdraw(act, live, "  Theo yêu cầu của gia đình ", conn).unwrap();
    let line = &editorial::history::of_item(world.revision(live).item_id, conn).unwrap()[0];
    assert_eq!(line.reason.as_deref(), Some("Theo yêu cầu của gia đình"));
}

fn an_incomplete_document_is_not_submitted_and_each_problem_is_named(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    for (kind, fields) in [
        (Kind::Article, vec!["body", "sapo", "topics"]),
        (
            Kind::Leaflet,
            vec![
                "body",
                "leaflet.benefits",
                "leaflet.contact",
                "leaflet.eligibility",
                "leaflet.where",
                "sapo",
                "topics",
            ],
        ),
        (
            Kind::Story,
            vec![
                "body",
                "sapo",
                "story.actions",
                "story.after",
                "story.before",
                "story.consents",
                "topics",
            ],
        ),
        (
            Kind::Event,
            vec!["body", "event.organiser", "event.starts_at", "event.venue", "sapo", "topics"],
        ),
    ] {
        let mut bare = lantoa::content::Document::empty(kind);
        bare.title = "Chỉ có tít".into();
        let saved = world.create(&author, world.department, bare).expect("a draft may be bare");
        let conn = &mut world.conn();
        match editorial::submit(&world.act(&author), saved.revision.id, conn) {
            Err(EditorialError::Invalid(problems)) => {
                let mut named: Vec<_> = problems.iter().map(|one| one.field.as_str()).collect();
                named.sort_unstable();
                assert_eq!(named, fields);
            }
            other => panic!("{kind:?}: {other:?}"),
        }
        assert_eq!(world.state(saved.revision.id), State::Draft);
    }
}

/// An approved revision, scheduled `hours` from now.
fn scheduled(world: &World, hours: i64, expires_after: Option<i64>) -> Saved {
    let author = world.role(Role::Editor, world.department);
    let saved = world.item_in(State::Approved, &author, world.department);
    let timing = Timing {
        publish_at: Some(world.now() + TimeDelta::hours(hours)),
        expires_at: expires_after.map(|hours| world.now() + TimeDelta::hours(hours)),
    };
    editorial::schedule(&world.system(), saved.revision.id, timing, &mut world.conn()).unwrap();
    saved
}

/// Does every order that is due, as a worker would.
fn work(world: &World, worker: &str) -> Vec<Order> {
    let lease = Lease { worker: worker.into(), lasts: TimeDelta::seconds(60) };
    let conn = &mut world.conn();
    let kinds = [Order::PUBLISH, Order::EXPIRE, Order::INDEX];
    let claimed = lease.claim(&kinds, 100, world.now(), conn).unwrap();
    for one in &claimed {
        match one.order {
            Order::Publish { revision_id } => {
                editorial::publish_due(&world.system(), revision_id, conn).unwrap();
            }
            Order::Expire { revision_id } => {
                editorial::archive_expired(&world.system(), revision_id, conn).unwrap();
            }
            _ => {}
        }
        assert!(lease.finish(one.id, conn).unwrap());
    }
    claimed.into_iter().map(|one| one.order).collect()
}

fn a_scheduled_revision_goes_out_at_its_time_and_only_once(db: &TestDb) {
    let world = World::new(db);
    let id = scheduled(&world, 2, None).revision.id;
    let publish = Order::Publish { revision_id: id };
    world.advance(TimeDelta::hours(2) - TimeDelta::microseconds(1));
    assert!(!work(&world, "a").contains(&publish), "its time has not come");
    assert_eq!(world.state(id), State::Scheduled);
    world.advance(TimeDelta::microseconds(1));
    assert!(work(&world, "a").contains(&publish));
    let out = world.revision(id);
    assert_eq!((out.state(), out.published_at), (State::Published, Some(world.now())));
    // At least once may be twice: the second time changes nothing.
    world.advance(TimeDelta::seconds(5));
    editorial::publish_due(&world.system(), id, &mut world.conn()).unwrap();
    assert_eq!(world.revision(id), out);
}

fn a_scheduled_time_that_was_taken_back_publishes_nothing(db: &TestDb) {
    let world = World::new(db);
    let publisher = world.role(Role::Publisher, world.city);
    let id = scheduled(&world, 2, None).revision.id;
    let conn = &mut world.conn();
    editorial::unschedule(&world.act(&publisher), id, conn).unwrap();
    let timing = Timing { publish_at: Some(world.now() + TimeDelta::hours(9)), expires_at: None };
    editorial::schedule(&world.act(&publisher), id, timing, conn).unwrap();
    world.advance(TimeDelta::hours(3));
    work(&world, "a");
    assert_eq!(world.state(id), State::Scheduled, "the first time no longer counts");
    world.advance(TimeDelta::hours(6));
    work(&world, "a");
    assert_eq!(world.state(id), State::Published);
}

/// An end that was set beforehand is another matter: what follows it was meant to.
fn what_was_scheduled_brings_nothing_back_that_was_taken_away(db: &TestDb) {
    type TakeAway = fn(&World, i64);
    let withdrawn: TakeAway = |world, id| {
        editorial::withdraw(&world.system(), id, "Sai số liệu", &mut world.conn()).unwrap();
    };
    let archived: TakeAway =
        |world, id| editorial::archive(&world.system(), id, &mut world.conn()).unwrap();
    let expired: TakeAway = |world, _| {
        world.advance(TimeDelta::hours(1));
        work(world, "a");
    };
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    for (take_away, then) in
        [(withdrawn, State::Approved), (archived, State::Approved), (expired, State::Published)]
    {
        let live = scheduled(&world, 1, Some(2));
        world.advance(TimeDelta::hours(1));
        work(&world, "a");
        let (id, conn) = (live.revision.id, &mut world.conn());
        assert_eq!(world.state(id), State::Published);
        let text = document(Kind::Article, "bản sau");
        let next = world.edit(&author, &world.revision(id), text).unwrap().revision.id;
        editorial::submit(&world.system(), next, conn).unwrap();
        editorial::approve(&world.system(), next, conn).unwrap();
        let timing =
            Timing { publish_at: Some(world.now() + TimeDelta::hours(4)), expires_at: None };
        editorial::schedule(&world.system(), next, timing, conn).unwrap();
        take_away(&world, id);
        assert_eq!(Live::find(live.item.id, conn).unwrap(), None);
        world.advance(TimeDelta::hours(5));
        work(&world, "a");
        assert_eq!(world.state(next), then);
    }
}

fn a_time_that_has_passed_is_refused(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let id = world.item_in(State::Approved, &author, world.department).revision.id;
    let (act, conn, now) = (&world.system(), &mut world.conn(), world.now());
    let later = now + TimeDelta::hours(1);
    for (publish_at, expires_at) in [
        (None, None),
        (Some(now), None),
        (Some(now - TimeDelta::days(1)), None),
        (Some(later), Some(later)),
        (Some(later), Some(now)),
    ] {
        let refused = editorial::schedule(act, id, Timing { publish_at, expires_at }, conn);
        assert!(matches!(refused, Err(EditorialError::TimePassed)), "{refused:?}");
    }
    let refused = editorial::publish(act, id, Some(now), conn);
    assert!(matches!(refused, Err(EditorialError::TimePassed)), "{refused:?}");
    assert_eq!(world.state(id), State::Approved);
}

fn a_published_revision_expires_at_its_time(db: &TestDb) {
    let world = World::new(db);
    let saved = scheduled(&world, 1, Some(3));
    world.advance(TimeDelta::hours(1));
    work(&world, "a");
    assert_eq!(world.state(saved.revision.id), State::Published);
    world.advance(TimeDelta::hours(2) - TimeDelta::microseconds(1));
    work(&world, "a");
    assert_eq!(world.state(saved.revision.id), State::Published);
    world.advance(TimeDelta::microseconds(1));
    work(&world, "a");
    assert_eq!(world.state(saved.revision.id), State::Archived);
    assert_eq!(Live::find(saved.item.id, &mut world.conn()).unwrap(), None);
    let removal = Order::Index { item_id: saved.item.id };
    assert!(work(&world, "a").contains(&removal), "search hears of it");
}

fn a_correction_keeps_the_end_that_its_item_had(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let saved = world.item_in(State::Approved, &author, world.department);
    let end = Some(world.now() + TimeDelta::hours(5));
    let (act, conn) = (&world.system(), &mut world.conn());
    editorial::publish(act, saved.revision.id, end, conn).unwrap();
    let next = |sapo: &str| {
        let live = Live::find(saved.item.id, &mut world.conn()).unwrap().expect("it is live");
        let base = world.revision(live.revision_id);
        let mut text = base.document(&mut world.conn()).unwrap();
        text.sapo = sapo.to_owned();
        let id = world.edit(&author, &base, text).unwrap().revision.id;
        world.bring_to(State::Approved, id);
        id
    };
    let corrected = next("Đã sửa một chữ.");
    assert_eq!(editorial::intended_end(corrected, world.now(), conn).unwrap(), end);
    editorial::publish(act, corrected, None, conn).unwrap();
    assert_eq!(world.revision(corrected).expires_at, end, "nobody said otherwise");
    let lasting = next("Từ nay không hết hạn.");
    editorial::publish_until(act, lasting, None, conn).unwrap();
    assert_eq!(world.revision(lasting).expires_at, None, "somebody did");
    let passed = Some(world.now() - TimeDelta::hours(1));
    let late = editorial::publish_until(act, next("Muộn."), passed, conn);
    assert!(matches!(late, Err(EditorialError::TimePassed)), "{late:?}");
}

fn a_story_leaves_with_the_first_consent_that_ends(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let mut story = document(Kind::Story, "nuôi bò");
    if let Details::Story(details) = &mut story.details {
        details.consents[0].expires_on = NaiveDate::from_ymd_opt(2026, 3, 10);
    }
    let id = world.create(&author, world.department, story).unwrap().revision.id;
    let (system, conn) = (&world.system(), &mut world.conn());
    editorial::submit(system, id, conn).unwrap();
    editorial::approve(system, id, conn).unwrap();
    editorial::publish(system, id, None, conn).unwrap();
    // The 10th ends in Hanoi at 17:00 UTC.
    let end = NaiveDate::from_ymd_opt(2026, 3, 10).and_then(|day| day.and_hms_opt(17, 0, 0));
    assert_eq!(world.revision(id).expires_at, end);
    world.advance(end.unwrap() - world.now());
    work(&world, "a");
    assert_eq!(world.state(id), State::Archived);
}

fn scheduled_times_survive_a_restart(db: &TestDb) {
    let world = World::new(db);
    let ids: Vec<i64> = (1..=3).map(|hour| scheduled(&world, hour, None).revision.id).collect();
    // A worker takes what is due and dies; hours later another process starts.
    world.advance(TimeDelta::hours(1));
    let dead = Lease { worker: "dead".into(), lasts: TimeDelta::seconds(60) };
    let taken = dead.claim(&[Order::PUBLISH], 10, world.now(), &mut world.conn()).unwrap();
    assert_eq!(taken.len(), 1);
    world.advance(TimeDelta::hours(5));
    work(&world, "after the restart");
    for id in ids {
        assert_eq!(world.state(id), State::Published);
    }
}

fn an_archived_draft_cannot_come_back_as_published(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let publisher = world.role(Role::Publisher, world.department);
    let id = world.item_in(State::Draft, &author, world.department).revision.id;
    let conn = &mut world.conn();
    editorial::archive(&world.act(&author), id, conn).unwrap();
    let refused = editorial::republish(&world.act(&publisher), id, conn);
    assert!(matches!(refused, Err(EditorialError::ApprovalMismatch)), "{refused:?}");
    assert_eq!(world.state(id), State::Archived);
}

fn featuring_lasts_over_the_next_publication(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let live = world.item_in(State::Published, &author, world.department);
    let conn = &mut world.conn();
    editorial::set_featured(&world.system(), live.item.id, true, conn).unwrap();
    let mut next = live.revision.document(conn).unwrap();
    next.body.push_str("\nCập nhật.\n");
    let next = world.edit(&author, &live.revision, next).unwrap().revision;
    editorial::force_publish(&world.system(), next.id, "Cập nhật nhanh", conn).unwrap();
    let shown = Live::find(live.item.id, conn).unwrap().expect("it is live");
    assert!(shown.featured && shown.revision_id == next.id);
}
