//! The outlines of picture files: sizes, coding and metadata blocks found by
//! walking the container. No pixel is decoded, and apart from one small
//! compressed text of PNG nothing is copied.

mod gif;
mod jpeg;
mod png;
mod webp;

use std::borrow::Cow;

use super::upload::Format;

/// The start of an XMP segment of JPEG (XMP specification part 3, §1.1.3).
pub(super) const JPEG_XMP_HEADER: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// The keyword of the XMP text of PNG (XMP specification part 3, §1.1.5).
pub(super) const PNG_XMP_KEYWORD: &[u8] = b"XML:com.adobe.xmp";

/// What a walk through a file's container finds.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Width and height in px as stored, before any orientation; 0 × 0 until found.
    pub width: u32,
    pub height: u32,
    /// The most bytes one decoded pixel can take.
    pub bytes_per_pixel: u32,
    /// Whether the coding keeps every pixel value: drawings rather than photographs.
    pub lossless: bool,
    /// Whether the first picture in the file is there to its end.
    pub complete: bool,
    /// Why the file cannot be decoded although its type is right.
    pub fault: Option<Fault>,
    /// EXIF, from its TIFF header on.
    pub exif: Option<&'a [u8]>,
    /// Photoshop image resources, which hold the IPTC record.
    pub photoshop: Option<&'a [u8]>,
    /// The XMP packet.
    pub xmp: Option<Cow<'a, [u8]>>,
}

/// Why a file of an accepted type is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The headers contradict themselves or the type's standard.
    Malformed,
    /// A coding the standard allows and nobody uses on the web: arithmetic,
    /// lossless or 12-bit JPEG.
    RareCoding,
}

impl Outline<'_> {
    /// Takes the larger of the sizes named so far on each side: a file that
    /// names two is judged by the worse.
    fn grow(&mut self, width: u32, height: u32) {
        self.width = self.width.max(width);
        self.height = self.height.max(height);
    }
}

/// Walks a file of a type already recognised. Never fails: what is missing
/// stays at its default, and `complete` and `fault` tell.
pub(super) fn outline(format: Format, bytes: &[u8]) -> Outline<'_> {
    match format {
        Format::Jpeg => jpeg::outline(bytes),
        Format::Png => png::outline(bytes),
        Format::Gif => gif::outline(bytes),
        Format::WebP => webp::outline(bytes),
    }
}

/// EXIF without the prefix that JPEG demands and some WebP and PNG writers add.
fn without_exif_prefix(data: &[u8]) -> &[u8] {
    data.strip_prefix(b"Exif\0\0").unwrap_or(data)
}

/// Reads numbers and slices forward; every read past the end is `None`.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*head)
    }

    fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn u16_be(&mut self) -> Option<u32> {
        self.array().map(|b| u32::from(u16::from_be_bytes(b)))
    }

    fn u16_le(&mut self) -> Option<u32> {
        self.array().map(|b| u32::from(u16::from_le_bytes(b)))
    }

    fn u24_le(&mut self) -> Option<u32> {
        self.array().map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
    }

    fn u32_be(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }
}
