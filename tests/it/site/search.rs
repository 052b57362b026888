//! Search, for people and for programs.

use std::sync::{Arc, Mutex, mpsc};

use actix_web::test::TestRequest;
use diesel::prelude::*;
use futures_util::future::BoxFuture;
use lantoa::content::details::Details;
use lantoa::content::{Kind, Language};
use lantoa::db::schema;
use lantoa::search::{
    Batches, Change, Engine, Found, Health, Progress, Query, RebuildReason, SearchError, Suggestion,
};
use lantoa::{indexing, queue};

use super::items::change;
use super::{article, attributes, page, publish, text, words};
use crate::harness::{TestDb, TestSite, World, document};

crate::on_each_database!(
    what_is_typed_without_marks_is_found_and_shown_with_its_own,
    filters_are_links_with_counts_and_can_be_taken_away,
    what_is_withdrawn_is_not_found_even_before_the_index_hears_of_it,
    nothing_found_helps_on,
    what_cannot_be_asked_is_told_in_the_language_of_the_page,
    the_interface_for_programs_answers_in_json_and_so_do_its_failures,
    without_the_engine_search_says_so_and_the_rest_works,
    results_are_read_page_by_page,
    what_stands_in_the_answers_of_a_leaflet_is_found_and_shown,
    results_leave_compressed_for_who_takes_them_so,
    an_index_made_anew_leaves_nothing_to_be_done,
    what_changed_twice_before_the_index_was_told_is_found,
    an_index_made_anew_is_told_again_what_changed_meanwhile,
);

fn what_is_typed_without_marks_is_found_and_shown_with_its_own(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "bảo hiểm y tế");
    let site = TestSite::new(&world);
    site.work();
    let html = page(&site, "/tim-kiem?q=bao+hiem");
    assert_eq!(attributes(&html, ".hits a", "href"), [live.path()]);
    assert_eq!(text(&html, ".hits h3"), live.title);
    assert_eq!(text(&html, ".hits mark"), "bảo");
    assert_eq!(attributes(&html, "main input[type=search]", "value"), ["bao hiem"]);
    assert_eq!(text(&html, ".total"), "Tìm thấy 1 bài");
    let answer = site.get("/tim-kiem?q=bao+hiem");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(site.run(site.app.pages.get("/tim-kiem?q=bao+hiem")).map(drop), None);
}

fn what_stands_in_the_answers_of_a_leaflet_is_found_and_shown(db: &TestDb) {
    let world = World::new(db);
    let mut leaflet = document(Kind::Leaflet, "hỗ trợ");
    if let Details::Leaflet(details) = &mut leaflet.details {
        details.papers = "Giấy xác nhận khuyết tật".into();
    }
    leaflet.summary = "Ai khó khăn thì được giúp.".into();
    let leaflet = publish(&world, leaflet);
    let site = TestSite::new(&world);
    site.work();
    for asked in ["giay+xac+nhan+khuyet+tat", "kho+khan+duoc+giup", "xa+ba+vi"] {
        let html = page(&site, &format!("/tim-kiem?q={asked}"));
        assert_eq!(attributes(&html, ".hits a", "href"), [leaflet.path()], "{asked}");
    }
    let html = page(&site, "/tim-kiem?q=giay+xac+nhan+khuyet+tat");
    assert!(text(&html, ".hits").contains("Giấy xác nhận khuyết tật"), "{html}");
}

