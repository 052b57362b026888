//! The IPTC record inside Photoshop's image resources (IPTC-IIM 4.2).

use super::{Credits, Raw};

/// The image resource that holds the IPTC record.
const IPTC_RESOURCE: [u8; 2] = [0x04, 0x04];
/// ISO 2022's announcement of UTF-8, in dataset 1:90.
const UTF_8: &[u8] = b"\x1b%G";

/// Reads the credits of a block of image resources.
pub(super) fn read(resources: &[u8]) -> Credits {
    let Some(record) = find_record(resources) else { return Credits::default() };
    let mut raw = Raw::default();
    let mut announced = false;
    for (number, value) in Datasets(record) {
        match number {
            (1, 90) => announced = value == UTF_8,
            (2, 80) => raw.creators.push(decode(value, announced)),
            (2, 110) => raw.credit = Some(decode(value, announced)),
            (2, 116) => raw.copyright = Some(decode(value, announced)),
            (2, 120) => raw.caption = Some(decode(value, announced)),
            _ => {}
        }
    }
    Credits::from_raw(raw)
}

/// Walks the resources: signature, id, a padded Pascal string, length, padded data.
fn find_record(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let (id, after) = rest.strip_prefix(b"8BIM")?.split_first_chunk::<2>()?;
        let name = usize::from(*after.first()?) + 1;
        let (length, after) = after.get(name.next_multiple_of(2)..)?.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        if *id == IPTC_RESOURCE {
            return after.get(..length);
        }
        rest = after.get(length.next_multiple_of(2)..)?;
    }
}

/// The datasets of a record, up to the first that makes no sense.
struct Datasets<'a>(&'a [u8]);

impl<'a> Iterator for Datasets<'a> {
    type Item = ((u8, u8), &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let [0x1c, record, number, high, low, rest @ ..] = self.0 else { return None };
        let length = u16::from_be_bytes([*high, *low]);
        // lengths above 32,767 announce an extended dataset; no text needs one
        let (value, rest) = rest.split_at_checked(usize::from(length & 0x7fff))?;
        if length > 0x7fff {
            return None;
        }
        self.0 = rest;
        Some(((*record, *number), value))
    }
}

/// UTF-8 where announced. Unannounced it is common too, and text that is valid
/// UTF-8 by accident is not; the rest is Latin-1, as older programs wrote.
fn decode(value: &[u8], announced: bool) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) if announced => String::from_utf8_lossy(value).into_owned(),
        Err(_) => value.iter().map(|&byte| char::from(byte)).collect(),
    }
}
