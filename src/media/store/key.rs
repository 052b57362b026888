//! The names under which files are kept.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::super::rendition::Rendition;
use super::super::upload::Format;

/// A relative path that is safe on every file system and in every address:
/// segments of `a-z 0-9 - _ .` that do not begin with a dot, joined by `/`, at
/// most 200 bytes in at most 8 segments. Nothing else can be made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    #[error("a key has 1 to 200 bytes")]
    Length,
    #[error("a key has at most 8 segments")]
    Depth,
    #[error("a key's segment is not empty and does not begin with a dot")]
    Segment,
    #[error("a key is made of a-z 0-9 - _ . and /, not of {0:?}")]
    Character(char),
}

impl Key {
    /// Where an asset's master is kept: `<last 2 of name>/<name>/master.<ext>`.
    /// `name` is the asset's id or its content hash.
    ///
    /// # Errors
    /// When `name` or `extension` cannot be part of a key.
    pub fn master(name: &str, extension: &str) -> Result<Self, KeyError> {
        Self::of_asset(name, "master", extension)
    }

    /// Where a variant is kept: `<last 2 of name>/<name>/<width>.<ext>`.
    ///
    /// # Errors
    /// When `name` is no segment of a key.
    pub fn variant(name: &str, width: u32, format: Format) -> Result<Self, KeyError> {
        Self::of_asset(name, &width.to_string(), format.extension())
    }

    /// Where this variant is kept.
    ///
    /// # Errors
    /// When `name` is no segment of a key.
    pub fn of(name: &str, variant: &Rendition) -> Result<Self, KeyError> {
        Self::variant(name, variant.width, variant.format)
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Two characters fan the assets out, so that no folder grows too long.
    fn of_asset(name: &str, file: &str, extension: &str) -> Result<Self, KeyError> {
        if name.contains('/') {
            return Err(KeyError::Character('/'));
        }
        let fan = name.get(name.len().saturating_sub(2)..).unwrap_or(name);
        format!("{fan}/{name}/{file}.{extension}").parse()
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.is_empty() || text.len() > 200 {
            return Err(KeyError::Length);
        }
        let allowed = |c: &char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_' | '.' | '/');
        if let Some(other) = text.chars().find(|c| !allowed(c)) {
            return Err(KeyError::Character(other));
        }
        if text.split('/').count() > 8 {
            return Err(KeyError::Depth);
        }
        if text.split('/').any(|segment| segment.is_empty() || segment.starts_with('.')) {
            return Err(KeyError::Segment);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
