//! TOML as exports write it: one way for each value, so that equal content is
//! equal bytes.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::clock::{Instant, in_hanoi};

/// Lines of TOML that grow.
#[derive(Debug, Default)]
pub struct Toml {
    text: String,
}

impl Toml {
    /// `[[organisation]]`, `[story]`, after an empty line.
    pub fn header(&mut self, header: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(header);
        self.text.push('\n');
    }

    /// A line `key = value`; the value is TOML already.
    pub fn raw(&mut self, key: &str, value: &str) {
        self.text.push_str(key);
        self.text.push_str(" = ");
        self.text.push_str(value);
        self.text.push('\n');
    }

    /// A text; an empty one is left out.
    pub fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.raw(key, &quoted(value));
        }
    }

    pub fn flag(&mut self, key: &str, value: bool) {
        if value {
            self.raw(key, "true");
        }
    }

    pub fn date(&mut self, key: &str, value: Option<NaiveDate>) {
        if let Some(date) = value {
            self.raw(key, &date.to_string());
        }
    }

    /// An instant, as a clock in Hanoi shows it.
    pub fn instant(&mut self, key: &str, value: Option<Instant>) {
        self.time(key, value.map(in_hanoi));
    }

    pub fn time(&mut self, key: &str, value: Option<DateTime<FixedOffset>>) {
        if let Some(time) = value {
            self.raw(key, &time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
        }
    }

    /// A list on one line; an empty one is left out.
    pub fn texts(&mut self, key: &str, values: &[String]) {
        if !values.is_empty() {
            self.raw(key, &list(values));
        }
    }

    /// What was written; the next lines begin anew.
    pub fn finish(self) -> String {
        self.text
    }
}

/// `["a", "b"]`
pub fn list(values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| line(value)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A basic string; of several lines, unless one of them looks like the fence.
pub fn quoted(text: &str) -> String {
    let fence = text.lines().any(|line| line.trim_end() == "+++");
    if !text.contains('\n') || fence {
        return line(text);
    }
    let mut out = String::from("\"\"\"\n");
    for letter in text.chars() {
        match letter {
            '\n' => out.push('\n'),
            letter => escape(letter, &mut out),
        }
    }
    out.push_str("\"\"\"");
    out
}

/// A basic string on one line.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        escape(letter, &mut out);
    }
    out.push('"');
    out
}

fn escape(letter: char, out: &mut String) {
    match letter {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        letter if letter.is_control() => {
            out.push_str(&format!("\\u{:04X}", u32::from(letter)));
        }
        letter => out.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_quoted_reads_back(text in "(\\PC|[\\n\\t\"\\\\+ \u{7F}\u{0}\u{1}])*") {
            let mut toml = Toml::default();
            toml.raw("a", &quoted(&text));
            toml.raw("b", &line(&text));
            let read: toml::Table = toml::from_str(&toml.finish()).expect("valid TOML");
            prop_assert_eq!(read["a"].as_str(), Some(text.as_str()));
            prop_assert_eq!(read["b"].as_str(), Some(text.as_str()));
        }

        #[test]
        fn no_line_of_a_quoted_text_closes_the_front_matter(text in "[+\\n a]*") {
            prop_assert!(quoted(&text).lines().all(|line| line.trim_end() != "+++"));
        }
    }
}
