//! How fast the embedded engine answers over 100,000 items, and what it takes.
//!
//! `cargo bench --bench search`; the texts are made from the sentences of
//! `$LANTOA_TEST_DATA/news-5000.jsonl.gz`, shuffled, as many and as long as the
//! originals. `LANTOA_BENCH_ITEMS` sets another number of items.

use chrono::{DateTime, Datelike, Utc};
use lantoa::content::{Kind, Language};
use lantoa::search::embedded::Embedded;
use lantoa::search::{Change, Document, Engine, Filters, Query};
use lantoa::text::fold;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

const TOPICS: [&str; 9] = ["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"];
const QUESTIONS: usize = 200;
const BATCH: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // a process of its own asks, so that its memory is what serving takes
    if let (Some("ask"), Some(folder)) = (arguments.next().as_deref(), arguments.next()) {
        return runtime.block_on(ask(Path::new(&folder)));
    }
    let data = data_folder().join("news-5000.jsonl.gz");
    if !data.is_file() {
        println!("skipped: no texts at {} (set LANTOA_TEST_DATA)", data.display());
        return Ok(());
    }
    let items = std::env::var("LANTOA_BENCH_ITEMS").map_or(Ok(100_000), |items| items.parse())?;
    let folder = tempfile::tempdir()?;
    runtime.block_on(index(&data, folder.path(), items))?;
    let status = std::process::Command::new(std::env::current_exe()?)
        .arg("ask")
        .arg(folder.path())
        .status()?;
    if status.success() { Ok(()) } else { Err("asking failed".into()) }
}

async fn index(data: &Path, folder: &Path, items: usize) -> Result<(), Box<dyn Error>> {
    let source = Arc::new(Source::read(data)?);
    let questions = questions(&source);
    std::fs::write(folder.join("questions.json"), serde_json::to_vec(&questions)?)?;
    let engine = Embedded::open(folder.join("index"));
    let started = Instant::now();
    let batches = (0..items).step_by(BATCH).map(move |from| {
        Ok((from..(from + BATCH).min(items)).map(|at| source.document(at)).collect())
    });
    let done = engine.rebuild(Box::new(batches), Arc::new(|_| {})).await?;
    let seconds = started.elapsed().as_secs_f64();
    row("items", &format!("{done}"));
    row("indexed", &format!("{seconds:.1} s, {:.0} items/s", done as f64 / seconds));
    row("memory at most, indexing", &format!("{} MB", memory("VmHWM") / 1024));
    row("on disk", &format!("{} MB", size(folder)? >> 20));
    Ok(())
}

async fn ask(folder: &Path) -> Result<(), Box<dyn Error>> {
    let questions: Vec<Question> =
        serde_json::from_slice(&std::fs::read(folder.join("questions.json"))?)?;
    let before = memory("VmRSS");
    let started = Instant::now();
    let engine = Embedded::open(folder.join("index"));
    let count = engine.count().await?;
    row("opened", &format!("{} ms, {count} items", started.elapsed().as_millis()));
    let own = || format!("{} MB own", memory("RssAnon") / 1024);
    row("  memory then", &own());
    let mut all = Vec::new();
    // the processor's time tells the truth on a machine that others use too
    for round in ["time, first round", "time, second round", "processor time, third round"] {
        let mut times: Vec<(Duration, &Question, u64)> = Vec::new();
        for question in &questions {
            let query = question.query()?;
            let (started, used) = (Instant::now(), processor_time());
            let found = engine.search(&query).await?;
            let taken = match round.starts_with("processor") {
                true => processor_time() - used,
                false => started.elapsed(),
            };
            times.push((taken, question, found.total));
        }
        times.sort_by_key(|(time, ..)| *time);
        let at = |share: f64| times[(times.len() as f64 * share) as usize].0.as_secs_f64() * 1e3;
        let line = format!("p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms", at(0.5), at(0.9), at(0.99));
        row(round, &line);
        row("  memory then", &own());
        all = times;
    }
    for kind in
        ["short", "unmarked", "prefix", "typo", "phrase", "filtered", "sentence", "everything"]
    {
        let times: Vec<_> = all.iter().filter(|(_, question, _)| question.kind == kind).collect();
        let middle = times[times.len() / 2];
        let slowest = times[times.len() - 1];
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        row(
            &format!("  {kind}"),
            &format!(
                "p50 {:.1} ms, most {:.1} ms ({:?}, {} found)",
                ms(middle.0),
                ms(slowest.0),
                slowest.1.text,
                slowest.2
            ),
        );
    }
    row(
        "memory, serving",
        &format!(
            "{} MB ({} before opening; {} own, {} mapped)",
            memory("VmRSS") / 1024,
            before / 1024,
            memory("RssAnon") / 1024,
            memory("RssFile") / 1024
        ),
    );
    changes(&engine).await
}

/// One item after another is changed, as publishing does.
async fn changes(engine: &Embedded) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    for at in 0..50 {
        let document = Document {
            item_id: 1_000_000 + at,
            language: Language::Vi,
            kind: Kind::Article,
            title: format!("Tin mới số {at}"),
            sapo: "Vừa được xuất bản.".to_owned(),
            body: "Giảm nghèo bền vững. ".repeat(100),
            byline: String::new(),
            topics: vec!["t1".to_owned()],
            audiences: Vec::new(),
            places: Vec::new(),
            year: 2026,
            published_at: Utc::now(),
            until: None,
        };
        let started = Instant::now();
        engine.apply(vec![Change::put(document)]).await?;
        times.push(started.elapsed());
    }
    times.sort();
    row(
        "change → found",
        &format!("p50 {} ms, most {} ms", times[25].as_millis(), times[49].as_millis()),
    );
    row("memory after changes", &format!("{} MB", memory("VmRSS") / 1024));
    Ok(())
}

