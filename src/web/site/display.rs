//! How a reader wants pages shown: text size, contrast, spacing, pictures.
//!
//! The choice is four digits in one cookie that is set when the reader asks for
//! it; it names nobody. Pages are rendered without it and dressed for it
//! ([`dress`]); each manner there is has a place of its own in the page cache.

pub mod dress;
pub mod page;

use std::borrow::Cow;

use actix_web::http::header::{HeaderMap, HeaderName};

use crate::names::closed_list;
use crate::web::cookies;

/// The cookie's name.
pub const COOKIE: &str = "hien-thi";

/// What a device sends that wants to save data (W3C Save Data API).
pub const SAVE_DATA: HeaderName = HeaderName::from_static("save-data");

closed_list! {
    /// How large the text is.
    TextSize { Usual = "usual", Large = "large", Larger = "larger" }
}

closed_list! {
    /// Which colours: those that the device asks for, or always these.
    Contrast { Device = "device", Light = "light", Dark = "dark", High = "high" }
}

closed_list! {
    /// How far lines, words and paragraphs stand apart (WCAG 2.2, 1.4.12).
    Spacing { Usual = "usual", Wide = "wide" }
}

closed_list! {
    /// When pictures are loaded.
    Pictures {
        /// At once, but on demand where the device saves data.
        Device = "device",
        Now = "now",
        Later = "later",
    }
}

/// A reader's choice. The usual one is what everybody has who chose nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Display {
    pub text: TextSize,
    pub contrast: Contrast,
    pub spacing: Spacing,
    pub pictures: Pictures,
}

impl Display {
    /// The choice in a request's cookie; what is no choice of ours counts as none.
    pub fn chosen(headers: &HeaderMap) -> Self {
        cookies::sent(headers, COOKIE).find_map(Self::parse).unwrap_or_default()
    }

    /// How the page is shown: the choice, and for who made none about pictures
    /// what the device says.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut display = Self::chosen(headers);
        if display.pictures == Pictures::Device && saves_data(headers) {
            display.pictures = Pictures::Later;
        }
        display
    }

    /// From four digits, the places of the values on their lists.
    fn parse(value: &str) -> Option<Self> {
        let digits: [u8; 4] = value.as_bytes().try_into().ok()?;
        let [text, contrast, spacing, pictures] =
            digits.map(|digit| usize::from(digit.wrapping_sub(b'0')));
        Some(Self {
            text: *TextSize::ALL.get(text)?,
            contrast: *Contrast::ALL.get(contrast)?,
            spacing: *Spacing::ALL.get(spacing)?,
            pictures: *Pictures::ALL.get(pictures)?,
        })
    }

    /// The cookie's value.
    pub fn code(self) -> String {
        let places =
            [self.text as u8, self.contrast as u8, self.spacing as u8, self.pictures as u8];
        places.iter().map(|place| char::from(b'0' + place)).collect()
    }

    /// Whether pages are as everybody has them.
    pub fn is_usual(self) -> bool {
        Self { pictures: Pictures::Device, ..self } == Self::default() && !self.saves()
    }

    /// Whether pictures wait until they are asked for.
    pub fn saves(self) -> bool {
        self.pictures == Pictures::Later
    }

    /// Where the page cache keeps the page of `address` for who wants it so. Every
    /// address begins with a slash.
    pub fn key(self, address: &str) -> Cow<'_, str> {
        if self.is_usual() {
            return Cow::Borrowed(address);
        }
        // "Now" and "what the device says" are the same once the device was asked.
        let pictures = if self.saves() { Pictures::Later } else { Pictures::Device };
        Cow::Owned(format!("{} {address}", Self { pictures, ..self }.code()))
    }
}

fn saves_data(headers: &HeaderMap) -> bool {
    headers.get(SAVE_DATA).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"on"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use actix_web::http::header::{self, HeaderValue};

    use super::*;

    fn asked(pairs: &[(HeaderName, &'static str)]) -> Display {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name.clone(), HeaderValue::from_static(value));
        }
        Display::of(&headers)
    }

    #[test]
    fn what_is_no_choice_of_ours_counts_as_none() {
        for cookie in ["hien-thi=", "hien-thi=9000", "hien-thi=00000", "hien-thi=den", "a=1000"] {
            assert!(asked(&[(header::COOKIE, cookie)]).is_usual(), "{cookie}");
        }
    }

    #[test]
    fn every_choice_is_read_back_from_its_cookie_and_has_a_place_of_its_own() {
        let mut keys = BTreeSet::new();
        for text in TextSize::ALL {
            for contrast in Contrast::ALL {
                for spacing in Spacing::ALL {
                    for pictures in Pictures::ALL {
                        let (text, contrast) = (*text, *contrast);
                        let (spacing, pictures) = (*spacing, *pictures);
                        let display = Display { text, contrast, spacing, pictures };
                        assert_eq!(Display::parse(&display.code()), Some(display));
                        keys.insert(display.key("/tin-bai").into_owned());
                    }
                }
            }
        }
        assert_eq!(keys.len(), 48, "3 sizes, 4 contrasts, 2 spacings, pictures or not");
        assert!(keys.contains("/tin-bai"));
    }

    #[test]
    fn a_device_that_saves_data_is_heeded_unless_the_reader_chose_otherwise() {
        assert!(asked(&[(SAVE_DATA, "on")]).saves());
        assert!(!asked(&[(SAVE_DATA, "off")]).saves());
        let now = (header::COOKIE, "theme=1; hien-thi=0001");
        assert!(asked(&[(SAVE_DATA, "on"), now]).is_usual());
        assert!(asked(&[(header::COOKIE, "hien-thi=0002")]).saves());
    }
}
