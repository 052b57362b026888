//! HTML that somebody typed into Markdown.

/// Raw HTML whose pictures are tags that nobody knows, which sanitising takes out:
/// they would pass by the rules for pictures (described, with a credit, ready).
/// `None`: there is none.
pub(super) fn without_pictures(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let tags = ["<img", "<picture", "<source"];
    let mut at: Vec<usize> =
        tags.iter().flat_map(|tag| lower.match_indices(tag).map(|(at, _)| at + 1)).collect();
    at.sort_unstable();
    let mut plain = html.to_owned();
    at.iter().rev().for_each(|at| plain.insert_str(*at, "x-"));
    (!at.is_empty()).then_some(plain)
}

/// Elements whose text does not hold any more.
const STRIKING: [&str; 3] = ["del", "s", "strike"];
/// Elements that a browser shows as blocks of their own (HTML Standard §15.3).
const BLOCKS: [&str; 28] = [
    "aside",
    "blockquote",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// What raw HTML says to whoever reads it without a browser.
pub(super) enum Part {
    Text(String),
    Line,
    /// A block begins or ends.
    Block,
    /// What follows is struck out, or is not any more.
    Struck(bool),
}

/// Raw HTML keeps its words; of its tags only what parts or strikes them is told.
pub(super) fn parts(html: &str) -> Vec<Part> {
    let (mut parts, mut done) = (Vec::new(), 0);
    let last = html.rfind('>').unwrap_or_default();
    for (at, _) in html[..last].match_indices('<') {
        let tag = &html[at + 1..];
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let part = match name[..end].to_ascii_lowercase().as_str() {
            "br" => Part::Line,
            name if STRIKING.contains(&name) => Part::Struck(!tag.starts_with('/')),
            name if BLOCKS.contains(&name) => Part::Block,
            _ => continue,
        };
        if at >= done {
            parts.extend([Part::Text(without_tags(&html[done..at])), part]);
            done = at + tag.find('>').map_or(1, |end| end + 2);
        }
    }
    parts.push(Part::Text(without_tags(&html[done..])));
    parts
}

/// Its words alone.
pub(super) fn without_tags(html: &str) -> String {
    let text = ammonia::Builder::empty().clean(html).to_string().replace('\n', " ");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
}
