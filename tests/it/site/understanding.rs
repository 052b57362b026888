//! Search that understands: synonyms, suggestions, and what nobody found.

use chrono::TimeDelta;
use lantoa::clock::in_hanoi;
use lantoa::content::details::{Details, EventStatus};
use lantoa::content::{Kind, Language};
use lantoa::db::facts;
use lantoa::editorial;
use lantoa::search::misses::{Miss, Order};
use lantoa::search::{Synonym, SynonymKind};

use super::{article, attributes, page, publish, publish_in, text, words};
use crate::harness::{TestDb, TestSite, World, document};

crate::on_each_database!(
    synonyms_are_understood_from_the_moment_they_are_saved,
    suggestions_are_titles_that_are_live_in_the_language_asked,
    suggestions_understand_synonyms_and_are_kept_briefly,
    suggestions_say_what_is_out_of_date_or_off_and_name_places,
    where_no_title_goes_on_suggestions_are_what_a_search_would_find,
    suggestions_refuse_what_search_refuses,
    the_script_is_loaded_where_there_is_a_search_to_help_with,
    what_nobody_found_is_counted_by_day_without_who_asked,
    where_no_page_has_all_the_words_the_nearest_are_shown_as_such_and_it_is_counted,
    words_that_only_look_like_those_typed_with_marks_are_shown_as_nearest_and_counted,
    what_looks_like_personal_data_is_not_counted,
    a_day_has_a_limit_and_a_year_is_the_end,
    what_was_counted_waits_while_the_database_is_away,
    when_nothing_is_found_the_nearest_is_offered,
    who_asks_in_the_other_language_is_led_to_where_it_is_answered,
    an_event_that_is_over_and_a_leaflet_out_of_date_stand_below_what_holds,
);

fn add_synonym(world: &World, kind: SynonymKind, forms: &[&str]) -> i64 {
    let conn = &mut world.conn();
    let entry = Synonym::new(kind, forms.iter().copied()).expect("valid");
    let id = entry.add(conn).expect("a free one");
    facts::move_reference_on(conn).expect("counted");
    id
}

fn synonyms_are_understood_from_the_moment_they_are_saved(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "bảo hiểm y tế");
    let site = TestSite::new(&world);
    site.work();
    let before = page(&site, "/tim-kiem?q=bhyt");
    assert_eq!(attributes(&before, "main > .page .results > .found > .hits a", "href"), [""; 0]);
    let id = add_synonym(&world, SynonymKind::Same, &["BHYT", "bảo hiểm y tế"]);
    site.refresh();
    let html = page(&site, "/tim-kiem?q=bhyt");
    assert_eq!(attributes(&html, ".hits a", "href"), [live.path()]);
    assert_eq!(text(&html, ".total"), "Tìm thấy 1 bài");
    assert_eq!(text(&html, ".hits mark"), "bảo");
    assert_eq!(site.get("/api/v1/search?q=bhyt").json()["total"], 1);
    let conn = &mut world.conn();
    assert!(Synonym::remove(id, conn).expect("an answer"));
    facts::move_reference_on(conn).expect("counted");
    site.refresh();
    assert_eq!(site.get("/api/v1/search?q=bhyt").json()["total"], 0);
}

fn titles(site: &TestSite, query: &str) -> Vec<(String, String)> {
    let answer = site.get(&format!("/api/v1/suggest?{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let one = |one: &serde_json::Value| {
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        (text("title"), text("url"))
    };
    answer.json()["suggestions"].as_array().expect("a list").iter().map(one).collect()
}

fn suggestions_are_titles_that_are_live_in_the_language_asked(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "học nghề may");
    let gone = article(&world, "học nghề mộc");
    let mut english = document(lantoa::content::Kind::Article, "trades");
    english.title = "Hoc nghe in English".to_owned();
    let english = publish_in(&world, Language::En, english, Some(live.item_id));
    let site = TestSite::new(&world);
    site.work();
    let conn = &mut world.conn();
    editorial::withdraw(&world.system(), gone.revision_id, "Thử", conn).expect("gone");
    // the index has not heard of it yet
    assert_eq!(titles(&site, "q=hoc+ngh"), [(live.title.clone(), live.path())]);
    assert_eq!(titles(&site, "q=hoc+nghe&lang=en"), [(english.title.clone(), english.path())]);
    assert_eq!(titles(&site, "q=zzzz"), []);
    assert_eq!(titles(&site, "q="), []);
}

