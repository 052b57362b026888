use super::*;
use crate::on_each_database;
use lantoa::accounts::password_link::{LinkError, VALID};
use lantoa::db::DbError;

on_each_database!(
    a_link_sets_the_password_once,
    a_bad_password_does_not_use_the_link_up,
    what_cannot_be_told_in_history_does_not_happen,
    a_link_is_good_for_three_days,
    a_new_link_ends_the_earlier_one_and_nobody_elses,
    a_link_of_a_disabled_account_is_not_valid_nor_is_a_guessed_one,
    a_new_password_signs_out_everywhere_and_ends_links,
    of_two_who_use_a_link_at_once_one_succeeds,
);

fn link(desk: &Desk, account: &Account) -> Token {
    desk.ask(|conn| PasswordLink::create(account.id, desk.now(), conn))
}

fn redeem(desk: &Desk, token: &Token, password: &str) -> Result<Account, LinkError> {
    PasswordLink::redeem(token, password, desk.now(), desk.database, |account, _| Ok(account))
}

fn a_link_sets_the_password_once(db: &TestDb) {
    let desk = &Desk::new(db);
    let account = desk.invited("lan@hanoi.example");
    let token = link(desk, &account);
    let shown = desk.ask(|conn| PasswordLink::account(&token, desk.now(), conn));
    assert_eq!(shown, Some(account.clone()));
    assert_eq!(redeem(desk, &token, PASSWORD).unwrap(), account);
    assert!(desk.sign_in(&Browser::at("203.0.113.7", "lan@hanoi.example")).is_ok());
    assert!(matches!(redeem(desk, &token, NEW_PASSWORD), Err(LinkError::Invalid)));
}

fn what_cannot_be_told_in_history_does_not_happen(db: &TestDb) {
    let desk = &Desk::new(db);
    let account = desk.invited("lan@hanoi.example");
    let token = link(desk, &account);
    let failed = PasswordLink::redeem(&token, PASSWORD, desk.now(), desk.database, |_, _| {
        Err::<(), _>(DbError::Unavailable("cut off".into()))
    });
    assert!(matches!(failed, Err(LinkError::Db(_))));
    assert!(desk.sign_in(&Browser::at("203.0.113.7", "lan@hanoi.example")).is_err());
    assert!(redeem(desk, &token, PASSWORD).is_ok(), "the link is not used up");
}

fn a_bad_password_does_not_use_the_link_up(db: &TestDb) {
    let desk = &Desk::new(db);
    let account = desk.invited("lan@hanoi.example");
    let token = link(desk, &account);
    assert!(matches!(redeem(desk, &token, "matkhau2026"), Err(LinkError::Password(_))));
    assert!(redeem(desk, &token, PASSWORD).is_ok());
}

fn a_link_is_good_for_three_days(db: &TestDb) {
    let desk = &Desk::new(db);
    let account = desk.invited("lan@hanoi.example");
    let token = link(desk, &account);
    desk.pass(VALID);
    assert!(matches!(redeem(desk, &token, PASSWORD), Err(LinkError::Invalid)));
    assert_eq!(desk.ask(|conn| sweep(desk.now(), conn)), 1);
}

fn a_new_link_ends_the_earlier_one_and_nobody_elses(db: &TestDb) {
    let desk = &Desk::new(db);
    let (lan, hoa) = (desk.invited("lan@hanoi.example"), desk.invited("hoa@hanoi.example"));
    let (first, others) = (link(desk, &lan), link(desk, &hoa));
    let second = link(desk, &lan);
    assert!(matches!(redeem(desk, &first, PASSWORD), Err(LinkError::Invalid)));
    assert!(redeem(desk, &second, PASSWORD).is_ok());
    assert!(redeem(desk, &others, PASSWORD).is_ok());
}

fn a_link_of_a_disabled_account_is_not_valid_nor_is_a_guessed_one(db: &TestDb) {
    let desk = &Desk::new(db);
    let account = desk.invited("lan@hanoi.example");
    let token = link(desk, &account);
    desk.ask(|conn| account.disable(desk.now(), conn));
    for token in [token, Token::random()] {
        assert!(matches!(redeem(desk, &token, PASSWORD), Err(LinkError::Invalid)));
    }
}

fn a_new_password_signs_out_everywhere_and_ends_links(db: &TestDb) {
    let desk = &Desk::new(db);
    let account = desk.editor("lan@hanoi.example");
    let browser = Browser::at("203.0.113.7", "lan@hanoi.example");
    let before = desk.sign_in(&browser).expect("signed in");
    let token = link(desk, &account);
    redeem(desk, &token, NEW_PASSWORD).expect("set");
    assert_eq!(desk.ask(|conn| Session::find(&before.session, desk.now(), conn)), None);
    assert!(matches!(desk.sign_in(&browser), Err(SignInError::Wrong)), "the old password");
    assert!(desk.sign_in(&browser.typing(NEW_PASSWORD)).is_ok());
}

fn of_two_who_use_a_link_at_once_one_succeeds(db: &TestDb) {
    let desk = &Desk::new(db);
    let account = desk.invited("lan@hanoi.example");
    let token = link(desk, &account);
    let set = std::thread::scope(|scope| {
        let tries = [PASSWORD, NEW_PASSWORD]
            .map(|password| scope.spawn(|| redeem(desk, &token, password).is_ok()));
        tries.map(|one| one.join().expect("no panic")).iter().filter(|ok| **ok).count()
    });
    assert_eq!(set, 1);
}
