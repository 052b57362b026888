//! An item in other shapes: on paper, as a message, read aloud, as a card.

use chrono::{Datelike, NaiveDate};
use lantoa::content::details::{Details, EventStatus, Leaflet, Purpose};
use lantoa::content::{Document, Kind, Live};
use lantoa::editorial;
use lantoa::media::store::Key;
use lantoa::media::upload::Format;
use lopdf::Object;

use super::items::change;
use super::{attributes, page, publish};
use crate::feeds::newsroom::Newsroom;
use crate::harness::{Answer, TestDb, TestSite, World, document};

crate::on_each_database!(
    a_print_holds_every_word_and_tells_screen_readers_what_each_is,
    a_long_leaflet_goes_on_on_further_sheets,
    past_its_validity_every_shape_of_a_leaflet_says_so,
    nobody_is_called_to_an_event_that_is_over,
    what_is_struck_out_is_struck_on_paper_and_not_read_aloud,
    the_code_on_paper_is_read_as_the_address_of_the_page,
    a_print_is_drawn_once_and_checked_as_pages_are,
    a_card_is_a_picture_of_the_size_that_networks_show,
    messages_and_scripts_say_what_the_leaflet_says,
    what_is_made_up_is_called_so_in_messages_and_scripts,
    a_form_with_boxes_keeps_them_on_paper_and_is_not_read_aloud,
    nobody_is_read_out_who_did_not_consent,
    an_old_address_leads_to_the_present_shape_and_what_is_gone_is_gone,
);

const SIZES: [&str; 3] = ["a4-gap-ba", "a5", "a4"];

/// A leaflet that comes with the program.
fn shipped() -> Document {
    let path = "content/items/to-roi/can-hoi-ve-ho-ngheo-ho-can-ngheo-bat-dau-tu-dau.md";
    let file = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).expect("it is shipped");
    let mut parts = text.splitn(3, "+++");
    let front: toml::Table = parts.nth(1).expect("front matter").parse().expect("TOML");
    let said = |key: &str| front[key].as_str().unwrap_or_default().to_owned();
    let leaflet: Leaflet = front["leaflet"].clone().try_into().expect("a leaflet's fields");
    let mut document = document(Kind::Leaflet, "rà soát");
    (document.title, document.sapo) = (said("title"), said("sapo"));
    document.body = parts.next().expect("a body").trim().to_owned();
    document.details = Details::Leaflet(leaflet);
    document
}

/// A file that must be there.
fn file(site: &TestSite, path: &str, kind: &str) -> Answer {
    let answer = site.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), kind, "{path}");
    answer
}

fn print(site: &TestSite, live: &Live, size: &str) -> Vec<u8> {
    file(site, &format!("{}/ban-in-{size}.pdf", live.path()), "application/pdf").bytes
}

fn read(pdf: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(pdf).expect("a PDF")
}

/// All of its text, without white space.
fn squeezed(pdf: &lopdf::Document) -> String {
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages).expect("text");
    text.split_whitespace().collect()
}

/// Every word of the leaflet, as it is printed.
fn words(document: &Document) -> Vec<String> {
    let Details::Leaflet(leaflet) = &document.details else { panic!("a leaflet") };
    let body: String = document
        .body
        .lines()
        .filter(|line| !line.starts_with("> [!") && !line.starts_with("| ---"))
        .map(|line| {
            line.split("](").next().unwrap_or_default().replace(['*', '#', '|', '>', '['], " ")
                + "\n"
        })
        .collect();
    let texts = [
        &document.title,
        &document.sapo,
        &leaflet.benefits,
        &leaflet.eligibility,
        &leaflet.papers,
        &leaflet.place,
        &leaflet.deadline,
        &leaflet.contact,
        &body,
    ];
    let words = texts.into_iter().flat_map(|text| text.split_whitespace());
    words.filter(|word| !word.contains(['"', '\'', '-'])).map(str::to_owned).collect()
}

