//! What of a text to show under a result, and what to mark in it. The text
//! comes from the database, in its own spelling; the marks from [`Found`](super::Found).

use super::Mark;
use super::analyse::TokenBuffer;
use crate::text::{first_folded, words};
use std::collections::HashSet;
use std::ops::Range;

/// A stretch of text, marked or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    pub text: String,
    pub marked: bool,
}

/// The whole of `text` (a title) with what was asked for marked in it.
pub fn highlight(text: &str, marks: &[Mark]) -> Vec<Fragment> {
    fragments(text, 0..text.len(), &matches(text, marks))
}

/// The stretch of `text`, at most `max_chars` characters long, that holds most
/// of what was asked for; from the beginning of a sentence where that is near.
/// A line that ends without a sign (a heading, a cell of a table) is followed by
/// ` · `; `…` stands where text was left out.
pub fn snippet(text: &str, marks: &[Mark], max_chars: usize) -> Vec<Fragment> {
    let matches = matches(text, marks);
    let range = window(text, &matches, max_chars);
    let mut fragments = fragments(text, range.clone(), &matches);
    if !text[..range.start].trim().is_empty() {
        fragments.insert(0, Fragment { text: "… ".to_owned(), marked: false });
    }
    if !text[range.end..].trim().is_empty() {
        fragments.push(Fragment { text: " …".to_owned(), marked: false });
    }
    join_equal(fragments)
}

/// A word of the text that is to be marked, and the mark it answers.
struct Match {
    range: Range<usize>,
    mark: usize,
}

fn matches(text: &str, marks: &[Mark]) -> Vec<Match> {
    let mut found = Vec::new();
    let mut exactly = HashSet::new();
    let mut word_forms = TokenBuffer::default();
    let mut begins = [false; 256];
    marks.iter().filter_map(|mark| mark.folded.bytes().next()).for_each(|first| {
        begins[usize::from(first)] = true;
    });
    for word in words(text) {
        // most words are told apart by their first letter
        if first_folded(word.text).is_some_and(|first| !begins[usize::from(first)]) {
            continue;
        }
        let looks_like = |mark: &Mark, folded: &str| {
            folded == mark.folded || (mark.prefix && folded.starts_with(&mark.folded))
        };
        if !word_forms.read_folded(word.text)
            || !marks.iter().any(|mark| looks_like(mark, &word_forms.folded))
        {
            continue;
        }
        word_forms.read_exact(word.text);
        let fits = |mark: &Mark| {
            let meant = !mark.strict || mark.exact.as_ref() == Some(&word_forms.exact);
            meant && looks_like(mark, &word_forms.folded)
        };
        if let Some(mark) = marks.iter().position(fits) {
            let is_exact =
                marks[mark].exact.as_ref().is_some_and(|exact| *exact == word_forms.exact);
            if is_exact {
                exactly.insert(mark);
            }
            found.push((is_exact, Match { range: word.range, mark }));
        }
    }
    // where the text has the very word, words that only look like it stay plain
    found.retain(|(is_exact, found)| *is_exact || !exactly.contains(&found.mark));
    found.into_iter().map(|(_, found)| found).collect()
}

/// Where the snippet begins and ends, in bytes.
fn window(text: &str, matches: &[Match], max_chars: usize) -> Range<usize> {
    let best =
        (0..matches.len()).rev().max_by_key(|&first| worth(text, &matches[first..], max_chars));
    let start = match best {
        None => 0,
        Some(first) => beginning(text, matches[first].range.start, max_chars / 3),
    };
    let start = start + (text[start..].len() - text[start..].trim_start().len());
    let end = match text[start..].char_indices().nth(max_chars) {
        None => text.len(),
        Some((length, _)) => {
            let cut = &text[start..start + length];
            start + cut.rfind(char::is_whitespace).filter(|&at| at > 0).unwrap_or(length)
        }
    };
    start..end
}

/// How much a window that begins with the first of these matches shows:
/// different marks first, then neighbours, then repetition.
fn worth(text: &str, matches: &[Match], max_chars: usize) -> (usize, usize, usize) {
    let Some(first) = matches.first() else { return (0, 0, 0) };
    let start = first.range.start;
    let reach = text[start..].char_indices().nth(max_chars * 2 / 3);
    let end = reach.map_or(text.len(), |(length, _)| start + length);
    let inside = || matches.iter().take_while(|found| found.range.end <= end);
    let different: HashSet<usize> = inside().map(|found| found.mark).collect();
    let neighbours = inside()
        .zip(inside().skip(1))
        .filter(|(a, b)| a.mark != b.mark && b.range.start - a.range.end <= 2)
        .count();
    (different.len(), neighbours, inside().count())
}

/// The nearest beginning of a sentence before `at`, or else of a word, no more
/// than `reach` characters away.
fn beginning(text: &str, at: usize, reach: usize) -> usize {
    let from = text[..at].char_indices().rev().take(reach).last().map_or(at, |(from, _)| from);
    if from == 0 {
        return 0;
    }
    let before = &text[from..at];
    let sentence = before
        .rmatch_indices(['.', '!', '?', '\n', ';'])
        .map(|(end, mark)| from + end + mark.len())
        .find(|&end| text[end..].starts_with(char::is_whitespace) || text[..end].ends_with('\n'));
    let word = before.find(char::is_whitespace).map(|space| from + space);
    sentence.or(word).unwrap_or(at)
}

