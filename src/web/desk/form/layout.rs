//! What the form of each kind shows: sections of fields, each with its words,
//! its control, what was typed, and its problems.

use chrono::NaiveDate;
use serde::Serialize;

use super::{id, key};
use crate::content::check::Problem;
use crate::content::details::{EventStatus, EventType, Genre, PrintSize, Purpose, Subject};
use crate::content::{Kind, Language, Taxonomy, Vocabulary};
use crate::theme::Words;
use crate::web::desk::fields::Fields;

/// A group of fields.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    pub key: String,
    pub fields: Vec<FieldView>,
}

/// One field as the template draws it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FieldView {
    pub name: String,
    pub id: String,
    pub label: String,
    /// Empty: none.
    pub help: String,
    /// Which control: `line`, `lines`, `markdown`, `date`, `moment`, `number`,
    /// `flag`, `select`, `checks`, `places`, `picture`, `recording`, `rows`.
    pub control: &'static str,
    pub value: String,
    /// Of a moment: its time of day.
    pub time: String,
    /// Height of a text area, in lines.
    pub height: u8,
    /// Characters it may have; 0: no limit told.
    pub limit: u32,
    /// Must be there before it can be submitted.
    pub needed: bool,
    /// Folded away until it holds something.
    pub folded: bool,
    pub options: Vec<Choice>,
    /// How many options are chosen.
    pub chosen: usize,
    /// Typed but not understood.
    pub typed: Vec<String>,
    pub rows: Vec<Vec<FieldView>>,
    pub problems: Vec<String>,
}

/// One value of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
    /// Stands below the one before it (an indicator below its dimension).
    pub below: bool,
}

/// What a form is laid out from.
pub struct Layout<'a> {
    pub kind: Kind,
    pub fields: &'a Fields,
    pub problems: &'a [Problem],
    pub vocabulary: &'a Vocabulary,
    pub words: &'a Words,
    pub language: Language,
    /// The day in Hanoi: terms that are over are offered no more.
    pub today: NaiveDate,
}

/// Empty rows added to what a table of inputs holds.
const MORE_ROWS: usize = 3;

/// Whether a posted field is one of a document.
fn is_of_document(name: &str) -> bool {
    const OWN: [&str; 10] = [
        "title",
        "slug",
        "sapo",
        "summary",
        "byline",
        "body",
        "correction",
        "illustration",
        "lead",
        "recording",
    ];
    let kinds = ["article.", "leaflet.", "story.", "event.", "places", "lead.", "recording."];
    OWN.contains(&name)
        || kinds.iter().any(|start| name.starts_with(start))
        || Taxonomy::ALL.iter().any(|taxonomy| taxonomy.plural() == name)
}

