//! However a citizen types, the same is found.

use super::engines::{ask, ids, on_every_engine};
use super::texts::{BEES, CRAB, HOUSE, LOAN, PEACE, SEWING, TRAINING, WATER};
use crate::search::highlight;

#[test]
fn a_title_is_found_with_marks_and_without() {
    on_every_engine(async |engine| {
        for text in ["Xóa nhà tạm trước mùa mưa", "xoa nha tam truoc mua mua", "XOÁ NHÀ TẠM"]
        {
            assert_eq!(ids(engine, text).await.first(), Some(&HOUSE), "{text}");
        }
    });
}

#[test]
fn both_tone_placements_find_both_spellings() {
    on_every_engine(async |engine| {
        for text in ["hòa bình", "hoà bình", "bà thủy", "bà thuỷ", "sức khỏe", "sức khoẻ"]
        {
            assert_eq!(ids(engine, text).await, [PEACE], "{text}");
        }
        assert_eq!(ids(engine, "xoá nhà").await, [HOUSE]);
    });
}

#[test]
fn decomposed_text_from_a_phone_is_understood() {
    on_every_engine(async |engine| {
        let decomposed = "nu\u{31B}o\u{31B}\u{301}c sa\u{323}ch";
        assert_eq!(ids(engine, decomposed).await.first(), Some(&WATER));
    });
}

#[test]
fn the_letter_d_with_stroke_is_found_by_a_plain_d() {
    on_every_engine(async |engine| {
        assert_eq!(ids(engine, "cua dong").await.first(), Some(&CRAB));
        assert_eq!(ids(engine, "đoan ket").await, [PEACE]);
    });
}

#[test]
fn raw_telex_is_decoded() {
    on_every_engine(async |engine| {
        assert_eq!(ids(engine, "nuoi ong laays maatj").await.first(), Some(&BEES));
        assert_eq!(ids(engine, "giamr ngheof beenf vuwngx").await.first(), Some(&BEES));
        assert_eq!(ids(engine, "ddoanf keets").await, [PEACE]);
    });
}

#[test]
fn the_beginning_of_the_last_word_is_enough() {
    on_every_engine(async |engine| {
        assert_eq!(ids(engine, "truyền th").await.first(), Some(&TRAINING));
        assert_eq!(ids(engine, "truyen tho").await.first(), Some(&TRAINING));
        assert_eq!(ids(engine, "xoa nha ta").await.first(), Some(&HOUSE));
    });
}

#[test]
fn a_space_that_was_left_out_is_put_in() {
    on_every_engine(async |engine| {
        for asked in ["vayvon", "vayvốn", "ho ngheo vayvon", "hộnghèo vay vốn"] {
            assert_eq!(ids(engine, asked).await.first(), Some(&LOAN), "{asked}");
        }
    });
}

#[test]
fn a_slip_of_the_finger_is_forgiven() {
    on_every_engine(async |engine| {
        assert_eq!(ids(engine, "truyenf thoong").await.first(), Some(&TRAINING));
        assert_eq!(ids(engine, "doan kket").await.first(), Some(&PEACE));
        assert_eq!(ids(engine, "truyyen thong").await.first(), Some(&TRAINING));
    });
}

#[test]
fn words_in_quotes_stand_side_by_side() {
    on_every_engine(async |engine| {
        assert_eq!(ids(engine, "\"vay vốn\"").await, [LOAN]);
        assert!(ids(engine, "vay vốn").await.contains(&BEES));
        assert_eq!(ids(engine, "“vay von lai suat”").await, [LOAN]);
        assert_eq!(ids(engine, "\"nghề may\"").await, [SEWING]);
    });
}

#[test]
fn words_that_only_hold_a_sentence_together_are_not_required() {
    on_every_engine(async |engine| {
        let found = ids(engine, "xưởng may của các hộ nghèo").await;
        assert_eq!(found.first(), Some(&SEWING));
        assert!(!ids(engine, "của các").await.is_empty());
    });
}

#[test]
fn what_was_found_can_be_marked_in_the_spelling_of_the_text() {
    on_every_engine(async |engine| {
        for (asked, text, expected) in [
            ("nuoi ong", "Nuôi ong lấy mật", vec!["Nuôi", "ong"]),
            ("nuooi ong", "Nuôi ong lấy mật", vec!["Nuôi", "ong"]),
            ("truyền th", "kỹ năng truyền thông", vec!["truyền", "thông"]),
            ("truyyen thong", "kỹ năng truyền thông", vec!["truyền", "thông"]),
        ] {
            let marks = ask(engine, asked).await.marks;
            let fragments = highlight(text, &marks).into_iter();
            let marked: Vec<String> =
                fragments.filter(|part| part.marked).map(|part| part.text).collect();
            assert_eq!(marked, expected, "{asked}");
        }
    });
}

#[test]
fn nothing_is_found_for_what_nobody_wrote() {
    on_every_engine(async |engine| {
        for text in ["zzzzqqqq", "?!", "…"] {
            let found = ask(engine, text).await;
            assert_eq!((found.total, found.hits.len()), (0, 0), "{text}");
        }
    });
}
