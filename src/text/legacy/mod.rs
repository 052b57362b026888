//! Text from before Unicode: TCVN3 (fonts `.Vn*`) and VNI (fonts `VNI-*`).
//!
//! Pasted from an old Word file it arrives as letters of Windows-1252 or
//! Latin-1 that look like garbage: `Gi¶m nghÌo`, `Giaûm ngheøo`. Look for it
//! before [`normalise`](super::normalise): TCVN3 writes `ư` with the code of
//! the soft hyphen, which normalising removes.

mod bytes;
mod mixed;
mod tcvn3;
mod vni;

use super::syllable::Syllable;
use super::words::words;
pub use bytes::{InvalidUtf8, as_latin1, from_bytes};
pub use mixed::{find, find_in_bytes, mend, mend_bytes};

/// An encoding that text pasted from old files is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// TCVN 5712:1993 as the `.Vn*` fonts use it.
    Tcvn3,
    /// VNI for Windows: a letter and, after it, its mark.
    Vni,
}

impl Encoding {
    pub const ALL: [Encoding; 2] = [Encoding::Tcvn3, Encoding::Vni];

    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "TCVN3",
            Encoding::Vni => "VNI",
        }
    }
}

/// Below this [`confidence`] text is taken for what it seems to be.
const CERTAIN: f32 = 0.75;

/// The old encoding `text` is in, or `None` when it is proper Unicode, another
/// language, or too short to tell (fewer than two telling words).
pub fn detect(text: &str) -> Option<Encoding> {
    let candidates = Encoding::ALL.map(|encoding| (encoding, confidence(text, encoding)));
    let best = candidates.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    best.filter(|&(_, confidence)| confidence >= CERTAIN).map(|(encoding, _)| encoding)
}

/// From 0 to 1, how sure it is that `text` is in `encoding`: among the words
/// with foreign letters that are Vietnamese either before or after conversion
/// but not both, the share that conversion mends less the share it breaks.
pub fn confidence(text: &str, encoding: Encoding) -> f32 {
    let (mut mended, mut broken, mut hopeless) = (0u16, 0u16, 0u16);
    for word in text.split(|letter: char| letter.is_ascii() && !letter.is_ascii_alphabetic()) {
        if word.is_ascii() {
            continue;
        }
        match (vietnamese(word), vietnamese(&convert(word, encoding))) {
            // Dashes and apostrophes of proper text are codes of old letters, too.
            (Some(true), Some(true)) | (None, _) => {}
            (Some(true), _) => broken = broken.saturating_add(1),
            (_, Some(true)) => mended = mended.saturating_add(1),
            _ => hopeless = hopeless.saturating_add(1),
        }
    }
    if mended < 2 {
        return 0.0;
    }
    let (mended, broken, hopeless) = (f32::from(mended), f32::from(broken), f32::from(hopeless));
    ((mended - broken) / (mended + broken + hopeless)).max(0.0)
}

/// `text` read as `encoding`, in NFC. What the encoding does not know stays.
/// Words set in a capitals font (`GI¶M NGHÌO`) come out in capitals.
pub fn convert(text: &str, encoding: Encoding) -> String {
    let converted = match encoding {
        Encoding::Tcvn3 => tcvn3::convert(text),
        Encoding::Vni => vni::convert(text),
    };
    super::normalise(&converted)
}

/// Whether all words with letters in `text` are syllables; `None` without any.
/// Marks that stand for nothing in Vietnamese (`¶`, `¬`) are telling as well.
fn vietnamese(text: &str) -> Option<bool> {
    let strange = text.chars().any(|letter| {
        matches!(letter, '¡'..='¿' | '\u{80}'..='\u{9F}')
            && !matches!(letter, '«' | '»' | '·' | '°')
    });
    let mut seen = false;
    for word in words(text) {
        seen = true;
        if Syllable::parse(word.text).is_none() {
            return Some(false);
        }
    }
    if strange { Some(false) } else { seen.then_some(true) }
}

/// The byte of Windows-1252 or Latin-1 that a pasted letter stands for.
fn byte_of(letter: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(letter)) {
        return Some(byte);
    }
    let at = WINDOWS_1252.iter().position(|&(_, windows)| windows == letter)?;
    Some(WINDOWS_1252[at].0)
}