fn results_leave_compressed_for_who_takes_them_so(db: &TestDb) {
    let world = World::new(db);
    for number in 1..=9 {
        article(&world, &format!("học nghề {number}"));
    }
    let site = TestSite::new(&world);
    site.work();
    for path in ["/tim-kiem?q=hoc+nghe", "/api/v1/search?q=hoc+nghe"] {
        let ask = |accepted: &str| {
            site.ask(TestRequest::get().uri(path).insert_header(("accept-encoding", accepted)))
        };
        let (plain, packed) = (ask("identity"), ask("gzip, br"));
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        assert_eq!(packed.header("content-encoding"), "br", "{path}");
        assert_eq!(packed.header("vary"), "Accept-Encoding", "{path}");
        assert_eq!(packed.header("cache-control"), "no-store", "{path}");
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut &packed.bytes[..], &mut read).expect("brotli");
        assert_eq!(read, plain.bytes, "{path}");
        assert!(packed.bytes.len() * 2 < plain.bytes.len(), "{path}");
    }
    let little = TestRequest::get().uri("/api/v1/suggest?q=khong-co");
    let little = site.ask(little.insert_header(("accept-encoding", "br")));
    assert_eq!(little.header("content-encoding"), "", "one packet stays one packet");
}

fn filters_are_links_with_counts_and_can_be_taken_away(db: &TestDb) {
    let world = World::new(db);
    let leaflet = publish(&world, document(Kind::Leaflet, "học nghề"));
    article(&world, "học nghề");
    article(&world, "dạy nghề");
    let site = TestSite::new(&world);
    site.work();
    let html = page(&site, "/tim-kiem?q=nghe");
    assert_eq!(attributes(&html, ".hits a", "href").len(), 3);
    assert!(text(&html, ".kinds").contains("Tin bài 2"), "{}", text(&html, ".kinds"));
    let to_leaflets = "/tim-kiem?q=nghe&kind=leaflet";
    assert!(attributes(&html, ".kinds a", "href").contains(&to_leaflets.to_owned()));
    let narrowed = page(&site, to_leaflets);
    assert_eq!(attributes(&narrowed, ".hits a", "href"), [leaflet.path()]);
    assert_eq!(attributes(&narrowed, ".active a", "href"), ["/tim-kiem?q=nghe"]);
    assert_eq!(attributes(&narrowed, "main input[name=kind]", "value"), ["leaflet"]);
}

fn what_is_withdrawn_is_not_found_even_before_the_index_hears_of_it(db: &TestDb) {
    let world = World::new(db);
    let (gone, stays) = (article(&world, "chuyện rút"), article(&world, "chuyện ở lại"));
    let site = TestSite::new(&world);
    site.work();
    let conn = &mut world.conn();
    lantoa::editorial::withdraw(&world.system(), gone.revision_id, "Thử", conn).expect("gone");
    let html = page(&site, "/tim-kiem?q=chuyen");
    assert_eq!(attributes(&html, ".hits a", "href"), [stays.path()]);
    assert_eq!(text(&html, ".total"), "Tìm thấy 1 bài");
    assert_eq!(site.get("/api/v1/search?q=chuyen").json()["total"], 1);
}

fn nothing_found_helps_on(db: &TestDb) {
    let world = World::new(db);
    article(&world, "học nghề");
    let site = TestSite::new(&world);
    site.work();
    let html = page(&site, "/tim-kiem?q=xyzxyz&kind=article");
    let told = text(&html, "main");
    for expected in ["Không tìm thấy bài nào.", "Bỏ bớt điều kiện lọc.", "Chính sách giảm nghèo"]
    {
        assert!(told.contains(expected), "{told}");
    }
    assert!(text(&page(&site, "/en/tim-kiem"), "main").contains("Type with or without marks."));
}

fn what_cannot_be_asked_is_told_in_the_language_of_the_page(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let long = format!("q={}", "a".repeat(10_000));
    for (path, expected) in [
        (format!("/tim-kiem?{long}"), "Câu tìm có 10000 ký tự, tối đa là 500."),
        (format!("/en/tim-kiem?{long}"), "It has 10000 characters; the most is 500."),
        ("/tim-kiem?q=a&kind=tin".to_owned(), "Không có giá trị “tin” cho “kind”."),
        ("/tim-kiem?q=a&kind=articel".to_owned(), "Có phải “article”?"),
        ("/tim-kiem?q=a&page=100000".to_owned(), "Trang 100000 nằm ngoài phần có thể xem."),
        ("/tim-kiem?q=ngh%E8o".to_owned(), "Chữ gửi đến không theo bảng mã UTF-8."),
    ] {
        let answer = site.get(&path);
        assert_eq!(answer.status, 400, "{expected}");
        assert!(words(&answer).contains(expected), "{}", words(&answer));
    }
}

