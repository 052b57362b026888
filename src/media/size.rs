//! How large a file is, in words.

use crate::names::Language;
use crate::text::display;

/// Bytes as people say them: `21,4 MB`.
pub fn size(count: u64, language: Language) -> String {
    let megabytes = count as f64 / 1_000_000.0;
    let text = match count {
        0..100_000 => return format!("{} kB", count.div_ceil(1000)),
        100_000..10_000_000 => display::decimal(megabytes, 1),
        _ => display::number(megabytes.round() as i64),
    };
    match language {
        Language::Vi => format!("{text} MB"),
        Language::En => {
            format!("{} MB", text.replace(',', "·").replace('.', ",").replace('·', "."))
        }
    }
}
