//! The numbers that make one result better than another.

use super::plan::Plan;
use super::snapshot::Place;

/// Weights of BM25F over title, sapo and the whole text, and of what is added
/// to it. Chosen on statute retrieval and on short questions as citizens type
/// them; see `benches/retrieval.rs`.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    /// How soon more of the same word stops counting.
    pub saturation: f32,
    /// What a word counts in title and sapo beside 1 in the whole text.
    pub title: f32,
    pub sapo: f32,
    /// What a word in the title counts besides, by how few titles have it.
    pub titled: f32,
    /// How much longer text counts less, 0 to 1.
    pub title_length: f32,
    pub text_length: f32,
    /// What the same word in other marks counts.
    pub folded: f32,
    /// What the word as it was typed counts besides, in a question with marks.
    pub exact: f32,
    /// The same for a word as it is likely meant, in a few words without marks.
    pub likely: f32,
    /// What neighbouring words count when they stand side by side.
    pub pair_folded: f32,
    pub pair_exact: f32,
    /// The same for words as they are likely meant, among a few without marks.
    pub pair_likely: f32,
    /// What a longer word that begins so counts.
    pub completion: f32,
    /// What a word counts that differs in one letter; two letters: squared.
    pub typo: f32,
    /// What a text that answers the question in other words counts, beside one
    /// that answers it in its own as well.
    pub synonym: f32,
    /// What a text counts of which the time is over: an event that was, a leaflet whose
    /// validity ended.
    pub over: f32,
}

impl Weights {
    pub(super) const DEFAULT: Weights = Weights {
        saturation: 0.9,
        title: 5.0,
        sapo: 2.0,
        titled: 0.15,
        title_length: 0.75,
        text_length: 0.6,
        folded: 0.6,
        exact: 0.4,
        likely: 0.2,
        pair_folded: 0.5,
        pair_exact: 0.3,
        pair_likely: 0.1,
        completion: 0.4,
        typo: 0.5,
        synonym: 0.6,
        over: 0.8,
    };

    pub(super) fn worth(&self, place: Place) -> f32 {
        match place {
            Place::Title => self.title,
            Place::Sapo => self.sapo,
            Place::All | Place::Pairs => 1.0,
        }
    }

    /// What a word in the very spelling counts: as much as it was typed so, or as
    /// enough words around it tell how it is meant.
    pub(super) fn exact_for(&self, plan: &Plan) -> f32 {
        if plan.is_marked || plan.is_sentence { self.exact } else { self.likely }
    }

    /// The same for two neighbours.
    pub(super) fn pair_exact_for(&self, plan: &Plan) -> f32 {
        if plan.is_marked || plan.is_sentence { self.pair_exact } else { self.pair_likely }
    }

    pub(super) fn length_share(&self, place: Place) -> f32 {
        match place {
            Place::Title => self.title_length,
            Place::Sapo | Place::All | Place::Pairs => self.text_length,
        }
    }

    /// What a document scores with a term that it has so often in any spelling, and in the
    /// very one; `most` is what having it counts.
    #[inline(always)]
    pub(super) fn score(&self, most: (f32, f32), frequency: (f32, f32)) -> f32 {
        most.0 * self.saturate(frequency.0) + most.1 * self.saturate(frequency.1)
    }

    /// BM25's tf part, at most 1.
    #[inline(always)]
    pub(super) fn saturate(&self, frequency: f32) -> f32 {
        frequency / (frequency + self.saturation)
    }
}

/// BM25's idf part: what a term says that `frequency` of `documents` hold.
pub(super) fn rarity(documents: u64, frequency: u64) -> f32 {
    let documents = documents.max(frequency) as f32;
    let frequency = frequency as f32;
    (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln()
}
