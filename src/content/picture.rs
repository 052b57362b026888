//! A picture as pages show it: sizes known, renditions addressed.

use serde::Serialize;

use super::{ContentLanguage, Language};
use crate::media::widths;

/// What a page needs of an asset, in the page's language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Picture {
    pub uid: String,
    /// px of the cleaned original.
    pub width: u32,
    pub height: u32,
    pub alt: String,
    pub caption: String,
    /// What these two are written in: Vietnamese stands in for what is missing.
    pub alt_in: Language,
    pub caption_in: Language,
    pub credit: String,
}

/// How wide a picture in the text stands on screens of which width.
const SIZES: &str = "(max-width: 46rem) 100vw, 44rem";

impl Picture {
    /// The address of the rendition `width` px wide; `format` is `webp` or `jpg`.
    pub fn address(&self, width: u32, format: &str) -> String {
        format!("/media/{}/{width}.{format}", self.uid)
    }

    /// Every rendition in `format` for a `srcset`.
    pub fn srcset(&self, format: &str) -> String {
        let one = |width: u32| format!("{} {width}w", self.address(width, format));
        widths(self.width).into_iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// The rendition for readers that know no `srcset`: the widest up to 640 px.
    pub fn fallback_width(&self) -> u32 {
        let all = widths(self.width);
        let small = all.iter().copied().filter(|width| *width <= 640).max();
        small.or(all.first().copied()).unwrap_or(self.width)
    }

    /// The figure in a body in `language`. `alt` and `caption` win over the asset's own;
    /// who is credited is written in Vietnamese everywhere.
    pub fn figure(&self, alt: &str, caption: &str, language: ContentLanguage) -> String {
        let (alt, alt_lang) = match alt {
            "" => (&*self.alt, lang(self.alt_in, language)),
            own => (own, String::new()),
        };
        let (caption, caption_lang) = match caption {
            "" => (&*self.caption, lang(self.caption_in, language)),
            own => (own, String::new()),
        };
        let source = self.address(self.fallback_width(), "jpg");
        let (webp, jpeg) = (self.srcset("webp"), self.srcset("jpg"));
        let (width, height) = (self.width, self.height);
        let mut html = format!(
            "<figure class=\"picture\"><picture><source type=\"image/webp\" srcset=\"{webp}\" \
             sizes=\"{SIZES}\"><img src=\"{source}\" srcset=\"{jpeg}\" sizes=\"{SIZES}\" \
             width=\"{width}\" height=\"{height}\" alt=\"{}\"{alt_lang} loading=\"lazy\" \
             decoding=\"async\"></picture>",
            escape(alt)
        );
        if !caption.is_empty() || !self.credit.is_empty() {
            html.push_str("<figcaption>");
            if !caption.is_empty() {
                let caption = escape(caption);
                html.push_str(&format!("<span class=\"caption\"{caption_lang}>{caption}</span> "));
            }
            if !self.credit.is_empty() {
                let (credit, lang) = (escape(&self.credit), lang(Language::Vi, language));
                html.push_str(&format!("<span class=\"credit\"{lang}>{credit}</span>"));
            }
            html.push_str("</figcaption>");
        }
        html.push_str("</figure>\n");
        html
    }
}

/// The attribute of words in a language other than the body's around them.
fn lang(words: Language, body: ContentLanguage) -> String {
    if body.name() == words.name() { String::new() } else { format!(" lang=\"{}\"", words.name()) }
}

fn escape(text: &str) -> String {
    ammonia::clean_text(text)
}
