//! The shipped honeycomb of Hanoi.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lantoa::organisations::Tile;

/// Each commune's slug, main old district and tile.
fn shipped() -> Vec<(String, String, Tile)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/places/communes.csv");
    let mut reader = csv::Reader::from_path(file).expect("it ships");
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|one| one == name).expect("a column");
    let (slug, districts) = (column("slug"), column("old_districts_all"));
    let (across, down) = (column("map_column"), column("map_row"));
    let rows = reader.records().map(|row| {
        let row = row.expect("a whole row");
        let number = |at: usize| row[at].parse().expect("a number");
        let district = row[districts].split(';').next().unwrap_or_default().to_owned();
        (row[slug].to_owned(), district, Tile { column: number(across), row: number(down) })
    });
    rows.collect()
}

/// Whether one can walk from tile to tile to all of them.
fn connected(tiles: &[Tile]) -> bool {
    let mut reached = vec![tiles[0]];
    let mut next = 0;
    while let Some(here) = reached.get(next).copied() {
        next += 1;
        for tile in tiles {
            if tile.distance(here) == 1 && !reached.contains(tile) {
                reached.push(*tile);
            }
        }
    }
    reached.len() == tiles.len()
}

#[test]
fn every_commune_of_the_city_has_one_tile_of_its_own() {
    let all = shipped();
    assert_eq!(all.len(), 126);
    let slugs: BTreeSet<&String> = all.iter().map(|(slug, ..)| slug).collect();
    let tiles: BTreeSet<Tile> = all.iter().map(|(.., tile)| *tile).collect();
    assert_eq!((slugs.len(), tiles.len()), (126, 126));
}

#[test]
fn the_tiles_hang_together_as_a_whole_and_in_each_old_district() {
    let all = shipped();
    assert!(connected(&all.iter().map(|(.., tile)| *tile).collect::<Vec<_>>()));
    let mut districts: BTreeMap<&str, Vec<Tile>> = BTreeMap::new();
    for (_, district, tile) in &all {
        districts.entry(district).or_default().push(*tile);
    }
    assert_eq!(districts.len(), 30);
    for (district, tiles) in districts {
        assert!(connected(&tiles), "{district} lies in pieces");
    }
}

#[test]
fn what_lies_beside_each_other_in_the_city_lies_so_on_the_map() {
    let all = shipped();
    let tile = |slug: &str| all.iter().find(|one| one.0 == slug).expect("a commune").2;
    for (one, other) in [
        ("phuong-hoan-kiem", "phuong-cua-nam"),
        ("phuong-ba-dinh", "phuong-ngoc-ha"),
        ("xa-ba-vi", "xa-yen-bai"),
        ("xa-soc-son", "xa-da-phuc"),
        ("xa-my-duc", "xa-huong-son"),
        ("phuong-bo-de", "phuong-hoan-kiem"),
        ("xa-lien-minh", "xa-yen-lang"),
    ] {
        assert_eq!(tile(one).distance(tile(other)), 1, "{one} and {other}");
    }
    let middle = tile("phuong-hoan-kiem");
    assert!(tile("xa-trung-gia").row < middle.row, "Sóc Sơn lies in the north");
    assert!(tile("xa-huong-son").row > middle.row, "Mỹ Đức lies in the south");
    assert!(tile("xa-ba-vi").column < middle.column, "Ba Vì lies in the west");
    assert!(tile("xa-thuan-an").column > middle.column, "Gia Lâm lies in the east");
}
