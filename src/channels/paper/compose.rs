//! A sheet's texts into pieces of one width.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag, TagKind};

use super::pictures::Pictures;
use super::piece::{Content, MM, Piece, Placed, SetLine, Tree};
use super::{BRAND, INK, MUTED, PAPER, TINT};
use crate::channels::setting::{Line, Setter, Type};
use crate::channels::{Answer, Sheet};
use crate::content::body::blocks::{self, Block, Span};

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
    /// The level of the heading before.
    level: u8,
    ground: Option<crate::channels::setting::Ink>,
}

impl<'a> Composer<'a> {
    pub fn new(
        (setter, tree, pictures): (&'a mut Setter, &'a mut Tree, &'a mut Pictures),
        (size, width): (f32, f32),
        site: &'a str,
    ) -> Self {
        let pieces = Vec::new();
        Self { setter, tree, pictures, pieces, size, width, site, level: 1, ground: None }
    }

    pub fn gap(&mut self, height: f32) {
        self.pieces.push(Piece { ground: self.ground, ..Piece::gap(height) });
    }

    /// A gap that never ends a frame.
    fn gap_before(&mut self, height: f32) {
        self.pieces.push(Piece { ground: self.ground, keep: true, ..Piece::gap(height) });
    }

    /// Spans as lines of a new node, `indent` from the left.
    pub fn text(&mut self, node: usize, spans: &[Span], style: Type, indent: f32) {
        let spans = self.absolute(spans);
        let lines = self.setter.lines(&spans, style, self.inner() - indent);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            // No line of a paragraph stands alone at a frame's top or end.
            let keep = count > 1 && (at == 0 || at + 2 == count);
            let x = self.inset() + indent;
            self.push_lines(vec![SetLine { x, line, node }], keep);
        }
    }

    pub fn push_lines(&mut self, lines: Vec<SetLine>, keep: bool) {
        let height = lines.iter().map(|set| set.line.height).fold(0.0, f32::max);
        self.pieces.push(Piece {
            height,
            keep,
            ground: self.ground,
            content: Content::Lines(lines),
        });
    }

    /// The last lines stay with what comes.
    fn keep_with_next(&mut self, from: usize) {
        self.pieces[from..].iter_mut().for_each(|piece| piece.keep = true);
    }

    fn body(&self) -> Type {
        Type::new(self.size, INK)
    }

    /// Room on either side where there is a ground.
    fn inset(&self) -> f32 {
        if self.ground.is_some() { 3.0 * MM } else { 0.0 }
    }

    fn inner(&self) -> f32 {
        self.width - 2.0 * self.inset()
    }

