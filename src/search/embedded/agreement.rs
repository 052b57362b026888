//! What is found quickly is what would be found by looking at every document.

use super::answer::answer;
use super::collect::{collect, rank};
use super::find::{Answers, Search, Sifted};
use super::terms::Terms;
use super::*;
use crate::content::Kind;
use crate::search::{Document, Facets, Filters, Synonym, SynonymKind, Synonyms};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashMap};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

const WORDS: [&str; 24] = [
    "hộ",
    "nghèo",
    "hồ",
    "sơ",
    "vay",
    "vốn",
    "váy",
    "học",
    "nghề",
    "hỗ",
    "trợ",
    "nhà",
    "nha",
    "tiêu",
    "xã",
    "xa",
    "phường",
    "quận",
    "thôn",
    "điện",
    "diện",
    "đăng",
    "ký",
    "bhyt",
];

/// Other ways to ask.
fn synonyms() -> Arc<Synonyms> {
    let same =
        [["hộ nghèo", "nhà nghèo"], ["đăng ký", "bhyt"], ["vay", "hỗ trợ"], ["xã", "phường"]];
    let entries =
        same.map(|forms| Synonym::new(SynonymKind::Same, forms.to_vec()).expect("different words"));
    Arc::new(Synonyms::new(&entries))
}

/// The same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }

    /// Words, the first ones more often.
    fn words(&mut self, count: usize) -> Vec<&'static str> {
        (0..count).map(|_| WORDS[self.below(WORDS.len()).min(self.below(WORDS.len()))]).collect()
    }

    fn document(&mut self, item_id: i64) -> Document {
        let (title, sapo) = (1 + self.below(4), self.below(5));
        let body = 3 + self.below(30);
        let slugs = |count: usize, name: &str| vec![format!("{name}-{count}")];
        Document {
            item_id,
            language: if self.below(9) == 0 { Language::En } else { Language::Vi },
            kind: Kind::ALL[self.below(4)],
            title: self.words(title).join(" "),
            sapo: self.words(sapo).join(" "),
            body: self.words(body).join(" "),
            byline: String::new(),
            topics: slugs(self.below(5), "topic"),
            audiences: if self.below(2) == 0 { Vec::new() } else { slugs(self.below(3), "for") },
            places: slugs(self.below(90), "place"),
            year: 2020 + self.below(6) as i32,
            published_at: DateTime::from_timestamp(self.below(300) as i64, 0).unwrap_or_default(),
            until: (self.below(4) == 0).then(|| self.moment()).flatten(),
        }
    }

    fn moment(&mut self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.below(300) as i64, 0)
    }

    fn query(&mut self) -> Query {
        let count = 1 + self.below(7);
        let mut text = self.words(count).join(" ");
        match self.below(6) {
            0 => text = format!("\"{text}\""),
            1 => text = crate::text::fold(&text),
            2 => text.truncate(text.char_indices().last().map_or(0, |(at, _)| at)),
            3 => text.push_str(" nhaf"),
            _ => {}
        }
        let filters = Filters {
            kind: (self.below(6) == 0).then(|| Kind::ALL[self.below(4)]),
            topic: (self.below(6) == 0).then(|| format!("topic-{}", self.below(6))),
            place: (self.below(9) == 0).then(|| format!("place-{}", self.below(90))),
            year: (self.below(9) == 0).then(|| 2020 + self.below(7) as i32),
            audience: None,
        };
        let query = Query::new(&text, Language::Vi).expect("a query").filter(filters);
        let query = if self.below(2) == 0 { query.with_synonyms(synonyms()) } else { query };
        let query = match self.moment().filter(|_| self.below(2) == 0) {
            Some(now) => query.asked_at(now),
            None => query,
        };
        query.page(1 + self.below(3) as u32, 10).expect("a page")
    }
}

/// An index in several segments, with documents that were replaced and removed.
async fn index(root: &Path, chance: &mut Chance) -> (Embedded, HashMap<i64, Document>) {
    let engine = Embedded::open(root);
    let mut documents: HashMap<i64, Document> =
        (0..1_500).map(|id| (id, chance.document(id))).collect();
    let batch = Ok(documents.values().cloned().collect());
    engine.rebuild(Box::new(std::iter::once(batch)), Arc::new(|_| {})).await.expect("indexed");
    for _ in 0..4 {
        let mut changes = Vec::new();
        for _ in 0..60 {
            let id = chance.below(1_700) as i64;
            if chance.below(3) == 0 {
                documents.remove(&id);
                changes.push(Change::Remove(id));
            } else {
                let document = chance.document(id);
                documents.insert(id, document.clone());
                changes.push(Change::put(document));
            }
        }
        engine.apply(changes).await.expect("changed");
    }
    (engine, documents)
}

