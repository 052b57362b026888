//! A picture for whoever meets the item where it is shared: 1200 × 630 px, as
//! Zalo and Facebook show it, with the title in letters that can be read small.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{
    FillRule, FilterQuality, Mask, Paint, PathBuilder, Pixmap, PixmapPaint, Rect, Stroke, Transform,
};

use super::Palette;
use super::setting::{Face, Ink, Line, Run, Setter, Type};
use crate::content::body::blocks::Span;

/// px.
pub const WIDTH: u32 = 1200;
/// px.
pub const HEIGHT: u32 = 630;

const WHITE: Ink = [0xff, 0xff, 0xff];

/// px from the card's edges.
const MARGIN: f32 = 64.0;
/// Where a picture begins, px from the left.
const PICTURE: f32 = 760.0;
/// Of the title, px; the largest that fits is taken.
const SIZES: [f32; 7] = [76.0, 68.0, 60.0, 52.0, 46.0, 40.0, 34.0];

/// What a card says.
pub struct Card<'a> {
    /// "Tờ rơi", "Tin" …; may be empty.
    pub kind: &'a str,
    pub title: &'a str,
    pub site: &'a str,
    pub agency: &'a str,
    /// The lead picture, a JPEG.
    pub photo: Option<&'a [u8]>,
    pub palette: Palette,
}

/// The card as a PNG.
///
/// # Errors
/// When a font cannot be read or the encoder fails.
pub fn draw(card: &Card) -> Result<Vec<u8>, String> {
    let mut map = Pixmap::new(WIDTH, HEIGHT).ok_or("a card has a size")?;
    let Palette { ground: [red, green, blue], soft, deep, .. } = card.palette;
    map.fill(tiny_skia::Color::from_rgba8(red, green, blue, 255));
    let photo = card.photo.and_then(cover);
    let right = if photo.is_some() { PICTURE } else { WIDTH as f32 };
    ripples(&mut map, right, deep);
    if let Some(photo) = photo {
        let paint = PixmapPaint { quality: FilterQuality::Nearest, ..PixmapPaint::default() };
        map.draw_pixmap(PICTURE as i32, 0, photo.as_ref(), &paint, Transform::identity(), None);
    }
    let mut letters = Letters::new()?;
    let mut setter = Setter::new()?;
    let width = right - 2.0 * MARGIN;
    let small = setter.lines(&[Span::bold(card.kind)], Type::new(30.0, soft), width);
    let site = setter.lines(&[Span::bold(card.site)], Type::new(34.0, WHITE), width);
    let agency = setter.lines(&[Span::plain(card.agency)], Type::new(24.0, soft), width);
    let high = |lines: &[Line]| lines.iter().map(|line| line.height).sum::<f32>();
    let foot = high(&site) + high(&agency);
    let top = MARGIN + high(&small) + 16.0;
    let room = HEIGHT as f32 - MARGIN - foot - 28.0 - top;
    let title = title(&mut setter, card.title, (width, room));
    letters.lines(&mut map, &small, MARGIN, MARGIN);
    letters.lines(&mut map, &title, MARGIN, top);
    let foot_top = HEIGHT as f32 - MARGIN - foot;
    letters.lines(&mut map, &site, MARGIN, foot_top);
    letters.lines(&mut map, &agency, MARGIN, foot_top + high(&site));
    png(&map)
}

/// The title's lines at the largest size that fits; of a title that fits at
/// none, its beginning.
fn title(setter: &mut Setter, text: &str, (width, room): (f32, f32)) -> Vec<Line> {
    let mut lines = Vec::new();
    for size in SIZES {
        let style = Type::new(size, WHITE).leading(1.24).heading();
        lines = setter.lines(&[Span::bold(text)], style, width);
        let high: f32 = lines.iter().map(|line| line.height).sum();
        if high <= room {
            return lines;
        }
    }
    let mut high = 0.0;
    lines.retain(|line| {
        high += line.height;
        high <= room
    });
    lines
}

/// The photograph cut to the right part of the card.
fn cover(jpeg: &[u8]) -> Option<Pixmap> {
    let (wide, high) = (WIDTH - PICTURE as u32, HEIGHT);
    let photo = image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg).ok()?;
    let photo = photo.resize_to_fill(wide, high, image::imageops::FilterType::Triangle).to_rgba8();
    let size = tiny_skia::IntSize::from_wh(wide, high)?;
    Pixmap::from_vec(photo.into_raw(), size)
}

