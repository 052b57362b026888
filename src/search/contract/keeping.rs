//! What goes in can be found, what comes out cannot.

use super::engines::{ask, fill, ids, on_every_engine};
use super::texts::{BEES, LOAN, SEWING, plain, texts};
use crate::content::Language;
use crate::search::{Change, Document, Health};
use std::sync::{Arc, Mutex};

#[test]
fn a_change_is_found_as_soon_as_it_was_applied() {
    on_every_engine(async |engine| {
        let count = engine.count().await.expect("a count");
        let new = plain(90, "Chợ phiên vùng cao", "", "Bán thổ cẩm.");
        engine.apply(vec![Change::put(new)]).await.expect("applied");
        assert_eq!(ids(engine, "thổ cẩm").await, [90]);
        let changed = plain(90, "Chợ phiên vùng cao", "", "Bán rau sạch.");
        engine.apply(vec![Change::put(changed)]).await.expect("applied");
        assert!(!ids(engine, "thổ cẩm").await.contains(&90));
        assert_eq!(ids(engine, "chợ phiên").await.first(), Some(&90));
        assert_eq!(engine.count().await.expect("a count"), count + 1);
        engine.apply(vec![Change::Remove(90), Change::Remove(90)]).await.expect("applied");
        assert!(!ids(engine, "chợ phiên").await.contains(&90));
        assert_eq!(engine.health().await, Health::Ready { documents: count });
    });
}

#[test]
fn the_last_of_several_changes_to_one_item_counts() {
    on_every_engine(async |engine| {
        let put = |body: &str| Change::put(plain(91, "Tin ngắn", "", body));
        let changes = vec![put("lần đầu"), Change::Remove(91), put("lần cuối")];
        engine.apply(changes).await.expect("applied");
        assert_eq!(ids(engine, "\"lần cuối\"").await, [91]);
        engine.apply(vec![put("lần ba"), Change::Remove(91)]).await.expect("applied");
        assert!(!ids(engine, "tin ngắn").await.contains(&91));
    });
}

#[test]
fn a_rebuilt_index_holds_what_it_was_made_of_and_nothing_else() {
    on_every_engine(async |engine| {
        let told = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&told);
        let only = |id| {
            texts().into_iter().filter(move |text| text.item_id == id).collect::<Vec<Document>>()
        };
        let batches = vec![Ok(only(BEES)), Ok(only(SEWING))].into_iter();
        let progress = Arc::new(move |done| kept.lock().expect("unpoisoned").push(done));
        assert_eq!(engine.rebuild(Box::new(batches), progress).await.expect("rebuilt"), 2);
        assert_eq!(*told.lock().expect("unpoisoned"), [1, 2]);
        assert_eq!(ids(engine, "lớp dạy nghề may").await, [SEWING]);
        assert_eq!(ids(engine, "ngân hàng thế chấp").await, [0i64; 0]);
        engine.apply(vec![Change::Remove(SEWING)]).await.expect("applied");
        assert_eq!(engine.count().await.expect("a count"), 1);
    });
}

#[test]
fn a_rebuild_that_fails_leaves_the_serving_index_alone() {
    on_every_engine(async |engine| {
        let batches = vec![Ok(texts()), Err("the database went away".into())].into_iter();
        let failed = engine.rebuild(Box::new(batches), Arc::new(|_| {})).await;
        assert!(failed.is_err());
        assert_eq!(ids(engine, "\"vay vốn\"").await, [LOAN]);
        fill(engine, texts()).await;
        assert_eq!(ask(engine, "").await.total, 11);
    });
}

#[test]
fn titles_are_suggested_while_the_reader_types() {
    on_every_engine(async |engine| {
        for typed in ["nuôi ong", "nuoi on", "Nuôi o", "nuooi ong laay"] {
            let titles = engine.suggest(typed, Language::Vi, 5).await.expect("titles");
            assert_eq!(
                titles.first().map(|title| title.title.starts_with("Nuôi ong")),
                Some(true),
                "{typed}"
            );
        }
        assert!(engine.suggest("  ", Language::Vi, 5).await.expect("titles").is_empty());
        assert!(engine.suggest("nuôi ong", Language::En, 5).await.expect("titles").is_empty());
    });
}
