use super::*;
use crate::on_each_database;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use diesel::prelude::*;
use lantoa::db::schema::{accounts, sign_in_failures};
use std::sync::OnceLock;

on_each_database!(
    failures_are_forgotten_after_a_day,
    the_right_password_starts_a_session,
    unknown_wrong_unset_and_disabled_get_the_same_answer,
    unknown_addresses_are_slowed_like_known_ones,
    the_wait_doubles_up_to_an_hour_and_waiting_attempts_do_not_lengthen_it,
    even_the_right_password_must_wait_and_is_taken_when_the_time_is_up,
    a_known_browser_signs_in_while_strangers_guess,
    at_a_new_computer_in_a_known_network_an_editor_signs_in_while_strangers_guess,
    strangers_from_many_networks_are_slowed_together,
    one_password_tried_on_everybody_is_slowed_by_network,
    a_home_with_ipv6_is_one_network_and_a_mapped_address_is_its_ipv4_one,
    a_known_browser_is_slowed_for_its_own_failures_only,
    a_browser_known_to_one_account_is_a_stranger_to_another,
    a_shared_computer_is_known_to_each_who_signed_in_at_it,
    a_planted_device_cookie_becomes_known_to_nobody,
    a_success_forgives_the_failures_before_it_and_counts_as_none,
    a_burst_at_one_instant_gets_no_more_than_the_limit_gives,
    signing_in_ends_the_session_the_browser_had,
    no_secret_shows_in_debug_output,
    one_address_has_one_account_whatever_its_case,
    changing_the_password_needs_the_present_one_and_signs_out_everywhere_else,
);

const LAN: &str = "lan@hanoi.example";
const OFFICE: &str = "203.0.113.7";

/// Seconds to wait, 0 when the attempt was made and failed.
fn waits(result: Result<SignedIn, SignInError>) -> i64 {
    match result {
        Err(SignInError::Wait { seconds }) => seconds,
        Err(SignInError::Wrong) => 0,
        other => panic!("{other:?}"),
    }
}

/// [`PASSWORD`] hashed with parameters of long ago: comparing with it costs nothing.
/// Guessing at a hash of today would be a fifth of the work of all tests.
fn quick_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let params = Params::new(8, 1, 1, None).expect("in range");
        let old = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        old.hash_password(PASSWORD.as_bytes()).expect("a hash").to_string()
    })
}

/// Fails `times` times from `address`, waiting whenever told to.
fn guess(desk: &Desk, browser: &Browser, times: usize) {
    let account = accounts::table.filter(accounts::email.eq(&browser.email));
    let quick = accounts::password_hash.eq(quick_hash());
    desk.ask(|conn| diesel::update(account).set(quick).execute(conn));
    for _ in 0..times {
        let wait = waits(desk.sign_in(&browser.typing("một mật khẩu sai")));
        if wait > 0 {
            desk.pass(TimeDelta::seconds(wait));
            assert_eq!(
                waits(desk.sign_in(&browser.typing("một mật khẩu sai"))),
                0,
                "told {wait} s"
            );
        }
    }
}

fn the_right_password_starts_a_session(db: &TestDb) {
    let desk = &Desk::new(db);
    let account = desk.editor(LAN);
    let signed_in = desk.sign_in(&Browser::at(OFFICE, " LAN@Hanoi.example ")).expect("right");
    assert_eq!(signed_in.account, account);
    let found = desk.ask(|conn| Session::find(&signed_in.session, desk.now(), conn));
    assert_eq!(found.expect("a session").1, account);
}