fn a_print_holds_every_word_and_tells_screen_readers_what_each_is(db: &TestDb) {
    let world = World::new(db);
    let live = publish(&world, shipped());
    let site = TestSite::new(&world);
    for (size, pages, paper) in
        [("a4-gap-ba", 2, [841.9, 595.3]), ("a5", 2, [419.5, 595.3]), ("a4", 0, [595.3, 841.9])]
    {
        let bytes = print(&site, &live, size);
        assert!(bytes.len() < 1_000_000, "{size}: {} bytes", bytes.len());
        let pdf = read(&bytes);
        assert!(pages == 0 || pdf.get_pages().len() == pages, "{size}: {:?}", pdf.get_pages());
        let text = squeezed(&pdf);
        for word in words(&shipped()) {
            assert!(text.contains(&word), "{size}: no {word:?} in {text}");
        }
        for (_, id) in pdf.get_pages() {
            let shown = pdf.get_dictionary(id).expect("a page");
            let area = shown.get(b"MediaBox").and_then(Object::as_array).expect("its size");
            for (side, expected) in [(2, paper[0]), (3, paper[1])] {
                let side = area[side].as_float().expect("a number");
                assert!((side - expected).abs() < 0.1, "{size}: {side}, not {expected}");
            }
            for font in pdf.get_page_fonts(id).expect("fonts").values() {
                assert!(is_embedded(&pdf, font), "{size}: {font:?} is not in the file");
            }
        }
        let catalog = pdf.catalog().expect("a catalog");
        assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("a language"), b"vi");
        let marks = catalog.get(b"MarkInfo").and_then(Object::as_dict).expect("it is tagged");
        assert!(marks.get(b"Marked").and_then(Object::as_bool).expect("so"), "{size}");
        let tags = roles(&pdf);
        for role in ["H1", "H2", "P", "L", "LI", "LBody", "Table", "TH", "TD", "Figure", "Link"] {
            assert!(tags.iter().any(|tag| tag == role), "{size}: no {role} in {tags:?}");
        }
        let raw = String::from_utf8_lossy(&bytes);
        assert!(raw.contains("pdfuaid:part"), "{size} says that it is PDF/UA");
        assert!(raw.contains("bắt đầu từ đâu?"), "{size} has its title");
    }
}

/// Whether the font's program stands in the file.
fn is_embedded(pdf: &lopdf::Document, font: &lopdf::Dictionary) -> bool {
    let inner = |object: &Object| match object {
        Object::Reference(id) => pdf.get_dictionary(*id).ok().cloned(),
        Object::Dictionary(own) => Some(own.clone()),
        _ => None,
    };
    let descendants = match font.get(b"DescendantFonts") {
        Ok(Object::Reference(id)) => pdf.get_object(*id).and_then(Object::as_array).ok(),
        Ok(Object::Array(own)) => Some(own),
        _ => None,
    };
    let one = descendants.and_then(|all| inner(all.first()?));
    let described = one.and_then(|one| inner(one.get(b"FontDescriptor").ok()?));
    described.is_some_and(|told| told.has(b"FontFile2") || told.has(b"FontFile3"))
}

/// The role of every element of the structure.
fn roles(pdf: &lopdf::Document) -> Vec<String> {
    let elements = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let roles = elements.filter_map(|one| one.get(b"P").and(one.get(b"S")).ok()?.as_name().ok());
    roles.map(|role| String::from_utf8_lossy(role).into_owned()).collect()
}

fn a_long_leaflet_goes_on_on_further_sheets(db: &TestDb) {
    let world = World::new(db);
    let mut long = shipped();
    let body = long.body.clone();
    for part in 0..5 {
        long.body.push_str(&format!("\n\n## Phần{part}\n\n{body}\n\nCuối{part}cùng."));
    }
    let live = publish(&world, long.clone());
    let site = TestSite::new(&world);
    for size in SIZES {
        let pdf = read(&print(&site, &live, size));
        assert!(pdf.get_pages().len() > 2, "{size}");
        let text = squeezed(&pdf);
        for word in words(&long) {
            assert!(text.contains(&word), "{size}: no {word:?}");
        }
    }
}

