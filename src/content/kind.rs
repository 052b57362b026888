//! The two closed lists every item is filed under: its kind and its language.

use serde::{Deserialize, Serialize};

/// A name that is in none of the closed lists; `given` is what was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown name {given:?}, expected one of {expected:?}")]
pub struct UnknownName {
    pub given: String,
    pub expected: &'static [&'static str],
}

/// What an item is; decides its own fields, its list and its templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Tin bài.
    Article,
    /// Tờ rơi.
    Leaflet,
    /// Gương điển hình, sáng kiến hay, mô hình giảm nghèo.
    Story,
    /// Thông báo sự kiện.
    Event,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Article, Kind::Leaflet, Kind::Story, Kind::Event];
    const NAMES: [&str; 4] = ["article", "leaflet", "story", "event"];

    /// The name in code, in the database and in front matter.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The first segment of public addresses: `/tin-bai/…`.
    pub fn path(self) -> &'static str {
        match self {
            Kind::Article => "tin-bai",
            Kind::Leaflet => "to-roi",
            Kind::Story => "guong-dien-hinh",
            Kind::Event => "su-kien",
        }
    }

    /// The kind whose public list stands under `path`, if any does.
    pub fn from_path(path: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.path() == path)
    }
}

impl std::str::FromStr for Kind {
    type Err = UnknownName;

    fn from_str(given: &str) -> Result<Self, UnknownName> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == given)
            .ok_or_else(|| UnknownName { given: given.to_owned(), expected: &Self::NAMES })
    }
}

/// A language content and interface can be in; Vietnamese comes first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Vi,
    En,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Vi, Language::En];
    const NAMES: [&str; 2] = ["vi", "en"];

    /// The BCP 47 tag: `vi` or `en`.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// What public addresses in this language begin with: nothing, or `/en`.
    pub fn prefix(self) -> &'static str {
        match self {
            Language::Vi => "",
            Language::En => "/en",
        }
    }
}

impl std::str::FromStr for Language {
    type Err = UnknownName;

    fn from_str(given: &str) -> Result<Self, UnknownName> {
        Self::ALL
            .into_iter()
            .find(|language| language.name() == given)
            .ok_or_else(|| UnknownName { given: given.to_owned(), expected: &Self::NAMES })
    }
}
