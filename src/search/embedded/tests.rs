//! What can happen to an index in a folder.

use super::*;
use crate::content::Kind;
use crate::search::analyse::Token;
use crate::search::{Document, Synonym, SynonymKind, Synonyms};
use chrono::DateTime;
use std::fs;

fn document(item_id: i64, title: &str) -> Document {
    Document {
        item_id,
        language: Language::Vi,
        kind: Kind::Article,
        title: title.to_owned(),
        sapo: String::new(),
        body: "Nội dung.".to_owned(),
        byline: String::new(),
        topics: Vec::new(),
        audiences: Vec::new(),
        places: Vec::new(),
        year: 2026,
        published_at: DateTime::UNIX_EPOCH,
        until: None,
    }
}

async fn fill(engine: &Embedded, documents: Vec<Document>) {
    let batches = Box::new(std::iter::once(Ok(documents)));
    engine.rebuild(batches, Arc::new(|_| {})).await.expect("a new index");
}

async fn total(engine: &Embedded, text: &str) -> u64 {
    let query = Query::new(text, Language::Vi).expect("a query");
    engine.search(&query).await.expect("an answer").total
}

/// The one index under a root.
fn folder_of(root: &Path) -> PathBuf {
    root.join(fs::read_to_string(root.join("CURRENT")).expect("a current index"))
}

#[tokio::test]
async fn a_missing_index_is_reported_and_made() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path().join("not/there/yet"));
    assert_eq!(engine.health().await, Health::NeedsRebuild(RebuildReason::Missing));
    let query = Query::new("nghèo", Language::Vi).expect("a query");
    assert!(matches!(engine.search(&query).await, Err(SearchError::NeedsRebuild(_))));
    assert!(matches!(
        engine.apply(vec![Change::Remove(1)]).await,
        Err(SearchError::NeedsRebuild(_))
    ));
    fill(&engine, Vec::new()).await;
    assert_eq!(engine.health().await, Health::Ready { documents: 0 });
}

#[tokio::test]
async fn an_index_that_is_taken_away_while_it_serves_is_told_and_made_anew() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    fill(&engine, vec![document(1, "Hộ nghèo")]).await;
    fs::remove_dir_all(folder_of(root.path())).expect("it is there");
    // What is written to it would be lost, so that is where it is noticed at once.
    let lost = engine.apply(vec![Change::Remove(1)]).await;
    assert!(matches!(lost, Err(SearchError::NeedsRebuild(RebuildReason::Missing))), "{lost:?}");
    assert_eq!(engine.health().await, Health::NeedsRebuild(RebuildReason::Missing));
    fill(&engine, vec![document(2, "Hộ cận nghèo")]).await;
    assert_eq!(engine.health().await, Health::Ready { documents: 1 });
}

#[tokio::test]
async fn an_index_outlives_the_process() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    fill(&engine, vec![document(1, "Hộ nghèo")]).await;
    engine.apply(vec![Change::put(document(2, "Hộ nghèo khác"))]).await.expect("applied");
    drop(engine);
    let engine = Embedded::open(root.path());
    assert_eq!(total(&engine, "hộ nghèo").await, 2);
    assert_eq!(engine.damaged_files().expect("readable"), 0);
}

#[tokio::test]
async fn an_index_of_another_version_is_not_used() {
    let root = tempfile::tempdir().expect("a folder");
    fill(&Embedded::open(root.path()), Vec::new()).await;
    fs::write(root.path().join("CURRENT"), "v0-7").expect("written");
    let reason = RebuildReason::OtherVersion { found: "v0".to_owned() };
    assert_eq!(Embedded::open(root.path()).health().await, Health::NeedsRebuild(reason));
}

#[tokio::test]
async fn whatever_file_is_cut_short_the_index_is_reported_corrupt_or_still_serves() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    fill(&engine, (1..50).map(|id| document(id, "Hộ nghèo vay vốn")).collect()).await;
    drop(engine);
    let files = fs::read_dir(folder_of(root.path())).expect("a folder").flatten();
    let mut corrupt = 0;
    for file in files.map(|file| file.path()).filter(|path| path.is_file()) {
        let whole = fs::read(&file).expect("readable");
        fs::write(&file, &whole[..whole.len() / 2]).expect("written");
        let engine = Embedded::open(root.path());
        match engine.health().await {
            Health::NeedsRebuild(RebuildReason::Corrupt { .. }) => corrupt += 1,
            Health::Ready { .. } => {}
            other => panic!("{other:?} with {} cut short", file.display()),
        }
        drop(engine);
        fs::write(&file, &whole).expect("written");
    }
    assert!(corrupt >= 5, "{corrupt} files");
    let engine = Embedded::open(root.path());
    assert_eq!(total(&engine, "hộ nghèo").await, 49);
}

