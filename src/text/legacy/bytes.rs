//! Text from the bytes of a file.

/// The bytes are neither UTF-8 nor marked as UTF-16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid UTF-8 at byte {position}")]
pub struct InvalidUtf8 {
    /// Where the first bad byte stands, from 0.
    pub position: usize,
}

/// The text in `bytes`: UTF-8, with or without its mark, or UTF-16 with its
/// mark (as Notepad saves "Unicode"). Not normalised yet.
pub fn from_bytes(bytes: &[u8]) -> Result<String, InvalidUtf8> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units)
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return Ok(wide(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => return Ok(wide(rest, u16::from_be_bytes)),
        _ => {}
    }
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(unmarked) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            Err(InvalidUtf8 { position: bytes.len() - unmarked.len() + error.valid_up_to() })
        }
    }
}

/// Every byte as the Latin-1 letter of its number: what an old file looks like
/// when pasted, ready for [`detect`](super::detect) and [`convert`](super::convert).
pub fn as_latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Encoding, convert, detect};
    use super::*;

    #[test]
    fn utf_8_is_read_with_and_without_its_mark() {
        assert_eq!(from_bytes("hộ nghèo".as_bytes()).as_deref(), Ok("hộ nghèo"));
        assert_eq!(from_bytes("\u{FEFF}hộ nghèo".as_bytes()).as_deref(), Ok("hộ nghèo"));
    }

    #[test]
    fn utf_16_with_its_mark_is_read() {
        let little: Vec<u8> = "\u{FEFF}hộ".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{FEFF}hộ".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(from_bytes(&little).as_deref(), Ok("hộ"));
        assert_eq!(from_bytes(&big).as_deref(), Ok("hộ"));
    }

    #[test]
    fn the_first_bad_byte_is_named_as_counted_in_the_file() {
        assert_eq!(from_bytes(b"abc\xB5d"), Err(InvalidUtf8 { position: 3 }));
        assert_eq!(from_bytes(b"\xEF\xBB\xBFabc\xB5d"), Err(InvalidUtf8 { position: 6 }));
    }

    #[test]
    fn an_old_file_can_be_read_by_its_bytes() {
        let text = as_latin1(b"Gi\xB6m ngh\xCCo, n\xAD\xEDc s\xB9ch");
        assert_eq!(detect(&text), Some(Encoding::Tcvn3));
        assert_eq!(convert(&text, Encoding::Tcvn3), "Giảm nghèo, nước sạch");
    }
}
