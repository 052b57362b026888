//! A table read key by key into types; what is wrong is noted, not the end.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use toml::value::{Datetime, Offset};

use super::fault::{Expected, Position, What};
use super::node::{Node, Table, Value};
use crate::clock::hanoi;
use crate::names::{UnknownName, nearest};

/// Faults of one file, with their places.
pub type Noted = Vec<(Option<Position>, What)>;

/// A table that is being read. Every key that is asked for is thereby known;
/// [`Fields::finish`] notes the others.
pub struct Fields<'a> {
    left: Table,
    /// `leaflet.`, before the keys of a table within.
    prefix: &'static str,
    known: Vec<&'static str>,
    at: Position,
    noted: &'a mut Noted,
    /// Places of the keys read so far, with their prefix.
    pub places: Vec<(String, Position)>,
}

impl<'a> Fields<'a> {
    pub fn new(table: Table, at: Position, prefix: &'static str, noted: &'a mut Noted) -> Self {
        Self { left: table, prefix, known: Vec::new(), at, noted, places: Vec::new() }
    }

    pub fn note(&mut self, at: Option<Position>, what: What) {
        self.noted.push((at.or(Some(self.at)), what));
    }

    /// Where a key that was read stands.
    pub fn place(&self, key: &str) -> Option<Position> {
        let full = format!("{}{key}", self.prefix);
        self.places.iter().find(|(own, _)| *own == full).map(|(_, at)| *at)
    }

    fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let found = self.left.iter().position(|(own, _, _)| own == key)?;
        let (_, at, node) = self.left.swap_remove(found);
        self.places.push((format!("{}{key}", self.prefix), at));
        (node.value != Value::Nothing).then_some(node)
    }

    fn wrong(&mut self, key: &str, expected: Expected, at: Position) {
        let key = format!("{}{key}", self.prefix);
        self.note(Some(at), What::WrongType { key, expected });
    }

    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let node = self.take(key)?;
        match node.value {
            Value::Text(text) => Some(text),
            _ => {
                self.wrong(key, Expected::Text, node.at);
                None
            }
        }
    }

    /// A text, empty when it is not there.
    pub fn text_or_empty(&mut self, key: &'static str) -> String {
        self.text(key).unwrap_or_default()
    }

    /// A text that must be there and hold something.
    pub fn required(&mut self, key: &'static str) -> String {
        let text = self.text(key);
        let wrong_already = text.is_none() && self.place(key).is_some();
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => text,
            None => {
                if !wrong_already {
                    let at = self.place(key);
                    self.note(at, What::MissingKey { key: format!("{}{key}", self.prefix) });
                }
                String::new()
            }
        }
    }

    /// A list of texts with their places; a single text is a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<(String, Position)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let list = match node.value {
            Value::List(list) => list,
            text @ Value::Text(_) => vec![Node { value: text, at: node.at }],
            _ => {
                self.wrong(key, Expected::Texts, node.at);
                return Vec::new();
            }
        };
        let mut texts = Vec::with_capacity(list.len());
        for one in list {
            match one.value {
                Value::Text(text) => texts.push((text, one.at)),
                _ => self.wrong(key, Expected::Texts, one.at),
            }
        }
        texts
    }

    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let node = self.take(key)?;
        match node.value {
            Value::Flag(flag) => Some(flag),
            _ => {
                self.wrong(key, Expected::Flag, node.at);
                None
            }
        }
    }

    pub fn count(&mut self, key: &'static str) -> Option<u32> {
        let node = self.take(key)?;
        let count = match node.value {
            Value::Integer(number) => u32::try_from(number).ok(),
            _ => None,
        };
        if count.is_none() {
            self.wrong(key, Expected::Count, node.at);
        }
        count
    }

    pub fn integer(&mut self, key: &'static str) -> Option<i32> {
        let node = self.take(key)?;
        let number = match node.value {
            Value::Integer(number) => i32::try_from(number).ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong(key, Expected::Number, node.at);
        }
        number
    }

    pub fn date(&mut self, key: &'static str) -> Option<NaiveDate> {
        let node = self.take(key)?;
        let date = match &node.value {
            Value::Time(Datetime { date: Some(date), time: None, offset: None }) => to_date(date),
            _ => None,
        };
        if date.is_none() {
            self.wrong(key, Expected::Date, node.at);
        }
        date
    }

    /// A time with its offset; without one it is a clock's in Hanoi, a day alone
    /// its beginning there.
    pub fn time(&mut self, key: &'static str) -> Option<DateTime<FixedOffset>> {
        let node = self.take(key)?;
        let time = match &node.value {
            Value::Time(time) => to_time(time),
            _ => None,
        };
        if time.is_none() {
            self.wrong(key, Expected::DateTime, node.at);
        }
        time
    }

    /// One of a closed list.
    pub fn one_of<T>(&mut self, key: &'static str) -> Option<T>
    where
        T: std::str::FromStr<Err = UnknownName>,
    {
        let text = self.text(key)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(unknown) => {
                let at = self.place(key);
                self.note(at, What::not_in_list(&format!("{}{key}", self.prefix), &unknown));
                None
            }
        }
    }

    /// A table within, read as the caller says.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        prefix: &'static str,
        read: impl FnOnce(&mut Fields) -> T,
    ) -> Option<T> {
        let node = self.take(key)?;
        match node.value {
            Value::Table(table) => {
                let mut inner = Fields::new(table, node.at, prefix, self.noted);
                let value = read(&mut inner);
                let places = inner.finish();
                self.places.extend(places);
                Some(value)
            }
            _ => {
                self.wrong(key, Expected::Table, node.at);
                None
            }
        }
    }

    /// A table within as it is, for keys that nobody knows beforehand.
    pub fn whole(&mut self, key: &'static str) -> Table {
        let Some(node) = self.take(key) else { return Table::new() };
        match node.value {
            Value::Table(table) => table,
            _ => {
                self.wrong(key, Expected::Table, node.at);
                Table::new()
            }
        }
    }

    /// A list of tables, each read as the caller says.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        prefix: &'static str,
        mut read: impl FnMut(&mut Fields) -> T,
    ) -> Vec<T> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let Value::List(list) = node.value else {
            self.wrong(key, Expected::Tables, node.at);
            return Vec::new();
        };
        let mut values = Vec::with_capacity(list.len());
        for one in list {
            let Value::Table(table) = one.value else {
                self.wrong(key, Expected::Tables, one.at);
                continue;
            };
            let mut inner = Fields::new(table, one.at, prefix, self.noted);
            values.push(read(&mut inner));
            inner.finish();
        }
        values
    }

    /// Notes the keys nobody asked for, and gives the places of the others.
    pub fn finish(mut self) -> Vec<(String, Position)> {
        let mut left = std::mem::take(&mut self.left);
        left.sort_by_key(|(_, at, _)| *at);
        for (key, at, _) in left {
            let nearest = nearest(&key, self.known.iter().copied()).map(str::to_owned);
            let what = What::UnknownKey { key, allowed: self.known.clone(), nearest };
            self.note(Some(at), what);
        }
        self.places
    }

    /// Where the table itself begins.
    pub fn start(&self) -> Position {
        self.at
    }
}

fn to_date(date: &toml::value::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

fn to_time(given: &Datetime) -> Option<DateTime<FixedOffset>> {
    let date = to_date(given.date.as_ref()?)?;
    let time = match &given.time {
        Some(time) => NaiveTime::from_hms_nano_opt(
            time.hour.into(),
            time.minute.into(),
            // A leap second is the last moment of its minute.
            u32::from(time.second.unwrap_or(0)).min(59),
            time.nanosecond.unwrap_or(0),
        )?,
        None => NaiveTime::MIN,
    };
    let offset = match given.offset {
        None => hanoi(),
        Some(Offset::Z) => FixedOffset::east_opt(0)?,
        Some(Offset::Custom { minutes }) => FixedOffset::east_opt(i32::from(minutes) * 60)?,
    };
    NaiveDateTime::new(date, time).and_local_timezone(offset).single()
}
