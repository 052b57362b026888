//! A picture as templates show it.

use serde::Serialize;

use crate::content::Picture;

/// Addresses and sizes of a picture's renditions, ready for attributes.
#[derive(Debug, Clone, Serialize)]
pub struct PictureView {
    /// px, of the cleaned original.
    pub width: u32,
    pub height: u32,
    pub alt: String,
    pub caption: String,
    /// Their languages' tags, for `lang` where the page is in another.
    pub alt_in: &'static str,
    pub caption_in: &'static str,
    pub credit: String,
    /// For readers that know no `srcset`.
    pub src: String,
    pub webp: String,
    pub jpeg: String,
}

impl From<Picture> for PictureView {
    fn from(picture: Picture) -> Self {
        Self {
            width: picture.width,
            height: picture.height,
            src: picture.address(picture.fallback_width(), "jpg"),
            webp: picture.srcset("webp"),
            jpeg: picture.srcset("jpg"),
            alt_in: picture.alt_in.name(),
            caption_in: picture.caption_in.name(),
            alt: picture.alt,
            caption: picture.caption,
            credit: picture.credit,
        }
    }
}
