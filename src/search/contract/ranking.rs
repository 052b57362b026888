//! What comes first, and what is proposed instead.

use super::engines::{ask, ids, on_every_engine, on_every_engine_with};
use super::texts::{TRAINING, plain};

#[test]
fn an_exact_match_ranks_above_a_folded_one() {
    let documents = vec![
        plain(1, "Chuyện nghe ở chợ", "", "Bà con nghe đài buổi sáng."),
        plain(2, "Chuyện nghề ở chợ", "", "Bà con giữ nghề buổi sáng."),
        plain(3, "Chuyện nghé ở chợ", "", "Bà con dắt nghé buổi sáng."),
    ];
    on_every_engine_with(documents, async |engine| {
        let found = ids(engine, "chuyện nghề").await;
        assert_eq!((found.first(), found.len()), (Some(&2), 3));
        assert_eq!(ids(engine, "chuyện nghé ở").await.first(), Some(&3));
        assert_eq!(ids(engine, "chuyen nghe").await.first(), Some(&1));
    });
}

#[test]
fn the_title_counts_more_than_the_sapo_and_that_more_than_the_body() {
    let other = "Tin trong ngày của thành phố";
    let more = "Cán bộ họp bàn việc chung vào buổi chiều.";
    let documents = vec![
        plain(1, other, more, "Lớp học đan lát mở ở đình làng."),
        plain(2, other, "Lớp học đan lát mở ở đình làng.", more),
        plain(3, "Lớp học đan lát", more, more),
    ];
    on_every_engine_with(documents, async |engine| {
        assert_eq!(ids(engine, "đan lát").await, [3, 2, 1]);
        assert_eq!(ids(engine, "dan lat").await, [3, 2, 1]);
    });
}

#[test]
fn at_an_equal_score_the_newer_comes_first() {
    let documents = vec![
        plain(3, "Họp dân", "", "Nội dung như nhau."),
        plain(20, "Họp dân", "", "Nội dung như nhau."),
        plain(7, "Họp dân", "", "Nội dung như nhau."),
    ];
    on_every_engine_with(documents, async |engine| {
        assert_eq!(ids(engine, "họp dân").await, [20, 7, 3]);
        assert_eq!(ids(engine, "").await, [20, 7, 3]);
    });
}

#[test]
fn all_words_of_a_short_question_are_wanted_and_fewer_are_better_than_nothing() {
    on_every_engine(async |engine| {
        assert_eq!(ids(engine, "tập huấn cán bộ").await, [TRAINING]);
        let relaxed = ids(engine, "tập huấn truyền thông xưởng").await;
        assert_eq!(relaxed.first(), Some(&TRAINING));
    });
}

#[test]
fn where_few_texts_hold_all_words_those_that_hold_most_are_found_too() {
    let documents = vec![
        plain(1, "Bờ ao", "", "Thả bèo, nuôi vịt, đào mương."),
        plain(2, "Bèo và vịt", "", "Chuyện trong vườn."),
        plain(3, "Mương", "", "Chuyện trong vườn."),
        plain(4, "Chuyện trong vườn", "", "Chuyện trong vườn."),
    ];
    on_every_engine_with(documents, async |engine| {
        for asked in ["bèo vịt mương", "beo vit muong"] {
            let mut found = ids(engine, asked).await;
            found.sort_unstable();
            assert_eq!(found, [1, 2], "{asked}");
        }
        assert_eq!(ids(engine, "vịt mương").await, [1], "of two words both");
        assert_eq!(ids(engine, "\"bèo\" vịt mương").await.len(), 2);
        assert_eq!(ids(engine, "\"mương\" bèo vịt").await, [1], "what is quoted must be there");
    });
}

#[test]
fn a_rare_word_that_a_good_text_lacks_does_not_keep_it_out() {
    let mut documents: Vec<_> =
        (3..=8).map(|id| plain(id, "Chuyện trong vườn", "", "Bèo, vịt và mương.")).collect();
    documents.push(plain(1, "Bờ ao", "", "Người đào mương kể chuyện thả bèo, nuôi vịt."));
    documents.push(plain(2, "Mương bèo thả vịt", "", "Chuyện trong vườn."));
    on_every_engine_with(documents, async |engine| {
        let found = ids(engine, "đào mương bèo").await;
        assert!(found.contains(&1) && found.contains(&2), "{found:?}");
    });
}

#[test]
fn a_misspelt_question_gets_the_proper_spelling_proposed() {
    on_every_engine(async |engine| {
        for (asked, meant) in [
            ("truyyen thong", "truyền thông"),
            ("giãm nghèo bền vửng", "giảm nghèo bền vững"),
            ("nước sặch", "nước sạch"),
            ("doan kket", "đoàn kết"),
        ] {
            assert_eq!(ask(engine, asked).await.did_you_mean.as_deref(), Some(meant), "{asked}");
        }
    });
}

#[test]
fn a_question_that_is_well_spelt_gets_nothing_proposed() {
    on_every_engine(async |engine| {
        for asked in [
            "giảm nghèo",
            "giam ngheo",
            "hộ nghèo vay vốn",
            "giamr ngheof",
            "truyền th",
            "nuôi trăn gió",
            "",
        ] {
            assert_eq!(ask(engine, asked).await.did_you_mean, None, "{asked}");
        }
    });
}
