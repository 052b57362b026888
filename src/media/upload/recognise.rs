//! What a file is, from its first bytes.

use std::fmt;

use super::Format;

/// How far into a file a text's root element is looked for, in bytes.
const ROOT_WITHIN: usize = 4096;
/// How far into a drawing a script is looked for, in bytes. The drawing is
/// refused either way; the script only makes the message say more.
const SCRIPT_WITHIN: usize = 512 * 1024;

/// What a refused file was recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recognised {
    /// A vector drawing; `scripted` when a program was found in it.
    Svg {
        scripted: bool,
    },
    /// The picture type of newer phones, HEIF with HEVC.
    Heic,
    Avif,
    JpegXl,
    Jpeg2000,
    /// TIFF, and the raw pictures of cameras built on it.
    Tiff,
    Bmp,
    Icon,
    Photoshop,
    Pdf,
    PostScript,
    /// MP4, QuickTime, WebM and their kin.
    Video,
    /// Ogg, WAV, FLAC, AMR, bare AAC, MIDI.
    Sound,
    /// A list of addresses that a player reads.
    Playlist,
    /// A ZIP archive, which Word, Excel and PowerPoint files are too.
    Archive,
    /// An Office file from before 2007.
    OldOffice,
    Html,
    Unknown,
}

impl Recognised {
    /// The kind's name in the keys of the locales: `upload-recognised-svg` and so on.
    pub fn key(self) -> &'static str {
        match self {
            Self::Svg { scripted: false } => "svg",
            Self::Svg { scripted: true } => "svg-scripted",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::JpegXl => "jpeg-xl",
            Self::Jpeg2000 => "jpeg-2000",
            Self::Tiff => "tiff",
            Self::Bmp => "bmp",
            Self::Icon => "icon",
            Self::Photoshop => "photoshop",
            Self::Pdf => "pdf",
            Self::PostScript => "postscript",
            Self::Video => "video",
            Self::Sound => "sound",
            Self::Playlist => "playlist",
            Self::Archive => "archive",
            Self::OldOffice => "old-office",
            Self::Html => "html",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Recognised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The accepted type of a file, or what else it is.
pub(super) fn recognise(bytes: &[u8]) -> Result<Format, Recognised> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Ok(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(Format::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(Format::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Format::WebP),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Err(Recognised::Sound),
        _ => Err(by_signature(bytes)
            .or_else(|| by_brand(bytes))
            .or_else(|| by_markup(bytes))
            .unwrap_or(Recognised::Unknown)),
    }
}

fn by_signature(bytes: &[u8]) -> Option<Recognised> {
    const SIGNATURES: [(&[u8], Recognised); 27] = [
        (b"%PDF", Recognised::Pdf),
        (b"%!PS", Recognised::PostScript),
        (b"II*\0", Recognised::Tiff),
        (b"MM\0*", Recognised::Tiff),
        (b"II+\0", Recognised::Tiff),
        (b"MM\0+", Recognised::Tiff),
        (b"BM", Recognised::Bmp),
        (b"\0\0\x01\0", Recognised::Icon),
        (b"\0\0\x02\0", Recognised::Icon),
        (b"8BPS", Recognised::Photoshop),
        (b"\xff\x0a", Recognised::JpegXl),
        (b"\0\0\0\x0cJXL ", Recognised::JpegXl),
        (b"\0\0\0\x0cjP  ", Recognised::Jpeg2000),
        (b"PK\x03\x04", Recognised::Archive),
        (b"\x1f\x8b", Recognised::Archive),
        (b"7z\xbc\xaf", Recognised::Archive),
        (b"Rar!", Recognised::Archive),
        (b"\xd0\xcf\x11\xe0", Recognised::OldOffice),
        (b"\x1a\x45\xdf\xa3", Recognised::Video),
        (b"OggS", Recognised::Sound),
        (b"fLaC", Recognised::Sound),
        (b"#!AMR", Recognised::Sound),
        (b"MThd", Recognised::Sound),
        (b"\xff\xf1", Recognised::Sound),
        (b"\xff\xf9", Recognised::Sound),
        (b"#EXTM3U", Recognised::Playlist),
        (b"[playlist]", Recognised::Playlist),
    ];
    let known = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    // readers of PDF accept noise before the header
    let late_pdf = || contains(head(bytes, 1024), b"%PDF-").then_some(Recognised::Pdf);
    known.map(|&(_, what)| what).or_else(late_pdf)
}

/// Files of the ISO base media family name their brands (ISO/IEC 14496-12 §4.3).
fn by_brand(bytes: &[u8]) -> Option<Recognised> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let rest = rest.strip_prefix(b"ftyp")?;
    let length = (u32::from_be_bytes(*length) as usize).saturating_sub(8).min(256);
    let (brands, _) = head(rest, length).as_chunks::<4>();
    let has = |names: &[&[u8; 4]]| brands.iter().any(|brand| names.contains(&brand));
    if has(&[b"avif", b"avis"]) {
        Some(Recognised::Avif)
    } else if has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"]) {
        Some(Recognised::Heic)
    } else {
        Some(Recognised::Video)
    }
}

fn by_markup(bytes: &[u8]) -> Option<Recognised> {
    let beginning = text_of(head(bytes, ROOT_WITHIN));
    let html = [&b"<!doctype html"[..], b"<html", b"<body"];
    if html.iter().any(|root| contains(&beginning, root)) {
        Some(Recognised::Html)
    } else if contains(&beginning, b"<svg") || contains(&beginning, b":svg") {
        Some(Recognised::Svg { scripted: is_scripted(bytes) })
    } else {
        None
    }
}

/// Scripts run from elements, from links and from `on…` attributes (SVG 2 §15).
fn is_scripted(bytes: &[u8]) -> bool {
    let text = text_of(head(bytes, SCRIPT_WITHIN));
    let attribute = |window: &[u8]| {
        let [space, b'o', b'n', rest @ ..] = window else { return false };
        let name = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        space.is_ascii_whitespace() && name > 0 && rest.get(name) == Some(&b'=')
    };
    contains(&text, b"script") || (0..text.len()).any(|at| text.get(at..).is_some_and(attribute))
}

/// Lower-case ASCII without the zero bytes of UTF-16: enough to find tags in.
fn text_of(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().filter(|&&b| b != 0).map(u8::to_ascii_lowercase).collect()
}

fn head(bytes: &[u8], count: usize) -> &[u8] {
    bytes.get(..count).unwrap_or(bytes)
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
