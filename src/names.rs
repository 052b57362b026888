//! Closed lists: each value has one name in code, in the database and in
//! files; what is on none of the lists is told with the nearest that is.

use crate::text::display::grouped;

/// A name that is in none of the closed lists; `given` is what was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown name {given:?}, expected one of: {}", .expected.join(", "))]
pub struct UnknownName {
    pub given: String,
    pub expected: &'static [&'static str],
}

impl UnknownName {
    /// The expected name most like the given one.
    pub fn nearest(&self) -> Option<&'static str> {
        nearest(&self.given, self.expected.iter().copied())
    }
}

/// The candidate most like `given`, if any is like it at all.
pub fn nearest<'a>(given: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|name| (strsim::jaro_winkler(given, name), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// Declares a closed list with its names in code; the words on screen are the
/// locale's, under `PREFIX-name`.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            #[default]
            $($(#[$about])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),+];
            const NAMES: &[&str] = &[$($text),+];

            /// The name in code and front matter.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::names::UnknownName;

            fn from_str(given: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|one| one.name() == given).ok_or_else(|| {
                    $crate::names::UnknownName { given: given.to_owned(), expected: Self::NAMES }
                })
            }
        }
    };
}
pub(crate) use closed_list;

closed_list! {
    /// A language the interface speaks, by its BCP 47 tag. What the interface is
    /// around, the content, is in a [`ContentLanguage`].
    #[derive(PartialOrd, Ord)]
    Language { Vi = "vi", En = "en" }
}

closed_list! {
    /// A language content can be in, by its BCP 47 tag: the interface's, and those
    /// of the two peoples who live in Hanoi's hill communes as communities.
    #[derive(PartialOrd, Ord)]
    ContentLanguage {
        Vi = "vi",
        En = "en",
        /// Mường.
        Muong = "mtq",
        /// Dao: Iu Mien, the language of the Dao Quần Chẹt of Ba Vì.
        Dao = "ium",
    }
}

/// One of two sentences, Vietnamese and English, in the language asked for; both are
/// written like the first argument of `format!`.
macro_rules! say {
    ($language:expr, $vi:literal, $en:literal) => {
        match $language {
            $crate::names::Language::Vi => format!($vi),
            $crate::names::Language::En => format!($en),
        }
    };
}
pub(crate) use say;

impl Language {
    /// A count as the language groups it: `1.234`, `1,234`.
    pub fn count(self, count: impl TryInto<i64>) -> String {
        let count = count.try_into().unwrap_or(i64::MAX);
        let mark = match self {
            Self::Vi => '.',
            Self::En => ',',
        };
        grouped(count, mark)
    }

    /// What public addresses in this language begin with: nothing, or `/en`.
    pub fn prefix(self) -> &'static str {
        match self {
            Language::Vi => "",
            Language::En => "/en",
        }
    }

    /// The one that a reader may turn to instead.
    pub fn other(self) -> Self {
        match self {
            Language::Vi => Language::En,
            Language::En => Language::Vi,
        }
    }

    /// The path of the home page in this language.
    pub fn home(self) -> &'static str {
        match self {
            Language::Vi => "/",
            Language::En => "/en",
        }
    }
}

impl ContentLanguage {
    /// The language of the interface around content in this one: its header and
    /// labels, and the search that finds it.
    pub fn interface(self) -> Language {
        match self {
            Self::Vi | Self::Muong | Self::Dao => Language::Vi,
            Self::En => Language::En,
        }
    }

    /// What addresses of content in this language begin with: nothing, `/en`, `/mtq` …
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Vi | Self::En => self.interface().prefix(),
            Self::Muong => "/mtq",
            Self::Dao => "/ium",
        }
    }

    /// Whether the interface does not speak it.
    pub fn is_foreign(self) -> bool {
        self != self.interface().into()
    }

    /// The languages that the interface does not speak.
    pub fn foreign() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|one| one.is_foreign())
    }

    /// The languages of content that stands in the interface in `language`.
    pub fn within(language: Language) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |one| one.interface() == language)
    }

    /// The language of the public address `path`, and what follows its prefix.
    pub fn of_path(path: &str) -> (Self, &str) {
        let below = |language: &Self| {
            let rest = path.strip_prefix(language.prefix())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((*language, rest))
        };
        // Every path begins with Vietnamese's prefix: it is asked last.
        Self::ALL.iter().rev().find_map(below).unwrap_or((Self::Vi, path))
    }
}

impl From<Language> for ContentLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::Vi => Self::Vi,
            Language::En => Self::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_the_language_of_what_stands_there() {
        for language in ContentLanguage::ALL {
            let path = format!("{}/tin-bai/a", language.prefix());
            assert_eq!(ContentLanguage::of_path(&path), (*language, "/tin-bai/a"));
        }
        assert_eq!(ContentLanguage::of_path("/en"), (ContentLanguage::En, ""));
        assert_eq!(ContentLanguage::of_path("/mtq"), (ContentLanguage::Muong, ""));
        for path in ["/", "/enough", "/mtqx/tin-bai", ""] {
            assert_eq!(ContentLanguage::of_path(path), (ContentLanguage::Vi, path));
        }
    }

    #[test]
    fn every_language_of_content_has_a_prefix_of_its_own() {
        for language in ContentLanguage::ALL {
            let same = ContentLanguage::ALL.iter().filter(|one| one.prefix() == language.prefix());
            assert_eq!(same.count(), 1, "{}", language.name());
            assert!(["", &format!("/{}", language.name())].contains(&language.prefix()));
        }
    }
}
