//! Signing in at the desk, forged and stale forms, one-time links, and what an
//! administrator may do to whom: asked of the real router.

use actix_web::http::Method;
use lantoa::accounts::{Account, PasswordLink, Role};
use lantoa::organisations::{Actor, Membership};
use scraper::{Html, Selector};

use crate::harness::{Answer, Browser, PASSWORD, TestDb, TestSite, World, form_token, somebody};
use crate::on_each_database;

on_each_database!(
    forms_of_strangers_are_read_so_often_and_no_more,
    who_is_not_signed_in_is_sent_to_sign_in_and_back_to_the_page,
    signing_in_sets_cookies_that_scripts_and_other_hosts_cannot_touch,
    a_wrong_password_is_answered_alike_for_known_and_unknown_addresses,
    guessing_is_slowed_with_429_and_a_time_to_come_back,
    a_forged_session_is_nobody,
    a_form_without_its_token_changes_nothing_and_what_was_typed_is_shown,
    a_form_sent_while_the_database_is_away_comes_back_and_can_be_sent_again,
    a_form_of_another_site_is_refused_and_shows_nothing,
    a_form_whose_session_ended_is_kept_through_signing_in,
    a_form_with_a_picture_passes_the_door_whole,
    a_one_time_link_sets_the_password_once_and_signs_in,
    signing_out_everywhere_ends_every_browser,
    changing_the_password_keeps_this_browser_and_ends_the_others,
    an_administrator_adds_an_account_and_gets_its_link,
    an_administrator_gives_and_takes_roles_within_and_not_outside,
    nobody_raises_themself,
    a_disabled_account_is_out_at_once,
    an_editor_is_no_administrator,
    offices_are_added_below_and_closed_by_their_last_day,
    how_an_office_is_reached_is_told_at_the_desk_and_history_says_what_changed,
);

const LAN: &str = "lan@example.vn";
const ADMIN: &str = "admin@example.vn";

fn who_is_not_signed_in_is_sent_to_sign_in_and_back_to_the_page(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    let sent = browser.get("/desk/account?done=x");
    assert_eq!(sent.status, 303);
    assert_eq!(sent.header("location"), "/desk/session?next=%2Fdesk%2Faccount%3Fdone%3Dx");
    let token = form_token(&browser.get("/desk/session"));
    let typed = [("email", LAN), ("password", PASSWORD), ("next", "/desk/account?done=x")];
    let back = browser.post("/desk/session", &token, &typed);
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "/desk/account?done=x"));
    let mut other = Browser::new(&site);
    let token = form_token(&other.get("/desk/session"));
    let typed = [("email", LAN), ("password", PASSWORD), ("next", "https://evil.example/desk")];
    assert_eq!(other.post("/desk/session", &token, &typed).header("location"), "/desk");
}

fn signing_in_sets_cookies_that_scripts_and_other_hosts_cannot_touch(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    let answer = browser.sign_in(LAN, PASSWORD);
    let cookies: Vec<&str> =
        answer.headers.get_all("set-cookie").map(|one| one.to_str().expect("ASCII")).collect();
    assert_eq!(cookies.len(), 2, "session and device");
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-lantoa_"), "{cookie}");
        for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    assert!(browser.is_signed_in());
    let page = browser.get("/desk/account");
    assert_eq!(page.header("cache-control"), "no-store");
}

fn a_wrong_password_is_answered_alike_for_known_and_unknown_addresses(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let told = |email: &str| {
        let answer = Browser::new(&site).sign_in(email, "một mật khẩu sai");
        let html = Html::parse_document(&answer.text());
        let notice = Selector::parse("[role=alert]").expect("a selector");
        let text: String = html.select(&notice).flat_map(|one| one.text()).collect();
        (answer.status, text)
    };
    let known = told(LAN);
    assert_eq!(known.0, 422);
    assert!(known.1.contains("không đúng"), "{}", known.1);
    assert_eq!(told("nobody@example.vn"), known);
}

