//! What a reader may be looking for, while they type: `GET /api/v1/suggest`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::api::json;
use super::languages;
use super::search::{Asked, Question, Trouble};
use crate::app::App;
use crate::content::Live;
use crate::db::DbError;
use crate::search::Suggestion;
use crate::web::failure::Failure;

/// How many are offered.
const OFFERED: usize = 8;
/// Seconds a browser may keep an answer: long enough for who deletes a letter.
const KEPT: &str = "public, max-age=60";

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
}

/// `GET /api/v1/suggest?q=&lang=`: titles that continue what was typed, and
/// titles that say it in other words. Only what is live, as search does.
pub async fn suggest(
    request: HttpRequest,
    asked: web::Query<Asked>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let question = asked.question(asked.language()?, &app.reference().site.vocabulary)?;
    let found = find(&app, &question).await.map_err(|trouble| match trouble {
        Trouble::Engine => Failure { key: "search-unavailable", ..Failure::unavailable("search") },
        Trouble::Failure(failure) => failure,
    })?;
    let language = question.language();
    let live = app.db.run(move |conn| {
        let ids: Vec<i64> = found.iter().map(|one| one.item_id).collect();
        let rows = Live::among(&ids, conn)?;
        let row = |id: &i64| rows.iter().find(|row| row.item_id == *id).cloned();
        Ok::<_, DbError>(ids.iter().filter_map(row).collect::<Vec<Live>>())
    });
    let own = live.await?.into_iter().filter(|row| row.language().interface() == language);
    let suggestions =
        own.map(|row| View { url: row.path(), language: languages::mark(&row), title: row.title });
    let offered = Offered { suggestions: suggestions.take(OFFERED).collect() };
    json(&request, KEPT, &offered)
}

async fn find(app: &App, question: &Question) -> Result<Vec<Suggestion>, Trouble> {
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
