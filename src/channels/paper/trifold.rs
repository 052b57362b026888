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

use super::compose::Composer;
use super::paint::PaperPage;
use super::piece::{Hold, MM, Piece, Tree};
use super::{Frame, Frames, Laid, MUTED, PAPER, Workshop};
use super::{filled, flow, frames, lay, stretch};
use crate::channels::Palette;
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
/// The most height of the cover's picture; that of the band where there is none.
const PICTURE: f32 = 70.0;
const BAND: f32 = 26.0;
/// Of a fold's mark, millimetres.
const FOLD: f32 = 4.0;

/// Of the cover's title and its other text, points.
const TITLES: [(f32, f32); 5] = [(25.0, 12.0), (22.0, 12.0), (19.0, 11.0), (16.0, 10.0), SMALLEST];
const SMALLEST: (f32, f32) = (13.0, 9.0);

/// Of the text inside, points: the first at which it fits on one sheet with
/// nothing cut is taken, so that a short text is set large.
const SIZES: &[f32] = &[
    17.0, 16.5, 16.0, 15.5, 15.0, 14.5, 14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5,
    9.0,
];
/// Of the answers, on the flap.
const CARD: &[f32] = &[14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0];
/// Where none fits, there is room enough on the next sheet.
const ROOMY: f32 = 10.5;
/// How much wider than set the white between blocks may be.
const WIDER: f32 = 1.6;

/// Lines to write on: what is free above them and how far apart they are,
/// millimetres, and of how many there are.
const NOTES_ABOVE: f32 = 14.0;
const NOTES_LINE: f32 = 9.0;
const NOTES_LEAST: f32 = 2.0;
const NOTES_MOST: f32 = 20.0;

/// Shares of a panel's height that are tried in turn.
const EVEN: [f32; 10] = [0.35, 0.43, 0.5, 0.58, 0.65, 0.73, 0.8, 0.88, 0.94, 1.0];
/// Of the back's text, points.
const BACK: f32 = 10.5;

/// Panels of the first sheet that text flows through: the flap and the inside.
const FIRST: usize = 4;

/// All sides of the workshop's sheet.
pub fn pages(workshop: &mut Workshop) -> (Vec<PaperPage>, Tree) {
    let sheet = workshop.sheet;
    let mut tree = Tree::default();
    let sizes = cover_sizes(workshop);
    let (cover, lead, over) = self::cover(workshop, &mut tree, sizes);
    let text = text(workshop, &mut tree, over);
    let mut composer = workshop.composer(&mut tree, BACK, WIDTH * MM);
    composer.contact(sheet);
    let mut back = flow(std::mem::take(&mut composer.pieces), HEIGHT * MM / 2.0);
    back.retain(|one| one.frame == 0);
    composer.ending(sheet);
    back.extend(at_foot(flow(composer.pieces, HEIGHT * MM)));

    let count = text.last().map_or(2, |last| panel(last.frame).page.max(1) + 1);
    let mut pages: Vec<PaperPage> =
        (0..count).map(|_| PaperPage::new((PAGE.0 * MM, PAGE.1 * MM))).collect();
    for (at, page) in pages.iter_mut().enumerate() {
        folds(page, if at == 0 { OUTSIDE } else { INSIDE });
    }
    let [left, middle, right] = OUTSIDE;
    let front = Frame { page: 0, ..column(left + middle, right) };
    let whole = Frame { x: (left + middle) * MM, y: 0.0, width: right * MM, ..front };
    let Palette { brand, tint, .. } = sheet.palette;
    let (high, ink) = if lead.is_empty() { (BAND * MM, brand) } else { (filled(&lead, 0), tint) };
    pages[0].fill((whole.x, 0.0, whole.width, high), ink);
    place(&mut pages, lead, |_| whole);
    place(&mut pages, cover, |_| front);
    place(&mut pages, text, panel);
    place(&mut pages, back, |_| Frame { page: 0, ..column(left, middle) });
    (pages, tree)
}

/// What flows through the panels: what the cover had no room for and the
/// answers, on the flap if they can be, then the body, inside.
pub fn text(workshop: &mut Workshop, tree: &mut Tree, over: Vec<Piece>) -> Vec<Laid> {
    let sheet = workshop.sheet;
    let (pieces, frames) = fitted(workshop, tree, (CARD, 1), |composer| {
        composer.pieces = over.clone();
        composer.answers(sheet);
    });
    let mut text = lay(pieces, &frames);
    let answers = frames.count();
    let panels = FIRST.saturating_sub(answers);
    let (pieces, frames) =
        fitted(workshop, tree, (SIZES, panels), |composer| composer.blocks(None, &sheet.body, 0.0));
    let frames = if fits(&frames, panels) { evenly(&pieces, panels) } else { frames };
    let body = lay(pieces, &frames);
    text.extend(body.into_iter().map(|one| Laid { frame: one.frame + answers, ..one }));
    let used = answers + frames.count();
    for at in 0..FIRST.min(used) {
        stretch(&mut text, at, HEIGHT * MM, WIDER);
    }
    if (1..=FIRST).contains(&used) {
        text.extend(notes(workshop, tree, HEIGHT * MM - filled(&text, FIRST - 1)));
    }
    text
}