/// Scores every document that was found, and sorts them all.
fn slowly(
    search: &Search,
    answers: &Answers,
    (filters, now): (&Filters, Option<DateTime<Utc>>),
    documents: &HashMap<i64, Document>,
) -> Vec<i64> {
    let mut ranked = Vec::new();
    for (at, part) in search.snapshot.parts.iter().enumerate() {
        let mut scores: HashMap<usize, f32> = HashMap::new();
        for way in answers.all() {
            let found = &way.found[at];
            let of_terms = scores_of(&way.terms, search, at);
            for document in found.ones() {
                let score = of_terms[document] * way.scale;
                let best = scores.entry(document).or_insert(score);
                *best = best.max(score);
            }
        }
        for (document, score) in scores {
            let id = part.columns.item_id[document];
            let is_over = now.zip(documents[&id].until).is_some_and(|(now, end)| end < now);
            let score = if is_over { score * search.weights.over } else { score };
            if passes(&documents[&id], filters, "") {
                ranked.push((rank(score), part.columns.published_at[document], id));
            }
        }
    }
    ranked.sort_unstable_by(|one, other| other.cmp(one));
    ranked.into_iter().map(|(.., id)| id).collect()
}

/// The scores of a segment's documents, from every list.
fn scores_of(terms: &Terms, search: &Search, at: usize) -> Vec<f32> {
    let part = &search.snapshot.parts[at];
    let mut scores = vec![0.0; part.reader.max_doc() as usize];
    for term in &terms.terms {
        let mut frequencies: BTreeMap<DocId, [f32; 2]> = BTreeMap::new();
        for source in &term.sources[at] {
            let inverted = part.inverted(source.place);
            let postings = inverted
                .read_postings_from_terminfo(&source.info, IndexRecordOption::WithFreqs)
                .expect("a list");
            let (lengths, damper) =
                (part.columns.lengths(source.place), search.snapshot.damper(source.place));
            let mut postings = postings;
            while postings.doc() != TERMINATED {
                let length = lengths[postings.doc() as usize];
                let worth = postings.term_freq() as f32 * damper[usize::from(length)];
                let [folded, exact] = frequencies.entry(postings.doc()).or_default();
                *folded += worth * source.closeness;
                *exact += if source.is_exact { worth * source.closeness } else { 0.0 };
                postings.advance();
            }
        }
        for (document, [folded, exact]) in frequencies {
            let saturate = |frequency| search.weights.saturate(frequency);
            scores[document as usize] +=
                term.folded * saturate(folded) + term.exact * saturate(exact);
        }
    }
    scores
}

/// Whether a document has what is wanted, in all facets but one.
fn passes(document: &Document, filters: &Filters, except: &str) -> bool {
    let has = |facet: &str, wanted: &Option<String>, slugs: &[String]| {
        facet == except || wanted.as_ref().is_none_or(|wanted| slugs.contains(wanted))
    };
    (except == "kind" || filters.kind.is_none_or(|kind| kind == document.kind))
        && (except == "year" || filters.year.is_none_or(|year| year == document.year))
        && has("topic", &filters.topic, &document.topics)
        && has("audience", &filters.audience, &document.audiences)
        && has("place", &filters.place, &document.places)
}

fn counted<'a>(values: impl Iterator<Item = &'a String>) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<&String, u64> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let mut counts: Vec<(String, u64)> =
        counts.into_iter().map(|(value, count)| (value.clone(), count)).collect();
    counts.sort_by(|(_, one), (_, other)| other.cmp(one));
    counts
}

/// The facets of some documents, counted one by one.
fn facets(found: &[&Document], filters: &Filters) -> Facets {
    let of = |facet: &'static str| {
        found.iter().copied().filter(move |one| passes(one, filters, facet)).collect::<Vec<_>>()
    };
    let kinds: Vec<String> = of("kind").iter().map(|one| one.kind.name().to_owned()).collect();
    let years: Vec<String> = of("year").iter().map(|one| one.year.to_string()).collect();
    Facets {
        kind: counted(kinds.iter()),
        topic: counted(of("topic").iter().flat_map(|one| &one.topics)),
        audience: counted(of("audience").iter().flat_map(|one| &one.audiences)),
        place: counted(of("place").iter().flat_map(|one| &one.places)),
        year: counted(years.iter()),
    }
}

