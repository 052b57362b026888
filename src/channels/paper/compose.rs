//! A sheet's texts into pieces of one width.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag, TagKind};

use super::pictures::Pictures;
use super::piece::{Content, Hold, MM, Piece, Placed, SetLine, Tree};
use super::{INK, MUTED, WARNING};
use crate::channels::setting::{Ink, Setter, Type};
use crate::channels::{Answer, Palette, Sheet};
use crate::content::body::blocks::{self, Block, Span};
use crate::text::contacts;

/// Composes at one size and width; the pieces collect in `pieces`.
pub struct Composer<'a> {
    pub setter: &'a mut Setter,
    pub tree: &'a mut Tree,
    pub pictures: &'a mut Pictures,
    pub pieces: Vec<Piece>,
    /// Of running text, points.
    pub size: f32,
    /// Points.
    pub width: f32,
    /// Where links that begin with `/` lead.
    pub site: &'a str,
    /// Left free on the right, points.
    pub right: f32,
    /// The level of the heading before.
    level: u8,
    pub ground: Option<Ink>,
    pub palette: Palette,
}

impl<'a> Composer<'a> {
    pub fn new(
        (setter, tree, pictures): (&'a mut Setter, &'a mut Tree, &'a mut Pictures),
        (size, width): (f32, f32),
        site: &'a str,
        palette: Palette,
    ) -> Self {
        let (pieces, right, level, ground) = (Vec::new(), 0.0, 1, None);
        Self { setter, tree, pictures, pieces, size, width, site, right, level, ground, palette }
    }

    pub fn gap(&mut self, height: f32) {
        self.held_gap(height, Hold::Free);
    }

    pub fn held_gap(&mut self, height: f32, hold: Hold) {
        self.pieces.push(Piece { ground: self.ground, hold, ..Piece::gap(height) });
    }

    /// The pieces from number `from` on stay together at least so strongly.
    pub fn hold(&mut self, from: usize, hold: Hold) {
        if let Some((_, pieces)) = self.pieces.get_mut(from..).and_then(<[Piece]>::split_last_mut) {
            pieces.iter_mut().for_each(|piece| piece.hold = piece.hold.max(hold));
        }
    }

    /// Spans as lines of a new node, `indent` from the left.
    pub fn text(&mut self, node: usize, spans: &[Span], style: Type, indent: f32) {
        let spans = self.absolute(spans);
        let lines = self.setter.lines(&spans, style, self.inner() - indent);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            // No line of a paragraph stands alone at a frame's top or end.
            let hold = match at + 1 {
                last if last == count => Hold::Free,
                next if next == 1 || next + 1 == count => Hold::Always,
                _ => Hold::Text,
            };
            let x = self.inset() + indent;
            self.push_lines(vec![SetLine { x, line, node: Some(node) }], hold);
        }
    }

    pub fn push_lines(&mut self, lines: Vec<SetLine>, hold: Hold) {
        let height = lines.iter().map(|set| set.line.height).fold(0.0, f32::max);
        let content = Content::Lines(lines);
        self.pieces.push(Piece { hold, ground: self.ground, content, ..Piece::gap(height) });
    }

    /// The last piece stays with what comes.
    pub fn hold_last(&mut self, hold: Hold) {
        if let Some(last) = self.pieces.last_mut() {
            last.hold = last.hold.max(hold);
        }
    }

    fn body(&self) -> Type {
        Type::new(self.size, INK)
    }

    /// Room on either side where there is a ground.
    pub fn inset(&self) -> f32 {
        if self.ground.is_some() { 3.0 * MM } else { 0.0 }
    }

    pub fn inner(&self) -> f32 {
        self.width - 2.0 * self.inset() - self.right
    }

