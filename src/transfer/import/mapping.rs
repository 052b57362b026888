//! The mapping of JSON Lines: which field of an object becomes which key of an
//! item's front matter. Documented in `content/README.md`.

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use serde_json::Value as Json;

use super::plain;
use crate::clock::hanoi;
use crate::names::{UnknownName, closed_list, nearest};
use crate::transfer::fault::{Expected, Fault, Position, What};
use crate::transfer::fields::{Fields, Noted};
use crate::transfer::node::{Node, Table, Value, from_json, parse_toml};
use crate::transfer::source::{Legacy, decode, unicode};

closed_list! {
    /// What a body is written in.
    BodyFormat { Plain = "plain", Markdown = "markdown" }
}

closed_list! {
    /// Where the lead paragraph comes from when no field gives it.
    SapoFrom { Nowhere = "nowhere", FirstParagraph = "first-paragraph" }
}

closed_list! {
    /// What becomes of a title beyond the limit.
    LongTitle { Refuse = "refuse", Shorten = "shorten" }
}

/// Keys of front matter that hold times, and days.
const TIMES: &[&str] = &[
    "published_at",
    "publish_at",
    "expires_at",
    "created_at",
    "article.source_published_at",
    "event.starts_at",
    "event.ends_at",
];
const DAYS: &[&str] = &["leaflet.valid_from", "leaflet.valid_until"];

/// Characters of a title that is shortened; the limit itself is 250.
const TITLE: usize = 160;
const TITLE_LIMIT: usize = 250;

/// A mapping, read.
#[derive(Debug)]
pub struct Mapping {
    /// What every item has, unless its object says otherwise.
    constants: Table,
    /// (key of front matter, path in the object).
    fields: Vec<(String, Vec<String>)>,
    /// Per key: what a value of the object becomes.
    values: HashMap<String, HashMap<String, Value>>,
    body: BodyFormat,
    sapo: SapoFrom,
    long_title: LongTitle,
    dates: Vec<String>,
    offset: FixedOffset,
}

/// An object as front matter, and what names it.
#[derive(Debug)]
pub struct Mapped {
    pub table: Table,
    /// The object's own id, when a field is mapped to `id`.
    pub id: Option<String>,
}

impl Mapping {
    /// Reads the mapping's file.
    pub fn read(path: &Path) -> Result<Self, Vec<Fault>> {
        let file = path.display().to_string();
        let fault = |at, what| vec![Fault::new(&*file, at, what)];
        let bytes = std::fs::read(path).map_err(|error| fault(None, What::unreadable(&error)))?;
        let text = decode(&bytes, Legacy::Refuse).map_err(|(at, what)| fault(Some(at), what))?;
        let table = parse_toml(&text, 0..text.len()).map_err(|(at, what)| fault(Some(at), what))?;
        let mut noted = Noted::new();
        let mut fields = Fields::new(table, Position::line(1), "", &mut noted);
        let mapping = Self::from_fields(&mut fields);
        fields.finish();
        let faults = noted.into_iter().map(|(at, what)| Fault::new(&*file, at, what));
        let faults: Vec<Fault> = faults.collect();
        if faults.is_empty() { Ok(mapping) } else { Err(faults) }
    }

    fn from_fields(fields: &mut Fields) -> Self {
        let constants = fields.whole("item");
        let mapped =
            fields.whole("fields").into_iter().filter_map(|(key, at, node)| match node.value {
                Value::Text(path) => Some((key, path.split('.').map(str::to_owned).collect())),
                _ => {
                    fields.note(Some(at), What::WrongType { key, expected: Expected::Text });
                    None
                }
            });
        let mapped: Vec<(String, Vec<String>)> = mapped.collect();
        let mut values = HashMap::new();
        for (key, at, node) in fields.whole("values") {
            let Value::Table(table) = node.value else {
                fields.note(Some(at), What::WrongType { key, expected: Expected::Table });
                continue;
            };
            let known = || mapped.iter().map(|(key, _)| key.as_str());
            if !known().any(|own| own == key) {
                let nearest = nearest(&key, known()).map(str::to_owned);
                fields.note(Some(at), What::UnknownKey { key, allowed: Vec::new(), nearest });
                continue;
            }
            values.insert(key, table.into_iter().map(|(from, _, to)| (from, to.value)).collect());
        }
        let dates = fields.texts("dates").into_iter().map(|(format, _)| format).collect();
        Self {
            constants,
            fields: mapped,
            values,
            body: fields.one_of("body").unwrap_or_default(),
            sapo: fields.one_of("sapo").unwrap_or_default(),
            long_title: fields.one_of("long_title").unwrap_or_default(),
            dates,
            offset: offset(fields),
        }
    }

    /// An object as a table of front matter with a body; its line is `at`.
    pub fn apply(&self, object: &Json, at: Position, legacy: Legacy, noted: &mut Noted) -> Mapped {
        let mut table = self.constants.clone();
        // Faults of constants are told at the object they first meet.
        let mut id = None;
        for (key, path) in &self.fields {
            let found = path.iter().try_fold(object, |inner, name| inner.get(name));
            let Some(found) = found.filter(|value| !is_empty(value)) else { continue };
            if key == "id" {
                id = Some(found.as_str().map_or_else(|| found.to_string(), str::to_owned));
                continue;
            }
            match self.value(key, found, at, legacy) {
                Ok(node) => set(&mut table, key, node),
                Err(what) => noted.push((Some(at), what)),
            }
        }
        self.shape(&mut table, at);
        Mapped { table, id }
    }