fn fragments(text: &str, range: Range<usize>, matches: &[Match]) -> Vec<Fragment> {
    let mut fragments = Vec::new();
    let mut done = range.start;
    let inside = |found: &&Match| found.range.start >= range.start && found.range.end <= range.end;
    for found in matches.iter().filter(inside) {
        push(&mut fragments, text, done..found.range.start, false);
        push(&mut fragments, text, found.range.clone(), true);
        done = found.range.end;
    }
    push(&mut fragments, text, done..range.end, false);
    fragments
}

fn push(fragments: &mut Vec<Fragment>, text: &str, range: Range<usize>, marked: bool) {
    if range.is_empty() {
        return;
    }
    let mut one_line = String::with_capacity(range.len());
    let mut before = text[..range.start].chars().next_back();
    for letter in text[range].chars() {
        match letter {
            '\n' if before.is_some_and(|last| !ends_a_line(last)) => one_line.push_str(" · "),
            letter if letter.is_whitespace() => one_line.push(' '),
            letter => one_line.push(letter),
        }
        before = Some(letter);
    }
    fragments.push(Fragment { text: one_line, marked });
}

/// Whether a line that ends so needs no other sign before the next.
fn ends_a_line(last: char) -> bool {
    last.is_whitespace() || matches!(last, '.' | '!' | '?' | '…' | ':' | ';' | ',' | '”' | '"')
}

fn join_equal(fragments: Vec<Fragment>) -> Vec<Fragment> {
    let mut joined: Vec<Fragment> = Vec::with_capacity(fragments.len());
    for fragment in fragments {
        match joined.last_mut() {
            Some(last) if last.marked == fragment.marked => last.text.push_str(&fragment.text),
            _ => joined.push(fragment),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analyse::Token;
    use proptest::prelude::*;

    fn mark(word: &str) -> Mark {
        let token = Token::new(word);
        let exact = token.is_marked().then_some(token.exact);
        Mark { folded: token.folded, exact, prefix: false, strict: false }
    }

    fn shown(fragments: &[Fragment]) -> String {
        let show = |fragment: &Fragment| match fragment.marked {
            true => format!("[{}]", fragment.text),
            false => fragment.text.clone(),
        };
        fragments.iter().map(show).collect()
    }

    #[test]
    fn the_spelling_of_the_text_is_kept() {
        let marks = [mark("giam"), mark("ngheo")];
        assert_eq!(
            shown(&highlight("GIẢM nghe\u{300}o bền vững", &marks)),
            "[GIẢM] [nghe\u{300}o] bền vững"
        );
    }

    #[test]
    fn where_the_very_word_stands_its_look_alikes_are_not_marked() {
        let text = "Nghề mộc, nghe kể, nghề rèn";
        assert_eq!(shown(&highlight(text, &[mark("nghề")])), "[Nghề] mộc, nghe kể, [nghề] rèn");
        assert_eq!(shown(&highlight("nghe kể", &[mark("nghề")])), "[nghe] kể");
        assert_eq!(shown(&highlight(text, &[mark("nghe")])), "[Nghề] mộc, [nghe] kể, [nghề] rèn");
    }

    #[test]
    fn of_a_strict_mark_no_other_form_is_marked() {
        let marks = [Mark { strict: true, ..mark("dạy") }];
        assert_eq!(shown(&highlight("đây là nơi dạy nghề", &marks)), "đây là nơi [dạy] nghề");
        assert_eq!(shown(&highlight("đây là nghề", &marks)), "đây là nghề");
    }

    #[test]
    fn the_beginning_of_a_word_marks_the_whole_word() {
        let marks = [Mark { folded: "ngh".into(), exact: None, prefix: true, strict: false }];
        assert_eq!(shown(&highlight("hộ nghèo", &marks)), "hộ [nghèo]");
    }

    #[test]
    fn a_snippet_shows_where_most_of_the_question_stands() {
        let text = format!(
            "Hộ nghèo ở xa. {} Năm nay huyện cho hộ nghèo vay vốn nuôi bò. {}",
            "Câu này không nói gì. ".repeat(20),
            "Hết. ".repeat(40)
        );
        let snippet = snippet(&text, &[mark("nghèo"), mark("vay"), mark("vốn")], 80);
        let shown = shown(&snippet);
        assert!(
            shown.starts_with("… Năm nay huyện cho hộ [nghèo] [vay] [vốn] nuôi bò."),
            "{shown}"
        );
        assert!(shown.ends_with(" …"));
        assert!(shown.chars().count() < 80 + 6 + 4);
    }

    #[test]
    fn without_anything_to_mark_a_snippet_is_the_beginning() {
        assert_eq!(shown(&snippet("Một hai ba bốn\nnăm", &[], 11)), "Một hai ba …");
        assert_eq!(shown(&snippet("Một.\nHai", &[], 100)), "Một. Hai");
        assert_eq!(snippet("", &[], 100), []);
    }

    #[test]
    fn cells_and_headings_are_not_run_into_what_follows() {
        let text = "Mức hỗ trợ\nHộ nghèo\n500.000 đồng\nChi một lần.\nHồ sơ:\nđơn";
        assert_eq!(
            shown(&snippet(text, &[mark("nghèo")], 100)),
            "Mức hỗ trợ · Hộ [nghèo] · 500.000 đồng · Chi một lần. Hồ sơ: đơn"
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_cut_anywhere(text in any::<String>(), word in "\\PC{1,3}", max in 0..50usize) {
            let marks = [mark(&word), mark("a")];
            let shown: String = snippet(&text, &marks, max).into_iter().map(|f| f.text).collect();
            let signs = 2 * text.matches('\n').count();
            prop_assert!(shown.chars().count() <= max + 4 + signs);
            let whole: String = highlight(&text, &marks).into_iter().map(|f| f.text).collect();
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '·').count();
            prop_assert_eq!(letters(&whole), letters(&text));
        }
    }
}
