//! Pieces into frames: nothing is lost, headings stay with their text.

use super::piece::{Content, Piece};

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

/// Lays `pieces` into frames, of which there are as many as it takes;
/// `height` tells each one's. Pieces that are kept together move on together,
/// unless no frame could hold them.
pub fn flow(pieces: Vec<Piece>, height: impl Fn(usize) -> f32) -> Vec<Laid> {
    let (mut frame, mut y) = (0, 0.0);
    let mut laid = Vec::with_capacity(pieces.len());
    let mut rest = pieces.into_iter().peekable();
    while rest.peek().is_some() {
        let mut unit = Vec::new();
        for piece in rest.by_ref() {
            let last = !piece.keep;
            unit.push(piece);
            if last {
                break;
            }
        }
        let whole: f32 = unit.iter().map(|piece| piece.height).sum();
        if y > 0.0 && y + whole > height(frame) && whole <= height(frame + 1) {
            (frame, y) = (frame + 1, 0.0);
        }
        for piece in unit {
            match piece.content {
                Content::Gap if y == 0.0 && piece.ground.is_none() => {}
                _ => {
                    if y > 0.0 && y + piece.height > height(frame) {
                        (frame, y) = (frame + 1, 0.0);
                        if matches!(piece.content, Content::Gap) {
                            continue;
                        }
                    }
                    let at = y;
                    y += piece.height;
                    laid.push(Laid { frame, y: at, piece });
                }
            }
        }
    }
    laid
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(height: f32, keep: bool) -> Piece {
        Piece { keep, content: Content::Lines(Vec::new()), ..Piece::gap(height) }
    }

    fn places(pieces: Vec<Piece>) -> Vec<(usize, f32)> {
        flow(pieces, |_| 100.0).into_iter().map(|laid| (laid.frame, laid.y)).collect()
    }

    #[test]
    fn what_is_kept_together_moves_on_together() {
        let pieces = vec![piece(70.0, false), piece(20.0, true), piece(20.0, false)];
        assert_eq!(places(pieces), [(0, 0.0), (1, 0.0), (1, 20.0)]);
    }

    #[test]
    fn what_no_frame_could_hold_is_parted() {
        let pieces = (0..7).map(|at| piece(30.0, at < 6)).collect();
        let frames: Vec<usize> = places(pieces).into_iter().map(|(frame, _)| frame).collect();
        assert_eq!(frames, [0, 0, 0, 1, 1, 1, 2]);
    }

    #[test]
    fn a_frame_begins_with_no_gap() {
        let pieces = vec![Piece::gap(5.0), piece(98.0, false), Piece::gap(5.0), piece(1.0, false)];
        assert_eq!(places(pieces), [(0, 0.0), (1, 0.0)], "no room for the gap between them");
        let pieces = vec![piece(98.0, false), Piece::gap(5.0), piece(3.0, false)];
        assert_eq!(places(pieces), [(0, 0.0), (1, 0.0)]);
    }
}
