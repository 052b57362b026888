//! Stories by field and place, and who did the same nearby.

use chrono::TimeDelta;
use lantoa::content::{Kind, Language, Live};
use lantoa::editorial;

use super::super::{attributes, page, publish, publish_in, text};
use super::{city, placed};
use crate::harness::{TestDb, TestSite, World};

crate::on_each_database!(
    stories_of_the_same_field_come_by_how_near_they_are,
    a_story_taken_away_is_nobodys_neighbour_any_more,
    a_story_leads_to_its_place_and_its_field,
    a_gallery_shows_one_field_at_one_place,
    a_district_of_before_has_a_gallery_of_its_communes,
    filters_lead_only_to_what_is_there,
    an_empty_gallery_is_told_and_not_listed_and_an_unknown_one_is_not_found,
    a_gallery_is_paged_and_named_in_both_languages,
);

fn story(world: &World, about: &str, field: &str, places: &[&str]) -> Live {
    world.advance(TimeDelta::minutes(1));
    publish(world, placed(Kind::Story, about, field, places))
}

fn stories_of_the_same_field_come_by_how_near_they_are(db: &TestDb) {
    let world = city(db);
    let own = story(&world, "bò nhà", "chan-nuoi", &["xa-ba-vi"]);
    story(&world, "rau cùng xã", "trong-trot", &["xa-ba-vi"]);
    let same = story(&world, "bò cùng xã", "chan-nuoi", &["xa-ba-vi"]);
    let district = story(&world, "bò cùng huyện", "chan-nuoi", &["xa-suoi-hai"]);
    let beside = story(&world, "bò xã bên", "chan-nuoi", &["xa-yen-bai"]);
    let far = story(&world, "bò xa", "chan-nuoi", &["xa-minh-chau"]);
    let site = TestSite::new(&world);
    let html = page(&site, &own.path());
    let near = attributes(&html, ".near-stories a", "href");
    assert_eq!(near, [same.path(), district.path(), beside.path(), far.path()]);
    let told = text(&html, ".near-stories");
    for place in ["Xã Ba Vì", "Xã Suối Hai", "Xã Yên Bài", "Xã Minh Châu"] {
        assert!(told.contains(place), "{told}");
    }
    let others = attributes(&html, ".item-more .card-title a", "href");
    assert!(near.iter().all(|path| !others.contains(path)), "each stands once: {others:?}");
    // From over there the order is another one.
    let near = attributes(&page(&site, &far.path()), ".near-stories a", "href");
    assert_eq!(near[0], beside.path(), "its old district first");
    assert_eq!(near.len(), 4);
}

fn a_story_taken_away_is_nobodys_neighbour_any_more(db: &TestDb) {
    let world = city(db);
    let own = story(&world, "bò nhà", "chan-nuoi", &["xa-ba-vi"]);
    let other = story(&world, "bò khác", "chan-nuoi", &["xa-ba-vi"]);
    let site = TestSite::new(&world);
    assert_eq!(attributes(&page(&site, &own.path()), ".near-stories a", "href"), [other.path()]);
    let conn = &mut world.conn();
    editorial::withdraw(&world.system(), other.revision_id, "Thử", conn).expect("it goes");
    site.refresh();
    assert_eq!(attributes(&page(&site, &own.path()), ".near-stories a", "href"), [""; 0]);
    let gallery = page(&site, "/guong-dien-hinh/linh-vuc/chan-nuoi");
    assert_eq!(attributes(&gallery, ".card-title a", "href"), [own.path()]);
}

