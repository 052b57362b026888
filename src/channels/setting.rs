//! Text into lines of placed letters, for paper and for the card.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions};
use parley::{
    FontContext, FontFamilyName, FontStyle, FontWeight, LayoutContext, LineHeight, OverflowWrap,
    StyleProperty,
};
use skrifa::{FontRef, MetadataProvider};

use crate::content::body::blocks::Span;

/// Red, green, blue.
pub type Ink = [u8; 3];

/// The family in every face's own name table.
const FAMILY: &str = "Noto Sans";

/// A face of the family; it comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    Regular,
    Bold,
    Italic,
}

impl Face {
    pub const ALL: [Face; 3] = [Face::Regular, Face::Bold, Face::Italic];

    /// The font file (TrueType).
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => ttf_noto_sans::REGULAR,
            Face::Bold => ttf_noto_sans::BOLD,
            Face::Italic => ttf_noto_sans::ITALIC,
        }
    }
}

/// How a paragraph is set; sizes in the unit of the page.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    pub size: f32,
    /// Of a line, as a multiple of the size.
    pub leading: f32,
    pub bold: bool,
    pub ink: Ink,
    /// A short word does not stay alone on the last line: the one before comes to it.
    pub heading: bool,
}

impl Type {
    pub const fn new(size: f32, ink: Ink) -> Self {
        Self { size, leading: 1.36, bold: false, ink, heading: false }
    }

    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub const fn heading(self) -> Self {
        Self { heading: true, ..self }
    }

    pub const fn leading(self, leading: f32) -> Self {
        Self { leading, ..self }
    }
}

/// Whether the last line is less than a third of the longest.
fn ends_lonely(lines: &[Line]) -> bool {
    let longest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    lines.last().is_some_and(|last| lines.len() > 1 && last.width < longest / 3.0)
}

/// The byte of the text at which the last word of the last of `lines` begins to be
/// a word of its own: the space before it.
fn last_space(lines: &[Line]) -> Option<usize> {
    let runs = lines.last()?.runs.iter().rev();
    let mut glyphs = runs
        .flat_map(|run| run.glyphs.iter().rev().map(|glyph| (glyph, &run.text)))
        .skip_while(|(glyph, text)| text.get(glyph.shows.clone()) == Some(" "));
    let space = glyphs.find(|(glyph, text)| text.get(glyph.shows.clone()) == Some(" "))?;
    Some(space.0.shows.start)
}

/// One line.
#[derive(Debug, Clone)]
pub struct Line {
    pub height: f32,
    /// Below the line's top.
    pub baseline: f32,
    pub width: f32,
    pub runs: Vec<Run>,
}

/// Letters of one face, size, ink and link.
#[derive(Debug, Clone)]
pub struct Run {
    pub face: Face,
    pub size: f32,
    pub ink: Ink,
    /// An index into what was set, for links.
    pub link: Option<String>,
    /// To be drawn struck through.
    pub struck: bool,
    /// From the line's left.
    pub x: f32,
    pub width: f32,
    /// The paragraph that the glyphs' ranges are of.
    pub text: Rc<str>,
    pub glyphs: Vec<Glyph>,
}

/// One letter; measures in the unit of the page.
#[derive(Debug, Clone)]
pub struct Glyph {
    pub id: u32,
    pub advance: f32,
    /// To the right and down; only of a mark on a letter that has none with it.
    pub offset: (f32, f32),
    /// The bytes of the text that it shows.
    pub shows: Range<usize>,
}

/// What a stretch of a paragraph is like, for parley to carry along.
#[derive(Debug, Clone, PartialEq, Default)]
struct Mark {
    ink: Ink,
    link: Option<String>,
    struck: bool,
}

/// Sets text; making one reads the fonts once.
pub struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<Mark>,
    faces: Vec<(u64, Face)>,
    charmap: skrifa::charmap::Charmap<'static>,
}