fn guessing_is_slowed_with_429_and_a_time_to_come_back(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let mut known = Browser::new(&site);
    assert_eq!(known.sign_in(LAN, PASSWORD).status, 303);
    let mut stranger = Browser::new(&site);
    for _ in 0..5 {
        assert_eq!(stranger.sign_in(LAN, "một mật khẩu sai").status, 422);
    }
    let slowed = stranger.sign_in(LAN, PASSWORD);
    assert_eq!(slowed.status, 429);
    assert_eq!(slowed.header("retry-after"), "30");
    assert!(slowed.text().contains("30 giây"));
    // Whose browser is known is not concerned: neither when signed out…
    known.submit("/desk/account", "/desk/session/end", &[]);
    assert_eq!(known.sign_in(LAN, PASSWORD).status, 303);
    world.advance(chrono::TimeDelta::seconds(30));
    assert_eq!(stranger.sign_in(LAN, PASSWORD).status, 303);
}

fn a_forged_session_is_nobody(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    for forged in ["x", "' or 1=1 --", &"A".repeat(43), &"A".repeat(4000)] {
        let mut browser = Browser::new(&site);
        browser.cookies.push(("__Host-lantoa_session".to_owned(), forged.to_owned()));
        let answer = browser.get("/desk/account");
        assert_eq!(answer.status, 303, "{forged:.20}");
        assert!(answer.header("location").starts_with("/desk/session"));
    }
}

const TYPED: &str = "Hộ nghèo <b>ở</b> Ba Vì";

fn name_of(world: &World, person: &Actor) -> String {
    let found = Account::find(person.account_id, &mut world.conn()).expect("query");
    found.expect("it exists").name
}

fn a_form_without_its_token_changes_nothing_and_what_was_typed_is_shown(db: &TestDb) {
    let world = World::new(db);
    let lan = somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    browser.sign_in(LAN, PASSWORD);
    let fields = [("name", TYPED), ("language", "vi"), ("new_password", "not to be shown")];
    for token in ["", "forged", &"A".repeat(86)] {
        let kept = browser.post("/desk/account", token, &fields);
        assert_eq!(kept.status, 403);
        assert_ne!(name_of(&world, &lan), TYPED);
        let text = kept.text();
        assert!(text.contains("Hộ nghèo &lt;b&gt;"), "shown, and no markup: {text}");
        assert!(!text.contains("not to be shown"));
        // The page's own form is genuine.
        let sent = browser.post("/desk/account", &form_token_of(&text, "/desk/account"), &fields);
        assert_eq!(sent.status, 303);
        assert_eq!(name_of(&world, &lan), TYPED);
        browser.submit("/desk/account", "/desk/account", &[("name", "Lan"), ("language", "vi")]);
    }
}

/// The token of the form with that action.
fn form_token_of(page: &str, action: &str) -> String {
    let html = Html::parse_document(page);
    let selector = format!("form[action=\"{action}\"] input[name=form_token]");
    let field = Selector::parse(&selector).expect("a selector");
    let found = html.select(&field).next().unwrap_or_else(|| panic!("no such form: {page}"));
    found.attr("value").unwrap_or_default().to_owned()
}

fn a_form_sent_while_the_database_is_away_comes_back_and_can_be_sent_again(db: &TestDb) {
    let world = World::new(db);
    let lan = somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    browser.sign_in(LAN, PASSWORD);
    let token = form_token(&browser.get("/desk/account"));
    db.run_sql("alter table sessions rename to sessions_away").expect("it is ours");
    let fields = [("name", TYPED), ("language", "vi"), ("new_password", "not to be shown")];
    let kept = browser.post("/desk/account", &token, &fields);
    assert_eq!(kept.status, 503);
    assert!(kept.text().contains("Hộ nghèo &lt;b&gt;"), "{}", kept.text());
    assert!(!kept.text().contains("not to be shown"));
    db.run_sql("alter table sessions_away rename to sessions").expect("it is ours");
    assert_eq!(browser.press_on(&kept, "/desk/account", &[]).status, 303);
    assert_eq!(name_of(&world, &lan), TYPED);
}

fn a_form_of_another_site_is_refused_and_shows_nothing(db: &TestDb) {
    let world = World::new(db);
    let lan = somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    browser.sign_in(LAN, PASSWORD);
    let token = form_token(&browser.get("/desk/account"));
    let fields = [("form_token", token.as_str()), ("name", TYPED), ("language", "vi")];
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = TestSite::request(Method::POST, "/desk/account");
        let answer = browser.send(request.insert_header(header).set_form(fields));
        assert_eq!(answer.status, 403);
        assert!(!answer.text().contains("Ba Vì"));
        assert_ne!(name_of(&world, &lan), TYPED);
    }
    // An old browser that says nothing is believed for its token alone.
    let request = TestSite::request(Method::POST, "/desk/account").set_form(fields);
    assert_eq!(browser.send(request).status, 303);
    let request = TestSite::request(Method::POST, "/desk/account")
        .set_form([("name", "Khác"), ("language", "vi")]);
    let unsure = browser.send(request).text();
    assert!(unsure.contains("Khác") && !unsure.contains("action=\"/desk/account\""), "{unsure}");
}

