//! What templates can call: words, dates, numbers, addresses of static files.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use fluent_bundle::FluentValue;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::fingerprint::Files;
use super::script;
use super::words::{Arguments, Words};
use crate::clock::in_hanoi;
use crate::names::Language;
use crate::text::display;

/// Makes them known to `tera`, bound to `language`.
pub fn register(tera: &mut Tera, language: Language, words: &Words, files: &Files) {
    let own = words.clone();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?;
        Ok(own.get(language, key, &arguments(&kwargs)))
    });
    let own = files.clone();
    tera.register_function("first_style", move |_: Kwargs, _: &State| -> TeraResult<String> {
        Ok(own.first_style().to_owned())
    });
    tera.register_function("page_script", |_: Kwargs, _: &State| -> TeraResult<String> {
        Ok(script::PAGE.to_owned())
    });
    let files = files.clone();
    tera.register_function("static_file", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path = kwargs.must_get::<&str>("path")?;
        let address = files.address(path).map(str::to_owned);
        address.ok_or_else(|| tera::Error::message(format!("no static file {path}")))
    });
    tera.register_filter("date", |value: &str, _: Kwargs, _: &State| shown(value, "%d/%m/%Y"));
    tera.register_filter("time", |value: &str, _: Kwargs, _: &State| shown(value, "%H:%M"));
    tera.register_filter("datetime", |value: &str, _: Kwargs, _: &State| {
        shown(value, "%d/%m/%Y %H:%M")
    });
    tera.register_filter("iso", |value: &str, _: Kwargs, _: &State| {
        shown(value, "%Y-%m-%dT%H:%M:%S%:z")
    });
    tera.register_filter("day", |value: &str, _: Kwargs, _: &State| shown(value, "%-d"));
    tera.register_filter("month", |value: &str, _: Kwargs, _: &State| shown(value, "%-m"));
    // 1 is Monday; the words are the locale's.
    tera.register_filter("weekday", |value: &str, _: Kwargs, _: &State| shown(value, "%u"));
    tera.register_filter("number", |value: i64, _: Kwargs, _: &State| display::number(value));
}

fn arguments(kwargs: &Kwargs) -> Arguments {
    let named = kwargs.iter().filter_map(|(key, value)| {
        let name = key.as_str().filter(|name| *name != "key")?;
        Some((Cow::<str>::from(name.to_owned()), fluent(value)))
    });
    named.collect()
}

fn fluent(value: &Value) -> FluentValue<'static> {
    match (value.as_i64(), value.as_f64(), value.as_str()) {
        (Some(number), _, _) => FluentValue::from(number),
        (_, Some(number), _) => FluentValue::from(number),
        (_, _, Some(text)) => FluentValue::from(text.to_owned()),
        _ => FluentValue::from(value.to_string()),
    }
}

/// An instant in UTC, a time with offset, or a plain date, as shown in Hanoi.
fn shown(value: &str, format: &str) -> TeraResult<String> {
    if let Ok(at) = value.parse::<NaiveDateTime>() {
        return Ok(in_hanoi(at).format(format).to_string());
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(value) {
        return Ok(in_hanoi(at.naive_utc()).format(format).to_string());
    }
    match value.parse::<NaiveDate>() {
        Ok(day) => Ok(day.format("%d/%m/%Y").to_string()),
        Err(_) => Err(tera::Error::message(format!("{value:?} is no date"))),
    }
}