fn suggestions_understand_synonyms_and_are_kept_briefly(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "bảo hiểm y tế");
    add_synonym(&world, SynonymKind::Same, &["BHYT", "bảo hiểm y tế"]);
    let site = TestSite::new(&world);
    site.work();
    assert_eq!(titles(&site, "q=bhyt"), [(live.title.clone(), live.path())]);
    let answer = site.get("/api/v1/suggest?q=bhyt");
    assert_eq!(answer.header("cache-control"), "private, max-age=60");
    assert!(answer.header("content-type").starts_with("application/json"));
    assert!(!answer.headers.contains_key("set-cookie"));
    for number in 0..12 {
        article(&world, &format!("nghề số {number}"));
    }
    site.work();
    assert_eq!(titles(&site, "q=nghe+so").len(), 8);
}

fn suggestions_say_what_is_out_of_date_or_off_and_name_places(db: &TestDb) {
    let world = World::new(db);
    let mut leaflet = document(Kind::Leaflet, "vay vốn");
    if let Details::Leaflet(details) = &mut leaflet.details {
        details.valid_until = in_hanoi(world.now()).date_naive().pred_opt();
    }
    let mut event = document(Kind::Event, "vay vốn");
    if let Details::Event(details) = &mut event.details {
        details.status = EventStatus::Cancelled;
    }
    let (leaflet, event) = (publish(&world, leaflet), publish(&world, event));
    let live = article(&world, "vay vốn");
    let site = TestSite::new(&world);
    site.work();
    let marks = |query: &str| {
        let answer = site.get(&format!("/api/v1/suggest?q={query}")).json();
        let all = answer["suggestions"].as_array().expect("a list").clone();
        let one = |one: serde_json::Value| {
            (one["url"].as_str().unwrap_or_default().to_owned(), one["mark"].clone())
        };
        all.into_iter().map(one).collect::<Vec<_>>()
    };
    let found = marks("vay+von");
    for (path, mark) in [
        (leaflet.path(), "Hết hiệu lực".into()),
        (event.path(), "Đã hủy".into()),
        (live.path(), serde_json::Value::Null),
    ] {
        assert!(found.contains(&(path, mark)), "{found:?}");
    }
    let place = ("/dia-ban/xa-ba-vi".to_owned(), serde_json::Value::from("Địa bàn"));
    for typed in ["ba+vi", "X%C3%A3+Ba+V%C3%AC", "xa+ba+v"] {
        assert_eq!(marks(typed).first(), Some(&place), "{typed}");
    }
    let led = |typed: &str| {
        attributes(&page(&site, &format!("/tim-kiem?q={typed}")), ".found > .suggestion a", "href")
    };
    assert_eq!(led("xa+ba+vi"), [place.0.as_str()], "without script as well");
    assert_eq!(led("xa+ba+v"), [""; 0]);
    assert_eq!(marks("zz"), [], "two letters name no place");
}

fn where_no_title_goes_on_suggestions_are_what_a_search_would_find(db: &TestDb) {
    let world = World::new(db);
    let mut text = document(Kind::Article, "mùa mưa bão");
    text.body = "Nhà dột, tường nứt thì báo trưởng thôn.".into();
    let live = publish(&world, text);
    let site = TestSite::new(&world);
    site.work();
    assert_eq!(titles(&site, "q=nha+dot"), [(live.title.clone(), live.path())]);
    assert_eq!(titles(&site, "q=dot"), [], "one word has more to come");
    add_synonym(&world, SynonymKind::Same, &["TT", "trưởng thôn"]);
    site.refresh();
    let path = live.path();
    assert_eq!(titles(&site, "q=tt"), [(live.title, path)], "but one that stands for others");
}

fn suggestions_refuse_what_search_refuses(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    for (query, code) in [
        (format!("q={}", "a".repeat(10_000)), "query-too-long"),
        ("q=a&lang=fr".to_owned(), "unknown-filter"),
    ] {
        let answer = site.get(&format!("/api/v1/suggest?{query}"));
        assert_eq!(answer.status, 400, "{code}");
        assert_eq!(answer.json()["error"]["code"], code);
    }
}

fn the_script_is_loaded_where_there_is_a_search_to_help_with(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "học nghề");
    let site = TestSite::new(&world);
    site.work();
    for path in ["/", "/en", "/tim-kiem", "/tim-kiem?q=nghe", "/en/tim-kiem"] {
        let html = page(&site, path);
        let scripts = attributes(&html, "script[src][defer]", "src");
        assert_eq!(scripts.len(), 1, "{path}");
        assert!(scripts[0].starts_with("/static/city/suggest.js?v="), "{}", scripts[0]);
        let answer = site.get(&scripts[0]);
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert!(answer.bytes.len() < 6_000, "{} bytes", answer.bytes.len());
        let asks = attributes(&html, "main form[data-suggest]", "data-suggest");
        let language = if path.starts_with("/en") { "en" } else { "vi" };
        assert_eq!(asks, [format!("/api/v1/suggest?lang={language}")], "{path}");
    }
    for path in [&live.path(), "/tin-bai", "/chu-de", "/khong-co"] {
        let html = site.get(path).text();
        assert_eq!(attributes(&html, "script[src]", "src"), [""; 0], "{path}");
    }
}

