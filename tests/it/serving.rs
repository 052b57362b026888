//! What holds for every answer, and what happens when a part is away.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::http::Method;
use lantoa::accounts::Role;
use lantoa::clock::in_hanoi;
use lantoa::content::details::Details;
use lantoa::content::{Kind, State};
use lantoa::search::{Health, Query};
use lantoa::{content::Language, indexing};

use crate::harness::{TestDb, TestSite, World, document};
use crate::on_each_database;

on_each_database!(
    a_published_item_is_served_and_every_answer_carries_the_security_headers,
    an_unchanged_page_is_answered_with_304_and_in_the_encoding_that_was_asked_for,
    what_time_alone_has_changed_is_sent_to_who_asks_by_date,
    the_metrics_are_closed_to_the_public,
    a_database_that_goes_away_takes_only_what_needs_it,
    a_process_that_stops_says_so_and_still_answers,
    a_server_that_stops_answers_everybody_it_took_in,
    of_two_processes_on_one_folder_one_writes_the_index_and_both_read_it,
    an_index_that_was_lost_is_made_anew,
    what_was_not_indexed_before_a_crash_is_indexed_after_it,
);

/// A live item's path.
fn live_item(world: &World) -> String {
    let author = world.role(lantoa::accounts::Role::Editor, world.city);
    let saved = world.item_in(State::Published, &author, world.city);
    let live = lantoa::content::Live::find(saved.item.id, &mut world.conn());
    live.expect("an answer").expect("a live item").path()
}

fn a_published_item_is_served_and_every_answer_carries_the_security_headers(db: &TestDb) {
    let world = World::new(db);
    let path = live_item(&world);
    let site = TestSite::new(&world);
    for path in [path.as_str(), "/nothing-here", "/desk"] {
        let answer = site.get(path);
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    assert_eq!(site.get(&path).status, 200);
    assert_eq!(site.get("/nothing-here").status, 404);
}

fn an_unchanged_page_is_answered_with_304_and_in_the_encoding_that_was_asked_for(db: &TestDb) {
    let world = World::new(db);
    let path = live_item(&world);
    let site = TestSite::new(&world);
    world.advance(chrono::TimeDelta::seconds(1));
    let first = site.get(&path);
    let ask = |name: &'static str, value: &str| {
        let request = TestSite::request(actix_web::http::Method::GET, &path);
        site.ask(request.insert_header((name, value.to_owned())))
    };
    assert_eq!(ask("if-none-match", first.header("etag")).status, 304);
    assert_eq!(ask("if-none-match", "\"other\"").status, 200);
    assert_eq!(ask("if-modified-since", first.header("last-modified")).status, 304);
    assert_eq!(ask("if-modified-since", "Sat, 01 Jan 2000 00:00:00 GMT").status, 200);
    // A name on it may have changed with something else of the site.
    world.advance(chrono::TimeDelta::minutes(1));
    let other = document(Kind::Article, "việc khác");
    let author = world.role(Role::Editor, world.department);
    let other = world.create(&author, world.department, other).expect("a draft");
    world.bring_to(State::Published, other.revision.id);
    site.refresh();
    assert_eq!(ask("if-modified-since", first.header("last-modified")).status, 200);
    world.advance(chrono::TimeDelta::seconds(1));
    let first = site.get(&path);
    assert_eq!(ask("if-modified-since", first.header("last-modified")).status, 304);
    let compressed = ask("accept-encoding", "gzip, br");
    assert_eq!(compressed.header("content-encoding"), "br");
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut &compressed.bytes[..], &mut text).expect("brotli");
    assert_eq!(text, first.bytes);
}

/// A leaflet's last day passes, and nothing was published.
fn what_time_alone_has_changed_is_sent_to_who_asks_by_date(db: &TestDb) {
    let world = World::new(db);
    let mut leaflet = document(Kind::Leaflet, "vay vốn");
    let today = in_hanoi(world.now()).date_naive();
    if let Details::Leaflet(details) = &mut leaflet.details {
        details.valid_until = Some(today);
    }
    let author = world.role(Role::Editor, world.department);
    let saved = world.create(&author, world.department, leaflet).expect("a draft");
    world.bring_to(State::Published, saved.revision.id);
    let path = db.text("select '/to-roi/' || slug from live").expect("it is live");
    let site = TestSite::new(&world);
    world.advance(chrono::TimeDelta::seconds(1));
    let files =
        ["", "/nghe", "/tin-nhan.txt", "/doc-loa.txt", "/ban-in-a5.pdf", "/anh-chia-se.png"];
    let ask = |file: &str, since: &str| {
        let request = TestSite::request(Method::GET, &format!("{path}{file}"));
        site.ask(request.insert_header(("if-modified-since", since.to_owned())))
    };
    let asked = httpdate::fmt_http_date(world.now().and_utc().into());
    for file in files {
        assert_eq!(ask(file, &asked).status, 304, "{file}");
    }
    world.advance(chrono::TimeDelta::days(1));
    for file in files {
        assert_eq!(ask(file, &asked).status, 200, "{file}");
    }
}

fn the_metrics_are_closed_to_the_public(db: &TestDb) {
    let world = World::new(db);
    assert_eq!(TestSite::new(&world).get("/metrics").status, 404);
    let site = TestSite::with(&world, &[("METRICS_TOKEN", "s3cret")]);
    assert_eq!(site.get("/metrics").status, 404);
    let request = TestSite::request(actix_web::http::Method::GET, "/metrics");
    let answer = site.ask(request.insert_header(("authorization", "Bearer s3cret")));
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("lantoa_orders_waiting"));
}

