//! An item's page: where it stands, its form, what can be done, its past.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use super::acts::{Panel, panels, why};
use super::choices::{Choices, Chosen, PictureChoice, RecordingChoice};
use super::fresh::missing;
use super::line::names;
use super::past::{HistoryView, RevisionView, history, revisions};
use super::standing::Standing;
use super::store::Goal;
use crate::clock::{Instant, in_hanoi};
use crate::content::check::Problem;
use crate::content::rating::{self, Rating};
use crate::content::{ContentLanguage, Document, Kind, Live, Revision, State};
use crate::web::desk::Frame;
use crate::web::desk::asking::{Asking, Reading};
use crate::web::desk::fields::Fields;
use crate::web::desk::form::{Conversion, Layout, SectionView, Text, describe, fill};
use crate::web::failure::Failure;

/// What a page shows beside what is stored.
#[derive(Debug, Default)]
pub struct Shown {
    pub status: Option<StatusCode>,
    /// What was typed and not saved.
    pub fields: Option<Fields>,
    /// The revision the typed form was opened with.
    pub base: Option<i64>,
    pub problems: Vec<Problem>,
    /// One message above everything.
    pub alert: String,
    /// What was typed into the form of an act (`typed.…`).
    pub act: Fields,
    /// The key of what was just done.
    pub done: Option<String>,
}

impl Shown {
    pub fn problems(problems: Vec<Problem>) -> Self {
        Self { status: Some(StatusCode::UNPROCESSABLE_ENTITY), problems, ..Self::default() }
    }
}

const DONE: &[&str] = &[
    "done-saved",
    "done-submitted",
    "done-returned",
    "done-approved",
    "done-scheduled",
    "done-unscheduled",
    "done-published",
    "done-withdrawn",
    "done-archived",
    "done-featured",
    "done-unfeatured",
];

/// The form and what surrounds its fields.
#[derive(Debug, Clone, Serialize)]
pub struct FormView {
    pub kind: &'static str,
    pub sections: Vec<SectionView>,
    /// Id of the element, the field's words, what is wrong.
    pub summary: Vec<(String, String, String)>,
    pub pictures: Vec<PictureChoice>,
    pub recordings: Vec<RecordingChoice>,
    /// Names to complete a place with.
    pub places: Vec<String>,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    alert: String,
    item: ItemView,
    panels: Vec<Panel>,
    form: Option<FormView>,
    base: i64,
    /// Why it cannot be edited; empty: it can.
    why_not_edit: String,
    texts: Vec<Text>,
    revisions: Vec<RevisionView>,
    history: Vec<HistoryView>,
    /// The revision that is live or was last, for the comparison offered.
    compare_with: i32,
    act: std::collections::BTreeMap<String, String>,
    /// What readers answered, of the item and of the live revision.
    rating: Rating,
    live_rating: Rating,
}

/// The same text in another language.
#[derive(Debug, Clone, Serialize)]
struct Translated {
    id: i64,
    title: String,
    language: &'static str,
    is_live: bool,
}

#[derive(Serialize)]
struct ItemView {
    id: i64,
    title: String,
    kind: String,
    language: String,
    organisation: String,
    featured: bool,
    /// The public page; empty: there is none.
    public: String,
    number: i32,
    state: &'static str,
    state_at: Instant,
    author: String,
    note: String,
    publish_at: Option<Instant>,
    expires_at: Option<Instant>,
    /// When what is in work is to end, unless somebody says otherwise.
    until: Option<Instant>,
    /// The live revision's number where another is in work; 0: none.
    live_number: i32,
    /// Of what is withdrawn, where another revision is at hand.
    withdrawn_because: String,
    /// Whether it ever was on the site.
    was_public: bool,
    translations: Vec<Translated>,
    /// Those of them that are on the site.
    still_live: Vec<Translated>,
    /// The languages it may still be translated into.
    missing: Vec<&'static str>,
    /// To be heard here before it is approved.
    recording: Option<RecordingChoice>,
}

struct Found {
    standing: Standing,
    item: ItemView,
    document: Document,
    choices: Choices,
    revisions: Vec<RevisionView>,
    history: Vec<HistoryView>,
    rating: Rating,
    live_rating: Rating,
}

/// The page of an item; 403 for who may not see it.
pub async fn item(asking: &Asking, id: i64, shown: Shown) -> Result<HttpResponse, Failure> {
    let typed = shown.fields.as_ref().map(Chosen::typed);
    let found = asking.read(move |r| find(id, typed, r)).await?;
    let Found { standing, item, document, choices, revisions, history, rating, live_rating } =
        found;
    let reference = asking.app.reference();
    let (actor, tree) = (asking.current.actor(), &reference.site.tree);
    let may_edit = standing.may_edit(actor, tree);
    let theme = asking.app.desk_theme();
    // What was typed is shown even to who may no longer save it.
    let typed = shown.fields.is_some();
    let form = (may_edit.is_ok() || typed).then(|| {
        let fields = shown.fields.clone().unwrap_or_else(|| fill(&document));
        form_view(asking, standing.item.kind(), &fields, &shown.problems, choices)
    });
    let vocabulary = &reference.site.vocabulary;
    let texts = match form {
        Some(_) => Vec::new(),
        None => describe(&document, vocabulary, theme.words(), asking.language()),
    };
    let other = revisions.iter().find(|one| one.number < item.number).map_or(0, |one| one.number);
    let view = View {
        frame: asking.frame().after(shown.done.as_deref(), DONE),
        alert: shown.alert,
        panels: panels(&standing, asking),
        form,
        base: shown.base.unwrap_or(standing.focus.id),
        why_not_edit: may_edit.err().map(|denied| why(asking, &denied)).unwrap_or_default(),
        texts: texts.into_iter().filter(|text| !text.text.is_empty()).collect(),
        compare_with: if item.live_number > 0 { item.live_number } else { other },
        item,
        revisions,
        history,
        rating,
        live_rating,
        act: shown.act.pairs().iter().cloned().collect(),
    };
    asking.page("items/item.html", shown.status.unwrap_or(StatusCode::OK), &view)
}

