//! The editorial desk, asked of the real router by people who are signed in:
//! their forms are filled in as they stand on the pages.

mod forms;
mod meanwhile;
mod pictures;
mod readers;
mod recordings;
mod searches;
mod way;

use lantoa::accounts::Role;
use lantoa::content::{Live, Revision};

use crate::harness::{Answer, Browser, PASSWORD, TestSite, World, somebody};

/// A browser in which somebody with `role` at the department is signed in.
fn signed_in<'a>(site: &'a TestSite, world: &World, name: &str, roles: &[Role]) -> Browser<'a> {
    signed_in_at(world.department, site, world, name, roles)
}

fn signed_in_at<'a>(
    office: i64,
    site: &'a TestSite,
    world: &World,
    name: &str,
    roles: &[Role],
) -> Browser<'a> {
    let email = format!("{name}@example.vn");
    let roles: Vec<(Role, i64)> = roles.iter().map(|role| (*role, office)).collect();
    somebody(world, &email, &roles);
    let mut browser = Browser::new(site);
    let answer = browser.sign_in(&email, PASSWORD);
    assert_eq!(answer.status, 303, "{}", answer.text());
    browser
}

/// What an editor types for a whole article.
const ARTICLE: &[(&str, &str)] = &[
    ("title", "Tín dụng chính sách về tận xã"),
    ("sapo", "Hộ nghèo vay vốn ngay tại điểm giao dịch xã."),
    ("body", "Phiên giao dịch **cố định** mỗi tháng một lần."),
    ("topics", "chinh-sach-giam-ngheo"),
];

/// Writes and saves an article; its id.
fn written(editor: &mut Browser) -> i64 {
    let saved = editor.press("/desk/items/new?kind=article", "/desk/items", ARTICLE);
    id_of(&saved)
}

/// The item a page was left for.
fn id_of(answer: &Answer) -> i64 {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let location = answer.header("location");
    let id = location.trim_start_matches("/desk/items/").split('?').next().unwrap_or_default();
    id.parse().unwrap_or_else(|_| panic!("no item: {location}"))
}

/// Presses a button of the item's page.
fn act(browser: &mut Browser, id: i64, act: &str, typed: &[(&str, &str)]) -> Answer {
    browser.press(&format!("/desk/items/{id}"), &format!("/desk/items/{id}/{act}"), typed)
}

/// The state of the item's newest revision.
fn state(world: &World, id: i64) -> String {
    let newest = Revision::latest(id, &mut world.conn()).expect("an answer");
    newest.expect("a revision").state().name().to_owned()
}

/// The item's public address, while it has one.
fn public(world: &World, id: i64) -> Option<String> {
    Live::find(id, &mut world.conn()).expect("an answer").map(|live| live.path())
}