/// What was missed in the last month, with how often.
fn missed(site: &TestSite, world: &World, order: Order) -> Vec<(String, i64)> {
    let conn = &mut world.conn();
    let today = in_hanoi(world.now()).date_naive();
    site.app.misses.flush(today, conn).expect("written");
    let since = today - TimeDelta::days(30);
    let found = Miss::since(since, order, conn).expect("an answer");
    found.into_iter().map(|miss| (miss.query, miss.times)).collect()
}

fn what_nobody_found_is_counted_by_day_without_who_asked(db: &TestDb) {
    let world = World::new(db);
    article(&world, "học nghề");
    let site = TestSite::new(&world);
    site.work();
    for path in [
        "/tim-kiem?q=zzqq",
        "/tim-kiem?q=ZZQQ%3F",
        "/tim-kiem?q=qqzz",
        "/tim-kiem?q=nghe",
        "/tim-kiem?q=zzqq&page=2",
        "/tim-kiem?q=zzqq&kind=event",
        "/api/v1/search?q=zzqq",
        "/tim-kiem",
    ] {
        page(&site, path);
    }
    let counted = |query: &str, times| (query.to_owned(), times);
    let both = [counted("zzqq", 2), counted("qqzz", 1)];
    assert_eq!(missed(&site, &world, Order::MostFrequent), both);
    assert_eq!(missed(&site, &world, Order::MostFrequent), both, "nothing is written twice");
    world.advance(TimeDelta::days(1));
    page(&site, "/tim-kiem?q=qqzz");
    let newest = [counted("qqzz", 2), counted("zzqq", 2)];
    assert_eq!(missed(&site, &world, Order::Newest), newest);
    assert_eq!(db.text("select count(*) from misses").as_deref(), Some("3"), "a row a day");
}

fn where_no_page_has_all_the_words_the_nearest_are_shown_as_such_and_it_is_counted(db: &TestDb) {
    let world = World::new(db);
    article(&world, "chăn nuôi bò");
    article(&world, "chăn nuôi dê");
    let site = TestSite::new(&world);
    site.work();
    let note = "Chưa có bài nào có đủ những từ này";
    let api = |query: &str| site.get(&format!("/api/v1/search?q={query}")).json();
    for (query, partial) in [("nuoi+bo", false), ("bo+nuoi+chan", false), ("nuoi+de+thuyen", true)]
    {
        let html = page(&site, &format!("/tim-kiem?q={query}"));
        assert_eq!(html.contains(note), partial, "{query}");
        let found = api(query);
        assert_eq!(found["partial"], partial, "{query}");
        assert!(found["total"].as_u64() > Some(0), "{query}");
    }
    let counted = [("nuoi de thuyen".to_owned(), 1)];
    assert_eq!(missed(&site, &world, Order::MostFrequent), counted);
}

fn words_that_only_look_like_those_typed_with_marks_are_shown_as_nearest_and_counted(db: &TestDb) {
    let world = World::new(db);
    article(&world, "bán chạy và thân thiện, hỗ trợ");
    let site = TestSite::new(&world);
    site.work();
    let note = "Chưa có bài nào có đủ những từ này";
    for (query, nearest) in [
        ("ch%E1%BA%A1y+th%E1%BA%ADn", true),
        ("chay+than", false),
        // hổ trợ
        ("h%E1%BB%95+tr%E1%BB%A3", false),
    ] {
        let html = page(&site, &format!("/tim-kiem?q={query}"));
        assert_eq!(html.contains(note), nearest, "{query}");
        assert_eq!(attributes(&html, ".hits a", "href").len(), 1, "{query}");
    }
    assert_eq!(missed(&site, &world, Order::MostFrequent), [("chạy thận".to_owned(), 1)]);
}

fn what_looks_like_personal_data_is_not_counted(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    for query in [
        "0912345678",
        "0912+345+678",
        "zz+001099012345",
        "lan%40example.vn",
        "%3F%21",
        "nguyen+van+teo+sinh+12+3+1975",
    ] {
        page(&site, &format!("/tim-kiem?q={query}"));
    }
    assert_eq!(missed(&site, &world, Order::Newest), []);
}

