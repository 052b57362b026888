//! Calendars for phones: `/su-kien/lich.ics`, `su-kien.ics` under each topic,
//! audience and place, and `lich.ics` under each event.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{mail, sentence};
use crate::app::{App, Reference};
use crate::clock::instant;
use crate::content::details::{Details, Event, EventStatus};
use crate::content::{Document, Kind, Language, Live};
use crate::db::Conn;
use crate::pages::Page;
use crate::press::calendar::{CONTENT_TYPE, Calendar, Notice, Standing, write};
use crate::press::{self, Author, Occasion, Scope, TakenBack};
use crate::web::failure::Failure;
use crate::web::site::item::{Asked, gone, item_at};
use crate::web::site::{cached, holds, language, word};

/// `GET /su-kien/lich.ics`.
pub async fn all(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let scope = Scope::Kind(Kind::Event);
    let path = format!("{}/lich.ics", scope.path());
    answer(&request, &app, scope, &path).await
}

/// `GET /{way}/{slug}/su-kien.ics`.
pub async fn filed(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (way, slug) = path.into_inner();
    let scope = Scope::from_path(&way, Some(&slug)).ok_or_else(Failure::not_found)?;
    let path = format!("{}/su-kien.ics", scope.path());
    answer(&request, &app, scope, &path).await
}

/// `GET /su-kien/{slug}/lich.ics`: an old address leads to the present one. What
/// was taken back is told as cancelled until it would be over, then it is gone.
pub async fn one(
    request: HttpRequest,
    slug: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&request, (Kind::Event.path().to_owned(), slug.into_inner()))?;
    let key = format!("{}/lich.ics", asked.path());
    cached(&request, &app, &key, || {
        let (data, asked) = (app.clone(), asked.clone());
        app.db.run(move |conn| single(&data, &asked, conn))
    })
    .await
}

async fn answer(
    request: &HttpRequest,
    app: &web::Data<App>,
    scope: Scope,
    path: &str,
) -> Result<HttpResponse, Failure> {
    let language = language(request);
    let key = format!("{}{path}", language.prefix());
    cached(request, app, &key, || {
        let (data, scope, key) = (app.clone(), scope.clone(), key.clone());
        app.db.run(move |conn| page(&data, &scope, language, &key, conn))
    })
    .await
}

fn page(
    app: &App,
    scope: &Scope,
    language: Language,
    here: &str,
    conn: &mut Conn,
) -> Result<Page, Failure> {
    let reference = app.reference();
    let vocabulary = &reference.site.vocabulary;
    let now = app.now();
    let found =
        press::occasions(scope, language, now, vocabulary, conn)?.ok_or_else(Failure::not_found)?;
    let taken = press::taken_back(scope, language, now, vocabulary, conn)?;
    let newest = found.iter().map(|one| one.live.changed_at).max();
    let over: Vec<_> = taken.iter().map(|one| one.over_at).collect();
    let notices = found.into_iter().filter_map(|one| notice(app, &reference, one));
    let taken = taken.into_iter().map(|one| withdrawn(app, language, one));
    let name = word(app, language, "list-event");
    let name = match scope.name(vocabulary, language) {
        Some(within) => format!("{name}: {within}"),
        None => name,
    };
    let prefix = language.prefix();
    let list = match scope {
        Scope::Place(slug) => format!("{prefix}/dia-ban/{slug}/su-kien"),
        other => format!("{prefix}{}", other.path()),
    };
    let notices = notices.chain(taken).collect();
    let calendar = calendar(app, &reference, language, (&name, here, &list), notices);
    // What leaves a calendar because it was taken back must not be answered by date alone.
    let modified = newest.max(press::last_taken_down(conn)?);
    let holds = holds(now, over);
    Ok(Page { content_type: CONTENT_TYPE, modified, holds, ..Page::html(write(&calendar)) })
}

fn single(app: &App, asked: &Asked, conn: &mut Conn) -> Result<Page, Failure> {
    let item_id = item_at(asked, conn)?;
    let Some(live) = Live::find(item_id, conn)? else {
        return taken_back(app, asked, item_id, conn);
    };
    if live.slug != asked.slug {
        return Ok(Page::moved(format!("{}/lich.ics", live.path())));
    }
    let (title, path, changed) = (live.title.clone(), live.path(), live.changed_at);
    let occasion = press::occasion(live, conn)?.ok_or_else(Failure::not_found)?;
    let reference = app.reference();
    let told = notice(app, &reference, occasion).ok_or_else(Failure::not_found)?;
    let here = format!("{path}/lich.ics");
    let calendar =
        calendar(app, &reference, asked.language.interface(), (&title, &here, &path), vec![told]);
    let modified = Some(changed);
    Ok(Page { content_type: CONTENT_TYPE, modified, ..Page::html(write(&calendar)) })
}

