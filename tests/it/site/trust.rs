//! The end of an item's page: what was corrected, whether it is useful, and
//! its address for others.

use actix_web::http::Method;
use chrono::{NaiveDate, TimeDelta};
use lantoa::content::rating::{self, Rating};
use lantoa::content::{Document, Kind, Language, Live};

use super::items::change;
use super::{article, attributes, page, publish, publish_in, text};
use crate::harness::{Answer, TestDb, TestSite, World, document};

crate::on_each_database!(
    the_page_says_who_answers_for_it_and_when_it_was_approved,
    corrections_stay_when_the_next_revision_goes_out,
    words_left_in_the_form_are_no_second_correction,
    all_corrections_are_listed_page_by_page_and_of_what_was_withdrawn_that_there_was_one,
    one_tap_is_counted_by_revision_and_day_and_nothing_else,
    a_foreign_an_empty_and_a_repeated_answer_are_told_so,
    the_qr_code_is_read_as_the_address_of_the_page,
    a_page_is_shared_by_plain_links,
    the_first_view_of_an_item_is_light,
);

fn the_page_says_who_answers_for_it_and_when_it_was_approved(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let forced = article(&world, "học nghề");
    change(&world, &forced, |document| document.sapo.push_str(" Thêm."));
    let site = TestSite::new(&world);
    let facts = |live: &Live| text(&page(&site, &live.path()), ".facts");
    let told = facts(&live);
    for expected in [
        "Nguồn Bài của trang này",
        "Tác giả Nguyễn Thị Lan",
        "Đơn vị Cơ quan so",
        "Ngày duyệt 02/03/2026",
        "Xuất bản 02/03/2026 08:00",
        "Đính chính Chưa có đính chính nào.",
    ] {
        assert!(super::holds(&told, expected), "no {expected:?} in {told}");
    }
    assert!(!facts(&forced).contains("Ngày duyệt"), "nobody approved it");
}

fn corrections_stay_when_the_next_revision_goes_out(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let correct = |text: &str| {
        world.advance(TimeDelta::hours(1));
        change(&world, &live, |document| document.correction = text.to_owned());
    };
    correct("Lãi suất là 6,6%/năm.");
    correct("Hạn nộp là 30/6.");
    correct("");
    site.refresh();
    let shown = page(&site, &live.path());
    assert_eq!(text(&shown, ".correction"), "", "the last revision corrects nothing");
    let list = text(&shown, ".corrected");
    let newest_first = "02/03/2026 10:00: Hạn nộp là 30/6. 02/03/2026 09:00: Lãi suất là 6,6%/năm.";
    assert_eq!(list, newest_first);
}

fn words_left_in_the_form_are_no_second_correction(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    change(&world, &live, |document| document.correction = "Lãi suất là 6,6%/năm.".into());
    change(&world, &live, |document| document.sapo.push_str(" Thêm."));
    site.refresh();
    assert_eq!(attributes(&page(&site, &live.path()), ".corrected time", "datetime").len(), 1);
}