fn unknown_wrong_unset_and_disabled_get_the_same_answer(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    desk.invited("moi@hanoi.example");
    let gone = desk.editor("gone@hanoi.example");
    desk.ask(|conn| gone.disable(desk.now(), conn));
    let answers: Vec<String> = [
        Browser::at(OFFICE, LAN).typing("một mật khẩu sai"),
        Browser::at(OFFICE, "nobody@hanoi.example"),
        Browser::at(OFFICE, "moi@hanoi.example"),
        Browser::at(OFFICE, "gone@hanoi.example"),
        Browser::at(OFFICE, "' or 1=1 --"),
    ]
    .iter()
    .map(|browser| desk.sign_in(browser).expect_err("refused").to_string())
    .collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

fn unknown_addresses_are_slowed_like_known_ones(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    for email in [LAN, "nobody@hanoi.example"] {
        let browser = Browser::at("198.51.100.1", email).typing("một mật khẩu sai");
        let answers: Vec<i64> = (0..7).map(|_| waits(desk.sign_in(&browser))).collect();
        assert_eq!(answers, [0, 0, 0, 0, 0, 30, 30], "{email}");
        desk.pass(TimeDelta::days(2));
    }
}

fn the_wait_doubles_up_to_an_hour_and_waiting_attempts_do_not_lengthen_it(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    guess(desk, &browser, 5);
    let mut told = Vec::new();
    for _ in 0..9 {
        let wait = waits(desk.sign_in(&browser));
        assert_eq!(waits(desk.sign_in(&browser)), wait, "not lengthened");
        told.push(wait);
        desk.pass(TimeDelta::seconds(wait));
        assert_eq!(waits(desk.sign_in(&browser.typing("một mật khẩu sai"))), 0);
    }
    assert_eq!(told, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
}

fn even_the_right_password_must_wait_and_is_taken_when_the_time_is_up(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    guess(desk, &browser, 5);
    let wait = waits(desk.sign_in(&browser));
    desk.pass(TimeDelta::seconds(wait));
    assert!(desk.sign_in(&browser).is_ok());
}

fn a_known_browser_signs_in_while_strangers_guess(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    let known = browser.knowing(&desk.sign_in(&browser).expect("right"));
    for host in 0..8 {
        guess(desk, &Browser::at(&format!("198.51.100.{host}"), LAN), 5);
    }
    // From the editor's own office, too.
    guess(desk, &Browser::at(OFFICE, LAN), 6);
    assert!(waits(desk.sign_in(&browser)) > 0, "a stranger waits");
    assert!(desk.sign_in(&known).is_ok(), "the editor does not");
}

fn at_a_new_computer_in_a_known_network_an_editor_signs_in_while_strangers_guess(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    desk.sign_in(&Browser::at(OFFICE, LAN)).expect("right");
    for host in 0..30 {
        guess(desk, &Browser::at(&format!("198.51.100.{host}"), LAN), 1);
    }
    let elsewhere = Browser::at("192.0.2.200", LAN);
    assert!(waits(desk.sign_in(&elsewhere)) > 0, "a stranger elsewhere waits");
    let new_computer = Browser::at(OFFICE, LAN);
    assert!(desk.sign_in(&new_computer).is_ok(), "a colleague's place is no stranger's");
    guess(desk, &new_computer, 5);
    assert!(waits(desk.sign_in(&new_computer)) > 0, "who guesses there is slowed there");
    desk.pass(TimeDelta::days(181));
    for host in 0..20 {
        guess(desk, &Browser::at(&format!("198.51.100.{host}"), LAN), 1);
    }
    assert!(waits(desk.sign_in(&new_computer)) > 0, "a place is forgotten as a browser is");
}

fn strangers_from_many_networks_are_slowed_together(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    for host in 0..20 {
        guess(desk, &Browser::at(&format!("198.51.100.{host}"), LAN), 1);
    }
    let fresh = Browser::at("192.0.2.200", LAN);
    assert_eq!(waits(desk.sign_in(&fresh)), 10);
    guess(desk, &fresh, 8);
    assert_eq!(waits(desk.sign_in(&Browser::at("192.0.2.201", LAN))), 300, "the ceiling");
}

fn one_password_tried_on_everybody_is_slowed_by_network(db: &TestDb) {
    let desk = &Desk::new(db);
    for number in 0..30 {
        guess(desk, &Browser::at(OFFICE, &format!("e{number}@hanoi.example")), 1);
    }
    assert_eq!(waits(desk.sign_in(&Browser::at(OFFICE, "next@hanoi.example"))), 5);
    assert_eq!(waits(desk.sign_in(&Browser::at("192.0.2.1", "next@hanoi.example"))), 0);
}

fn a_home_with_ipv6_is_one_network_and_a_mapped_address_is_its_ipv4_one(db: &TestDb) {
    let desk = &Desk::new(db);
    let from = |address: &str| Browser::at(address, LAN);
    for number in 0..5 {
        guess(desk, &from(&format!("2001:db8:1:2{number:02x}::{number}")), 1);
    }
    assert!(waits(desk.sign_in(&from("2001:db8:1:2ff::1"))) > 0);
    assert_eq!(waits(desk.sign_in(&from("2001:db8:1:300::1"))), 0);
    guess(desk, &from(OFFICE), 5);
    assert!(waits(desk.sign_in(&from("::ffff:203.0.113.7"))) > 0);
}

fn a_known_browser_is_slowed_for_its_own_failures_only(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    let known = browser.knowing(&desk.sign_in(&browser).expect("right"));
    guess(desk, &known, 10);
    assert_eq!(waits(desk.sign_in(&known)), 10);
    assert!(desk.sign_in(&browser).is_ok(), "as a stranger it has failed at nothing");
}

fn a_browser_known_to_one_account_is_a_stranger_to_another(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let thief = desk.editor("thief@hanoi.example");
    let browser = Browser::at("198.51.100.9", &thief.email);
    let known = browser.knowing(&desk.sign_in(&browser).expect("right"));
    let at_lan = Browser { email: LAN.to_owned(), ..known };
    guess(desk, &at_lan, 5);
    assert_eq!(waits(desk.sign_in(&at_lan)), 30);
}

fn a_shared_computer_is_known_to_each_who_signed_in_at_it(db: &TestDb) {
    let desk = &Desk::new(db);
    let shared = |email: &str, tokens: &DeviceTokens| Browser {
        devices: tokens.clone(),
        ..Browser::at(OFFICE, email)
    };
    let mut tokens = DeviceTokens::default();
    for email in [LAN, "hoa@hanoi.example"] {
        desk.editor(email);
        tokens = desk.sign_in(&shared(email, &tokens)).expect("right").devices;
    }
    guess(desk, &Browser::at(OFFICE, LAN), 6);
    guess(desk, &Browser::at(OFFICE, "hoa@hanoi.example"), 6);
    let again = DeviceTokens::parse(&tokens.reveal());
    assert_eq!(again, tokens);
    for email in [LAN, "hoa@hanoi.example"] {
        assert!(desk.sign_in(&shared(email, &again)).is_ok(), "{email}");
    }
}

fn a_planted_device_cookie_becomes_known_to_nobody(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let planted = DeviceTokens::parse(&Token::random().reveal());
    let victim = Browser { devices: planted.clone(), ..Browser::at(OFFICE, LAN) };
    desk.sign_in(&victim).expect("right");
    let attacker = Browser { devices: planted, ..Browser::at("198.51.100.9", LAN) };
    guess(desk, &attacker, 5);
    assert_eq!(waits(desk.sign_in(&attacker)), 30, "a stranger's limit");
}

fn a_success_forgives_the_failures_before_it_and_counts_as_none(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    for _ in 0..4 {
        guess(desk, &browser, 4);
        assert!(desk.sign_in(&browser).is_ok());
        desk.pass(TimeDelta::minutes(30));
    }
}

fn failures_are_forgotten_after_a_day(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    guess(desk, &browser, 6);
    desk.pass(TimeDelta::hours(25));
    guess(desk, &browser, 1);
    let kept: i64 = desk.ask(|conn| sign_in_failures::table.count().get_result(conn));
    assert_eq!(kept, 3, "of the last attempt alone, under three keys");
}

fn a_burst_at_one_instant_gets_no_more_than_the_limit_gives(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at("198.51.100.9", LAN).typing("một mật khẩu sai");
    let made = std::thread::scope(|scope| {
        let all: Vec<_> = (0..16).map(|_| scope.spawn(|| waits(desk.sign_in(&browser)))).collect();
        all.into_iter().map(|one| one.join().expect("no panic")).filter(|wait| *wait == 0).count()
    });
    assert!((1..=5).contains(&made), "{made} attempts were made");
}

fn signing_in_ends_the_session_the_browser_had(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    let first = desk.sign_in(&browser).expect("right");
    let second = desk.sign_in(&browser.knowing(&first)).expect("right");
    assert_ne!(first.session, second.session);
    assert_eq!(desk.ask(|conn| Session::find(&first.session, desk.now(), conn)), None);
    assert!(desk.ask(|conn| Session::find(&second.session, desk.now(), conn)).is_some());
}

fn no_secret_shows_in_debug_output(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    let signed_in = desk.sign_in(&browser).expect("right");
    let shown = format!("{signed_in:?}");
    assert!(!shown.contains(&signed_in.session.reveal()), "{shown}");
    assert!(!shown.contains(&signed_in.devices.reveal()), "{shown}");
}

fn one_address_has_one_account_whatever_its_case(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.invited(LAN);
    let again = NewAccount::parse("Lan@HANOI.example", "Lan", Language::En, desk.now()).unwrap();
    let mut conn = desk.database.connection().unwrap();
    assert!(matches!(again.add(&mut conn), Err(AccountError::EmailTaken)));
}

fn changing_the_password_needs_the_present_one_and_signs_out_everywhere_else(db: &TestDb) {
    let desk = &Desk::new(db);
    desk.editor(LAN);
    let browser = Browser::at(OFFICE, LAN);
    let here = desk.sign_in(&browser).expect("right");
    let elsewhere = desk.sign_in(&browser).expect("right");
    let change = |present: &str, new: &str| {
        let attempt = Attempt {
            email: LAN,
            password: &Password::typed(present),
            devices: &here.devices,
            address: OFFICE.parse().expect("address"),
            user_agent: "Firefox",
            previous: Some(&here.session),
        };
        change_password(&attempt, new, desk.now(), desk.database, |_, _| Ok(()))
    };
    let wrong = change("một mật khẩu sai", NEW_PASSWORD);
    assert!(matches!(wrong, Err(ChangeError::Present(SignInError::Wrong))));
    assert!(matches!(change(PASSWORD, "matkhau2026"), Err(ChangeError::New(_))));
    let new = change(PASSWORD, NEW_PASSWORD).expect("changed");
    let alive = |token| desk.ask(|conn| Session::find(token, desk.now(), conn)).is_some();
    assert!(alive(&new.session) && !alive(&here.session) && !alive(&elsewhere.session));
    assert!(desk.sign_in(&browser.typing(NEW_PASSWORD)).is_ok());
}
