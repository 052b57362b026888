//! A4 across, folded in three: the right third over the middle, the left one
//! over that, so that the left panel inside is the inner flap's neighbour.
//!
//! ```text
//! outside   | flap 97 | back 100 | cover 100 |
//! inside    | 1   100 | 2    100 | 3      97 |
//! ```
//!
//! The flap is the narrower panel, for it lies inside. Who opens the cover sees
//! the answers on the flap, then unfolds the text. What does not fit goes on,
//! on further sheets.

use krilla::tagging::Tag;

use super::paint::PaperPage;
use super::piece::{MM, Piece, Tree};
use super::{BRAND, Frame, Laid, MUTED, PAPER, Workshop, filled, flow};
use crate::channels::setting::Type;
use crate::content::body::blocks::Span;

/// The paper, millimetres.
const PAGE: (f32, f32) = (297.0, 210.0);
const OUTSIDE: [f32; 3] = [97.0, 100.0, 100.0];
const INSIDE: [f32; 3] = [100.0, 100.0, 97.0];
/// From a panel's edges and folds, millimetres.
const MARGIN: f32 = 8.5;
/// Of text: what the narrowest panel has.
const WIDTH: f32 = 97.0 - 2.0 * MARGIN;
const HEIGHT: f32 = 210.0 - 2.0 * MARGIN;
/// The height of the cover's picture, or of the band where there is none.
const PICTURE: f32 = 66.0;
const BAND: f32 = 26.0;
/// Of a fold's mark, millimetres.
const FOLD: f32 = 4.0;

/// Of the cover's title and its other text, points.
const TITLES: [(f32, f32); 5] = [(25.0, 12.0), (22.0, 12.0), (19.0, 11.0), (16.0, 10.0), SMALLEST];
const SMALLEST: (f32, f32) = (13.0, 9.0);

/// Of running text, points: the first at which all fits on one sheet is taken.
const SIZES: [f32; 9] = [13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0];
/// Where none does, there is room enough on the next sheet.
const ROOMY: f32 = 10.5;

/// Shares of a panel's height that are tried in turn.
const EVEN: [f32; 9] = [0.35, 0.43, 0.5, 0.58, 0.65, 0.73, 0.8, 0.88, 0.95];
/// Of the back's text, points.
const BACK: f32 = 10.5;

/// Panels of the first sheet that text flows through: the flap and the inside.
const FIRST: usize = 4;

/// All sides of the workshop's sheet.
pub fn pages(workshop: &mut Workshop) -> (Vec<PaperPage>, Tree) {
    let cover = cover_sizes(workshop);
    let mut found = None;
    for size in SIZES {
        let tried = lay(workshop, size, cover);
        if !tried.0.fits() {
            continue;
        }
        // Answers that stand on the flap alone are worth smaller letters.
        if tried.0.answers == 1 {
            found = Some(tried);
            break;
        }
        found = found.or(Some(tried));
    }
    let (laid, tree) = found.unwrap_or_else(|| lay(workshop, ROOMY, cover));
    let count = laid.text.last().map_or(2, |last| panel(last.frame).page.max(1) + 1);
    let mut pages: Vec<PaperPage> =
        (0..count).map(|_| PaperPage::new((PAGE.0 * MM, PAGE.1 * MM))).collect();
    for (at, page) in pages.iter_mut().enumerate() {
        folds(page, if at == 0 { OUTSIDE } else { INSIDE });
    }
    let [flap, back, cover] = OUTSIDE;
    let front = Frame { page: 0, ..column(flap + back, cover) };
    let whole = Frame { x: (flap + back) * MM, y: 0.0, width: cover * MM, ..front };
    if laid.lead.is_empty() {
        pages[0].fill((whole.x, 0.0, whole.width, BAND * MM), BRAND);
    }
    place(&mut pages, laid.lead, |_| whole);
    place(&mut pages, laid.cover, |_| front);
    place(&mut pages, laid.text, panel);
    place(&mut pages, laid.back, |_| Frame { page: 0, ..column(flap, back) });
    (pages, tree)
}

/// What was laid, each part in frames of its own.
struct Parts {
    cover: Vec<Laid>,
    /// The cover's picture, from edge to edge.
    lead: Vec<Laid>,
    text: Vec<Laid>,
    /// Panels of it that the answers take.
    answers: usize,
    back: Vec<Laid>,
}

impl Parts {
    /// Whether one sheet is enough.
    fn fits(&self) -> bool {
        self.text.last().is_none_or(|last| last.frame < FIRST)
    }
}

/// Everything, with running text of `size` points and a cover of `sizes`.
fn lay(workshop: &mut Workshop, size: f32, sizes: (f32, f32)) -> (Parts, Tree) {
    let sheet = workshop.sheet;
    let mut made = Tree::default();
    let tree = &mut made;
    let (cover, lead, over) = cover(workshop, tree, sizes);
    let mut composer = workshop.composer(tree, size, WIDTH * MM);
    composer.pieces = over;
    composer.answers(sheet);
    let mut text = flow(std::mem::take(&mut composer.pieces), |_| HEIGHT * MM);
    let answers = text.last().map_or(1, |last| last.frame + 1);
    composer.blocks(None, &sheet.body, 0.0);
    let body = evenly(composer.pieces, FIRST.saturating_sub(answers));
    text.extend(body.into_iter().map(|one| Laid { frame: one.frame + answers, ..one }));
    let mut composer = workshop.composer(tree, BACK, WIDTH * MM);
    composer.contact(sheet);
    let mut back = flow(std::mem::take(&mut composer.pieces), |_| HEIGHT * MM / 2.0);
    back.retain(|one| one.frame == 0);
    composer.ending(sheet);
    back.extend(at_foot(flow(composer.pieces, |_| HEIGHT * MM)));
    (Parts { cover, lead, text, answers, back }, made)
}

