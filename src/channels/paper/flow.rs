//! Pieces into frames: nothing is lost, what belongs together stays together
//! where it can, and frames are filled.

use super::piece::{Content, Hold, Piece};

/// A column or panel that text flows through; points from the page's top left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A piece at its place.
#[derive(Debug, Clone)]
pub struct Laid {
    pub frame: usize,
    /// Below the frame's top, points.
    pub y: f32,
    pub piece: Piece,
}

/// Where each frame of a text begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Frames {
    /// The number of the first piece of each frame.
    starts: Vec<usize>,
    /// How high each frame is filled, points.
    pub filled: Vec<f32>,
    /// The strongest hold that was parted.
    pub parted: Hold,
}

impl Frames {
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// What it costs to part pieces; a frame left empty costs 1, half empty a quarter.
fn cost(hold: Hold) -> f32 {
    match hold {
        Hold::Free => 0.0,
        Hold::Item => 0.02,
        Hold::Text => 0.1,
        Hold::Edge | Hold::Part => 0.3,
        Hold::Whole => 100.0,
        Hold::Always => 10_000.0,
    }
}

/// Of one more frame.
const FRAME: f32 = 1.0;

/// The best way to lay `pieces` into frames of `height` points: the least is
/// parted, then the least left empty, the last frame aside.
pub fn frames(pieces: &[Piece], height: f32) -> Frames {
    // The least cost at which a frame ends before each piece, where that frame
    // began, and how high it is filled.
    let mut best = vec![(f32::MAX, 0, 0.0); pieces.len() + 1];
    best[0].0 = 0.0;
    for start in 0..pieces.len() {
        let hold = start.checked_sub(1).map_or(Hold::Free, |before| pieces[before].hold);
        let begun = best[start].0 + cost(hold) + FRAME;
        let above = if start > 0 { again_above(&pieces[start]) } else { 0.0 };
        let (mut y, mut filled, mut holds_any) = (above, above, false);
        for (at, piece) in pieces.iter().enumerate().skip(start) {
            if piece.is_white() {
                y += if filled > 0.0 { piece.height } else { 0.0 };
            } else {
                if holds_any && y + piece.height > height {
                    break;
                }
                y += piece.height;
                (filled, holds_any) = (y, true);
            }
            let left = (1.0 - filled / height).max(0.0);
            let whole = begun + if at + 1 == pieces.len() { 0.0 } else { left * left };
            if whole < best[at + 1].0 {
                best[at + 1] = (whole, start, filled);
            }
        }
    }
    let (mut starts, mut fills, mut parted) = (Vec::new(), Vec::new(), Hold::Free);
    let mut end = pieces.len();
    while end > 0 {
        let (_, start, filled) = best[end];
        starts.push(start);
        fills.push(filled);
        end = start;
        if let Some(before) = end.checked_sub(1) {
            parted = parted.max(pieces[before].hold);
        }
    }
    starts.reverse();
    fills.reverse();
    Frames { starts, filled: fills, parted }
}

/// The height of what stands again above `piece`.
fn again_above(piece: &Piece) -> f32 {
    piece.again.as_deref().unwrap_or_default().iter().map(|piece| piece.height).sum()
}

/// Lays `pieces` into `frames` of them.
pub fn lay(pieces: Vec<Piece>, frames: &Frames) -> Vec<Laid> {
    let mut laid: Vec<Laid> = Vec::with_capacity(pieces.len());
    let (mut frame, mut y, mut begins) = (0, 0.0, true);
    for (at, piece) in pieces.into_iter().enumerate() {
        if frames.starts.get(frame + 1) == Some(&at) {
            (frame, y, begins) = (frame + 1, 0.0, true);
            for again in piece.again.as_deref().unwrap_or_default() {
                laid.push(Laid { frame, y, piece: again.clone() });
                y += again.height;
                begins = false;
            }
        }
        if begins && piece.is_white() {
            continue;
        }
        begins = false;
        let top = y;
        y += piece.height;
        laid.push(Laid { frame, y: top, piece });
    }
    laid
}

/// [`frames`] and [`lay`] in one.
pub fn flow(pieces: Vec<Piece>, height: f32) -> Vec<Laid> {
    let frames = frames(&pieces, height);
    lay(pieces, &frames)
}

/// The height of what was laid in the frame `number`.
pub fn filled(laid: &[Laid], number: usize) -> f32 {
    let own = laid.iter().filter(|one| one.frame == number && !one.piece.is_white());
    own.map(|one| one.y + one.piece.height).fold(0.0, f32::max)
}

/// Widens the white between blocks in the frame `number`, up to `most` times
/// as much more, until the frame of `height` points is full.
pub fn stretch(laid: &mut [Laid], number: usize, height: f32, most: f32) {
    let end = filled(laid, number);
    let widens = |one: &Laid| {
        let gap = matches!(one.piece.content, Content::Gap) && one.piece.hold < Hold::Always;
        gap && one.y + one.piece.height < end
    };
    let own = || laid.iter().filter(|one| one.frame == number);
    let white: f32 = own().filter(|one| widens(one)).map(|one| one.piece.height).sum();
    if white <= 0.0 {
        return;
    }
    let more = ((height - end) / white).clamp(0.0, most);
    let mut lower = 0.0;
    for one in laid.iter_mut().filter(|one| one.frame == number) {
        let wider = if widens(one) { one.piece.height * more } else { 0.0 };
        one.y += lower;
        one.piece.height += wider;
        lower += wider;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(height: f32, hold: Hold) -> Piece {
        Piece { hold, content: Content::Lines(Vec::new()), ..Piece::gap(height) }
    }

    fn places(pieces: Vec<Piece>) -> Vec<(usize, f32)> {
        flow(pieces, 100.0).into_iter().map(|laid| (laid.frame, laid.y)).collect()
    }

    #[test]
    fn what_is_kept_together_moves_on_together() {
        let pieces =
            vec![piece(70.0, Hold::Free), piece(20.0, Hold::Whole), piece(20.0, Hold::Free)];
        assert_eq!(places(pieces), [(0, 0.0), (1, 0.0), (1, 20.0)]);
    }

    #[test]
    fn what_no_frame_could_hold_is_parted() {
        let pieces = (0..7).map(|at| piece(30.0, if at < 6 { Hold::Whole } else { Hold::Free }));
        let frames: Vec<usize> =
            places(pieces.collect()).into_iter().map(|(frame, _)| frame).collect();
        assert_eq!(frames.iter().filter(|frame| **frame == 0).count(), 3, "{frames:?}");
        assert_eq!(frames.last(), Some(&2), "{frames:?}");
    }

    #[test]
    fn a_frame_begins_with_no_gap() {
        let pieces =
            vec![Piece::gap(5.0), piece(98.0, Hold::Free), Piece::gap(5.0), piece(1.0, Hold::Free)];
        let seen: Vec<_> = flow(pieces, 100.0)
            .into_iter()
            .filter(|laid| !laid.piece.is_white())
            .map(|laid| (laid.frame, laid.y))
            .collect();
        assert_eq!(seen, [(0, 0.0), (1, 0.0)]);
    }

    #[test]
    fn a_weaker_hold_is_parted_before_a_stronger() {
        let pieces =
            vec![piece(40.0, Hold::Part), piece(40.0, Hold::Whole), piece(40.0, Hold::Free)];
        assert_eq!(places(pieces), [(0, 0.0), (1, 0.0), (1, 40.0)]);
    }

    #[test]
    fn white_widens_until_the_frame_is_full_and_no_further_than_it_may() {
        let pieces = || vec![piece(40.0, Hold::Free), Piece::gap(10.0), piece(40.0, Hold::Free)];
        let mut laid = flow(pieces(), 100.0);
        stretch(&mut laid, 0, 100.0, 2.0);
        assert_eq!(filled(&laid, 0), 100.0);
        let mut laid = flow(pieces(), 100.0);
        stretch(&mut laid, 0, 100.0, 0.5);
        assert_eq!(filled(&laid, 0), 95.0);
    }
}
