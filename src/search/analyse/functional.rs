//! Words that hold a sentence together and say little about its subject.

use super::Token;
use crate::text::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a word only holds the sentence together. Such words add to a score
/// but are never required. A word typed without marks counts only when hardly
/// any other word looks the same: `cua` does, `ma` (ma túy) does not.
pub(crate) fn is_functional(token: &Token) -> bool {
    if token.is_marked() {
        MARKED.binary_search(&token.exact.as_str()).is_ok()
    } else {
        UNMARKED.binary_search(&token.exact.as_str()).is_ok()
    }
}

/// Whether a word says little in a whole sentence, though among a few words it
/// may be half of a name: (nhà) ở, (Ba) Vì, một (cửa), từ (thiện), cho (vay).
pub(crate) fn is_weak(token: &Token) -> bool {
    is_functional(token) || WEAK.contains(&token.exact.as_str())
}

const WEAK: &[&str] = &["cho", "có", "hay", "không", "một", "thế", "từ", "vì", "ở"];

/// [`is_functional`] for a word of a text, which is written as it is meant.
pub(crate) fn is_functional_exact(exact: &str) -> bool {
    if exact.is_ascii() { PROPER.contains(&exact) } else { MARKED.binary_search(&exact).is_ok() }
}

/// Whether some word [`is_functional_exact`] looks so without marks.
pub(crate) fn may_be_functional(folded: &str) -> bool {
    static FOLDED: LazyLock<HashSet<String>> =
        LazyLock::new(|| MARKED.iter().chain(PROPER).map(|word| fold(word)).collect());
    FOLDED.contains(folded)
}

/// Those that are properly written without marks.
const PROPER: &[&str] = &["khi", "nay", "theo", "trong"];

/// Sorted by bytes.
#[rustfmt::skip]
const MARKED: &[&str] = &[
    "bằng", "bị", "bởi", "các", "còn", "cùng", "cũng", "của", "dưới", "gì", "hoặc", "khác",
    "là", "lại", "mà", "mỗi", "nào", "này", "nếu", "nữa", "phải", "ra", "rất", "rằng", "rồi",
    "sao", "sẽ", "thì", "trên", "tại", "tới", "và", "vào", "vẫn", "về", "với", "đang", "đâu",
    "đây", "đã", "đó", "được", "đấy", "đến", "để",
];

/// Sorted by bytes; the proper spelling of some has no marks at all.
#[rustfmt::skip]
const UNMARKED: &[&str] = &[
    "and", "are", "boi", "by", "cac", "cho", "cua", "cung", "duoc", "for", "hoac", "khi",
    "khong", "la", "nao", "nay", "neu", "nhu", "nhung", "nua", "of", "phai", "rang", "rat",
    "sao", "se", "the", "theo", "thi", "tren", "va", "van", "vao", "ve", "voi", "with",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_are_sorted() {
        assert!(MARKED.is_sorted() && UNMARKED.is_sorted());
    }

    #[test]
    fn a_marked_word_is_judged_by_its_marks() {
        assert!(is_functional(&Token::new("Của")) && is_functional(&Token::new("cua")));
        assert!(!is_functional(&Token::new("cưa")) && !is_functional(&Token::new("ma")));
    }
}
