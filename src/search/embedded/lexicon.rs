//! The index as a dictionary: which words there are, and how many documents
//! hold them. Terms are `folded \0 exact`, so all spellings of a word without
//! marks are one stretch of the dictionary.

use super::snapshot::{Part, Place, Snapshot};
use crate::search::analyse::SEPARATOR;
use std::collections::HashMap;
use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermStreamer};
use tantivy_fst::Automaton;

/// How many documents hold each word, most first.
pub(super) type Frequencies = Vec<(String, u64)>;

impl Snapshot {
    /// The spellings of a folded word or pair.
    pub(super) fn spellings(&self, place: Place, folded: &str) -> tantivy::Result<Frequencies> {
        let mut found = HashMap::new();
        for part in &self.parts {
            part.each_spelling(place, folded, |exact, info| {
                *found.entry(exact.to_owned()).or_insert(0) += u64::from(info.doc_freq);
            })?;
        }
        Ok(sorted(found))
    }

    /// How many documents hold any spelling of a folded word or pair.
    pub(super) fn frequency(&self, place: Place, folded: &str) -> tantivy::Result<u64> {
        let mut total = 0;
        for part in &self.parts {
            part.each_spelling(place, folded, |_, info| total += u64::from(info.doc_freq))?;
        }
        Ok(total)
    }

    /// Whether some text has a folded word.
    pub(super) fn has(&self, folded: &str) -> bool {
        self.frequency(Place::All, folded).is_ok_and(|frequency| frequency > 0)
    }

    /// How many documents hold a whole term, marks and all.
    pub(super) fn exact_frequency(&self, place: Place, term: &str) -> tantivy::Result<u64> {
        let mut total = 0;
        for part in &self.parts {
            let info = part.inverted(place).terms().get(term.as_bytes())?;
            total += info.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(total)
    }

    /// The folded words or pairs that begin with `prefix`, itself left out;
    /// with `exact` only where a spelling begins with that.
    pub(super) fn completions(
        &self,
        place: Place,
        prefix: &str,
        exact: Option<&str>,
    ) -> tantivy::Result<Frequencies> {
        let mut found = HashMap::new();
        let (start, end) = beginning_with(prefix);
        for part in &self.parts {
            let terms = part.inverted(place).terms();
            each_between(terms, &start, &end, |folded, spelling, info| {
                let fits = exact.is_none_or(|exact| spelling.starts_with(exact));
                if fits && folded.len() > prefix.len() {
                    add(&mut found, folded, info);
                }
            })?;
        }
        Ok(sorted(found))
    }

    /// How many documents hold the commonest folded word or pair that begins with
    /// `prefix`, itself left out; 0 where there is none.
    pub(super) fn most_of_longer(&self, place: Place, prefix: &str) -> tantivy::Result<u64> {
        let (start, end) = beginning_with(prefix);
        let mut totals: HashMap<String, u64> = HashMap::new();
        let mut most = 0;
        for part in &self.parts {
            let terms = part.inverted(place).terms();
            each_folded(terms.range().ge(&start).lt(&end).into_stream()?, |folded, frequency| {
                if folded.len() <= prefix.len() {
                    return;
                }
                let total = match self.parts.len() {
                    1 => frequency,
                    _ => {
                        let total = totals.entry(folded.to_owned()).or_default();
                        *total += frequency;
                        *total
                    }
                };
                most = most.max(total);
            });
        }
        Ok(most)
    }

    /// The folded words that differ from `folded` in at most `distance` letters
    /// (left out, put in, changed or swapped), itself left out.
    pub(super) fn similar(&self, folded: &str, distance: u8) -> tantivy::Result<Frequencies> {
        let automaton = FoldedWord(automaton(folded, distance)?);
        let mut found = HashMap::new();
        for part in &self.parts {
            let mut stream = part.inverted(Place::All).terms().search(&automaton).into_stream()?;
            while stream.advance() {
                let Some((word, _)) = split(stream.key()) else { continue };
                if word != folded {
                    add(&mut found, word, stream.value());
                }
            }
        }
        Ok(sorted(found))
    }
}

/// Accepts the words at most `distance` letters from `folded`.
fn automaton(folded: &str, distance: u8) -> tantivy::Result<DfaWrapper> {
    let term = Term::from_field_text(Field::from_field_id(0), folded);
    FuzzyTermQuery::new(term, distance, true).automaton()
}

/// Accepts the terms whose folded part is accepted, whatever their spelling:
/// what only begins like the word is not walked through.
struct FoldedWord(DfaWrapper);

#[derive(Clone)]
enum At<S> {
    Word(S),
    Spelling,
    Nowhere,
}

impl Automaton for FoldedWord {
    type State = At<<DfaWrapper as Automaton>::State>;

