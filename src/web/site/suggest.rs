//! What a reader may be looking for, while they type: `GET /api/v1/suggest`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::api::json;
use super::card::{Timing, timings};
use super::filed::Way;
use super::search::{Asked, Question, Trouble};
use super::{languages, word};
use crate::app::App;
use crate::content::Live;
use crate::db::DbError;
use crate::names::Language;
use crate::organisations::Place;
use crate::search::Suggestion;
use crate::web::failure::Failure;

/// How many are offered.
const OFFERED: usize = 8;
/// How much of what a search would find is offered where there is nothing else.
const FOUND: usize = 4;
/// Letters that may name a place, and how many places may be meant at once.
const LEAST_OF_A_PLACE: usize = 3;
const MOST_PLACES: usize = 2;
/// A browser keeps an answer long enough for who deletes a letter; what stands between
/// keeps none, for a title may be withdrawn.
const KEPT: &str = "private, max-age=60";

#[derive(Serialize)]
struct Offered {
    suggestions: Vec<View>,
}

#[derive(Serialize)]
struct View {
    title: String,
    /// The path of the page.
    url: String,
    /// The language of the title, where the interface does not speak it.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    /// What must be known before it is opened: that it is out of date or off, or
    /// that it is a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<String>,
}

/// `GET /api/v1/suggest?q=&lang=`: the place that was named, titles that continue
/// what was typed, titles that say it in other words, and where there is none
/// what a search would find. Only what is live, as search does.
pub async fn suggest(
    request: HttpRequest,
    asked: web::Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let question = asked.question(asked.language()?, &app.reference().site.vocabulary)?;
    let mut suggestions = places(&app, &question);
    let found =
        find(&app, &question, suggestions.is_empty()).await.map_err(|trouble| match trouble {
            Trouble::Engine => {
                Failure { key: "search-unavailable", ..Failure::unavailable("search") }
            }
            Trouble::Failure(failure) => failure,
        })?;
    let language = question.language();
    let data = app.clone();
    let live = app.db.run(move |conn| {
        let mut rows = Live::among(&found, conn)?;
        rows.retain(|row| row.language().interface() == language);
        rows.sort_by_key(|row| found.iter().position(|id| *id == row.item_id));
        let timings = timings(&rows, data.now(), conn)?;
        Ok::<_, DbError>((rows, timings))
    });
    let (rows, timings) = live.await?;
    suggestions.extend(rows.into_iter().map(|row| View {
        url: row.path(),
        language: languages::mark(&row),
        mark: timings.get(&row.item_id).and_then(|timing| warning(&app, language, timing)),
        title: row.title,
    }));
    suggestions.truncate(OFFERED);
    json(&request, KEPT, &Offered { suggestions })
}

/// The places whose name was typed.
fn places(app: &App, question: &Question) -> Vec<View> {
    let reference = app.reference();
    let typed = question.query.text();
    let found = if typed.chars().count() < LEAST_OF_A_PLACE {
        Vec::new()
    } else {
        reference.site.vocabulary.finder().find(typed)
    };
    if found.len() > MOST_PLACES {
        return Vec::new();
    }
    let language = question.language();
    let view = |place: &Place| View {
        title: place.name_in(language),
        url: Way::Place.address(language, &place.slug),
        language: None,
        mark: Some(word(app, language, "suggest-place")),
    };
    found.iter().map(|found| view(found.place)).collect()
}

/// What a reader must know before opening an item.
fn warning(app: &App, language: Language, timing: &Timing) -> Option<String> {
    let key = match timing.status {
        _ if timing.expired => "leaflet-expired-mark",
        "ended" => "status-ended",
        "postponed" => "status-postponed",
        "cancelled" => "status-cancelled",
        _ => return None,
    };
    Some(word(app, language, key))
}

/// The items to offer, best first: by their titles, else, when somebody typed
/// more than a word, or one that stands for others (`UBND`), and `nothing_else` is
/// offered, by what they say.
async fn find(app: &App, question: &Question, nothing_else: bool) -> Result<Vec<i64>, Trouble> {
    let titles = titles(app, question).await?;
    let query = question.query.clone().with_synonyms(app.reference().synonyms.clone());
    let query = query.asked_at(app.now().and_utc());
    let says_much = query.text().contains(' ') || !query.in_other_words().is_empty();
    if titles.is_empty() && nothing_else && says_much {
        let found = app.search.search(&query).await?;
        return Ok(found.hits.iter().take(FOUND).map(|hit| hit.item_id).collect());
    }
    Ok(titles.iter().map(|title| title.item_id).collect())
}

async fn titles(app: &App, question: &Question) -> Result<Vec<Suggestion>, Trouble> {
    let language = question.language();
    let query = question.query.clone().with_synonyms(app.reference().synonyms.clone());
    let mut found = app.search.suggest(query.text(), language, OFFERED).await?;
    for other in query.in_other_words() {
        if found.len() >= OFFERED {
            break;
        }
        for one in app.search.suggest(&other, language, OFFERED).await? {
            if !found.iter().any(|known| known.title == one.title) {
                found.push(one);
            }
        }
    }
    Ok(found)
}