fn a_story_leads_to_its_place_and_its_field(db: &TestDb) {
    let world = city(db);
    let own = story(&world, "bò nhà", "chan-nuoi", &["xa-ba-vi"]);
    let site = TestSite::new(&world);
    let links = attributes(&page(&site, &own.path()), ".story-facts a", "href");
    assert_eq!(links, ["/dia-ban/xa-ba-vi", "/guong-dien-hinh/linh-vuc/chan-nuoi"]);
    for link in links {
        let html = page(&site, &link);
        assert_eq!(attributes(&html, ".card-title a", "href"), [own.path()], "{link}");
    }
    let place = page(&site, "/dia-ban/xa-ba-vi");
    let ways = attributes(&place, ".ways a", "href");
    assert!(ways.contains(&"/guong-dien-hinh/dia-ban/xa-ba-vi".to_owned()), "{ways:?}");
    let empty = attributes(&page(&site, "/dia-ban/xa-yen-bai"), ".ways a", "href");
    assert!(!empty.iter().any(|way| way.starts_with("/guong-dien-hinh")), "{empty:?}");
}

fn a_gallery_shows_one_field_at_one_place(db: &TestDb) {
    let world = city(db);
    let cattle = story(&world, "bò", "chan-nuoi", &["xa-ba-vi", "xa-yen-bai"]);
    let crops = story(&world, "rau", "trong-trot", &["xa-ba-vi"]);
    let far = story(&world, "lợn", "chan-nuoi", &["xa-minh-chau"]);
    publish(&world, placed(Kind::Article, "bò", "chan-nuoi", &["xa-ba-vi"]));
    let site = TestSite::new(&world);
    let shown = |path: &str| attributes(&page(&site, path), ".card-title a", "href");
    let at = "/guong-dien-hinh";
    assert_eq!(shown(&format!("{at}/linh-vuc/chan-nuoi")), [far.path(), cattle.path()]);
    assert_eq!(shown(&format!("{at}/dia-ban/xa-ba-vi")), [crops.path(), cattle.path()]);
    assert_eq!(shown(&format!("{at}/linh-vuc/chan-nuoi/dia-ban/xa-ba-vi")), [cattle.path()]);
    assert_eq!(shown(&format!("{at}/linh-vuc/chan-nuoi/dia-ban/xa-yen-bai")), [cattle.path()]);
}

fn a_district_of_before_has_a_gallery_of_its_communes(db: &TestDb) {
    let world = city(db);
    let one = story(&world, "bò", "chan-nuoi", &["xa-ba-vi"]);
    let both = story(&world, "dê", "chan-nuoi", &["xa-ba-vi", "xa-suoi-hai"]);
    story(&world, "lợn", "chan-nuoi", &["xa-minh-chau"]);
    let site = TestSite::new(&world);
    let html = page(&site, "/guong-dien-hinh/dia-ban/ba-vi");
    assert_eq!(attributes(&html, ".card-title a", "href"), [both.path(), one.path()]);
    let html = page(&site, "/guong-dien-hinh/linh-vuc/chan-nuoi/dia-ban/ba-vi");
    assert_eq!(attributes(&html, ".card-title a", "href"), [both.path(), one.path()]);
}

fn filters_lead_only_to_what_is_there(db: &TestDb) {
    let world = city(db);
    story(&world, "bò", "chan-nuoi", &["xa-ba-vi"]);
    story(&world, "rau", "trong-trot", &["xa-yen-bai"]);
    let site = TestSite::new(&world);
    for path in [
        "/guong-dien-hinh",
        "/guong-dien-hinh/linh-vuc/chan-nuoi",
        "/guong-dien-hinh/dia-ban/xa-ba-vi",
        "/guong-dien-hinh/linh-vuc/trong-trot/dia-ban/xa-yen-bai",
    ] {
        let html = page(&site, path);
        let links = attributes(&html, ".kinds a, .facet a", "href");
        assert!(links.len() >= 2, "{path}: {links:?}");
        for link in links {
            let html = page(&site, &link);
            assert!(!attributes(&html, ".card-title a", "href").is_empty(), "{path} → {link}");
        }
        assert!(!html.contains("linh-vuc/nghe"), "no story has that field");
    }
    let places = page(&site, "/guong-dien-hinh/linh-vuc/chan-nuoi");
    let places = attributes(&places, ".facet a", "href");
    assert_eq!(places, ["/guong-dien-hinh/linh-vuc/chan-nuoi/dia-ban/xa-ba-vi"]);
    let off = page(&site, "/guong-dien-hinh/linh-vuc/chan-nuoi/dia-ban/xa-ba-vi");
    let off = attributes(&off, ".chips.active a", "href");
    assert_eq!(off, ["/guong-dien-hinh/linh-vuc/chan-nuoi"]);
}

