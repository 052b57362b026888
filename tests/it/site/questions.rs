//! Questions as citizens type them, over the content that comes with the
//! program, each with the pages an editor would want among the first results.

use lantoa::content::Language;
use lantoa::search::Query;

use crate::harness::{TestDb, TestSite};

crate::on_each_database!(most_citizens_find_what_answers_them_among_the_first_three);

/// One line each: the question, a tab, the slugs that answer it with commas.
const QUESTIONS: &str = include_str!("questions.tsv");

/// Of a hundred questions, so many must be answered among the first three.
const REQUIRED: i32 = 88;

fn most_citizens_find_what_answers_them_among_the_first_three(db: &TestDb) {
    let site = TestSite::shipped(db);
    let synonyms = site.app.reference().synonyms.clone();
    let (mut asked, mut answered, mut reciprocal) = (0, 0, 0.0);
    let mut missed = String::new();
    for line in QUESTIONS.lines() {
        let (question, slugs) = line.split_once('\t').expect("a question and its answers");
        let wanted: Vec<i64> = slugs.split(',').map(|slug| item(db, slug)).collect();
        let query = Query::new(question, Language::Vi).expect("a short question");
        let query = query.with_synonyms(synonyms.clone()).asked_at(site.app.now().and_utc());
        let found = site.run(site.app.search.search(&query)).expect("the engine answers");
        let rank = found.hits.iter().position(|hit| wanted.contains(&hit.item_id));
        asked += 1;
        reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        if rank.is_some_and(|rank| rank < 3) {
            answered += 1;
        } else {
            let rank = rank.map_or("none".to_owned(), |rank| (rank + 1).to_string());
            missed += &format!("  {rank} of {}: {question} ({slugs})\n", found.total);
        }
    }
    let mean = reciprocal / f64::from(asked);
    println!("{answered} of {asked} among the first three, MRR@10 {mean:.3}; not:\n{missed}");
    assert!(answered * 100 >= REQUIRED * asked, "{answered} of {asked}:\n{missed}");
}

fn item(db: &TestDb, slug: &str) -> i64 {
    let id = db.text(&format!("select item_id from slugs where slug = '{slug}'"));
    id.and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("no item {slug}"))
}
