//! Recordings at the desk: taken in, refused with a reason, attached to an item.

use actix_web::http::Method;
use lantoa::accounts::Role;
use lantoa::content::{Kind, Revision};
use lantoa::editorial::{self, EditorialError};

use super::pictures::{page_of, upload};
use super::signed_in;
use crate::harness::{Browser, TestDb, TestSite, World, document, mp3, tagged_mp3};

crate::on_each_database!(
    a_recording_is_taken_in_cleaned_and_heard_at_the_desk_alone,
    the_same_recording_is_kept_once,
    what_is_no_recording_is_refused_with_what_it_is_and_what_to_do,
    a_recording_beyond_the_limit_is_not_read,
    an_editor_attaches_a_recording_without_a_script_and_a_comparison_shows_it,
    a_picture_is_no_recording_and_a_recording_no_picture,
);

fn a_recording_is_taken_in_cleaned_and_heard_at_the_desk_alone(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let file = tagged_mp3(130, "iPhone 21.0285, 105.8542");
    let page = page_of(&upload(&mut editor, &world, "bản tin số 5.mp3", &file));
    let row = "select seconds || ' ' || mime || ' ' || state from assets";
    assert_eq!(db.text(row).as_deref(), Some("130 audio/mpeg ready"));
    assert_eq!(db.text("select count(*) from orders").as_deref(), Some("0"), "nothing to scale");
    let shown = editor.get(&page).text();
    assert!(shown.contains("bản tin số 5.mp3") && shown.contains("2 phút 10 giây"), "{shown}");
    assert!(shown.contains("<audio controls preload=\"none\""), "{shown}");
    let heard = editor.get(&format!("{page}/file"));
    assert_eq!((heard.status.as_u16(), heard.header("content-type")), (200, "audio/mpeg"));
    assert_eq!(heard.header("cache-control"), "private, no-store");
    assert_eq!(heard.bytes, mp3(130), "what the telephone wrote is gone");
    let mut stranger = Browser::new(&site);
    assert_eq!(stranger.get(&format!("{page}/file")).status, 303, "to the sign-in page");
    let uid = page.trim_start_matches("/desk/media/");
    assert_eq!(site.get(&format!("/media/{uid}/320.jpg")).status, 404);
    let described = editor.press(&page, &page, &[("credit", "Nguyễn Thị Lan đọc")]);
    assert_eq!(described.status, 303);
    assert!(editor.get(&page).text().contains("Nguyễn Thị Lan đọc"));
    let library = editor.get("/desk/media").text();
    assert!(library.contains("Bản thu · 2 phút 10 giây"), "{library}");
    assert!(!library.contains("Chưa có mô tả"), "a recording needs none");
}

fn the_same_recording_is_kept_once(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let first = page_of(&upload(&mut editor, &world, "a.mp3", &mp3(3)));
    let second = upload(&mut editor, &world, "b.mp3", &mp3(3));
    assert_eq!(page_of(&second), first);
    assert_eq!(db.text("select count(*) from assets").as_deref(), Some("1"));
}

fn what_is_no_recording_is_refused_with_what_it_is_and_what_to_do(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let whole = mp3(3);
    let video = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    let cut = b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom\0\x10\0\0mdat".to_vec();
    for (file, status, told) in [
        (whole[..whole.len() - 9].to_vec(), 422, "Bản thu MP3 bị cắt cụt"),
        (b"ID3\x04\0\0\0\0\0\0hello".to_vec(), 422, "Bản thu MP3 bị hỏng"),
        (cut, 422, "Bản thu M4A bị cắt cụt"),
        (video, 415, "tệp video"),
        (b"#EXTM3U\nhttp://a.vn/1.mp3".to_vec(), 415, "danh sách phát"),
        (b"OggS\0\x02".to_vec(), 415, "tệp âm thanh kiểu khác"),
    ] {
        let answer = upload(&mut editor, &world, "x.mp3", &file);
        assert_eq!(answer.status, status, "{told}");
        assert!(answer.text().contains(told), "{told}: {}", answer.text());
    }
    assert_eq!(db.text("select count(*) from assets").as_deref(), Some("0"));
}

