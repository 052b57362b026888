//! A table into pieces: no word is broken while smaller letters help, a row
//! stays whole, and the head stands again where the table goes on.

use std::rc::Rc;

use krilla::tagging::{TableHeaderScope, Tag, TagKind};

use super::compose::Composer;
use super::piece::{Content, Hold, MM, Piece, SetLine};
use super::{INK, PAPER};
use crate::channels::setting::{Ink, Line, Type};
use crate::content::body::blocks::{self, Side, Span};

/// Between two columns, as a share of the letters' size.
const BETWEEN: f32 = 0.65;
/// Above and below a row's text, as a share of its size.
const PAD: f32 = 0.28;
/// The least height of a row in which something is written by hand, millimetres.
pub const BY_HAND: f32 = 7.0;
/// The width that a column to be written in asks for, as a share of the letters' size.
const HAND: f32 = 5.0;
/// Of a table's letters beside the text's.
const SHARE: f32 = 0.95;
/// The smallest letters of a wide table, points: what is wider breaks its words.
pub const SMALLEST: f32 = 7.0;
const LEADING: f32 = 1.25;

/// How a table is set.
struct Setting {
    /// Of its letters, points.
    size: f32,
    /// Of the columns with the white after them, points.
    widths: Vec<f32>,
    sides: Vec<Side>,
}

impl Setting {
    /// How far into its column a line begins.
    fn offset(&self, column: usize, line: &Line) -> f32 {
        let room = (self.widths[column] - BETWEEN * self.size - line.width).max(0.0);
        match self.sides.get(column) {
            Some(Side::End) => room,
            Some(Side::Center) => room / 2.0,
            Some(Side::Start) | None => 0.0,
        }
    }
}

impl Composer<'_> {
    /// It is cut between rows, and only where no frame could hold it.
    pub fn table(
        &mut self,
        parent: Option<usize>,
        head: &[Vec<Span>],
        rows: &[Vec<Vec<Span>>],
        sides: &[Side],
    ) {
        let table = self.tree.add(parent, Tag::Table);
        let (size, widths) = self.columns(head, rows);
        let set = Setting { size, widths, sides: sides.to_vec() };
        let from = self.pieces.len();
        self.rule(self.palette.brand, Hold::Always);
        self.row(table, head, &set, true);
        self.rule(self.palette.brand, Hold::Always);
        let again: Rc<[Piece]> = self.pieces[from..].iter().map(Piece::repeated).collect();
        for (at, row) in rows.iter().enumerate() {
            let first = self.pieces.len();
            self.row(table, row, &set, false);
            self.pieces[first].again = Some(Rc::clone(&again));
            // No row stands alone at a frame's top or end.
            let left = rows.len() - at - 1;
            let hold = match left {
                0 => Hold::Free,
                _ if rows.len() > 3 && (at == 0 || left == 1) => Hold::Always,
                _ => Hold::Whole,
            };
            self.rule(PAPER, hold);
        }
    }

    fn row(&mut self, table: usize, row: &[Vec<Span>], set: &Setting, is_head: bool) {
        let node = self.tree.add(Some(table), Tag::TR);
        let style = match is_head {
            true => Type::new(set.size, self.palette.brand).bold().leading(LEADING),
            false => Type::new(set.size, INK).leading(LEADING),
        };
        let mut cells: Vec<(f32, usize, std::vec::IntoIter<Line>)> = Vec::new();
        let (mut x, mut by_hand) = (self.inset(), false);
        for (cell, width) in row.iter().zip(&set.widths) {
            let tag: TagKind = match is_head {
                true => Tag::TH(TableHeaderScope::Column).into(),
                false => Tag::TD.into(),
            };
            let cell_node = self.tree.add(Some(node), tag);
            let spans = self.absolute(cell);
            let lines = self.setter.lines(&spans, style, width - BETWEEN * set.size);
            by_hand |= lines.is_empty();
            cells.push((x, cell_node, lines.into_iter()));
            x += width;
        }
        let from = self.pieces.len();
        self.held_gap(PAD * set.size, Hold::Always);
        loop {
            let mut next = Vec::new();
            for (column, (x, node, lines)) in cells.iter_mut().enumerate() {
                next.extend(lines.next().map(|line| {
                    let x = *x + set.offset(column, &line);
                    SetLine { x, line, node: Some(*node) }
                }));
            }
            if next.is_empty() {
                break;
            }
            self.push_lines(next, Hold::Always);
        }
        let high: f32 = self.pieces[from..].iter().map(|piece| piece.height).sum();
        let least = if by_hand && !is_head { BY_HAND * MM } else { 0.0 };
        self.held_gap((PAD * set.size).max(least - high), Hold::Always);
    }

    /// Each column holds its longest word, in smaller letters if need be. What is
    /// left goes first to those that need little to stay on one line, then to the
    /// others, as much as they could use.
    fn columns(&mut self, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) -> (f32, Vec<f32>) {
        let size = self.size * SHARE;
        let (words, wholes) = self.widths(head, rows, size);
        // The last column needs no white after it.
        let white = BETWEEN * size * (words.len() as f32 - 1.0);
        let least = words.iter().sum::<f32>() + white;
        let smaller = (self.inner() / least.max(1.0)).clamp((SMALLEST / size).min(1.0), 1.0);
        let between = BETWEEN * size * smaller;
        let room = self.inner() - white * smaller;
        let scaled = |widths: Vec<f32>| widths.into_iter().map(|width| width * smaller).collect();
        let mut widths: Vec<f32> = shared(room, scaled(words), scaled(wholes));
        widths.iter_mut().for_each(|width| *width += between);
        (size * smaller, widths)
    }

    /// Of each column's longest word and longest text, in letters of `size`.
    fn widths(
        &mut self,
        head: &[Vec<Span>],
        rows: &[Vec<Vec<Span>>],
        size: f32,
    ) -> (Vec<f32>, Vec<f32>) {
        let style = Type::new(size, INK).bold();
        let (mut words, mut wholes) = (Vec::new(), Vec::new());
        for column in 0..head.len() {
            let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
            let written =
                rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()));
            let (mut word, mut whole) = (0.0_f32, if written { 0.0 } else { HAND * size });
            for cell in cells.filter_map(|row| row.get(column)) {
                whole = whole.max(self.setter.width(cell, style));
                for one in blocks::text(cell).split_whitespace() {
                    word = word.max(self.setter.width(&[Span::plain(one)], style));
                }
            }
            // A hair wider, for sums of widths are rounded.
            words.push(word * 1.01 + 0.1);
            wholes.push(whole);
        }
        (words, wholes)
    }

    pub fn rule(&mut self, ink: Ink, hold: Hold) {
        self.pieces.push(Piece { hold, content: Content::Rule(ink), ..Piece::gap(0.6) });
    }
}