fn the_interface_for_programs_answers_in_json_and_so_do_its_failures(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "bảo hiểm y tế");
    let site = TestSite::new(&world);
    site.work();
    let refused = site.get("/api/v1/search?q=%FF");
    assert_eq!(refused.status, 400);
    assert!(refused.json().to_string().contains("UTF-8"), "{}", refused.text());
    let found = site.get("/api/v1/search?q=bao%20hiem&kind=&page=1").json();
    assert_eq!(found["total"], 1);
    let hit = &found["hits"][0];
    assert_eq!(hit["title"], live.title);
    assert_eq!(hit["url"], format!("https://lantoa.test{}", live.path()));
    assert_eq!((&hit["kind"], &hit["id"]), (&"article".into(), &live.uid.as_str().into()));
    assert_eq!(hit["published_at"], "2026-03-02T08:00:00+07:00");
    assert!(hit["snippet"].as_str().is_some_and(|text| text.contains("bảo hiểm y tế")));
    let topic = &found["facets"]["topic"][0];
    assert_eq!((&topic["value"], &topic["count"]), (&"chinh-sach-giam-ngheo".into(), &1.into()));
    assert!(found["did_you_mean"].is_null());
    for (query, code) in
        [("kind=x", "unknown-filter"), ("page=0", "unknown-page"), ("lang=fr", "unknown-filter")]
    {
        let answer = site.get(&format!("/api/v1/search?q=a&{query}"));
        assert_eq!(
            (answer.status.as_u16(), answer.json()["error"]["code"].as_str()),
            (400, Some(code))
        );
    }
    let english = site.get("/api/v1/search?q=a&lang=en&year=x").json();
    assert_eq!(english["error"]["title"], "The filter is not right");
}

/// An engine that cannot be reached.
struct Away;

fn away<T: Send + 'static>() -> BoxFuture<'static, Result<T, SearchError>> {
    Box::pin(async { Err(SearchError::Unavailable { why: "connection refused".into() }) })
}

impl Engine for Away {
    fn search<'a>(&'a self, _: &'a Query) -> BoxFuture<'a, Result<Found, SearchError>> {
        away()
    }

    fn suggest<'a>(
        &'a self,
        _: &'a str,
        _: Language,
        _: usize,
    ) -> BoxFuture<'a, Result<Vec<Suggestion>, SearchError>> {
        away()
    }

    fn apply(&self, _: Vec<Change>) -> BoxFuture<'_, Result<(), SearchError>> {
        away()
    }

    fn rebuild(&self, _: Batches, _: Progress) -> BoxFuture<'_, Result<u64, SearchError>> {
        away()
    }

    fn count(&self) -> BoxFuture<'_, Result<u64, SearchError>> {
        away()
    }

    fn health(&self) -> BoxFuture<'_, Health> {
        Box::pin(async { Health::NeedsRebuild(RebuildReason::Missing) })
    }
}

fn without_the_engine_search_says_so_and_the_rest_works(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "học nghề");
    let mut site = TestSite::new(&world);
    Arc::get_mut(&mut site.app).expect("nobody else has it").search = Arc::new(Away);
    let answer = site.get("/tim-kiem?q=nghe");
    assert_eq!(answer.status, 503);
    assert!(words(&answer).contains("Tìm kiếm đang tạm nghỉ"), "{}", words(&answer));
    assert_eq!(attributes(&answer.text(), "main input[type=search]", "value"), ["nghe"]);
    let program = site.get("/api/v1/search?q=nghe");
    assert_eq!(
        (program.status.as_u16(), program.json()["error"]["code"].as_str()),
        (503, Some("search-unavailable"))
    );
    assert_eq!(site.get("/api/v1/suggest?q=nghe").status, 503);
    page(&site, &live.path());
    page(&site, "/tim-kiem");
    page(&site, "/tin-bai");
}

