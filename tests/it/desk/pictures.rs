//! Pictures: taken in, refused with a reason, described, shown to whom.

use actix_web::http::Method;
use chrono::TimeDelta;
use image::{ImageFormat, RgbImage};
use lantoa::accounts::Role;
use lantoa::content::{Kind, State};

use super::{signed_in, signed_in_at};
use crate::harness::{Answer, Browser, TestDb, TestSite, World, document, form_token};

crate::on_each_database!(
    a_picture_is_taken_in_described_and_shown_at_the_desk_alone,
    what_a_picture_in_use_says_is_changed_by_who_may_take_it_down_alone,
    what_is_described_anew_says_so_wherever_it_is_shown,
    a_picture_that_another_office_shows_is_described_by_who_may_take_both_down,
    the_same_file_leads_to_the_picture_that_is_there,
    a_file_is_refused_with_what_it_is_and_what_to_do,
    a_file_beyond_the_limit_is_not_read,
    a_reader_without_an_office_adds_no_picture,
);

pub fn jpeg(width: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, width, |x, y| image::Rgb([x as u8, y as u8, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).expect("it encodes");
    bytes.into_inner()
}

pub fn upload(browser: &mut Browser, world: &World, name: &str, file: &[u8]) -> Answer {
    let token = form_token(&browser.get("/desk/media"));
    let mut body = Vec::new();
    for (field, value) in [("form_token", token), ("organisation", world.department.to_string())] {
        let part =
            format!("--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: image/jpeg\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let request = TestSite::request(Method::POST, "/desk/media")
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("content-type", "multipart/form-data; boundary=b"))
        .insert_header(("content-length", body.len().to_string()))
        .set_payload(body);
    browser.send(request)
}

pub fn page_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().unwrap_or_default().to_owned()
}

fn a_picture_is_taken_in_described_and_shown_at_the_desk_alone(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let page = page_of(&upload(&mut editor, &world, "C:\\Ảnh\\vườn rau.jpg", &jpeg(400)));
    assert!(editor.get(&page).text().contains("vườn rau.jpg"));
    site.work();
    assert_eq!(db.text("select state from assets").as_deref(), Some("ready"));
    let described = editor.press(&page, &page, &[("alt", "Vườn rau bốn mùa"), ("credit", "Lan")]);
    assert_eq!(described.status, 303);
    let shown = editor.get("/desk/media").text();
    assert!(shown.contains("Vườn rau bốn mùa"), "{shown}");
    let uid = page.trim_start_matches("/desk/media/");
    let rendition = format!("/media/{uid}/320.jpg");
    assert_eq!(editor.get(&rendition).status, 200);
    assert_eq!(site.get(&rendition).status, 404, "not the public's before it is published");
    let form = editor.get("/desk/items/new?kind=article").text();
    assert!(form.contains(&format!("![Vườn rau bốn mùa](media:{uid})")), "the code to paste");
}

fn what_a_picture_in_use_says_is_changed_by_who_may_take_it_down_alone(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let page = page_of(&upload(&mut editor, &world, "a.jpg", &jpeg(400)));
    let described = [("alt", "Vườn rau"), ("caption", "Chú thích một")];
    assert_eq!(editor.press(&page, &page, &described).status, 303);
    let author = world.role(Role::Editor, world.department);
    let mut text = document(Kind::Article, "vườn rau");
    text.lead = Some(page.trim_start_matches("/desk/media/").to_owned());
    let saved = world.create(&author, world.department, text).expect("a draft");
    world.bring_to(State::InReview, saved.revision.id);
    let others = [("caption", "Không ai duyệt")];
    let token = form_token(&editor.get("/desk/media"));
    assert_eq!(editor.post(&page, &token, &others).status, 403, "while it is judged");
    let (act, conn) = (&world.system(), &mut world.conn());
    lantoa::editorial::approve(act, saved.revision.id, conn).expect("it is in review");
    lantoa::editorial::publish(act, saved.revision.id, None, conn).expect("it is approved");
    assert_eq!(editor.post(&page, &token, &others).status, 403, "while it is out");
    let mut publisher = signed_in(&site, &world, "tu", &[Role::Publisher]);
    let empty = publisher.press(&page, &page, &[("alt", "")]);
    assert_eq!(empty.status, 422, "{}", empty.text());
    assert_eq!(publisher.press(&page, &page, &[("caption", "Chú thích hai")]).status, 303);
    let told = "select caption || '|' || alt from assets";
    assert_eq!(db.text(told).as_deref(), Some("Chú thích hai|Vườn rau"));
    let told =
        "select count(*) from history where action = 'describe' and detail like '%Chú thích hai%'";
    assert_eq!(db.text(told).as_deref(), Some("1"));
}

/// Captions stand in the body that is stored.
fn what_is_described_anew_says_so_wherever_it_is_shown(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let page = page_of(&upload(&mut editor, &world, "a.jpg", &jpeg(400)));
    let described = [("alt", "Vườn rau"), ("caption", "Bà Nguyễn Thị Nhầm")];
    assert_eq!(editor.press(&page, &page, &described).status, 303);
    let uid = page.trim_start_matches("/desk/media/");
    let author = world.role(Role::Editor, world.department);
    let mut text = document(Kind::Article, "vườn rau");
    text.body = format!("Trồng rau bốn mùa.\n\n![](media:{uid})\n");
    let saved = world.create(&author, world.department, text).expect("a draft");
    world.bring_to(State::Published, saved.revision.id);
    site.work();
    let path = db.text("select '/tin-bai/' || slug from live").expect("it is live");
    let feed = site.get("/feed/atom.xml");
    let since = feed.header("last-modified").to_owned();
    for shown in [site.get(&path), feed] {
        assert!(shown.text().contains("Bà Nguyễn Thị Nhầm"), "{}", shown.text());
    }
    let picture = format!("/media/{uid}/320.webp");
    let tag = site.get(&picture).header("etag").to_owned();
    let again = TestSite::request(Method::GET, &picture).insert_header(("if-none-match", tag));
    assert_eq!(site.ask(again).status, 304, "nobody loads it twice");
    world.advance(TimeDelta::minutes(5));
    let mut publisher = signed_in(&site, &world, "tu", &[Role::Publisher]);
    assert_eq!(publisher.press(&page, &page, &[("caption", "Bà Nguyễn Thị Đúng")]).status, 303);
    site.work();
    for path in [&*path, "/feed/atom.xml", "/feed/rss.xml", "/feed/feed.json"] {
        let request = TestSite::request(Method::GET, path);
        let shown = site.ask(request.insert_header(("if-modified-since", &*since)));
        assert_eq!(shown.status, 200, "{path}");
        let text = shown.text();
        assert!(text.contains("Bà Nguyễn Thị Đúng") && !text.contains("Nhầm"), "{path}: {text}");
    }
    let told = "select count(*) from history where action = 'describe' and item_id is not null";
    assert_eq!(db.text(told).as_deref(), Some("1"));
    // who may use it is no news for readers
    let changed = db.text("select changed_at from live");
    world.advance(TimeDelta::minutes(5));
    assert_eq!(publisher.press(&page, &page, &[("rights", "Sở VHTT")]).status, 303);
    assert_eq!(db.text("select changed_at from live"), changed);
}

fn a_picture_that_another_office_shows_is_described_by_who_may_take_both_down(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let page = page_of(&upload(&mut editor, &world, "a.jpg", &jpeg(400)));
    assert_eq!(editor.press(&page, &page, &[("alt", "Vườn rau")]).status, 303);
    let mut text = document(Kind::Article, "vườn rau");
    text.lead = Some(page.trim_start_matches("/desk/media/").to_owned());
    let author = world.role(Role::Editor, world.city);
    let saved = world.create(&author, world.city, text).expect("a draft");
    world.bring_to(State::Published, saved.revision.id);
    let changed = || db.text("select changed_at from live");
    let before = changed();
    world.advance(TimeDelta::minutes(5));
    let mut publisher = signed_in(&site, &world, "tu", &[Role::Publisher]);
    let token = form_token(&publisher.get("/desk/media"));
    assert_eq!(publisher.post(&page, &token, &[("alt", "Khác")]).status, 403, "the city shows it");
    let mut above = signed_in_at(world.city, &site, &world, "mai", &[Role::Publisher]);
    assert_eq!(above.press(&page, &page, &[("alt_en", "A garden")]).status, 303);
    assert_eq!(changed(), before, "in Vietnamese it says what it said");
    assert_eq!(above.press(&page, &page, &[("alt", "Vườn rau bốn mùa")]).status, 303);
    assert_ne!(changed(), before);
}

fn the_same_file_leads_to_the_picture_that_is_there(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let first = page_of(&upload(&mut editor, &world, "a.jpg", &jpeg(120)));
    let second = upload(&mut editor, &world, "b.jpg", &jpeg(120));
    assert_eq!(page_of(&second), first);
    let told = editor.get(second.header("location")).text();
    assert!(told.contains("đã có trong kho"), "{told}");
    assert_eq!(db.text("select count(*) from assets").as_deref(), Some("1"));
}

fn a_file_is_refused_with_what_it_is_and_what_to_do(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let whole = jpeg(300);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    for (file, status, told) in [
        (Vec::new(), 422, "không có nội dung"),
        (whole[..whole.len() / 2].to_vec(), 422, "bị cắt cụt"),
        (svg, 415, "có chứa mã lệnh"),
        (b"%PDF-1.7 and more".to_vec(), 415, "tệp PDF"),
    ] {
        let answer = upload(&mut editor, &world, "x.jpg", &file);
        assert_eq!(answer.status, status, "{told}");
        assert!(answer.text().contains(told), "{told}: {}", answer.text());
    }
    assert_eq!(db.text("select count(*) from assets").as_deref(), Some("0"));
}

fn a_file_beyond_the_limit_is_not_read(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::with(&world, &[("UPLOAD_LIMIT_MB", "1")]);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let answer = upload(&mut editor, &world, "x.jpg", &vec![7; 1_100_000]);
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("1,0 MB"), "{}", answer.text());
}

fn a_reader_without_an_office_adds_no_picture(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut nobody = signed_in(&site, &world, "ai-do", &[]);
    let token = form_token(&nobody.get("/desk/account"));
    assert!(!nobody.get("/desk/media").text().contains("name=\"file\""), "no form");
    assert_eq!(nobody.post("/desk/media", &token, &[]).status, 400);
}
