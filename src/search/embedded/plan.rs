//! From a parsed question to what is looked up for it.

use super::snapshot::{Place, Snapshot};
use super::spelling::likely;
use crate::search::Mark;
use crate::search::analyse::{Parsed, Token, is_functional, is_weak};
use crate::text::is_syllable;
use std::ops::Range;

/// More completions or similar words than this are no help to anybody.
const MAX_COMPLETIONS: usize = 16;
const MAX_SIMILAR: usize = 6;
/// Beyond this many words a question says nothing new.
const MAX_TOKENS: usize = 96;
/// A word in fewer documents than this may well be a misprint.
const RARE: u64 = 3;

/// What is looked up.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub clauses: Vec<Clause>,
    pub pairs: Vec<Pair>,
    pub phrases: Vec<Range<usize>>,
    /// Whether some word is in no document as it was typed.
    pub has_unknown: bool,
    /// Whether the reader types marks.
    pub is_marked: bool,
    /// Whether the question is long enough to be one.
    pub is_sentence: bool,
}

/// One word of the question.
#[derive(Debug)]
pub(super) struct Clause {
    pub token: Token,
    /// The word in the spelling that counts: as it was typed, or, where nothing
    /// was typed with marks, as it is likely meant.
    pub spelt: Token,
    pub forms: Vec<Form>,
    /// Whether a document needs it; at least one clause is required.
    pub required: bool,
}

/// A folded word that stands for a word of the question.
#[derive(Debug)]
pub(super) struct Form {
    pub folded: String,
    pub kind: FormKind,
    /// Only spellings that begin so are meant: the marks typed so far.
    pub begins: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormKind {
    Same,
    Completion,
    /// By how many letters it differs.
    Typo(u8),
}

/// Two neighbouring words of the question.
#[derive(Debug)]
pub(super) struct Pair {
    pub folded: String,
    pub exact: String,
}

impl Plan {
    pub(super) fn make(parsed: Parsed, snapshot: &Snapshot) -> tantivy::Result<Plan> {
        let is_marked = parsed.is_marked();
        let is_sentence = parsed.is_sentence();
        let mut plan = Plan { is_marked, is_sentence, ..Plan::default() };
        let last = parsed.tokens.len().saturating_sub(1);
        let says_little: fn(&Token) -> bool = if is_sentence { is_weak } else { is_functional };
        let none_says_much = parsed.tokens.iter().all(says_little);
        let tokens = &parsed.tokens[..parsed.tokens.len().min(MAX_TOKENS)];
        let spelt = if is_marked { tokens.to_vec() } else { likely(snapshot, tokens)? };
        for (at, token) in parsed.tokens.iter().enumerate().take(MAX_TOKENS) {
            let before = at.checked_sub(1).and_then(|at| parsed.tokens.get(at));
            let open = parsed.open_ended && at == last;
            let forms = forms(token, before, open, parsed.is_quoted(at), snapshot)?;
            plan.has_unknown |= forms.iter().all(|form| matches!(form.kind, FormKind::Typo(_)));
            let quoted = parsed.is_quoted(at);
            let required = none_says_much || quoted || !says_little(token);
            let (token, spelt) = (token.clone(), spelt[at].clone());
            plan.clauses.push(Clause { token, spelt, forms, required });
        }
        plan.drop_repeated();
        for both in spelt.windows(2) {
            plan.add_pair(&both[0], &both[1], says_little);
        }
        let planned = |phrase: &Range<usize>| phrase.end <= MAX_TOKENS;
        plan.phrases = parsed.phrases.into_iter().filter(planned).collect();
        Ok(plan)
    }

    /// How many words a document needs.
    pub(super) fn required(&self) -> usize {
        self.clauses.iter().filter(|clause| clause.required).count()
    }

    /// What is to be marked in the texts that are found.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        for clause in self.clauses.iter().filter(|clause| clause.required) {
            for form in &clause.forms {
                let is_same = form.kind == FormKind::Same;
                marks.push(Mark {
                    folded: form.folded.clone(),
                    exact: (is_same && clause.spelt.is_marked())
                        .then(|| clause.spelt.exact.clone()),
                    prefix: false,
                    strict: false,
                });
            }
        }
        marks
    }

    /// Said twice is not required twice; it stays where phrases can point at it.
    fn drop_repeated(&mut self) {
        for at in 1..self.clauses.len() {
            let (before, rest) = self.clauses.split_at_mut(at);
            if before.iter().any(|clause| clause.token == rest[0].token) {
                rest[0].required = false;
                rest[0].forms.clear();
            }
        }
    }

    fn add_pair(&mut self, first: &Token, second: &Token, says_little: fn(&Token) -> bool) {
        // typed without marks it may be another word, and the index will tell
        let says_nothing = |token: &Token| token.is_marked() && says_little(token);
        if says_nothing(first) || says_nothing(second) {
            return;
        }
        let folded = format!("{} {}", first.folded, second.folded);
        if !self.pairs.iter().any(|pair| pair.folded == folded) {
            self.pairs.push(Pair { folded, exact: format!("{} {}", first.exact, second.exact) });
        }
    }
}

