//! Lists, ways in, and paging.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use lantoa::content::{Kind, Live};
use lantoa::organisations::{NewPlace, Place, Succession};

use super::{article, attributes, page, publish, text, words};
use crate::harness::{TestDb, TestSite, World, document};

crate::on_each_database!(
    paging_visits_every_item_once_newest_first,
    an_unknown_cursor_is_refused_with_a_way_on,
    a_cursor_stays_good_when_its_item_is_taken_away,
    a_district_of_before_shows_what_its_communes_have_and_both_name_each_other,
    indexes_and_the_site_map_name_every_way_in,
    the_home_page_shows_what_stands_out_what_is_new_and_what_comes,
    an_empty_site_has_all_its_pages,
);

/// The items' addresses over all pages from `path` on.
fn walk(site: &TestSite, path: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let html = page(site, &path);
        pages.push(attributes(&html, ".cards .card-title a", "href"));
        next = attributes(&html, ".pager a[rel=next]", "href").pop();
        assert!(pages.len() < 20, "paging ends");
    }
    pages
}

fn many(world: &World, count: usize) -> Vec<Live> {
    let published = (0..count).map(|number| {
        // Two at each instant: the cursor must tell them apart.
        if number % 2 == 0 {
            world.advance(TimeDelta::minutes(1));
        }
        article(world, &format!("việc số {number}"))
    });
    published.collect()
}

fn paging_visits_every_item_once_newest_first(db: &TestDb) {
    let world = World::new(db);
    let mut expected: Vec<String> = many(&world, 27).iter().map(Live::path).collect();
    expected.reverse();
    let site = TestSite::new(&world);
    for path in ["/tin-bai", "/chu-de/chinh-sach-giam-ngheo", "/dia-ban/xa-ba-vi"] {
        let pages = walk(&site, path);
        let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
        assert_eq!(sizes, [12, 12, 3], "{path}");
        assert_eq!(pages.concat(), expected, "{path}");
    }
}

fn an_unknown_cursor_is_refused_with_a_way_on(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    for (path, expected) in
        [("/tin-bai", "Về đầu danh sách"), ("/en/chu-de/dao-tao-nghe", "Back to")]
    {
        let answer = site.get(&format!("{path}?sau=../../etc"));
        assert_eq!(answer.status, 400);
        assert!(words(&answer).contains(expected), "{}", words(&answer));
        assert_eq!(attributes(&answer.text(), "main .button", "href"), [path]);
    }
    assert_eq!(site.get("/tin-bai?sau=").status, 200, "an empty one is none");
}

fn a_cursor_stays_good_when_its_item_is_taken_away(db: &TestDb) {
    let world = World::new(db);
    let all = many(&world, 14);
    let site = TestSite::new(&world);
    let next = attributes(&page(&site, "/tin-bai"), ".pager a[rel=next]", "href").pop();
    let conn = &mut world.conn();
    // The last item of the first page: the one the cursor names.
    let named = &all[2];
    lantoa::editorial::withdraw(&world.system(), named.revision_id, "Thử", conn).expect("gone");
    site.refresh();
    let rest = attributes(&page(&site, &next.expect("two pages")), ".card-title a", "href");
    assert_eq!(rest, [all[1].path(), all[0].path()]);
}

fn a_district_of_before_shows_what_its_communes_have_and_both_name_each_other(db: &TestDb) {
    let world = World::new(db);
    let conn = &mut world.conn();
    let district = NewPlace {
        code: "271".into(),
        slug: "ba-vi".into(),
        name: "Ba Vì".into(),
        full_name: "Huyện Ba Vì".into(),
        kind: "district".into(),
        ..NewPlace::default()
    };
    let old_place_id = district.save(conn).expect("a new place");
    let communes: Vec<Place> =
        Place::all(conn).expect("places").into_iter().filter(Place::is_commune).collect();
    for commune in &communes {
        Succession { old_place_id, new_place_id: commune.id }.save(conn).expect("a succession");
    }
    let mut both = document(Kind::Article, "hai xã");
    both.places = communes.iter().map(|place| place.slug.clone()).collect();
    let (one, both) = (article(&world, "một xã"), publish(&world, both));
    let site = TestSite::new(&world);
    let html = page(&site, "/dia-ban/ba-vi");
    let shown: BTreeSet<String> = attributes(&html, ".card-title a", "href").into_iter().collect();
    assert_eq!(shown, BTreeSet::from([one.path(), both.path()]));
    assert_eq!(attributes(&html, ".card-title a", "href").len(), 2, "each once");
    assert!(attributes(&html, ".kin a", "href").contains(&"/dia-ban/xa-ba-vi".to_owned()));
    let commune = page(&site, "/dia-ban/xa-ba-vi");
    assert_eq!(attributes(&commune, ".kin a", "href"), ["/dia-ban/ba-vi"]);
    assert_eq!(text(&page(&site, "/en/dia-ban/xa-ba-vi"), "h1"), "Ba Vì commune");
    assert_eq!(site.get("/dia-ban/khong-co").status, 404);
}

fn indexes_and_the_site_map_name_every_way_in(db: &TestDb) {
    let world = World::new(db);
    let site = TestSite::new(&world);
    let ways = [
        ("/chu-de", "/chu-de/chinh-sach-giam-ngheo"),
        ("/doi-tuong", "/doi-tuong/ho-ngheo"),
        ("/dia-ban", "/dia-ban/phuong-ba-dinh"),
    ];
    for prefix in ["", "/en"] {
        let map = attributes(&page(&site, &format!("{prefix}/so-do-trang")), "main a", "href");
        for (index, one) in ways {
            let (index, one) = (format!("{prefix}{index}"), format!("{prefix}{one}"));
            let named = attributes(&page(&site, &index), "main a", "href");
            assert!(named.contains(&one), "{index}: {named:?}");
            assert!(map.contains(&index) && map.contains(&one), "{map:?}");
            page(&site, &one);
        }
    }
}

fn the_home_page_shows_what_stands_out_what_is_new_and_what_comes(db: &TestDb) {
    let world = World::new(db);
    let featured = article(&world, "nổi bật");
    let event = publish(&world, document(Kind::Event, "dạy nghề"));
    let newest: Vec<Live> = [Kind::Article, Kind::Leaflet, Kind::Story]
        .map(|kind| publish(&world, document(kind, "mới")))
        .into();
    Live::set_featured(featured.item_id, true, &mut world.conn()).expect("it is live");
    let site = TestSite::new(&world);
    let html = page(&site, "/");
    assert_eq!(attributes(&html, ".featured .card-title a", "href"), [featured.path()]);
    assert_eq!(attributes(&html, ".agenda a", "href"), [event.path()]);
    let cards = attributes(&html, ".cards .card-title a", "href");
    assert_eq!(cards.len(), 3, "what stands out stands once: {cards:?}");
    assert!(newest.iter().all(|live| cards.contains(&live.path())));
    assert_eq!(attributes(&html, ".for-whom a", "href"), ["/doi-tuong/ho-ngheo"]);
    assert_eq!(attributes(&html, "main form", "action"), ["/tim-kiem"]);
}

fn an_empty_site_has_all_its_pages(db: &TestDb) {
    let world = World::new(db);
    db.run_sql("delete from terms").expect("nothing is filed yet");
    db.run_sql("delete from places").expect("nothing is filed yet");
    let site = TestSite::new(&world);
    for path in ["/", "/tin-bai", "/su-kien", "/chu-de", "/dia-ban", "/tim-kiem", "/so-do-trang"] {
        page(&site, path);
        page(&site, format!("/en{path}").trim_end_matches('/'));
    }
}
