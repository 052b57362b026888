//! What is asked: read from an address once, written into addresses again.

use serde::Deserialize;

use crate::content::{Kind, Taxonomy, Vocabulary};
use crate::names::Language;
use crate::search::{Facet, Filters, MAX_CHARS, MAX_RESULTS, Query, QueryError};
use crate::web::failure::Failure;

/// Hits on a page.
const PER_PAGE: u32 = 10;

/// The parameters as they come; an empty one is none.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    q: Option<String>,
    kind: Option<String>,
    topic: Option<String>,
    audience: Option<String>,
    place: Option<String>,
    year: Option<String>,
    page: Option<String>,
    /// Of the API alone; pages have their language in the path.
    lang: Option<String>,
}

/// A question that the engine can be asked, and its address.
#[derive(Debug, Clone)]
pub struct Question {
    pub query: Query,
    page: u32,
}

impl Asked {
    /// The language the API is asked in.
    pub fn language(&self) -> Result<Language, Failure> {
        parsed("lang", self.lang.as_deref()).map(Option::unwrap_or_default)
    }

    /// The question, or what is wrong with it.
    pub fn question(
        &self,
        language: Language,
        vocabulary: &Vocabulary,
    ) -> Result<Question, Failure> {
        let term = |name: &'static str, value: &Option<String>, taxonomy| {
            let is = |slug: &str| vocabulary.term(taxonomy, slug).is_some();
            known(name, value, is, |slug| vocabulary.nearest_term(taxonomy, slug))
        };
        let filters = Filters {
            kind: kind(self.kind.as_deref())?,
            topic: term("topic", &self.topic, Taxonomy::Topic)?,
            audience: term("audience", &self.audience, Taxonomy::Audience)?,
            place: known(
                "place",
                &self.place,
                |slug| vocabulary.place(slug).is_some(),
                |slug| vocabulary.nearest_place(slug),
            )?,
            year: parsed("year", self.year.as_deref())?,
        };
        let page = parsed("page", self.page.as_deref())?.unwrap_or(1);
        let text = self.q.as_deref().unwrap_or_default();
        let query = Query::new(text, language).and_then(|query| query.page(page, PER_PAGE));
        Ok(Question { query: query.map_err(refused)?.filter(filters), page })
    }
}

/// A kind of item; of another name, the nearest is told.
fn kind(value: Option<&str>) -> Result<Option<Kind>, Failure> {
    let parse =
        |name: &str| name.parse::<Kind>().map_err(|other| no_such("kind", name, other.nearest()));
    value.filter(|name| !name.is_empty()).map(parse).transpose()
}

/// A slug that the vocabulary has; of another, the nearest is named.
fn known<'a>(
    name: &'static str,
    value: &Option<String>,
    is: impl Fn(&str) -> bool,
    nearest: impl Fn(&str) -> Option<&'a str>,
) -> Result<Option<String>, Failure> {
    let Some(slug) = value.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
    if is(slug) {
        return Ok(Some(slug.to_owned()));
    }
    Err(no_such(name, slug, nearest(slug)))
}

/// A filter's value that does not exist, with the one that may have been meant.
fn no_such(name: &str, value: &str, nearest: Option<&str>) -> Failure {
    match nearest {
        Some(nearest) => unknown("unknown-filter-nearest", name, value).with("nearest", nearest),
        None => unknown("unknown-filter", name, value),
    }
}

fn unknown(key: &'static str, name: &str, value: &str) -> Failure {
    let shown: String = value.chars().take(60).collect();
    Failure::bad_request(key).with("name", name).with("value", shown)
}

fn parsed<T: std::str::FromStr>(name: &str, value: Option<&str>) -> Result<Option<T>, Failure> {
    let value = value.filter(|text| !text.is_empty());
    let parse = |text: &str| text.parse().map_err(|_| unknown("unknown-filter", name, text));
    value.map(parse).transpose()
}

fn refused(error: QueryError) -> Failure {
    match error {
        QueryError::TooLong { chars } => {
            Failure::bad_request("query-too-long").with("length", chars).with("limit", MAX_CHARS)
        }
        QueryError::NotText => Failure::bad_request("query-not-text"),
        QueryError::Page { page, .. } => Failure::bad_request("unknown-page").with("page", page),
    }
}

