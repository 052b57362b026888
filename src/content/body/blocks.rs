//! A body as blocks of styled text, for whoever lays it out without HTML: on
//! paper, or to be read aloud. It reads Markdown as [`super::render`] does.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use serde::Serialize;

use super::{MEDIA, callout, options, raw, shallow};
use crate::names::Language;

/// A stretch of text in one style; a line break is `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Span {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    /// Written, and taken back: to be seen, not to be told.
    pub struck: bool,
    /// Where it leads, as it was written.
    pub link: Option<String>,
}

/// One block of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Block {
    /// 2 and deeper: the title is the only first.
    Heading {
        level: u8,
        spans: Vec<Span>,
    },
    Paragraph(Vec<Span>),
    List {
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Table {
        head: Vec<Vec<Span>>,
        rows: Vec<Vec<Vec<Span>>>,
        /// Where the text of each column stands.
        sides: Vec<Side>,
    },
    /// Set apart from the text; a quotation has no title.
    Callout {
        title: &'static str,
        blocks: Vec<Block>,
    },
    /// A picture of ours, by uid; empty texts: the asset's own.
    Picture {
        uid: String,
        alt: String,
        caption: String,
    },
}

/// A side of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Side {
    Start,
    Center,
    End,
}

impl From<&Alignment> for Side {
    fn from(alignment: &Alignment) -> Self {
        match alignment {
            Alignment::None | Alignment::Left => Side::Start,
            Alignment::Center => Side::Center,
            Alignment::Right => Side::End,
        }
    }
}

impl Span {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true, ..Self::default() }
    }

    fn looks_like(&self, other: &Self) -> bool {
        let look = |span: &Self| (span.bold, span.italic, span.struck, span.link.clone());
        look(self) == look(other)
    }
}

/// The text of spans in a row.
pub fn text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// What spans say to whoever only hears them: what is struck out is left out.
pub fn told(spans: &[Span]) -> String {
    let standing = spans.iter().filter(|span| !span.struck).map(|span| span.text.as_str());
    standing.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads `markdown`.
pub fn blocks(markdown: &str, language: Language) -> Vec<Block> {
    let parser = pulldown_cmark::Parser::new_ext(markdown, options());
    let events = shallow(raw::whole(parser));
    let (style, struck) = (Span::default(), false);
    let mut reader = Reader { events: events.into_iter(), style, struck, language };
    reader.blocks()
}

struct Reader<'a> {
    events: std::vec::IntoIter<Event<'a>>,
    /// What text is like here; its own text is empty.
    style: Span,
    /// Whether raw HTML around whole blocks strikes them.
    struck: bool,
    language: Language,
}

/// Blocks that are read, and text that stands in none yet.
#[derive(Default)]
struct Read {
    blocks: Vec<Block>,
    loose: Vec<Span>,
}

impl Read {
    fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    /// Text goes on in the span before it where it looks the same.
    fn add(&mut self, mut span: Span) {
        if self.loose.is_empty() {
            span.text = span.text.trim_start().to_owned();
        }
        if span.text.is_empty() {
            return;
        }
        match self.loose.last_mut() {
            Some(last) if last.looks_like(&span) => last.text.push_str(&span.text),
            _ => self.loose.push(span),
        }
    }

    fn end_paragraph(&mut self) {
        let spans = std::mem::take(&mut self.loose);
        if spans.iter().any(|span| !span.text.trim().is_empty()) {
            self.blocks.push(Block::Paragraph(spans));
        }
    }
}

