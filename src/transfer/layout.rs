//! Where things lie in the folder, and the ids they have when none is given.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::content::{ContentLanguage, Kind};

pub const SITE: &str = "site.toml";
pub const ORGANISATIONS: &str = "organisations.toml";
pub const PLACES: &str = "places";
pub const COMMUNES: &str = "places/communes.csv";
pub const DISTRICTS: &str = "places/districts.csv";
pub const TAXONOMIES: &str = "taxonomies";
pub const SYNONYMS: &str = "synonyms.toml";
pub const PAGES: &str = "pages";
pub const MEDIA: &str = "media";
pub const ITEMS: &str = "items";
pub const ARCHIVE: &str = "archive";
pub const REVISIONS: &str = "archive/revisions.jsonl";
pub const HISTORY: &str = "archive/history.jsonl";
/// The sums of all other files of an export, as `sha256sum -c` reads them.
pub const SUMS: &str = "archive/SHA256SUMS";

/// All that stands at the top of the folder.
pub const TOP: &[&str] =
    &[SITE, ORGANISATIONS, PLACES, TAXONOMIES, SYNONYMS, PAGES, MEDIA, ITEMS, ARCHIVE];

/// Extensions that pictures and recordings may have.
pub const MEDIA_FILES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "mp3", "m4a"];

/// What comes before `.md` in the file of a revision in work beside another.
const WORKING: &str = ".working";

/// What the path of an item's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemPath {
    pub kind: Kind,
    pub language: ContentLanguage,
    /// The file's name without `.working` and `.md`.
    pub stem: String,
    pub working: bool,
}

impl ItemPath {
    /// The folder of items of a kind: `items/tin-bai`, `items/en/tin-bai`.
    pub fn folder(kind: Kind, language: ContentLanguage) -> String {
        match language {
            ContentLanguage::Vi => format!("{ITEMS}/{}", kind.path()),
            other => format!("{ITEMS}/{}/{}", other.name(), kind.path()),
        }
    }

    pub fn path(&self) -> String {
        let working = if self.working { WORKING } else { "" };
        format!("{}/{}{working}.md", Self::folder(self.kind, self.language), self.stem)
    }

    /// Reads a path within the folder; `None`: no item is kept there.
    pub fn parse(path: &str) -> Option<Self> {
        let mut segments = path.strip_prefix("items/")?.split('/').peekable();
        let language = segments
            .peek()
            .and_then(|first| first.parse().ok())
            .filter(|language| *language != ContentLanguage::Vi);
        if language.is_some() {
            segments.next();
        }
        let kind = Kind::from_path(segments.next()?)?;
        let name = segments.next()?.strip_suffix(".md")?;
        if segments.next().is_some() || name.is_empty() {
            return None;
        }
        let stem = name.strip_suffix(WORKING).unwrap_or(name);
        Some(Self {
            kind,
            language: language.unwrap_or_default(),
            stem: stem.to_owned(),
            working: stem.len() < name.len(),
        })
    }
}

/// The id made of a name: the same name gives the same id in every database
/// (UUID version 8 of a SHA-256, RFC 9562 §5.8).
pub fn derived_id(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    hasher.update("lantoa");
    for part in parts {
        hasher.update([0]);
        hasher.update(part);
    }
    let mut bytes = [0; 16];
    for (byte, digest) in bytes.iter_mut().zip(hasher.finalize()) {
        *byte = digest;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// A UUID in its usual spelling, or `None`.
pub fn parse_id(text: &str) -> Option<String> {
    Uuid::try_parse(text.trim()).ok().map(|id| id.to_string())
}

/// SHA-256, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    crate::media::store::content_hash(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_an_item_reads_back() {
        for path in [
            "items/tin-bai/hoc-nghe.md",
            "items/en/guong-dien-hinh/a.md",
            "items/mtq/to-roi/a.md",
            "items/su-kien/tap-huan.working.md",
        ] {
            let parsed = ItemPath::parse(path).expect("an item's path");
            assert_eq!(parsed.path(), path);
        }
        for path in
            ["items/tin-bai/a.txt", "items/bai/a.md", "items/tin-bai/x/a.md", "pages/vi/a.md"]
        {
            assert_eq!(ItemPath::parse(path), None);
        }
    }

    #[test]
    fn a_derived_id_depends_on_every_part_and_on_where_it_ends() {
        assert_eq!(derived_id(&["vi", "a"]), derived_id(&["vi", "a"]));
        assert_ne!(derived_id(&["vi", "a"]), derived_id(&["via", ""]));
        assert_eq!(parse_id(&derived_id(&["a"])), Some(derived_id(&["a"])));
    }
}