    fn start(&self) -> Self::State {
        At::Word(self.0.start())
    }

    fn is_match(&self, state: &Self::State) -> bool {
        matches!(state, At::Spelling)
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            At::Word(state) => self.0.can_match(state),
            At::Spelling => true,
            At::Nowhere => false,
        }
    }

    fn will_always_match(&self, state: &Self::State) -> bool {
        matches!(state, At::Spelling)
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            At::Word(state) if byte == SEPARATOR as u8 => match self.0.is_match(state) {
                true => At::Spelling,
                false => At::Nowhere,
            },
            At::Word(state) => At::Word(self.0.accept(state, byte)),
            At::Spelling => At::Spelling,
            At::Nowhere => At::Nowhere,
        }
    }
}

/// Builds what finding similar words needs, which takes tens of milliseconds
/// once, so that no reader waits for it.
pub(super) fn prepare() {
    for distance in 1..=2 {
        // an error would come again when a reader asks, and be told then
        let _ = automaton("", distance);
    }
}

impl Part {
    /// Calls `each` with every folded word or pair, and how many documents hold its spellings.
    pub(super) fn each_word(
        &self,
        place: Place,
        each: impl FnMut(&str, u64),
    ) -> tantivy::Result<()> {
        each_folded(self.inverted(place).terms().stream()?, each);
        Ok(())
    }

    /// Calls `each` with every spelling of a folded word or pair.
    pub(super) fn each_spelling(
        &self,
        place: Place,
        folded: &str,
        mut each: impl FnMut(&str, &TermInfo),
    ) -> tantivy::Result<()> {
        let start = format!("{folded}{SEPARATOR}");
        let end = format!("{folded}\u{1}");
        let terms = self.inverted(place).terms();
        each_between(terms, start.as_bytes(), end.as_bytes(), |_, exact, info| each(exact, info))
    }
}

fn each_between(
    terms: &TermDictionary,
    start: &[u8],
    end: &[u8],
    mut each: impl FnMut(&str, &str, &TermInfo),
) -> tantivy::Result<()> {
    let mut stream = terms.range().ge(start).lt(end).into_stream()?;
    while stream.advance() {
        if let Some((folded, exact)) = split(stream.key()) {
            each(folded, exact, stream.value());
        }
    }
    Ok(())
}

/// What all terms that begin with `prefix` are from, and before.
fn beginning_with(prefix: &str) -> (Vec<u8>, Vec<u8>) {
    let start = prefix.as_bytes().to_vec();
    let mut end = start.clone();
    end.push(0xFF);
    (start, end)
}

/// Calls `each` with every folded word or pair, and how many documents hold its spellings.
fn each_folded(mut stream: TermStreamer, mut each: impl FnMut(&str, u64)) {
    let (mut word, mut total) = (String::new(), 0);
    while stream.advance() {
        let Some((folded, _)) = split(stream.key()) else { continue };
        if folded != word {
            if total > 0 {
                each(&word, total);
            }
            word.clear();
            word.push_str(folded);
            total = 0;
        }
        total += u64::from(stream.value().doc_freq);
    }
    if total > 0 {
        each(&word, total);
    }
}

fn split(term: &[u8]) -> Option<(&str, &str)> {
    std::str::from_utf8(term).ok()?.split_once(SEPARATOR)
}

fn add(found: &mut HashMap<String, u64>, word: &str, info: &TermInfo) {
    let frequency = u64::from(info.doc_freq);
    match found.get_mut(word) {
        Some(total) => *total += frequency,
        None => {
            found.insert(word.to_owned(), frequency);
        }
    }
}

fn sorted(found: HashMap<String, u64>) -> Frequencies {
    let mut found: Frequencies = found.into_iter().collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found
}
