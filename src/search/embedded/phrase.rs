//! Which documents hold words together, side by side or anywhere.

use super::documents::set_of;
use super::snapshot::{Part, Place};
use crate::search::analyse::{Token, is_functional_exact, may_be_functional};
use fixedbitset::FixedBitSet;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet};

/// The documents `among` some of a segment in which the tokens stand side by side in
/// this order. A token with marks stands for itself only, one without for every
/// spelling of it.
pub(super) fn documents_with(
    part: &Part,
    tokens: &[Token],
    among: &FixedBitSet,
) -> tantivy::Result<FixedBitSet> {
    let mut found = among.clone();
    if let Some(pair) = rarest_pair(part, tokens)? {
        keep_holding(part, Place::Pairs, &pair, &mut found)?;
        if tokens.len() == 2 {
            return Ok(found);
        }
    }
    let mut words = Vec::with_capacity(tokens.len());
    for (offset, token) in (0..).zip(tokens) {
        words.push((offset, infos(part, token)?));
    }
    words.sort_by_key(|(_, infos)| total(infos));
    for (_, infos) in &words {
        keep_holding(part, Place::All, infos, &mut found)?;
    }
    if words.len() < 2 || found.is_clear() {
        return Ok(found);
    }
    let words = words.iter().map(|(offset, infos)| Standing::open(part, *offset, infos));
    let words = words.collect::<tantivy::Result<_>>()?;
    let mut phrase = Phrase { words, starts: Vec::new(), here: Vec::new() };
    let together = found.ones().filter(|&document| phrase.stands_in(document as DocId));
    Ok(set_of(together, found.len()))
}

/// Takes those documents out of a set that hold none of some terms.
fn keep_holding(
    part: &Part,
    place: Place,
    infos: &[TermInfo],
    documents: &mut FixedBitSet,
) -> tantivy::Result<()> {
    let mut holding = FixedBitSet::with_capacity(documents.len());
    for info in infos {
        part.add_holding((place, info), documents, &mut holding)?;
    }
    documents.intersect_with(&holding);
    Ok(())
}

/// A phrase that is looked for in one document after the other, ascending.
struct Phrase {
    /// The rarest word first: others are read only where it may begin one.
    words: Vec<Standing>,
    /// Where it may begin, and where by the word at hand.
    starts: Vec<u32>,
    here: Vec<u32>,
}

impl Phrase {
    fn stands_in(&mut self, document: DocId) -> bool {
        let Some((first, others)) = self.words.split_first_mut() else { return true };
        first.starts_in(document, &mut self.starts);
        for word in others {
            if self.starts.is_empty() {
                return false;
            }
            word.starts_in(document, &mut self.here);
            self.starts.retain(|start| self.here.binary_search(start).is_ok());
        }
        !self.starts.is_empty()
    }
}

/// Where a word of a phrase stands, in any of its spellings.
struct Standing {
    /// How many words are before it.
    offset: u32,
    lists: Vec<SegmentPostings>,
}

impl Standing {
    fn open(part: &Part, offset: u32, infos: &[TermInfo]) -> tantivy::Result<Standing> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let open = |info| part.inverted(Place::All).read_postings_from_terminfo(info, option);
        let lists = infos.iter().map(open).collect::<std::io::Result<_>>()?;
        Ok(Standing { offset, lists })
    }

    /// Where the phrase would begin in a document, ascending.
    fn starts_in(&mut self, document: DocId, starts: &mut Vec<u32>) {
        starts.clear();
        for list in &mut self.lists {
            if list.doc() < document {
                list.seek(document);
            }
            if list.doc() == document {
                list.append_positions_with_offset(0, starts);
            }
        }
        let offset = self.offset;
        starts.retain_mut(|position| match position.checked_sub(offset) {
            Some(start) => {
                *position = start;
                true
            }
            None => false,
        });
        if self.lists.len() > 1 {
            starts.sort_unstable();
        }
    }
}

/// Whether `enough` documents that `passes` lets through hold all the tokens,
/// anywhere. Looks no further than that.
pub(super) fn are_together(
    part: &Part,
    tokens: &[Token],
    enough: &mut u64,
    mut passes: impl FnMut(DocId) -> bool,
) -> tantivy::Result<bool> {
    let mut words = Vec::with_capacity(tokens.len());
    for token in tokens {
        words.push(infos(part, token)?);
    }
    words.sort_by_key(|infos| total(infos));
    let Some((rarest, others)) = words.split_first() else { return Ok(false) };
    let mut documents = Vec::new();
    for info in rarest {
        each_document(part, Place::All, info, |docs| documents.extend_from_slice(docs))?;
    }
    documents.sort_unstable();
    documents.dedup();
    let mut lists = Vec::with_capacity(others.len());
    for infos in others {
        let open = |info| {
            part.inverted(Place::All).read_postings_from_terminfo(info, IndexRecordOption::Basic)
        };
        lists.push(infos.iter().map(open).collect::<std::io::Result<Vec<_>>>()?);
    }
    for document in documents {
        let has = |list: &mut SegmentPostings| {
            (list.doc() >= document || list.seek(document) >= document) && list.doc() == document
        };
        if lists.iter_mut().all(|lists| lists.iter_mut().any(has)) && passes(document) {
            *enough = enough.saturating_sub(1);
            if *enough == 0 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn each_document(
    part: &Part,
    place: Place,
    info: &TermInfo,
    mut each: impl FnMut(&[DocId]),
) -> tantivy::Result<()> {
    let option = IndexRecordOption::Basic;
    let mut postings = part.inverted(place).read_block_postings_from_terminfo(info, option)?;
    while !postings.docs().is_empty() {
        each(postings.docs());
        postings.advance();
    }
    Ok(())
}

/// The rarest pair of neighbours, where the index can tell: it holds no pairs with words
/// that only hold sentences together.
fn rarest_pair(part: &Part, tokens: &[Token]) -> tantivy::Result<Option<Vec<TermInfo>>> {
    let is_held = |token: &Token| match token.is_marked() {
        true => !is_functional_exact(&token.exact),
        false => !may_be_functional(&token.folded),
    };
    let mut rarest: Option<(u32, Vec<TermInfo>)> = None;
    for both in tokens.windows(2).filter(|both| both.iter().all(is_held)) {
        let infos = pair_infos(part, &both[0], &both[1])?;
        let frequency = total(&infos);
        if rarest.as_ref().is_none_or(|(least, _)| frequency < *least) {
            rarest = Some((frequency, infos));
        }
    }
    Ok(rarest.map(|(_, infos)| infos))
}

fn total(infos: &[TermInfo]) -> u32 {
    infos.iter().map(|info| info.doc_freq).sum()
}

fn pair_infos(part: &Part, first: &Token, second: &Token) -> tantivy::Result<Vec<TermInfo>> {
    let folded = format!("{} {}", first.folded, second.folded);
    let fits = |token: &Token, spelling: &str| !token.is_marked() || token.exact == spelling;
    let mut infos = Vec::new();
    part.each_spelling(Place::Pairs, &folded, |spelling, info| {
        let both = spelling.split_once(' ');
        if both.is_some_and(|(one, other)| fits(first, one) && fits(second, other)) {
            infos.push(info.clone());
        }
    })?;
    Ok(infos)
}

fn infos(part: &Part, token: &Token) -> tantivy::Result<Vec<TermInfo>> {
    if token.is_marked() {
        return Ok(part.inverted(Place::All).terms().get(token.term())?.into_iter().collect());
    }
    let mut infos = Vec::new();
    part.each_spelling(Place::All, &token.folded, |_, info| infos.push(info.clone()))?;
    Ok(infos)
}