fn a_recording_beyond_the_limit_is_not_read(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::with(&world, &[("UPLOAD_LIMIT_MB", "1")]);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let answer = upload(&mut editor, &world, "x.mp3", &mp3(1100));
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("tốc độ bit thấp hơn"), "{}", answer.text());
}

fn an_editor_attaches_a_recording_without_a_script_and_a_comparison_shows_it(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let page = page_of(&upload(&mut editor, &world, "bản tin.mp3", &mp3(70)));
    let uid = page.trim_start_matches("/desk/media/");
    let author = world.role(Role::Editor, world.department);
    let told = document(Kind::Article, "vay vốn");
    let saved = world.create(&author, world.department, told).expect("a draft");
    let item = format!("/desk/items/{}", saved.item.id);
    let form = editor.get(&item);
    assert!(form.text().contains("bản tin.mp3 (1 phút 10 giây, 71 kB)"), "{}", form.text());
    let plain = editor.press_on(&form, &item, &[]);
    assert_eq!(plain.status, 303);
    let revisions = || Revision::of_item(saved.item.id, &mut world.conn()).expect("an answer");
    assert_eq!(revisions().len(), 1, "a form that says nothing new changes nothing");
    assert_eq!(editor.press_on(&form, &item, &[("recording", uid)]).status, 303);
    let newest = revisions().remove(0);
    let told = newest.document(&mut world.conn()).expect("a document");
    assert_eq!(told.recording.as_deref(), Some(uid));
    let shown = editor.get(&item).text();
    assert!(shown.contains(&format!("src=\"/desk/media/{uid}/file\"")), "heard before approval");
    assert!(shown.contains(&format!("<option value=\"{uid}\" selected>")), "{shown}");
    let changes = editor.get(&format!("{item}/changes")).text();
    assert!(changes.contains("Bản thu phát thanh") && changes.contains(uid), "{changes}");
    let typed = [("recording", ""), ("recording.other", "không phải mã")];
    let refused = editor.press(&item, &item, &typed);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("không phải mã bản thu"));
    assert_eq!(editor.press(&item, &item, &[("recording", "")]).status, 303);
    let told = revisions().remove(0).document(&mut world.conn()).expect("a document");
    assert_eq!(told.recording, None, "taken off again");
    let ranged = TestSite::request(Method::GET, &format!("{page}/file"))
        .insert_header(("range", "bytes=0-9"));
    assert_eq!(editor.send(ranged).status, 206);
}

fn a_picture_is_no_recording_and_a_recording_no_picture(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let mut editor = signed_in(&site, &world, "lan", &[Role::Editor]);
    let sound = page_of(&upload(&mut editor, &world, "a.mp3", &mp3(3)));
    let picture = page_of(&upload(&mut editor, &world, "a.jpg", &super::pictures::jpeg(120)));
    let [sound, picture] = [sound, picture].map(|page| page.replace("/desk/media/", ""));
    let form = editor.get("/desk/items/new?kind=article").text();
    assert!(!form.contains(&format!("name=\"lead\" value=\"{sound}\"")), "no lead picture");
    assert!(!form.contains(&format!("<option value=\"{picture}\"")), "nothing to hear");
    let author = world.role(Role::Editor, world.department);
    let mut told = document(Kind::Article, "vay vốn");
    (told.lead, told.recording) = (Some(sound), Some(picture.clone()));
    let saved = world.create(&author, world.department, told).expect("a draft");
    let refused = editorial::submit(&world.system(), saved.revision.id, &mut world.conn());
    let Err(EditorialError::Invalid(problems)) = refused else { panic!("{refused:?}") };
    let keys: Vec<&str> = problems.iter().map(|one| one.key).collect();
    assert_eq!(keys, ["problem-asset-unknown", "problem-recording-unknown"]);
    assert_eq!(editor.get(&format!("/desk/media/{picture}/file")).status, 404);
}
