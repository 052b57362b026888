//! One feed in each format, as a whole: changes of form are seen here.

use chrono::{NaiveDate, TimeDelta};

use super::{Author, Category, Enclosure, Entry, Feed, Format, Withdrawn};
use crate::content::ContentLanguage;

fn feed() -> Feed {
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a real date");
    let published = day.and_hms_micro_opt(1, 0, 0, 250_000).expect("a real time");
    Feed {
        id: "tag:lantoa.test,2026:/tin-bai/feed".into(),
        title: "Lan Tỏa – Tin bài".into(),
        subtitle: "Thông tin giảm nghèo".into(),
        language: ContentLanguage::Vi,
        page: "https://lantoa.test/tin-bai".into(),
        folder: "https://lantoa.test/tin-bai/feed".into(),
        publisher: Author {
            name: "Ủy ban nhân dân".into(), email: "hop-thu@example.vn".into()
        },
        rights: "© Ủy ban nhân dân".into(),
        updated: Some(published + TimeDelta::hours(26)),
        entries: vec![Entry {
            uid: "0197a3c2-0000-7000-8000-000000000001".into(),
            url: "https://lantoa.test/tin-bai/vay-von".into(),
            title: "Vay vốn < 5 triệu & trả góp".into(),
            summary: "Ai được vay, vay ở đâu.".into(),
            html: "<p>Hỏi tại <a href=\"https://lantoa.test/lien-he\">xã</a>. ]]&gt;</p>".into(),
            published,
            updated: published + TimeDelta::hours(26),
            author: Author { name: "Nguyễn Thị Lan".into(), email: String::new() },
            categories: vec![Category {
                scheme: "https://lantoa.test/chu-de".into(),
                slug: "chinh-sach-giam-ngheo".into(),
                name: "Chính sách giảm nghèo".into(),
            }],
            image: Some(Enclosure {
                url: "https://lantoa.test/media/u/1024.jpg".into(),
                media_type: "image/jpeg".into(),
                title: "Cây cầu".into(),
                length: Some(48_211),
                seconds: None,
            }),
            recording: None,
        }],
        withdrawn: vec![Withdrawn {
            uid: "0197a3c2-0000-7000-8000-000000000002".into(),
            at: published + TimeDelta::hours(3),
        }],
    }
}

/// One element a line, so that a difference is read at a glance.
fn lines(text: &str) -> String {
    text.replace("><", ">\n<")
}

#[test]
fn atom_looks_like_this() {
    insta::assert_snapshot!(lines(&Format::Atom.write(&feed()).expect("it is written")));
}

#[test]
fn rss_looks_like_this() {
    insta::assert_snapshot!(lines(&Format::Rss.write(&feed()).expect("it is written")));
}

#[test]
fn json_feed_looks_like_this() {
    let text = Format::Json.write(&feed()).expect("it is written");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("JSON"));
}