/// Widths of columns that need `words` at least and could use `wholes`, in `room`.
fn shared(room: f32, words: Vec<f32>, wholes: Vec<f32>) -> Vec<f32> {
    let least: f32 = words.iter().sum();
    if least >= room {
        // Even the smallest letters may be too wide: words are broken.
        return words.into_iter().map(|word| word * room / least).collect();
    }
    let mut widths = words.clone();
    let mut open: Vec<usize> = (0..words.len()).collect();
    let mut left = room - least;
    let needs = |column: usize| (wholes[column] - words[column]).max(0.0);
    open.sort_by(|&one, &other| needs(other).total_cmp(&needs(one)));
    while let Some(&column) = open.last() {
        if needs(column) > left / open.len() as f32 {
            break;
        }
        widths[column] += needs(column);
        left -= needs(column);
        open.pop();
    }
    let all: f32 = open.iter().map(|&column| needs(column)).sum();
    for &column in &open {
        widths[column] += left * needs(column) / all;
    }
    if open.is_empty() {
        // All fits on one line; the table is as wide as its frame.
        widths.iter_mut().for_each(|width| *width += left / words.len() as f32);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_columns_stay_on_one_line_and_long_ones_share_the_rest() {
        let widths = shared(200.0, vec![10.0, 20.0, 15.0], vec![10.0, 900.0, 40.0]);
        assert_eq!(widths, [10.0, 150.0, 40.0]);
        let widths = shared(200.0, vec![20.0, 20.0], vec![220.0, 420.0]);
        assert!(widths[1] > widths[0] && (widths[0] + widths[1] - 200.0).abs() < 0.01);
    }

    #[test]
    fn what_fits_or_does_not_fit_fills_the_room() {
        assert_eq!(shared(100.0, vec![10.0, 20.0], vec![30.0, 40.0]), [45.0, 55.0]);
        assert_eq!(shared(30.0, vec![20.0, 40.0], vec![20.0, 80.0]), [10.0, 20.0]);
    }
}
