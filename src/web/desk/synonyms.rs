//! `/desk/synonyms`: words that mean the same to who searches.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Form, Path, Query, ServiceConfig, get, post};
use serde::{Deserialize, Serialize};

use super::Frame;
use super::asking::Asking;
use super::meanwhile::{self, Difference, Stands};
use crate::accounts::Role;
use crate::db::facts::move_reference_on;
use crate::db::{Conn, DbError, write};
use crate::editorial::history::write_other;
use crate::search::synonyms::{
    MAX_FORM, MAX_FORMS, MAX_WORDS, Refused, StoredSynonym, SynonymError,
};
use crate::search::{Synonym, SynonymKind};
use crate::text::collate;
use crate::web::current::origin;
use crate::web::failure::Failure;
use crate::web::render::see_other;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/synonyms", get().to(list))
        .route("/synonyms", post().to(add))
        .route("/synonyms/new", get().to(form))
        .route("/synonyms/{id}", get().to(show))
        .route("/synonyms/{id}", post().to(change))
        .route("/synonyms/{id}/removal", post().to(remove));
}

const DONE: &[&str] = &["done-synonym-added", "done-synonym-saved", "done-synonym-removed"];

/// Whether this person may change what the search understands: it is the whole
/// site's, so who publishes or administers for all of it answers for it.
pub fn may_edit(asking: &Asking) -> bool {
    let tree = &asking.app.reference().site.tree;
    asking.current.actor().holds_for_all(&[Role::Publisher, Role::Administrator], tree)
}

fn editors_only(asking: &Asking) -> Result<(), Failure> {
    if may_edit(asking) { Ok(()) } else { Err(Failure::forbidden("denied-role")) }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    done: Option<String>,
    /// What a new entry begins with.
    word: Option<String>,
}

#[derive(Serialize)]
struct ListView {
    frame: Frame,
    entries: Vec<Entry>,
    edits: bool,
}

#[derive(Serialize)]
struct Entry {
    id: i64,
    kind: &'static str,
    first: String,
    others: Vec<String>,
}

/// GET /desk/synonyms: everybody of the desk may read them.
async fn list(asking: Asking, Query(asked): Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut all = asking.read(|r| Ok(StoredSynonym::all(r.conn)?)).await?;
    all.sort_by_cached_key(|one| collate::key(&one.entry.key()));
    let entry = |one: StoredSynonym| {
        let (first, others) = one.entry.forms().split_first()?;
        let kind = one.entry.kind().name();
        Some(Entry { id: one.id, kind, first: first.clone(), others: others.to_vec() })
    };
    let view = ListView {
        frame: asking.frame().after(asked.done.as_deref(), DONE),
        entries: all.into_iter().filter_map(entry).collect(),
        edits: may_edit(&asking),
    };
    asking.page("synonyms/list.html", StatusCode::OK, &view)
}

/// What is typed into the form.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Typed {
    #[serde(default)]
    kind: String,
    /// A form on each line.
    #[serde(default)]
    forms: String,
    /// What the form was filled from.
    #[serde(default)]
    base: String,
}

#[derive(Serialize)]
struct FormView<'a> {
    frame: Frame,
    /// 0: a new one.
    id: i64,
    typed: &'a Typed,
    kinds: Vec<&'static str>,
    error: String,
    /// What somebody saved meanwhile.
    stands: Vec<Stands>,
}

/// Why a form comes back.
enum Why {
    Wrong(SynonymError),
    Changed(Vec<Stands>),
}

/// GET /desk/synonyms/new?word=
async fn form(asking: Asking, Query(asked): Query<Asked>) -> Result<HttpResponse, Failure> {
    editors_only(&asking)?;
    let word: String = asked.word.unwrap_or_default().chars().take(MAX_FORM).collect();
    let forms = if word.is_empty() { word } else { format!("{word}\n") };
    let typed = Typed { kind: SynonymKind::Same.name().to_owned(), forms, ..Typed::default() };
    form_page(&asking, 0, &typed, None, None)
}

/// GET /desk/synonyms/{id}
async fn show(
    asking: Asking,
    id: Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<HttpResponse, Failure> {
    editors_only(&asking)?;
    let id = *id;
    let stored =
        asking.read(move |r| Ok(found(id, r.conn)?)).await?.ok_or_else(Failure::not_found)?;
    let [kind, forms] = told_of(&stored);
    let typed = Typed { base: meanwhile::base([&kind, &forms]), kind, forms };
    form_page(&asking, id, &typed, None, asked.done.as_deref())
}

fn form_page(
    asking: &Asking,
    id: i64,
    typed: &Typed,
    why: Option<Why>,
    done: Option<&str>,
) -> Result<HttpResponse, Failure> {
    let (status, error, stands) = match why {
        None => (StatusCode::OK, String::new(), Vec::new()),
        Some(Why::Wrong(error)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, told(asking, &error), Vec::new())
        }
        Some(Why::Changed(stands)) => (StatusCode::CONFLICT, String::new(), stands),
    };
    let view = FormView {
        frame: asking.frame().after(done, DONE),
        id,
        typed,
        kinds: SynonymKind::ALL.iter().map(|kind| kind.name()).collect(),
        error,
        stands,
    };
    asking.page("synonyms/form.html", status, &view)
}

/// An entry as the form shows it: its kind, and a form on each line.
fn told_of(entry: &Synonym) -> [String; 2] {
    [entry.kind().name().to_owned(), entry.forms().join("\n")]
}

