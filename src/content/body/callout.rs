//! Quotations that warn or advise: `> [!WARNING]`.

use pulldown_cmark::BlockQuoteKind;

use crate::names::{ContentLanguage, Language};

/// How a callout in a text of `language` begins. Its title is the interface's word.
pub fn start(kind: BlockQuoteKind, language: ContentLanguage) -> String {
    let interface = language.interface();
    let lang = match language.is_foreign() {
        true => format!(" lang=\"{}\"", interface.name()),
        false => String::new(),
    };
    let (class, title) = (class(kind), title(kind, interface));
    format!("<aside class=\"callout {class}\"><p class=\"callout-title\"{lang}>{title}</p>\n")
}

fn class(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

/// A callout's title.
pub fn title(kind: BlockQuoteKind, language: Language) -> &'static str {
    let (vi, en) = match kind {
        BlockQuoteKind::Note => ("Lưu ý", "Note"),
        BlockQuoteKind::Tip => ("Mẹo hay", "Tip"),
        BlockQuoteKind::Important => ("Quan trọng", "Important"),
        BlockQuoteKind::Warning => ("Cảnh báo", "Warning"),
        BlockQuoteKind::Caution => ("Cẩn trọng", "Caution"),
    };
    match language {
        Language::Vi => vi,
        Language::En => en,
    }
}
