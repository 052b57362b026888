//! `/feed/atom.xml`, `/feed/rss.xml`, `/feed/feed.json`, and the same three
//! under each list, topic, audience and place, in both languages.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{entry, mail};
use crate::app::App;
use crate::clock::in_hanoi;
use crate::content::ContentLanguage;
use crate::db::Conn;
use crate::pages::Page;
use crate::press::{self, Author, Feed, Format, Scope, Withdrawn};
use crate::web::failure::Failure;
use crate::web::site::{cached, content_language, languages};

/// `GET /feed/{file}`.
pub async fn all(
    request: HttpRequest,
    file: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    answer(&request, &app, Some(Scope::All), &file).await
}

/// `GET /{list}/feed/{file}`.
pub async fn list(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (list, file) = path.into_inner();
    answer(&request, &app, Scope::from_path(&list, None), &file).await
}

/// `GET /{way}/{slug}/feed/{file}`.
pub async fn filed(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (way, slug, file) = path.into_inner();
    answer(&request, &app, Scope::from_path(&way, Some(&slug)), &file).await
}

async fn answer(
    request: &HttpRequest,
    app: &web::Data<App>,
    scope: Option<Scope>,
    file: &str,
) -> Result<HttpResponse, Failure> {
    let scope = scope.ok_or_else(Failure::not_found)?;
    let format = Format::from_file(file).ok_or_else(Failure::not_found)?;
    let language = content_language(request);
    let key = format!("{}{}/feed/{file}", language.prefix(), scope.path());
    cached(request, app, &key, || {
        let (data, scope) = (app.clone(), scope.clone());
        app.db.run(move |conn| page(&data, &scope, language, format, conn))
    })
    .await
}

fn page(
    app: &App,
    scope: &Scope,
    language: ContentLanguage,
    format: Format,
    conn: &mut Conn,
) -> Result<Page, Failure> {
    let feed = feed(app, scope, language, conn)?;
    // Something taken back makes the feed older items long; a reader who asks
    // by date must not be told that nothing has changed.
    let modified = feed.updated.max(press::last_taken_down(conn)?);
    let body = format.write(&feed)?;
    Ok(Page { content_type: format.content_type(), modified, ..Page::html(body) })
}

fn feed(
    app: &App,
    scope: &Scope,
    content: ContentLanguage,
    conn: &mut Conn,
) -> Result<Feed, Failure> {
    let language = content.interface();
    let reference = app.reference();
    let vocabulary = &reference.site.vocabulary;
    let readings = press::read(scope, content, vocabulary, conn)?.ok_or_else(Failure::not_found)?;
    let mut withdrawn = press::withdrawn(scope, content, app.now(), vocabulary, conn)?;
    let today = in_hanoi(app.now()).date_naive();
    let (readings, withheld): (Vec<_>, Vec<_>) =
        readings.into_iter().partition(|one| entry::may_be_handed_on(&one.document, today));
    // Who took it while it was free hears that it is not.
    withdrawn.extend(
        withheld.into_iter().map(|one| Withdrawn { uid: one.live.uid, at: one.live.changed_at }),
    );
    withdrawn.sort_by_key(|one| std::cmp::Reverse(one.at));
    let changes = readings.iter().map(|one| one.live.changed_at);
    let updated = changes.chain(withdrawn.iter().map(|one| one.at)).max();
    let entries: Result<Vec<press::Entry>, Failure> =
        readings.into_iter().map(|reading| entry::entry(app, &reference, reading)).collect();
    let path = format!("{}{}", content.prefix(), scope.path());
    let base = &app.config.base_url;
    let text = |field| reference.identity.text(language, field).to_owned();
    let words = app.site_theme();
    let agency = reference.identity.agency(language).to_owned();
    let site = reference.identity.name(language).to_owned();
    let name = match scope {
        Scope::Kind(kind) => {
            let key = format!("list-{}", kind.name());
            Some(words.words().with(language, &key, &[]))
        }
        Scope::All if content.is_foreign() => Some(languages::name(app, content)),
        other => other.name(vocabulary, language),
    };
    let feed = Feed {
        id: format!("tag:{},2026:{path}/feed", authority(base)),
        title: name.map_or_else(|| site.clone(), |name| format!("{site} – {name}")),
        subtitle: text("tagline"),
        language: content,
        page: if path.is_empty() { format!("{base}/") } else { format!("{base}{path}") },
        folder: format!("{base}{path}/feed"),
        rights: words.words().with(language, "feed-rights", &[("agency", agency.clone())]),
        publisher: Author { name: agency, email: mail(&text("email")) },
        updated,
        entries: entries?,
        withdrawn,
    };
    Ok(feed.cleaned())
}

/// The host of `base`, as a tag URI names it (RFC 4151 §2.1): no port.
fn authority(base: &str) -> &str {
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    host.split([':', '/']).next().filter(|host| !host.is_empty()).unwrap_or("localhost")
}
