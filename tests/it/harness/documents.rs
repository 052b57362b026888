//! A whole, valid document of each kind: what may be submitted as it is.

use chrono::{DateTime, NaiveDate};
use lantoa::content::details::{Article, Consent, Details, Event, Leaflet, Purpose, Story};
use lantoa::content::{Document, Kind, Taxonomy};

/// Complete for publication; its title names the kind and `about`.
pub fn document(kind: Kind, about: &str) -> Document {
    let mut document = Document::empty(kind);
    document.title = format!("{} về {about}", name(kind));
    document.sapo = format!("Những điều người dân cần biết về {about}.");
    document.body = format!("Nội dung về **{about}** tại thành phố.\n\n- một\n- hai\n");
    document.byline = "Nguyễn Thị Lan".into();
    document.terms.insert(Taxonomy::Topic, vec!["chinh-sach-giam-ngheo".into()]);
    document.places = vec!["xa-ba-vi".into()];
    document.details = details(kind);
    document
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "Tin",
        Kind::Leaflet => "Tờ rơi",
        Kind::Story => "Câu chuyện",
        Kind::Event => "Thông báo",
    }
}

fn details(kind: Kind) -> Details {
    match kind {
        Kind::Article => Details::Article(Article::default()),
        Kind::Leaflet => Details::Leaflet(Leaflet {
            benefits: "Được vay vốn ưu đãi".into(),
            eligibility: "Hộ nghèo, hộ cận nghèo".into(),
            papers: "Đơn đề nghị\nCăn cước công dân".into(),
            place: "Ủy ban nhân dân xã".into(),
            deadline: "31/12/2026".into(),
            contact: "024 0000 0000".into(),
            ..Leaflet::default()
        }),
        Kind::Story => Details::Story(Story {
            before: "Nhà thiếu vốn, thiếu việc làm.".into(),
            actions: "Học nghề và vay vốn nuôi bò.".into(),
            after: "Thu nhập tăng gấp ba.".into(),
            consents: vec![Consent {
                person: "Trần Văn Bình".into(),
                purposes: vec![Purpose::Page, Purpose::Press],
                given_on: NaiveDate::from_ymd_opt(2026, 1, 5),
                evidence: "Văn bản đồng ý".into(),
                ..Consent::default()
            }],
            ..Story::default()
        }),
        Kind::Event => Details::Event(Event {
            starts_at: DateTime::parse_from_rfc3339("2026-12-05T08:00:00+07:00").ok(),
            ends_at: DateTime::parse_from_rfc3339("2026-12-05T11:30:00+07:00").ok(),
            venue: "Nhà văn hóa xã".into(),
            organiser: "Ủy ban nhân dân xã".into(),
            ..Event::default()
        }),
    }
}
