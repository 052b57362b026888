use proptest::prelude::*;

use super::*;
use crate::content::details::{Consent, Details, Figure, Purpose};
use crate::content::{ContentLanguage, Kind, Taxonomy};
use crate::transfer::source::Legacy;

/// Text that has met every mark TOML, front matter and Markdown know.
fn awkward() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zđàế \"'\\\\+\\n\\t#*\\[\\]{}=|<>`-]{0,40}",
        Just("+++".to_owned()),
        Just("a\n+++\nb".to_owned()),
        Just("\"\"\" ''' \\\"".to_owned()),
        "\\PC{0,30}",
    ]
}

fn instants() -> impl Strategy<Value = Option<Instant>> {
    let micros = 0i64..4_000_000_000_000_000;
    proptest::option::of(
        micros.prop_map(|at| {
            chrono::DateTime::from_timestamp_micros(at).unwrap_or_default().naive_utc()
        }),
    )
}

fn kinds() -> impl Strategy<Value = Kind> {
    (0..Kind::ALL.len()).prop_map(|at| Kind::ALL[at])
}

fn items() -> impl Strategy<Value = ItemFile> {
    let texts = proptest::collection::vec(awkward(), 12);
    let times = [instants(), instants(), instants(), instants()];
    (kinds(), texts, times, any::<bool>(), 0..State::ALL.len() - 1).prop_map(
        |(kind, texts, [published_at, publish_at, expires_at, created_at], flag, state)| {
            let mut next = texts.iter().cycle().cloned();
            let mut next = || next.next().unwrap_or_default();
            let mut document = Document::empty(kind);
            document.title = format!("T {}", next());
            for text in [
                &mut document.slug,
                &mut document.sapo,
                &mut document.summary,
                &mut document.byline,
                &mut document.body,
                &mut document.correction,
            ] {
                *text = next();
            }
            document.lead = Some(format!("k{}", next()));
            document.terms.insert(Taxonomy::Topic, vec![next(), next()]);
            document.places = vec![next()];
            document.illustration = flag;
            if let Details::Story(story) = &mut document.details {
                story.figures = vec![Figure::default(); 2];
                let purposes = vec![Purpose::Page, Purpose::Print];
                story.consents = vec![Consent { purposes, ..Consent::default() }];
            }
            document.details.each_text(|_, text, _| *text = next());
            ItemFile {
                id: Some("0190b1de-0000-7000-8000-000000000001".into()),
                language: if flag { ContentLanguage::Muong } else { ContentLanguage::Vi },
                status: State::ALL[state],
                published_at,
                publish_at: publish_at.or(published_at).or(Some(Instant::default())),
                expires_at,
                created_at,
                organisation: "so".into(),
                featured: flag,
                note: crate::text::normalise(&next()).trim().to_owned(),
                address: String::new(),
                old_slugs: vec!["cu".into(), "cu-hon".into()],
                translation_of: next(),
                document: document.normalised(),
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_reads_back_as_the_same_item(item in items()) {
        let text = write(&item);
        let mut noted = Vec::new();
        let read = read(&text, Legacy::Refuse, &mut noted);
        // Random letters may look like an old encoding; that is told, not guessed.
        let legacy = noted.iter().any(|(_, what)| {
            matches!(what, crate::transfer::fault::What::LegacyText { .. })
        });
        if !legacy {
            prop_assert!(noted.is_empty(), "{noted:?}\n{text}");
            let read = read.map(|placed| placed.item);
            prop_assert_eq!(read.as_ref().map(ItemFile::digest), Some(item.digest()));
            prop_assert_eq!(read, Some(item));
        }
    }
}
