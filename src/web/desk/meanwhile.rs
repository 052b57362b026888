//! Forms of what has no revisions: who saves without knowing of another's change
//! is shown it, with what was typed, before anything is replaced.

use serde::Serialize;

use crate::media::store::content_hash;

/// A field: its name, what it is, what it becomes.
pub type Difference = (&'static str, String, String);

/// What stands in a field now, where something else was typed.
#[derive(Serialize)]
pub struct Stands {
    /// The locale's key of the field's name.
    key: String,
    value: String,
}

/// What a form is filled from, for its hidden field `base`.
pub fn base<'a>(values: impl IntoIterator<Item = &'a String>) -> String {
    let values: Vec<&String> = values.into_iter().collect();
    content_hash(format!("{values:?}").as_bytes())
}

/// Whether a form was filled from something else than what is there now. One that
/// does not say from what is taken as it is.
pub fn is_changed(base: &str, differences: &[Difference]) -> bool {
    !base.is_empty() && base != base_of(differences)
}

/// The same as [`base`], of what is there now.
pub fn base_of(differences: &[Difference]) -> String {
    base(differences.iter().map(|(_, before, _)| before))
}

/// The fields in which something else was typed; `key` gives their names' keys.
pub fn stands(differences: Vec<Difference>, key: impl Fn(&str) -> String) -> Vec<Stands> {
    let others = differences.into_iter().filter(|(_, before, after)| before != after);
    others.map(|(name, value, _)| Stands { key: key(name), value }).collect()
}