impl Question {
    pub fn language(&self) -> Language {
        self.query.language
    }

    pub fn page(&self) -> u32 {
        self.page
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.query.text().is_empty() && self.query.filters == Filters::default()
    }

    /// The pages that can be shown of `total` hits.
    pub fn pages(&self, total: u64) -> u32 {
        let reachable = total.min(u64::from(MAX_RESULTS));
        u32::try_from(reachable).unwrap_or(MAX_RESULTS).div_ceil(PER_PAGE)
    }

    /// The filters that are on, by parameter.
    pub fn filters(&self) -> Vec<(&'static str, String)> {
        let value = |way: Facet| Some((way.name(), self.value(way)?));
        Facet::ALL.into_iter().filter_map(value).collect()
    }

    /// What `way` is filtered by.
    pub fn value(&self, way: Facet) -> Option<String> {
        way.wanted(&self.query.filters)
    }

    /// The same with another filter, from the first page.
    #[must_use]
    pub fn with(&self, way: Facet, value: Option<&str>) -> Self {
        let mut changed = Self { page: 1, ..self.clone() };
        let filters = &mut changed.query.filters;
        let text = value.map(str::to_owned);
        match way {
            Facet::Kind => filters.kind = value.and_then(|name| name.parse().ok()),
            Facet::Topic => filters.topic = text,
            Facet::Audience => filters.audience = text,
            Facet::Place => filters.place = text,
            Facet::Year => filters.year = value.and_then(|year| year.parse().ok()),
        }
        changed
    }

    /// The same with other words, from the first page.
    #[must_use]
    pub fn asking(&self, text: &str) -> Self {
        self.anew(text, self.language())
    }

    fn anew(&self, text: &str, language: Language) -> Self {
        let filters = self.query.filters.clone();
        let query = Query::new(text, language).map(|query| query.filter(filters));
        Self { query: query.unwrap_or_else(|_| self.query.clone()), page: 1 }
    }

    /// The same without filters, from the first page.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        Self { query: self.query.clone().filter(Filters::default()), page: 1 }
    }

    /// The same among the items of another language, from the first page.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Self {
        self.anew(self.query.text(), language)
    }

    /// The address of another page of the same; it is not asked, only linked to.
    #[must_use]
    pub fn on_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// The address in the question's language.
    pub fn address(&self) -> String {
        format!("{}{}", self.language().prefix(), self.path_and_query())
    }

    /// The address without its language.
    pub fn path_and_query(&self) -> String {
        let mut parameters = vec![("q", self.query.text().to_owned())];
        parameters.extend(self.filters());
        if self.page > 1 {
            parameters.push(("page", self.page.to_string()));
        }
        parameters.retain(|(_, value)| !value.is_empty());
        match serde_urlencoded::to_string(parameters) {
            Ok(query) if !query.is_empty() => format!("/tim-kiem?{query}"),
            _ => "/tim-kiem".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(query: &str) -> Result<Question, Failure> {
        let asked: Asked = serde_urlencoded::from_str(query).expect("parameters");
        asked.question(Language::Vi, &Vocabulary::default())
    }

    #[test]
    fn an_address_is_read_and_written_the_same() {
        let address = "/tim-kiem?q=h%E1%BB%99+ngh%C3%A8o&kind=leaflet&year=2026&page=3";
        let read = question(address.split_once('?').expect("a query").1).expect("a question");
        assert_eq!(read.address(), address);
        assert_eq!(
            read.with(Facet::Kind, None).address(),
            "/tim-kiem?q=h%E1%BB%99+ngh%C3%A8o&year=2026"
        );
    }

    #[test]
    fn what_cannot_be_asked_is_told_by_name() {
        let key = |query: &str| question(query).map(|_| ()).map_err(|failure| failure.key);
        assert_eq!(key("kind=tin"), Err("unknown-filter"));
        assert_eq!(key("year=x"), Err("unknown-filter"));
        assert_eq!(key("topic=khong-co"), Err("unknown-filter"));
        assert_eq!(key("page=0"), Err("unknown-page"));
        assert_eq!(key(&format!("q={}", "a".repeat(10_000))), Err("query-too-long"));
        assert_eq!(key("kind=&q=&year=&page="), Ok(()), "empty fields of a form ask nothing");
    }
}
