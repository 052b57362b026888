//! Who made a picture and what it shows, as its file tells: the fields that
//! prefill the asset's own. Location, camera and everything else in the file's
//! metadata is never read, so it cannot leak.
//!
//! Sources: XMP (ISO 16684-1) before the older IPTC-IIM 4.2, because XMP is
//! always Unicode; field for field as the IPTC Photo Metadata Standard maps them.

mod iptc;
mod xmp;

use unicode_normalization::UnicodeNormalization;

use super::container;
use super::upload::Format;

pub(super) use xmp::packet;

/// What a picture's file says of its making. Every text is NFC, on one line,
/// without control or invisible characters, trimmed, and cut to its limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credits {
    /// The photographer or artist; several are joined with commas. At most 200 characters.
    pub creator: Option<String>,
    /// Who is to be named when it is published. At most 200 characters.
    pub credit: Option<String>,
    /// What the picture shows. At most 2,000 characters.
    pub caption: Option<String>,
    /// The notice of rights. At most 300 characters.
    pub copyright: Option<String>,
    /// A description for those who cannot see it. At most 500 characters.
    pub alt_text: Option<String>,
}

impl Credits {
    /// Who made it and who is to be named, as newspapers write it: `Name/Agency`.
    pub fn line(&self) -> String {
        match (&self.creator, &self.credit) {
            (Some(creator), Some(credit)) if !credit.contains(creator.as_str()) => {
                format!("{creator}/{credit}")
            }
            (creator, credit) => credit.clone().or_else(|| creator.clone()).unwrap_or_default(),
        }
    }

    /// Reads the credits of an accepted file. Metadata that is missing or broken
    /// gives no field; it never fails and never panics.
    pub fn read(format: Format, bytes: &[u8]) -> Self {
        let outline = container::outline(format, bytes);
        let newer = outline.xmp.as_deref().map(xmp::read).unwrap_or_default();
        let older = outline.photoshop.map(iptc::read).unwrap_or_default();
        Self {
            creator: newer.creator.or(older.creator),
            credit: newer.credit.or(older.credit),
            caption: newer.caption.or(older.caption),
            copyright: newer.copyright.or(older.copyright),
            alt_text: newer.alt_text,
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same within the limits and the rules of the fields, for texts that
    /// were typed rather than read.
    pub(super) fn tidied(&self) -> Self {
        let credits = self.clone();
        Self::from_raw(Raw {
            creators: credits.creator.into_iter().collect(),
            credit: credits.credit,
            caption: credits.caption,
            copyright: credits.copyright,
            alt_text: credits.alt_text,
        })
    }

    /// The part that goes with every small variant: whom to name, not the caption.
    pub(super) fn names(&self) -> Self {
        Self { caption: None, alt_text: None, ..self.clone() }
    }

    /// From raw texts: several creators, and one of each other field.
    fn from_raw(raw: Raw) -> Self {
        let creators: Vec<String> =
            raw.creators.iter().filter_map(|name| tidy(name, 200)).collect();
        Self {
            creator: tidy(&creators.join(", "), 200),
            credit: raw.credit.and_then(|text| tidy(&text, 200)),
            caption: raw.caption.and_then(|text| tidy(&text, 2000)),
            copyright: raw.copyright.and_then(|text| tidy(&text, 300)),
            alt_text: raw.alt_text.and_then(|text| tidy(&text, 500)),
        }
    }
}

/// The fields as a reader found them.
#[derive(Debug, Default)]
struct Raw {
    creators: Vec<String>,
    credit: Option<String>,
    caption: Option<String>,
    copyright: Option<String>,
    alt_text: Option<String>,
}

/// One clean line of at most `limit` characters; `None` when nothing is left.
fn tidy(text: &str, limit: usize) -> Option<String> {
    let visible = text.nfc().filter_map(|c| match c {
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() || is_invisible(c) => None,
        c => Some(c),
    });
    let visible: String = visible.collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(limit).collect();
    let cut = cut.trim_end();
    (!cut.is_empty()).then(|| cut.to_owned())
}

/// Soft hyphen, zero-width characters, directional controls, the byte order
/// mark, the replacement character and what XML forbids.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}'..='\u{ffff}')
}

#[cfg(test)]
mod tests;
