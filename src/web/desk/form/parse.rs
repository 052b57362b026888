//! Posted fields to a document. What cannot be read is a problem at its field.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use crate::clock::{Instant, from_hanoi, hanoi};
use crate::content::check::Problem;
use crate::content::details::{Article, Consent, Details, Event, Figure, Leaflet, Story};
use crate::content::{Address, Document, Kind, Taxonomy, UnknownName, Vocabulary};
use crate::text::{fold, single_line};
use crate::web::desk::fields::Fields;

/// The document that `fields` say, and what could not be read of them; such a
/// field is left as in an empty document.
pub fn parse(fields: &Fields, kind: Kind, vocabulary: &Vocabulary) -> (Document, Vec<Problem>) {
    let mut reader = Reader { fields, problems: Vec::new() };
    let mut document = Document::empty(kind);
    document.title = reader.text("title");
    document.slug = reader.text("slug");
    document.sapo = reader.text("sapo");
    document.summary = reader.text("summary");
    document.byline = reader.text("byline");
    document.body = reader.text("body");
    document.correction = reader.text("correction");
    document.illustration = fields.has("illustration");
    document.lead = reader.media("lead", "problem-picture-code");
    document.recording = reader.media("recording", "problem-recording-code");
    for taxonomy in Taxonomy::ALL {
        let slugs: Vec<String> = fields.all(taxonomy.plural()).map(str::to_owned).collect();
        if !slugs.is_empty() {
            document.terms.insert(*taxonomy, slugs);
        }
    }
    document.places = reader.places(vocabulary);
    document.details = reader.details(kind);
    (document, reader.problems)
}

/// A date and a time field, as one moment in Hanoi.
#[derive(Debug, Clone, Copy)]
pub enum Times {
    /// A day without a time begins at midnight.
    MayLackTime,
    NeedsBoth,
}

/// The moment that `name.date` and `name.time` say; `None` when both are empty.
pub fn instant(fields: &Fields, name: &str, times: Times) -> Result<Option<Instant>, Problem> {
    let (day, time) = (fields.get(&format!("{name}.date")), fields.get(&format!("{name}.time")));
    if day.trim().is_empty() && time.trim().is_empty() {
        return Ok(None);
    }
    let day = date(day).map_err(|()| bad(name, "problem-date", day))?;
    let day = day.ok_or_else(|| Problem::new(name, "problem-date-missing"))?;
    let time = match (time.trim(), times) {
        ("", Times::MayLackTime) => NaiveTime::MIN,
        ("", Times::NeedsBoth) => return Err(Problem::new(name, "problem-time-missing")),
        (text, _) => clock(text).ok_or_else(|| bad(name, "problem-time", text))?,
    };
    Ok(Some(from_hanoi(day.and_time(time))))
}

/// A day as browsers send it, or as people write it: `2026-12-05`, `5/12/2026`.
pub fn date(text: &str) -> Result<Option<NaiveDate>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let forms = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"];
    let read = forms.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    read.filter(|day| (1900..2200).contains(&chrono::Datelike::year(day))).map(Some).ok_or(())
}

