//! Where things are: stories near a story, the gallery by field and place, the
//! map, and what there is near a reader.

mod gallery;
mod map;
mod near;
mod tiles;

use lantoa::content::{Document, Kind, NewTerm, Taxonomy};
use lantoa::editorial::Site;
use lantoa::organisations::{NewPlace, Succession};

use super::document;
use crate::harness::{TestDb, World};

/// A small city: two old districts and five communes with their tiles.
///
/// ```text
/// Huyện Tây:  xa-ba-vi (4,4)   xa-suoi-hai (6,4)
/// Huyện Đông: xa-yen-bai (5,4) xa-minh-chau (12,10)   and none: phuong-ba-dinh
/// ```
pub fn city(db: &TestDb) -> World<'_> {
    let mut world = World::new(db);
    let conn = &mut world.conn();
    let place =
        |slug: &str, full_name: &str, kind: &str, tile: Option<(i32, i32)>, old: &str| NewPlace {
            code: slug.into(),
            slug: slug.into(),
            name: full_name.split_once(' ').map_or(full_name, |(_, name)| name).into(),
            full_name: full_name.into(),
            kind: kind.into(),
            old_communes: old.into(),
            map_column: tile.map(|(column, _)| column),
            map_row: tile.map(|(_, row)| row),
            ..NewPlace::default()
        };
    let west = place("ba-vi", "Huyện Ba Vì", "district", None, "").save(conn).expect("west");
    let east = place("huyen-dong", "Huyện Đông", "district", None, "").save(conn).expect("east");
    for (slug, name, tile, old, district) in [
        ("xa-ba-vi", "Xã Ba Vì", (4, 4), "Xã Khánh Thượng;Xã Minh Quang", west),
        ("xa-suoi-hai", "Xã Suối Hai", (6, 4), "Xã Minh Quang", west),
        ("xa-yen-bai", "Xã Yên Bài", (5, 4), "", east),
        ("xa-minh-chau", "Xã Minh Châu", (12, 10), "", east),
    ] {
        let new_place_id =
            place(slug, name, "commune", Some(tile), old).save(conn).expect("a commune");
        Succession { old_place_id: district, new_place_id }.save(conn).expect("a succession");
    }
    for (position, (slug, name)) in
        [("chan-nuoi", "Chăn nuôi"), ("trong-trot", "Trồng trọt"), ("nghe", "Nghề")]
            .into_iter()
            .enumerate()
    {
        let term = NewTerm {
            taxonomy: Taxonomy::Field.name().into(),
            slug: slug.into(),
            name_vi: name.into(),
            name_en: format!("Field {slug}"),
            parent_id: None,
            position: position as i32,
            valid_from: None,
            valid_to: None,
        };
        term.save(conn).expect("a field");
    }
    world.site = Site::load(conn).expect("what was just written");
    world
}

/// A document of `kind` at `places` and, of a story, of `field`.
fn placed(kind: Kind, about: &str, field: &str, places: &[&str]) -> Document {
    let mut document = document(kind, about);
    document.places = places.iter().map(|slug| (*slug).to_owned()).collect();
    if !field.is_empty() {
        document.terms.insert(Taxonomy::Field, vec![field.to_owned()]);
    }
    document
}
