//! Markdown to safe HTML, once per revision.
//!
//! CommonMark with tables, footnotes, strike-through, callouts and figures.
//! Whatever was typed, what comes out passed through [`sanitise`]: the page
//! holds no script, no style, no picture but our own.

pub mod blocks;
mod callout;
mod clean;
mod raw;

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

pub use self::clean::sanitise;
use self::raw::without_tags;
use super::{ContentLanguage, picture::Picture};
use crate::text::slug;

/// What a body becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Sanitised HTML for the page.
    pub html: String,
    /// Plain text for search, snippets, and reading aloud.
    pub text: String,
}

/// How deep quotations and lists stand in each other, at most.
const MAX_DEPTH: usize = 32;
/// Tags of raw HTML in one body, at most.
const MAX_TAGS: usize = 2_000;

/// The scheme that names a picture of ours in Markdown: `![alt](media:UID "caption")`.
const MEDIA: &str = "media:";

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Uids of the pictures a body embeds, in order, possibly repeated.
pub fn asset_references(markdown: &str) -> Vec<String> {
    if !markdown.contains(MEDIA) {
        return Vec::new();
    }
    Parser::new_ext(markdown, options())
        .filter_map(|event| match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                dest_url.strip_prefix(MEDIA).map(str::to_owned)
            }
            _ => None,
        })
        .collect()
}

/// Addresses of pictures that are none of ours: no page shows them.
pub fn foreign_pictures(markdown: &str) -> Vec<String> {
    let address = |event| match event {
        Event::Start(Tag::Image { dest_url, .. }) if !dest_url.starts_with(MEDIA) => {
            Some(dest_url.into_string())
        }
        _ => None,
    };
    Parser::new_ext(markdown, options()).filter_map(address).collect()
}

/// The alt text written at each embedded picture, by uid; the last one wins.
pub fn written_alts(markdown: &str) -> HashMap<String, String> {
    if !markdown.contains(MEDIA) {
        return HashMap::new();
    }
    let mut events =
        Parser::new_ext(markdown, options()).collect::<Vec<_>>().into_iter().peekable();
    let mut alts = HashMap::new();
    while let Some(event) = events.next() {
        let Event::Start(Tag::Image { dest_url, .. }) = event else { continue };
        let alt = text_until_image_ends(&mut events);
        if let Some(uid) = dest_url.strip_prefix(MEDIA) {
            alts.insert(uid.to_owned(), alt);
        }
    }
    alts
}

/// Rewrites the uid of every embedded picture (import knows them by key).
pub fn rename_assets(markdown: &str, rename: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut kept = 0;
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        let Event::Start(Tag::Image { dest_url, .. }) = event else { continue };
        let Some(new) = dest_url.strip_prefix(MEDIA).and_then(&rename) else { continue };
        let Some(found) = markdown[range.clone()].find(&*dest_url) else { continue };
        let at = range.start + found;
        out.push_str(&markdown[kept..at]);
        out.push_str(MEDIA);
        out.push_str(&new);
        kept = at + dest_url.len();
    }
    out.push_str(&markdown[kept..]);
    out
}

/// Renders `markdown`; `pictures` holds those it may embed, by uid. A picture
/// that is not among them is left out, its alt text stays.
pub fn render(
    markdown: &str,
    language: ContentLanguage,
    pictures: &HashMap<String, Picture>,
) -> Rendered {
    let events = shallow(raw::whole(Parser::new_ext(markdown, options())));
    let text = plain_text(&events);
    let mut unsafe_html = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut unsafe_html, adapt(events, language, pictures).into_iter());
    Rendered { html: sanitise(&aligned(unsafe_html)), text }
}

/// No style stands in a page: how a column is aligned is told by a class.
fn aligned(html: String) -> String {
    let styled = |cell: &str, side: &str| format!("<{cell} style=\"text-align: {side}\">");
    let mut html = html;
    for cell in ["th", "td"] {
        for (side, class) in [("right", "end"), ("center", "middle")] {
            html = html.replace(&styled(cell, side), &format!("<{cell} class=\"{class}\">"));
        }
    }
    html
}

/// Quotations and lists deeper in each other than anybody reads are flattened, and
/// raw HTML of more tags than anybody types is text: both would take time that
/// grows with the square of their number.
fn shallow<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let (mut depth, mut flattened, mut tags) = (0_usize, 0_usize, 0_usize);
    let mut out = Vec::new();
    for event in events {
        match &event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) if depth >= MAX_DEPTH => {
                flattened += 1;
                continue;
            }
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => {
                if flattened > 0 {
                    flattened -= 1;
                    continue;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                tags += html.matches('<').count();
                if tags > MAX_TAGS {
                    out.push(Event::Text(html.clone()));
                    continue;
                }
                if let Some(plain) = raw::without_pictures(html) {
                    out.push(Event::Html(plain.into()));
                    continue;
                }
            }
            _ => {}
        }
        out.push(event);
    }
    out
}