fn a_form_whose_session_ended_is_kept_through_signing_in(db: &TestDb) {
    let world = World::new(db);
    let lan = somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    browser.sign_in(LAN, PASSWORD);
    let token = form_token(&browser.get("/desk/account"));
    world.advance(chrono::TimeDelta::hours(13));
    let fields = [("name", TYPED), ("language", "vi")];
    let asked = browser.post("/desk/account", &token, &fields);
    assert_eq!(asked.status, 403);
    let html = Html::parse_document(&asked.text());
    let field = Selector::parse("input[name=kept]").expect("a selector");
    let kept = html.select(&field).next().expect("kept").attr("value").expect("a value").to_owned();
    let wrong = [("email", LAN), ("password", "một mật khẩu sai"), ("kept", &kept)];
    let again = browser.post("/desk/session", &form_token(&asked), &wrong);
    assert_eq!(again.status, 422);
    assert!(again.text().contains("name=\"kept\""), "a slip of the finger loses nothing either");
    let right = [("email", LAN), ("password", PASSWORD), ("kept", &kept)];
    let shown = browser.post("/desk/session", &form_token(&again), &right);
    assert_eq!(shown.status, 200);
    assert_ne!(name_of(&world, &lan), TYPED, "nothing is done before it is sent");
    let token = form_token_of(&shown.text(), "/desk/account");
    assert_eq!(browser.post("/desk/account", &token, &fields).status, 303);
    assert_eq!(name_of(&world, &lan), TYPED);
    // What leads out of the desk is not kept.
    let foreign = kept.replace("/desk/account", "https://evil.example/");
    let mut other = Browser::new(&site);
    let token = form_token(&other.get("/desk/session"));
    let typed = [("email", LAN), ("password", PASSWORD), ("kept", &foreign)];
    assert_eq!(other.post("/desk/session", &token, &typed).status, 303);
}

fn a_form_with_a_picture_passes_the_door_whole(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    browser.sign_in(LAN, PASSWORD);
    let send = |browser: &mut Browser, token: &str| {
        let part = |name: &str, value: &str| {
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\
                    Content-Type: image/jpeg\r\n\r\nnot a picture\r\n--xyz--\r\n";
        let body = part("form_token", token) + &part("alt", TYPED) + file;
        // There is nothing at this address: who gets that far passed the door.
        let request = TestSite::request(Method::POST, "/desk/nothing-here")
            .insert_header(("content-type", "multipart/form-data; boundary=xyz"))
            .insert_header(("sec-fetch-site", "same-origin"))
            .set_payload(body);
        browser.send(request)
    };
    let token = form_token(&browser.get("/desk/account"));
    assert_eq!(send(&mut browser, &token).status, 405);
    let kept = send(&mut browser, "forged");
    assert_eq!(kept.status, 403);
    let text = kept.text();
    assert!(text.contains("Hộ nghèo") && text.contains("chọn lại"), "{text}");
    assert!(!text.contains("not a picture"));
}

fn a_one_time_link_sets_the_password_once_and_signs_in(db: &TestDb) {
    let world = World::new(db);
    let person = world.role(Role::Editor, world.city);
    let link = PasswordLink::create(person.account_id, world.now(), &mut world.conn());
    let path = format!("/desk/password/{}", link.expect("made").reveal());
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    let page = browser.get(&path);
    assert_eq!(page.status, 200);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let both = |one: &'static str, other: &'static str| {
        [("new_password", one), ("new_password_again", other)]
    };
    let differing = browser.submit(&path, &path, &both(PASSWORD, "khác hẳn rồi nhé"));
    assert_eq!(differing.status, 422);
    let common = browser.submit(&path, &path, &both("matkhau2026", "matkhau2026"));
    assert!(common.text().contains("phổ biến"));
    let set = browser.submit(&path, &path, &both(PASSWORD, PASSWORD));
    assert_eq!((set.status.as_u16(), set.header("location")), (303, "/desk"));
    assert!(browser.is_signed_in());
    let used = browser.get(&path);
    assert_eq!(used.status, 410);
    assert!(used.text().contains("không còn dùng được"));
    assert_eq!(browser.get("/desk/password/guessed").status, 410);
    let written = db.text("select action from history order by id desc limit 1");
    assert_eq!(written.as_deref(), Some("password-set"));
}

fn signing_out_everywhere_ends_every_browser(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let (mut one, mut other) = (Browser::new(&site), Browser::new(&site));
    one.sign_in(LAN, PASSWORD);
    other.sign_in(LAN, PASSWORD);
    one.submit("/desk/account", "/desk/session/end", &[]);
    assert!(!one.is_signed_in() && other.is_signed_in());
    one.sign_in(LAN, PASSWORD);
    one.submit("/desk/account", "/desk/sessions/end", &[]);
    assert!(!one.is_signed_in() && !other.is_signed_in());
}

fn changing_the_password_keeps_this_browser_and_ends_the_others(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, LAN, &[(Role::Editor, world.city)]);
    let site = TestSite::new(&world);
    let (mut one, mut other) = (Browser::new(&site), Browser::new(&site));
    one.sign_in(LAN, PASSWORD);
    other.sign_in(LAN, PASSWORD);
    let new = "mười con trâu xanh";
    let change = |browser: &mut Browser, present: &str| {
        let typed =
            [("present_password", present), ("new_password", new), ("new_password_again", new)];
        browser.submit("/desk/account", "/desk/account/password", &typed)
    };
    assert_eq!(change(&mut one, "một mật khẩu sai").status, 422);
    assert!(other.is_signed_in());
    assert_eq!(change(&mut one, PASSWORD).status, 303);
    assert!(one.is_signed_in() && !other.is_signed_in());
    assert_eq!(other.sign_in(LAN, new).status, 303);
}

