use super::super::fill;
use super::*;
use crate::content::details::{Purpose, Subject};

fn read(body: &str, kind: Kind) -> (Document, Vec<Problem>) {
    parse(&Fields::parse(body.as_bytes()).expect("a form"), kind, &Vocabulary::default())
}

fn story() -> Document {
    let mut document = Document::empty(Kind::Story);
    document.title = "Sạp rau của chị M.".into();
    document.terms.insert(Taxonomy::Topic, vec!["viec-lam".into(), "an-sinh-xa-hoi".into()]);
    document.places = vec!["xa-ba-vi".into()];
    document.lead = Some("0197b0c2-0000-7000-8000-000000000001".into());
    document.illustration = true;
    document.details = Details::Story(Story {
        subject: Subject::Model,
        before: "Trước\nđó".into(),
        figures: vec![Figure {
            label: "Thu nhập".into(), before: "18".into(), after: "96".into()
        }],
        consents: vec![Consent {
            person: "Chị M.".into(),
            purposes: vec![Purpose::Page, Purpose::Print],
            given_on: NaiveDate::from_ymd_opt(2026, 1, 5),
            ..Consent::default()
        }],
        ..Story::default()
    });
    document
}

#[test]
fn a_document_filled_into_a_form_is_read_back_the_same() {
    let mut event = Document::empty(Kind::Event);
    event.details = Details::Event(Event {
        starts_at: DateTime::parse_from_rfc3339("2026-12-05T08:00:00+07:00").ok(),
        venue: "Nhà văn hóa".into(),
        ..Event::default()
    });
    let mut leaflet = Document::empty(Kind::Leaflet);
    leaflet.details = Details::Leaflet(Leaflet {
        valid_until: NaiveDate::from_ymd_opt(2026, 12, 31),
        print_run: 2000,
        ..Leaflet::default()
    });
    for document in [story(), event, leaflet, Document::empty(Kind::Article)] {
        let (read, problems) = parse(&fill(&document), document.kind(), &Vocabulary::default());
        assert_eq!((read, problems), (document, vec![]));
    }
}

#[test]
fn what_cannot_be_read_is_told_at_its_field() {
    let (_, problems) = read(
        "event.type=trainin&event.starts_at.date=32/13/2026&event.ends_at.time=08:00",
        Kind::Event,
    );
    let told: Vec<(&str, &str)> = problems.iter().map(|p| (p.field.as_str(), p.key)).collect();
    assert_eq!(
        told,
        [
            ("event.type", "problem-choice"),
            ("event.starts_at", "problem-date"),
            ("event.ends_at", "problem-date-missing"),
        ]
    );
    assert!(problems[0].args.contains(&("nearest", "training".to_owned())));
}

#[test]
fn dates_and_numbers_may_be_written_as_people_do() {
    assert_eq!(date("5/12/2026"), Ok(NaiveDate::from_ymd_opt(2026, 12, 5)));
    assert_eq!(date(" "), Ok(None));
    assert_eq!(date("0001-01-01"), Err(()));
    let (document, problems) = read("leaflet.print_run=2.000", Kind::Leaflet);
    assert_eq!(problems, []);
    assert!(matches!(document.details, Details::Leaflet(Leaflet { print_run: 2000, .. })));
}

#[test]
fn a_picture_may_be_pasted_with_its_markdown() {
    let uid = "0197b0c2-0000-7000-8000-000000000001";
    let (document, _) = read(&format!("lead=&lead.other=![Ảnh](media:{uid} \"x\")"), Kind::Article);
    assert_eq!(document.lead.as_deref(), Some(uid));
    let (_, problems) = read("lead.other=../etc", Kind::Article);
    assert_eq!(problems[0].key, "problem-picture-code");
}