#[tokio::test]
async fn a_corrupt_index_is_replaced_by_a_new_one() {
    let root = tempfile::tempdir().expect("a folder");
    fill(&Embedded::open(root.path()), vec![document(1, "Cũ")]).await;
    fs::write(folder_of(root.path()).join("meta.json"), "{").expect("written");
    let engine = Embedded::open(root.path());
    assert!(matches!(engine.health().await, Health::NeedsRebuild(RebuildReason::Corrupt { .. })));
    fill(&engine, vec![document(2, "Mới"), document(3, "Mới")]).await;
    assert_eq!(total(&engine, "mới").await, 2);
    assert_eq!(total(&Embedded::open(root.path()), "mới").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_during_a_rebuild_is_in_both_indexes() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    fill(&engine, vec![document(1, "Tin cũ")]).await;
    let (meanwhile, runtime) = (engine.clone(), tokio::runtime::Handle::current());
    let batches = (0..2).map(move |batch| {
        if batch == 1 {
            // the database was read before this: item 1 goes, item 9 comes
            let changes = vec![Change::Remove(1), Change::put(document(9, "Tin mới"))];
            runtime.block_on(meanwhile.apply(changes)).expect("applied");
            assert_eq!(runtime.block_on(total(&meanwhile, "tin mới")), 1);
            let nested = meanwhile.rebuild(Box::new(std::iter::empty()), Arc::new(|_| {}));
            assert!(matches!(runtime.block_on(nested), Err(SearchError::Rebuilding)));
        }
        Ok(vec![document(1 + batch, "Tin cũ")])
    });
    let count = engine.rebuild(Box::new(batches), Arc::new(|_| {})).await.expect("rebuilt");
    assert_eq!(count, 2);
    assert_eq!((total(&engine, "tin mới").await, total(&engine, "tin cũ").await), (1, 1));
}

#[tokio::test]
async fn one_writer_at_a_time_and_the_other_is_told_to_wait() {
    let root = tempfile::tempdir().expect("a folder");
    let first = Embedded::open(root.path());
    fill(&first, Vec::new()).await;
    let second = Embedded::open(root.path());
    first.apply(vec![Change::put(document(1, "Tin"))]).await.expect("applied");
    assert!(matches!(second.apply(vec![Change::Remove(1)]).await, Err(SearchError::Busy)));
    drop(first);
    second.apply(vec![Change::Remove(1)]).await.expect("applied");
    assert_eq!(total(&second, "tin").await, 0);
}

#[tokio::test]
async fn changes_go_to_the_index_that_another_process_put_in_place() {
    let root = tempfile::tempdir().expect("a folder");
    let serving = Embedded::open(root.path());
    fill(&serving, vec![document(1, "Tin")]).await;
    serving.apply(vec![Change::put(document(2, "Tin"))]).await.expect("applied");
    fill(&Embedded::open(root.path()), vec![document(1, "Tin")]).await;
    serving.apply(vec![Change::put(document(3, "Tin"))]).await.expect("applied");
    assert_eq!(total(&serving, "tin").await, 2);
    assert_eq!(total(&Embedded::open(root.path()), "tin").await, 2);
}

#[tokio::test]
async fn only_the_current_index_is_kept() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    for _ in 0..3 {
        fill(&engine, vec![document(1, "Tin")]).await;
    }
    let folders = fs::read_dir(root.path()).expect("a folder").flatten();
    assert_eq!(folders.filter(|entry| entry.path().is_dir()).count(), 1);
}

#[tokio::test]
async fn words_without_marks_are_read_as_their_neighbours_tell() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    let mut documents: Vec<Document> =
        (10..20).map(|at| document(at, "Đàn bò sữa ở ven sông Hồng")).collect();
    documents.extend([
        document(1, "Một bộ sưu tập"),
        document(2, "Ba bò sữa"),
        document(3, "Ba bố sửa"),
    ]);
    fill(&engine, documents).await;
    let query = Query::new("ba bo sua", Language::Vi).expect("a query");
    let found = engine.search(&query).await.expect("an answer");
    let ids: Vec<i64> = found.hits.iter().map(|hit| hit.item_id).collect();
    assert_eq!(ids[..2], [2, 3], "bò sữa stands in ten texts, bố sửa in one");
    assert!(
        found.marks.iter().any(|mark| mark.exact.as_deref() == Some("sữa")),
        "{:?}",
        found.marks
    );
}