impl Setter {
    /// # Errors
    /// When a font of the program's own cannot be read.
    pub fn new() -> Result<Self, String> {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut fonts =
            FontContext { collection: Collection::new(options), ..FontContext::default() };
        let mut faces = Vec::new();
        for face in Face::ALL {
            let blob = Blob::new(Arc::new(face.bytes()));
            faces.push((blob.id(), face));
            fonts.collection.register_fonts(blob, None);
        }
        let regular = FontRef::new(Face::Regular.bytes()).map_err(|error| error.to_string())?;
        Ok(Self { fonts, layouts: LayoutContext::new(), faces, charmap: regular.charmap() })
    }

    /// Lines of at most `width`; a word that is longer is broken.
    pub fn lines(&mut self, spans: &[Span], style: Type, width: f32) -> Vec<Line> {
        let lines = self.filled(spans, style, width);
        if !style.heading || !ends_lonely(&lines) {
            return lines;
        }
        let Some(space) = last_space(&lines[..lines.len() - 1]) else { return lines };
        let mut from = 0;
        let broken = |span: &Span| {
            let own = from..from + span.text.len();
            from = own.end;
            let mut text = span.text.clone();
            if own.contains(&space) {
                text.replace_range(space - own.start..=space - own.start, "\n");
            }
            Span { text, ..span.clone() }
        };
        let spans: Vec<Span> = self.all_known(spans).iter().map(broken).collect();
        let moved = self.filled(&spans, style, width);
        if moved.len() > lines.len() { lines } else { moved }
    }

