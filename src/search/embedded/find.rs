//! Which documents answer a question: those that hold all of a few words, and
//! else those that hold most of what was asked.

use super::columns::Columns;
use super::phrase::documents_with;
use super::plan::Plan;
use super::snapshot::Snapshot;
use super::terms::Terms;
use super::weights::Weights;
use crate::search::Query;
use crate::search::analyse::{FEW_WORDS, Parsed, alternatives};
use fixedbitset::FixedBitSet;
use tantivy::DocId;

/// A document that holds less of what was asked answers something else.
const LEAST_SHARE: f32 = 0.3;
/// With fewer texts than this that hold three or four words, those that hold
/// the better half of them are shown as well.
const ENOUGH: usize = 10;
const NEAR_SHARE: f32 = 0.5;
/// Sums of the same numbers are as much as each other but for rounding.
const AS_MUCH: f32 = 0.999;

/// A set of documents for every segment.
pub(super) type Sets = Vec<FixedBitSet>;

/// One way of asking, with the documents it found.
pub(super) struct Sifted {
    pub plan: Plan,
    pub terms: Terms,
    pub found: Sets,
    /// Whether each phrase stands in all of them; else the words apart were better than nothing.
    pub together: bool,
    /// How much of the question the best document holds, 0 to 1.
    pub cover: f32,
    /// What a score counts beside one of the reader's own words.
    pub scale: f32,
}

/// What was found, and by which ways of asking.
pub(super) struct Answers {
    pub own: Sifted,
    pub others: Vec<Sifted>,
    /// Whether what means the same was found only with its words apart.
    pub apart: bool,
    /// How many texts hold as much as is wanted, where others may be found too;
    /// [`ENOUGH`] stands for more.
    pub whole: Option<u64>,
}

impl Answers {
    pub(super) fn all(&self) -> impl Iterator<Item = &Sifted> + Clone {
        std::iter::once(&self.own).chain(&self.others)
    }

    /// Whether some document holds as much as a document must, where any does, and what
    /// was quoted as it was.
    pub(super) fn hold_what_is_wanted(&self) -> bool {
        let held = self.all().map(|one| one.cover).fold(0.0, f32::max);
        let in_phrases = self.own.together && !are_empty(&self.own.found);
        !self.apart
            && held >= needed_share(&self.own.plan) * AS_MUCH
            && (self.own.plan.phrases.is_empty() || in_phrases)
    }
}

/// A search under way: the index, and what of it may be found.
pub(super) struct Search<'a> {
    pub snapshot: &'a Snapshot,
    pub weights: &'a Weights,
    pub eligible: Sets,
    /// When it is asked, in microseconds since 1970.
    now: Option<i64>,
}