#[rustfmt::skip]
const WINDOWS_1252: [(u8, char); 27] = [
    (0x80, '€'), (0x82, '‚'), (0x83, 'ƒ'), (0x84, '„'), (0x85, '…'), (0x86, '†'), (0x87, '‡'),
    (0x88, 'ˆ'), (0x89, '‰'), (0x8A, 'Š'), (0x8B, '‹'), (0x8C, 'Œ'), (0x8E, 'Ž'), (0x91, '‘'),
    (0x92, '’'), (0x93, '“'), (0x94, '”'), (0x95, '•'), (0x96, '–'), (0x97, '—'), (0x98, '˜'),
    (0x99, '™'), (0x9A, 'š'), (0x9B, '›'), (0x9C, 'œ'), (0x9E, 'ž'), (0x9F, 'Ÿ'),
];

#[cfg(test)]
mod tests {
    use super::super::strategies::phrase;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pasted_tcvn3_is_detected_and_read() {
        let pasted = "Gi¶m nghÌo bÒn v÷ng, hç trî hé cËn nghÌo ë vïng ®ång bµo d©n téc";
        assert_eq!(detect(pasted), Some(Encoding::Tcvn3));
        assert_eq!(
            convert(pasted, Encoding::Tcvn3),
            "Giảm nghèo bền vững, hỗ trợ hộ cận nghèo ở vùng đồng bào dân tộc"
        );
    }

    #[test]
    fn pasted_vni_is_detected_and_read() {
        let pasted = "Giaûm ngheøo beàn vöõng, hoã trôï hoä caän ngheøo ôû vuøng ñoàng baøo, ngöôøi ñöôïc höôûng";
        assert_eq!(detect(pasted), Some(Encoding::Vni));
        assert_eq!(
            convert(pasted, Encoding::Vni),
            "Giảm nghèo bền vững, hỗ trợ hộ cận nghèo ở vùng đồng bào, người được hưởng"
        );
    }

    #[test]
    fn a_capitals_font_comes_out_in_capitals() {
        assert_eq!(convert("GI¶M NGHÌO BÒN V÷NG", Encoding::Tcvn3), "GIẢM NGHÈO BỀN VỮNG");
        assert_eq!(convert("Hµ Néi", Encoding::Tcvn3), "Hà Nội");
        assert_eq!(convert("GIAÛM NGHEØO ÔÛ HUYEÄN", Encoding::Vni), "GIẢM NGHÈO Ở HUYỆN");
    }

    #[test]
    fn proper_text_in_any_language_is_left_alone() {
        for text in [
            "Giảm nghèo bền vững ở huyện Ba Vì",
            "Là bà má có cá, và tôi đi",
            "cá và gà là quà",
            "L’été déjà passé, l’élève a été reçu à l’école française; où êtes-vous, garçon ?",
            "Straße, Müller, Größe, über, schön",
            "« – 20 °C · 5 € … ™ »",
            "Ghi bàn: Alves (33’), Silva (44’, 55’) Monaco: Glik – Falcao, Lemar – Mendy (69’)",
            "plain English text",
            "",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn one_garbled_paragraph_in_proper_text_is_no_reason_to_convert_it_all() {
        assert_eq!(detect("Hỗ trợ hộ nghèo, cận nghèo ở huyện Ba Vì. Gi¶m nghÌo"), None);
    }

    proptest! {
        #[test]
        fn what_tcvn3_wrote_is_read_again(text in phrase()) {
            let pasted = tcvn3::encode(&text);
            // its capitals with tone come from a font, so case is a guess
            let read = convert(&pasted, Encoding::Tcvn3);
            prop_assert_eq!(read.to_lowercase(), text.to_lowercase());
        }

        #[test]
        fn what_vni_wrote_is_read_again(text in phrase()) {
            let pasted = vni::encode(&text);
            prop_assert_eq!(convert(&pasted, Encoding::Vni), text);
        }

        #[test]
        fn proper_vietnamese_is_never_taken_for_old_text(text in phrase()) {
            prop_assert_eq!(detect(&text), None);
        }

        #[test]
        fn anything_can_be_looked_at(text in any::<String>()) {
            for encoding in Encoding::ALL {
                let _ = (detect(&text), convert(&text, encoding));
            }
        }
    }
}
