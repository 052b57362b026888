//! A script for whoever reads to a commune's loudspeaker: an opening, what
//! there is to tell, the most important again, a close; nothing to stumble over.

use super::Sheet;
use super::sheet::sentence;
use super::speech::{minutes, spoken, syllables};
use crate::content::body::blocks::{self, Block};
use crate::names::Language;
use crate::theme::Words;

/// What is worth hearing twice.
const REPEATED: [&str; 5] = ["benefits", "when", "where", "deadline", "contact"];

/// The script in plain text, Vietnamese: loudspeakers speak it, and so do the
/// rules of [`super::speech`].
pub fn script(sheet: &Sheet, words: &Words) -> String {
    let word = |key: &str, texts: &[(&'static str, String)]| {
        words.with(Language::Vi, &format!("loudspeaker-{key}"), texts)
    };
    let title = sheet.title.trim_end_matches('.');
    let opening = word("opening", &[("office", sheet.office.clone()), ("title", title.into())]);
    let opening = sentence(&opening);
    let mut told = told(sheet);
    if !sheet.illustration.is_empty() {
        told.insert(0, word("illustration", &[]));
    }
    // Nobody is called twice to what does not take place, or holds no longer.
    let (notice, repeated) = match &*sheet.notice {
        "" => (None, &REPEATED[..]),
        notice => (Some(sentence(notice)), &["contact"][..]),
    };
    let answers = repeated.iter().filter_map(|name| said(sheet, name));
    let again: Vec<String> = notice.into_iter().chain(answers).collect();
    let again = if again.is_empty() { vec![sheet.sapo.clone()] } else { again };
    let closing = word("closing", &[("site", sheet.site.clone())]);
    let sections: Vec<(&str, String)> = [
        ("opening-title", opening),
        ("told-title", told.join("\n")),
        ("again-title", again.join("\n")),
        ("closing-title", closing),
    ]
    .map(|(key, text)| (key, spoken(&text)))
    .into();
    let long: usize = sections.iter().map(|(_, text)| syllables(text)).sum();
    let length = [("minutes", minutes(long).to_string()), ("syllables", long.to_string())];
    let mut script = word("heading", &[]);
    for line in [sheet.title.clone(), word("length", &length)] {
        script.push('\n');
        script.push_str(&line);
    }
    for (key, text) in sections {
        script.push_str(&format!("\n\n{}\n{text}", word(key, &[])));
    }
    script.push('\n');
    script
}

/// The whole of it, a sentence or a few on each line.
fn told(sheet: &Sheet) -> Vec<String> {
    let mut lines: Vec<String> = [&sheet.notice, &sheet.sapo]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| sentence(text))
        .collect();
    lines.extend(sheet.answers.iter().filter_map(|answer| said(sheet, answer.name)));
    if !sheet.validity.is_empty() {
        lines.push(sentence(&sheet.validity));
    }
    for block in &sheet.body {
        read(block, &mut lines);
    }
    lines
}

/// One question and its answer.
fn said(sheet: &Sheet, name: &str) -> Option<String> {
    let answer = sheet.answer(name)?;
    let mark = if answer.question.ends_with('?') { "" } else { ":" };
    Some(sentence(&format!("{}{mark} {}", answer.question, answer.joined(". "))))
}

/// A block as it is read: a table row by row, each cell after its heading.
fn read(block: &Block, lines: &mut Vec<String>) {
    match block {
        Block::Heading { spans, .. } | Block::Paragraph(spans) => {
            tell(&blocks::told(spans), lines);
        }
        Block::List { first, items } => {
            for (at, item) in items.iter().enumerate() {
                let before = lines.len();
                item.iter().for_each(|block| read(block, lines));
                if let (Some(first), Some(line)) = (first, lines.get_mut(before)) {
                    *line = format!("Thứ {}: {line}", first + at as u64);
                }
            }
        }
        Block::Table { head, rows, .. } => {
            // A form to be filled in by hand is nothing to be read aloud.
            let is_said = |cell: &Vec<_>| blocks::told(cell).chars().any(char::is_alphanumeric);
            let filled = rows.iter().filter(|row| row.iter().skip(1).any(is_said) || row.len() < 2);
            for row in filled {
                let written = row.iter().enumerate().filter(|(_, cell)| is_said(cell));
                let cells = written.map(|(at, cell)| {
                    let name = head.get(at).map(|name| blocks::told(name)).unwrap_or_default();
                    let cell = blocks::told(cell);
                    // a row is known by its first cell, unless that is a number
                    let is_number = cell.chars().all(|letter| letter.is_ascii_digit());
                    match at {
                        _ if name.is_empty() => cell,
                        0 if is_number => format!("{name} {cell}"),
                        0 => cell,
                        _ => format!("{name}: {cell}"),
                    }
                });
                tell(&cells.collect::<Vec<_>>().join(". "), lines);
            }
        }
        Block::Callout { title, blocks } => {
            tell(title, lines);
            blocks.iter().for_each(|block| read(block, lines));
        }
        Block::Picture { .. } => {}
    }
}

/// Nothing is said of what is empty, or struck out.
fn tell(text: &str, lines: &mut Vec<String>) {
    if !text.is_empty() {
        lines.push(sentence(text));
    }
}
