//! Whether a text answers a question in the question's own spelling. Engines look
//! past marks, so that who types none finds all the same; who typed `chạy thận` is
//! not answered by a text with "chạy" here and "thân" there.

use super::Query;
use super::analyse::{FEW_WORDS, Token, TokenBuffer, is_functional};
use crate::text::words;

/// The words of a short question, in every way of asking it.
#[derive(Debug, Clone)]
pub struct Spelt(Vec<Way>);

#[derive(Debug, Clone)]
struct Way {
    /// All words, in their order.
    words: Vec<Token>,
    /// Which of them must stand in a text as they are spelt.
    required: Vec<usize>,
}

impl Spelt {
    /// `None` where no marks were typed, or for a sentence: then spelling tells nothing.
    pub fn of(query: &Query) -> Option<Spelt> {
        let own = Way::of(query.text()).filter(|own| !own.required.is_empty())?;
        let others = query.in_other_words();
        let others = others.iter().filter_map(|text| Way::of(text));
        Some(Spelt(std::iter::once(own).chain(others).collect()))
    }

    /// Whether `texts` together hold all words that were typed with marks, in some way
    /// of asking; or one of them, in whatever marks, all words side by side: then the
    /// question was misspelt, and is answered.
    pub fn stands_in<'a>(&self, texts: impl IntoIterator<Item = &'a str> + Clone) -> bool {
        self.0.iter().any(|way| way.stands_in(texts.clone()))
    }
}

impl Way {
    fn of(text: &str) -> Option<Way> {
        let words: Vec<Token> = words(text).map(|word| Token::new(word.text)).collect();
        let is_required = |token: &Token| token.is_marked() && !is_functional(token);
        let required = (0..words.len()).filter(|at| is_required(&words[*at])).collect();
        (1..=FEW_WORDS).contains(&words.len()).then_some(Way { words, required })
    }

    fn stands_in<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let last = self.words.len() - 1;
        let mut missing = self.required.clone();
        let mut buffer = TokenBuffer::default();
        for text in texts {
            let mut side_by_side = 0;
            for word in words(text) {
                let is_word = buffer.read_folded(word.text);
                // the last word may go on: it was perhaps not typed to its end
                let looks_like = |at: usize, whole: &str, begun: &str| {
                    whole == begun || (at == last && whole.starts_with(begun))
                };
                let fits = |at: usize| looks_like(at, &buffer.folded, &self.words[at].folded);
                side_by_side = match side_by_side {
                    next if is_word && fits(next) => next + 1,
                    _ if is_word && fits(0) => 1,
                    _ => 0,
                };
                if side_by_side > last && last > 0 {
                    return true;
                }
                side_by_side = side_by_side.min(last);
                if missing.iter().any(|at| fits(*at)) {
                    buffer.read_exact(word.text);
                    missing.retain(|at| !looks_like(*at, &buffer.exact, &self.words[*at].exact));
                }
                if missing.is_empty() {
                    return true;
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Language;
    use crate::search::{Synonym, SynonymKind, Synonyms};
    use std::sync::Arc;

    fn asked(text: &str) -> Query {
        Query::new(text, Language::Vi).expect("a query")
    }

    fn answers(question: &str, text: &str) -> bool {
        Spelt::of(&asked(question)).expect("typed with marks").stands_in([text])
    }

    #[test]
    fn other_words_that_look_alike_are_no_answer() {
        assert!(!answers("chạy thận", "Hàng bán chạy. Bảo vệ thân thể."));
        assert!(!answers("thận", "Bảo vệ thân thể."));
        assert!(!answers("tâm thần", "Nhà số tám. Người thân."));
        assert!(answers("chạy thận", "Người phải chạy máy lọc, bệnh thận."));
        assert!(answers("hòa thận", "HOÀ, Tha\u{323}\u{302}n"), "in any Unicode form");
    }

    #[test]
    fn a_misspelt_question_is_answered_by_its_words_side_by_side() {
        assert!(answers("hổ trợ", "Được hỗ trợ tiền điện."));
        assert!(answers("bão hiểm y tế", "thẻ thẻ bảo hiểm y tế"));
        assert!(!answers("sữa nhà", "Sửa chữa trong nhà"));
        assert!(answers("chăn nuô", "Học chăn nuôi"), "and one not typed to its end");
    }

    #[test]
    fn words_without_marks_and_sentences_are_not_judged() {
        for text in ["chay than", "", "hộ nghèo được hưởng những gì", "của"] {
            assert!(Spelt::of(&asked(text)).is_none(), "{text}");
        }
        assert!(answers("ho nghèo", "Hộ gia đình nghèo"), "only what has marks");
    }

    #[test]
    fn other_words_that_mean_the_same_are_an_answer() {
        let same = Synonym::new(SynonymKind::Same, vec!["nhà nghèo", "hộ nghèo"]).expect("words");
        let query = asked("nhà nghèo").with_synonyms(Arc::new(Synonyms::new(&[same])));
        let spelt = Spelt::of(&query).expect("typed with marks");
        assert!(spelt.stands_in(["Hộ cận kề", "mức sống nghèo"]));
        assert!(!spelt.stands_in(["Nhà của hồ"]));
    }
}
