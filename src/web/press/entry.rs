//! One item of a feed: its whole text as a feed reader shows it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::{App, Reference};
use crate::content::details::Story;
use crate::content::details::{Article, Details, Event, EventStatus, Figure, Leaflet, Purpose};
use crate::content::{Document, Language, Live, Picture, Taxonomy, Vocabulary};
use crate::media::rendition::height_at;
use crate::media::store::Key;
use crate::media::upload::Format;
use crate::media::widths;
use crate::press::{Author, Category, Enclosure, Entry, Reading, absolute_html};
use crate::web::failure::Failure;
use crate::web::recording::Heard;
use crate::web::render::context;

/// The rendition that feeds carry, px: the widest up to this.
const WIDTH: u32 = 1024;

/// What the template sees.
#[derive(Serialize)]
struct View<'a> {
    sapo: &'a str,
    correction: &'a str,
    illustration: bool,
    picture: Option<PictureView<'a>>,
    /// Locale key of the label, and what stands under it, one line each.
    rows: Vec<(&'static str, Vec<String>)>,
    figures: &'a [Figure],
    body_html: &'a str,
}

#[derive(Serialize)]
struct PictureView<'a> {
    src: String,
    width: u32,
    height: u32,
    alt: &'a str,
    caption: &'a str,
    credit: &'a str,
}

/// `reading` as an entry; its HTML is the theme's `feed-entry.html`.
pub fn entry(app: &App, reference: &Reference, reading: Reading) -> Result<Entry, Failure> {
    let Reading { live, document, body_html, picture, recording } = reading;
    let language = live.language().interface();
    let base = &app.config.base_url;
    let url = format!("{base}{}", live.path());
    let width = picture.as_ref().and_then(shown_width);
    let view = View {
        sapo: &live.sapo,
        correction: &document.correction,
        illustration: live.illustration,
        picture: picture.as_ref().zip(width).map(|(picture, width)| PictureView {
            src: picture.address(width, "jpg"),
            width,
            height: height_at(width, picture.width, picture.height),
            alt: &picture.alt,
            caption: &picture.caption,
            credit: &picture.credit,
        }),
        rows: rows(&document, &reference.site.vocabulary, language),
        figures: match &document.details {
            Details::Story(story) => &story.figures,
            _ => &[],
        },
        body_html: &body_html,
    };
    let html = app.site_theme().render("feed-entry.html", language, &context(&view)?)?;
    Ok(Entry {
        html: absolute_html(&html, base, &url),
        recording: recording
            .and_then(|asset| Heard::among(app, &live, &document, asset))
            .map(|heard| heard_file(app, &live, heard)),
        image: picture.as_ref().zip(width).map(|(picture, width)| image(app, picture, width)),
        author: author(reference, &document, live.organisation_id, language),
        categories: categories(base, reference, &document, language),
        uid: live.uid,
        title: live.title,
        summary: live.sapo,
        published: live.published_at,
        updated: live.changed_at,
        url,
    })
}

/// Feeds are there to be republished. A story's people consent to each purpose
/// by itself (Law 91/2025): where any of them did not consent to the press, or
/// does not any more on `today`, the story stands on its page and in no feed.
pub fn may_be_handed_on(document: &Document, today: NaiveDate) -> bool {
    document.details.consented(Purpose::Press, today)
}

fn shown_width(picture: &Picture) -> Option<u32> {
    widths(picture.width).into_iter().filter(|width| *width <= WIDTH).max()
}

/// The rendition's length is told where the file is at hand.
fn image(app: &App, picture: &Picture, width: u32) -> Enclosure {
    let key = Key::variant(&picture.uid, width, Format::Jpeg).ok();
    let path = key.and_then(|key| app.store.local_path(&key));
    Enclosure {
        url: format!("{}{}", app.config.base_url, picture.address(width, "jpg")),
        media_type: Format::Jpeg.media_type().to_owned(),
        title: picture.alt.clone(),
        seconds: None,
        length: path.and_then(|path| std::fs::metadata(path).ok()).map(|file| file.len()),
    }
}

fn heard_file(app: &App, live: &Live, heard: Heard) -> Enclosure {
    Enclosure {
        url: format!("{}{}", app.config.base_url, heard.path),
        media_type: heard.asset.mime,
        title: live.title.clone(),
        length: u64::try_from(heard.asset.bytes).ok(),
        seconds: u32::try_from(heard.asset.seconds).ok(),
    }
}

