//! The map counts what is live, and leads there.

use lantoa::content::{Kind, Language};
use lantoa::editorial;

use super::super::{attributes, page, publish, publish_in, text};
use super::{city, placed};
use crate::harness::{TestDb, TestSite};

crate::on_each_database!(
    a_tile_tells_its_place_and_how_many_stories_there_are,
    what_is_taken_away_is_not_counted_and_what_is_no_story_never_is,
    the_map_and_the_list_below_lead_to_the_same_places,
    a_city_without_tiles_has_the_list_alone,
    a_story_shows_where_its_place_lies,
);

/// The names of the tiles that have stories.
fn shaded(html: &str) -> Vec<String> {
    let names = attributes(html, ".map a", "aria-label");
    names.into_iter().filter(|name| name.chars().any(|c| c.is_ascii_digit())).collect()
}

fn a_tile_tells_its_place_and_how_many_stories_there_are(db: &TestDb) {
    let world = city(db);
    publish(&world, placed(Kind::Story, "một", "chan-nuoi", &["xa-ba-vi"]));
    publish(&world, placed(Kind::Story, "hai", "", &["xa-ba-vi", "xa-minh-chau"]));
    let english = placed(Kind::Story, "three", "nghe", &["xa-yen-bai"]);
    publish_in(&world, Language::En, english, None);
    let site = TestSite::new(&world);
    let html = page(&site, "/ban-do");
    assert_eq!(shaded(&html), ["Xã Ba Vì: 2 gương điển hình", "Xã Minh Châu: 1 gương điển hình"]);
    let empty = "Xã Suối Hai: chưa có gương điển hình".to_owned();
    assert!(attributes(&html, ".map a", "aria-label").contains(&empty));
    assert_eq!(attributes(&html, ".map use[class]", "class"), ["s1", "s1"]);
    assert!(text(&html, "main").contains("không thể hiện địa giới"));
    assert_eq!(shaded(&page(&site, "/en/ban-do")), ["Yên Bài: 1 story"]);
    assert!(!html.contains("style="), "the policy forbids it");
}

fn what_is_taken_away_is_not_counted_and_what_is_no_story_never_is(db: &TestDb) {
    let world = city(db);
    for kind in [Kind::Article, Kind::Leaflet, Kind::Event] {
        publish(&world, placed(kind, "khác", "", &["xa-ba-vi"]));
    }
    let gone = publish(&world, placed(Kind::Story, "gỡ", "nghe", &["xa-ba-vi"]));
    let site = TestSite::new(&world);
    assert_eq!(shaded(&page(&site, "/ban-do")), ["Xã Ba Vì: 1 gương điển hình"]);
    let conn = &mut world.conn();
    editorial::withdraw(&world.system(), gone.revision_id, "Thử", conn).expect("it goes");
    site.refresh();
    assert_eq!(shaded(&page(&site, "/ban-do")), [""; 0]);
}

fn the_map_and_the_list_below_lead_to_the_same_places(db: &TestDb) {
    let world = city(db);
    let site = TestSite::new(&world);
    let html = page(&site, "/ban-do");
    let on_map = attributes(&html, ".map a", "href");
    let order = ["xa-ba-vi", "xa-suoi-hai", "xa-yen-bai", "xa-minh-chau"];
    assert_eq!(on_map, order.map(|slug| format!("/dia-ban/{slug}")), "by district, then place");
    let listed = attributes(&html, ".map-areas li a", "href");
    assert_eq!(listed[..4], on_map[..]);
    assert_eq!(listed[4..], ["/dia-ban/phuong-ba-dinh"], "what has no tile is in the list");
    let headings = attributes(&html, ".map-areas h3 a", "href");
    assert_eq!(headings, ["/dia-ban/ba-vi", "/dia-ban/huyen-dong"]);
    for path in listed.iter().chain(&headings) {
        page(&site, path);
    }
}

fn a_city_without_tiles_has_the_list_alone(db: &TestDb) {
    let world = city(db);
    db.run_sql("update places set map_row = null").expect("no tiles");
    let site = TestSite::new(&world);
    let html = page(&site, "/ban-do");
    assert_eq!(attributes(&html, ".map", "class"), [""; 0]);
    assert_eq!(attributes(&html, ".map-areas li a", "href").len(), 5);
}

fn a_story_shows_where_its_place_lies(db: &TestDb) {
    let world = city(db);
    let live = publish(&world, placed(Kind::Story, "một", "nghe", &["xa-suoi-hai"]));
    let nowhere = publish(&world, placed(Kind::Story, "hai", "nghe", &["phuong-ba-dinh"]));
    let site = TestSite::new(&world);
    let pictures = attributes(&page(&site, &live.path()), ".story-where img", "src");
    assert_eq!(pictures, ["/dia-ban/xa-suoi-hai/vi-tri.svg"]);
    let picture = site.get(&pictures[0]);
    assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/svg+xml"));
    assert_eq!(attributes(&picture.text(), "path", "d").len(), 2, "the city, and the place in it");
    assert_eq!(site.get("/dia-ban/ba-vi/vi-tri.svg").status, 200, "a district has its communes'");
    assert_eq!(attributes(&page(&site, &nowhere.path()), ".story-where img", "src"), [""; 0]);
    assert_eq!(site.get("/dia-ban/phuong-ba-dinh/vi-tri.svg").status, 404, "it has no tile");
    assert_eq!(site.get("/dia-ban/khong-co/vi-tri.svg").status, 404);
}
