//! HTML that somebody typed into Markdown.

use pulldown_cmark::Event;

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

/// Raw HTML comes a line at a time: the lines of a block are one again, without what a
/// browser shows nobody, comments, scripts and styles.
pub(super) fn whole<'a>(
    events: impl Iterator<Item = Event<'a>>,
) -> impl Iterator<Item = Event<'a>> {
    let mut events = events.peekable();
    std::iter::from_fn(move || match events.next()? {
        Event::Html(first) => {
            let mut html = first.into_string();
            while let Some(Event::Html(line)) =
                events.next_if(|next| matches!(next, Event::Html(_)))
            {
                html.push_str(&line);
            }
            Some(Event::Html(shown(html).into()))
        }
        Event::InlineHtml(html) => Some(Event::InlineHtml(shown(html.into_string()).into())),
        other => Some(other),
    })
}

const HIDDEN: [(&str, &str); 3] =
    [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")];

fn shown(html: String) -> String {
    // Letters of the same length, so that places in one are places in the other.
    let lower = html.to_ascii_lowercase();
    let (mut out, mut done) = (String::new(), 0);
    for (at, _) in lower.match_indices('<') {
        let hidden = HIDDEN.iter().find(|(begin, _)| lower[at..].starts_with(begin));
        if let Some((_, end)) = hidden.filter(|_| at >= done) {
            out.push_str(&html[done..at]);
            done = lower[at..].find(end).map_or(html.len(), |found| at + found + end.len());
        }
    }
    out + &html[done..]
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
            done = at + 1 + end_of(tag);
        }
    }
    parts.push(Part::Text(without_tags(&html[done..])));
    parts
}

/// Where a tag ends: no `>` in quotation marks ends it.
fn end_of(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Its words alone.
pub(super) fn without_tags(html: &str) -> String {
    let text = ammonia::Builder::empty().clean(html).to_string().replace('\n', " ");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
}