fn find(id: i64, typed: Option<Chosen>, r: Reading) -> Result<Found, Failure> {
    let Reading { app, reference, actor, language, conn } = r;
    let theme = app.desk_theme();
    let tree = &reference.site.tree;
    let standing = Standing::load(id, actor, tree, conn)?;
    let (item, focus) = (&standing.item, &standing.focus);
    let document = focus.document(conn)?;
    let author = names(&focus.created_by.into_iter().collect::<Vec<_>>(), conn)?;
    let public = Live::find(id, conn)?.map(|live| live.path()).unwrap_or_default();
    let mut translations = Vec::new();
    for other in item.translations(conn)? {
        let title = Revision::latest(other.id, conn)?.map(|one| one.title);
        translations.push(Translated {
            id: other.id,
            title: title.unwrap_or_default(),
            language: other.language().name(),
            is_live: Live::find(other.id, conn)?.is_some(),
        });
    }
    let still_live = translations.iter().filter(|one| one.is_live).cloned().collect();
    let live_number =
        standing.live.as_ref().filter(|live| live.id != focus.id).map_or(0, |live| live.number);
    let told = [State::ChangesRequested, State::Withdrawn].contains(&focus.state());
    // Another revision is at hand by now: why the last one was taken down still counts.
    let taken = Revision::last_public(id, conn)?;
    let was_public = taken.is_some();
    let taken = taken.filter(|one| one.id != focus.id && one.state() == State::Withdrawn);
    let taken = taken.filter(|_| public.is_empty()).and_then(|one| one.note);
    let view = ItemView {
        id,
        title: focus.title.clone(),
        kind: item.kind_name.clone(),
        language: item.language_name.clone(),
        organisation: tree
            .get(item.organisation_id)
            .map(|one| one.name(language).to_owned())
            .unwrap_or_default(),
        featured: item.featured,
        public,
        number: focus.number,
        state: focus.state().name(),
        state_at: focus.state_at,
        author: focus.created_by.and_then(|id| author.get(&id).cloned()).unwrap_or_default(),
        note: focus.note.clone().filter(|_| told).unwrap_or_default(),
        withdrawn_because: taken.unwrap_or_default(),
        publish_at: focus.publish_at,
        expires_at: focus.expires_at,
        until: crate::editorial::intended_end(focus.id, app.now(), conn)?,
        live_number,
        was_public,
        still_live,
        translations,
        missing: missing(item, conn)?.into_iter().map(ContentLanguage::name).collect(),
        recording: document
            .recorded(conn)?
            .map(|asset| RecordingChoice::of(&asset, theme.words(), language)),
    };
    let chosen = typed.unwrap_or_else(|| Chosen::of(&document));
    Ok(Found {
        choices: Choices::load(&chosen, (theme.words(), language), conn)?,
        revisions: revisions(id, conn)?,
        history: history(id, conn)?,
        rating: rating::of_item(id, conn)?,
        live_rating: match &standing.live {
            Some(live) => rating::of_revision(live.id, conn)?,
            None => Rating::default(),
        },
        item: view,
        document,
        standing,
    })
}

/// The form of `kind` with `fields` typed in.
pub fn form_view(
    asking: &Asking,
    kind: Kind,
    fields: &Fields,
    problems: &[Problem],
    choices: Choices,
) -> FormView {
    let reference = asking.app.reference();
    let theme = asking.app.desk_theme();
    let vocabulary = &reference.site.vocabulary;
    let layout = Layout {
        kind,
        fields,
        problems,
        vocabulary,
        words: theme.words(),
        language: asking.language(),
        today: in_hanoi(asking.app.now()).date_naive(),
    };
    let places = vocabulary.places().iter().map(|place| place.full_name.clone()).collect();
    let (sections, summary) = (layout.sections(), layout.summary());
    let Choices { pictures, recordings } = choices;
    FormView { kind: kind.name(), sections, summary, pictures, recordings, places }
}

#[derive(Serialize)]
struct OldText<'a> {
    frame: Frame,
    address: String,
    encoding: &'static str,
    changed: Vec<OldField>,
    /// All that was typed, as it is and converted.
    typed: &'a [(String, String)],
    converted: &'a [(String, String)],
}

#[derive(Serialize)]
struct OldField {
    label: String,
    before: String,
    after: String,
}

/// Text in an old encoding: the form as typed beside the form converted, and a
/// button to save either.
pub fn old_text(
    asking: &Asking,
    goal: &Goal,
    fields: &Fields,
    conversion: &Conversion,
) -> Result<HttpResponse, Failure> {
    let changed = conversion.changed.iter().map(|one| OldField {
        label: asking.say(&one.label, &[]),
        before: one.before.clone(),
        after: one.after.clone(),
    });
    let view = OldText {
        frame: asking.frame(),
        address: goal.address(),
        encoding: conversion.encoding,
        changed: changed.collect(),
        typed: fields.pairs(),
        converted: conversion.fields.pairs(),
    };
    asking.page("items/old-text.html", StatusCode::UNPROCESSABLE_ENTITY, &view)
}
