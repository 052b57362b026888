//! Laid pages into a PDF: tagged, with an outline, to PDF/UA-1 (ISO 14289-1).

use std::collections::BTreeMap;
use std::sync::Arc;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Node, SpanTag, Tag, TagGroup, TagTree, TextDecorationType,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::pictures::Pictures;
use super::piece::{Child, Content, Placed, Tree};
use super::{Frame, Laid};
use crate::channels::Sheet;
use crate::channels::setting::{Face, Ink, Line, Run};

/// Of the line through struck text above the baseline, as a share of its size; as the
/// font's own `OS/2` table has it.
const STRIKE_HEIGHT: f32 = 0.3;
/// The same of how thick it is.
const STRIKE_THICKNESS: f32 = 0.05;

/// Something on a page; points from its top left.
#[derive(Debug, Clone)]
pub enum Op {
    Fill {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        ink: Ink,
    },
    Line {
        x: f32,
        y: f32,
        line: Line,
        node: usize,
    },
    /// A line that is no part of the text: a folio, a table's head once more.
    Aside {
        x: f32,
        y: f32,
        line: Line,
        kind: ArtifactType,
    },
    Picture {
        y: f32,
        placed: Placed,
    },
}

/// One page; points.
pub struct PaperPage {
    pub width: f32,
    pub height: f32,
    pub ops: Vec<Op>,
}

impl PaperPage {
    pub fn new((width, height): (f32, f32)) -> Self {
        Self { width, height, ops: Vec::new() }
    }

    pub fn fill(&mut self, (x, y, width, height): (f32, f32, f32, f32), ink: Ink) {
        self.ops.push(Op::Fill { x, y, width, height, ink });
    }

    /// A piece at its place in `frame`.
    pub fn place(&mut self, laid: Laid, frame: Frame) {
        let y = frame.y + laid.y;
        let piece = laid.piece;
        if let Some(ink) = piece.ground.filter(|_| piece.height > 0.0) {
            // A hair taller, so that no seam shows between two.
            self.fill((frame.x, y, frame.width, piece.height + 0.3), ink);
        }
        match piece.content {
            Content::Gap | Content::Room => {}
            Content::Rule(ink) => self.fill((frame.x, y, frame.width, piece.height), ink),
            Content::Lines(lines) => self.ops.extend(lines.into_iter().map(|set| {
                let x = set.x + frame.x;
                match set.node {
                    Some(node) => Op::Line { x, y, line: set.line, node },
                    None => Op::Aside { x, y, line: set.line, kind: ArtifactType::PaginationOther },
                }
            })),
            Content::Picture(placed) => {
                let x = placed.x + frame.x;
                self.ops.push(Op::Picture { y, placed: Placed { x, ..placed } });
            }
        }
    }
}

/// Where a link's text stands, until its page is done with its surface.
struct Linked {
    node: usize,
    rect: Rect,
    to: String,
}

struct Painter<'a> {
    fonts: BTreeMap<Face, Font>,
    tree: &'a mut Tree,
    pictures: &'a Pictures,
    links: Vec<Linked>,
    outline: Vec<OutlineNode>,
    page: usize,
}

/// Writes the pages of `sheet`.
///
/// # Errors
/// When the fonts cannot be read, or the result would not be what PDF/UA-1 asks.
pub fn paint(
    sheet: &Sheet,
    pages: Vec<PaperPage>,
    mut tree: Tree,
    pictures: &Pictures,
) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut fonts = BTreeMap::new();
    for face in Face::ALL {
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(face.bytes());
        fonts.insert(face, Font::new(data.into(), 0).ok_or("a font cannot be read")?);
    }
    let (links, outline) = (Vec::new(), Vec::new());
    let mut painter = Painter { fonts, tree: &mut tree, pictures, links, outline, page: 0 };
    for (number, page) in pages.into_iter().enumerate() {
        painter.page = number;
        painter.page(&mut document, page)?;
    }
    let mut outline = Outline::new();
    painter.outline.into_iter().for_each(|node| outline.push_child(node));
    document.set_outline(outline);
    let mut tags = TagTree::new().with_lang(Some(sheet.language.name().to_owned()));
    for root in std::mem::take(&mut tree.roots) {
        tags.push(group(&mut tree, root));
    }
    document.set_tag_tree(tags);
    let metadata = Metadata::new()
        .title(sheet.title.clone())
        .description(sheet.sapo.clone())
        .authors(vec![sheet.office.clone()])
        .creator(sheet.site.clone())
        .language(sheet.language.name().to_owned());
    document.set_metadata(metadata);
    document.finish().map_err(|error| format!("{error:?}"))
}

/// A node and all below it, as the file has it.
fn group(tree: &mut Tree, node: usize) -> Node {
    let children = std::mem::take(&mut tree.nodes[node].children);
    let mut group = TagGroup::new(tree.nodes[node].tag.clone());
    for child in children {
        group.push(match child {
            Child::Node(inner) => self::group(tree, inner),
            Child::Content(drawn) => Node::from(drawn),
        });
    }
    group.into()
}