fn an_administrator_adds_an_account_and_gets_its_link(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, ADMIN, &[(Role::Administrator, world.department)]);
    let site = TestSite::new(&world);
    let mut admin = Browser::new(&site);
    admin.sign_in(ADMIN, PASSWORD);
    let add = |admin: &mut Browser, email: &str, office: i64| {
        let office = office.to_string();
        let typed = [
            ("email", email),
            ("name", "Trần Thị Lan"),
            ("organisation_id", office.as_str()),
            ("role", "editor"),
        ];
        admin.submit("/desk/accounts/new", "/desk/accounts", &typed)
    };
    let added = add(&mut admin, LAN, world.commune);
    assert_eq!(added.status, 200);
    let html = Html::parse_document(&added.text());
    let area = Selector::parse("textarea").expect("a selector");
    let link: String = html.select(&area).next().expect("the link").text().collect();
    let path = link.strip_prefix("https://lantoa.test").expect("the site's address").to_owned();
    let mut lan = Browser::new(&site);
    let typed = [("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    assert_eq!(lan.submit(&path, &path, &typed).status, 303);
    assert!(lan.is_signed_in());
    let twice = add(&mut admin, "LAN@example.vn", world.commune);
    assert_eq!(twice.status, 422);
    assert!(twice.text().contains("đã có tài khoản") && twice.text().contains("LAN@example.vn"));
    assert_eq!(add(&mut admin, "x", world.commune).status, 422);
    assert_eq!(add(&mut admin, "hoa@example.vn", 0).status, 422, "no office was chosen");
    assert_eq!(add(&mut admin, "hoa@example.vn", world.front).status, 403);
    assert_eq!(add(&mut admin, "hoa@example.vn", world.city).status, 403);
    let list = admin.get("/desk/accounts?q=tran").text();
    assert!(list.contains(LAN) && !list.contains("hoa@example.vn"));
}

fn roles(world: &World, person: &Actor) -> Vec<(Role, i64)> {
    let held = Membership::of(person.account_id, &mut world.conn()).expect("query");
    held.into_iter().map(|one| (one.role, one.organisation_id)).collect()
}

/// Gives or takes ("/end") a role by the administrator's page.
fn change_role(admin: &mut Browser, whom: &Actor, end: &str, role: Role, office: i64) -> Answer {
    let office = office.to_string();
    let action = format!("/desk/accounts/{}/roles{end}", whom.account_id);
    let typed = [("organisation_id", office.as_str()), ("role", role.name())];
    admin.submit("/desk/account", &action, &typed)
}

fn an_administrator_gives_and_takes_roles_within_and_not_outside(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, ADMIN, &[(Role::Administrator, world.department)]);
    let lan = somebody(&world, LAN, &[(Role::Editor, world.commune), (Role::Editor, world.front)]);
    let stranger = somebody(&world, "xa@example.vn", &[(Role::Editor, world.front)]);
    let site = TestSite::new(&world);
    let (mut admin, mut browser) = (Browser::new(&site), Browser::new(&site));
    admin.sign_in(ADMIN, PASSWORD);
    browser.sign_in(LAN, PASSWORD);
    let page = format!("/desk/accounts/{}", lan.account_id);
    assert!(admin.get(&page).text().contains("ngoài phạm vi"));
    assert_eq!(change_role(&mut admin, &lan, "", Role::Reviewer, world.commune).status, 303);
    assert_eq!(change_role(&mut admin, &lan, "", Role::Reviewer, world.city).status, 403);
    assert_eq!(change_role(&mut admin, &lan, "/end", Role::Editor, world.front).status, 403);
    assert!(browser.is_signed_in(), "nothing was lost");
    assert_eq!(change_role(&mut admin, &lan, "/end", Role::Editor, world.commune).status, 303);
    assert!(!browser.is_signed_in(), "losing a role signs out");
    let expected = [(Role::Editor, world.front), (Role::Reviewer, world.commune)];
    assert_eq!(roles(&world, &lan), expected);
    // A password link to somebody with a role elsewhere would be that role.
    for action in ["link", "disabling"] {
        let action = format!("{page}/{action}");
        assert_eq!(admin.submit("/desk/account", &action, &[]).status, 403);
    }
    assert_eq!(admin.get(&format!("/desk/accounts/{}", stranger.account_id)).status, 404);
    assert_eq!(change_role(&mut admin, &stranger, "", Role::Editor, world.commune).status, 404);
}

