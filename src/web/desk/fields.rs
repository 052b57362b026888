//! A posted form as it came: names and values in their order.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use crate::web::failure::Failure;
use crate::web::guard::FIELD;

/// What was typed. Nothing is parsed and nothing is lost: a form that cannot be
/// taken is shown again from here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

/// What browsers' decoders and ours write for bytes that are no UTF-8.
const REPLACEMENT: char = '\u{FFFD}';
const REPLACEMENT_SENT: &str = "%EF%BF%BD";

impl Fields {
    /// Reads `application/x-www-form-urlencoded`; bytes that are no UTF-8 are
    /// an error, for they would be lost silently.
    pub fn parse(body: &[u8]) -> Result<Self, Failure> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body)
            .map_err(|error| Failure::bad_request("bad-request").because(error.to_string()))?;
        let replaced = pairs.iter().any(|(_, value)| value.contains(REPLACEMENT));
        let sent = String::from_utf8_lossy(body).to_uppercase().contains(REPLACEMENT_SENT);
        if replaced && !sent {
            return Err(Failure::bad_request("invalid-utf8"));
        }
        Ok(Self(pairs.into_iter().filter(|(name, _)| name != FIELD).collect()))
    }

    /// The first value of `name`; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// Every value of `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The same with each value changed by `change`, which is told the name.
    #[must_use]
    pub fn map(&self, mut change: impl FnMut(&str, &str) -> String) -> Self {
        let changed = self.0.iter().map(|(name, value)| (name.clone(), change(name, value)));
        Self(changed.collect())
    }

    /// The same without the fields whose names `drop` holds for.
    #[must_use]
    pub fn without(&self, drop: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|(name, _)| !drop(name)).cloned().collect())
    }

    /// The number after `prefix.` in each name, each once, in rising order:
    /// the rows of a table of inputs.
    pub fn rows(&self, prefix: &str) -> Vec<usize> {
        let number = |name: &str| {
            let rest = name.strip_prefix(prefix)?.strip_prefix('.')?;
            rest.split('.').next()?.parse::<usize>().ok()
        };
        let mut rows: Vec<usize> = self.0.iter().filter_map(|(name, _)| number(name)).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

impl FromRequest for Fields {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // The guard has read the body already, and limited it.
        let body = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = body
                .await
                .map_err(|error| Failure::bad_request("bad-request").because(error.to_string()))?;
            Self::parse(&body)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf8_is_refused_and_a_typed_replacement_mark_is_not() {
        assert!(Fields::parse(b"title=Gi%E1%BA%A3m").is_ok_and(|f| f.get("title") == "Giảm"));
        assert!(Fields::parse(b"title=Gi%B6m").is_err());
        assert!(Fields::parse("title=%EF%BF%BD".as_bytes()).is_ok());
    }

    #[test]
    fn rows_are_told_by_their_numbers() {
        let fields = Fields::parse(b"a.2.x=1&a.0.x=2&a.2.y=3&ab.9.x=4").expect("a form");
        assert_eq!(fields.rows("a"), [0, 2]);
    }
}