/// Laid so that `panels` are filled to about the same height; a text that is
/// too long for them fills them and goes on.
fn evenly(pieces: Vec<Piece>, panels: usize) -> Vec<Laid> {
    for share in EVEN {
        let laid = flow(pieces.clone(), |_| HEIGHT * MM * share);
        if laid.last().is_none_or(|last| last.frame < panels) {
            return laid;
        }
    }
    flow(pieces, |_| HEIGHT * MM)
}

/// The largest sizes of title and text at which the cover holds them.
fn cover_sizes(workshop: &mut Workshop) -> (f32, f32) {
    let sheet = workshop.sheet;
    let (_, room) = cover_room(workshop);
    let mut fits = |(title, size): (f32, f32)| {
        let mut trial = Tree::default();
        let mut composer = workshop.composer(&mut trial, size, WIDTH * MM);
        composer.opening(sheet, title);
        flow(composer.pieces, |_| room).last().is_none_or(|last| last.frame == 0)
    };
    TITLES.into_iter().find(|sizes| fits(*sizes)).unwrap_or(SMALLEST)
}

/// Where the cover's text begins and how high it may be, points from the margin.
fn cover_room(workshop: &mut Workshop) -> (f32, f32) {
    let lead = workshop.sheet.picture.as_ref();
    let found = lead.and_then(|lead| workshop.pictures.find(&lead.uid));
    let top = if found.is_some() { PICTURE } else { BAND } * MM;
    let foot = foot(workshop, &mut Tree::default());
    let ends = foot.first().map_or(HEIGHT * MM, |first| first.y);
    (top, ends - top - 3.0 * MM)
}

/// The cover, its picture, and what it has no room for.
fn cover(
    workshop: &mut Workshop,
    tree: &mut Tree,
    (title, size): (f32, f32),
) -> (Vec<Laid>, Vec<Laid>, Vec<Piece>) {
    let sheet = workshop.sheet;
    let (top, room) = cover_room(workshop);
    let mut composer = workshop.composer(tree, size, WIDTH * MM);
    composer.opening(sheet, title);
    let opening = flow(composer.pieces, |_| room);
    let (mut laid, over): (Vec<Laid>, Vec<Laid>) =
        opening.into_iter().partition(|one| one.frame == 0);
    laid.iter_mut().for_each(|one| one.y += top);
    let mut composer = workshop.composer(tree, size, OUTSIDE[2] * MM);
    composer.lead(sheet, PICTURE / OUTSIDE[2]);
    let lead = flow(composer.pieces, |_| HEIGHT * MM);
    laid.extend(self::foot(workshop, tree));
    (laid, lead, over.into_iter().map(|one| one.piece).collect())
}

/// Who publishes it, at the cover's foot.
fn foot(workshop: &mut Workshop, tree: &mut Tree) -> Vec<Laid> {
    let sheet = workshop.sheet;
    let mut composer = workshop.composer(tree, 10.0, WIDTH * MM);
    let section = composer.tree.add(None, Tag::Section);
    for (text, style) in
        [(&sheet.office, Type::new(10.0, BRAND).bold()), (&sheet.agency, Type::new(9.0, MUTED))]
    {
        if !text.is_empty() && (text != &sheet.office || style.bold) {
            composer.paragraph(Some(section), &[Span::plain(text.clone())], style, 0.0);
        }
    }
    at_foot(flow(composer.pieces, |_| HEIGHT * MM))
}

/// Moved down to the panel's lower margin.
fn at_foot(mut laid: Vec<Laid>) -> Vec<Laid> {
    let lower = (HEIGHT * MM - filled(&laid, 0)).max(0.0);
    laid.iter_mut().for_each(|one| one.y += lower);
    laid
}

fn place(pages: &mut [PaperPage], laid: Vec<Laid>, frame: impl Fn(usize) -> Frame) {
    for one in laid {
        let frame = frame(one.frame);
        if let Some(page) = pages.get_mut(frame.page) {
            page.place(one, frame);
        }
    }
}

/// The column of a panel that begins at `x` and is `wide`, millimetres.
fn column(x: f32, wide: f32) -> Frame {
    let left = x + (wide - WIDTH) / 2.0;
    Frame { page: 0, x: left * MM, y: MARGIN * MM, width: WIDTH * MM, height: HEIGHT * MM }
}

/// The panel that text flows through as number `at`: the flap, the inside,
/// then further sheets.
fn panel(at: usize) -> Frame {
    let Some(inside) = at.checked_sub(1) else { return column(0.0, OUTSIDE[0]) };
    let x = INSIDE[..inside % 3].iter().sum();
    Frame { page: 1 + inside / 3, ..column(x, INSIDE[inside % 3]) }
}

/// Short marks at the edges show where to fold.
fn folds(page: &mut PaperPage, panels: [f32; 3]) {
    let [first, second, _] = panels;
    for x in [first, first + second] {
        for y in [0.0, PAGE.1 - FOLD] {
            page.fill((x * MM - 0.2, y * MM, 0.4, FOLD * MM), PAPER);
        }
    }
}