fn nobody_raises_themself(db: &TestDb) {
    let world = World::new(db);
    let me = somebody(&world, ADMIN, &[(Role::Administrator, world.department)]);
    let site = TestSite::new(&world);
    let mut admin = Browser::new(&site);
    admin.sign_in(ADMIN, PASSWORD);
    for (role, office) in [(Role::Publisher, world.department), (Role::Administrator, world.city)] {
        assert_eq!(change_role(&mut admin, &me, "", role, office).status, 403);
    }
    let end = change_role(&mut admin, &me, "/end", Role::Administrator, world.department);
    assert_eq!(end.status, 403);
    let disabling = format!("/desk/accounts/{}/disabling", me.account_id);
    assert_eq!(admin.submit("/desk/account", &disabling, &[]).status, 403);
    assert_eq!(roles(&world, &me), [(Role::Administrator, world.department)]);
    assert!(admin.is_signed_in());
}

fn a_disabled_account_is_out_at_once(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, ADMIN, &[(Role::Administrator, world.city)]);
    let lan = somebody(&world, LAN, &[(Role::Editor, world.commune)]);
    let site = TestSite::new(&world);
    let (mut admin, mut browser) = (Browser::new(&site), Browser::new(&site));
    admin.sign_in(ADMIN, PASSWORD);
    browser.sign_in(LAN, PASSWORD);
    let page = format!("/desk/accounts/{}", lan.account_id);
    assert_eq!(admin.submit(&page, &format!("{page}/disabling"), &[]).status, 303);
    assert!(!browser.is_signed_in());
    assert_eq!(browser.sign_in(LAN, PASSWORD).status, 422);
    assert_eq!(admin.submit(&page, &format!("{page}/enabling"), &[]).status, 303);
    assert_eq!(browser.sign_in(LAN, PASSWORD).status, 303);
    let written = db.text("select count(*) from history where action like 'account-%'");
    assert_eq!(written.as_deref(), Some("2"));
}

fn an_editor_is_no_administrator(db: &TestDb) {
    let world = World::new(db);
    let lan = somebody(&world, LAN, &[(Role::Publisher, world.city)]);
    let site = TestSite::new(&world);
    let mut browser = Browser::new(&site);
    browser.sign_in(LAN, PASSWORD);
    for path in ["/desk/accounts", "/desk/accounts/new", "/desk/organisations"] {
        assert_eq!(browser.get(path).status, 403, "{path}");
    }
    assert_eq!(browser.get(&format!("/desk/accounts/{}", lan.account_id)).status, 403);
    let office = world.city;
    assert_eq!(change_role(&mut browser, &lan, "", Role::Administrator, office).status, 403);
    let renamed = browser.submit(
        "/desk/account",
        &format!("/desk/organisations/{office}"),
        &[("name_vi", "Của tôi"), ("kind", "city")],
    );
    assert_eq!(renamed.status, 404);
}