fn past_its_validity_every_shape_of_a_leaflet_says_so(db: &TestDb) {
    let world = World::new(db);
    let live = publish(&world, shipped());
    change(&world, &live, |document| {
        let Details::Leaflet(leaflet) = &mut document.details else { panic!("a leaflet") };
        leaflet.valid_from = NaiveDate::from_ymd_opt(2020, 1, 1);
        leaflet.valid_until = NaiveDate::from_ymd_opt(2020, 12, 31);
    });
    let site = TestSite::new(&world);
    let card = "Cóhiệulựctừ01/01/2020đếnhết31/12/2020,nayđãhếthiệulực.";
    let notice = "Đãhếthiệulựcsaungày31/12/2020";
    for size in SIZES {
        let text = squeezed(&read(&print(&site, &live, size)));
        assert!(text.contains(card) && text.contains(notice), "{size}: {text}");
    }
    let path = format!("{}/tin-nhan.txt", live.path());
    let message = file(&site, &path, "text/plain; charset=utf-8").text();
    assert!(message.contains("Đã hết hiệu lực sau ngày 31/12/2020"), "{message}");
    assert!(!message.contains("Có hiệu lực"), "a message tells it once: {message}");
}

fn nobody_is_called_to_an_event_that_is_over(db: &TestDb) {
    let world = World::new(db);
    for (title, status, year, over) in [
        ("hội nghị", EventStatus::Ended, 2026, true),
        ("hội chợ", EventStatus::Scheduled, 2020, true),
        ("tọa đàm", EventStatus::Scheduled, 2026, false),
    ] {
        let mut event = document(Kind::Event, title);
        let Details::Event(details) = &mut event.details else { panic!("an event") };
        details.registration = "Gọi 024 0000 0000".into();
        details.status = status;
        for at in [&mut details.starts_at, &mut details.ends_at].into_iter().flatten() {
            *at = at.with_year(year).expect("a day of that year");
        }
        let live = publish(&world, event);
        let site = TestSite::new(&world);
        let text = |name: &str| {
            let path = format!("{}/{name}.txt", live.path());
            file(&site, &path, "text/plain; charset=utf-8").text()
        };
        let message = text("tin-nhan");
        assert_eq!(message.contains("Sự kiện này đã kết thúc."), over, "{message}");
        assert_eq!(message.contains("Đăng ký"), !over, "{message}");
        assert_eq!(text("tin-nhan-khong-dau").contains("Su kien nay da ket thuc."), over);
        let script = text("doc-loa");
        let again = script.split("NHẮC LẠI").nth(1).expect("what is said again");
        assert!(again.contains("Sự kiện này đã kết thúc.") == over, "{script}");
        assert_eq!(again.contains("Thời gian:"), !over, "nobody is called to it: {script}");
        assert_eq!(script.matches("Sự kiện này đã kết thúc.").count(), 2 * usize::from(over));
    }
}

fn what_is_struck_out_is_struck_on_paper_and_not_read_aloud(db: &TestDb) {
    let world = World::new(db);
    let mut leaflet = shipped();
    leaflet.body = "Được vay ~~cũ mười hai triệu~~ **15 triệu**.\n\n~~Hết hạn rồi.~~\n\n\
                    <details><summary>Tóm lược</summary>Nội dung ẩn</details>"
        .into();
    let live = publish(&world, leaflet);
    let site = TestSite::new(&world);
    for size in SIZES {
        let pdf = read(&print(&site, &live, size));
        let text = squeezed(&pdf);
        assert!(text.contains("cũmườihaitriệu"), "it is still to be seen: {text}");
        let told = format!("{:?}", pdf.objects);
        assert!(told.contains("LineThrough"), "{size}: screen readers are told");
    }
    let path = format!("{}/doc-loa.txt", live.path());
    let script = file(&site, &path, "text/plain; charset=utf-8").text();
    assert!(script.contains("Được vay mười lăm triệu.\nTóm lược.\nNội dung ẩn.\n"), "{script}");
    let message =
        file(&site, &format!("{}/tin-nhan.txt", live.path()), "text/plain; charset=utf-8");
    assert!(!message.text().contains("mười hai triệu"), "{}", message.text());
}