fn results_are_read_page_by_page(db: &TestDb) {
    let world = World::new(db);
    for number in 0..12 {
        article(&world, &format!("nghề số {number}"));
    }
    let site = TestSite::new(&world);
    site.work();
    let first = page(&site, "/tim-kiem?q=nghe");
    let next = attributes(&first, ".pager a[rel=next]", "href");
    assert_eq!(next, ["/tim-kiem?q=nghe&page=2"]);
    let second = page(&site, &next[0]);
    let mut all = attributes(&first, ".hits a", "href");
    all.extend(attributes(&second, ".hits a", "href"));
    let each: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!((all.len(), each.len()), (12, 12));
    assert_eq!(text(&second, ".pager-here"), "Trang 2 trên 2");
}

fn an_index_made_anew_leaves_nothing_to_be_done(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "bảo hiểm y tế");
    let site = TestSite::new(&world);
    let documents = site.run(indexing::rebuild(&site.app, Arc::new(|_| {}))).expect("rebuilt");
    assert_eq!((documents, index_orders(db)), (1, Vec::new()));
    let html = page(&site, "/tim-kiem?q=bao+hiem");
    assert_eq!(attributes(&html, ".hits a", "href"), [live.path()]);
}

fn an_index_made_anew_is_told_again_what_changed_meanwhile(db: &TestDb) {
    let world = World::new(db);
    let before = article(&world, "bảo hiểm y tế");
    let site = TestSite::new(&world);
    site.work();
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let may_go_on = Mutex::new(may_go_on);
    let progress: Progress = Arc::new(move |_| {
        let _ = begun.send(());
        let _ = may_go_on.lock().expect("nobody panicked").recv();
    });
    let meanwhile = std::thread::scope(|scope| {
        let world = &world;
        let meanwhile = scope.spawn(move || {
            has_begun.recv().expect("a batch is read");
            let meanwhile = article(world, "đào tạo nghề");
            drop(go_on);
            meanwhile
        });
        site.run(indexing::rebuild(&site.app, progress)).expect("rebuilt");
        meanwhile.join().expect("published")
    });
    let told = index_orders(db);
    assert!(told.len() > 1 && told.iter().all(|id| *id == meanwhile.item_id), "{told:?}");
    site.work();
    for (asked, live) in [("bao+hiem", before), ("dao+tao+nghe", meanwhile)] {
        let html = page(&site, &format!("/tim-kiem?q={asked}"));
        assert_eq!(attributes(&html, ".hits a", "href"), [live.path()]);
    }
}

fn what_changed_twice_before_the_index_was_told_is_found(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let live = article(&world, "vay vốn");
    change(&world, &live, |document| document.sapo.push_str(" Thêm."));
    assert_eq!(index_orders(db), [live.item_id, live.item_id]);
    site.work();
    let html = page(&site, "/tim-kiem?q=vay+von");
    assert_eq!(attributes(&html, ".hits a", "href"), [live.path()]);
}

/// The items that are to be indexed.
fn index_orders(db: &TestDb) -> Vec<i64> {
    let orders = schema::orders::table.filter(schema::orders::kind.eq("index"));
    let waiting = orders.select(schema::orders::payload).load(&mut db.conn());
    let waiting: Vec<String> = waiting.expect("orders");
    let item = |payload: &String| match serde_json::from_str(payload).expect("an order") {
        queue::Order::Index { item_id } => item_id,
        other => panic!("{other:?}"),
    };
    waiting.iter().map(item).collect()
}
