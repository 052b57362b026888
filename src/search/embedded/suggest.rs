//! Titles that continue what a reader is typing.

use super::schema::Fields;
use super::snapshot::{Place, Snapshot};
use crate::content::Language;
use crate::search::Suggestion;
use crate::search::analyse::{Parsed, Token};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, TantivyDocument};

/// How many words the last, unfinished one may stand for.
const MAX_COMPLETIONS: usize = 200;

/// Titles with all words of the question, the last of them perhaps unfinished,
/// newest first, each once.
pub(super) fn titles(
    snapshot: &Snapshot,
    fields: &Fields,
    parsed: &Parsed,
    language: Language,
    limit: usize,
) -> tantivy::Result<Vec<Suggestion>> {
    let mut found: Vec<(i64, i64, DocAddress)> = Vec::new();
    for (at, part) in (0..).zip(&snapshot.parts) {
        let mut matched = vec![0u8; part.reader.max_doc() as usize];
        for (stage, token) in (0..u8::MAX).zip(&parsed.tokens) {
            let is_last = usize::from(stage) + 1 == parsed.tokens.len();
            for folded in words(snapshot, token, is_last && parsed.open_ended)? {
                part.each_spelling(Place::Title, &folded, |_, info| {
                    let option = IndexRecordOption::Basic;
                    let read =
                        part.inverted(Place::Title).read_block_postings_from_terminfo(info, option);
                    let Ok(mut postings) = read else { return };
                    while !postings.docs().is_empty() {
                        for &doc in postings.docs() {
                            let stages = &mut matched[doc as usize];
                            *stages += u8::from(*stages == stage);
                        }
                        postings.advance();
                    }
                })?;
            }
        }
        let all = u8::try_from(parsed.tokens.len()).unwrap_or(u8::MAX);
        let columns = &part.columns;
        for here in part.eligible(language).ones().filter(|&here| matched[here] == all) {
            let address = DocAddress::new(at, here as DocId);
            found.push((columns.published_at[here], columns.item_id[here], address));
        }
    }
    found.sort_by(|a, b| b.cmp(a));
    let mut titles: Vec<Suggestion> = Vec::new();
    for (_, item_id, address) in found.into_iter().take(4 * limit) {
        let document: TantivyDocument = snapshot.searcher.doc(address)?;
        let title = document.get_first(fields.stored_title).and_then(|value| value.as_str());
        if let Some(title) = title.filter(|title| !titles.iter().any(|known| known.title == *title))
        {
            titles.push(Suggestion { item_id, title: title.to_owned() });
        }
    }
    titles.truncate(limit);
    Ok(titles)
}

fn words(snapshot: &Snapshot, token: &Token, unfinished: bool) -> tantivy::Result<Vec<String>> {
    let mut words = vec![token.folded.clone()];
    if unfinished {
        let exact = token.is_marked().then_some(token.exact.as_str());
        let longer = snapshot.completions(Place::Title, &token.folded, exact)?;
        words.extend(longer.into_iter().take(MAX_COMPLETIONS).map(|(word, _)| word));
    }
    Ok(words)
}