/// The schema is taken away behind the site's back: every query fails, as it
/// does when the server is gone.
fn a_database_that_goes_away_takes_only_what_needs_it(db: &TestDb) {
    let world = World::new(db);
    let path = live_item(&world);
    let site = TestSite::new(&world);
    assert_eq!(site.get(&path).status, 200);
    db.run_sql("alter table facts rename to facts_away").expect("it is ours");
    db.run_sql("alter table slugs rename to slugs_away").expect("it is ours");
    assert_eq!(site.get(&path).status, 200, "a cached page needs no database");
    assert_eq!(site.get("/readyz").status, 503);
    assert_eq!(site.get("/healthz").status, 200);
    let failed = site.get("/tin-bai/another");
    assert_eq!(failed.status, 500);
    assert!(!failed.text().contains("slugs"), "what is wrong inside is not told outside");
    db.run_sql("alter table facts_away rename to facts").expect("it is ours");
    db.run_sql("alter table slugs_away rename to slugs").expect("it is ours");
    assert_eq!(site.get("/readyz").status, 200);
    assert_eq!(site.get("/tin-bai/another").status, 404);
}

fn a_process_that_stops_says_so_and_still_answers(db: &TestDb) {
    let world = World::new(db);
    let path = live_item(&world);
    let site = TestSite::new(&world);
    assert_eq!(site.get(&path).status, 200);
    assert_eq!(site.get("/readyz").status, 200);
    site.app.begin_stopping();
    let readiness = site.get("/readyz");
    assert_eq!(readiness.status, 503);
    assert!(readiness.text().contains("stopping"));
    for path in [path.as_str(), "/tin-bai", "/healthz"] {
        let answer = site.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.is_last, "{path} closes its connection");
    }
}

/// Readers come one after the other, as fast as they can, until nobody is there any more.
fn a_server_that_stops_answers_everybody_it_took_in(db: &TestDb) {
    const READERS: usize = 8;
    let world = World::new(db);
    let site = TestSite::with(&world, &[("LISTEN", "127.0.0.1:0"), ("DRAIN_SECONDS", "0")]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let running = runtime.block_on(async { lantoa::web::start(site.app.clone()) });
    let running = running.expect("a free port");
    let (address, answered) = (running.address, AtomicUsize::new(0));
    let read = || {
        while let Ok(mut stream) = TcpStream::connect(address) {
            let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: t\r\n\r\n");
            let mut head = [0; 12];
            asked.and_then(|()| stream.read_exact(&mut head)).expect("it was taken in");
            assert_eq!(&head, b"HTTP/1.1 200");
            answered.fetch_add(1, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(read)).collect();
        while answered.load(Ordering::Relaxed) < 20 * READERS {
            std::thread::yield_now();
        }
        runtime.block_on(running.stop());
        for reader in readers {
            reader.join().expect("everybody was answered");
        }
    });
}

fn of_two_processes_on_one_folder_one_writes_the_index_and_both_read_it(db: &TestDb) {
    let world = World::new(db);
    let first = TestSite::new(&world);
    live_item(&world);
    first.work();
    let second = TestSite::new(&world);
    let path = live_item(&world);
    second.work();
    assert_eq!((found(&first, ""), found(&second, "")), (1, 1), "the first has it in hand");
    world.advance(chrono::TimeDelta::seconds(2));
    first.work();
    second.refresh();
    assert_eq!(found(&first, ""), 2);
    while found(&second, "") < 2 {
        std::thread::yield_now(); // it looks once a second
    }
    assert_eq!(second.get(&path).status, 200);
    drop(first);
    live_item(&world);
    second.work();
    assert_eq!(found(&second, ""), 3, "now it is in the second's hand");
}

fn found(site: &TestSite, text: &str) -> u64 {
    let query = Query::new(text, Language::Vi).expect("a short query");
    site.run(site.app.search.search(&query)).expect("the index answers").total
}

fn an_index_that_was_lost_is_made_anew(db: &TestDb) {
    let world = World::new(db);
    live_item(&world);
    let site = TestSite::new(&world);
    site.work();
    assert_eq!(found(&site, ""), 1);
    drop(site);
    std::fs::remove_dir_all(db.folder().join("site/index")).expect("an index folder");
    let site = TestSite::new(&world);
    assert_eq!(found(&site, ""), 1);
    assert!(matches!(site.run(site.app.search.health()), Health::Ready { documents: 1 }));
}

fn what_was_not_indexed_before_a_crash_is_indexed_after_it(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    live_item(&world);
    assert_eq!(found(&site, ""), 0, "published, and the process dies before the index hears of it");
    drop(site);
    let site = TestSite::new(&world);
    site.work();
    assert_eq!(found(&site, ""), 1);
    // Done once more, by a worker whose lease was lost: nothing changes.
    site.run(async {
        let all = worker_items(&site);
        indexing::bring_up_to_date(&site.app, all).await.expect("the index takes it");
    });
    assert_eq!(found(&site, ""), 1);
}

fn worker_items(site: &TestSite) -> Vec<i64> {
    use diesel::prelude::*;
    use lantoa::db::schema::live;
    let conn = &mut *site.app.db.connection().expect("a connection");
    live::table.select(live::item_id).load(conn).expect("an answer")
}