    fn filled(&mut self, spans: &[Span], style: Type, width: f32) -> Vec<Line> {
        let spans = self.all_known(spans);
        let text: Rc<str> = spans.iter().map(|span| span.text.as_str()).collect::<String>().into();
        if text.trim().is_empty() {
            return Vec::new();
        }
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, &text, 1.0, false);
        builder.push_default(FontFamilyName::named(FAMILY));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(LineHeight::FontSizeRelative(style.leading));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        let plain = Mark { ink: style.ink, ..Mark::default() };
        builder.push_default(StyleProperty::Brush(plain.clone()));
        if style.bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        let mut at = 0;
        for span in &spans {
            let range = at..at + span.text.len();
            at = range.end;
            if span.bold {
                builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range.clone());
            } else if span.italic && !style.bold {
                builder.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone());
            }
            let mark = Mark { link: span.link.clone(), struck: span.struck, ..plain.clone() };
            if mark != plain {
                builder.push(StyleProperty::Brush(mark), range);
            }
        }
        let mut layout = builder.build(&*text);
        layout.break_all_lines(Some(width));
        layout.lines().map(|line| self.line(&line, layout.styles(), &text)).collect()
    }

    /// The width of `text` on one line.
    pub fn width(&mut self, spans: &[Span], style: Type) -> f32 {
        self.lines(spans, style, f32::MAX).iter().map(|line| line.width).fold(0.0, f32::max)
    }

    fn all_known(&self, spans: &[Span]) -> Vec<Span> {
        let known = |span: &Span| Span { text: self.known(&span.text), ..span.clone() };
        spans.iter().map(known).collect()
    }

    /// Letters that the fonts have: of another script or a picture there is
    /// nothing to draw. A box to be ticked is drawn in what they have.
    fn known(&self, text: &str) -> String {
        let mut known = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\n' | ' ' => known.push(letter),
                '☐' => known.push_str("[  ]"),
                '☑' | '☒' => known.push_str("[x]"),
                c if c.is_whitespace() => known.push(' '),
                c if self.charmap.map(c).is_some_and(|id| id.to_u32() > 0) => known.push(c),
                c if c.is_alphanumeric() => known.push('?'),
                _ => {}
            }
        }
        known
    }

    fn line(
        &self,
        line: &parley::Line<'_, Mark>,
        styles: &[parley::layout::Style<Mark>],
        text: &Rc<str>,
    ) -> Line {
        let metrics = line.metrics();
        let mut runs: Vec<Run> = Vec::new();
        let mut x = 0.0;
        for run in line.runs() {
            let id = run.font().data.id();
            let face = self.faces.iter().find(|(own, _)| *own == id);
            let face = face.map_or(Face::Regular, |(_, face)| *face);
            let mut style = None;
            for cluster in run.visual_clusters() {
                if cluster.is_hard_line_break() {
                    continue;
                }
                // The glyph before shows this letter too.
                if cluster.is_ligature_continuation() {
                    let last = runs.last_mut().and_then(|run| run.glyphs.last_mut());
                    if let Some(glyph) = last {
                        glyph.shows.end = cluster.text_range().end;
                    }
                    continue;
                }
                for glyph in cluster.glyphs() {
                    if style != Some(glyph.style_index()) {
                        style = Some(glyph.style_index());
                        let mark = &styles[glyph.style_index()].brush;
                        runs.push(Run {
                            face,
                            size: run.font_size(),
                            ink: mark.ink,
                            link: mark.link.clone(),
                            struck: mark.struck,
                            x,
                            width: 0.0,
                            text: Rc::clone(text),
                            glyphs: Vec::new(),
                        });
                    }
                    x += glyph.advance;
                    let Some(run) = runs.last_mut() else { continue };
                    run.width += glyph.advance;
                    run.glyphs.push(Glyph {
                        id: glyph.id,
                        advance: glyph.advance,
                        offset: (glyph.x, glyph.y),
                        shows: cluster.text_range(),
                    });
                }
            }
        }
        let top = metrics.block_min_coord;
        Line {
            height: metrics.line_height,
            baseline: metrics.baseline - top,
            width: metrics.advance - metrics.trailing_whitespace,
            runs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_has_the_letters_and_tone_marks_of_the_languages_of_content() {
        // Vietnamese in one piece each, Iu Mien (plain letters), and Mường: its tone
        // marks of 2016 stand on letters with which they never make one.
        let vietnamese = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
        let marks = "\u{300}\u{301}\u{303}\u{309}\u{323}\u{312}\u{320}";
        for face in Face::ALL {
            let font = FontRef::new(face.bytes()).expect("a font of the program's own");
            let capitals = vietnamese.to_uppercase();
            let plain = ('a'..='z').chain('A'..='Z').chain("'’?".chars());
            let others = [vietnamese, &capitals, marks].map(str::chars);
            for letter in plain.chain(others.into_iter().flatten()) {
                let glyph = font.charmap().map(letter).map_or(0, |id| id.to_u32());
                assert!(glyph > 0, "{face:?} lacks {letter:?}");
            }
        }
    }

    #[test]
    fn a_heading_does_not_end_with_one_short_word() {
        let mut setter = Setter::new().expect("the program's fonts");
        let shown = |lines: &[Line]| -> Vec<String> {
            let text = |line: &Line| {
                let glyphs = line.runs.iter().flat_map(|run| {
                    run.glyphs.iter().map(|glyph| run.text[glyph.shows.clone()].to_owned())
                });
                glyphs.collect::<String>().trim().to_owned()
            };
            lines.iter().map(text).collect()
        };
        let spans =
            [Span::bold("Vừa thoát nghèo: năm việc "), Span::bold("để không nghèo trở lại")];
        let style = Type::new(20.0, [0, 0, 0]).bold();
        let plain = shown(&setter.lines(&spans, style, 180.0));
        assert_eq!(plain, ["Vừa thoát nghèo:", "năm việc để", "không nghèo trở", "lại"]);
        let heading = shown(&setter.lines(&spans, style.heading(), 180.0));
        assert_eq!(heading, ["Vừa thoát nghèo:", "năm việc để", "không nghèo", "trở lại"]);
        let one = shown(&setter.lines(&[Span::bold("Lại")], style.heading(), 180.0));
        assert_eq!(one, ["Lại"]);
    }
}
