//! Saving a form: whatever happens, what was typed is still there.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::page::{self, Shown};
use super::{conflict, fresh};
use crate::content::check::{Problem, problems_of_draft};
use crate::content::{ContentLanguage, Document, Item, Kind, Vocabulary};
use crate::editorial::{self, EditorialError, Saved, Target};
use crate::web::desk::asking::Asking;
use crate::web::desk::fields::Fields;
use crate::web::desk::form::{Conversion, legacy_found, parse};
use crate::web::failure::Failure;
use crate::web::render::see_other;

/// What a form is of.
#[derive(Debug, Clone)]
pub enum Goal {
    Item { item: Item, base_revision_id: i64 },
    New { kind: Kind, language: ContentLanguage, organisation_id: i64, translation_of: Option<i64> },
}

impl Goal {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Item { item, .. } => item.kind(),
            Self::New { kind, .. } => *kind,
        }
    }

    fn target(&self) -> Target {
        match self {
            Self::Item { item, base_revision_id } => {
                Target::Item { item_id: item.id, base_revision_id: *base_revision_id }
            }
            Self::New { kind, language, organisation_id, translation_of } => Target::New {
                kind: *kind,
                language: *language,
                organisation_id: *organisation_id,
                translation_of: *translation_of,
            },
        }
    }

    /// Where its form is sent.
    pub fn address(&self) -> String {
        match self {
            Self::Item { item, .. } => format!("/desk/items/{}", item.id),
            Self::New { .. } => "/desk/items".to_owned(),
        }
    }
}

/// Saves `fields`. Their `then` says what follows: `submit`, or `reopen` (the
/// form again, nothing saved).
pub async fn store(asking: &Asking, goal: Goal, fields: Fields) -> Result<HttpResponse, Failure> {
    if fields.get("then") == "reopen" {
        return again(asking, &goal, fields, Shown::default()).await;
    }
    let (kind, reference) = (goal.kind(), asking.app.reference());
    // A long text takes its time, in which the thread would answer nobody else.
    let work = move || (read(&fields, kind, &reference.site.vocabulary), fields);
    let (read, fields) =
        web::block(work).await.map_err(|error| Failure::internal(error.to_string()))?;
    let document = match read {
        Read::Document(document) => *document,
        Read::Old(conversion) => return page::old_text(asking, &goal, &fields, &conversion),
        Read::Problems(problems) => {
            return again(asking, &goal, fields, Shown::problems(problems)).await;
        }
    };
    let target = goal.target();
    match asking.act(move |act, conn| editorial::save(act, &target, document, conn)).await {
        Ok(saved) if fields.get("then") == "submit" => submit(asking, &saved).await,
        Ok(saved) => Ok(see_other(&done(&saved, "done-saved"))),
        Err(EditorialError::Invalid(problems)) => {
            again(asking, &goal, fields, Shown::problems(problems)).await
        }
        Err(EditorialError::Conflict(found)) => {
            conflict::page(asking, &goal, &fields, *found).await
        }
        Err(other) => {
            let failure = Failure::from(other);
            let alert = asking.failure(&failure);
            let shown = Shown { status: Some(failure.status), alert, ..Shown::default() };
            // Where even the form cannot be shown, the failure itself is.
            again(asking, &goal, fields, shown).await.map_err(|_| failure)
        }
    }
}

/// What a form says.
enum Read {
    Document(Box<Document>),
    /// In an encoding from before Unicode.
    Old(Conversion),
    Problems(Vec<Problem>),
}

fn read(fields: &Fields, kind: Kind, vocabulary: &Vocabulary) -> Read {
    if fields.get("old_text") != "keep"
        && let Some(conversion) = legacy_found(fields)
    {
        return Read::Old(conversion);
    }
    let (document, mut problems) = parse(fields, kind, vocabulary);
    if problems.is_empty() {
        return Read::Document(Box::new(document));
    }
    problems.extend(problems_of_draft(&document.normalised(), vocabulary));
    Read::Problems(problems)
}

/// After saving. What keeps it from review is told at its fields; it is saved.
async fn submit(asking: &Asking, saved: &Saved) -> Result<HttpResponse, Failure> {
    let (item_id, revision_id) = (saved.item.id, saved.revision.id);
    match asking.act(move |act, conn| editorial::submit(act, revision_id, conn)).await {
        Ok(()) => Ok(see_other(&done(saved, "done-submitted"))),
        Err(EditorialError::Invalid(problems)) => {
            let alert = asking.say("saved-not-submitted", &[]);
            page::item(asking, item_id, Shown { alert, ..Shown::problems(problems) }).await
        }
        Err(other) => Err(other.into()),
    }
}

fn done(saved: &Saved, key: &str) -> String {
    format!("/desk/items/{}?done={key}", saved.item.id)
}

/// The form again, as it was typed.
async fn again(
    asking: &Asking,
    goal: &Goal,
    fields: Fields,
    shown: Shown,
) -> Result<HttpResponse, Failure> {
    let fields = fields.without(|name| matches!(name, "then" | "old_text"));
    match goal {
        Goal::Item { item, base_revision_id } => {
            let base = Some(*base_revision_id);
            page::item(asking, item.id, Shown { fields: Some(fields), base, ..shown }).await
        }
        Goal::New { .. } => {
            let status = shown.status.unwrap_or(StatusCode::OK);
            fresh::form(asking, fields, shown.problems, (status, shown.alert)).await
        }
    }
}