/// Lines to write on where the last panel would stay white over `room` points.
fn notes(workshop: &mut Workshop, tree: &mut Tree, room: f32) -> Vec<Laid> {
    let lines = ((room / MM - NOTES_ABOVE) / NOTES_LINE).floor().min(NOTES_MOST);
    if lines < NOTES_LEAST {
        return Vec::new();
    }
    let words = [Span::plain(workshop.sheet.labels.notes.clone())];
    let mut composer = workshop.composer(tree, BACK, WIDTH * MM);
    let style = Type::new(BACK, composer.palette.brand).bold();
    composer.paragraph(None, &words, style, 0.0);
    for _ in 0..lines as usize {
        composer.held_gap(NOTES_LINE * MM, Hold::Always);
        composer.rule(PAPER, Hold::Always);
    }
    let laid = at_foot(flow(composer.pieces, HEIGHT * MM));
    laid.into_iter().map(|one| Laid { frame: FIRST - 1, ..one }).collect()
}

/// Whether it stands in so many panels with nothing cut.
fn fits(frames: &Frames, panels: usize) -> bool {
    frames.count() <= panels && frames.parted < Hold::Part
}

/// What `compose` makes at the largest of `sizes` at which it fits in `panels`,
/// else at the largest at which it does with something cut, else [`ROOMY`].
fn fitted(
    workshop: &mut Workshop,
    tree: &mut Tree,
    (sizes, panels): (&[f32], usize),
    compose: impl Fn(&mut Composer),
) -> (Vec<Piece>, Frames) {
    let before = tree.size();
    let mut make = |size: f32, tree: &mut Tree| {
        tree.rewind(before);
        let mut composer = workshop.composer(tree, size, WIDTH * MM);
        compose(&mut composer);
        let pieces = composer.pieces;
        let frames = frames(&pieces, HEIGHT * MM);
        (pieces, frames)
    };
    let mut with_cuts = None;
    for size in sizes {
        let made = make(*size, tree);
        if fits(&made.1, panels) {
            return made;
        }
        if made.1.count() <= panels {
            with_cuts = with_cuts.or(Some(*size));
        }
    }
    make(with_cuts.unwrap_or(ROOMY), tree)
}

/// Frames of which `panels` are filled to about the same height, between
/// paragraphs if that can be.
fn evenly(pieces: &[Piece], panels: usize) -> Frames {
    let lower = EVEN.into_iter().map(|share| frames(pieces, HEIGHT * MM * share));
    // The sum is the same, so that that of squares is least where all are alike.
    let uneven = |one: &Frames| one.filled.iter().map(|high| high * high).sum::<f32>();
    let better = |a: &Frames, b: &Frames| {
        let cuts = |one: &Frames| one.parted >= Hold::Text;
        cuts(a).cmp(&cuts(b)).then(uneven(a).total_cmp(&uneven(b)))
    };
    let found = lower.filter(|frames| fits(frames, panels)).min_by(better);
    found.unwrap_or_else(|| frames(pieces, HEIGHT * MM))
}

/// The largest sizes of title and text at which the cover holds them.
fn cover_sizes(workshop: &mut Workshop) -> (f32, f32) {
    let sheet = workshop.sheet;
    let (_, room) = cover_room(workshop);
    let mut fits = |(title, size): (f32, f32)| {
        let mut trial = Tree::default();
        let mut composer = workshop.composer(&mut trial, size, WIDTH * MM);
        let section = composer.opening(sheet, title);
        composer.sapo(section, sheet);
        frames(&composer.pieces, room).count() <= 1
    };
    TITLES.into_iter().find(|sizes| fits(*sizes)).unwrap_or(SMALLEST)
}

/// Where the cover's text begins and how high it may be, points from the margin.
fn cover_room(workshop: &mut Workshop) -> (f32, f32) {
    let lead = workshop.sheet.picture.as_ref();
    let found = lead.and_then(|lead| workshop.pictures.find(&lead.uid));
    let room = (OUTSIDE[2] * MM, PICTURE * MM);
    let top = found.map_or(BAND * MM, |found| workshop.pictures.within(found, room).1);
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
    let section = composer.opening(sheet, title);
    composer.sapo(section, sheet);
    let opening = flow(composer.pieces, room);
    let (mut laid, over): (Vec<Laid>, Vec<Laid>) =
        opening.into_iter().partition(|one| one.frame == 0);
    laid.iter_mut().for_each(|one| one.y += top);
    let mut composer = workshop.composer(tree, size, OUTSIDE[2] * MM);
    if let Some((found, alt)) = composer.lead_picture(sheet) {
        composer.picture(None, found, alt, PICTURE * MM);
    }
    let lead = flow(composer.pieces, HEIGHT * MM);
    laid.extend(self::foot(workshop, tree));
    (laid, lead, over.into_iter().map(|one| one.piece).collect())
}

/// Who publishes it, at the cover's foot.
fn foot(workshop: &mut Workshop, tree: &mut Tree) -> Vec<Laid> {
    let sheet = workshop.sheet;
    let mut composer = workshop.composer(tree, 10.0, WIDTH * MM);
    let section = composer.tree.add(None, Tag::Section);
    for (text, style) in [
        (&sheet.office, Type::new(10.0, sheet.palette.brand).bold()),
        (&sheet.agency, Type::new(9.0, MUTED)),
    ] {
        if !text.is_empty() && (text != &sheet.office || style.bold) {
            composer.paragraph(Some(section), &[Span::plain(text.clone())], style, 0.0);
        }
    }
    at_foot(flow(composer.pieces, HEIGHT * MM))
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