/// Rings that spread from the lower right: the site's mark, and its name.
fn ripples(map: &mut Pixmap, right: f32, [red, green, blue]: Ink) {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint.anti_alias = true;
    let (x, y) = (right - 40.0, HEIGHT as f32 - 30.0);
    let stroke = Stroke { width: 26.0, ..Stroke::default() };
    let edge = Rect::from_ltrb(0.0, 0.0, right, HEIGHT as f32);
    let mask = edge.and_then(|edge| {
        let mut mask = Mask::new(WIDTH, HEIGHT)?;
        let path = PathBuilder::from_rect(edge);
        mask.fill_path(&path, FillRule::Winding, false, Transform::identity());
        Some(mask)
    });
    for radius in [90.0, 170.0, 250.0, 330.0, 410.0] {
        if let Some(ring) = PathBuilder::from_circle(x, y, radius) {
            map.stroke_path(&ring, &paint, &stroke, Transform::identity(), mask.as_ref());
        }
    }
    if let Some(dot) = PathBuilder::from_circle(x, y, 40.0) {
        map.fill_path(&dot, &paint, FillRule::Winding, Transform::identity(), mask.as_ref());
    }
}

/// The outlines of the program's letters.
struct Letters {
    fonts: Vec<(Face, FontRef<'static>)>,
}

impl Letters {
    fn new() -> Result<Self, String> {
        let read = |face: &Face| {
            let font = FontRef::new(face.bytes()).map_err(|error| error.to_string())?;
            Ok((*face, font))
        };
        Ok(Self { fonts: Face::ALL.iter().map(read).collect::<Result<_, String>>()? })
    }

    fn lines(&mut self, map: &mut Pixmap, lines: &[Line], x: f32, top: f32) {
        let mut y = top;
        for line in lines {
            for run in &line.runs {
                self.run(map, run, x, y + line.baseline);
            }
            y += line.height;
        }
    }

    fn run(&self, map: &mut Pixmap, run: &Run, x: f32, baseline: f32) {
        let Some((_, font)) = self.fonts.iter().find(|(face, _)| *face == run.face) else { return };
        let outlines = font.outline_glyphs();
        let mut paint = Paint::default();
        paint.set_color_rgba8(run.ink[0], run.ink[1], run.ink[2], 255);
        paint.anti_alias = true;
        let mut pen = Pen { path: PathBuilder::new(), x: x + run.x, y: baseline };
        for glyph in &run.glyphs {
            let at = pen.x;
            (pen.x, pen.y) = (at + glyph.offset.0, baseline + glyph.offset.1);
            if let Some(outline) = outlines.get(GlyphId::new(glyph.id)) {
                let size = DrawSettings::unhinted(Size::new(run.size), LocationRef::default());
                // A letter whose outline is broken is left out; ours are whole.
                let _ = outline.draw(size, &mut pen);
            }
            pen.x = at + glyph.advance;
        }
        if let Some(path) = pen.path.finish() {
            map.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
        }
    }
}

/// Draws outlines, whose y goes up, on a card, whose y goes down.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (left, down) = (self.x, self.y);
        self.path.cubic_to(left + cx0, down - cy0, left + cx1, down - cy1, left + x, down - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// Without an alpha channel: the card covers everything.
fn png(map: &Pixmap) -> Result<Vec<u8>, String> {
    let pixels: Vec<u8> =
        map.data().chunks_exact(4).flat_map(|one| [one[0], one[1], one[2]]).collect();
    let card = RgbImage::from_raw(WIDTH, HEIGHT, pixels).ok_or("a card has all its pixels")?;
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive)
        .write_image(card.as_raw(), WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of px above the ink of `text`.
    fn above(text: &str) -> usize {
        let span = Span { text: text.to_owned(), ..Span::default() };
        let mut setter = Setter::new().expect("the program's fonts");
        let lines = setter.lines(&[span], Type::new(100.0, WHITE), 400.0);
        let mut map = Pixmap::new(200, 200).expect("a size");
        Letters::new().expect("the program's fonts").lines(&mut map, &lines, 10.0, 10.0);
        let mut rows = map.pixels().chunks(200);
        rows.position(|row| row.iter().any(|one| one.alpha() > 0)).expect("ink")
    }

    #[test]
    fn a_mark_stands_above_a_letter_with_which_it_makes_no_one() {
        for letter in ["a", "A", "i", "ơ"] {
            let marked = format!("{letter}\u{312}");
            assert!(above(&marked) + 5 < above(letter), "{marked}");
        }
    }
}
