//! Lines, and one calendar as a whole.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::fold::fold_all;
use super::{Calendar, Notice, Standing, write};
use crate::press::Author;

/// What a reader joins again (RFC 5545 §3.1).
fn unfold(text: &str) -> String {
    text.replace("\r\n ", "")
}

proptest! {
    #[test]
    fn what_was_folded_reads_back_and_no_line_is_long(
        text in "[a-zA-Z ,;\\\\ăâêôơưđẤềỘữỳ老虎😀\u{301}]{0,400}",
    ) {
        let line = format!("DESCRIPTION:{text}\r\n");
        let folded = fold_all(&line);
        prop_assert_eq!(unfold(&folded), line);
        for piece in folded.split_terminator("\r\n") {
            prop_assert!(piece.len() <= 75, "{} octets: {piece}", piece.len());
        }
    }

    #[test]
    fn programs_that_trim_lines_lose_no_blank(words in proptest::collection::vec("[ạ-ỹa-z]{1,9}", 1..60)) {
        let line = format!("SUMMARY:{}\r\n", words.join(" "));
        let trimmed: String = fold_all(&line)
            .split_terminator("\r\n")
            .map(|piece| piece.strip_prefix(' ').unwrap_or(piece).trim())
            .collect();
        prop_assert_eq!(format!("{trimmed}\r\n"), line);
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,300}") {
        let once = fold_all(&format!("X:{text}\r\n"));
        prop_assert_eq!(fold_all(&once), once);
    }
}

#[test]
fn a_calendar_looks_like_this() {
    let at = |day, hour| {
        let day = NaiveDate::from_ymd_opt(2026, 12, day).expect("a real date");
        day.and_hms_micro_opt(hour, 30, 0, 250_000).expect("a real time")
    };
    let told = Notice {
        uid: "0197a3c2-0000-7000-8000-000000000001".into(),
        sequence: 2,
        changed: at(1, 2),
        status: Standing::Confirmed,
        starts_at: at(12, 1),
        ends_at: Some(at(12, 4)),
        summary: "Đối thoại chính sách giảm nghèo; hỏi, đáp với người dân tại nhà văn hóa".into(),
        description: "Dòng một\r\nDòng \\ hai\u{8}".into(),
        location: "Nhà văn hóa xã, Xã Ba Vì".into(),
        contact: "Ủy ban nhân dân xã".into(),
        category: "Đối thoại, hỏi đáp".into(),
        url: "https://lantoa.test/su-kien/doi-thoai".into(),
    };
    let taken = Notice {
        uid: "0197a3c2-0000-7000-8000-000000000002".into(),
        status: Standing::Cancelled,
        // No end, and nothing of its text.
        ends_at: None,
        summary: "Thông báo sự kiện đã được gỡ".into(),
        description: String::new(),
        location: String::new(),
        contact: String::new(),
        category: String::new(),
        url: String::new(),
        ..told.clone()
    };
    let calendar = Calendar {
        name: "Lan Tỏa – Sự kiện, hội thảo".into(),
        description: "Tập huấn, đối thoại".into(),
        source: "https://lantoa.test/su-kien/lich.ics".into(),
        page: "https://lantoa.test/su-kien".into(),
        publisher: Author {
            name: "Ủy ban \"nhân dân\", thành phố".into(),
            email: "hop-thu@example.vn".into(),
        },
        home: "https://lantoa.test/".into(),
        notices: vec![told, taken],
    };
    insta::assert_snapshot!(write(&calendar).replace("\r\n", "\n"));
}
