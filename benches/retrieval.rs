//! How well the embedded engine finds what is asked for: MRR@10 and recall@10
//! on a set of statute articles and questions, each question in six spellings.
//!
//! `cargo bench --bench retrieval`; the data are read from `$LANTOA_TEST_DATA`
//! (`../shared/data` when unset) and are not part of this repository.

use chrono::DateTime;
use lantoa::content::{Kind, Language};
use lantoa::search::embedded::Embedded;
use lantoa::search::{Change, Document, Engine, Query};
use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Each spelling of the questions, and the least MRR@10 it must reach.
const SPELLINGS: [(&str, f64); 6] = [
    ("text", 0.85),
    ("no_diacritics", 0.80),
    ("tone_old", 0.85),
    ("tone_new", 0.85),
    ("nfd", 0.85),
    ("telex", 0.75),
];

fn main() -> Result<(), Box<dyn Error>> {
    let set = data_folder().join("ir/alqac2023_law");
    if !set.is_dir() {
        println!("skipped: no retrieval set at {} (set LANTOA_TEST_DATA)", set.display());
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let passed = runtime.block_on(measure(&set))?;
    if passed { Ok(()) } else { Err("below what is required".into()) }
}

async fn measure(set: &Path) -> Result<bool, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let engine = Embedded::open(folder.path());
    let (documents, ids) = corpus(set)?;
    let count = documents.len();
    let started = Instant::now();
    engine.rebuild(Box::new(std::iter::once(Ok(documents))), std::sync::Arc::new(|_| {})).await?;
    println!("{count} documents indexed in {:.1} s\n", started.elapsed().as_secs_f64());
    // a change like any other, so that more than one segment is searched
    engine.apply(vec![Change::Remove(-1)]).await?;
    let relevant = relevant(set, &ids)?;
    let questions = lines(&set.join("queries.jsonl"))?;
    println!(
        "{:<14} {:>7} {:>9} {:>9} {:>9}",
        "spelling", "MRR@10", "required", "recall@10", "ms/query"
    );
    let mut passed = true;
    for (spelling, required) in SPELLINGS {
        let started = Instant::now();
        let (mut mrr, mut recall) = (0.0, 0.0);
        for question in &questions {
            let wanted = &relevant[string(question, "id")?];
            let query = Query::new(string(question, spelling)?, Language::Vi)?;
            let found = engine.search(&query).await?;
            let ranks = found.hits.iter().enumerate();
            let mut ranks =
                ranks.filter(|(_, hit)| wanted.contains(&hit.item_id)).map(|(at, _)| at + 1);
            let first = ranks.next();
            mrr += first.map_or(0.0, |rank| 1.0 / rank as f64);
            recall += (usize::from(first.is_some()) + ranks.count()) as f64 / wanted.len() as f64;
            if std::env::var_os("LANTOA_BENCH_MISSES").is_some() && first != Some(1) {
                println!("{first:?} of {}: {}", found.total, query.text());
            }
        }
        let asked = questions.len() as f64;
        let (mrr, recall) = (mrr / asked, recall / asked);
        passed &= mrr >= required;
        let time = started.elapsed().as_secs_f64() * 1000.0 / asked;
        println!("{spelling:<14} {mrr:>7.3} {required:>9.2} {recall:>9.3} {time:>9.2}");
    }
    Ok(passed)
}

type Corpus = (Vec<Document>, HashMap<String, i64>);

/// The articles as documents, and the number each id was given.
fn corpus(set: &Path) -> Result<Corpus, Box<dyn Error>> {
    let mut documents = Vec::new();
    let mut ids = HashMap::new();
    for (item_id, line) in (0..).zip(lines(&set.join("corpus.jsonl"))?) {
        ids.insert(string(&line, "id")?.to_owned(), item_id);
        documents.push(Document {
            item_id,
            language: Language::Vi,
            kind: Kind::Article,
            title: string(&line, "title")?.to_owned(),
            sapo: String::new(),
            body: string(&line, "text")?.to_owned(),
            byline: String::new(),
            topics: Vec::new(),
            audiences: Vec::new(),
            places: Vec::new(),
            year: 2023,
            published_at: DateTime::UNIX_EPOCH,
            until: None,
        });
    }
    Ok((documents, ids))
}

fn relevant(
    set: &Path,
    ids: &HashMap<String, i64>,
) -> Result<HashMap<String, HashSet<i64>>, Box<dyn Error>> {
    let mut relevant: HashMap<String, HashSet<i64>> = HashMap::new();
    for line in std::fs::read_to_string(set.join("qrels.tsv"))?.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(question), Some(article)) = (columns.next(), columns.next()) else { continue };
        let item_id = ids.get(article).ok_or_else(|| format!("unknown article {article}"))?;
        relevant.entry(question.to_owned()).or_default().insert(*item_id);
    }
    Ok(relevant)
}

fn lines(path: &Path) -> Result<Vec<serde_json::Value>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn string<'a>(value: &'a serde_json::Value, name: &str) -> Result<&'a str, Box<dyn Error>> {
    value[name].as_str().ok_or_else(|| format!("no {name}").into())
}

fn data_folder() -> PathBuf {
    std::env::var_os("LANTOA_TEST_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
}