fn a_form_with_boxes_keeps_them_on_paper_and_is_not_read_aloud(db: &TestDb) {
    let world = World::new(db);
    let mut leaflet = shipped();
    leaflet.body = "| Câu hỏi | Rõ | Chưa rõ |\n| --- | --- | --- |\n| Có thực hành | ☐ | ☑ |\n\n\
                    | Việc | Hạn |\n| --- | --- |\n| Nộp đơn | Tháng Năm |\n\n\
                    | Tuần | Luống A | Luống B |\n| --- | --- | --- |\n| 1 | Gieo | |\n| 2 | Chăm | Tỉa |"
        .into();
    let live = publish(&world, leaflet);
    let site = TestSite::new(&world);
    for size in SIZES {
        let text = squeezed(&read(&print(&site, &live, size)));
        assert!(text.contains("Cóthựchành[][x]"), "{size}: {text}");
    }
    let script = file(&site, &format!("{}/doc-loa.txt", live.path()), "text/plain; charset=utf-8");
    let script = script.text();
    assert!(!script.contains('☐') && !script.contains("Có thực hành"), "{script}");
    assert!(script.contains("Nộp đơn. Hạn: Tháng Năm."), "{script}");
    assert!(script.contains("Tuần một. Luống A: Gieo.\n"), "what is empty is not said: {script}");
    assert!(script.contains("Tuần hai. Luống A: Chăm. Luống B: Tỉa."), "{script}");
}

fn what_is_made_up_is_called_so_in_messages_and_scripts(db: &TestDb) {
    let world = World::new(db);
    let event = Document { illustration: true, ..document(Kind::Event, "gặp gỡ") };
    let event = publish(&world, event);
    let true_one = publish(&world, document(Kind::Event, "đối thoại"));
    let site = TestSite::new(&world);
    for name in ["tin-nhan", "tin-nhan-khong-dau", "doc-loa"] {
        let told = |live: &Live| {
            let path = format!("{}/{name}.txt", live.path());
            lantoa::text::fold(&file(&site, &path, "text/plain; charset=utf-8").text())
        };
        assert!(told(&event).contains("noi dung minh hoa"), "{name}");
        assert!(!told(&true_one).contains("minh hoa"), "{name}");
    }
}

fn the_code_on_paper_is_read_as_the_address_of_the_page(db: &TestDb) {
    let world = World::new(db);
    let live = publish(&world, shipped());
    let site = TestSite::new(&world);
    for size in SIZES {
        let pdf = read(&print(&site, &live, size));
        let codes =
            pdf.objects.values().filter_map(|object| object.as_stream().ok()).filter(|one| {
                one.dict
                    .get(b"Subtype")
                    .and_then(Object::as_name)
                    .is_ok_and(|name| name == b"Image")
            });
        let read: Vec<String> = codes.map(decoded).collect();
        assert_eq!(read, [format!("https://lantoa.test{}", live.path())], "{size}");
    }
}

/// What the code in a grey picture says.
fn decoded(picture: &lopdf::Stream) -> String {
    let side = |name: &[u8]| picture.dict.get(name).and_then(Object::as_i64).expect("px") as usize;
    let (width, height) = (side(b"Width"), side(b"Height"));
    let pixels = picture.decompressed_content().expect("pixels");
    assert_eq!(pixels.len(), width * height, "one byte a pixel");
    let grey = |x: usize, y: usize| pixels[y * width + x];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().expect("a readable code").1
}