    fn value(&self, key: &str, found: &Json, at: Position, legacy: Legacy) -> Result<Node, What> {
        if let Some(values) = self.values.get(key)
            && let Some(value) = found.as_str().and_then(|text| values.get(text))
        {
            return Ok(Node { value: value.clone(), at });
        }
        let value = if TIMES.contains(&key) {
            let time = self.time(found).ok_or_else(|| wrong(key, Expected::DateTime))?;
            toml_time(&time.to_rfc3339()).ok_or_else(|| wrong(key, Expected::DateTime))?
        } else if DAYS.contains(&key) {
            let day = self.time(found).ok_or_else(|| wrong(key, Expected::Date))?;
            toml_time(&day.date_naive().to_string()).ok_or_else(|| wrong(key, Expected::Date))?
        } else {
            match from_json(found.clone(), at).value {
                Value::Text(text) => Value::Text(unicode(text, legacy)?),
                other => other,
            }
        };
        Ok(Node { value, at })
    }

    /// By the mapping's formats, as RFC 3339, or as seconds since 1970.
    fn time(&self, found: &Json) -> Option<DateTime<FixedOffset>> {
        if let Some(seconds) = found.as_i64() {
            return DateTime::from_timestamp(seconds, 0).map(|at| at.with_timezone(&self.offset));
        }
        let text = found.as_str()?.trim();
        let here = |local: NaiveDateTime| self.offset.from_local_datetime(&local).single();
        let by_format = |format: &String| {
            DateTime::parse_from_str(text, format)
                .ok()
                .or_else(|| NaiveDateTime::parse_from_str(text, format).ok().and_then(here))
                .or_else(|| {
                    let day = NaiveDate::parse_from_str(text, format).ok()?;
                    here(day.and_time(NaiveTime::MIN))
                })
        };
        let by_formats = self.dates.iter().find_map(by_format);
        by_formats.or_else(|| DateTime::parse_from_rfc3339(text).ok())
    }

    /// Title, lead paragraph and body as the mapping wants them.
    fn shape(&self, table: &mut Table, at: Position) {
        let text = |table: &Table, key: &str| match get(table, key) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let title = crate::text::single_line(&text(table, "title"));
        let body = crate::text::normalise(&text(table, "body"));
        let node = |text: String| Node { value: Value::Text(text), at };
        let mut paragraphs = plain::paragraphs(&body);
        let too_long = title.chars().count() > TITLE_LIMIT && self.long_title == LongTitle::Shorten;
        if too_long {
            set(table, "title", node(plain::shorten(&title, TITLE)));
        }
        if text(table, "sapo").is_empty() && self.sapo == SapoFrom::FirstParagraph {
            // What the title had to leave out is the lead paragraph.
            let sapo = if too_long { title } else { plain::take_sapo(&mut paragraphs) };
            set(table, "sapo", node(sapo));
        }
        let body = match self.body {
            BodyFormat::Plain => plain::markdown(&paragraphs),
            BodyFormat::Markdown if self.sapo == SapoFrom::FirstParagraph => {
                paragraphs.join("\n\n")
            }
            BodyFormat::Markdown => body,
        };
        set(table, "body", node(body));
    }
}

fn wrong(key: &str, expected: Expected) -> What {
    What::WrongType { key: key.to_owned(), expected }
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(list) => list.is_empty(),
        _ => false,
    }
}

fn toml_time(text: &str) -> Option<Value> {
    text.parse().ok().map(Value::Time)
}

/// `offset = "+07:00"`: of times that name none.
fn offset(fields: &mut Fields) -> FixedOffset {
    let Some(given) = fields.text("offset") else { return hanoi() };
    given.parse().unwrap_or_else(|_| {
        let unknown = UnknownName { given, expected: &["+07:00", "+00:00"] };
        fields.note(fields.place("offset"), What::not_in_list("offset", &unknown));
        hanoi()
    })
}

fn get<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
    table.iter().find(|(own, _, _)| own == key).map(|(_, _, node)| &node.value)
}

/// Sets `key`, or `table.key`, in the place of what was there.
fn set(table: &mut Table, key: &str, node: Node) {
    match key.split_once('.') {
        None => {
            table.retain(|(own, _, _)| own != key);
            table.push((key.to_owned(), node.at, node));
        }
        Some((outer, inner)) => {
            let at = node.at;
            if !matches!(get(table, outer), Some(Value::Table(_))) {
                let empty = Node { value: Value::Table(Table::new()), at };
                set(table, outer, empty);
            }
            let entry = table.iter_mut().find(|(own, _, _)| own == outer);
            if let Some((_, _, Node { value: Value::Table(own), .. })) = entry {
                set(own, inner, node);
            }
        }
    }
}