fn all_corrections_are_listed_page_by_page_and_of_what_was_withdrawn_that_there_was_one(
    db: &TestDb,
) {
    let world = World::new(db);
    let corrected = |number: usize| {
        world.advance(TimeDelta::minutes(1));
        let correction = format!("Sửa số {number}.");
        publish(&world, Document { correction, ..document(Kind::Article, &number.to_string()) })
    };
    let all: Vec<Live> = (1..=23).map(corrected).collect();
    let correction = "One figure.".to_owned();
    let english = Document { correction, ..document(Kind::Article, "credit") };
    publish_in(&world, Language::En, english, None);
    lantoa::editorial::withdraw(&world.system(), all[21].revision_id, "Sai", &mut world.conn())
        .expect("it is live");
    let site = TestSite::new(&world);
    let told = |html: &str| -> Vec<String> {
        let all = text(html, ".corrections");
        all.split("Sửa số ").skip(1).map(|one| one[..one.find('.').unwrap_or(0)].into()).collect()
    };
    let first = page(&site, "/dinh-chinh");
    let second = attributes(&first, ".pager a[rel=next]", "href");
    let rest = page(&site, &second[0]);
    let expected: Vec<String> =
        (1..=23).rev().filter(|number| *number != 22).map(|number| number.to_string()).collect();
    assert_eq!([told(&first), told(&rest)].concat(), expected);
    assert!(attributes(&first, ".corrections a", "href")[0].starts_with(&all[22].path()));
    // of the one withdrawn: when it was corrected and taken away, not a word of it
    assert_eq!(attributes(&first, ".corrections time", "datetime").len(), 20);
    assert_eq!(attributes(&first, ".corrections a", "href").len(), 19);
    assert!(text(&first, ".corrections").contains("Tin bài này đã gỡ khỏi trang lúc"));
    assert!(!first.contains(&all[21].slug) && !first.contains(&all[21].title));
    assert!(text(&page(&site, "/en/dinh-chinh"), "main").contains("One figure."));
    assert!(!first.contains("One figure."));
    assert_eq!(site.get("/dinh-chinh?sau=abc").status, 400);
    assert!(attributes(&first, ".bottom-links a", "href").contains(&"/dinh-chinh".to_owned()));
}

fn answer(site: &TestSite, live: &Live, useful: &str) -> Answer {
    let path = format!("{}/danh-gia", live.path());
    let request = TestSite::request(Method::POST, &path)
        .insert_header(("sec-fetch-site", "same-origin"))
        .set_form([("useful", useful)]);
    site.ask(request)
}

fn one_tap_is_counted_by_revision_and_day_and_nothing_else(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let form = page(&site, &live.path());
    assert_eq!(attributes(&form, ".ask form", "action"), [format!("{}/danh-gia", live.path())]);
    for useful in ["yes", "no", "yes"] {
        let counted = answer(&site, &live, useful);
        assert_eq!(counted.status, 303, "{}", counted.text());
        assert_eq!(counted.header("set-cookie"), "");
        let thanks = page(&site, counted.header("location"));
        assert!(thanks.contains("Cảm ơn bạn đã trả lời"));
        assert!(attributes(&thanks, "main a", "href").contains(&live.path()), "the way back");
    }
    world.advance(TimeDelta::days(1));
    answer(&site, &live, "yes");
    change(&world, &live, |document| document.sapo.push_str(" Thêm."));
    site.refresh();
    answer(&site, &live, "no");
    let conn = &mut world.conn();
    assert_eq!(rating::of_item(live.item_id, conn), Ok(Rating { yes: 3, no: 2 }));
    assert_eq!(rating::of_revision(live.revision_id, conn), Ok(Rating { yes: 3, no: 1 }));
    let since = NaiveDate::from_ymd_opt(2026, 3, 3).expect("a real date");
    let lately = rating::doubted(&[world.department], since, conn);
    assert_eq!(lately, Ok(vec![(live.item_id, Rating { yes: 1, no: 1 })]));
    assert_eq!(db.text("select count(*) || '' from ratings").as_deref(), Some("3"));
}

fn a_foreign_an_empty_and_a_repeated_answer_are_told_so(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let path = format!("{}/danh-gia", live.path());
    let send = |header: (&'static str, &'static str)| {
        let request = TestSite::request(Method::POST, &path).insert_header(header);
        site.ask(request.set_form([("useful", "yes")]))
    };
    let foreign = send(("sec-fetch-site", "cross-site"));
    assert_eq!(foreign.status, 403);
    assert!(foreign.text().contains("Biểu mẫu đến từ trang khác"));
    assert_eq!(send(("origin", "https://evil.example")).status, 403);
    assert_eq!(send(("origin", "https://lantoa.test")).status, 303, "an old browser");
    assert_eq!(answer(&site, &live, "maybe").status, 400);
    assert_eq!(rating::of_item(live.item_id, &mut world.conn()).map(Rating::answers), Ok(1));
    let refused = (0..30).map(|_| answer(&site, &live, "no")).find(|one| one.status != 303);
    let refused = refused.expect("a limit");
    assert_eq!(refused.status, 429);
    assert!(refused.text().contains("Gửi quá nhiều lần"));
    assert_eq!(rating::of_item(live.item_id, &mut world.conn()).map(Rating::answers), Ok(20));
    world.advance(TimeDelta::hours(1));
    assert_eq!(answer(&site, &live, "no").status, 303, "the time is over");
}

