//! What a feed is of.

use crate::content::agenda::Among;
use crate::content::listing::Listing;
use crate::content::{Document, Kind, Language, Taxonomy, Vocabulary};

/// Everything, one of the four lists, or what is filed under a term or place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Kind(Kind),
    /// A topic or an audience, by its slug.
    Term(Taxonomy, String),
    /// A commune of today or a district of before, by its slug.
    Place(String),
}

impl Scope {
    /// The scope whose list stands under `first` (`tin-bai`, `chu-de` …) and,
    /// where there is one, `slug`.
    pub fn from_path(first: &str, slug: Option<&str>) -> Option<Self> {
        match (first, slug) {
            (_, None) => Kind::from_path(first).map(Self::Kind),
            ("chu-de", Some(slug)) => Some(Self::Term(Taxonomy::Topic, slug.to_owned())),
            ("doi-tuong", Some(slug)) => Some(Self::Term(Taxonomy::Audience, slug.to_owned())),
            ("dia-ban", Some(slug)) => Some(Self::Place(slug.to_owned())),
            _ => None,
        }
    }

    /// The path of its list without the language's prefix; empty for everything.
    pub fn path(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Kind(kind) => format!("/{}", kind.path()),
            Self::Term(Taxonomy::Audience, slug) => format!("/doi-tuong/{slug}"),
            Self::Term(_, slug) => format!("/chu-de/{slug}"),
            Self::Place(slug) => format!("/dia-ban/{slug}"),
        }
    }

    /// The name of its term or place; `None` where it has neither.
    pub fn name(&self, vocabulary: &Vocabulary, language: Language) -> Option<String> {
        match self {
            Self::All | Self::Kind(_) => None,
            Self::Term(taxonomy, slug) => {
                vocabulary.term(*taxonomy, slug).map(|term| term.name(language).to_owned())
            }
            Self::Place(slug) => vocabulary.place(slug).map(|place| place.name_in(language)),
        }
    }

    /// The lists it is made of; `None` when there is no such term or place. An
    /// old district is its own list and those of the communes it became.
    pub fn lists(&self, vocabulary: &Vocabulary) -> Option<Vec<Listing>> {
        match self {
            Self::All => Some(vec![Listing::All]),
            Self::Kind(kind) => Some(vec![Listing::Kind(*kind)]),
            Self::Term(taxonomy, slug) => {
                vocabulary.term(*taxonomy, slug).map(|term| vec![Listing::Term(term.id)])
            }
            Self::Place(slug) => {
                let place = vocabulary.place(slug)?;
                let mut lists = vec![Listing::Place(place.id)];
                if !place.is_commune() {
                    let communes = vocabulary.related_places(place.id);
                    lists.extend(communes.iter().map(|commune| Listing::Place(commune.id)));
                }
                Some(lists)
            }
        }
    }

    /// Its events; `None` when there is no such term or place.
    pub fn events(&self, vocabulary: &Vocabulary) -> Option<Among> {
        let lists = self.lists(vocabulary)?;
        let mut places = Vec::new();
        for list in lists {
            match list {
                Listing::All | Listing::Kind(_) => return Some(Among::All),
                Listing::Term(id) => return Some(Among::Term(id)),
                Listing::Place(id) => places.push(id),
            }
        }
        Some(Among::Places(places))
    }

    /// Whether `document` belongs to it.
    pub fn has(&self, document: &Document, vocabulary: &Vocabulary) -> bool {
        match self {
            Self::All => true,
            Self::Kind(kind) => document.kind() == *kind,
            Self::Term(taxonomy, slug) => {
                document.terms.get(taxonomy).is_some_and(|slugs| slugs.contains(slug))
            }
            Self::Place(_) => {
                let own = vocabulary.place_ids(document).into_iter().map(Listing::Place);
                let lists = self.lists(vocabulary).unwrap_or_default();
                own.into_iter().any(|place| lists.contains(&place))
            }
        }
    }
}
