//! PNG (W3C PNG specification, third edition, §5): chunks.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{Cursor, Fault, Outline, PNG_XMP_KEYWORD, without_exif_prefix};

/// The most an XMP text may unpack to, in bytes.
const MAX_XMP_BYTES: u64 = 256 * 1024;

/// The most a colour profile may unpack to, in bytes: those of printing presses
/// have two megabytes.
const MAX_PROFILE_BYTES: u64 = 4 * 1024 * 1024;

/// Walks the chunks from the header to the end chunk.
pub(super) fn outline(bytes: &[u8]) -> Outline<'_> {
    let mut outline = Outline { lossless: true, bytes_per_pixel: 8, ..Outline::default() };
    let mut cursor = Cursor::new(bytes);
    cursor.take(8); // the signature, already recognised
    let mut first = true;
    let (mut pixels, mut profile) = (false, false);
    while let Some((kind, data)) = chunk(&mut cursor) {
        if first && (&kind != b"IHDR" || !header(data, &mut outline)) {
            outline.fault = Some(Fault::Malformed);
            break;
        }
        first = false;
        match &kind {
            b"IDAT" => pixels = true,
            // There is one at most (PNG, Third Edition, §11.3.2.3): each is inflated.
            b"iCCP" if std::mem::replace(&mut profile, true) || !is_small_profile(data) => {
                outline.fault = Some(Fault::Malformed);
                break;
            }
            b"eXIf" => outline.exif = Some(without_exif_prefix(data)),
            b"iTXt" if outline.xmp.is_none() => outline.xmp = xmp(data),
            b"IEND" => {
                outline.complete = true;
                if !pixels {
                    outline.fault = Some(Fault::Malformed);
                }
                break;
            }
            _ => {}
        }
    }
    outline
}

/// One chunk's kind and data; `None` when it does not end inside the file.
/// The checksum is the decoder's business.
fn chunk<'a>(cursor: &mut Cursor<'a>) -> Option<([u8; 4], &'a [u8])> {
    let length = cursor.u32_be()?;
    let kind = cursor.array()?;
    let data = cursor.take(length as usize)?;
    cursor.take(4)?;
    Some((kind, data))
}

fn header(data: &[u8], outline: &mut Outline<'_>) -> bool {
    let mut cursor = Cursor::new(data);
    let fields = (cursor.u32_be(), cursor.u32_be(), cursor.u8(), cursor.u8());
    let (Some(width), Some(height), Some(depth), Some(colour)) = fields else { return false };
    outline.grow(width, height);
    // grey, colour and palette may get an alpha channel from a tRNS chunk
    let channels = match colour {
        0 | 4 => 2,
        2 | 3 | 6 => 4,
        _ => return false,
    };
    outline.bytes_per_pixel = if depth == 16 { channels * 2 } else { channels };
    width > 0 && height > 0
}

/// Whether the profile behind its name and method (§11.3.2.3) unpacks to a size
/// that a profile has. The decoder would unpack all there is.
fn is_small_profile(data: &[u8]) -> bool {
    let Some(name) = data.iter().position(|byte| *byte == 0) else { return true };
    let packed = data.get(name + 2..).unwrap_or_default();
    let mut unpacked = ZlibDecoder::new(packed).take(MAX_PROFILE_BYTES + 1);
    let unpacked = std::io::copy(&mut unpacked, &mut std::io::sink());
    // one that is broken is passed over by the decoder
    !matches!(unpacked, Ok(bytes) if bytes > MAX_PROFILE_BYTES)
}

/// The XMP packet of an international text chunk (§11.3.3.4).
fn xmp(data: &[u8]) -> Option<Cow<'_, [u8]>> {
    let rest = data.strip_prefix(PNG_XMP_KEYWORD)?.strip_prefix(b"\0")?;
    let ([packed, _method], rest) = rest.split_first_chunk::<2>()?;
    let mut parts = rest.splitn(3, |&b| b == 0); // language, translated keyword, text
    let text = parts.nth(2)?;
    if *packed == 0 {
        return Some(Cow::Borrowed(text));
    }
    let mut unpacked = Vec::new();
    ZlibDecoder::new(text).take(MAX_XMP_BYTES).read_to_end(&mut unpacked).ok()?;
    Some(Cow::Owned(unpacked))
}
