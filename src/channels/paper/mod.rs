//! A leaflet on paper: A4 folded in three, A5, or A4 in large print.
//!
//! A sheet's texts become pieces of one width ([`compose`]), the pieces flow
//! through frames ([`flow`]), and the frames' pages are written ([`paint`]).
//! Equal sheets become equal bytes.

mod compose;
mod flow;
mod paint;
mod pictures;
mod piece;
mod plain;
mod table;
#[cfg(test)]
mod tests;
mod trifold;

use krilla::image::Image;
use krilla::tagging::Tag;

use self::compose::Composer;
use self::flow::{Frame, Frames, Laid, filled, flow, frames, lay, stretch};
pub use self::pictures::Photo;
use self::pictures::Pictures;
use self::piece::{Content, Hold, MM, Piece, Placed, Tree};
use super::Sheet;
use super::qr::Code;
use super::setting::{Ink, Setter, Type};
use crate::content::Picture;
use crate::content::body::blocks::Span;
use crate::content::details::PrintSize;

const INK: Ink = [0x1b, 0x22, 0x1f];
const MUTED: Ink = [0x4d, 0x58, 0x53];
const PAPER: Ink = [0xc9, 0xd2, 0xcd];
const WARNING: Ink = [0x8a, 0x2b, 0x06];

/// The number of the QR code's picture among a sheet's.
const QR: &str = "qr";
/// Of the text's width, what a picture beside it has, and of it, how high it may be.
const BESIDE: f32 = 0.42;
/// Millimetres; a module is then wider than 0.5 mm.
const QR_SIDE: f32 = 27.0;

/// What a print's address says of its size.
pub fn size_name(size: PrintSize) -> &'static str {
    match size {
        PrintSize::A4Trifold => "a4-gap-ba",
        PrintSize::A5 => "a5",
        PrintSize::A4 => "a4",
    }
}

/// The size that an address names.
pub fn size_named(name: &str) -> Option<PrintSize> {
    PrintSize::ALL.iter().copied().find(|size| size_name(*size) == name)
}

/// Everything that is used while a sheet is laid out.
struct Workshop<'a> {
    sheet: &'a Sheet,
    setter: Setter,
    pictures: Pictures,
    /// Scheme and host of the site.
    site: String,
}

/// The print of `sheet` as a PDF, with `photos` of it, JPEG files.
///
/// # Errors
/// When a font or the code cannot be made, or the PDF would not be what
/// PDF/UA-1 asks.
pub fn draw(sheet: &Sheet, size: PrintSize, photos: Vec<Photo>) -> Result<Vec<u8>, String> {
    let mut workshop = Workshop::new(sheet, photos)?;
    let (pages, tree) = match size {
        PrintSize::A4Trifold => trifold::pages(&mut workshop),
        PrintSize::A5 => plain::pages(&mut workshop, &plain::A5),
        PrintSize::A4 => plain::pages(&mut workshop, &plain::A4),
    };
    paint::paint(sheet, pages, tree, &workshop.pictures)
}

impl<'s> Workshop<'s> {
    fn new(sheet: &'s Sheet, photos: Vec<Photo>) -> Result<Self, String> {
        let mut pictures = Pictures::of(photos);
        let (png, side) = Code::of(&sheet.address)?.png()?;
        let code = Picture {
            uid: QR.to_owned(),
            width: side,
            height: side,
            alt: sheet.labels.code.clone(),
            ..Picture::default()
        };
        pictures.add(code, Image::from_png(png.into(), false)?);
        let site = sheet.address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        Ok(Workshop { sheet, setter: Setter::new()?, pictures, site })
    }

    /// A composer at `size` points and `width` points.
    fn composer<'a>(&'a mut self, tree: &'a mut Tree, size: f32, width: f32) -> Composer<'a> {
        let tools = (&mut self.setter, tree, &mut self.pictures);
        Composer::new(tools, (size, width), &self.site, self.sheet.palette)
    }
}

