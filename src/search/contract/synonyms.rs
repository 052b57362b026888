//! What the desk says means the same is found by either word.

use super::engines::{ask, on_every_engine, on_every_engine_with};
use super::texts::{LEAFLET, plain};
use crate::content::Language;
use crate::search::{Engine, Found, Query, Synonym, SynonymKind, Synonyms, highlight};
use std::sync::Arc;

fn entries() -> Arc<Synonyms> {
    let entries = [
        (SynonymKind::Same, vec!["BHYT", "bảo hiểm y tế"]),
        (SynonymKind::Same, vec!["hộ nghèo", "nhà nghèo", "gia đình nghèo"]),
        (SynonymKind::Same, vec!["UBND", "ủy ban nhân dân"]),
        (SynonymKind::Short, vec!["CS", "chính sách"]),
    ];
    let entries = entries.map(|(kind, forms)| Synonym::new(kind, forms).expect("valid"));
    Arc::new(Synonyms::new(&entries))
}

async fn understood(engine: &dyn Engine, text: &str) -> Found {
    let query = Query::new(text, Language::Vi).expect("a query").with_synonyms(entries());
    engine.search(&query).await.expect("an answer")
}

fn ids(found: &Found) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.item_id).collect()
}

#[test]
fn an_abbreviation_finds_what_is_written_in_full_and_the_other_way() {
    on_every_engine_with(
        vec![
            plain(1, "Đổi thẻ bảo hiểm y tế", "", "Đổi trong ba ngày."),
            plain(2, "Đổi thẻ BHYT", "", "Đổi trong ba ngày."),
            plain(3, "Y sĩ về xã", "", "Bảo vệ rừng; kinh tế vườn, hiểm trở."),
            plain(4, "Phiên chợ quê", "", "Mỗi tháng một lần."),
        ],
        async |engine| {
            for asked in ["bhyt", "BHYT", "thẻ BHYT"] {
                let found = understood(engine, asked).await;
                assert_eq!((ids(&found), found.total), (vec![2, 1], 2), "{asked}");
                assert_eq!(found.did_you_mean, None, "{asked}");
            }
            for asked in ["bảo hiểm y tế", "bao hiem y te"] {
                let found = ids(&understood(engine, asked).await);
                assert_eq!(found.first(), Some(&1), "{asked}: its own words come first");
                assert!(found.contains(&2), "{asked}: {found:?}");
            }
        },
    );
}

#[test]
fn the_words_of_a_synonym_stand_side_by_side() {
    on_every_engine_with(
        vec![
            plain(1, "Giúp nhà nghèo làm ăn", "", "Mỗi nhà một cách."),
            plain(2, "Nhà máy về xã nghèo", "", "Việc mới cho thanh niên."),
            plain(3, "Giúp hộ nghèo làm ăn", "", "Mỗi hộ một cách."),
        ],
        async |engine| {
            assert_eq!(ids(&understood(engine, "hộ nghèo").await), [3, 1]);
            assert_eq!(ids(&understood(engine, "ho ngheo lam an").await), [3, 1]);
            assert_eq!(ids(&understood(engine, "\"hộ nghèo\"").await), [3], "quotes are meant");
        },
    );
}

#[test]
fn an_abbreviation_that_no_text_has_is_as_good_as_its_words() {
    on_every_engine_with(
        vec![
            plain(1, "Thẻ bảo hiểm y tế: giữ, dùng, hỏi ở đâu", "", "Mang thẻ khi đi khám."),
            plain(2, "Mua thẻ gửi xe", "", "Mua ở cổng chợ."),
            plain(3, "Chợ quê", "", "Mua gì cũng có."),
        ],
        async |engine| {
            for asked in ["mua the bhyt", "muốn mua thẻ BHYT"] {
                let found = ids(&understood(engine, asked).await);
                assert!(found.contains(&1), "{asked}: {found:?}");
            }
        },
    );
}

#[test]
fn a_one_way_abbreviation_does_not_lead_back() {
    on_every_engine_with(
        vec![
            plain(1, "Chính sách mới", "", "Từ tháng ba."),
            plain(2, "Máy bơm CS 200", "", "Khỏe."),
        ],
        async |engine| {
            let mut found = ids(&understood(engine, "cs").await);
            found.sort_unstable();
            assert_eq!(found, [1, 2]);
            assert_eq!(ids(&understood(engine, "chính sách").await), [1]);
        },
    );
}

#[test]
fn what_stood_for_the_question_is_marked() {
    on_every_engine(async |engine| {
        let found = understood(engine, "bhyt hộ cận nghèo").await;
        assert_eq!(found.hits.first().map(|hit| hit.item_id), Some(LEAFLET));
        let fragments = highlight("bảo hiểm y tế cho hộ", &found.marks).into_iter();
        let marked: Vec<String> = fragments.filter(|one| one.marked).map(|one| one.text).collect();
        assert_eq!(marked, ["bảo", "hiểm", "y", "tế", "hộ"]);
    });
}

#[test]
fn a_question_that_nothing_else_means_is_answered_as_without_synonyms() {
    on_every_engine(async |engine| {
        for asked in ["vay vốn", "giam ngheo ben vung", "doan kket", "nước sạch về bản", "zzzz", ""]
        {
            assert_eq!(understood(engine, asked).await, ask(engine, asked).await, "{asked}");
        }
    });
}
