//! The files made of an accepted picture: one clean master, and the variants
//! that pages show.
//!
//! Every rendition is encoded anew from pixels that are upright and in sRGB, so
//! nothing of the original's metadata, thumbnails or trailing bytes survives.
//! Only the names to be credited are written into it again.
//!
//! Memory: the decoder's own buffers (at most twice the pixels, for progressive
//! JPEG) come and go before the master; the variants hold the pixels once at
//! 8 bits and a copy at 16 bits that is at most 4,799 px wide.

mod decode;
mod encode;
mod scale;

use thiserror::Error;

use super::metadata::{Credits, packet};
use super::upload::{Format, Limits, UploadError};

/// The widths that pages offer, in px: 320 for old phones, 1,600 for a lead
/// picture on a wide screen.
pub const WIDTHS: [u32; 4] = [320, 640, 1024, 1600];

/// The types in which each width is made, the better one first.
pub const VARIANT_FORMATS: [Format; 2] = [Format::WebP, Format::Jpeg];

/// The widths in px at which a picture of `original_width` px exists: the
/// narrower ones of [`WIDTHS`], and its own when it is narrower than the widest.
/// Ascending, without repeats; empty only for 0. Pages write `srcset` from it
/// before the variants are made.
pub fn widths(original_width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|&w| w <= original_width).collect();
    let widest = widths.last().copied().unwrap_or(0);
    if original_width < 1600 && widest < original_width {
        widths.push(original_width);
    }
    widths
}

/// The height in px of the variant that is `width` px wide, at least 1.
pub fn height_at(width: u32, original_width: u32, original_height: u32) -> u32 {
    let (wide, high) = (u64::from(original_width.max(1)), u64::from(original_height));
    let height = (u64::from(width) * high + wide / 2) / wide;
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// A file made of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    pub format: Format,
    /// In px.
    pub width: u32,
    /// In px.
    pub height: u32,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Why no rendition could be made.
#[derive(Debug, Error)]
pub enum RenditionError {
    /// The file does not pass the checks of an upload.
    #[error(transparent)]
    Refused(#[from] UploadError),
    /// The headers are right and the pixels are not.
    #[error("the {} does not decode: {reason}", .format.name())]
    Undecodable { format: Format, reason: String },
    /// An encoder or the scaler failed, as for want of memory.
    #[error("cannot write a {}: {reason}", .format.name())]
    Unencodable { format: Format, reason: String },
}

/// A decoded picture: upright, sRGB, 8 bits a channel.
#[derive(Debug)]
pub struct Picture {
    pixels: Pixels,
    /// Whether the original was coded without loss: a drawing or a screenshot,
    /// whose edges and colours are kept with more care.
    drawing: bool,
}

/// RGB or RGBA, row after row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pixels {
    width: u32,
    height: u32,
    /// Four channels rather than three; alpha is not premultiplied.
    alpha: bool,
    data: Vec<u8>,
}

impl Picture {
    /// Opens an accepted file: checks it again (the same checks are cheap),
    /// decodes it, turns it upright, converts its colours to sRGB. A stored
    /// master is opened with [`Limits::for_master`]. Blocking, about 0.1 s for
    /// 12 megapixels.
    ///
    /// # Errors
    /// `Refused` when [`super::upload::inspect`] refuses it, `Undecodable` when
    /// the pixels are damaged.
    pub fn open(bytes: &[u8], limits: &Limits) -> Result<Self, RenditionError> {
        decode::open(bytes, limits)
    }

    /// Width in px, upright.
    pub fn width(&self) -> u32 {
        self.pixels.width
    }

    /// Height in px, upright.
    pub fn height(&self) -> u32 {
        self.pixels.height
    }

    /// Whether parts of it are see-through.
    pub fn has_alpha(&self) -> bool {
        self.pixels.alpha
    }

    /// The clean copy at full size that replaces the original: PNG for drawings
    /// and see-through pictures, JPEG at high quality for photographs. It
    /// carries the credits as XMP.
    ///
    /// # Errors
    /// `Unencodable` when the encoder fails.
    pub fn master(&self, credits: &Credits) -> Result<Rendition, RenditionError> {
        let credits = credits.tidied();
        let xmp = (!credits.is_empty()).then(|| packet(&credits));
        let xmp = xmp.as_deref();
        if self.drawing || self.pixels.alpha {
            encode::png(&self.pixels, xmp)
        } else {
            encode::jpeg(&self.pixels, encode::MASTER_JPEG, xmp)
        }
    }

    /// The variants, made one width at a time while the iterator is driven:
    /// each of [`widths`] as WebP and as JPEG (see-through parts become white).
    /// They carry whom to credit as XMP, not the caption.
    ///
    /// # Errors
    /// `Unencodable` in the place of the variant that failed.
    pub fn variants(
        &self,
        credits: &Credits,
    ) -> impl Iterator<Item = Result<Rendition, RenditionError>> + '_ {
        let names = credits.tidied().names();
        let xmp = (!names.is_empty()).then(|| packet(&names));
        let scaler = scale::Scaler::new(&self.pixels);
        widths(self.width()).into_iter().rev().flat_map(move |width| match scaler.at_width(width) {
            Ok(pixels) => VARIANT_FORMATS
                .map(|format| encode::variant(&pixels, format, self.drawing, xmp.as_deref()))
                .into(),
            Err(reason) => {
                vec![Err(RenditionError::Unencodable { format: Format::WebP, reason })]
            }
        })
    }
}

#[cfg(test)]
mod tests;
