use super::*;
use crate::on_each_database;
use diesel::prelude::*;
use lantoa::db::schema::sessions;

on_each_database!(
    the_database_does_not_hold_the_secret,
    a_session_leads_to_its_account_and_a_forged_one_to_nobody,
    a_session_used_every_hour_ends_after_seven_days,
    a_session_left_alone_for_twelve_hours_is_over,
    the_time_of_use_is_written_once_a_minute,
    signing_out_ends_this_session_and_everywhere_ends_all,
    nobody_ends_somebody_elses_session,
    a_disabled_account_has_no_session_and_enabling_brings_none_back,
    my_sessions_are_those_that_are_not_over,
);

fn signed_in(desk: &Desk) -> (Account, Token) {
    let account = desk.invited("lan@hanoi.example");
    let token = desk.ask(|conn| Session::start(account.id, "Firefox", desk.now(), conn));
    (account, token)
}

fn find(desk: &Desk, token: &Token) -> Option<(Session, Account)> {
    desk.ask(|conn| Session::find(token, desk.now(), conn))
}

fn a_session_leads_to_its_account_and_a_forged_one_to_nobody(db: &TestDb) {
    let desk = &Desk::new(db);
    let (account, token) = signed_in(desk);
    let (session, found) = find(desk, &token).expect("signed in");
    assert_eq!(found, account);
    assert_eq!((session.account_id, session.user_agent.as_str()), (account.id, "Firefox"));
    assert_eq!(find(desk, &Token::random()), None);
}

fn the_database_does_not_hold_the_secret(db: &TestDb) {
    let desk = &Desk::new(db);
    let (_, token) = signed_in(desk);
    let stored: Vec<String> =
        desk.ask(|conn| sessions::table.select(sessions::token_hash).load(conn));
    assert_eq!(stored, [token.hash()]);
    assert!(find(desk, &Token::parse(&token.reveal()).unwrap()).is_some());
}

fn a_session_used_every_hour_ends_after_seven_days(db: &TestDb) {
    let desk = &Desk::new(db);
    let (_, token) = signed_in(desk);
    for hour in 1..7 * 24 {
        desk.pass(TimeDelta::hours(1));
        assert!(find(desk, &token).is_some(), "hour {hour}");
    }
    desk.pass(TimeDelta::hours(1));
    assert_eq!(find(desk, &token), None);
}

fn a_session_left_alone_for_twelve_hours_is_over(db: &TestDb) {
    let desk = &Desk::new(db);
    let (_, token) = signed_in(desk);
    desk.pass(IDLE - TimeDelta::seconds(1));
    assert!(find(desk, &token).is_some());
    desk.pass(IDLE);
    assert_eq!(find(desk, &token), None);
}

fn the_time_of_use_is_written_once_a_minute(db: &TestDb) {
    let desk = &Desk::new(db);
    let (_, token) = signed_in(desk);
    let start = desk.now();
    let seen = || find(desk, &token).map(|(session, _)| session.seen_at);
    desk.pass(TimeDelta::seconds(59));
    seen();
    assert_eq!(seen(), Some(start), "not yet");
    desk.pass(TimeDelta::seconds(1));
    seen();
    assert_eq!(seen(), Some(start + TimeDelta::seconds(60)));
}

fn signing_out_ends_this_session_and_everywhere_ends_all(db: &TestDb) {
    let desk = &Desk::new(db);
    let (account, first) = signed_in(desk);
    let start = || desk.ask(|conn| Session::start(account.id, "Chrome", desk.now(), conn));
    let (second, third) = (start(), start());
    desk.ask(|conn| Session::end(&first, conn));
    assert_eq!(find(desk, &first), None);
    assert!(find(desk, &second).is_some() && find(desk, &third).is_some());
    assert_eq!(desk.ask(|conn| Session::end_all(account.id, conn)), 2);
    assert!(find(desk, &second).is_none() && find(desk, &third).is_none());
}

fn nobody_ends_somebody_elses_session(db: &TestDb) {
    let desk = &Desk::new(db);
    let (lan, token) = signed_in(desk);
    let hoa = desk.invited("hoa@hanoi.example");
    let session = find(desk, &token).expect("signed in").0;
    assert!(!desk.ask(|conn| Session::end_one(session.id, hoa.id, conn)));
    assert!(find(desk, &token).is_some());
    assert!(desk.ask(|conn| Session::end_one(session.id, lan.id, conn)));
    assert_eq!(find(desk, &token), None);
}

fn a_disabled_account_has_no_session_and_enabling_brings_none_back(db: &TestDb) {
    let desk = &Desk::new(db);
    let (account, token) = signed_in(desk);
    desk.ask(|conn| account.disable(desk.now(), conn));
    assert_eq!(find(desk, &token), None);
    desk.ask(|conn| account.enable(conn));
    assert_eq!(find(desk, &token), None);
}

fn my_sessions_are_those_that_are_not_over(db: &TestDb) {
    let desk = &Desk::new(db);
    let (account, _) = signed_in(desk);
    desk.pass(TimeDelta::hours(13));
    desk.ask(|conn| Session::start(account.id, &"Mobi ".repeat(100), desk.now(), conn));
    let mine = desk.ask(|conn| Session::of_account(account.id, desk.now(), conn));
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].user_agent.chars().count(), 200, "cut");
    assert_eq!(desk.ask(|conn| sweep(desk.now(), conn)), 1);
    assert_eq!(desk.ask(|conn| sweep(desk.now(), conn)), 0);
}