impl Search<'_> {
    pub(super) fn new<'a>(
        snapshot: &'a Snapshot,
        query: &Query,
        weights: &'a Weights,
    ) -> Search<'a> {
        let eligible = snapshot.parts.iter().map(|part| part.eligible(query.language));
        Search {
            snapshot,
            weights,
            eligible: eligible.collect(),
            now: query.now().map(|now| now.timestamp_micros()),
        }
    }

    /// What a document's score counts at the time of asking.
    pub(super) fn worth_now(&self, columns: &Columns, document: usize) -> f32 {
        let is_over = self.now.is_some_and(|now| columns.ends_before(now, document as DocId));
        if is_over { self.weights.over } else { 1.0 }
    }

    /// Asks in the reader's own words, and in others that mean the same.
    pub(super) fn find(&self, parsed: Parsed, query: &Query) -> tantivy::Result<Answers> {
        let in_other_words = alternatives(&parsed, query.synonyms()).into_iter();
        let own = self.ask(parsed)?;
        let others: Vec<Asked> =
            in_other_words.map(|other| self.ask(other)).collect::<tantivy::Result<_>>()?;
        match self.holding_all(&own, &others)? {
            Some(held) => Ok(held.answers(own, others, self.weights)),
            None => self.holding_most(own, others),
        }
    }

    pub(super) fn ask(&self, parsed: Parsed) -> tantivy::Result<Asked> {
        let plan = Plan::make(parsed, self.snapshot)?;
        let terms = Terms::find(self.snapshot, &plan, self.weights)?;
        Ok(Asked { plan, terms })
    }

    /// The documents that hold all of a few words, as far as any does. `None` for
    /// a sentence, and where so few do that others are to be looked at.
    pub(super) fn holding_all(
        &self,
        own: &Asked,
        others: &[Asked],
    ) -> tantivy::Result<Option<Held>> {
        let is_long = |asked: &Asked| asked.plan.required() > FEW_WORDS;
        if is_long(own) || others.iter().any(is_long) {
            return Ok(None);
        }
        let mut sets = self.held_by(own)?;
        if are_empty(&sets) {
            return Ok(None);
        }
        let in_phrases = self.in_phrases(&own.plan, sets.clone())?;
        let together = !are_empty(&in_phrases);
        if together {
            sets = in_phrases;
        }
        let others_held = Vec::with_capacity(others.len());
        let mut held = Held { own: sets, together, others: others_held, whole: None };
        for other in others {
            let sets = self.in_phrases(&other.plan, self.held_by(other)?)?;
            let adds = !are_empty(&sets);
            if !adds && own.cover() < AS_MUCH {
                return Ok(None);
            }
            held.others.push((adds && other.cover() >= own.cover() * AS_MUCH).then_some(sets));
        }
        let kept = others.iter().zip(&held.others).filter(|(_, sets)| sets.is_some());
        if own.may_come_near() || kept.into_iter().any(|(other, _)| other.may_come_near()) {
            let whole = count_of_any(&held.own, held.others.iter().flatten());
            if whole < ENOUGH {
                return Ok(None);
            }
            held.whole = Some(ENOUGH as u64);
        }
        Ok(Some(held))
    }

    /// The documents that hold all words that any does; none where none does.
    fn held_by(&self, asked: &Asked) -> tantivy::Result<Sets> {
        let parts = self.snapshot.parts.iter().zip(&self.eligible).enumerate();
        let none = |set: &FixedBitSet| FixedBitSet::with_capacity(set.len());
        let held = parts.map(|(at, (part, eligible))| match asked.terms.whole > 0.0 {
            true => asked.terms.held_by(part, at, eligible),
            false => Ok(none(eligible)),
        });
        held.collect()
    }

    /// Of some documents those in which each phrase stands.
    fn in_phrases(&self, plan: &Plan, mut sets: Sets) -> tantivy::Result<Sets> {
        for phrase in &plan.phrases {
            let clauses = plan.clauses[phrase.clone()].iter();
            let tokens: Vec<_> = clauses.map(|clause| clause.token.clone()).collect();
            for (part, set) in self.snapshot.parts.iter().zip(&mut sets) {
                *set = documents_with(part, &tokens, set)?;
            }
        }
        Ok(sets)
    }

    /// The documents that hold the most of what was asked.
    pub(super) fn holding_most(&self, own: Asked, others: Vec<Asked>) -> tantivy::Result<Answers> {
        let share = needed_share(&own.plan);
        let mut own = self.weigh(own, share, false)?;
        // as if the reader had written it out; its own words stand together in any case
        let weigh = |other: Asked, strict: bool| {
            let share = needed_share(&other.plan).min(share);
            self.weigh(other, share, strict)
        };
        let others = others.into_iter().map(|other| weigh(other, true));
        let mut others: Vec<Weighed> = others.collect::<tantivy::Result<_>>()?;
        let adds = |other: &Weighed| other.needed < f32::INFINITY;
        // else its words apart are better than nothing
        let apart = !adds(&own) && !others.iter().any(adds);
        if apart {
            let others_apart = others.into_iter().map(|other| weigh(other.asked, false));
            others = others_apart.collect::<tantivy::Result<_>>()?;
        }
        // they add what answers the question as well as its own words do
        let as_well = |other: &Weighed| other.cover >= own.cover * AS_MUCH;
        let (mut kept, lesser): (Vec<Weighed>, Vec<Weighed>) =
            others.into_iter().filter(adds).partition(as_well);
        let may_come_near = own.may_come_near() || kept.iter().any(Weighed::may_come_near);
        let whole = may_come_near.then(|| {
            let found: Vec<Sets> = kept.iter().map(Weighed::found).collect();
            count_of_any(&own.found(), found.iter())
        });
        if whole.is_some_and(|whole| whole < ENOUGH) {
            own.come_near();
            kept.extend(lesser.into_iter().filter(Weighed::may_come_near));
            kept.iter_mut().for_each(Weighed::come_near);
        }
        let most = own.asked.terms.most;
        let scaled = |other: Weighed| {
            let scale = scale(most, &other.asked.terms, self.weights);
            other.sifted(scale)
        };
        Ok(Answers {
            others: kept.into_iter().map(scaled).collect(),
            own: own.sifted(1.0),
            apart,
            whole: whole.map(|whole| whole.min(ENOUGH) as u64),
        })
    }
}

/// One way of asking, with what it needs of the index.
pub(super) struct Asked {
    plan: Plan,
    terms: Terms,
}

impl Asked {
    /// How much of the question a document holds that holds all known words.
    fn cover(&self) -> f32 {
        self.terms.whole / self.terms.full.max(f32::EPSILON)
    }

    fn may_come_near(&self) -> bool {
        (3..=FEW_WORDS).contains(&self.plan.required())
    }
}

/// The documents that hold all words of each way of asking.
pub(super) struct Held {
    own: Sets,
    /// Whether each of the reader's phrases stands in all of them.
    together: bool,
    /// `None` for other words that add nothing.
    others: Vec<Option<Sets>>,
    whole: Option<u64>,
}

