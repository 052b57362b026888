//! A table into pieces: no word is broken while smaller letters help, a row
//! stays whole, and the head stands again where the table goes on.

use std::rc::Rc;

use krilla::tagging::{TableHeaderScope, Tag, TagKind};

use super::compose::Composer;
use super::piece::{Content, Hold, MM, Piece, SetLine};
use super::{INK, PAPER};
use crate::channels::setting::{Ink, Line, Type};
use crate::content::body::blocks::{self, Span};

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
}

impl Composer<'_> {
    /// It is cut between rows, and only where no frame could hold it.
    pub fn table(&mut self, parent: Option<usize>, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        let table = self.tree.add(parent, Tag::Table);
        let set = self.columns(head, rows);
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
            for (x, node, lines) in &mut cells {
                next.extend(lines.next().map(|line| SetLine { x: *x, line, node: Some(*node) }));
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

    /// Each column holds its longest word, in smaller letters if need be; what
    /// is left goes to those that could use it, as much as they could.
    fn columns(&mut self, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) -> Setting {
        let size = self.size * SHARE;
        let (words, wholes) = self.widths(head, rows, size);
        // The last column needs no white after it.
        let least: f32 = words.iter().sum::<f32>() + BETWEEN * size * (words.len() as f32 - 1.0);
        let smaller = (self.inner() / least.max(1.0)).clamp((SMALLEST / size).min(1.0), 1.0);
        let between = BETWEEN * size * smaller;
        let left = self.inner() - least * smaller;
        let more: Vec<f32> =
            words.iter().zip(&wholes).map(|(word, whole)| (whole - word).max(1.0)).collect();
        let all: f32 = more.iter().sum();
        let width = |(word, more): (&f32, &f32)| match left < 0.0 {
            // Even the smallest letters are too wide: words are broken.
            true => word * smaller * self.inner() / (self.inner() - left) + between,
            false => word * smaller + left * more / all + between,
        };
        let widths = words.iter().zip(&more).map(width).collect();
        Setting { size: size * smaller, widths }
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