#[tokio::test]
async fn what_is_over_stands_below_what_answers_as_well() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).expect("a time");
    let newer = Document { published_at: at(2), until: Some(at(10)), ..document(1, "Sửa nhà") };
    fill(&engine, vec![newer, document(2, "Sửa nhà")]).await;
    let query = Query::new("sửa nhà", Language::Vi).expect("a query");
    for (asked, order) in [
        (query.clone(), [1, 2]),
        (query.clone().asked_at(at(10)), [1, 2]),
        (query.asked_at(at(11)), [2, 1]),
    ] {
        let found = engine.search(&asked).await.expect("an answer");
        let ids: Vec<i64> = found.hits.iter().map(|hit| hit.item_id).collect();
        assert_eq!(ids, order, "{:?}", asked.now());
    }
}

#[tokio::test]
async fn words_of_a_phrase_that_stands_nowhere_are_told_to_be_no_whole_answer() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    fill(&engine, vec![document(1, "Hộ nghèo vay vốn"), document(2, "Vốn vay của hộ nghèo")]).await;
    for (text, total, partial) in [
        ("\"vay vốn\"", 1, false),
        ("\"nghèo vốn\"", 2, true),
        ("\"vốn nghèo hộ của vay\"", 2, true),
        ("nghèo vốn", 2, false),
    ] {
        let query = Query::new(text, Language::Vi).expect("a query");
        let found = engine.search(&query).await.expect("an answer");
        assert_eq!((found.total, found.partial), (total, partial), "{text}");
    }
}

#[tokio::test]
async fn what_means_the_same_is_found_with_its_words_apart_where_nothing_else_is() {
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    let texts = ["Ngân hàng bò giống: một chính sách hay", "Chợ quê"];
    fill(&engine, vec![document(1, texts[0]), document(2, texts[1])]).await;
    let same = Synonym::new(SynonymKind::Same, vec!["NHCSXH", "ngân hàng chính sách"]);
    let synonyms = Synonyms::new(&[same.expect("valid")]);
    let query = Query::new("nhcsxh", Language::Vi).expect("a query");
    let query = query.with_synonyms(Arc::new(synonyms));
    let found = engine.search(&query).await.expect("an answer");
    let ids: Vec<i64> = found.hits.iter().map(|hit| hit.item_id).collect();
    assert_eq!((ids, found.partial), (vec![1], true), "the nearest, and told as such");
}

#[tokio::test]
async fn a_phrase_is_found_where_its_words_stand_side_by_side() {
    const WORDS: [&str; 5] = ["là", "của", "nhà", "nha", "vay"];
    let words = |mut number: usize| {
        let mut words = Vec::new();
        while number > 0 {
            words.push(WORDS[number % WORDS.len()]);
            number /= WORDS.len();
        }
        words
    };
    let root = tempfile::tempdir().expect("a folder");
    let engine = Embedded::open(root.path());
    let titled = |number: usize| document(number as i64, &words(number).join(" "));
    fill(&engine, (1..700).map(titled).collect()).await;
    let snapshot = engine.shared.live().expect("an index").snapshot();
    let [part] = &snapshot.parts[..] else { panic!("one segment") };
    let mut found_some = 0;
    for number in 1..155 {
        let asked: Vec<Token> = words(number).into_iter().map(Token::new).collect();
        let fits = |(asked, word): (&Token, &&str)| match asked.is_marked() {
            true => asked.exact == *word,
            false => asked.folded == Token::new(word).folded,
        };
        let stands = |title: &usize| {
            words(*title).windows(asked.len()).any(|some| asked.iter().zip(some).all(fits))
        };
        let expected: Vec<i64> = (1..700).filter(stands).map(|title| title as i64).collect();
        let eligible = part.eligible(Language::Vi);
        let found = phrase::documents_with(part, &asked, &eligible).expect("an answer");
        let mut found: Vec<i64> = found.ones().map(|at| part.columns.item_id[at]).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{:?}", words(number));
        found_some += usize::from(!expected.is_empty());
    }
    assert!(found_some > 100, "most of the phrases stand somewhere: {found_some}");
}
