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
    Ok(if name.ends_with(".css") { small(&text) } else { text })
}

/// A sheet without comments and with the space that means something: one between
/// words, none beside braces, after semicolons and commas. Within quotes all stays.
fn small(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(next) = rest.chars().next() {
        let taken = match next {
            '"' | '\'' => {
                let end = end_of_string(rest, next);
                out.push_str(&rest[..end]);
                end
            }
            _ if rest.starts_with("/*") => {
                space(&mut out);
                rest[2..].find("*/").map_or(rest.len(), |end| end + 4)
            }
            _ if next.is_ascii_whitespace() => {
                space(&mut out);
                1
            }
            _ => {
                if matches!(next, '{' | '}') && out.ends_with(' ') {
                    out.pop();
                }
                out.push(next);
                next.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// A space, if it separates anything.
fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',']) {
        out.push(' ');
    }
}

/// Bytes of the string that `text` begins with, its quotes among them.
fn end_of_string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let closes = |(_, c): &(usize, char)| {
        let end = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        end
    };
    text.char_indices().skip(1).find(closes).map_or(text.len(), |(at, _)| at + 1)
}

/// What a policy lets a page hold `<style>` or `<script>` with this text by (CSP 3, §2.3.1).
pub fn hash_source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_loses_what_is_for_people_and_keeps_what_it_says() {
        let sheet = "/* why */\na :hover, b > c { margin: -.5em 0 calc(1px + 2em); }\n\n@media (min-width: 1em) {\n  q::before { content: \"/* a  \\\" */\"; }\n}\n";
        let short = "a :hover,b > c{margin: -.5em 0 calc(1px + 2em);}@media (min-width: 1em){q::before{content: \"/* a  \\\" */\";}}";
        assert_eq!(small(sheet), short);
        assert_eq!(small("a { color: red /* no end"), "a{color: red ");
        assert_eq!(small("/*/ a */b {}"), "b{}");
        assert_eq!(small("q { content: 'no end"), "q{content: 'no end");
    }

    #[test]
    fn a_style_is_let_in_by_its_hash() {
        let empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert_eq!(hash_source(""), empty);
    }
}
