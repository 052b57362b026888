//! What is laid out: pieces of a text, and the tree that tells screen readers
//! what each of them is.

use krilla::tagging::{Identifier, TagKind};

use crate::channels::setting::{Ink, Line};

/// Points in a millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// A horizontal strip of a text; its width is the frame's. Measures in points.
#[derive(Debug, Clone)]
pub struct Piece {
    pub height: f32,
    /// Stands in the same frame as the piece after it.
    pub keep: bool,
    /// What it stands on.
    pub ground: Option<Ink>,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub enum Content {
    /// White, dropped at the top of a frame unless it has a ground.
    Gap,
    /// A thin line over the frame's width.
    Rule(Ink),
    /// Lines side by side: a list's mark and its text, the cells of a row.
    Lines(Vec<SetLine>),
    Picture(Placed),
}

/// A line at its place in a strip.
#[derive(Debug, Clone)]
pub struct SetLine {
    pub x: f32,
    pub line: Line,
    /// Whose text it is in the [`Tree`].
    pub node: usize,
}

/// A picture at its place in a strip; it fills its place and is cut to it.
#[derive(Debug, Clone)]
pub struct Placed {
    pub x: f32,
    pub width: f32,
    pub height: f32,
    /// Which of the pictures.
    pub picture: usize,
    pub node: usize,
}

impl Piece {
    pub fn gap(height: f32) -> Self {
        Self { height, keep: false, ground: None, content: Content::Gap }
    }
}

/// The structure of the document (ISO 32000-1 §14.7), by index.
#[derive(Debug, Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
    /// Those that stand in no other.
    pub roots: Vec<usize>,
}

#[derive(Debug)]
pub struct Node {
    pub tag: TagKind,
    pub children: Vec<Child>,
}

#[derive(Debug)]
pub enum Child {
    Node(usize),
    Content(Identifier),
}

impl Tree {
    /// A new node, the last of `parent`'s.
    pub fn add(&mut self, parent: Option<usize>, tag: impl Into<TagKind>) -> usize {
        let new = self.nodes.len();
        self.nodes.push(Node { tag: tag.into(), children: Vec::new() });
        match parent {
            Some(parent) => self.nodes[parent].children.push(Child::Node(new)),
            None => self.roots.push(new),
        }
        new
    }

    /// What was drawn belongs to `node`.
    pub fn content(&mut self, node: usize, drawn: Identifier) {
        self.nodes[node].children.push(Child::Content(drawn));
    }
}