    /// A heading; levels are never left out (ISO 14289-1 §7.4.2).
    pub fn heading(&mut self, parent: Option<usize>, level: u8, spans: &[Span], style: Type) {
        let level = level.min(self.level + 1);
        self.level = level;
        let number = NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN);
        let node = self.tree.add(parent, Tag::Hn(number, Some(blocks::text(spans))));
        let from = self.pieces.len();
        self.text(node, spans, style, 0.0);
        self.keep_with_next(from);
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
        self.ground = Some(TINT);
        self.gap_before(2.5 * MM);
        let title = [Span::plain(sheet.labels.answers.clone())];
        self.heading(Some(section), 2, &title, Type::new(self.size * 1.25, BRAND).bold());
        for answer in &sheet.answers {
            self.gap(self.size * 0.45);
            self.answer(section, answer);
        }
        if !sheet.validity.is_empty() {
            self.gap(self.size * 0.45);
            let style = Type::new(self.size * 0.92, MUTED);
            self.paragraph(Some(section), &[Span::plain(sheet.validity.clone())], style, 0.0);
        }
        if let Some(last) = self.pieces.last_mut() {
            last.keep = true;
        }
        self.gap(2.5 * MM);
        self.ground = None;
    }

    fn answer(&mut self, section: usize, answer: &Answer) {
        let question = [Span::plain(answer.question.clone())];
        self.heading(Some(section), 3, &question, Type::new(self.size, BRAND).bold());
        if let [line] = &answer.lines[..] {
            self.paragraph(Some(section), &[Span::plain(line.clone())], self.body(), 0.0);
        } else {
            let item = |line: &String| vec![Block::Paragraph(vec![Span::plain(line.clone())])];
            let items: Vec<_> = answer.lines.iter().map(item).collect();
            self.list(Some(section), None, &items, 0.0);
        }
    }

    pub fn blocks(&mut self, parent: Option<usize>, blocks: &[Block], indent: f32) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                self.gap(
                    self.size * if matches!(block, Block::Heading { .. }) { 0.9 } else { 0.5 },
                );
            }
            self.block(parent, block, indent);
        }
    }

    fn block(&mut self, parent: Option<usize>, block: &Block, indent: f32) {
        match block {
            Block::Heading { level, spans } => {
                let larger = if *level == 2 { 1.25 } else { 1.08 };
                let style = Type::new(self.size * larger, BRAND).bold().leading(1.25);
                self.heading(parent, *level, spans, style);
            }
            Block::Paragraph(spans) => self.paragraph(parent, spans, self.body(), indent),
            Block::List { first, items } => self.list(parent, *first, items, indent),
            Block::Table { head, rows } => self.table(parent, head, rows),
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
        let style = Type { ink: BRAND, ..self.body().bold() };
        let spans: Vec<[Span; 1]> = marks.iter().map(|mark| [Span::plain(mark.clone())]).collect();
        let widest = spans.iter().map(|mark| self.setter.width(mark, style)).fold(0.0, f32::max);
        for (at, (item, mark)) in items.iter().zip(&spans).enumerate() {
            if at > 0 {
                self.gap(self.size * 0.22);
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
                lines.insert(0, SetLine { x, line, node: label });
            }
        }
    }

    /// Columns as wide as their texts ask, within reason; rows break between lines.
    fn table(&mut self, parent: Option<usize>, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        let table = self.tree.add(parent, Tag::Table);
        let size = self.size * 0.95;
        let widths = self.columns(head, rows, size);
        self.pieces.push(rule(BRAND));
        let all = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
        for (at, row) in all.enumerate() {
            let node = self.tree.add(Some(table), Tag::TR);
            let (style, line) = match at {
                0 => (Type::new(size, BRAND).bold().leading(1.25), BRAND),
                _ => (Type::new(size, INK).leading(1.25), PAPER),
            };
            let mut cells: Vec<(f32, usize, std::vec::IntoIter<Line>)> = Vec::new();
            let mut x = self.inset();
            for (cell, width) in row.iter().zip(&widths) {
                let tag: TagKind =
                    if at == 0 { Tag::TH(TableHeaderScope::Column).into() } else { Tag::TD.into() };
                let cell_node = self.tree.add(Some(node), tag);
                let spans = self.absolute(cell);
                let lines = self.setter.lines(&spans, style, width - 2.0 * MM);
                cells.push((x, cell_node, lines.into_iter()));
                x += width;
            }
            self.gap_before(1.0 * MM);
            loop {
                let mut next = Vec::new();
                for (x, node, lines) in &mut cells {
                    next.extend(lines.next().map(|line| SetLine { x: *x, line, node: *node }));
                }
                if next.is_empty() {
                    break;
                }
                self.push_lines(next, true);
            }
            self.gap_before(1.0 * MM);
            self.pieces.push(Piece { keep: at == 0, ..rule(line) });
        }
    }

    /// Each column holds its longest word; what is left goes to those that
    /// could use it, as much as they could.
    fn columns(&mut self, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>], size: f32) -> Vec<f32> {
        let style = Type::new(size, INK).bold();
        let (mut least, mut wanted) = (Vec::new(), Vec::new());
        for column in 0..head.len() {
            let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
            let (mut word, mut whole) = (0.0_f32, 0.0_f32);
            for cell in cells.filter_map(|row| row.get(column)) {
                whole = whole.max(self.setter.width(cell, style));
                for one in blocks::text(cell).split_whitespace() {
                    word = word.max(self.setter.width(&[Span::plain(one)], style));
                }
            }
            least.push(word + 2.5 * MM);
            wanted.push((whole - word).max(1.0));
        }
        let (inner, sum) = (self.inner(), least.iter().sum::<f32>());
        if sum >= inner {
            return least.into_iter().map(|width| width * inner / sum).collect();
        }
        let all: f32 = wanted.iter().sum();
        let more = least.iter().zip(&wanted);
        more.map(|(width, wanted)| width + (inner - sum) * wanted / all).collect()
    }

    fn callout(&mut self, parent: Option<usize>, title: &str, blocks: &[Block], indent: f32) {
        let tag: TagKind = if title.is_empty() { Tag::BlockQuote.into() } else { Tag::Div.into() };
        let node = self.tree.add(parent, tag);
        let outer = self.ground.replace(TINT);
        self.gap_before(1.8 * MM);
        if !title.is_empty() {
            let from = self.pieces.len();
            let style = Type::new(self.size, BRAND).bold();
            self.paragraph(Some(node), &[Span::plain(title)], style, indent);
            self.keep_with_next(from);
        }
        self.blocks(Some(node), blocks, indent);
        if let Some(last) = self.pieces.last_mut() {
            last.keep = true;
        }
        self.gap(1.8 * MM);
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
        let ratio = shown.height as f32 / shown.width.max(1) as f32;
        let height = (self.inner() * ratio).min(self.inner());
        self.picture(parent, found, alt, height);
        let told = [caption, shown.credit].into_iter().filter(|text| !text.is_empty());
        let told = told.collect::<Vec<_>>().join(" · ");
        if !told.is_empty() {
            if let Some(last) = self.pieces.last_mut() {
                last.keep = true;
            }
            self.gap_before(1.0 * MM);
            let style = Type::new(self.size * 0.85, MUTED);
            self.paragraph(parent, &[Span::plain(told)], style, 0.0);
        }
    }

    /// A picture over the whole width, cut to `height`.
    pub fn picture(&mut self, parent: Option<usize>, picture: usize, alt: String, height: f32) {
        let node = self.tree.add(parent, Tag::Figure(Some(alt)));
        let (x, width) = (self.inset(), self.inner());
        let content = Content::Picture(Placed { x, width, height, picture, node });
        self.pieces.push(Piece { height, keep: false, ground: self.ground, content });
    }

    /// Links as a reader outside the site needs them; others are plain text.
    fn absolute(&self, spans: &[Span]) -> Vec<Span> {
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

fn rule(ink: crate::channels::setting::Ink) -> Piece {
    Piece { keep: true, content: Content::Rule(ink), ..Piece::gap(0.6) }
}
