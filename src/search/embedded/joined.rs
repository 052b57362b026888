//! Words typed without the space between them: `vayvon`, `bao hiem yte`.

use super::snapshot::{Place, Snapshot};
use crate::search::analyse::{Parsed, Token};

/// Longer than two syllables of Vietnamese together.
const LONGEST: usize = 14;

/// The question with each word that no text has, and that two words are which
/// stand side by side in some, taken as those two. What is quoted stays, and what
/// may yet become a word.
pub(super) fn parted(mut parsed: Parsed, snapshot: &Snapshot) -> tantivy::Result<Parsed> {
    let mut at = 0;
    while at < parsed.tokens.len() {
        let token = &parsed.tokens[at];
        let is_known = parsed.is_quoted(at) || snapshot.has(&token.folded);
        let is_open = parsed.open_ended && at + 1 == parsed.tokens.len();
        let is_whole = is_known || (is_open && begins_a_word(token, snapshot)?);
        if !is_whole && let Some(both) = parts(token, snapshot)? {
            parsed.tokens.splice(at..=at, both);
            for phrase in parsed.phrases.iter_mut().filter(|phrase| phrase.start > at) {
                *phrase = phrase.start + 1..phrase.end + 1;
            }
            at += 1;
        }
        at += 1;
    }
    Ok(parsed)
}

fn begins_a_word(token: &Token, snapshot: &Snapshot) -> tantivy::Result<bool> {
    Ok(snapshot.most_of_longer(Place::All, &token.folded)? > 0)
}

fn parts(token: &Token, snapshot: &Snapshot) -> tantivy::Result<Option<[Token; 2]>> {
    let letters = token.exact.chars().count();
    if letters > LONGEST {
        return Ok(None);
    }
    let mut best = None;
    for (cut, _) in token.exact.char_indices().skip(1) {
        let both = [Token::new(&token.exact[..cut]), Token::new(&token.exact[cut..])];
        let pair = format!("{} {}", both[0].folded, both[1].folded);
        let frequency = snapshot.frequency(Place::Pairs, &pair)?;
        if best.as_ref().is_none_or(|(most, _)| frequency > *most) {
            best = Some((frequency, both));
        }
    }
    Ok(best.filter(|(frequency, _)| *frequency > 0).map(|(_, both)| both))
}