/// What a reader of QR codes sees in our picture, eight pixels a module.
fn read_code(svg: &str) -> String {
    const PIXELS: usize = 8;
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let side = svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next());
    let side = number(side.expect("a size"));
    let mut dark = vec![false; side * side];
    let path = svg.rsplit("<path d=\"").next().and_then(|rest| rest.split('"').next());
    for run in path.expect("a path").split('M').skip(1) {
        let (at, rest) = run.split_once('h').expect("a run");
        let (x, y) = at.split_once(' ').expect("a place");
        let (long, _) = rest.split_once('v').expect("a length");
        let start = number(y) * side + number(x);
        dark[start..start + number(long)].fill(true);
    }
    let grey = |x: usize, y: usize| {
        if dark[y / PIXELS * side + x / PIXELS] { 0 } else { 255 }
    };
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(side * PIXELS, side * PIXELS, grey);
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().expect("a readable code").1
}

fn the_qr_code_is_read_as_the_address_of_the_page(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let path =
        attributes(&page(&site, &live.path()), ".share a[href$='/qr.svg']", "href").remove(0);
    let code = site.get(&path);
    assert_eq!((code.status.as_u16(), code.header("content-type")), (200, "image/svg+xml"));
    assert!(!code.header("etag").is_empty(), "it is kept and checked as pages are");
    assert_eq!(read_code(&code.text()), format!("https://lantoa.test{}", live.path()));
    change(&world, &live, |document| document.slug = "ten-moi".into());
    site.refresh();
    let moved = site.get(&path);
    assert_eq!((moved.status.as_u16(), moved.header("location")), (301, "/tin-bai/ten-moi/qr.svg"));
}

fn a_page_is_shared_by_plain_links(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    let shown = page(&site, &live.path());
    let address = format!("https://lantoa.test{}", live.path());
    assert_eq!(text(&shown, ".share .copied"), address);
    let links = attributes(&shown, ".share li a", "href");
    let encoded = address.replace(':', "%3A").replace('/', "%2F");
    assert!(links[0].starts_with("https://button-share.zalo.me/") && links[0].contains(&encoded));
    assert_eq!(links[1], format!("https://www.facebook.com/sharer/sharer.php?u={encoded}"));
    let scripts = attributes(&shown, "script", "type");
    assert_eq!(scripts, ["application/ld+json"], "nothing of others is loaded");
    assert_eq!(attributes(&shown, ".share button[hidden]", "data-copy"), [address]);
}

fn the_first_view_of_an_item_is_light(db: &TestDb) {
    let world = World::new(db);
    let mut long = document(Kind::Article, "vay vốn");
    for number in 0..40 {
        long.body.push_str(&format!("\n\nĐoạn {number}: hộ nghèo vay vốn {number} triệu đồng."));
    }
    let live = publish(&world, long);
    let site = TestSite::new(&world);
    let compressed = |path: &str| {
        let request = TestSite::request(Method::GET, path);
        site.ask(request.insert_header(("accept-encoding", "br"))).bytes.len()
    };
    let style = attributes(&page(&site, &live.path()), "link[rel=stylesheet]", "href");
    assert_eq!(style.len(), 1);
    let weight = compressed(&live.path()) + compressed(&style[0]);
    assert!(weight < 30_000, "{weight} bytes");
}
