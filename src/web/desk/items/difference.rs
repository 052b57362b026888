//! Two texts side by side, word by word.

use std::time::Duration;

use actix_web::web;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use crate::web::desk::form::Text;
use crate::web::failure::Failure;

/// One field of two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    pub name: String,
    pub label: String,
    pub changed: bool,
    pub old: Vec<Part>,
    pub new: Vec<Part>,
}

/// A stretch of text: unchanged (no mark), taken out (`del`), put in (`ins`),
/// or unchanged and too long to show (`cut`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    pub mark: &'static str,
    pub text: String,
}

/// Longer differences than this are shown coarser rather than late.
const PATIENCE: Duration = Duration::from_millis(400);

/// Unchanged characters shown on either side of a change.
const CONTEXT: usize = 240;

/// Every field that says something in either version; both lists name the
/// same fields in the same order.
pub fn rows(old: &[Text], new: &[Text]) -> Vec<Row> {
    let both = old.iter().zip(new).filter(|(a, b)| !a.text.is_empty() || !b.text.is_empty());
    both.map(|(a, b)| row(a, b)).collect()
}

/// The same, the fields that changed apart from those that did not; away from the
/// threads that answer others, for long texts take long.
pub async fn compared(old: Vec<Text>, new: Vec<Text>) -> Result<(Vec<Row>, Vec<Row>), Failure> {
    web::block(move || rows(&old, &new).into_iter().partition(|row| row.changed))
        .await
        .map_err(|error| Failure::internal(error.to_string()))
}

fn row(old: &Text, new: &Text) -> Row {
    let changed = old.text != new.text;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    if changed {
        let words =
            TextDiff::configure().timeout(PATIENCE).diff_unicode_words(&*old.text, &*new.text);
        let changes: Vec<(ChangeTag, &str)> =
            words.iter_all_changes().map(|change| (change.tag(), change.value())).collect();
        for (at, (tag, text)) in changes.iter().enumerate() {
            let (old_mark, new_mark) = if is_gap(&changes, at) { ("del", "ins") } else { ("", "") };
            match tag {
                ChangeTag::Equal => {
                    push(&mut left, old_mark, text);
                    push(&mut right, new_mark, text);
                }
                ChangeTag::Delete => push(&mut left, "del", text),
                ChangeTag::Insert => push(&mut right, "ins", text),
            }
        }
    }
    let (old_parts, new_parts) = (shorten(left), shorten(right));
    Row {
        name: new.name.clone(),
        label: new.label.clone(),
        changed,
        old: old_parts,
        new: new_parts,
    }
}

/// A space between two changed words belongs to the change: a phrase is read
/// as one.
fn is_gap(changes: &[(ChangeTag, &str)], at: usize) -> bool {
    let changed = |at: Option<usize>| {
        at.and_then(|at| changes.get(at)).is_some_and(|(tag, _)| *tag != ChangeTag::Equal)
    };
    let space = changes.get(at).is_some_and(|(tag, text)| {
        *tag == ChangeTag::Equal && text.trim().is_empty() && !text.contains('\n')
    });
    space && changed(at.checked_sub(1)) && changed(at.checked_add(1))
}

fn push(parts: &mut Vec<Part>, mark: &'static str, text: &str) {
    match parts.last_mut() {
        Some(last) if last.mark == mark => last.text.push_str(text),
        _ => parts.push(Part { mark, text: text.to_owned() }),
    }
}

/// Cuts the middle of long unchanged stretches, and their far end where the
/// text begins or ends with one.
fn shorten(parts: Vec<Part>) -> Vec<Part> {
    let last = parts.len().saturating_sub(1);
    let mut out = Vec::with_capacity(parts.len() + 2);
    for (at, part) in parts.into_iter().enumerate() {
        let letters = part.text.chars().count();
        if !part.mark.is_empty() || letters <= 2 * CONTEXT + 80 {
            out.push(part);
            continue;
        }
        let head: String = part.text.chars().take(CONTEXT).collect();
        let tail: String = part.text.chars().skip(letters - CONTEXT).collect();
        if at > 0 {
            out.push(Part { mark: "", text: head });
        }
        out.push(Part { mark: "cut", text: String::new() });
        if at < last {
            out.push(Part { mark: "", text: tail });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<Text> {
        vec![Text { name: "body".into(), label: "Nội dung".into(), text: text.into() }]
    }

    #[test]
    fn a_changed_vietnamese_word_is_marked_whole() {
        let rows = rows(&text("hộ nghèo ở xã Ba Vì"), &text("hộ cận nghèo ở xã Ba Vì"));
        let marked: Vec<&str> =
            rows[0].new.iter().filter(|part| part.mark == "ins").map(|p| p.text.trim()).collect();
        assert_eq!(marked, ["cận"]);
        let said: String = rows[0].new.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(said, "hộ cận nghèo ở xã Ba Vì");
    }

    #[test]
    fn a_changed_phrase_is_marked_as_one() {
        let rows = rows(&text("Bản của chị Lan."), &text("Bản của anh Tú."));
        let marked = |parts: &[Part], mark: &str| {
            parts
                .iter()
                .filter(|part| part.mark == mark)
                .map(|p| p.text.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(marked(&rows[0].old, "del"), ["chị Lan"]);
        assert_eq!(marked(&rows[0].new, "ins"), ["anh Tú"]);
    }

    #[test]
    fn a_long_unchanged_stretch_is_cut_and_says_so() {
        let long = "nước sạch ".repeat(400);
        let rows = rows(&text(&format!("một {long} hai")), &text(&format!("ba {long} bốn")));
        assert_eq!(rows[0].old.iter().filter(|part| part.mark == "cut").count(), 1);
        let shown: usize = rows[0].old.iter().map(|part| part.text.chars().count()).sum();
        assert!(shown < 1000, "{shown}");
    }

    #[test]
    fn a_field_that_says_nothing_is_left_out_and_an_equal_one_is_not_marked() {
        assert_eq!(rows(&text(""), &text("")), []);
        assert!(!rows(&text("a"), &text("a"))[0].changed);
    }
}
