//! From tiles to coordinates: a honeycomb of hexagons, points to the north.

use serde::Serialize;

use super::super::filed::Way;
use crate::content::Vocabulary;
use crate::names::Language;
use crate::organisations::{Place, Tile};

/// The drawing's units for half a column and for a third of a row: hexagons 60
/// wide and 68 high, which is regular to a fiftieth.
const HALF_COLUMN: i32 = 30;
const THIRD_OF_ROW: i32 = 17;
/// Free around the tiles.
const MARGIN: i32 = 4;
/// Letters of a name on one line of its tile.
const LINE: usize = 6;
/// Units between the lines of a label, and from their middle to the letters' foot.
const LEADING: i32 = 14;
const FOOT: i32 = 4;
/// From how many stories on a tile has the next darker shade.
const SHADES: [i64; 4] = [1, 3, 6, 12];

/// What is drawn once.
#[derive(Debug, Serialize)]
pub struct Drawing {
    /// `x y width height`; empty when no commune has a tile.
    view_box: String,
    width: i32,
    height: i32,
    /// The points of a polyline; empty: no river.
    river: String,
    river_name: String,
    /// The least number of stories of each shade but the first, which has none.
    shades: [i64; 4],
}

/// One commune on the map and in the list below it.
#[derive(Debug, Serialize)]
pub struct TileView {
    url: String,
    name: String,
    pub stories: i64,
    /// Its middle; absent where the commune has no tile.
    x: Option<i32>,
    y: Option<i32>,
    /// The short name, over several lines.
    lines: Vec<String>,
    /// The first line's foot, so that the label stands in the middle.
    top: i32,
}

impl Drawing {
    /// `river` is a list of `x,y` in half columns and thirds of rows.
    pub fn of(vocabulary: &Vocabulary, river: &str, river_name: &str) -> Self {
        let middles: Vec<(i32, i32)> =
            vocabulary.places().into_iter().filter_map(|place| place.tile()).map(middle).collect();
        let span = |values: &dyn Fn(&(i32, i32)) -> i32, reach: i32| {
            let least = middles.iter().map(values).min().unwrap_or(0) - reach - MARGIN;
            let most = middles.iter().map(values).max().unwrap_or(0) + reach + MARGIN;
            (least, most - least)
        };
        let (left, width) = span(&|middle| middle.0, HALF_COLUMN);
        let (top, height) = span(&|middle| middle.1, 2 * THIRD_OF_ROW);
        let view_box = match middles.is_empty() {
            true => String::new(),
            false => format!("{left} {top} {width} {height}"),
        };
        Self {
            view_box,
            width,
            height,
            river: points(river),
            river_name: river_name.to_owned(),
            shades: SHADES,
        }
    }
}

impl TileView {
    /// Its place and its label, which has one line more where there are stories.
    pub fn of(place: &Place, stories: i64, language: Language) -> Self {
        let middle = place.tile().map(middle);
        let lines = lines(&place.name);
        let below = lines.len() as i32 - i32::from(stories == 0);
        Self {
            top: FOOT - below * LEADING / 2,
            url: Way::Place.address(language, &place.slug),
            name: place.name_in(language),
            stories,
            x: middle.map(|(x, _)| x),
            y: middle.map(|(_, y)| y),
            lines,
        }
    }
}

fn middle(tile: Tile) -> (i32, i32) {
    let (x, y) = tile.middle();
    (x * HALF_COLUMN, y * THIRD_OF_ROW)
}

/// Pairs that are not numbers are passed over: a site may write anything there.
fn points(river: &str) -> String {
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        let (x, y): (i32, i32) = (x.parse().ok()?, y.parse().ok()?);
        Some(format!("{},{}", x.checked_mul(HALF_COLUMN)?, y.checked_mul(THIRD_OF_ROW)?))
    };
    river.split_whitespace().filter_map(point).collect::<Vec<_>>().join(" ")
}

/// A name in as few lines as fit into a tile; dashes end a line.
fn lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in name.split(" - ") {
        let mut line = String::new();
        for word in part.split(' ') {
            let longer = line.chars().count() + 1 + word.chars().count();
            // In a name of three lines the first two are where the tile is widest.
            let room = if name.contains(" - ") { LINE + 2 } else { LINE };
            if !line.is_empty() && longer > room {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_stands_on_several_lines() {
        assert_eq!(lines("Ba Vì"), ["Ba Vì"]);
        assert_eq!(lines("Cửa Nam"), ["Cửa", "Nam"]);
        assert_eq!(lines("Yên Sở"), ["Yên Sở"]);
        assert_eq!(lines("Hoàn Kiếm"), ["Hoàn", "Kiếm"]);
        assert_eq!(lines("Văn Miếu - Quốc Tử Giám"), ["Văn Miếu", "Quốc Tử", "Giám"]);
    }

    #[test]
    fn a_river_is_drawn_from_what_can_be_read() {
        assert_eq!(points("0,8 1,7 ab 2"), "0,136 30,119");
        assert_eq!(points("99999999999,1 \" onload=x"), "");
        assert_eq!(points("2147483647,1"), "");
    }
}
