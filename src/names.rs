//! Closed lists: each value has one name in code, in the database and in
//! files; what is on none of the lists is told with the nearest that is.

/// A name that is in none of the closed lists; `given` is what was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown name {given:?}, expected one of {expected:?}")]
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
    /// A language content and interface can be in, by its BCP 47 tag.
    #[derive(PartialOrd, Ord)]
    Language { Vi = "vi", En = "en" }
}

impl Language {
    /// What public addresses in this language begin with: nothing, or `/en`.
    pub fn prefix(self) -> &'static str {
        match self {
            Language::Vi => "",
            Language::En => "/en",
        }
    }
}
