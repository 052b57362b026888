//! `theme.toml`: what a theme is called and what it builds upon.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;

use super::{Fault, Part};
use crate::names::nearest;

/// What a theme says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The name of its folder.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The theme whose files stand where this one has none.
    pub extends: Option<String>,
    /// What its cards and prints are made in: red, green, blue.
    pub colour: Option<[u8; 3]>,
}

const KEYS: [&str; 4] = ["name", "title", "extends", "colour"];

/// White text on a theme's colour can be read by everybody (WCAG 2.2, 1.4.6).
const CONTRAST: f64 = 7.0;

/// Names that would be mistaken for something else: the site's own folder.
const RESERVED: [&str; 1] = [super::layers::SITE];

impl Manifest {
    /// Reads `file`; `themes` are the folders beside it. Errors name the line,
    /// the key, what it says, what is allowed and the nearest to it.
    pub fn read(file: &Path, themes: &[String]) -> Result<Self, Fault> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Fault::new(Part::Manifest, file.display(), error))?;
        let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
        Self::parse(&text, &folder.to_string_lossy(), themes).map_err(|(offset, what)| {
            Fault::new(Part::Manifest, file.display(), what).at(&text, offset)
        })
    }

    fn parse(text: &str, folder: &str, themes: &[String]) -> Result<Self, (usize, String)> {
        let mut table: BTreeMap<Spanned<String>, Spanned<toml::Value>> = toml::from_str(text)
            .map_err(|error| {
                (error.span().map_or(0, |span| span.start), error.message().to_owned())
            })?;
        if let Some(unknown) = table.keys().find(|key| !KEYS.contains(&key.get_ref().as_str())) {
            let told = unknown_name("there is no key", unknown.get_ref(), &KEYS);
            return Err((unknown.span().start, told));
        }
        let mut take = |key: &str| {
            let found = table.remove(key);
            let text = found.map(|value| match value.get_ref() {
                toml::Value::String(text) if !text.trim().is_empty() => {
                    Ok((value.span().start, text.trim().to_owned()))
                }
                other => Err((
                    value.span().start,
                    format!("`{key}` is {other}; allowed: a text that is not empty"),
                )),
            });
            text.transpose()
        };
        let missing = |key: &str| (0, format!("`{key}` is missing: a text that is not empty"));
        let (at, name) = take("name")?.ok_or_else(|| missing("name"))?;
        if name != folder || RESERVED.contains(&folder) {
            let why = format!("`name` is {name:?}; allowed: the folder's name, {folder:?}");
            let reserved = format!("`name` is {name:?}, which the site's own folder is called");
            return Err((at, if name == folder { reserved } else { why }));
        }
        let (_, title) = take("title")?.ok_or_else(|| missing("title"))?;
        let extends = take("extends")?;
        if let Some((at, parent)) = &extends
            && !themes.contains(parent)
        {
            let names: Vec<&str> = themes.iter().map(String::as_str).collect();
            return Err((*at, unknown_name("`extends` names no theme:", parent, &names)));
        }
        let colour = match take("colour")? {
            None => None,
            Some((at, text)) => Some(dark_colour(&text).map_err(|why| (at, why))?),
        };
        Ok(Self { name, title, extends: extends.map(|(_, parent)| parent), colour })
    }
}

/// `#1f3f73` as red, green and blue; white text can be read on it.
fn dark_colour(text: &str) -> Result<[u8; 3], String> {
    let told = |why: &str| format!("`colour` is {text:?}; {why}, such as \"#1f3f73\"");
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
    let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let [_, red, green, blue] =
        number.ok_or_else(|| told("allowed: # and six digits"))?.to_be_bytes();
    let colour = [red, green, blue];
    match 1.05 / (luminance(colour) + 0.05) >= CONTRAST {
        true => Ok(colour),
        false => Err(told("allowed: one on which white text has a contrast of 7 to 1")),
    }
}

/// Relative luminance (WCAG 2.2), from 0 for black to 1 for white.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|byte| {
        let part = f64::from(byte) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// `what` and the name, then what is allowed and the nearest of it.
pub(super) fn unknown_name(what: &str, given: &str, allowed: &[&str]) -> String {
    let list = allowed.join(", ");
    let nearest = nearest(given, allowed.iter().copied());
    let hint = nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    format!("{what} `{given}`; allowed: {list}{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Manifest, String> {
        let themes = ["city".to_owned(), "commune".to_owned()];
        let file = |(offset, what)| Fault::new(Part::Manifest, "theme.toml", what).at(text, offset);
        Manifest::parse(text, "commune", &themes).map_err(|fault| file(fault).to_string())
    }

    #[test]
    fn a_theme_names_its_parent() {
        let read = parse("name = \"commune\"\ntitle = \"Xã\"\nextends = \"city\"\n").unwrap();
        assert_eq!(read.extends.as_deref(), Some("city"));
        assert_eq!(read.title, "Xã");
        assert_eq!(read.colour, None);
        let read = parse("name = \"commune\"\ntitle = \"Xã\"\ncolour = \"#1f3f73\"\n").unwrap();
        assert_eq!(read.colour, Some([0x1f, 0x3f, 0x73]));
    }

    #[test]
    fn what_is_wrong_is_told_with_line_value_and_what_is_allowed() {
        for (text, told) in [
            (
                "name = \"commune\"\ntitel = \"Xã\"\n",
                "theme.toml:2:1: there is no key `titel`; allowed: name, title, extends, colour; did you mean `title`?",
            ),
            (
                "name = \"commune\"\ntitle = 7\n",
                "theme.toml:2:9: `title` is 7; allowed: a text that is not empty",
            ),
            (
                "name = \"xa\"\ntitle = \"Xã\"\n",
                "theme.toml:1:8: `name` is \"xa\"; allowed: the folder's name, \"commune\"",
            ),
            (
                "name = \"commune\"\ntitle = \"Xã\"\nextends = \"citty\"\n",
                "theme.toml:3:11: `extends` names no theme: `citty`; allowed: city, commune; did you mean `city`?",
            ),
            (
                "name = \"commune\"\ntitle = \"Xã\"\ncolour = \"blue\"\n",
                "theme.toml:3:10: `colour` is \"blue\"; allowed: # and six digits, such as \"#1f3f73\"",
            ),
            (
                "name = \"commune\"\ntitle = \"Xã\"\ncolour = \"#ffcc00\"\n",
                "theme.toml:3:10: `colour` is \"#ffcc00\"; allowed: one on which white text has a contrast of 7 to 1, such as \"#1f3f73\"",
            ),
            ("title = \"Xã\"\n", "theme.toml:1:1: `name` is missing: a text that is not empty"),
        ] {
            assert_eq!(parse(text), Err(told.to_owned()));
        }
        let broken = parse("name = \"commune\ntitle = \"Xã\"\n").unwrap_err();
        assert!(broken.starts_with("theme.toml:1:"), "{broken}");
    }
}