fn a_print_is_drawn_once_and_checked_as_pages_are(db: &TestDb) {
    let room = Newsroom::new(db);
    let mut leaflet = shipped();
    let uid = room.picture("Loa phát thanh");
    leaflet.lead = Some(uid.clone());
    let live = room.live(&room.publish(leaflet));
    let site = room.site();
    keep(&site, &uid);
    let path = format!("{}/ban-in-a4-gap-ba.pdf", live.path());
    let zipped = actix_web::test::TestRequest::get().uri(&path);
    let first = site.ask(zipped.insert_header(("accept-encoding", "br, gzip")));
    assert_eq!((first.status.as_u16(), first.header("content-encoding")), (200, ""));
    assert!(first.bytes.len() < 1_000_000, "{} bytes", first.bytes.len());
    let photo = first.bytes.windows(4).any(|four| four == [0xff, 0xd8, 0xff, 0xe0]);
    assert!(photo, "the photograph is in the file as it is");
    let again = actix_web::test::TestRequest::get().uri(&path);
    let again = site.ask(again.insert_header(("if-none-match", first.header("etag"))));
    assert_eq!(again.status, 304);
    let saving = actix_web::test::TestRequest::get().uri(&path);
    let saving = site.ask(saving.insert_header(("cookie", "hien-thi=2310")));
    assert!(saving.bytes == first.bytes, "a page is dressed for its reader, a file is not");
    // Another publication makes every page stale, and draws nothing anew: the
    // picture is not even there any more.
    room.publish_kind(Kind::Article);
    site.refresh();
    for width in [1600, 1024] {
        let key = Key::variant(&uid, width, Format::Jpeg).expect("a key");
        site.app.store.delete(&key).expect("it is gone");
    }
    let kept = site.get(&path);
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert!(kept.bytes == first.bytes, "the same bytes");
    let other = Newsroom::site(&room);
    keep(&other, &uid);
    assert!(other.get(&path).bytes == first.bytes, "the same bytes from another process");
}

