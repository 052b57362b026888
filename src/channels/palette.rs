//! The colours of cards and prints, all from one: the theme's.

use serde::Serialize;

use super::setting::Ink;

const WHITE: Ink = [0xff, 0xff, 0xff];
const BLACK: Ink = [0, 0, 0];

/// Shades of one dark colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Palette {
    /// A card's ground; white stands on it.
    pub ground: Ink,
    /// What is drawn on the ground and is not to be read.
    pub deep: Ink,
    /// Small text on the ground.
    pub soft: Ink,
    /// Headings on white paper.
    pub brand: Ink,
    /// Behind a print's answers.
    pub tint: Ink,
}

impl Palette {
    /// `colour` is dark: a theme's manifest lets in no other.
    pub fn of(colour: Ink) -> Self {
        Self {
            ground: colour,
            deep: mixed(colour, BLACK, 20),
            soft: mixed(colour, WHITE, 75),
            brand: colour,
            tint: mixed(colour, WHITE, 92),
        }
    }
}

/// `percent` of `other` in `colour`.
fn mixed(colour: Ink, other: Ink, percent: u32) -> Ink {
    std::array::from_fn(|at| {
        let [own, other] = [colour[at], other[at]].map(u32::from);
        // Between two bytes is a byte.
        ((own * (100 - percent) + other * percent) / 100) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_lie_between_the_colour_and_white_or_black() {
        let palette = Palette::of([0x1f, 0x3f, 0x73]);
        assert_eq!(palette.ground, [0x1f, 0x3f, 0x73]);
        assert_eq!(palette.deep, [24, 50, 92]);
        assert_eq!(palette.soft, [199, 207, 220]);
        assert_eq!(palette.tint, [237, 239, 243]);
    }
}