fn fill(ink: Ink) -> Fill {
    let [red, green, blue] = ink;
    Fill { paint: krilla::color::rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

impl Painter<'_> {
    fn page(&mut self, document: &mut Document, page: PaperPage) -> Result<(), String> {
        let settings = PageSettings::from_wh(page.width, page.height).ok_or("a page has a size")?;
        let mut made = document.start_page_with(settings);
        let mut surface = made.surface();
        for op in page.ops {
            match op {
                Op::Fill { x, y, width, height, ink } => {
                    surface.start_tagged(artifact(ArtifactType::Layout));
                    surface.set_fill(Some(fill(ink)));
                    if let Some(path) = rectangle(x, y, width, height) {
                        surface.draw_path(&path);
                    }
                    surface.end_tagged();
                }
                Op::Line { x, y, line, node } => self.line(&mut surface, (x, y), &line, node),
                Op::Aside { x, y, line, kind } => {
                    surface.start_tagged(artifact(kind));
                    for run in &line.runs {
                        self.run(&mut surface, (x, y + line.baseline), run);
                    }
                    surface.end_tagged();
                }
                Op::Picture { y, placed } => self.picture(&mut surface, y, &placed),
            }
        }
        surface.finish();
        for Linked { node, rect, to } in std::mem::take(&mut self.links) {
            let target = Target::Action(Action::Link(LinkAction::new(to.clone())));
            let link = Annotation::new_link(LinkAnnotation::new(rect, target), Some(to));
            let drawn = made.add_tagged_annotation(link);
            self.tree.content(node, drawn);
        }
        made.finish();
        Ok(())
    }

    /// A line of `owner`'s text: what leads somewhere or is struck out is told apart.
    fn line(&mut self, surface: &mut Surface, (x, y): (f32, f32), line: &Line, owner: usize) {
        self.outline_heading(owner, (x, y));
        for runs in line.runs.chunk_by(|a, b| (&a.link, a.struck) == (&b.link, b.struck)) {
            let struck = runs.first().is_some_and(|run| run.struck);
            let through = Some(TextDecorationType::LineThrough);
            let owner = match struck {
                true => self.tree.add(Some(owner), Tag::Span.with_text_decoration_type(through)),
                false => owner,
            };
            let drawn = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            for run in runs {
                self.run(surface, (x, y + line.baseline), run);
            }
            surface.end_tagged();
            let Some((first, to)) = runs.first().and_then(|run| Some((run, run.link.clone()?)))
            else {
                self.tree.content(owner, drawn);
                continue;
            };
            let width: f32 = runs.iter().map(|run| run.width).sum();
            let rect = Rect::from_xywh(x + first.x, y, width.max(0.1), line.height);
            let node = self.tree.add(Some(owner), Tag::Link);
            self.tree.content(node, drawn);
            self.links.extend(rect.map(|rect| Linked { node, rect, to }));
        }
    }

    /// A heading's first line is where the outline leads.
    fn outline_heading(&mut self, node: usize, (x, y): (f32, f32)) {
        let node = &self.tree.nodes[node];
        let Some(title) = node.tag.title().filter(|_| node.children.is_empty()) else { return };
        let to = XyzDestination::new(self.page, Point::from_xy(x, y));
        self.outline.push(OutlineNode::new(title.to_owned(), to));
    }

    fn run(&self, surface: &mut Surface, (x, y): (f32, f32), run: &Run) {
        let Some(font) = self.fonts.get(&run.face) else { return };
        let glyph = |glyph: &crate::channels::setting::Glyph| {
            let (right, up) = (glyph.offset.0, -glyph.offset.1);
            let size = run.size;
            let id = GlyphId::new(glyph.id);
            let advance = glyph.advance / size;
            let shows = glyph.shows.clone();
            KrillaGlyph::new(id, advance, right / size, up / size, 0.0, shows, None)
        };
        let glyphs: Vec<KrillaGlyph> = run.glyphs.iter().map(glyph).collect();
        surface.set_fill(Some(fill(run.ink)));
        let start = Point::from_xy(x + run.x, y);
        surface.draw_glyphs(start, &glyphs, font.clone(), &run.text, run.size, false);
        if run.struck {
            let (up, thick) = (STRIKE_HEIGHT * run.size, STRIKE_THICKNESS * run.size);
            if let Some(path) = rectangle(x + run.x, y - up - thick, run.width, thick) {
                surface.draw_path(&path);
            }
        }
    }

    fn picture(&mut self, surface: &mut Surface, y: f32, placed: &Placed) {
        let image = self.pictures.image(placed.picture).clone();
        let drawn = surface.start_tagged(ContentTag::Other);
        if let Some(size) = Size::from_wh(placed.width, placed.height) {
            surface.push_transform(&Transform::from_translate(placed.x, y));
            surface.draw_image(image, size);
            surface.pop();
        }
        surface.end_tagged();
        self.tree.content(placed.node, drawn);
    }
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<krilla::geom::Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}
