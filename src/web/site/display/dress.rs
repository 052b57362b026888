//! A rendered page, dressed for a reader's choice.
//!
//! What is done to it needs no template: the root element says what was chosen,
//! the sheet does the rest, and each `<picture>`, which only our own components
//! write, becomes a link to it: browsers load nothing of what only a link names,
//! also those without JavaScript, which heed no `loading="lazy"`.

use std::fmt::Write;

use super::{Contrast, Display, Spacing, TextSize};
use crate::app::App;
use crate::media::store::Key;
use crate::media::upload::Format;
use crate::names::Language;

const ROOT: &str = "<html ";
const OPEN: &str = "<picture>";
const CLOSE: &str = "</picture>";

/// `html` as `display` wants it, with words in `language`. Reads the sizes of
/// pictures from the store.
pub fn dress(app: &App, language: Language, display: Display, html: &str) -> String {
    if display.is_usual() {
        return html.to_owned();
    }
    let marked = match html.split_once(ROOT) {
        Some((before, after)) => format!("{before}{ROOT}{}{after}", marks(display)),
        None => html.to_owned(),
    };
    if display.saves() {
        on_demand(&marked, |picture| waiting(app, language, picture))
    } else {
        marked
    }
}

/// The attributes of the root element.
fn marks(display: Display) -> String {
    let mut marks = String::new();
    let mut mark = |name: &str, value: &str| {
        // Writing to a String does not fail.
        let _ = write!(marks, "data-{name}=\"{value}\" ");
    };
    if display.text != TextSize::Usual {
        mark("text", display.text.name());
    }
    if display.contrast != Contrast::Device {
        mark("contrast", display.contrast.name());
    }
    if display.spacing != Spacing::Usual {
        mark("spacing", display.spacing.name());
    }
    if display.saves() {
        mark("pictures", display.pictures.name());
    }
    marks
}

/// Every `<picture>` replaced by what `waiting` makes of its inside.
fn on_demand(html: &str, waiting: impl Fn(&str) -> String) -> String {
    let mut pieces = html.split(OPEN);
    let mut dressed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(CLOSE) {
            Some((inside, after)) => {
                dressed.push_str(&waiting(inside));
                dressed.push_str(after);
            }
            None => {
                dressed.push_str(OPEN);
                dressed.push_str(piece);
            }
        }
    }
    dressed
}

/// The way to a picture, in one size; one that says nothing, beside a title, is
/// left out.
fn waiting(app: &App, language: Language, inside: &str) -> String {
    let (source, alt) = (attribute(inside, "src"), attribute(inside, "alt"));
    let Some(webp) = source.strip_suffix(".jpg").filter(|_| !alt.is_empty()) else {
        return String::new();
    };
    let ask = match kilobytes(app, webp) {
        Some(size) => ("picture-show-size", vec![("size", size.to_string())]),
        None => ("picture-show", Vec::new()),
    };
    let ask = app.site_theme().words().with(language, ask.0, &ask.1);
    format!(
        "<a class=\"later\" href=\"{webp}.webp\">{ask}<span class=\"later-alt\">: {alt}</span></a>"
    )
}

/// kB of a rendition as WebP; none: it is not made yet.
fn kilobytes(app: &App, address: &str) -> Option<usize> {
    let (uid, width) = address.strip_prefix("/media/")?.split_once('/')?;
    let key = Key::variant(uid, width.parse().ok()?, Format::WebP).ok()?;
    Some(app.store.get(&key).ok()?.len().div_ceil(1000))
}

/// An attribute's value as it is written; empty: there is none.
fn attribute<'a>(html: &'a str, name: &str) -> &'a str {
    let begin = format!(" {name}=\"");
    let value = html.split_once(&begin).and_then(|(_, rest)| rest.split_once('"'));
    value.map_or("", |(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_pictures_stays_as_it_was() {
        let html = "a<picture>1</picture>b<picture>2</picture>c";
        assert_eq!(on_demand(html, |inside| format!("[{inside}]")), "a[1]b[2]c");
        assert_eq!(on_demand("a", |_| String::new()), "a");
        let torn = "a<picture>1</picture>b<picture>2";
        assert_eq!(on_demand(torn, |inside| format!("[{inside}]")), "a[1]b<picture>2");
    }

    #[test]
    fn an_attribute_is_not_taken_for_another_that_ends_like_it() {
        let html = "<img data-src=\"x\" srcset=\"a.jpg 1w\" src=\"/media/u/640.jpg\" alt=\"\">";
        assert_eq!(attribute(html, "src"), "/media/u/640.jpg");
        assert_eq!(attribute(html, "alt"), "");
        assert_eq!(attribute(html, "width"), "");
    }
}
