//! One column, page after page.

use krilla::tagging::ArtifactType;

use super::paint::{Op, PaperPage};
use super::piece::{Hold, MM, Piece, Tree};
use super::{Frame, Laid, MUTED, Workshop, frames, lay, stretch};
use crate::channels::setting::Type;
use crate::content::body::blocks::Span;

/// A paper size; millimetres and points.
pub struct Plain {
    paper: (f32, f32),
    margin: f32,
    /// Of running text, points: the first at which all fits on `pages` with nothing
    /// cut is taken, else the last.
    sizes: &'static [f32],
    pages: usize,
}

impl Plain {
    /// What text stands in, on each page.
    pub fn frame(&self) -> Frame {
        let ((wide, high), margin) = (self.paper, self.margin);
        let (width, height) = ((wide - 2.0 * margin) * MM, (high - 2.0 * margin) * MM);
        Frame { page: 0, x: margin * MM, y: margin * MM, width, height }
    }
}

/// For a pocket; two sides of one sheet.
pub const A5: Plain = Plain {
    paper: (148.0, 210.0),
    margin: 12.0,
    sizes: &[12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0],
    pages: 2,
};

/// Large print, for who reads with difficulty and for notice boards.
pub const A4: Plain = Plain {
    paper: (210.0, 297.0),
    margin: 20.0,
    sizes: &[18.0, 17.5, 17.0, 16.5, 16.0, 15.5, 15.0, 14.5, 14.0],
    pages: 3,
};

/// A last page that is filled less than so much says hardly anything.
const THIN: f32 = 0.33;
/// How much wider than set the white between blocks may be.
const WIDER: f32 = 0.6;
/// Above the paper's lower edge, millimetres.
const FOLIO: f32 = 6.5;

/// All pages of the workshop's sheet.
pub fn pages(workshop: &mut Workshop, plain: &Plain) -> (Vec<PaperPage>, Tree) {
    let (margin, frame) = (plain.margin * MM, plain.frame());
    let (width, height) = (plain.paper.0 * MM, plain.paper.1 * MM);
    let (laid, tree) = laid(workshop, plain);
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

/// The text, page by page.
pub fn laid(workshop: &mut Workshop, plain: &Plain) -> (Vec<Laid>, Tree) {
    let Frame { width, height, .. } = plain.frame();
    let mut made = None;
    for size in plain.sizes {
        let mut tree = Tree::default();
        let pieces = compose(workshop, &mut tree, *size, width);
        let frames = frames(&pieces, height);
        let fits = frames.count() <= plain.pages && frames.parted < Hold::Part;
        let last = frames.filled.last().copied().unwrap_or_default();
        let is_thin = frames.count() > 1 && last < height * THIN;
        let fitted = made.as_ref().is_some_and(|(_, fitted)| *fitted);
        let is_good = fits && !is_thin;
        // a page for hardly anything is worth smaller letters, if they save it
        if is_good || !fitted {
            made = Some(((pieces, frames, tree), fits));
        }
        if is_good {
            break;
        }
    }
    let made = made.map(|(made, _)| made);
    let Some((pieces, frames, tree)) = made else { return Default::default() };
    let mut laid = lay(pieces, &frames);
    for page in 0..frames.count() {
        stretch(&mut laid, page, height, WIDER);
    }
    (laid, tree)
}

fn compose(workshop: &mut Workshop, tree: &mut Tree, size: f32, width: f32) -> Vec<Piece> {
    let sheet = workshop.sheet;
    let mut composer = workshop.composer(tree, size, width);
    let section = composer.opening(sheet, size * 1.9);
    composer.sapo_beside_picture(section, sheet);
    composer.gap(size);
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
        page.ops.push(Op::Aside { x: margin, y, line, kind: ArtifactType::Footer });
        y += height;
    }
}
