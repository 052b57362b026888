//! When nothing was found: what comes nearest to it.

use actix_web::web;
use serde::Serialize;

use super::answer::HitView;
use super::question::Question;
use super::{Trouble, ask};
use crate::app::App;
use crate::text::words;

/// Hits that are shown of it, and ways to ask that are tried.
const SHOWN: usize = 5;
const TRIES: usize = 6;

/// Another question that finds something.
#[derive(Serialize)]
pub struct Nearest {
    /// Its words, and its address.
    pub text: String,
    pub url: String,
    /// Whether only the filters were in the way.
    pub same_words: bool,
    pub total: u64,
    pub total_shown: String,
    pub hits: Vec<HitView>,
}

/// The first question near `question` that finds something: what was perhaps
/// meant, the same without filters, the same with fewer words.
pub async fn nearest(
    app: &web::Data<App>,
    question: &Question,
    meant: Option<&str>,
) -> Result<Option<Nearest>, Trouble> {
    for other in others(question, meant).into_iter().take(TRIES) {
        let mut answer = ask(app, &other).await?;
        if answer.total > 0 && !answer.hits.is_empty() {
            answer.hits.truncate(SHOWN);
            return Ok(Some(Nearest {
                text: other.query.text().to_owned(),
                url: other.address(),
                same_words: other.query.text() == question.query.text(),
                total: answer.total,
                total_shown: answer.total_shown,
                hits: answer.hits,
            }));
        }
    }
    Ok(None)
}

fn others(question: &Question, meant: Option<&str>) -> Vec<Question> {
    let free = question.without_filters();
    let mut all: Vec<Question> = meant.map(|text| question.asking(text)).into_iter().collect();
    if free.query.filters != question.query.filters && !free.query.text().is_empty() {
        all.push(free.clone());
    }
    all.extend(meant.map(|text| free.asking(text)));
    all.extend(fewer(question.query.text()).iter().map(|text| free.asking(text)));
    all
}

/// The text without its last words, or without its first ones, the longest first.
fn fewer(text: &str) -> Vec<String> {
    let all: Vec<&str> = words(text).map(|word| word.text).collect();
    let shorter = (1..all.len()).rev();
    shorter
        .flat_map(|kept| [&all[..kept], &all[all.len() - kept..]])
        .map(|part| part.join(" "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_words_are_the_front_and_the_back() {
        assert_eq!(fewer("xin vay vốn"), ["xin vay", "vay vốn", "xin", "vốn"]);
        assert!(fewer("vay").is_empty() && fewer("?!").is_empty());
    }
}