impl Reader<'_> {
    /// What stands until the block around it ends.
    fn blocks(&mut self) -> Vec<Block> {
        let mut read = Read::default();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(tag) => self.start(tag, &mut read),
                Event::End(
                    TagEnd::Item
                    | TagEnd::BlockQuote(_)
                    | TagEnd::FootnoteDefinition
                    | TagEnd::TableCell,
                ) => break,
                Event::End(TagEnd::Heading(level)) => {
                    let spans = std::mem::take(&mut read.loose);
                    read.push(Block::Heading { level: (level as u8).max(2), spans });
                }
                Event::End(TagEnd::Strong) => self.style.bold = false,
                Event::End(TagEnd::Emphasis) => self.style.italic = false,
                Event::End(TagEnd::Link) => self.style.link = None,
                Event::End(TagEnd::Strikethrough) => self.style.struck = false,
                Event::End(TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                    read.end_paragraph();
                }
                Event::Text(text) | Event::Code(text) => self.text(&text, &mut read),
                Event::SoftBreak => self.text(" ", &mut read),
                Event::HardBreak => self.text("\n", &mut read),
                Event::Html(html) => self.html(&html, &mut read, |reader| &mut reader.struck),
                Event::InlineHtml(html) => {
                    self.html(&html, &mut read, |reader| &mut reader.style.struck);
                }
                Event::FootnoteReference(label) => self.text(&format!("[{label}]"), &mut read),
                _ => {}
            }
        }
        read.end_paragraph();
        read.blocks
    }

    fn start(&mut self, tag: Tag, read: &mut Read) {
        match tag {
            Tag::Strong => self.style.bold = true,
            Tag::Emphasis => self.style.italic = true,
            Tag::Strikethrough => self.style.struck = true,
            Tag::Link { dest_url, .. } => self.style.link = Some(dest_url.to_string()),
            Tag::Image { dest_url, title, .. } => {
                let alt = super::text_until_image_ends(&mut self.events.by_ref());
                match dest_url.strip_prefix(MEDIA) {
                    Some(uid) => read.push(Block::Picture {
                        uid: uid.to_owned(),
                        alt,
                        caption: title.to_string(),
                    }),
                    None => self.text(&alt, read),
                }
            }
            Tag::List(first) => {
                let items = self.until(TagEnd::List(first.is_some()), Self::blocks);
                read.push(Block::List { first, items });
            }
            Tag::BlockQuote(kind) => {
                let title = kind.map_or("", |kind| callout::title(kind, self.language));
                let blocks = self.blocks();
                read.push(Block::Callout { title, blocks });
            }
            Tag::FootnoteDefinition(label) => {
                read.end_paragraph();
                self.text(&format!("[{label}] "), read);
                for block in self.blocks() {
                    match block {
                        Block::Paragraph(spans) if !read.loose.is_empty() => {
                            spans.into_iter().for_each(|span| read.add(span));
                            read.end_paragraph();
                        }
                        other => read.push(other),
                    }
                }
            }
            Tag::Table(alignments) => {
                let mut rows = Vec::new();
                while let Some(event) = self.events.next() {
                    match event {
                        Event::Start(Tag::TableHead) => {
                            rows.push(self.until(TagEnd::TableHead, Self::cell));
                        }
                        Event::Start(Tag::TableRow) => {
                            rows.push(self.until(TagEnd::TableRow, Self::cell));
                        }
                        Event::End(TagEnd::Table) => break,
                        _ => {}
                    }
                }
                let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                let sides = alignments.iter().map(Side::from).collect();
                read.push(Block::Table { head, rows, sides });
            }
            Tag::Heading { .. } | Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock => {
                read.end_paragraph();
                // A tag that nobody closed strikes its own paragraph only.
                self.style.struck = false;
            }
            _ => {}
        }
    }

    /// Reads one part after each start, until `end`.
    fn until<T>(&mut self, end: TagEnd, part: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut parts = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(_) => parts.push(part(self)),
                Event::End(one) if one == end => break,
                _ => {}
            }
        }
        parts
    }

    fn cell(&mut self) -> Vec<Span> {
        let paragraphs = self.blocks().into_iter().filter_map(|block| match block {
            Block::Paragraph(spans) => Some(spans),
            Block::Picture { alt, .. } => Some(vec![Span::plain(alt)]),
            _ => None,
        });
        paragraphs.flatten().collect()
    }

    fn text(&self, text: &str, read: &mut Read) {
        let struck = self.style.struck || self.struck;
        read.add(Span { text: text.to_owned(), struck, ..self.style.clone() });
    }

    /// Raw HTML; what its tags strike is marked in `struck`.
    fn html(&mut self, html: &str, read: &mut Read, struck: fn(&mut Self) -> &mut bool) {
        for part in raw::parts(html) {
            match part {
                raw::Part::Text(text) => self.text(&text, read),
                raw::Part::Line => self.text("\n", read),
                raw::Part::Block => read.end_paragraph(),
                raw::Part::Struck(begins) => *struck(self) = begins,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_into_blocks_and_no_word_is_lost() {
        let markdown = "## Ba bước\n\nMột **hai** *ba* [bốn](/nam)[^1].\n\n1. sáu\n   - bảy\n2. tám\n\n\
             | A | B |\n|---|---|\n| c | d |\n\n> [!TIP]\n> chín\n\n![mười](media:u \"mười một\")\n\n\
             <div>mười hai</div>\n\n[^1]: mười ba\n";
        let read = blocks(markdown, Language::Vi);
        let Block::Heading { level: 2, spans } = &read[0] else { panic!("{read:?}") };
        assert_eq!(text(spans), "Ba bước");
        let Block::Paragraph(spans) = &read[1] else { panic!("{read:?}") };
        assert_eq!(text(spans), "Một hai ba bốn[1].");
        assert!(spans[1].bold && spans[3].italic);
        assert_eq!(spans[5].link.as_deref(), Some("/nam"));
        let Block::List { first: Some(1), items } = &read[2] else { panic!("{read:?}") };
        assert!(matches!(&items[0][1], Block::List { first: None, .. }), "{items:?}");
        let Block::Table { head, rows, .. } = &read[3] else { panic!("{read:?}") };
        assert_eq!((text(&head[1]), text(&rows[0][1])), ("B".to_owned(), "d".to_owned()));
        assert!(matches!(&read[4], Block::Callout { title: "Mẹo hay", .. }), "{read:?}");
        assert!(matches!(&read[5], Block::Picture { uid, .. } if uid == "u"), "{read:?}");
        assert_eq!(read[6], Block::Paragraph(vec![Span::plain("mười hai")]));
        assert_eq!(read[7], Block::Paragraph(vec![Span::plain("[1] mười ba")]));
    }

    #[test]
    fn what_is_struck_out_is_known_and_raw_blocks_stand_apart() {
        let told = |markdown: &str| -> Vec<(String, String)> {
            let read = blocks(markdown, Language::Vi);
            let both = |block: &Block| match block {
                Block::Paragraph(spans) => (text(spans).trim().to_owned(), super::told(spans)),
                other => panic!("{other:?}"),
            };
            read.iter().map(both).collect()
        };
        for (markdown, expected) in [
            ("~~cũ 12~~ 15 triệu", &[("cũ 12 15 triệu", "15 triệu")][..]),
            ("<del>cũ</del> mới, <S>sai</S> đúng", &[("cũ mới, sai đúng", "mới, đúng")]),
            ("<del>\n\ncũ\n\n</del>\n\nmới", &[("cũ", ""), ("mới", "mới")]),
            ("một <del>hai\n\nba", &[("một hai", "một"), ("ba", "ba")]),
            (
                "<details><summary>Ẩn</summary>Nội dung ẩn</details>",
                &[("Ẩn", "Ẩn"), ("Nội dung ẩn", "Nội dung ẩn")],
            ),
            (
                "<p title='a'>x &lt; y</p><!-- thôi --><b>đậm</b>",
                &[("x < y", "x < y"), ("đậm", "đậm")],
            ),
            (
                "<details>\n<summary>Ẩn</summary>\nhai\nba\n</details>",
                &[("Ẩn", "Ẩn"), ("hai ba", "hai ba")],
            ),
            ("một<br>hai 3 <5", &[("một\nhai 3 <5", "một hai 3 <5")]),
        ] {
            let expected: Vec<_> =
                expected.iter().map(|(all, heard)| ((*all).into(), (*heard).into())).collect();
            assert_eq!(told(markdown), expected, "{markdown}");
        }
    }
}
