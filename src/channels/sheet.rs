//! What an item says, with its words chosen and its dates written: what every
//! other shape is made from.

use serde::Serialize;

use super::Palette;
use crate::content::Picture;
use crate::content::body::blocks::Block;
use crate::names::ContentLanguage;

/// One item.
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    /// Of its own words; the labels are the interface's.
    pub language: ContentLanguage,
    /// "Tờ rơi", "Tập huấn" …
    pub kind: String,
    /// What goes with the kind wherever the item is seen without its page: an event's
    /// day, that it is off, that the people in it are invented.
    pub marks: Vec<String>,
    /// That the people in it are invented, where they are; may be empty.
    pub illustration: String,
    pub title: String,
    pub sapo: String,
    /// The same in simple words, two or three sentences; may be empty.
    pub summary: String,
    /// What must not be overlooked, such as that it is not valid any more; may be empty.
    pub notice: String,
    pub answers: Vec<Answer>,
    /// From when until when the policy holds or held; may be empty.
    pub validity: String,
    /// Whether it holds no more.
    pub ended: bool,
    pub body: Vec<Block>,
    pub site: String,
    pub agency: String,
    /// The office that wrote it; the agency where none is known.
    pub office: String,
    /// Who is reached how: the office's own lines, or the agency with its telephone and e-mail; may be empty.
    pub contact: String,
    /// Of the page, whole.
    pub address: String,
    pub picture: Option<Picture>,
    /// Those in the body.
    pub embedded: Vec<Picture>,
    pub labels: Labels,
    /// Of its print and its card.
    pub palette: Palette,
}

/// Words that a printed sheet needs beside the item's own.
#[derive(Debug, Clone, Serialize)]
pub struct Labels {
    /// Above the answers.
    pub answers: String,
    /// Above the lines that one may write on.
    pub notes: String,
    /// Beside the QR code.
    pub scan: String,
    /// What the QR code is, for who does not see it.
    pub code: String,
}

/// A question a reader has, and what the item answers.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// `benefits`, `where` …
    pub name: &'static str,
    pub question: String,
    pub lines: Vec<String>,
}

/// `text` as a sentence: ended, if it was not, also inside closing quotes.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let within = text.trim_end_matches(['”', '’', '"', '\'', ')', '»']);
    let end = if within.ends_with(['.', '!', '?', ':', '…']) { "" } else { "." };
    format!("{text}{end}")
}

impl Sheet {
    /// The answer to one question.
    pub fn answer(&self, name: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.name == name)
    }
}

impl Answer {
    /// Its lines as one, each ended as it was or by `between`.
    pub fn joined(&self, between: &str) -> String {
        let ends = ['.', ';', ',', '!', '?', ':'];
        let lines = self.lines.iter().map(|line| line.trim_end_matches(ends));
        lines.collect::<Vec<_>>().join(between)
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_sentence_is_ended_once() {
        for (text, ended) in [
            ("Hết chợ", "Hết chợ."),
            ("Hết chợ.", "Hết chợ."),
            ("“Hết chợ.”", "“Hết chợ.”"),
            ("Chị gọi là “vốn mồi”", "Chị gọi là “vốn mồi”."),
            ("(xem bảng)", "(xem bảng)."),
        ] {
            assert_eq!(sentence(text), ended);
        }
    }
}
