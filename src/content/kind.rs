//! What an item is.

use crate::names::closed_list;

closed_list! {
    /// What an item is; decides its own fields, its list and its templates.
    #[derive(PartialOrd, Ord)]
    Kind {
        /// Tin bài.
        Article = "article",
        /// Tờ rơi.
        Leaflet = "leaflet",
        /// Gương điển hình, sáng kiến hay, mô hình giảm nghèo.
        Story = "story",
        /// Thông báo sự kiện.
        Event = "event",
    }
}

impl Kind {
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
        Self::ALL.iter().copied().find(|kind| kind.path() == path)
    }
}
