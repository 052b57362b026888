//! GIF (GIF89a specification, §18–§23): the screen and the first picture.

use super::{Cursor, Fault, Outline};

/// Walks the blocks to the end of the first picture; what follows is never shown.
pub(super) fn outline(bytes: &[u8]) -> Outline<'_> {
    let mut outline = Outline { lossless: true, bytes_per_pixel: 4, ..Outline::default() };
    let mut cursor = Cursor::new(bytes);
    cursor.take(6); // signature and version, already recognised
    outline.complete = first_picture(&mut cursor, &mut outline).is_some();
    outline
}

/// `None` when the file ends before the first picture does.
fn first_picture(cursor: &mut Cursor<'_>, outline: &mut Outline<'_>) -> Option<()> {
    let screen = (cursor.u16_le()?, cursor.u16_le()?);
    outline.grow(screen.0, screen.1);
    let packed = cursor.u8()?;
    cursor.take(2)?; // background, aspect
    cursor.take(colour_table(packed))?;
    loop {
        match cursor.u8()? {
            0x21 => {
                cursor.u8()?; // the extension's label
                sub_blocks(cursor)?;
            }
            0x2c => {
                let (left, top) = (cursor.u16_le()?, cursor.u16_le()?);
                let (width, height) = (cursor.u16_le()?, cursor.u16_le()?);
                let (right, bottom) = (left + width, top + height);
                outline.grow(right, bottom);
                let inside = right <= screen.0 && bottom <= screen.1;
                if width == 0 || height == 0 || !inside {
                    outline.fault = Some(Fault::Malformed);
                }
                let packed = cursor.u8()?;
                cursor.take(colour_table(packed) + 1)?; // and the code size
                return sub_blocks(cursor);
            }
            _ => {
                outline.fault = Some(Fault::Malformed); // the trailer, or noise
                return Some(());
            }
        }
    }
}

/// Bytes of the colour table that a packed field announces.
fn colour_table(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

fn sub_blocks(cursor: &mut Cursor<'_>) -> Option<()> {
    loop {
        match cursor.u8()? {
            0 => return Some(()),
            length => cursor.take(usize::from(length))?,
        };
    }
}
