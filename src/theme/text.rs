//! Style sheets and scripts as they are sent: put together, sheets without what
//! is there for people only.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The text of the static file `name` that is put together from `parts`.
///
/// # Errors
///
/// When a part cannot be read, or is no UTF-8.
pub fn read(name: &str, parts: &[PathBuf]) -> std::io::Result<String> {
    let text: String = parts.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
    Ok(if name.ends_with(".css") { small(text) } else { text })
}

/// A sheet without comments and needless space; as it is where it cannot be read.
fn small(sheet: String) -> String {
    let shorter = minifier::css::minify(&sheet).map(|short| short.to_string());
    shorter.unwrap_or(sheet)
}

/// What a policy lets a page hold `<style>` with this text by (CSP 3, §2.3.1).
pub fn hash_source(style: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(style)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_loses_what_is_for_people_and_keeps_what_it_says() {
        let sheet = "/* why */\na :hover, b > c { margin: -.5em 0 calc(1px + 2em); }\n\n@media (min-width: 1em) {\n  q::before { content: \"a  b\"; }\n}\n";
        let short = "a :hover,b > c{margin:-.5em 0 calc(1px + 2em);}@media (min-width:1em){q::before{content:\"a  b\";}}";
        assert_eq!(small(sheet.to_owned()), short);
    }

    #[test]
    fn a_style_is_let_in_by_its_hash() {
        let empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert_eq!(hash_source(""), empty);
    }
}
