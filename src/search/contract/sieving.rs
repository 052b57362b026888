//! Filters, facets, pages, languages.

use super::engines::{ask, ask_with, on_every_engine};
use super::texts::{BEES, ENGLISH, LEAFLET, LOAN, SEWING, TRAINING};
use crate::content::{Kind, Language};
use crate::search::{Filters, Found, Query};

fn sorted(found: &Found) -> Vec<i64> {
    let mut ids: Vec<i64> = found.hits.iter().map(|hit| hit.item_id).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn each_filter_leaves_what_has_it() {
    on_every_engine(async |engine| {
        let slug = |slug: &str| Some(slug.to_owned());
        for (filters, expected) in [
            (Filters { kind: Some(Kind::Story), ..Filters::default() }, vec![BEES]),
            (Filters { topic: slug("an-sinh-xa-hoi"), ..Filters::default() }, vec![LOAN, LEAFLET]),
            (Filters { place: slug("xa-suoi-hai"), ..Filters::default() }, vec![TRAINING, SEWING]),
            (Filters { year: Some(2025), ..Filters::default() }, vec![TRAINING, LEAFLET]),
            (
                Filters {
                    place: slug("xa-ba-vi"),
                    kind: Some(Kind::Article),
                    ..Filters::default()
                },
                vec![LOAN],
            ),
            (Filters { audience: slug("khong-co"), ..Filters::default() }, vec![]),
            (Filters { topic: slug("\" OR kind = article"), ..Filters::default() }, vec![]),
        ] {
            let found = ask_with(engine, "", filters.clone()).await;
            assert_eq!(sorted(&found), expected, "{filters:?}");
            assert_eq!(found.total, expected.len() as u64);
        }
    });
}

#[test]
fn facets_count_what_was_found() {
    on_every_engine(async |engine| {
        let facets = ask(engine, "hộ nghèo").await.facets;
        let total: u64 = facets.kind.iter().map(|(_, count)| count).sum();
        assert_eq!(total, ask(engine, "hộ nghèo").await.total);
        let all = ask(engine, "").await.facets;
        assert_eq!(all.kind.first(), Some(&("article".to_owned(), 8)));
        assert_eq!(
            all.topic.iter().find(|(slug, _)| slug == "an-sinh-xa-hoi"),
            Some(&("an-sinh-xa-hoi".to_owned(), 2))
        );
        assert_eq!(all.place, [("xa-ba-vi".to_owned(), 3), ("xa-suoi-hai".to_owned(), 2)]);
        assert_eq!(all.audience, [("nguoi-dan".to_owned(), 11)]);
        assert_eq!(all.year[0], ("2026".to_owned(), 8));
    });
}

#[test]
fn a_facet_is_counted_under_the_other_filters_only() {
    on_every_engine(async |engine| {
        let filters = Filters {
            place: Some("xa-ba-vi".to_owned()),
            kind: Some(Kind::Story),
            ..Filters::default()
        };
        let found = ask_with(engine, "", filters).await;
        assert_eq!(found.total, 1);
        let mut kinds = found.facets.kind;
        kinds.sort();
        let one = |kind: &str| (kind.to_owned(), 1);
        assert_eq!(kinds, [one("article"), one("event"), one("story")]);
        assert_eq!(found.facets.place, [("xa-ba-vi".to_owned(), 1)]);
    });
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    on_every_engine(async |engine| {
        let mut seen = Vec::new();
        for page in 1..=4 {
            let query = Query::new("", Language::Vi).and_then(|query| query.page(page, 3));
            let found = engine.search(&query.expect("a query")).await.expect("an answer");
            assert_eq!(found.total, 11);
            assert_eq!(found.hits.len(), if page == 4 { 2 } else { 3 });
            seen.extend(found.hits.iter().map(|hit| hit.item_id));
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 11);
    });
}

#[test]
fn only_items_in_the_language_that_was_asked_in_are_found() {
    on_every_engine(async |engine| {
        let query = Query::new("poor households", Language::En).expect("a query");
        assert_eq!(sorted(&engine.search(&query).await.expect("an answer")), [ENGLISH]);
        assert_eq!(ask(engine, "poor households").await.total, 0);
    });
}