#[tokio::test]
async fn the_best_are_those_that_scoring_everything_would_find() {
    let root = tempfile::tempdir().expect("a folder");
    let mut chance = Chance(269);
    let (engine, documents) = index(root.path(), &mut chance).await;
    let snapshot = engine.shared.live().expect("an index").snapshot();
    let (mut found_some, mut in_several_ways) = (0, 0);
    for _ in 0..400 {
        let query = chance.query();
        let search = Search::new(&snapshot, &query, &engine.shared.weights);
        let parsed = parse(query.text(), |word| snapshot.has(word));
        let answers = search.find(parsed, &query).expect("an answer");
        let found = collect(&search, &query, &answers).expect("results");
        let all = slowly(&search, &answers, (&query.filters, query.now()), &documents);
        let (skipped, length) = query.window();
        let page: Vec<i64> = all.iter().skip(skipped).take(length).copied().collect();
        let hits: Vec<i64> = found.hits.iter().map(|hit| hit.item_id).collect();
        assert_eq!(hits, page, "{query:?}");
        assert_eq!(found.total, all.len() as u64, "{query:?}");
        let any = slowly(&search, &answers, (&Filters::default(), None), &documents);
        let any: Vec<&Document> = any.iter().map(|id| &documents[id]).collect();
        assert_eq!(found.facets, facets(&any, &query.filters), "{query:?}");
        found_some += usize::from(found.total > 60);
        in_several_ways += usize::from(found.total > 60 && !answers.others.is_empty());
    }
    assert!(found_some > 100, "most of the questions find more than a few: {found_some}");
    assert!(in_several_ways > 50, "many are asked in other words too: {in_several_ways}");
}

#[tokio::test]
async fn what_holds_all_words_is_found_alike_by_lists_and_by_weights() {
    let root = tempfile::tempdir().expect("a folder");
    let mut chance = Chance(2026);
    let (engine, _) = index(root.path(), &mut chance).await;
    let snapshot = engine.shared.live().expect("an index").snapshot();
    let mut compared = 0;
    for _ in 0..500 {
        let query = chance.query();
        let search = Search::new(&snapshot, &query, &engine.shared.weights);
        let parsed = parse(query.text(), |word| snapshot.has(word));
        let ask = || search.ask(parsed.clone()).expect("a plan");
        let held = search.holding_all(&ask(), &[]).expect("an answer");
        let quickly = held.map(|held| held.answers(ask(), Vec::new(), search.weights));
        let slowly = search.holding_most(ask(), Vec::new()).expect("an answer");
        // what nearly every text has weighs nothing, and would not be missed
        let is_weighty = |one: &Sifted| {
            let weights = one.terms.terms.iter().map(|term| term.weight);
            weights.filter(|weight| *weight > 0.0).all(|weight| weight > 0.01 * one.terms.whole)
        };
        if let Some(quickly) = quickly.filter(|quickly| quickly.all().all(is_weighty)) {
            assert_eq!(quickly.own.found, slowly.own.found, "{query:?}");
            assert_eq!(quickly.whole, slowly.whole, "{query:?}");
            assert_eq!(quickly.others.len(), slowly.others.len(), "{query:?}");
            compared += 1;
        }
    }
    assert!(compared > 100, "many questions are of a few words: {compared}");
}

#[tokio::test]
async fn without_words_the_newest_come_first() {
    let root = tempfile::tempdir().expect("a folder");
    let mut chance = Chance(126);
    let (engine, documents) = index(root.path(), &mut chance).await;
    let snapshot = engine.shared.live().expect("an index").snapshot();
    for _ in 0..40 {
        let filters = chance.query().filters;
        let query = Query::new("", Language::Vi).expect("a query").filter(filters);
        let found = answer(&snapshot, &query, &engine.shared.weights).expect("results");
        let vietnamese = documents.values().filter(|one| one.language == Language::Vi);
        let vietnamese: Vec<&Document> = vietnamese.collect();
        let passing = vietnamese.iter().filter(|one| passes(one, &query.filters, ""));
        let mut passing: Vec<_> = passing.map(|one| (one.published_at, one.item_id)).collect();
        passing.sort_unstable_by(|one, other| other.cmp(one));
        let hits: Vec<_> = found.hits.iter().map(|hit| (hit.published_at, hit.item_id)).collect();
        assert_eq!(hits, passing[..passing.len().min(10)], "{query:?}");
        assert_eq!(found.total, passing.len() as u64);
        assert_eq!(found.facets, facets(&vietnamese, &query.filters), "{query:?}");
    }
}
