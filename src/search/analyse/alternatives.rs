//! The same question in other words.

use std::ops::Range;

use super::{Parsed, Token};
use crate::search::Synonyms;

/// Each way of asking costs a search of its own; in a whole sentence the other
/// words tell enough.
const MAX: usize = 6;
const MAX_OF_SENTENCE: usize = 2;

/// A stretch of a question, and what can stand there instead.
type Place<'a> = (Range<usize>, &'a [Vec<Token>]);

/// Other ways to ask `parsed`, by what the desk knows to mean the same: none
/// where nothing does. What was put in must stand there as a phrase, so a text
/// is found for `nhà nghèo` only where the two words stand together. What the
/// reader put in quotes stays.
pub(crate) fn alternatives(parsed: &Parsed, synonyms: &Synonyms) -> Vec<Parsed> {
    let places = places(parsed, synonyms);
    let mut all = Vec::new();
    if places.len() > 1 {
        let mut together = Vec::with_capacity(places.len());
        for (range, to) in &places {
            together.extend(to.first().map(|one| (range.clone(), one.as_slice())));
        }
        all.push(replaced(parsed, &together));
    }
    for (range, to) in &places {
        all.extend(to.iter().map(|one| replaced(parsed, &[(range.clone(), one.as_slice())])));
    }
    all.truncate(if parsed.is_sentence() { MAX_OF_SENTENCE } else { MAX });
    all
}

fn places<'a>(parsed: &Parsed, synonyms: &'a Synonyms) -> Vec<Place<'a>> {
    let mut places: Vec<Place> = Vec::new();
    let mut at = 0;
    while at < parsed.tokens.len() && !synonyms.is_empty() {
        let found = synonyms.at(&parsed.tokens[at..]).map(|(length, to)| (at..at + length, to));
        match found.filter(|(range, _)| !range.clone().any(|token| parsed.is_quoted(token))) {
            Some((range, to)) => {
                at = range.end;
                places.push((range, to));
            }
            None => at += 1,
        }
    }
    places
}

/// The question with other words in places that follow each other.
fn replaced(parsed: &Parsed, places: &[(Range<usize>, &[Token])]) -> Parsed {
    let mut other = Parsed {
        tokens: Vec::with_capacity(parsed.tokens.len()),
        phrases: Vec::new(),
        open_ended: parsed.open_ended,
        asked: parsed.asked,
    };
    let mut places = places.iter().peekable();
    let mut at = 0;
    while at < parsed.tokens.len() {
        if let Some((range, to)) = places.next_if(|(range, _)| range.start == at) {
            let start = other.tokens.len();
            other.tokens.extend_from_slice(to);
            other.phrases.push(start..other.tokens.len());
            at = range.end;
            other.open_ended &= at < parsed.tokens.len();
            continue;
        }
        if let Some(phrase) = parsed.phrases.iter().find(|phrase| phrase.start == at) {
            let start = other.tokens.len();
            other.phrases.push(start..start + phrase.len());
        }
        other.tokens.push(parsed.tokens[at].clone());
        at += 1;
    }
    other
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::search::{Synonym, SynonymKind};

    fn asked_otherwise(text: &str) -> Vec<String> {
        let entries = [
            (SynonymKind::Same, vec!["UBND", "ủy ban nhân dân"]),
            (SynonymKind::Same, vec!["hộ nghèo", "nhà nghèo", "gia đình nghèo"]),
            (SynonymKind::Short, vec!["CS", "chính sách"]),
        ];
        let entries = entries.map(|(kind, forms)| Synonym::new(kind, forms).expect("valid"));
        let all = alternatives(&parse(text, |_| false), &Synonyms::new(&entries));
        all.iter().map(shown).collect()
    }

    fn shown(parsed: &Parsed) -> String {
        let mut text = Vec::new();
        for (at, token) in parsed.tokens.iter().enumerate() {
            let open = parsed.phrases.iter().any(|phrase| phrase.start == at);
            let close = parsed.phrases.iter().any(|phrase| phrase.end == at + 1);
            let (open, close) = (if open { "[" } else { "" }, if close { "]" } else { "" });
            text.push(format!("{open}{}{close}", token.exact));
        }
        text.join(" ")
    }

    #[test]
    fn what_means_the_same_is_put_in_as_a_phrase() {
        assert_eq!(asked_otherwise("ubnd xã"), ["[ủy ban nhân dân] xã"]);
        assert_eq!(asked_otherwise("uỷ ban nhân dân xã"), ["[ubnd] xã"]);
        assert_eq!(
            asked_otherwise("ho ngheo vay vốn"),
            ["[nhà nghèo] vay vốn", "[gia đình nghèo] vay vốn"]
        );
        assert_eq!(asked_otherwise("họ nghèo"), [""; 0], "other marks are other words");
        assert_eq!(asked_otherwise("vay vốn"), [""; 0]);
    }

    #[test]
    fn an_abbreviation_leads_one_way() {
        assert_eq!(asked_otherwise("CS mới"), ["[chính sách] mới"]);
        assert_eq!(asked_otherwise("chính sách mới"), [""; 0]);
    }

    #[test]
    fn several_places_are_replaced_together_and_each_alone() {
        assert_eq!(
            asked_otherwise("cs hộ nghèo"),
            [
                "[chính sách] [nhà nghèo]",
                "[chính sách] hộ nghèo",
                "cs [nhà nghèo]",
                "cs [gia đình nghèo]"
            ]
        );
    }

    #[test]
    fn what_stands_in_quotes_stays() {
        assert_eq!(
            asked_otherwise("\"hộ nghèo\" \"vay vốn\" ubnd"),
            ["[hộ nghèo] [vay vốn] [ủy ban nhân dân]"]
        );
        assert_eq!(asked_otherwise("\"hộ nghèo\""), [""; 0]);
    }

    #[test]
    fn what_was_put_in_last_is_whole() {
        let entry = Synonym::new(SynonymKind::Same, ["UBND", "ủy ban nhân dân"]).expect("valid");
        let other = alternatives(&parse("xã ubnd", |_| false), &Synonyms::new([&entry]));
        assert!(!other[0].open_ended);
        assert_eq!(other[0].asked, 2);
    }
}