    /// A heading; levels are never left out (ISO 14289-1 §7.4.2).
    pub fn heading(&mut self, parent: Option<usize>, level: u8, spans: &[Span], style: Type) {
        let level = level.min(self.level + 1);
        self.level = level;
        let number = NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN);
        let node = self.tree.add(parent, Tag::Hn(number, Some(blocks::text(spans))));
        let from = self.pieces.len();
        self.text(node, spans, style.heading(), 0.0);
        self.hold(from, Hold::Always);
        self.hold_last(Hold::Always);
    }

    pub fn paragraph(&mut self, parent: Option<usize>, spans: &[Span], style: Type, indent: f32) {
        let node = self.tree.add(parent, Tag::P);
        self.text(node, spans, style, indent);
    }

    /// The questions and what they are answered, on a ground of their own.
    pub fn answers(&mut self, sheet: &Sheet) {
        if sheet.answers.is_empty() {
            return;
        }
        let section = self.tree.add(None, Tag::Section);
        self.ground = Some(self.palette.tint);
        self.held_gap(2.5 * MM, Hold::Always);
        let title = [Span::plain(sheet.labels.answers.clone())];
        self.heading(
            Some(section),
            2,
            &title,
            Type::new(self.size * 1.25, self.palette.brand).bold(),
        );
        for (at, answer) in sheet.answers.iter().enumerate() {
            let hold = if at == 0 { Hold::Always } else { Hold::Part };
            self.hold_last(hold);
            self.held_gap(self.size * 0.45, hold);
            self.answer(section, answer);
        }
        if !sheet.validity.is_empty() {
            self.hold_last(Hold::Whole);
            self.held_gap(self.size * 0.45, Hold::Whole);
            let ink = if sheet.ended { WARNING } else { MUTED };
            let style = Type { bold: sheet.ended, ..Type::new(self.size * 0.92, ink) };
            let from = self.pieces.len();
            self.paragraph(Some(section), &[Span::plain(sheet.validity.clone())], style, 0.0);
            self.hold(from, Hold::Always);
        }
        self.hold_last(Hold::Always);
        self.gap(2.5 * MM);
        self.ground = None;
    }

    fn answer(&mut self, section: usize, answer: &Answer) {
        let from = self.pieces.len();
        let question = [Span::plain(answer.question.clone())];
        self.heading(Some(section), 3, &question, Type::new(self.size, self.palette.brand).bold());
        if let [line] = &answer.lines[..] {
            self.paragraph(Some(section), &[Span::plain(unbroken(line))], self.body(), 0.0);
        } else {
            let item = |line: &String| vec![Block::Paragraph(vec![Span::plain(unbroken(line))])];
            let items: Vec<_> = answer.lines.iter().map(item).collect();
            self.list(Some(section), None, &items, 0.0);
        }
        self.hold(from, Hold::Whole);
    }

    pub fn blocks(&mut self, parent: Option<usize>, blocks: &[Block], indent: f32) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                let share = if matches!(block, Block::Heading { .. }) { 0.9 } else { 0.5 };
                let hold = if leads_on(&blocks[at - 1]) { Hold::Always } else { Hold::Free };
                self.hold_last(hold);
                self.held_gap(self.size * share, hold);
            }
            self.block(parent, block, indent);
        }
    }

    fn block(&mut self, parent: Option<usize>, block: &Block, indent: f32) {
        match block {
            Block::Heading { level, spans } => {
                let larger = if *level == 2 { 1.25 } else { 1.08 };
                let style = Type::new(self.size * larger, self.palette.brand).bold().leading(1.25);
                self.heading(parent, *level, spans, style);
            }
            Block::Paragraph(spans) => self.paragraph(parent, spans, self.body(), indent),
            Block::List { first, items } => self.list(parent, *first, items, indent),
            Block::Table { head, rows, sides } => self.table(parent, head, rows, sides),
            Block::Callout { title, blocks } => self.callout(parent, title, blocks, indent),
            Block::Picture { uid, alt, caption } => self.figure(parent, uid, alt, caption),
        }
    }

    fn list(
        &mut self,
        parent: Option<usize>,
        first: Option<u64>,
        items: &[Vec<Block>],
        indent: f32,
    ) {
        let numbering = if first.is_some() { ListNumbering::Decimal } else { ListNumbering::Disc };
        let list = self.tree.add(parent, Tag::L(numbering));
        let marks: Vec<String> = (0_u64..)
            .map(|at| first.map_or_else(|| "•".to_owned(), |first| format!("{}.", first + at)))
            .take(items.len())
            .collect();
        let style = Type { ink: self.palette.brand, ..self.body().bold() };
        let spans: Vec<[Span; 1]> = marks.iter().map(|mark| [Span::plain(mark.clone())]).collect();
        let widest = spans.iter().map(|mark| self.setter.width(mark, style)).fold(0.0, f32::max);
        for (at, (item, mark)) in items.iter().zip(&spans).enumerate() {
            if at > 0 {
                // No item stands alone at a frame's top or end.
                let edge = at == 1 || at + 1 == items.len();
                let hold = if edge { Hold::Edge } else { Hold::Item };
                self.hold_last(hold);
                self.held_gap(self.size * 0.22, hold);
            }
            let entry = self.tree.add(Some(list), Tag::LI);
            let label = self.tree.add(Some(entry), Tag::Lbl);
            let body = self.tree.add(Some(entry), Tag::LBody);
            let from = self.pieces.len();
            self.blocks(Some(body), item, indent + widest + self.size * 0.45);
            let x = self.inset() + indent;
            let line = self.setter.lines(mark, style, f32::MAX).into_iter().next();
            let first = self.pieces[from..].iter_mut().find_map(|piece| match &mut piece.content {
                Content::Lines(lines) => Some(lines),
                _ => None,
            });
            if let (Some(line), Some(lines)) = (line, first) {
                lines.insert(0, SetLine { x, line, node: Some(label) });
            }
        }
    }

    fn callout(&mut self, parent: Option<usize>, title: &str, blocks: &[Block], indent: f32) {
        let tag: TagKind = if title.is_empty() { Tag::BlockQuote.into() } else { Tag::Div.into() };
        let node = self.tree.add(parent, tag);
        let outer = self.ground.replace(self.palette.tint);
        let from = self.pieces.len();
        self.held_gap(1.8 * MM, Hold::Always);
        if !title.is_empty() {
            let from = self.pieces.len();
            let style = Type::new(self.size, self.palette.brand).bold();
            self.paragraph(Some(node), &[Span::plain(title)], style, indent);
            self.hold(from, Hold::Always);
            self.hold_last(Hold::Always);
        }
        self.blocks(Some(node), blocks, indent);
        self.hold_last(Hold::Always);
        self.gap(1.8 * MM);
        self.hold(from, Hold::Whole);
        self.ground = outer;
    }

    fn figure(&mut self, parent: Option<usize>, uid: &str, alt: &str, caption: &str) {
        let Some(found) = self.pictures.find(uid) else {
            self.paragraph(parent, &[Span::plain(alt)], self.body(), 0.0);
            return;
        };
        let shown = self.pictures.picture(found).clone();
        let alt = if alt.is_empty() { shown.alt.clone() } else { alt.to_owned() };
        let caption = if caption.is_empty() { shown.caption.clone() } else { caption.to_owned() };
        let from = self.pieces.len();
        self.picture(parent, found, alt, self.inner());
        let told = [caption, shown.credit].into_iter().filter(|text| !text.is_empty());
        let told = told.collect::<Vec<_>>().join(" · ");
        if !told.is_empty() {
            self.held_gap(1.0 * MM, Hold::Always);
            let style = Type::new(self.size * 0.85, MUTED);
            self.paragraph(parent, &[Span::plain(told)], style, 0.0);
        }
        self.hold(from, Hold::Always);
    }

    /// A picture as wide as there is room, whole, at most so `high`.
    pub fn picture(&mut self, parent: Option<usize>, picture: usize, alt: String, high: f32) {
        let node = self.tree.add(parent, Tag::Figure(Some(alt)));
        let (width, height) = self.pictures.within(picture, (self.inner(), high));
        let x = self.inset() + (self.inner() - width) / 2.0;
        let content = Content::Picture(Placed { x, width, height, picture, node });
        self.pieces.push(Piece { ground: self.ground, content, ..Piece::gap(height) });
    }

    /// Links as a reader outside the site needs them; others are plain text.
    pub fn absolute(&self, spans: &[Span]) -> Vec<Span> {
        let known = |link: &String| match link {
            path if path.starts_with('/') && !path.starts_with("//") => {
                Some(format!("{}{path}", self.site))
            }
            link => ["https://", "http://", "mailto:", "tel:"]
                .iter()
                .any(|scheme| link.starts_with(scheme))
                .then(|| link.clone()),
        };
        let one = |span: &Span| Span { link: span.link.as_ref().and_then(known), ..span.clone() };
        spans.iter().map(one).collect()
    }
}

/// A line in which no telephone number is parted.
fn unbroken(line: &str) -> String {
    let parts = contacts::lines(line).into_iter().flatten();
    let whole = parts.map(|part| match part.tel {
        Some(_) => part.text.replace(' ', "\u{a0}"),
        None => part.text,
    });
    whole.collect()
}

/// Whether what comes next belongs to it.
fn leads_on(block: &Block) -> bool {
    match block {
        Block::Heading { .. } => true,
        Block::Paragraph(spans) => blocks::text(spans).trim_end().ends_with(':'),
        _ => false,
    }
}