fn a_day_has_a_limit_and_a_year_is_the_end(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let day = in_hanoi(world.now()).date_naive();
    let conn = &mut world.conn();
    for batch in 0..3 {
        for number in 0..900 {
            site.app.misses.note(&format!("zz {batch} {number}"), Language::Vi, day);
        }
        site.app.misses.flush(day, conn).expect("written");
    }
    let rows = || db.text("select count(*) from misses");
    assert_eq!(rows().as_deref(), Some("2000"));
    // what is there already is counted on
    site.app.misses.note("zz 0 0", Language::Vi, day);
    site.app.misses.flush(day, conn).expect("written");
    let first = "select times from misses where query = 'zz 0 0'";
    assert_eq!(db.text(first).as_deref(), Some("2"));
    site.app.misses.flush(day + TimeDelta::days(365), conn).expect("written");
    assert_eq!(rows().as_deref(), Some("2000"));
    site.app.misses.flush(day + TimeDelta::days(366), conn).expect("written");
    assert_eq!(rows().as_deref(), Some("0"));
}

fn what_was_counted_waits_while_the_database_is_away(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    page(&site, "/tim-kiem?q=zzqq");
    let day = in_hanoi(world.now()).date_naive();
    let conn = &mut world.conn();
    db.run_sql("alter table misses rename to elsewhere").expect("renamed");
    assert!(site.app.misses.flush(day, conn).is_err());
    db.run_sql("alter table elsewhere rename to misses").expect("renamed");
    assert_eq!(missed(&site, &world, Order::Newest), [("zzqq".to_owned(), 1)]);
}

fn when_nothing_is_found_the_nearest_is_offered(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "học nghề");
    let site = TestSite::new(&world);
    site.work();
    let html = page(&site, "/tim-kiem?q=nghe&kind=event");
    assert_eq!(text(&html, ".total"), "Tìm thấy 0 bài");
    assert_eq!(attributes(&html, ".nearest .hits a", "href"), [live.path()]);
    assert_eq!(text(&html, ".nearest h2"), "Khi bỏ điều kiện lọc");
    assert_eq!(attributes(&html, ".nearest > p a", "href"), ["/tim-kiem?q=nghe"]);
    let nothing = site.get("/tim-kiem?q=xyzxyz");
    assert!(attributes(&nothing.text(), ".nearest a", "href").is_empty());
    assert!(words(&nothing).contains("Chính sách giảm nghèo"), "topics are offered");
}

fn who_asks_in_the_other_language_is_led_to_where_it_is_answered(db: &TestDb) {
    let world = World::new(db);
    let live = article(&world, "học nghề may");
    let mut english = document(Kind::Article, "sewing");
    english.title = "Learning to sew".to_owned();
    publish_in(&world, Language::En, english, Some(live.item_id));
    let site = TestSite::new(&world);
    site.work();
    let html = page(&site, "/tim-kiem?q=sew&kind=article");
    let led = ".suggestion[lang=en] a[hreflang=en]";
    assert_eq!(attributes(&html, led, "href"), ["/en/tim-kiem?q=sew&kind=article"]);
    assert_eq!(text(&html, led), "Results in English: 1");
    let html = page(&site, "/en/tim-kiem?q=nghe+may");
    assert_eq!(text(&html, ".suggestion[lang=vi] a"), "Kết quả bằng tiếng Việt: 1");
    for nowhere in ["/tim-kiem?q=hoc+nghe", "/tim-kiem?q=zzqq", "/tim-kiem"] {
        assert!(text(&page(&site, nowhere), ".results .suggestion[lang]").is_empty(), "{nowhere}");
    }
}

fn an_event_that_is_over_and_a_leaflet_out_of_date_stand_below_what_holds(db: &TestDb) {
    let world = World::new(db);
    let lasting = |days: i64| {
        let mut leaflet = document(Kind::Leaflet, "sửa nhà");
        if let Details::Leaflet(details) = &mut leaflet.details {
            details.valid_until = Some(in_hanoi(world.now()).date_naive() + TimeDelta::days(days));
        }
        publish(&world, leaflet).path()
    };
    let holding = |days: i64| {
        let mut event = document(Kind::Event, "học nghề");
        if let Details::Event(details) = &mut event.details {
            details.starts_at = Some(in_hanoi(world.now() + TimeDelta::days(days)));
            details.ends_at = None;
        }
        publish(&world, event).path()
    };
    let later = (lasting(9), holding(9));
    world.advance(TimeDelta::hours(1));
    let sooner = (lasting(0), holding(0));
    let site = TestSite::new(&world);
    site.work();
    let found = |words: &str| {
        attributes(&page(&site, &format!("/tim-kiem?q={words}")), ".hits h2 a, .hits h3 a", "href")
    };
    assert_eq!(found("sua+nha"), [sooner.0.as_str(), &later.0], "the newer first");
    assert_eq!(found("hoc+nghe"), [sooner.1.as_str(), &later.1]);
    world.advance(TimeDelta::days(1));
    assert_eq!(found("sua+nha"), [later.0.as_str(), &sooner.0]);
    assert_eq!(found("hoc+nghe"), [later.1, sooner.1]);
}
