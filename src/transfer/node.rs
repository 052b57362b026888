//! Values with their place in the file, whatever they were written in.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::fault::{Position, What};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub value: Value,
    pub at: Position,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Flag(bool),
    Time(Datetime),
    List(Vec<Node>),
    Table(Table),
    /// JSON's null; TOML has none.
    Nothing,
}

/// Keys with their places, in no particular order.
pub type Table = Vec<(String, Position, Node)>;

/// Where lines begin in a text, to tell lines and columns from bytes.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        let after =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(after).collect() }
    }

    /// The place of byte `offset`; beyond the end it is the end.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..offset.min(self.text.len())).unwrap_or("");
        Position { line, column: before.chars().count() + 1 }
    }
}

/// Reads `range` of `text` as TOML; places are those in the whole text.
pub fn parse_toml(text: &str, range: Range<usize>) -> Result<Table, (Position, What)> {
    let lines = Lines::of(text);
    let start = range.start;
    let part = text.get(range).unwrap_or("");
    match DeTable::parse(part) {
        Ok(table) => Ok(from_table(table.into_inner(), &|span: Range<usize>| {
            lines.position(start + span.start)
        })),
        Err(error) => {
            let at = lines.position(start + error.span().map_or(0, |span| span.start));
            Err((at, What::Syntax { message: error.message().to_owned() }))
        }
    }
}

fn from_table(table: DeTable, place: &impl Fn(Range<usize>) -> Position) -> Table {
    let entries = table.into_iter().map(|(key, value)| {
        let key_at = place(key.span());
        let span = value.span();
        (key.into_inner().into_owned(), key_at, from_value(value.into_inner(), span, place))
    });
    entries.collect()
}

fn from_value(
    value: DeValue,
    span: Range<usize>,
    place: &impl Fn(Range<usize>) -> Position,
) -> Node {
    let at = place(span);
    let value = match value {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            // Too large for any of our numbers: a float is none of them either.
            Err(_) => Value::Float(f64::INFINITY),
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(time) => Value::Time(time),
        DeValue::Array(list) => Value::List(
            list.into_iter()
                .map(|one| {
                    let span = one.span();
                    from_value(one.into_inner(), span, place)
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(from_table(table, place)),
    };
    Node { value, at }
}

/// A JSON value; all of it stands at `at`.
pub fn from_json(value: serde_json::Value, at: Position) -> Node {
    use serde_json::Value as Json;
    let value = match value {
        Json::Null => Value::Nothing,
        Json::Bool(flag) => Value::Flag(flag),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::Text(text),
        Json::Array(list) => Value::List(list.into_iter().map(|one| from_json(one, at)).collect()),
        Json::Object(table) => Value::Table(
            table.into_iter().map(|(key, value)| (key, at, from_json(value, at))).collect(),
        ),
    };
    Node { value, at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_in_the_whole_text_and_columns_count_letters() {
        let text = "+++\n\"mô\" = \"tả\"\nso = [1,\n  2]\n+++\n";
        let mut table = parse_toml(text, 4..text.len() - 4).expect("parses");
        table.sort_by_key(|(_, at, _)| *at);
        let (key, at, value) = &table[0];
        assert_eq!((key.as_str(), *at), ("mô", Position { line: 2, column: 1 }));
        assert_eq!(value.at, Position { line: 2, column: 8 });
        let Value::List(numbers) = &table[1].2.value else { panic!("a list") };
        assert_eq!(numbers[1].at, Position { line: 4, column: 3 });
    }

    #[test]
    fn broken_toml_is_told_with_its_line() {
        let text = "+++\ntitle = \"a\"\nslug = b\n+++\n";
        let (at, _) = parse_toml(text, 4..text.len() - 4).expect_err("does not parse");
        assert_eq!(at.line, 3);
    }
}