impl Layout<'_> {
    pub fn sections(&self) -> Vec<SectionView> {
        let head = ("head", vec![self.line("title", 250).needed(), self.lines("sapo", 3).needed()]);
        let body = (
            "body",
            vec![self.body(), self.media("lead", "picture"), self.media("recording", "recording")],
        );
        let details = (self.kind.name(), self.details());
        let file = ("file", self.filing());
        let more = (
            "more",
            vec![
                self.line("byline", 300),
                self.lines("summary", 3),
                self.flag("illustration"),
                self.line("correction", 2000),
                self.line("slug", 250),
            ],
        );
        let order = match self.kind {
            Kind::Article => [head, body, details, file, more],
            _ => [head, details, body, file, more],
        };
        let section = |(key, fields): (&str, Vec<FieldView>)| SectionView {
            key: format!("section-{key}"),
            fields,
        };
        order.into_iter().map(section).collect()
    }

    /// Every problem with where to mend it: the element's id (empty: nowhere
    /// in particular), the field's words, what is wrong.
    pub fn summary(&self) -> Vec<(String, String, String)> {
        let one = |problem: &Problem| {
            let text = self.words.with(self.language, problem.key, &problem.args);
            if is_of_document(&problem.field) {
                (id(&problem.field), self.label(&problem.field), text)
            } else {
                (String::new(), String::new(), text)
            }
        };
        self.problems.iter().map(one).collect()
    }

    fn label(&self, name: &str) -> String {
        self.words.with(self.language, &key(name), &[])
    }

    fn details(&self) -> Vec<FieldView> {
        match self.kind {
            Kind::Article => vec![
                self.select("article.genre", "genre-", Genre::ALL.iter().map(|one| one.name())),
                self.line("article.source_name", 300).with_help(self),
                self.line("article.source_author", 300),
                self.moment("article.source_published_at"),
                self.line("article.source_url", 300),
            ],
            Kind::Leaflet => vec![
                self.lines("leaflet.benefits", 3).needed(),
                self.lines("leaflet.eligibility", 3).needed(),
                self.lines("leaflet.papers", 4).with_help(self),
                self.lines("leaflet.where", 2).needed(),
                self.lines("leaflet.deadline", 1),
                self.lines("leaflet.contact", 2).needed(),
                self.field("leaflet.valid_from", "date"),
                self.field("leaflet.valid_until", "date"),
                self.select(
                    "leaflet.print_size",
                    "print-size-",
                    PrintSize::ALL.iter().map(|one| one.name()),
                ),
                self.field("leaflet.print_run", "number"),
            ],
            Kind::Story => vec![
                self.select("story.subject", "subject-", Subject::ALL.iter().map(|one| one.name())),
                self.lines("story.before", 4).needed(),
                self.lines("story.actions", 4).needed(),
                self.lines("story.after", 4).needed(),
                self.figures(),
                self.lines("story.lessons", 3),
                self.consents(),
            ],
            Kind::Event => vec![
                self.select("event.type", "event-type-", EventType::ALL.iter().map(|o| o.name())),
                self.moment("event.starts_at").needed(),
                self.moment("event.ends_at"),
                self.line("event.venue", 300).needed(),
                self.line("event.organiser", 300).needed(),
                self.lines("event.contact", 2),
                self.lines("event.registration", 2),
                self.select(
                    "event.status",
                    "event-status-",
                    EventStatus::ALL.iter().map(|one| one.name()),
                )
                .with_help(self),
                self.line("event.outcome", 300).with_help(self),
            ],
        }
    }

    fn filing(&self) -> Vec<FieldView> {
        let mut fields = vec![self.terms(Taxonomy::Topic).needed(), self.terms(Taxonomy::Audience)];
        if self.kind == Kind::Story {
            fields.push(self.terms(Taxonomy::Field));
        }
        fields.push(self.places());
        for taxonomy in [Taxonomy::Deprivation, Taxonomy::Form, Taxonomy::Programme] {
            fields.push(FieldView { folded: true, ..self.terms(taxonomy) });
        }
        if self.kind != Kind::Story {
            fields.push(FieldView { folded: true, ..self.terms(Taxonomy::Field) });
        }
        fields
    }

    fn field(&self, name: &str, control: &'static str) -> FieldView {
        let own = |problem: &&Problem| problem.field == name;
        let told = |problem: &Problem| self.words.with(self.language, problem.key, &problem.args);
        FieldView {
            id: id(name),
            label: self.label(name),
            control,
            value: self.fields.get(name).to_owned(),
            problems: self.problems.iter().filter(own).map(told).collect(),
            name: name.to_owned(),
            ..FieldView::default()
        }
    }

    fn line(&self, name: &str, limit: u32) -> FieldView {
        let helped = ["title", "slug", "byline", "correction"].contains(&name);
        let field = FieldView { limit, ..self.field(name, "line") };
        if helped { field.with_help(self) } else { field }
    }

    fn lines(&self, name: &str, height: u8) -> FieldView {
        let helped = ["sapo", "summary"].contains(&name);
        let field = FieldView { height, limit: 2000, ..self.field(name, "lines") };
        if helped { field.with_help(self) } else { field }
    }

    fn body(&self) -> FieldView {
        FieldView { height: 18, ..self.field("body", "markdown") }.needed()
    }

    fn flag(&self, name: &str) -> FieldView {
        let chosen = usize::from(self.fields.has(name));
        FieldView { chosen, ..self.field(name, "flag") }.with_help(self)
    }

    /// A picture or a recording to choose, or its code to paste.
    fn media(&self, name: &str, control: &'static str) -> FieldView {
        let typed = vec![self.fields.get(&format!("{name}.other")).to_owned()];
        FieldView { typed, ..self.field(name, control) }.with_help(self)
    }

    fn moment(&self, name: &str) -> FieldView {
        FieldView {
            value: self.fields.get(&format!("{name}.date")).to_owned(),
            time: self.fields.get(&format!("{name}.time")).to_owned(),
            ..self.field(name, "moment")
        }
    }

    fn select<'b>(
        &self,
        name: &str,
        list: &str,
        values: impl Iterator<Item = &'b str>,
    ) -> FieldView {
        let options = self.choices(name, list, values);
        FieldView { options, ..self.field(name, "select") }
    }

    fn choices<'b>(
        &self,
        name: &str,
        list: &str,
        values: impl Iterator<Item = &'b str>,
    ) -> Vec<Choice> {
        let choice = |value: &str| Choice {
            value: value.to_owned(),
            label: self.words.with(self.language, &format!("{list}{value}"), &[]),
            chosen: self.fields.all(name).any(|own| own == value),
            below: false,
        };
        values.map(choice).collect()
    }

    /// Terms that hold today, and those that were chosen before.
    fn terms(&self, taxonomy: Taxonomy) -> FieldView {
        let name = taxonomy.plural();
        let mut options = Vec::new();
        for term in self.vocabulary.terms(taxonomy) {
            let chosen = self.fields.all(name).any(|own| own == term.slug);
            let over = term.valid_to.is_some_and(|last| last < self.today)
                || term.valid_from.is_some_and(|first| first > self.today);
            if !over || chosen {
                options.push(Choice {
                    value: term.slug.clone(),
                    label: term.name(self.language).to_owned(),
                    chosen,
                    below: term.parent_id.is_some(),
                });
            }
        }
        let chosen = options.iter().filter(|one| one.chosen).count();
        FieldView { options, chosen, ..self.field(name, "checks") }
    }

    fn places(&self) -> FieldView {
        let chosen: Vec<Choice> = self
            .fields
            .all("places")
            .map(|slug| Choice {
                value: slug.to_owned(),
                label: self
                    .vocabulary
                    .place(slug)
                    .map_or(slug, |place| &place.full_name)
                    .to_owned(),
                chosen: true,
                below: false,
            })
            .collect();
        let mut typed: Vec<String> = self
            .fields
            .all("places.add")
            .filter(|text| !text.trim().is_empty())
            .map(str::to_owned)
            .collect();
        typed.resize(typed.len() + MORE_ROWS, String::new());
        FieldView { chosen: chosen.len(), options: chosen, typed, ..self.field("places", "places") }
            .with_help(self)
    }

    fn figures(&self) -> FieldView {
        let rows = self.rows_and_more("story.figures").into_iter().map(|row| {
            let cell = |part: &str| self.line(&format!("story.figures.{row}.{part}"), 300);
            ["label", "before", "after"].map(cell).into()
        });
        FieldView { rows: rows.collect(), ..self.field("story.figures", "rows") }.with_help(self)
    }

    fn consents(&self) -> FieldView {
        let rows = self.rows_and_more("story.consents").into_iter().map(|row| {
            let name = |part: &str| format!("story.consents.{row}.{part}");
            let purposes = name("purposes");
            let options =
                self.choices(&purposes, "purpose-", Purpose::ALL.iter().map(|one| one.name()));
            vec![
                self.line(&name("person"), 300),
                FieldView { options, ..self.field(&purposes, "checks") },
                self.field(&name("given_on"), "date"),
                self.field(&name("expires_on"), "date"),
                self.line(&name("evidence"), 300),
                self.line(&name("guardian"), 300),
            ]
        });
        FieldView { rows: rows.collect(), ..self.field("story.consents", "rows") }.with_help(self)
    }

    /// The rows that hold something, and three empty ones.
    fn rows_and_more(&self, name: &str) -> Vec<usize> {
        let full = |row: &usize| {
            let start = format!("{name}.{row}.");
            let own =
                |(own, text): &(String, String)| own.starts_with(&start) && !text.trim().is_empty();
            self.fields.pairs().iter().any(own)
        };
        let mut rows: Vec<usize> = self.fields.rows(name).into_iter().filter(full).collect();
        let next = rows.last().map_or(0, |last| last.saturating_add(1));
        rows.extend((0..MORE_ROWS).map(|more| next.saturating_add(more)));
        rows
    }
}

impl FieldView {
    fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    fn with_help(self, layout: &Layout) -> Self {
        let help = layout.words.with(layout.language, &format!("{}-help", key(&self.name)), &[]);
        Self { help, ..self }
    }
}