fn offices_are_added_below_and_closed_by_their_last_day(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, ADMIN, &[(Role::Administrator, world.department)]);
    let site = TestSite::new(&world);
    let mut admin = Browser::new(&site);
    admin.sign_in(ADMIN, PASSWORD);
    let add = |admin: &mut Browser, parent: i64| {
        let parent = parent.to_string();
        let typed =
            [("name_vi", "Phòng Giảm nghèo"), ("kind", "department"), ("parent_id", &parent)];
        admin.submit("/desk/organisations/new", "/desk/organisations", &typed).status
    };
    assert_eq!(add(&mut admin, world.department), 303);
    assert_eq!(add(&mut admin, world.department), 303);
    assert_eq!(add(&mut admin, world.city), 403);
    assert_eq!(add(&mut admin, 0), 422);
    let tree = lantoa::organisations::Tree::load(&mut world.conn()).expect("query");
    let office = tree.by_slug("phong-giam-ngheo").expect("added").id;
    assert!(tree.by_slug("phong-giam-ngheo-2").is_some(), "a second one of that name");
    let page = format!("/desk/organisations/{office}");
    let change = |admin: &mut Browser, valid_to: &str| {
        let typed =
            [("name_vi", "Phòng Giảm nghèo"), ("kind", "department"), ("valid_to", valid_to)];
        admin.submit(&page, &page, &typed)
    };
    let unread = change(&mut admin, "hôm qua");
    assert_eq!(unread.status, 422);
    assert_eq!(change(&mut admin, "2026-03-01").status, 303);
    let list = admin.get("/desk/organisations").text();
    assert!(list.contains("Đã đóng") && list.contains("đến 01/03/2026"), "{list}");
    assert_eq!(admin.get(&format!("/desk/organisations/{}", world.front)).status, 404);
}

fn how_an_office_is_reached_is_told_at_the_desk_and_history_says_what_changed(db: &TestDb) {
    let world = World::new(db);
    somebody(&world, ADMIN, &[(Role::Administrator, world.department)]);
    let site = TestSite::new(&world);
    let mut admin = Browser::new(&site);
    admin.sign_in(ADMIN, PASSWORD);
    let page = format!("/desk/organisations/{}", world.department);
    let contact = "Số 1 phố Một\r\n(024) 3825 3536";
    assert_eq!(admin.press(&page, &page, &[("contact", contact)]).status, 303);
    assert!(admin.get(&page).text().contains("Số 1 phố Một\n(024) 3825 3536"));
    let told = "select detail from history where action = 'organisation-changed'";
    let expected = "organisation so {\"contact\":[\"\",\"Số 1 phố Một\\n(024) 3825 3536\"]}";
    assert_eq!(db.text(told).as_deref(), Some(expected));
    assert_eq!(admin.press(&page, &page, &[]).status, 303);
    let count = "select count(*) from history where action = 'organisation-changed'";
    assert_eq!(db.text(count).as_deref(), Some("1"), "what is saved unchanged changed nothing");
    let long = "x".repeat(601);
    assert_eq!(admin.press(&page, &page, &[("contact", &long)]).status, 422);
}

/// Each is read whole, shown and can be sent again: that is for who was signed in.
fn forms_of_strangers_are_read_so_often_and_no_more(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let send = || {
        let request = TestSite::request(Method::POST, "/desk/items/new")
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload("title=B%C3%A0i");
        site.ask(request).status
    };
    for _ in 0..70 {
        let preview = TestSite::request(Method::POST, "/desk/preview")
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("x-preview-part", "1"));
        assert_eq!(site.ask(preview).status, 403, "made at every pause, and counted at none");
    }
    let answers: Vec<_> = (0..61).map(|_| send()).collect();
    assert!(answers[..60].iter().all(|status| *status == 403), "{answers:?}");
    assert_eq!(answers[60], 429);
    world.advance(chrono::TimeDelta::minutes(10));
    assert_eq!(send(), 403);
}