impl Composer<'_> {
    /// What kind of thing it is, its title, and what must not be overlooked;
    /// their section.
    fn opening(&mut self, sheet: &Sheet, title: f32) -> usize {
        let section = self.tree.add(None, Tag::Section);
        let from = self.pieces.len();
        let kind = [Span::plain(sheet.kind.clone())];
        self.paragraph(Some(section), &kind, Type::new(self.size, self.palette.brand).bold(), 0.0);
        self.gap(self.size * 0.3);
        let style = Type::new(title, INK).bold().leading(1.22);
        self.heading(Some(section), 1, &[Span::plain(sheet.title.clone())], style);
        self.gap(self.size * 0.5);
        if !sheet.notice.is_empty() {
            let style = Type::new(self.size, WARNING).bold();
            self.paragraph(Some(section), &[Span::plain(sheet.notice.clone())], style, 0.0);
            self.gap(self.size * 0.5);
        }
        self.hold(from, Hold::Always);
        self.hold_last(Hold::Always);
        section
    }

    fn sapo(&mut self, section: usize, sheet: &Sheet) {
        let style = Type::new(self.size * 1.08, INK);
        self.paragraph(Some(section), &[Span::plain(sheet.sapo.clone())], style, 0.0);
    }

    /// What it is about, and the lead picture on its right.
    fn sapo_beside_picture(&mut self, section: usize, sheet: &Sheet) {
        let Some((found, alt)) = self.lead_picture(sheet) else {
            return self.sapo(section, sheet);
        };
        let room = self.width * BESIDE;
        let (width, height) = self.pictures.within(found, (room, room));
        let from = self.pieces.len();
        let node = self.tree.add(Some(section), Tag::Figure(Some(alt)));
        let placed = Placed { x: self.width - width, width, height, picture: found, node };
        self.pieces.push(Piece { content: Content::Picture(placed), ..Piece::gap(0.0) });
        self.right = width + 5.0 * MM;
        self.sapo(section, sheet);
        self.right = 0.0;
        self.fill_up(from, height);
        self.hold(from, Hold::Always);
    }

    /// White, until the pieces from number `from` on are so `high`.
    fn fill_up(&mut self, from: usize, high: f32) {
        let own: f32 = self.pieces[from..].iter().map(|piece| piece.height).sum();
        self.hold_last(Hold::Always);
        let white = (high - own).max(0.0);
        self.pieces.push(Piece { content: Content::Room, ..Piece::gap(white) });
    }

    /// Where there is more, and who answers for it; beside the code.
    fn ending(&mut self, sheet: &Sheet) {
        let section = self.tree.add(None, Tag::Section);
        let from = self.pieces.len();
        let side = QR_SIDE * MM;
        let Some(picture) = self.pictures.find(QR) else { return };
        let figure = Tag::Figure(Some(self.pictures.picture(picture).alt.clone()));
        let node = self.tree.add(Some(section), figure);
        let placed = Placed { x: 0.0, width: side, height: side, picture, node };
        self.pieces.push(Piece { content: Content::Picture(placed), ..Piece::gap(0.0) });
        let beside = side + 4.0 * MM;
        let texts = [
            (&sheet.labels.scan, Type::new(self.size, self.palette.brand).bold()),
            (&sheet.address, Type::new(self.size * 0.82, MUTED)),
            (&sheet.office, Type::new(self.size, INK).bold()),
            (&sheet.contact, Type::new(self.size * 0.9, INK)),
        ];
        for (text, style) in texts.into_iter().filter(|(text, _)| !text.is_empty()) {
            let span = Span::plain(text.clone());
            self.paragraph(Some(section), &[span], style.leading(1.3), beside);
            self.gap(self.size * 0.3);
        }
        self.fill_up(from, side);
        self.hold(from, Hold::Always);
    }

    /// Whom to ask, once more: the back is what lies on top on a table.
    fn contact(&mut self, sheet: &Sheet) {
        let Some(answer) = sheet.answer("contact") else { return };
        let section = self.tree.add(None, Tag::Section);
        let style = Type::new(self.size * 1.25, self.palette.brand).bold();
        self.paragraph(Some(section), &[Span::plain(answer.question.clone())], style, 0.0);
        for line in &answer.lines {
            self.gap(self.size * 0.3);
            let style = Type::new(self.size * 1.1, INK);
            self.paragraph(Some(section), &[Span::plain(line.clone())], style, 0.0);
        }
        if !sheet.validity.is_empty() {
            self.gap(self.size * 0.6);
            let style = Type::new(self.size, MUTED);
            self.paragraph(Some(section), &[Span::plain(sheet.validity.clone())], style, 0.0);
        }
    }

    /// The lead picture's number and what it shows.
    fn lead_picture(&self, sheet: &Sheet) -> Option<(usize, String)> {
        let found = self.pictures.find(&sheet.picture.as_ref()?.uid)?;
        Some((found, self.pictures.picture(found).alt.clone()))
    }
}