fn clock(text: &str) -> Option<NaiveTime> {
    let forms = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hg%M"];
    forms.iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

fn bad(name: &str, key: &'static str, value: &str) -> Problem {
    Problem::new(name, key).with("value", single_line(value))
}

struct Reader<'a> {
    fields: &'a Fields,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> String {
        self.fields.get(name).to_owned()
    }

    /// The value of a closed list; nothing sent is its first.
    fn choice<T: FromStr<Err = UnknownName> + Default>(&mut self, name: &str) -> T {
        match self.fields.get(name) {
            "" => T::default(),
            text => text.parse().unwrap_or_else(|unknown: UnknownName| {
                let nearest = unknown.nearest().unwrap_or_default();
                self.problems.push(bad(name, "problem-choice", text).with("nearest", nearest));
                T::default()
            }),
        }
    }

    fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.fields.get(name);
        date(text).unwrap_or_else(|()| {
            self.problems.push(bad(name, "problem-date", text));
            None
        })
    }

    fn moment(&mut self, name: &str) -> Option<DateTime<FixedOffset>> {
        let at = instant(self.fields, name, Times::MayLackTime).unwrap_or_else(|problem| {
            self.problems.push(problem);
            None
        });
        at.map(|at| at.and_utc().with_timezone(&hanoi()))
    }

    /// A number of copies: points and spaces between thousands are read.
    fn number(&mut self, name: &str) -> u32 {
        let text = self.fields.get(name).trim();
        let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{A0}')).collect();
        if digits.is_empty() {
            return 0;
        }
        let is_number = digits.chars().all(|c| c.is_ascii_digit());
        digits.parse().unwrap_or_else(|_| {
            let key = if is_number { "problem-number-large" } else { "problem-number" };
            self.problems.push(bad(name, key, text));
            0
        })
    }

    /// The chosen picture or recording; one that was pasted wins, as its code or
    /// whole.
    fn media(&mut self, name: &str, problem: &'static str) -> Option<String> {
        let pasted = self.fields.get(&format!("{name}.other")).trim();
        if pasted.is_empty() {
            return Some(self.text(name)).filter(|uid| !uid.is_empty());
        }
        let code = pasted.split_once("media:").map_or(pasted, |(_, rest)| rest);
        let uid: String =
            code.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if uuid::Uuid::parse_str(&uid).is_err() {
            self.problems.push(bad(name, problem, pasted));
            return None;
        }
        Some(uid)
    }

    /// The chosen places, and those that were written out.
    fn places(&mut self, vocabulary: &Vocabulary) -> Vec<String> {
        let mut slugs: Vec<String> = self.fields.all("places").map(str::to_owned).collect();
        for written in self.fields.all("places.add").filter(|text| !text.trim().is_empty()) {
            let wanted = fold(&single_line(written));
            let is = |name: &str| fold(name) == wanted;
            let all = vocabulary.places();
            let exact = all.iter().find(|place| is(&place.full_name) || place.slug == wanted);
            match exact.or_else(|| all.iter().find(|place| is(&place.name))) {
                Some(place) => slugs.push(place.slug.clone()),
                None => {
                    let nearest = vocabulary.finder().nearest(written);
                    let nearest = nearest.first().map(|found| found.place.full_name.as_str());
                    let key = nearest.map_or("problem-place", |_| "problem-place-nearest");
                    let problem = bad("places", key, written);
                    self.problems.push(problem.with("nearest", nearest.unwrap_or_default()));
                }
            }
        }
        slugs
    }

    fn details(&mut self, kind: Kind) -> Details {
        match kind {
            Kind::Article => Details::Article(Article {
                genre: self.choice("article.genre"),
                source_name: self.text("article.source_name"),
                source_author: self.text("article.source_author"),
                source_published_at: self.moment("article.source_published_at"),
                source_url: self.text("article.source_url"),
            }),
            Kind::Leaflet => Details::Leaflet(Leaflet {
                benefits: self.text("leaflet.benefits"),
                eligibility: self.text("leaflet.eligibility"),
                papers: self.text("leaflet.papers"),
                place: self.text("leaflet.where"),
                deadline: self.text("leaflet.deadline"),
                contact: self.text("leaflet.contact"),
                valid_from: self.date("leaflet.valid_from"),
                valid_until: self.date("leaflet.valid_until"),
                print_size: self.choice("leaflet.print_size"),
                print_run: self.number("leaflet.print_run"),
            }),
            Kind::Story => Details::Story(self.story()),
            Kind::Event => Details::Event(Event {
                event_type: self.choice("event.type"),
                starts_at: self.moment("event.starts_at"),
                ends_at: self.moment("event.ends_at"),
                venue: self.text("event.venue"),
                organiser: self.text("event.organiser"),
                contact: self.text("event.contact"),
                registration: self.text("event.registration"),
                status: self.choice("event.status"),
                outcome: Address::slug_of(&self.text("event.outcome")).to_owned(),
            }),
        }
    }

    fn story(&mut self) -> Story {
        Story {
            subject: self.choice("story.subject"),
            before: self.text("story.before"),
            actions: self.text("story.actions"),
            after: self.text("story.after"),
            lessons: self.text("story.lessons"),
            figures: self.figures(),
            consents: self.consents(),
        }
    }

    /// Rows that say nothing are passed over.
    fn figures(&mut self) -> Vec<Figure> {
        let rows = self.fields.rows("story.figures").into_iter().map(|row| {
            let text = |name: &str| self.text(&format!("story.figures.{row}.{name}"));
            Figure { label: text("label"), before: text("before"), after: text("after") }
        });
        rows.filter(|row| {
            [&row.label, &row.before, &row.after].iter().any(|t| !t.trim().is_empty())
        })
        .collect()
    }

    fn consents(&mut self) -> Vec<Consent> {
        let mut consents = Vec::new();
        for row in self.fields.rows("story.consents") {
            let name = |part: &str| format!("story.consents.{row}.{part}");
            let named = name("purposes");
            let purposes: Vec<&str> = self.fields.all(&named).collect();
            let mut consent = Consent {
                person: self.text(&name("person")),
                evidence: self.text(&name("evidence")),
                guardian: self.text(&name("guardian")),
                given_on: self.date(&name("given_on")),
                expires_on: self.date(&name("expires_on")),
                purposes: Vec::new(),
            };
            for text in purposes {
                match text.parse() {
                    Ok(purpose) => consent.purposes.push(purpose),
                    Err(_) => self.problems.push(bad(&named, "problem-choice", text)),
                }
            }
            if consent != Consent::default() {
                consents.push(consent);
            }
        }
        consents
    }
}

#[cfg(test)]
mod tests;
