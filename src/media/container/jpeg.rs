//! JPEG (ITU-T T.81 annex B): markers, the frame header, the APP segments.

use std::borrow::Cow;

use super::{Cursor, Fault, JPEG_XMP_HEADER, Outline, without_exif_prefix};

const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;

/// Walks the segments up to the first scan, then looks for the end marker.
pub(super) fn outline(bytes: &[u8]) -> Outline<'_> {
    let mut outline = Outline { bytes_per_pixel: 3, ..Outline::default() };
    let mut cursor = Cursor::new(bytes);
    cursor.take(2); // start of image, already recognised
    if header(&mut cursor, &mut outline).is_some() && outline.fault.is_none() {
        if outline.width == 0 {
            outline.fault = Some(Fault::Malformed); // a scan without a frame
        }
        outline.complete = ends(cursor.rest);
    }
    outline
}

/// Reads segments until the first scan begins; `None` when the file ends before.
fn header<'a>(cursor: &mut Cursor<'a>, outline: &mut Outline<'a>) -> Option<()> {
    loop {
        if cursor.u8()? != 0xff {
            outline.fault = Some(Fault::Malformed);
            return Some(());
        }
        let mut marker = cursor.u8()?;
        while marker == 0xff {
            marker = cursor.u8()?; // fill bytes, §B.1.1.2
        }
        match marker {
            0x01 | 0xd0..=0xd7 => continue, // stand alone, without a length
            0x00 | 0xd8 | END_OF_IMAGE => {
                outline.fault = Some(Fault::Malformed);
                return Some(());
            }
            _ => {}
        }
        let length = cursor.u16_be()?;
        let Some(length) = length.checked_sub(2) else {
            outline.fault = Some(Fault::Malformed);
            return Some(());
        };
        let data = cursor.take(length as usize)?;
        segment(marker, data, outline);
        if marker == START_OF_SCAN || outline.fault.is_some() {
            return Some(());
        }
    }
}

fn segment<'a>(marker: u8, data: &'a [u8], outline: &mut Outline<'a>) {
    match marker {
        0xc0..=0xc2 => frame(data, outline),
        // lossless, hierarchical and arithmetic coding
        0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => outline.fault = Some(Fault::RareCoding),
        0xe1 if data.starts_with(b"Exif\0\0") && outline.exif.is_none() => {
            outline.exif = Some(without_exif_prefix(data));
        }
        0xe1 if outline.xmp.is_none() => {
            outline.xmp = data.strip_prefix(JPEG_XMP_HEADER).map(Cow::Borrowed);
        }
        0xed if outline.photoshop.is_none() => {
            outline.photoshop = data.strip_prefix(b"Photoshop 3.0\0");
        }
        _ => {}
    }
}

/// The frame header: precision, height, width, number of components (§B.2.2).
fn frame(data: &[u8], outline: &mut Outline<'_>) {
    let mut cursor = Cursor::new(data);
    let fields = (cursor.u8(), cursor.u16_be(), cursor.u16_be(), cursor.u8());
    let (Some(precision), Some(height), Some(width), Some(components)) = fields else {
        outline.fault = Some(Fault::Malformed);
        return;
    };
    outline.grow(width, height);
    if precision != 8 {
        outline.fault = Some(Fault::RareCoding);
    } else if !matches!(components, 1 | 3 | 4) || width == 0 || height == 0 {
        outline.fault = Some(Fault::Malformed);
    }
}

/// Whether the end marker follows the first scan. Nearly every file ends with
/// it; cameras that append more after it make us look through the scans.
fn ends(scans: &[u8]) -> bool {
    let padding = scans.iter().rev().take_while(|&&b| b == 0).count();
    let end = scans.get(..scans.len().saturating_sub(padding)).unwrap_or_default();
    end.ends_with(&[0xff, END_OF_IMAGE]) || reaches_end(scans)
}

fn reaches_end(mut rest: &[u8]) -> bool {
    while let Some(at) = rest.iter().position(|&b| b == 0xff) {
        let from_marker = rest.get(at + 1..).unwrap_or_default();
        let Some((&marker, after)) = from_marker.split_first() else { return false };
        rest = match marker {
            END_OF_IMAGE => return true,
            0xff => from_marker,                // a fill byte before the marker
            0x00 | 0x01 | 0xd0..=0xd7 => after, // stuffed byte or restart
            _ => {
                // a table or the next scan: its length leads past it
                let Some((&length, _)) = after.split_first_chunk::<2>() else { return false };
                let Some(next) = after.get(usize::from(u16::from_be_bytes(length))..) else {
                    return false;
                };
                next
            }
        };
    }
    false
}
