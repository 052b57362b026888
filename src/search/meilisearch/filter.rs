//! Filters in Meilisearch's language.

use crate::search::{Filters, Query};

/// The names of the filters that are set.
pub(super) fn set_filters(filters: &Filters) -> Vec<&'static str> {
    let set = [
        ("kind", filters.kind.is_some()),
        ("topic", filters.topic.is_some()),
        ("audience", filters.audience.is_some()),
        ("place", filters.place.is_some()),
        ("year", filters.year.is_some()),
    ];
    set.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name).collect()
}

/// The filters as Meilisearch reads them, one of them perhaps left out.
pub(super) fn filter(query: &Query, without: Option<&str>) -> String {
    let filters = &query.filters;
    let values = [
        ("kind", filters.kind.map(|kind| kind.name().to_owned())),
        ("topic", filters.topic.clone()),
        ("audience", filters.audience.clone()),
        ("place", filters.place.clone()),
        ("year", filters.year.map(|year| year.to_string())),
    ];
    let mut text = format!("language = \"{}\"", query.language.name());
    for (name, value) in values {
        if let Some(value) = value.filter(|_| without != Some(name)) {
            text += &format!(" AND {name} = \"{}\"", escape(&value));
        }
    }
    text
}

/// A value as it may stand between double quotes.
fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Language;

    #[test]
    fn a_value_cannot_break_out_of_its_quotes() {
        let query = Query::new("", Language::Vi).expect("a query").filter(Filters {
            topic: Some("a\" OR \\ kind = \"x".to_owned()),
            year: Some(2026),
            ..Filters::default()
        });
        let expected = r#"language = "vi" AND topic = "a\" OR \\ kind = \"x" AND year = "2026""#;
        assert_eq!(filter(&query, None), expected);
        assert_eq!(filter(&query, Some("topic")), r#"language = "vi" AND year = "2026""#);
    }
}