/// Text of paragraphs, headings, cells and captions, one line each.
fn plain_text(events: &[Event]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak => text.push(' '),
            Event::Html(html) => {
                text.push_str(&without_tags(html));
                text.push('\n');
            }
            Event::InlineHtml(html) => text.push_str(&without_tags(html)),
            Event::Start(Tag::Image { title, .. }) if !title.is_empty() => {
                text.push_str(title);
                text.push('\n');
            }
            Event::HardBreak
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock,
            ) => text.push('\n'),
            _ => {}
        }
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Our own shapes in place of the plain ones.
fn adapt<'a>(
    events: Vec<Event<'a>>,
    language: ContentLanguage,
    pictures: &HashMap<String, Picture>,
) -> Vec<Event<'a>> {
    let mut out = Vec::with_capacity(events.len());
    let mut events = events.into_iter().peekable();
    let mut heading_ids = HashSet::new();
    let mut callouts = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let alt = text_until_image_ends(&mut events);
                out.push(image(&dest_url, &title, &alt, language, pictures));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let inner: Vec<Event> = take_heading(&mut events);
                push_heading(&mut out, inner, level, &mut heading_ids);
            }
            Event::Start(Tag::BlockQuote(kind)) => {
                callouts.push(kind.is_some());
                out.push(kind.map_or(Event::Start(Tag::BlockQuote(None)), |kind| {
                    Event::Html(callout::start(kind, language).into())
                }));
            }
            Event::End(TagEnd::BlockQuote(kind)) => {
                let callout = callouts.pop().unwrap_or(false);
                out.push(if callout {
                    Event::Html("</aside>\n".into())
                } else {
                    Event::End(TagEnd::BlockQuote(kind))
                });
            }
            Event::Start(Tag::Table(alignments)) => {
                out.push(Event::Html("<div class=\"table\" role=\"group\" tabindex=\"0\">".into()));
                out.push(Event::Start(Tag::Table(alignments)));
            }
            Event::End(TagEnd::Table) => {
                out.push(Event::End(TagEnd::Table));
                out.push(Event::Html("</div>\n".into()));
            }
            other => out.push(other),
        }
    }
    unwrap_figures(out)
}

type Events<'a> = std::iter::Peekable<std::vec::IntoIter<Event<'a>>>;

fn text_until_image_ends<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> String {
    let mut alt = String::new();
    for event in events.by_ref() {
        match event {
            Event::End(TagEnd::Image) => break,
            Event::Text(part) | Event::Code(part) => alt.push_str(&part),
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            _ => {}
        }
    }
    alt
}

fn image<'a>(
    destination: &str,
    caption: &str,
    alt: &str,
    language: ContentLanguage,
    pictures: &HashMap<String, Picture>,
) -> Event<'a> {
    match destination.strip_prefix(MEDIA).and_then(|uid| pictures.get(uid)) {
        Some(picture) => Event::Html(picture.figure(alt, caption, language).into()),
        None => Event::Text(alt.to_owned().into()),
    }
}

fn take_heading<'a>(events: &mut Events<'a>) -> Vec<Event<'a>> {
    let inside =
        events.by_ref().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    inside.collect()
}

/// The page's title is its only `h1`: a body's headings begin at `h2`, each
/// with an id of its own for links to it.
fn push_heading<'a>(
    out: &mut Vec<Event<'a>>,
    inner: Vec<Event<'a>>,
    level: HeadingLevel,
    ids: &mut HashSet<String>,
) {
    let level = match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H2,
        deeper => deeper,
    };
    let words = slug(&plain_text(&inner));
    let numbered = (2..).map(|number| format!("{words}-{number}"));
    let mut names = std::iter::once(words.clone()).chain(numbered);
    let id = names.find(|id| ids.insert(id.clone())).unwrap_or_default();
    let id = (!words.is_empty()).then(|| CowStr::from(format!("muc-{id}")));
    out.push(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
    out.extend(inner);
    out.push(Event::End(TagEnd::Heading(level)));
}

/// A paragraph that holds a figure and nothing else is the figure itself;
/// HTML allows no figure inside a paragraph.
fn unwrap_figures(events: Vec<Event>) -> Vec<Event> {
    let is_figure = |event: Option<&Event>| matches!(event, Some(Event::Html(html)) if html.starts_with("<figure"));
    let mut out: Vec<Event> = Vec::with_capacity(events.len());
    let mut in_paragraph = false;
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Paragraph) if is_figure(events.peek()) => {}
            Event::Start(Tag::Paragraph) => {
                in_paragraph = true;
                out.push(event);
            }
            Event::End(TagEnd::Paragraph) if !in_paragraph => {}
            Event::End(TagEnd::Paragraph) => {
                in_paragraph = false;
                out.push(event);
            }
            Event::Html(html) if html.starts_with("<figure") => {
                if std::mem::take(&mut in_paragraph) {
                    out.push(Event::End(TagEnd::Paragraph));
                }
                out.push(Event::Html(html));
            }
            Event::SoftBreak | Event::HardBreak if !in_paragraph && is_figure(out.last()) => {}
            other => {
                let inline = !in_paragraph && is_figure(out.last()) && is_inline(&other);
                if inline {
                    in_paragraph = true;
                    out.push(Event::Start(Tag::Paragraph));
                }
                out.push(other);
            }
        }
    }
    out
}

fn is_inline(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
    )
}

#[cfg(test)]
mod tests;