/// The folded words that stand for a token: itself when the index has it, what
/// it may be the beginning of, and, where it is no word, what it may have been.
fn forms(
    token: &Token,
    before: Option<&Token>,
    open: bool,
    quoted: bool,
    snapshot: &Snapshot,
) -> tantivy::Result<Vec<Form>> {
    let frequency = snapshot.frequency(Place::All, &token.folded)?;
    let mut forms = Vec::new();
    if frequency > 0 {
        forms.push(Form { folded: token.folded.clone(), kind: FormKind::Same, begins: None });
    }
    if quoted {
        return Ok(forms);
    }
    if open && is_beginning(token, before, frequency, snapshot)? {
        let longer = completions(token, before, snapshot)?.into_iter().take(MAX_COMPLETIONS);
        let begins = token.is_marked().then(|| token.exact.clone());
        forms.extend(longer.map(|folded| Form {
            folded,
            kind: FormKind::Completion,
            begins: begins.clone(),
        }));
    }
    // what can be Vietnamese is taken for what it is
    let is_unfinished = open && !forms.is_empty();
    if frequency < RARE && !is_syllable(&token.exact) && !is_unfinished {
        let similar = similar(token, frequency, snapshot)?;
        forms.extend(similar);
    }
    Ok(forms)
}

/// Whether the last word is likely unfinished: no word at all, or a word that
/// follows the one before far less often than longer words do.
fn is_beginning(
    token: &Token,
    before: Option<&Token>,
    frequency: u64,
    snapshot: &Snapshot,
) -> tantivy::Result<bool> {
    if frequency == 0 {
        return Ok(true);
    }
    let Some(before) = before else { return Ok(false) };
    let pair = format!("{} {}", before.folded, token.folded);
    let whole = snapshot.frequency(Place::Pairs, &pair)?;
    Ok(snapshot.most_of_longer(Place::Pairs, &pair)? > 4 * whole)
}

/// What the last word may become: the words that follow the one before it, or
/// else all that begin so, the commonest first.
fn completions(
    token: &Token,
    before: Option<&Token>,
    snapshot: &Snapshot,
) -> tantivy::Result<Vec<String>> {
    if let Some(before) = before {
        let pair = format!("{} {}", before.folded, token.folded);
        let exact = match (before.is_marked(), token.is_marked()) {
            (true, true) => Some(format!("{} {}", before.exact, token.exact)),
            (true, false) => Some(format!("{} ", before.exact)),
            (false, _) => None,
        };
        let following = snapshot.completions(Place::Pairs, &pair, exact.as_deref())?;
        let words = following.iter().filter_map(|(pair, _)| pair.split_once(' '));
        let words: Vec<String> = words.map(|(_, word)| word.to_owned()).collect();
        if !words.is_empty() {
            return Ok(words);
        }
    }
    let exact = token.is_marked().then_some(token.exact.as_str());
    let longer = snapshot.completions(Place::All, &token.folded, exact)?;
    Ok(longer.into_iter().map(|(folded, _)| folded).collect())
}

fn similar(
    token: &Token,
    frequency: u64,
    snapshot: &Snapshot,
) -> tantivy::Result<impl Iterator<Item = Form>> {
    let letters = token.folded.chars().count();
    let has_digit = token.folded.chars().any(|letter| letter.is_ascii_digit());
    let mut found = Vec::new();
    for distance in 1..=2u8 {
        let long_enough = letters >= if distance == 1 { 3 } else { 8 };
        if found.is_empty() && long_enough && !has_digit {
            let words = snapshot.similar(&token.folded, distance)?.into_iter();
            let common = words.filter(|(_, other)| *other > frequency).take(MAX_SIMILAR);
            found.extend(common.map(|(word, _)| (word, distance)));
        }
    }
    let form = |(folded, distance)| Form { folded, kind: FormKind::Typo(distance), begins: None };
    Ok(found.into_iter().map(form))
}