/// What a phone that holds the event must hear; gone once nobody would go there.
fn taken_back(app: &App, asked: &Asked, item_id: i64, conn: &mut Conn) -> Result<Page, Failure> {
    let now = app.now();
    let Some(taken) = press::taken_back_one(item_id, now, conn)? else {
        return Err(gone(item_id, conn)?);
    };
    let language = asked.language.interface();
    let (modified, holds) = (Some(taken.at), holds(now, [taken.over_at]));
    let name = word(app, language, "calendar-withdrawn");
    let list = format!("{}/{}", language.prefix(), Kind::Event.path());
    let here = format!("{}/lich.ics", asked.path());
    let notices = vec![withdrawn(app, language, taken)];
    let calendar = calendar(app, &app.reference(), language, (&name, &here, &list), notices);
    Ok(Page { content_type: CONTENT_TYPE, modified, holds, ..Page::html(write(&calendar)) })
}

/// A calendar with its `name`, at `here`, that shows what the page at `list` does.
fn calendar(
    app: &App,
    reference: &Reference,
    language: Language,
    (name, here, list): (&str, &str, &str),
    notices: Vec<Notice>,
) -> Calendar {
    let base = &app.config.base_url;
    let identity = &reference.identity;
    Calendar {
        name: format!("{name} – {}", identity.name(language)),
        description: word(app, language, "list-event-about"),
        source: format!("{base}{here}"),
        page: format!("{base}{list}"),
        publisher: Author {
            name: identity.agency(language).to_owned(),
            email: mail(identity.text(language, "email")),
        },
        home: format!("{base}/"),
        notices,
    }
}

/// `None` for an event without a time, which no calendar can hold.
fn notice(app: &App, reference: &Reference, occasion: Occasion) -> Option<Notice> {
    let Occasion { live, document, sequence } = occasion;
    let Details::Event(event) = &document.details else { return None };
    let language = live.language().interface();
    let url = format!("{}{}", app.config.base_url, live.path());
    Some(Notice {
        sequence,
        changed: live.changed_at,
        status: match event.status {
            EventStatus::Scheduled | EventStatus::Ended => Standing::Confirmed,
            EventStatus::Postponed => Standing::Tentative,
            EventStatus::Cancelled => Standing::Cancelled,
        },
        starts_at: instant(event.starts_at?),
        ends_at: event.ends_at.map(instant),
        summary: summary(app, language, &document, event),
        description: description(app, language, &document, event, &url),
        location: reference.site.vocabulary.whereabouts(&event.venue, &document.places, language),
        contact: lines(&[&event.organiser, &event.contact], ", "),
        category: word(app, language, &format!("event-type-{}", event.event_type.name())),
        url,
        uid: live.uid,
    })
}

/// The title, with what must not be overlooked in a list on a phone before it.
fn summary(app: &App, language: Language, document: &Document, event: &Event) -> String {
    let mark = match event.status {
        EventStatus::Postponed => "status-postponed",
        EventStatus::Cancelled => "status-cancelled",
        EventStatus::Scheduled | EventStatus::Ended => "",
    };
    let marks = [mark, if document.illustration { "illustration-mark" } else { "" }];
    let marks = marks.into_iter().filter(|key| !key.is_empty());
    let marks: String = marks.map(|key| format!("[{}] ", word(app, language, key))).collect();
    format!("{marks}{}", document.title)
}

fn description(
    app: &App,
    language: Language,
    document: &Document,
    event: &Event,
    url: &str,
) -> String {
    let told = |key: &str| word(app, language, key);
    let labelled = |key: &str, text: &str| match text {
        "" => String::new(),
        text => format!("{}: {text}", told(key)),
    };
    let change = match event.status {
        EventStatus::Postponed => told("calendar-postponed"),
        EventStatus::Cancelled => told("event-cancelled-about"),
        EventStatus::Scheduled | EventStatus::Ended => String::new(),
    };
    let example = if document.illustration { told("feed-illustration") } else { String::new() };
    let parts = [
        change,
        example,
        labelled("feed-correction", &document.correction),
        document.sapo.clone(),
        labelled("feed-organiser", &event.organiser),
        labelled("feed-registration", &lines(&[&event.registration], " ")),
        labelled("feed-contact", &lines(&[&event.contact], ", ")),
        url.to_owned(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The lines of all texts, those that hold anything, with `between` them.
fn lines(texts: &[&str], between: &str) -> String {
    let all: Vec<&str> = texts.iter().flat_map(|text| text.lines()).map(str::trim).collect();
    sentence(&all, between)
}

/// Enough for a phone to find what it holds and strike it out, and no more.
fn withdrawn(app: &App, language: Language, taken: TakenBack) -> Notice {
    Notice {
        uid: taken.uid,
        sequence: taken.sequence,
        changed: taken.at,
        status: Standing::Cancelled,
        starts_at: taken.starts_at,
        ends_at: taken.ends_at,
        summary: word(app, language, "calendar-withdrawn"),
        description: String::new(),
        location: String::new(),
        contact: String::new(),
        category: String::new(),
        url: String::new(),
    }
}