/// A republished text's own author, the byline, or the office.
fn author(reference: &Reference, document: &Document, office: i64, language: Language) -> Author {
    let source = match &document.details {
        Details::Article(article) => [&article.source_author, &article.source_name],
        _ => [&document.byline, &document.byline],
    };
    let office = reference.site.tree.get(office).map_or("", |office| office.name(language));
    let agency = reference.identity.agency(language);
    let names = source.map(String::as_str).into_iter();
    let mut names = names.chain([document.byline.as_str(), office, agency]);
    let name = names.find(|name| !name.is_empty()).unwrap_or_default().to_owned();
    Author { name, email: String::new() }
}

fn categories(
    base: &str,
    reference: &Reference,
    document: &Document,
    language: Language,
) -> Vec<Category> {
    let vocabulary = &reference.site.vocabulary;
    let category = |folder: &str, slug: &str, name: &str| Category {
        scheme: format!("{base}{}/{folder}", language.prefix()),
        slug: slug.to_owned(),
        name: name.to_owned(),
    };
    let mut all = Vec::new();
    for (taxonomy, folder) in [(Taxonomy::Topic, "chu-de"), (Taxonomy::Audience, "doi-tuong")] {
        let slugs = document.terms.get(&taxonomy).map_or(&[][..], Vec::as_slice);
        let known = slugs.iter().filter_map(|slug| vocabulary.term(taxonomy, slug));
        all.extend(known.map(|term| category(folder, &term.slug, term.name(language))));
    }
    let places = document.places.iter().filter_map(|slug| vocabulary.place(slug));
    all.extend(places.map(|place| category("dia-ban", &place.slug, &place.name_in(language))));
    all
}

/// A kind's own fields, those that hold anything.
fn rows(
    document: &Document,
    vocabulary: &Vocabulary,
    language: Language,
) -> Vec<(&'static str, Vec<String>)> {
    let all = match &document.details {
        Details::Article(article) => of_article(article),
        Details::Leaflet(leaflet) => of_leaflet(leaflet),
        Details::Story(story) => of_story(story),
        Details::Event(event) => {
            of_event(event, vocabulary.whereabouts(&event.venue, &document.places, language))
        }
    };
    let lines = |text: String| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let filled = all.into_iter().map(|(label, text)| (label, lines(text)));
    filled.filter(|(_, lines)| !lines.is_empty()).collect()
}

type Rows = Vec<(&'static str, String)>;

/// A republished text names its source and its time (Decree 147/2024).
fn of_article(article: &Article) -> Rows {
    vec![
        ("feed-source", article.source_name.clone()),
        ("feed-source-time", article.source_published_at.map(time).unwrap_or_default()),
        ("feed-source-address", article.source_url.clone()),
    ]
}

fn of_leaflet(leaflet: &Leaflet) -> Rows {
    let day = |day: Option<NaiveDate>| day.map(crate::text::display::date).unwrap_or_default();
    vec![
        ("feed-benefits", leaflet.benefits.clone()),
        ("feed-eligibility", leaflet.eligibility.clone()),
        ("feed-papers", leaflet.papers.clone()),
        ("feed-where", leaflet.place.clone()),
        ("feed-deadline", leaflet.deadline.clone()),
        ("feed-contact", leaflet.contact.clone()),
        ("feed-valid-until", day(leaflet.valid_until)),
    ]
}

fn of_story(story: &Story) -> Rows {
    vec![
        ("feed-before", story.before.clone()),
        ("feed-actions", story.actions.clone()),
        ("feed-after", story.after.clone()),
        ("feed-lessons", story.lessons.clone()),
    ]
}

fn of_event(event: &Event, whereabouts: String) -> Rows {
    // The label says that the times hold no more.
    let when = match event.status {
        EventStatus::Postponed => "feed-postponed",
        EventStatus::Cancelled => "feed-cancelled",
        EventStatus::Scheduled | EventStatus::Ended => "feed-time",
    };
    let times = [event.starts_at, event.ends_at].into_iter().flatten().map(time);
    vec![
        (when, times.collect::<Vec<_>>().join(" – ")),
        ("feed-venue", whereabouts),
        ("feed-organiser", event.organiser.clone()),
        ("feed-contact", event.contact.clone()),
        ("feed-registration", event.registration.clone()),
    ]
}

fn time(at: chrono::DateTime<chrono::FixedOffset>) -> String {
    crate::text::display::date_time(at.to_utc())
}