/// The texts that documents and questions are made of.
struct Source {
    titles: Vec<String>,
    sentences: Vec<String>,
    lengths: Vec<usize>,
}

impl Source {
    fn read(path: &Path) -> Result<Source, Box<dyn Error>> {
        let mut source = Source { titles: Vec::new(), sentences: Vec::new(), lengths: Vec::new() };
        let file = flate2::read::GzDecoder::new(std::fs::File::open(path)?);
        for line in BufReader::new(file).lines() {
            let text: serde_json::Value = serde_json::from_str(&line?)?;
            let body = text["body"].as_str().unwrap_or_default();
            let sentences = body.split_inclusive(['.', '\n']).filter(|part| part.len() > 20);
            let before = source.sentences.len();
            source.sentences.extend(sentences.map(|sentence| sentence.trim().to_owned()));
            source.lengths.push(source.sentences.len() - before);
            source.titles.push(text["title"].as_str().unwrap_or_default().to_owned());
        }
        Ok(source)
    }

    /// The first documents have the originals' titles, later ones mix two.
    fn document(&self, at: usize) -> Document {
        let mut chance = Chance(at as u64 + 1);
        let title = &self.titles[at % self.titles.len()];
        let title = match at / self.titles.len() {
            0 => title.clone(),
            _ => {
                let other = &self.titles[chance.below(self.titles.len())];
                let half = |words: &str, skip: usize| {
                    let words: Vec<&str> = words.split_whitespace().collect();
                    words[words.len() * skip / 2..words.len() * (skip + 1) / 2].join(" ")
                };
                format!("{} {}", half(title, 0), half(other, 1))
            }
        };
        let sentence =
            |chance: &mut Chance| self.sentences[chance.below(self.sentences.len())].as_str();
        let sapo = sentence(&mut chance).to_owned();
        let length = self.lengths[at % self.lengths.len()];
        let body: Vec<&str> = (0..length).map(|_| sentence(&mut chance)).collect();
        let published_at = DateTime::from_timestamp(1_500_000_000 + at as i64 * 2_500, 0);
        let published_at = published_at.unwrap_or_default();
        Document {
            item_id: at as i64,
            language: Language::Vi,
            kind: Kind::ALL[chance.below(4)],
            title,
            sapo,
            body: body.join(" "),
            byline: "Người viết".to_owned(),
            topics: vec![TOPICS[chance.below(9)].to_owned(), TOPICS[chance.below(9)].to_owned()],
            audiences: vec![format!("a{}", chance.below(9))],
            places: vec![format!("xa-{}", chance.below(126))],
            year: published_at.year(),
            published_at,
            until: None,
        }
    }
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Question {
    kind: String,
    text: String,
}

impl Question {
    fn query(&self) -> Result<Query, Box<dyn Error>> {
        let mut filters = Filters::default();
        if self.kind == "filtered" {
            filters.kind = Some(Kind::Article);
            filters.topic = Some("t3".to_owned());
        }
        Ok(Query::new(&self.text, Language::Vi)?.filter(filters))
    }
}

/// Two hundred questions of eight kinds, from words that stand together.
fn questions(source: &Source) -> Vec<Question> {
    let mut chance = Chance(42);
    let kinds =
        ["short", "unmarked", "prefix", "typo", "phrase", "filtered", "sentence", "everything"];
    let mut question = |at: usize| {
        let kind = kinds[at % kinds.len()];
        let from = match at % 3 {
            0 => &source.titles[chance.below(source.titles.len())],
            _ => &source.sentences[chance.below(source.sentences.len())],
        };
        let words: Vec<&str> = from.split_whitespace().collect();
        let length = if kind == "sentence" { 25 } else { 2 + chance.below(3) };
        let start = chance.below(words.len().saturating_sub(length).max(1));
        let chosen = words[start..(start + length).min(words.len())].join(" ");
        let text = match kind {
            "unmarked" => fold(&chosen),
            "prefix" => chosen.chars().take(chosen.chars().count() - 1).collect(),
            "typo" => {
                let mut letters: Vec<char> = fold(&chosen).chars().collect();
                let at = letters.len() / 2;
                letters.insert(at, 'q');
                letters.into_iter().collect()
            }
            "phrase" => format!("\"{chosen}\""),
            "everything" => String::new(),
            _ => chosen,
        };
        Question { kind: kind.to_owned(), text: text.chars().take(400).collect() }
    };
    (0..QUESTIONS).map(&mut question).collect()
}

/// A small generator of numbers (SplitMix64), the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}

fn row(name: &str, value: &str) {
    println!("{name:<32} {value}");
}

/// A line of this process's memory account, in KiB.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(':'));
    found.and_then(|value| value.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// What all threads of this process have used of the processors.
fn processor_time() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let used = tasks.filter_map(|task| {
        let account = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        account.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(used.sum())
}

fn size(folder: &Path) -> std::io::Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        total += if meta.is_dir() { size(&entry.path())? } else { meta.len() };
    }
    Ok(total)
}

fn data_folder() -> PathBuf {
    std::env::var_os("LANTOA_TEST_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
}