impl Held {
    pub(super) fn answers(self, own: Asked, others: Vec<Asked>, weights: &Weights) -> Answers {
        let sifted = |asked: Asked, found: Sets, together: bool, scale: f32| {
            let cover = asked.cover();
            Sifted { plan: asked.plan, terms: asked.terms, found, together, cover, scale }
        };
        let most = own.terms.most;
        let others = others.into_iter().zip(self.others).filter_map(|(asked, found)| {
            let scale = scale(most, &asked.terms, weights);
            Some(sifted(asked, found?, true, scale))
        });
        Answers {
            others: others.collect(),
            own: sifted(own, self.own, self.together, 1.0),
            apart: false,
            whole: self.whole,
        }
    }
}

/// One way of asking, with how much of it every document holds.
struct Weighed {
    asked: Asked,
    /// Whether only those were weighed in which each phrase stands.
    together: bool,
    /// For every segment, by document.
    weights: Vec<Vec<f32>>,
    /// The weight a document must have.
    needed: f32,
    cover: f32,
}

impl Weighed {
    /// The documents that have what is needed.
    fn found(&self) -> Sets {
        let found = self.weights.iter().map(|weights| {
            let has = |weight: &f32| usize::from(*weight >= self.needed);
            let block = |some: &[f32]| some.iter().rev().fold(0, |bits, one| bits << 1 | has(one));
            // a block at once: one by one they would be looked for a hundred thousand times
            let blocks = weights.chunks(usize::BITS as usize).map(block);
            FixedBitSet::with_capacity_and_blocks(weights.len(), blocks)
        });
        found.collect()
    }

    fn may_come_near(&self) -> bool {
        self.needed < f32::INFINITY && self.asked.may_come_near()
    }

    /// Takes in what holds the better half of three or four words, or all but one:
    /// a rare word that no good text has may say more than all the others.
    fn come_near(&mut self) {
        if self.may_come_near() {
            let terms = &self.asked.terms;
            let all_but_one = (terms.whole - terms.heaviest()) * AS_MUCH;
            self.needed = self.needed.min(terms.whole * NEAR_SHARE).min(all_but_one);
        }
    }

    fn sifted(self, scale: f32) -> Sifted {
        let found = self.found();
        let Weighed { asked: Asked { plan, terms }, together, cover, .. } = self;
        Sifted { plan, terms, found, together, cover, scale }
    }
}

impl Search<'_> {
    /// Weighs every document. Where none holds as much as is wanted, what the best
    /// one holds is enough.
    fn weigh(&self, asked: Asked, share: f32, strict: bool) -> tantivy::Result<Weighed> {
        let mut within = self.eligible.clone();
        let mut together = asked.plan.phrases.is_empty();
        if !together {
            let in_phrases = self.in_phrases(&asked.plan, within.clone())?;
            together = strict || !are_empty(&in_phrases);
            if together {
                within = in_phrases;
            }
        }
        let parts = self.snapshot.parts.iter().zip(&within).enumerate();
        let weights = parts.map(|(at, (part, within))| asked.terms.weigh(part, at, within));
        let weights: Vec<Vec<f32>> = weights.collect::<tantivy::Result<_>>()?;
        let best = weights.iter().map(|weights| greatest(weights)).fold(0.0, f32::max);
        let whole = asked.terms.whole;
        let is_found = best > 0.0 && best >= whole * LEAST_SHARE;
        let needed = if is_found { (whole * share).min(best) * AS_MUCH } else { f32::INFINITY };
        let cover = if is_found { best / asked.terms.full.max(best) } else { 0.0 };
        Ok(Weighed { asked, together, weights, needed, cover })
    }
}

/// The greatest of some numbers that are not negative: such are ordered as their bits are,
/// which are compared several at a time.
fn greatest(numbers: &[f32]) -> f32 {
    let greatest = numbers.iter().map(|number| number.to_bits() as i32).fold(0, i32::max);
    f32::from_bits(greatest as u32)
}

/// How much of what the required words say a document must hold: all of a few
/// words, the better part of a sentence.
fn needed_share(plan: &Plan) -> f32 {
    match plan.required() {
        0..=FEW_WORDS => 1.0,
        many => (2.5 / many as f32).max(0.2),
    }
}

/// Other words may have more to score with: what counts is how much of it a text has.
fn scale(most: f32, other: &Terms, weights: &Weights) -> f32 {
    weights.synonym * most / other.most.max(f32::EPSILON)
}

fn are_empty(sets: &Sets) -> bool {
    sets.iter().all(FixedBitSet::is_clear)
}

/// How many documents are in any of the sets.
fn count_of_any<'a>(own: &Sets, others: impl Iterator<Item = &'a Sets>) -> usize {
    let mut any = own.clone();
    for other in others {
        any.iter_mut().zip(other).for_each(|(any, other)| any.union_with(other));
    }
    any.iter().map(|set| set.count_ones(..)).sum()
}