/// Stores the renditions of a picture that a test made up.
fn keep(site: &TestSite, uid: &str) {
    for width in [1600, 1024] {
        let picture = image::RgbImage::from_fn(width, width * 5 / 8, |x, y| {
            image::Rgb([(x / 7) as u8, (y / 5) as u8, 90])
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("it encodes");
        let key = Key::variant(uid, width, Format::Jpeg).expect("a key");
        site.app.store.put(&key, &bytes.into_inner()).expect("it is kept");
    }
}

fn a_card_is_a_picture_of_the_size_that_networks_show(db: &TestDb) {
    let room = Newsroom::new(db);
    let mut text =
        document(Kind::Article, "những bước đầu tiên để ra khỏi nghèo, kể bởi người đã đi qua");
    let uid = room.picture("Loa phát thanh");
    text.lead = Some(uid.clone());
    let live = room.live(&room.publish(text));
    let plain = room.live(&room.publish_kind(Kind::Event));
    let site = room.site();
    keep(&site, &uid);
    for path in [live.path(), plain.path(), "/tin-bai".to_owned(), "/en".to_owned()] {
        let html = page(&site, &path);
        let url = attributes(&html, "meta[property='og:image']", "content").remove(0);
        let told = url.strip_prefix("https://lantoa.test").expect("a whole address");
        let card = file(&site, told, "image/png");
        assert!(card.bytes.len() < 300_000, "{told}: {} bytes", card.bytes.len());
        let drawn = image::load_from_memory_with_format(&card.bytes, image::ImageFormat::Png);
        let drawn = drawn.expect("a PNG").to_rgb8();
        assert_eq!(drawn.dimensions(), (1200, 630), "{told}");
        let white = drawn.pixels().filter(|pixel| pixel.0 == [255; 3]).count();
        assert!(white > 2_000, "{told} shows letters");
        assert_eq!(
            attributes(&html, "meta[name='twitter:card']", "content"),
            ["summary_large_image"]
        );
    }
    let own = file(&site, &format!("{}/anh-chia-se.png", live.path()), "image/png").bytes;
    let drawn = image::load_from_memory(&own).expect("a PNG").to_rgb8();
    let blue = drawn.get_pixel(1190, 300).0[2];
    assert!(blue.abs_diff(90) < 8, "the picture is on it, not {blue}");
}

fn messages_and_scripts_say_what_the_leaflet_says(db: &TestDb) {
    let world = World::new(db);
    let live = publish(&world, shipped());
    let site = TestSite::new(&world);
    let text = |name: &str| {
        file(&site, &format!("{}/{name}.txt", live.path()), "text/plain; charset=utf-8").text()
    };
    insta::assert_snapshot!("message", text("tin-nhan"));
    insta::assert_snapshot!("message_plain", text("tin-nhan-khong-dau"));
    insta::assert_snapshot!("loudspeaker", text("doc-loa"));
    let html = page(&site, &live.path());
    let links = attributes(&html, ".carry a", "href");
    let below = |name: &str| format!("{}/{name}", live.path());
    assert_eq!(
        links,
        [
            "ban-in-a4-gap-ba.pdf",
            "ban-in-a5.pdf",
            "ban-in-a4.pdf",
            "tin-nhan.txt",
            "tin-nhan-khong-dau.txt",
            "doc-loa.txt",
        ]
        .map(below)
    );
}

fn nobody_is_read_out_who_did_not_consent(db: &TestDb) {
    let world = World::new(db);
    let live = publish(&world, document(Kind::Story, "nuôi bò"));
    let site = TestSite::new(&world);
    let path = format!("{}/doc-loa.txt", live.path());
    assert_eq!(site.get(&path).status, 404, "consent to the page is none to a loudspeaker");
    assert!(!page(&site, &live.path()).contains("doc-loa.txt"));
    let consents = |until: Option<NaiveDate>| {
        move |document: &mut Document| {
            let Details::Story(story) = &mut document.details else { panic!("a story") };
            for consent in &mut story.consents {
                consent.purposes = vec![Purpose::Page, Purpose::Loudspeaker];
                consent.expires_on = until;
            }
        }
    };
    change(&world, &live, consents(None));
    site.refresh();
    assert_eq!(site.get(&path).status, 200);
    assert!(page(&site, &live.path()).contains("doc-loa.txt"));
}

fn an_old_address_leads_to_the_present_shape_and_what_is_gone_is_gone(db: &TestDb) {
    const FILES: [&str; 5] = [
        "ban-in-a5.pdf",
        "tin-nhan.txt",
        "tin-nhan-khong-dau.txt",
        "doc-loa.txt",
        "anh-chia-se.png",
    ];
    let world = World::new(db);
    let live = publish(&world, document(Kind::Leaflet, "vay vốn"));
    let site = TestSite::new(&world);
    assert_eq!(site.get(&format!("{}/ban-in-a3.pdf", live.path())).status, 404);
    change(&world, &live, |document| document.slug = "ten-moi".into());
    site.refresh();
    for file in FILES {
        let moved = site.get(&format!("{}/{file}", live.path()));
        let expected = format!("/to-roi/ten-moi/{file}");
        assert_eq!((moved.status.as_u16(), moved.header("location")), (301, expected.as_str()));
        assert_eq!(site.get(&expected).status, 200, "{expected}");
    }
    let conn = &mut world.conn();
    let revision = lantoa::content::Revision::live(live.item_id, conn).expect("an answer");
    let id = revision.expect("it is live").id;
    editorial::withdraw(&world.system(), id, "Sai", conn).expect("it is taken back");
    site.refresh();
    for file in FILES {
        assert_eq!(site.get(&format!("/to-roi/ten-moi/{file}")).status, 410, "{file}");
    }
}
