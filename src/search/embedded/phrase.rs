//! Which documents hold words together, side by side or anywhere.

use super::snapshot::{Part, Place};
use crate::search::analyse::{Token, is_functional_exact, may_be_functional};
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// The documents of a segment, ascending, in which the tokens stand side by
/// side in this order. A token with marks stands for itself only, one without
/// for every spelling of it.
pub(super) fn documents_with(part: &Part, tokens: &[Token]) -> tantivy::Result<Vec<DocId>> {
    let candidates = candidates(part, tokens)?;
    if let (Some(documents), 2) = (&candidates, tokens.len()) {
        return Ok(documents.clone());
    }
    let mut words = Vec::with_capacity(tokens.len());
    for (offset, token) in tokens.iter().enumerate() {
        words.push((offset as u32, infos(part, token)?));
    }
    // the rarest word first: every further one is looked up only where it stood
    words.sort_by_key(|(_, infos)| infos.iter().map(|info| info.doc_freq).sum::<u32>());
    let mut starts: Option<Vec<Start>> = None;
    for (offset, infos) in words {
        let mut next = Vec::new();
        for info in &infos {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = part.inverted(Place::All).read_postings_from_terminfo(info, option)?;
            match &starts {
                None => match &candidates {
                    None => all_starts(postings, offset, &mut next),
                    Some(documents) => starts_in(postings, offset, documents, &mut next),
                },
                Some(starts) => kept_starts(postings, offset, starts, &mut next),
            }
        }
        next.sort_unstable();
        next.dedup();
        starts = Some(next);
    }
    let mut documents: Vec<DocId> =
        starts.unwrap_or_default().into_iter().map(|start| start.document).collect();
    documents.dedup();
    Ok(documents)
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
    words.sort_by_key(|infos| infos.iter().map(|info| info.doc_freq).sum::<u32>());
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

/// Where the phrase would begin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    document: DocId,
    position: u32,
}

/// The documents that have the rarest pair of neighbours, where the index can
/// tell: it holds no pairs with words that only hold sentences together.
fn candidates(part: &Part, tokens: &[Token]) -> tantivy::Result<Option<Vec<DocId>>> {
    let is_held = |token: &Token| match token.is_marked() {
        true => !is_functional_exact(&token.exact),
        false => !may_be_functional(&token.folded),
    };
    let mut rarest: Option<(u32, Vec<TermInfo>)> = None;
    for both in tokens.windows(2).filter(|both| both.iter().all(is_held)) {
        let infos = pair_infos(part, &both[0], &both[1])?;
        let frequency = infos.iter().map(|info| info.doc_freq).sum();
        if rarest.as_ref().is_none_or(|(least, _)| frequency < *least) {
            rarest = Some((frequency, infos));
        }
    }
    let Some((_, infos)) = rarest else { return Ok(None) };
    let mut documents = Vec::new();
    for info in &infos {
        each_document(part, Place::Pairs, info, |docs| documents.extend_from_slice(docs))?;
    }
    documents.sort_unstable();
    documents.dedup();
    Ok(Some(documents))
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

fn all_starts(mut postings: SegmentPostings, offset: u32, starts: &mut Vec<Start>) {
    let mut positions = Vec::new();
    while postings.doc() != TERMINATED {
        postings.positions(&mut positions);
        push_starts(postings.doc(), &positions, offset, starts);
        postings.advance();
    }
}

fn starts_in(
    mut postings: SegmentPostings,
    offset: u32,
    documents: &[DocId],
    starts: &mut Vec<Start>,
) {
    let mut positions = Vec::new();
    for &document in documents {
        if postings.doc() < document {
            postings.seek(document);
        }
        if postings.doc() == document {
            postings.positions(&mut positions);
            push_starts(document, &positions, offset, starts);
        }
    }
}

fn kept_starts(
    mut postings: SegmentPostings,
    offset: u32,
    wanted: &[Start],
    starts: &mut Vec<Start>,
) {
    let mut positions = Vec::new();
    let mut here = Vec::new();
    for group in wanted.chunk_by(|a, b| a.document == b.document) {
        let document = group[0].document;
        if postings.doc() < document {
            postings.seek(document);
        }
        if postings.doc() == document {
            postings.positions(&mut positions);
            here.clear();
            push_starts(document, &positions, offset, &mut here);
            starts.extend(here.iter().filter(|start| group.binary_search(start).is_ok()));
        }
    }
}

fn push_starts(document: DocId, positions: &[u32], offset: u32, starts: &mut Vec<Start>) {
    let begins = positions.iter().filter_map(|position| position.checked_sub(offset));
    starts.extend(begins.map(|position| Start { document, position }));
}