fn an_empty_gallery_is_told_and_not_listed_and_an_unknown_one_is_not_found(db: &TestDb) {
    let world = city(db);
    let site = TestSite::new(&world);
    let html = page(&site, "/guong-dien-hinh/linh-vuc/nghe/dia-ban/xa-ba-vi");
    assert!(text(&html, "main").contains("Chưa có gương điển hình nào ở đây"));
    assert_eq!(attributes(&html, "meta[name=robots]", "content").len(), 1);
    for path in ["/linh-vuc/khong-co", "/dia-ban/khong-co", "/linh-vuc/nghe/dia-ban/khong-co"] {
        assert_eq!(site.get(&format!("/guong-dien-hinh{path}")).status, 404, "{path}");
    }
    assert_eq!(site.get("/tin-bai/linh-vuc/nghe").status, 404, "only stories have galleries");
}

fn a_gallery_is_paged_and_named_in_both_languages(db: &TestDb) {
    let world = city(db);
    let mut all: Vec<String> = (0..14)
        .map(|n| story(&world, &format!("bò {n}"), "chan-nuoi", &["xa-ba-vi"]).path())
        .collect();
    let english = placed(Kind::Story, "cattle", "chan-nuoi", &["xa-ba-vi"]);
    let english = publish_in(&world, Language::En, english, None);
    all.reverse();
    let site = TestSite::new(&world);
    let here = "/guong-dien-hinh/linh-vuc/chan-nuoi/dia-ban/xa-ba-vi";
    let first = page(&site, here);
    let next = attributes(&first, ".pager a[rel=next]", "href").pop().expect("two pages");
    assert!(next.starts_with(&format!("{here}?sau=")), "{next}");
    let mut shown = attributes(&first, ".card-title a", "href");
    shown.extend(attributes(&page(&site, &next), ".card-title a", "href"));
    assert_eq!(shown, all);
    assert_eq!(site.get(&format!("{here}?sau=../..")).status, 400);
    let elsewhere = page(&site, "/guong-dien-hinh/dia-ban/xa-ba-vi");
    let named = attributes(&elsewhere, "link[rel=alternate][hreflang=en]", "href");
    assert_eq!(named, ["https://lantoa.test/en/guong-dien-hinh/dia-ban/xa-ba-vi"]);
    story(&world, "rau", "trong-trot", &["xa-ba-vi"]);
    site.refresh();
    let alone = page(&site, "/guong-dien-hinh/linh-vuc/trong-trot");
    let named = attributes(&alone, "link[rel=alternate][hreflang=en]", "href");
    assert_eq!(named, [""; 0], "an empty page is no translation");
    assert_eq!(text(&first, "h1"), "Gương điển hình: Chăn nuôi, Xã Ba Vì");
    let crumbs = attributes(&first, ".crumbs a", "href");
    assert_eq!(crumbs, ["/", "/guong-dien-hinh", "/guong-dien-hinh/linh-vuc/chan-nuoi"]);
    let canonical = attributes(&first, "link[rel=canonical]", "href");
    assert_eq!(canonical, [format!("https://lantoa.test{here}")]);
    let other = attributes(&first, "link[hreflang=en]", "href");
    assert_eq!(other, [format!("https://lantoa.test/en{here}")]);
    let html = page(&site, &format!("/en{here}"));
    assert_eq!(attributes(&html, ".card-title a", "href"), [english.path()]);
}