fn told(asking: &Asking, error: &SynonymError) -> String {
    let form = |form: &String| ("form", form.clone());
    match error {
        SynonymError::TooFew => asking.say("synonym-too-few", &[]),
        SynonymError::TooMany => {
            asking.say("synonym-too-many", &[("limit", MAX_FORMS.to_string())])
        }
        SynonymError::TooLong { form: long } => {
            let (chars, words) = (MAX_FORM.to_string(), MAX_WORDS.to_string());
            asking.say("synonym-too-long", &[form(long), ("chars", chars), ("words", words)])
        }
        SynonymError::NoWord { form: bare } => asking.say("synonym-no-word", &[form(bare)]),
        SynonymError::Taken { form: taken } => asking.say("synonym-taken", &[form(taken)]),
    }
}

impl Typed {
    fn parse(&self) -> Result<Synonym, SynonymError> {
        Synonym::new(self.kind.parse().unwrap_or_default(), self.forms.lines())
    }
}

/// POST /desk/synonyms
async fn add(asking: Asking, typed: Form<Typed>) -> Result<HttpResponse, Failure> {
    save(&asking, 0, &typed).await
}

/// POST /desk/synonyms/{id}
async fn change(
    asking: Asking,
    id: Path<i64>,
    typed: Form<Typed>,
) -> Result<HttpResponse, Failure> {
    save(&asking, *id, &typed).await
}

async fn save(asking: &Asking, id: i64, typed: &Typed) -> Result<HttpResponse, Failure> {
    editors_only(asking)?;
    let entry = match typed.parse() {
        Ok(entry) => entry,
        Err(error) => return form_page(asking, id, typed, Some(Why::Wrong(error)), None),
    };
    let (base, becomes) = (typed.base.clone(), told_of(&entry));
    let saved = kept(asking, move |conn| match id {
        0 => Ok(Some(("synonym-added", entry.add(conn)?))),
        id => match found(id, conn)? {
            Some(stored) if meanwhile::is_changed(&base, &differences(&stored, becomes)) => {
                Ok(None)
            }
            _ => Ok(entry.replace(id, conn)?.then_some(("synonym-changed", id))),
        },
    });
    match saved.await {
        Ok(true) if id == 0 => Ok(see_other("/desk/synonyms?done=done-synonym-added")),
        Ok(true) => Ok(see_other("/desk/synonyms?done=done-synonym-saved")),
        Ok(false) => changed_meanwhile(asking, id, typed).await,
        Err(Refused::Entry(error)) => form_page(asking, id, typed, Some(Why::Wrong(error)), None),
        Err(Refused::Db(error)) => Err(error.into()),
    }
}

/// What was typed, beside what somebody else saved since the form was opened.
async fn changed_meanwhile(
    asking: &Asking,
    id: i64,
    typed: &Typed,
) -> Result<HttpResponse, Failure> {
    let stored =
        asking.read(move |r| Ok(found(id, r.conn)?)).await?.ok_or_else(Failure::not_found)?;
    let differences = differences(&stored, [typed.kind.clone(), typed.forms.clone()]);
    let typed = Typed { base: meanwhile::base_of(&differences), ..typed.clone() };
    let stands = meanwhile::stands(differences.to_vec(), |name| format!("synonym-{name}"));
    form_page(asking, id, &typed, Some(Why::Changed(stands)), None)
}

fn found(id: i64, conn: &mut Conn) -> diesel::QueryResult<Option<Synonym>> {
    let all = StoredSynonym::all(conn)?;
    Ok(all.into_iter().find(|one| one.id == id).map(|one| one.entry))
}

fn differences(stored: &Synonym, becomes: [String; 2]) -> [Difference; 2] {
    let ([kind, forms], [new_kind, new_forms]) = (told_of(stored), becomes);
    [("kind", kind, new_kind), ("forms", forms, new_forms)]
}

/// POST /desk/synonyms/{id}/removal; a second time changes nothing.
async fn remove(asking: Asking, id: Path<i64>) -> Result<HttpResponse, Failure> {
    editors_only(&asking)?;
    let id = *id;
    let removed =
        kept(
            &asking,
            move |conn| Ok(Synonym::remove(id, conn)?.then_some(("synonym-removed", id))),
        );
    match removed.await {
        Ok(_) => Ok(see_other("/desk/synonyms?done=done-synonym-removed")),
        Err(Refused::Entry(error)) => Err(Failure::internal(error.to_string())),
        Err(Refused::Db(error)) => Err(error.into()),
    }
}

/// Makes a change with its line in the history, and makes every process see it;
/// `work` tells what was done to which entry. Whether anything was.
async fn kept(
    asking: &Asking,
    work: impl FnOnce(&mut Conn) -> Result<Option<(&'static str, i64)>, Refused> + Send + 'static,
) -> Result<bool, Refused> {
    let by = asking.current.account().id;
    let origin = origin(&asking.request, &asking.app);
    let changed = asking.app.change(move |app, conn| {
        write(conn, |conn| {
            let Some((action, id)) = work(conn)? else { return Ok(false) };
            move_reference_on(conn)?;
            let from = (origin.as_str(), app.now());
            write_other(Some(by), action, &format!("synonym {id}"), from, conn)?;
            Ok::<_, Refused>(true)
        })
    });
    match changed.await {
        // somebody else was quicker with the same first form
        Err(Refused::Db(DbError::Query(diesel::result::Error::DatabaseError(
            diesel::result::DatabaseErrorKind::UniqueViolation,
            _,
        )))) => Err(SynonymError::Taken { form: String::new() }.into()),
        done => done,
    }
}
