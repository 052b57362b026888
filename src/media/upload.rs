//! The checks on a file that somebody sends: what it is, whether it is whole,
//! and whether it is small enough to open. Headers alone decide, so a
//! decompression bomb is refused before anything is allocated for it.

mod recognise;

use image::metadata::Orientation;
use thiserror::Error;

use super::container::{self, Fault};

pub use recognise::Recognised;

/// The picture types that are accepted, for messages and for `accept` in forms.
pub const ALLOWED: [Format; 4] = [Format::Jpeg, Format::Png, Format::Gif, Format::WebP];

/// An accepted picture type, told by content and never by the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Jpeg,
    Png,
    /// The first picture only.
    Gif,
    /// Animated ones: the first picture only.
    WebP,
}

impl Format {
    /// The media type (RFC 2046, RFC 9649).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
        }
    }

    /// The usual extension, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
        }
    }

    /// The type's name as people say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
        }
    }
}

/// How large a picture may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The file, in bytes. The web layer stops reading a request at the same number.
    pub max_bytes: u64,
    /// Width × height, in px.
    pub max_pixels: u64,
    /// The longer side, in px. WebP ends at 16,383.
    pub max_side: u32,
    /// The decoded pixels, in bytes: what a picture of 16 bits a channel meets first.
    pub max_decoded_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 20 * 1024 * 1024,
            max_pixels: 50_000_000,
            max_side: 16_000,
            max_decoded_bytes: 256 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// The same for a master made here, which may have more bytes than the file
    /// it was made from.
    pub fn for_master(self) -> Self {
        Self { max_bytes: u64::MAX, ..self }
    }
}

/// What is known of an accepted file without decoding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inspected {
    pub format: Format,
    /// Width in px as people will see it: after the orientation is applied.
    pub width: u32,
    /// Height in px as people will see it.
    pub height: u32,
    /// The turn that makes the stored pixels upright.
    pub orientation: Orientation,
    /// The file's size in bytes.
    pub bytes: u64,
    /// Whether the coding is lossless, as for drawings and screenshots.
    pub lossless: bool,
}

/// Why a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UploadError {
    /// The file holds no bytes.
    #[error("the file is empty")]
    Empty,
    /// More bytes than `Limits::max_bytes`.
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooManyBytes { bytes: u64, limit: u64 },
    /// Something else than the `ALLOWED` types.
    #[error("the file is {recognised}, not one of JPEG, PNG, GIF, WebP")]
    NotAllowed { recognised: Recognised },
    /// An allowed type in a coding that browsers do not show.
    #[error("the {} is coded in a way browsers do not show", .format.name())]
    RareCoding { format: Format },
    /// A side longer than `Limits::max_side`, in px.
    #[error("the picture is {width} × {height}, a side may have {limit}")]
    SideTooLong { width: u32, height: u32, limit: u32 },
    /// More pixels than `Limits::max_pixels`.
    #[error("the picture is {width} × {height}, it may have {limit} pixels")]
    TooManyPixels { width: u32, height: u32, limit: u64 },
    /// More memory than `Limits::max_decoded_bytes`.
    #[error("the picture needs {needed} bytes to open, it may need {limit}")]
    TooMuchMemory { needed: u64, limit: u64 },
    /// The file ends before the picture does.
    #[error("the {} ends too early", .format.name())]
    Truncated { format: Format },
    /// The file contradicts itself.
    #[error("the {} is damaged", .format.name())]
    Damaged { format: Format },
}

/// Judges a file by its headers. Takes time in proportion to the number of
/// blocks in the file, and memory for nothing but one small text.
///
/// # Errors
/// The first reason that holds, in the order of [`UploadError`]'s variants.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspected, UploadError> {
    let size = bytes.len() as u64;
    if bytes.is_empty() {
        return Err(UploadError::Empty);
    }
    if size > limits.max_bytes {
        return Err(UploadError::TooManyBytes { bytes: size, limit: limits.max_bytes });
    }
    let format =
        recognise::recognise(bytes).map_err(|recognised| UploadError::NotAllowed { recognised })?;
    let outline = container::outline(format, bytes);
    if outline.fault == Some(Fault::RareCoding) {
        return Err(UploadError::RareCoding { format });
    }
    fits(outline.width, outline.height, outline.bytes_per_pixel, limits)?;
    if outline.fault.is_some() {
        return Err(UploadError::Damaged { format });
    }
    if !outline.complete {
        return Err(UploadError::Truncated { format });
    }
    if outline.width == 0 || outline.height == 0 {
        return Err(UploadError::Damaged { format });
    }
    let orientation =
        outline.exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
    let (width, height) = upright(outline.width, outline.height, orientation);
    let lossless = outline.lossless;
    Ok(Inspected { format, width, height, orientation, bytes: size, lossless })
}

fn fits(width: u32, height: u32, bytes_per_pixel: u32, limits: &Limits) -> Result<(), UploadError> {
    let limit = limits.max_side;
    if width > limit || height > limit {
        return Err(UploadError::SideTooLong { width, height, limit });
    }
    let pixels = u64::from(width) * u64::from(height);
    let limit = limits.max_pixels;
    if pixels > limit {
        return Err(UploadError::TooManyPixels { width, height, limit });
    }
    let needed = pixels.saturating_mul(u64::from(bytes_per_pixel));
    let limit = limits.max_decoded_bytes;
    if needed > limit {
        return Err(UploadError::TooMuchMemory { needed, limit });
    }
    Ok(())
}

/// Width and height after the turn.
fn upright(width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

#[cfg(test)]
mod tests;
