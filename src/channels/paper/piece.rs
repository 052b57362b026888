//! What is laid out: pieces of a text, and the tree that tells screen readers
//! what each of them is.

use std::rc::Rc;

use krilla::tagging::{Identifier, TagKind};

use crate::channels::setting::{Ink, Line};

/// Points in a millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// A horizontal strip of a text; its width is the frame's. Measures in points.
#[derive(Debug, Clone)]
pub struct Piece {
    pub height: f32,
    pub hold: Hold,
    /// What it stands on.
    pub ground: Option<Ink>,
    pub content: Content,
    /// What stands above it once more where it begins a frame: a table's head.
    pub again: Option<Rc<[Piece]>>,
}

/// How strongly a piece stays in one frame with the piece after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// Something new begins.
    Free,
    /// The next item of a list.
    Item,
    /// The same paragraph goes on.
    Text,
    /// The first two items of a list, and the last two.
    Edge,
    /// The next question of the same card.
    Part,
    /// Both are of one block that is cut only where no frame could hold it.
    Whole,
    /// A heading and its text, the first two lines of a paragraph, the lines of a row.
    Always,
}

#[derive(Debug, Clone)]
pub enum Content {
    /// White, dropped at the top of a frame unless it has a ground.
    Gap,
    /// White beside a picture; it stays.
    Room,
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
    /// Whose text it is in the [`Tree`]; none where it only stands there again.
    pub node: Option<usize>,
}

/// A picture at its place in a strip, which has the picture's proportions.
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
        Self { height, hold: Hold::Free, ground: None, content: Content::Gap, again: None }
    }

    /// White that the top or the end of a frame does without.
    pub fn is_white(&self) -> bool {
        self.ground.is_none() && matches!(self.content, Content::Gap)
    }

    /// As it stands there again: no part of the text.
    pub fn repeated(&self) -> Self {
        let mut again = Self { hold: Hold::Always, ..self.clone() };
        if let Content::Lines(lines) = &mut again.content {
            lines.iter_mut().for_each(|set| set.node = None);
        }
        again
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

    /// Without what was added at its roots since it had `size`.
    pub fn rewind(&mut self, (nodes, roots): (usize, usize)) {
        self.nodes.truncate(nodes);
        self.roots.truncate(roots);
    }

    /// Of nodes and of roots.
    pub fn size(&self) -> (usize, usize) {
        (self.nodes.len(), self.roots.len())
    }

    /// What was drawn belongs to `node`.
    pub fn content(&mut self, node: usize, drawn: Identifier) {
        self.nodes[node].children.push(Child::Content(drawn));
    }
}
