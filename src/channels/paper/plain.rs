//! One column, page after page.

use super::paint::{Op, PaperPage};
use super::piece::{MM, Piece, Tree};
use super::{Frame, MUTED, Workshop, flow};
use crate::channels::setting::Type;
use crate::content::body::blocks::Span;

/// A paper size; millimetres and points.
pub struct Plain {
    paper: (f32, f32),
    margin: f32,
    /// Of running text, points: the first at which all fits on two pages is
    /// taken, else the last.
    sizes: &'static [f32],
}

/// For a pocket; two sides of one sheet.
pub const A5: Plain =
    Plain { paper: (148.0, 210.0), margin: 12.0, sizes: &[11.0, 10.5, 10.0, 9.5, 9.0] };

/// Large print, for who reads with difficulty and for notice boards.
pub const A4: Plain =
    Plain { paper: (210.0, 297.0), margin: 20.0, sizes: &[16.0, 15.0, 14.0, 13.0] };

/// Above the paper's lower edge, millimetres.
const FOLIO: f32 = 6.5;

/// All pages of the workshop's sheet.
pub fn pages(workshop: &mut Workshop, plain: &Plain) -> (Vec<PaperPage>, Tree) {
    let margin = plain.margin * MM;
    let (width, height) = (plain.paper.0 * MM, plain.paper.1 * MM);
    let frame = Frame {
        page: 0,
        x: margin,
        y: margin,
        width: width - 2.0 * margin,
        height: height - 2.0 * margin,
    };
    let mut made = None;
    for size in plain.sizes {
        let mut tree = Tree::default();
        let pieces = compose(workshop, &mut tree, *size, frame.width);
        let laid = flow(pieces, |_| frame.height);
        let enough = laid.last().is_none_or(|last| last.frame < 2);
        made = Some((laid, tree));
        if enough {
            break;
        }
    }
    let (laid, tree) = made.unwrap_or_default();
    let count = laid.last().map_or(1, |last| last.frame + 1);
    let mut pages: Vec<PaperPage> = (0..count).map(|_| PaperPage::new((width, height))).collect();
    for one in laid {
        pages[one.frame].place(one, frame);
    }
    if count > 1 {
        for (at, page) in pages.iter_mut().enumerate() {
            folio(workshop, page, at, count, margin);
        }
    }
    (pages, tree)
}

fn compose(workshop: &mut Workshop, tree: &mut Tree, size: f32, width: f32) -> Vec<Piece> {
    let sheet = workshop.sheet;
    let mut composer = workshop.composer(tree, size, width);
    composer.opening(sheet, size * 1.9);
    composer.gap(size * 0.8);
    composer.lead(sheet, 0.36);
    composer.gap(size * 0.8);
    composer.answers(sheet);
    composer.gap(size);
    composer.blocks(None, &sheet.body, 0.0);
    composer.gap(size * 1.4);
    composer.ending(sheet);
    composer.pieces
}

/// The title and the page's number, below the text.
fn folio(workshop: &mut Workshop, page: &mut PaperPage, at: usize, count: usize, margin: f32) {
    let text = format!("{} · {}/{count}", workshop.sheet.title, at + 1);
    let style = Type::new(8.0, MUTED);
    let lines = workshop.setter.lines(&[Span::plain(text)], style, page.width - 2.0 * margin);
    let y = page.height - FOLIO * MM - lines.iter().map(|line| line.height).sum::<f32>() / 2.0;
    let mut y = y;
    for line in lines {
        let height = line.height;
        page.ops.push(Op::Aside { x: margin, y, line });
        y += height;
    }
}
