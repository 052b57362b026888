//! The schematic map: each commune is one tile of a honeycomb.
//!
//! The tiles say who is whose neighbour, and nothing of borders, size or
//! distance. Rows count from the north; every other row is moved half a tile
//! to the east.

/// The place of one hexagon, its point to the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    /// From the west, 0 and up.
    pub column: i32,
    /// From the north, 0 and up.
    pub row: i32,
}

impl Tile {
    /// How many steps from tile to tile lie between the two; 0 for the same.
    pub fn distance(self, other: Tile) -> i32 {
        let (east, south) = self.axial();
        let (other_east, other_south) = other.axial();
        let (across, down) = (east - other_east, south - other_south);
        across.abs().max(down.abs()).max((across + down).abs())
    }

    /// The middle, in half columns and thirds of rows: what the corners of all
    /// tiles are whole numbers of.
    pub fn middle(self) -> (i32, i32) {
        (2 * self.column + self.row.rem_euclid(2), 3 * self.row)
    }

    /// Columns and rows along axes at 60° to each other.
    fn axial(self) -> (i32, i32) {
        (self.column - (self.row - self.row.rem_euclid(2)) / 2, self.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tile(column: i32, row: i32) -> Tile {
        Tile { column, row }
    }

    #[test]
    fn a_tile_has_six_neighbours() {
        for middle in [tile(4, 4), tile(4, 5)] {
            let all = (2..7).flat_map(|column| (2..8).map(move |row| tile(column, row)));
            let near: Vec<Tile> = all.filter(|one| one.distance(middle) == 1).collect();
            assert_eq!(near.len(), 6, "{middle:?}: {near:?}");
        }
        assert_eq!(tile(4, 4).distance(tile(3, 3)), 1, "an even row's neighbours lie to the west");
        assert_eq!(tile(4, 5).distance(tile(5, 4)), 1, "an odd row's to the east");
        assert_eq!(tile(0, 0).distance(tile(3, 0)), 3);
    }

    proptest! {
        #[test]
        fn a_distance_is_the_same_both_ways(a in 0..20, b in 0..20, c in 0..20, d in 0..20) {
            let (one, other) = (tile(a, b), tile(c, d));
            prop_assert_eq!(one.distance(other), other.distance(one));
            prop_assert_eq!(one.distance(other) == 0, one == other);
        }
    }
}
