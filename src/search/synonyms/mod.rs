//! Words that mean the same to who searches: `BHYT` and `bảo hiểm y tế`.
//!
//! They are applied to what was asked, not to what is indexed, so a change at
//! the desk is seen with the next question and no index is made anew.

mod row;

use std::collections::HashMap;

use super::analyse::Token;
use crate::names::closed_list;
use crate::text::{single_line, words};

pub use row::{Refused, StoredSynonym};

/// Characters and words of one form, and forms of one entry.
pub const MAX_FORM: usize = 80;
pub const MAX_WORDS: usize = 8;
pub const MAX_FORMS: usize = 12;

closed_list! {
    /// How the forms of an entry stand to each other.
    SynonymKind {
        /// Whoever types one of them looks for all.
        Same = "same",
        /// Whoever types the first looks for the others too, not the other way.
        Short = "short",
    }
}

/// One entry, valid by itself. Made by [`Synonym::new`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    kind: SynonymKind,
    forms: Vec<String>,
}

/// What is wrong with an entry; `form` is what was typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SynonymError {
    #[error("an entry needs two forms or more")]
    TooFew,
    #[error("an entry has at most {MAX_FORMS} forms")]
    TooMany,
    #[error("{form:?} is longer than {MAX_FORM} characters or {MAX_WORDS} words")]
    TooLong { form: String },
    #[error("{form:?} holds no word")]
    NoWord { form: String },
    #[error("{form:?} stands in another entry already")]
    Taken { form: String },
}

impl Synonym {
    /// An entry of these forms. Empty ones and repetitions are passed over.
    pub fn new<'a>(
        kind: SynonymKind,
        forms: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, SynonymError> {
        let mut kept: Vec<String> = Vec::new();
        let mut known: Vec<Vec<Token>> = Vec::new();
        for form in forms.into_iter().map(single_line).filter(|form| !form.is_empty()) {
            let read = tokens(&form);
            if form.chars().count() > MAX_FORM || read.len() > MAX_WORDS {
                let form = form.chars().take(MAX_FORM).collect();
                return Err(SynonymError::TooLong { form });
            }
            if read.is_empty() {
                return Err(SynonymError::NoWord { form });
            }
            if !known.contains(&read) {
                known.push(read);
                kept.push(form);
            }
        }
        match kept.len() {
            0..2 => Err(SynonymError::TooFew),
            2..=MAX_FORMS => Ok(Self { kind, forms: kept }),
            _ => Err(SynonymError::TooMany),
        }
    }

    pub fn kind(&self) -> SynonymKind {
        self.kind
    }

    pub fn forms(&self) -> &[String] {
        &self.forms
    }

    /// What tells it from the others: its first form, as the search reads it.
    pub fn key(&self) -> String {
        self.forms.first().map(|form| read(form)).unwrap_or_default()
    }

    /// The forms that lead to it when they are typed.
    pub fn typed(&self) -> &[String] {
        match self.kind {
            SynonymKind::Same => &self.forms,
            SynonymKind::Short => &self.forms[..self.forms.len().min(1)],
        }
    }

    /// A form of this entry that leads to `other` too.
    pub fn shared_with(&self, other: &Synonym) -> Option<&str> {
        let theirs: Vec<String> = other.typed().iter().map(|form| read(form)).collect();
        self.typed().iter().find(|form| theirs.contains(&read(form))).map(String::as_str)
    }
}

fn tokens(form: &str) -> Vec<Token> {
    words(form).map(|word| Token::new(word.text)).filter(|token| !token.folded.is_empty()).collect()
}

/// A form as the search reads it.
fn read(form: &str) -> String {
    tokens(form).iter().map(|token| token.exact.as_str()).collect::<Vec<_>>().join(" ")
}

/// All entries, ready to be looked up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Synonyms {
    /// By the first word without marks; what has more words first.
    rules: HashMap<String, Vec<Rule>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    from: Vec<Token>,
    to: Vec<Vec<Token>>,
}

impl Synonyms {
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Synonym>) -> Self {
        let mut rules: HashMap<String, Vec<Rule>> = HashMap::new();
        for entry in entries {
            let all: Vec<Vec<Token>> = entry.forms.iter().map(|form| tokens(form)).collect();
            for from in all.iter().take(entry.typed().len()) {
                let to = all.iter().filter(|other| *other != from).cloned().collect();
                let Some(first) = from.first() else { continue };
                let rule = Rule { from: from.clone(), to };
                rules.entry(first.folded.clone()).or_default().push(rule);
            }
        }
        for own in rules.values_mut() {
            own.sort_by_key(|rule| std::cmp::Reverse(rule.from.len()));
        }
        Self { rules }
    }

    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// How many of the first `tokens` say something else can stand for, and what.
    pub(super) fn at(&self, tokens: &[Token]) -> Option<(usize, &[Vec<Token>])> {
        let rules = self.rules.get(&tokens.first()?.folded)?;
        let rule = rules.iter().find(|rule| {
            rule.from.len() <= tokens.len() && rule.from.iter().zip(tokens).all(is_meant)
        })?;
        Some((rule.from.len(), &rule.to))
    }
}

/// Whether a typed word means the word of a form: without marks it means every
/// spelling, with marks its own.
fn is_meant((form, typed): (&Token, &Token)) -> bool {
    if typed.is_marked() { form.exact == typed.exact } else { form.folded == typed.folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(forms: &[&str]) -> Result<Synonym, SynonymError> {
        Synonym::new(SynonymKind::Same, forms.iter().copied())
    }

    #[test]
    fn an_entry_has_two_forms_or_more_of_bounded_length() {
        let entry = same(&[" UBND ", "", "ubnd", "uỷ ban  nhân dân", "ủy ban nhân dân"]);
        let entry = entry.expect("two forms");
        assert_eq!(entry.forms(), ["UBND", "uỷ ban nhân dân"]);
        assert_eq!(entry.key(), "ubnd");
        assert_eq!(same(&["UBND", "ubnd"]), Err(SynonymError::TooFew));
        assert_eq!(same(&["UBND", "…"]), Err(SynonymError::NoWord { form: "…".into() }));
        let long = "a".repeat(MAX_FORM + 1);
        assert!(matches!(same(&["UBND", &long]), Err(SynonymError::TooLong { .. })));
        let wordy = "a ".repeat(MAX_WORDS + 1);
        assert!(matches!(same(&["UBND", &wordy]), Err(SynonymError::TooLong { .. })));
        let many: Vec<String> = (0..=MAX_FORMS).map(|number| format!("x{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(same(&many), Err(SynonymError::TooMany));
    }

    #[test]
    fn only_forms_that_are_typed_can_be_shared() {
        let short = Synonym::new(SynonymKind::Short, ["CS", "chính sách"]).expect("two forms");
        let other = same(&["Chính sách", "chế độ"]).expect("two forms");
        assert_eq!(other.shared_with(&short), None);
        let third = same(&["cs", "công suất"]).expect("two forms");
        assert_eq!(third.shared_with(&short), Some("cs"));
    }
}
