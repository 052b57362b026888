//! HTML that somebody typed into Markdown.

/// Raw HTML whose pictures are tags that nobody knows, which sanitising takes out:
/// they would pass by the rules for pictures (described, with a credit, ready).
/// `None`: there is none.
pub(super) fn without_pictures(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let tags = ["<img", "<picture", "<source"];
    let mut at: Vec<usize> =
        tags.iter().flat_map(|tag| lower.match_indices(tag).map(|(at, _)| at + 1)).collect();
    at.sort_unstable();
    let mut plain = html.to_owned();
    at.iter().rev().for_each(|at| plain.insert_str(*at, "x-"));
    (!at.is_empty()).then_some(plain)
}
