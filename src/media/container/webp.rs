//! WebP (RFC 9649): the RIFF chunks, VP8 and VP8L frame headers.

use std::borrow::Cow;

use super::{Cursor, Fault, Outline, without_exif_prefix};

/// Walks the chunks to the length that the RIFF header names.
pub(super) fn outline(bytes: &[u8]) -> Outline<'_> {
    let mut outline = Outline { bytes_per_pixel: 4, ..Outline::default() };
    let mut cursor = Cursor::new(bytes);
    cursor.take(4); // "RIFF", already recognised
    let Some(length) = cursor.u32_le() else { return outline };
    let whole = cursor.rest.len();
    cursor.rest = cursor.rest.get(..length as usize).unwrap_or(cursor.rest);
    cursor.take(4); // "WEBP"
    let mut pixels = false;
    let mut cut = false;
    while !cursor.rest.is_empty() {
        let Some((kind, data)) = chunk(&mut cursor) else {
            cut = true;
            break;
        };
        pixels |= matches!(&kind, b"VP8 " | b"VP8L" | b"ANMF");
        if read(&kind, data, &mut outline).is_none() {
            outline.fault = Some(Fault::Malformed);
            break;
        }
    }
    // a last padding byte is often left out
    outline.complete = pixels && !cut && whole + 1 >= length as usize;
    outline
}

/// One chunk's kind and data, stepping over the padding of odd lengths; `None`
/// when it does not end inside the file.
fn chunk<'a>(cursor: &mut Cursor<'a>) -> Option<([u8; 4], &'a [u8])> {
    let kind = cursor.array()?;
    let length = cursor.u32_le()?;
    let data = cursor.take(length as usize)?;
    if length % 2 == 1 {
        cursor.take(1);
    }
    Some((kind, data))
}

fn read<'a>(kind: &[u8; 4], data: &'a [u8], outline: &mut Outline<'a>) -> Option<()> {
    let mut cursor = Cursor::new(data);
    match kind {
        b"VP8X" => {
            cursor.take(4)?; // flags, reserved
            let (width, height) = (cursor.u24_le()?, cursor.u24_le()?);
            outline.grow(width + 1, height + 1);
        }
        b"VP8 " => {
            cursor.take(3)?; // frame tag
            if cursor.take(3)? != [0x9d, 0x01, 0x2a] {
                return None;
            }
            let (width, height) = (cursor.u16_le()? & 0x3fff, cursor.u16_le()? & 0x3fff);
            outline.grow(width, height);
        }
        b"VP8L" => {
            if cursor.u8()? != 0x2f {
                return None;
            }
            let packed = cursor.u32_le()?;
            outline.grow((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1);
            outline.lossless = true;
        }
        b"EXIF" => outline.exif = Some(without_exif_prefix(data)),
        b"XMP " => outline.xmp = Some(Cow::Borrowed(data)),
        _ => {}
    }
    Some(())
}
