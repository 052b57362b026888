//! What is not public is found on no path.

use lantoa::accounts::Role;
use lantoa::content::{Address, Document, Kind, State};

use crate::harness::{TestDb, TestSite, World, document};

crate::on_each_database!(an_item_that_is_not_public_is_found_on_no_path);

const PATHS: [&str; 38] = [
    "/",
    "/tin-bai",
    "/to-roi",
    "/chu-de",
    "/chu-de/chinh-sach-giam-ngheo",
    "/doi-tuong/ho-ngheo",
    "/dia-ban/xa-ba-vi",
    "/so-do-trang",
    "/dinh-chinh",
    "/hien-thi",
    "/ngoai-tuyen",
    "/en/dinh-chinh",
    "/tim-kiem?q=bimat",
    "/tim-kiem?topic=chinh-sach-giam-ngheo",
    "/api/v1/search?q=bimat",
    "/api/v1/search?q=",
    "/feed/atom.xml",
    "/tin-bai/feed/rss.xml",
    "/feed/feed.json",
    "/sitemap.xml",
    "/en",
    "/en/tin-bai",
    "/en/chu-de/chinh-sach-giam-ngheo",
    "/en/tim-kiem?q=bimat",
    "/en/so-do-trang",
    "/api/v1/search?q=bimat&lang=en",
    "/su-kien",
    "/su-kien/thang/2026-12",
    "/dia-ban/xa-ba-vi/su-kien",
    "/su-kien/lich.ics",
    "/dia-ban/xa-ba-vi/su-kien.ics",
    "/chu-de/chinh-sach-giam-ngheo/su-kien.ics",
    "/doi-tuong/ho-ngheo/su-kien.ics",
    "/en/su-kien",
    "/en/dia-ban/xa-ba-vi/su-kien",
    "/en/su-kien/lich.ics",
    "/en/dia-ban/xa-ba-vi/su-kien.ics",
    "/en/chu-de/chinh-sach-giam-ngheo/su-kien.ics",
];

fn secret(mut document: Document) -> Document {
    for text in
        [&mut document.title, &mut document.sapo, &mut document.body, &mut document.correction]
    {
        text.push_str(" bimat");
    }
    document
}

fn an_item_that_is_not_public_is_found_on_no_path(db: &TestDb) {
    let world = World::new(db);
    let author = world.role(Role::Editor, world.department);
    let public = super::article(&world, "điều ai cũng đọc được");
    let event = super::publish(&world, document(Kind::Event, "việc ai cũng dự được"));
    let hidden = [
        State::Draft,
        State::InReview,
        State::ChangesRequested,
        State::Approved,
        State::Scheduled,
        State::Withdrawn,
        State::Archived,
    ];
    let site = TestSite::new(&world);
    let mut paths = Vec::new();
    for state in hidden {
        for kind in [Kind::Article, Kind::Event] {
            let saved = world.create(&author, world.department, document(kind, state.name()));
            let saved = saved.expect("an author may write");
            let told = saved.revision.document(&mut world.conn()).expect("a document");
            let saved = world.edit(&author, &saved.revision, secret(told)).expect("a next draft");
            world.bring_to(state, saved.revision.id);
            let slug = Address::current(saved.item.id, &mut world.conn()).expect("an answer");
            let path = format!("/{}/{}", kind.path(), slug.expect("an address"));
            if kind == Kind::Event {
                paths.push(format!("{path}/lich.ics"));
            }
            paths.extend(["/qr.svg", "/danh-gia", "/nghe"].map(|below| format!("{path}{below}")));
            paths.extend(["", "/da-nhan"].map(|below| format!("/bao-loi{below}?bai={path}")));
            paths.push(path);
        }
    }
    site.refresh();
    for with_index in [false, true] {
        if with_index {
            site.work();
        }
        for path in PATHS {
            let answer = site.get(path);
            let shown = answer.text().replace("q=bimat", "").replace("value=\"bimat\"", "");
            let shown = shown.replace("<title>bimat", "").replace("\"bimat – ", "");
            assert!(answer.status.is_success(), "{path}: {}", answer.status);
            assert!(!shown.contains("bimat"), "{path} shows what is hidden: {shown}");
        }
        for path in &paths {
            let answer = site.get(path);
            assert!(matches!(answer.status.as_u16(), 404 | 410), "{path}: {}", answer.status);
            assert!(!answer.text().replace("bimat\"", "").contains(" bimat"), "{path}");
            let item = path.rsplit("bai=").next().unwrap_or(path);
            let form = [("useful", "yes"), ("bai", item), ("text", "Sai")];
            let sent = TestSite::request(actix_web::http::Method::POST, path).set_form(form);
            let answer = site.ask(sent);
            assert!(matches!(answer.status.as_u16(), 404 | 405 | 410), "{path}: {}", answer.status);
            assert!(!answer.text().replace("bimat\"", "").contains(" bimat"), "{path}");
        }
        assert!(site.get("/tin-bai").text().contains(&public.title), "what is public is there");
        assert!(site.get("/su-kien/lich.ics").text().contains(&event.uid), "and in the calendar");
    }
}
