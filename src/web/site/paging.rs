//! Paging by cursor: `?sau=CURSOR`, "after".

use serde::{Deserialize, Serialize};

use crate::content::Live;
use crate::content::listing::{Cursor, Page};
use crate::web::failure::Failure;

/// Items on a page of a list.
pub const PER_PAGE: usize = 12;

/// What a list is asked with.
#[derive(Debug, Clone, Deserialize)]
pub struct Paging {
    sau: Option<String>,
}

impl Paging {
    /// Where the page begins; `None` is the list's beginning.
    pub fn cursor(&self) -> Result<Option<Cursor>, Failure> {
        let given = self.sau.as_deref().filter(|text| !text.is_empty());
        let parsed = given.map(str::parse::<Cursor>).transpose();
        parsed.map_err(|_| Failure::bad_request("unknown-cursor"))
    }
}

/// The address of the page of `path` that begins at `cursor`.
pub fn address(path: &str, cursor: Option<Cursor>) -> String {
    cursor.map_or_else(|| path.to_owned(), |cursor| format!("{path}?sau={cursor}"))
}

/// One page out of the beginnings of several lists, each at least a row longer
/// than a page; newest first, each item once.
pub fn merge(mut rows: Vec<Live>) -> Page {
    rows.sort_by_key(|row| std::cmp::Reverse((row.published_at, row.item_id)));
    rows.dedup_by_key(|row| row.item_id);
    let more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let next = rows.last().filter(|_| more).map(Cursor::after);
    Page { rows, next }
}

/// The ways from a page of a list to others.
#[derive(Debug, Serialize)]
pub struct Pager {
    /// The first page, on all others.
    pub start: Option<String>,
    /// The next page, if there is one.
    pub next: Option<String>,
}

impl Pager {
    pub fn new(path: &str, here: Option<Cursor>, next: Option<Cursor>) -> Self {
        Self {
            start: here.map(|_| path.to_owned()),
            next: next.map(|cursor| address(path, Some(cursor))),
        }
    }
}
