//! What every engine must do, whoever made it: the tests run on the embedded
//! engine always, on Meilisearch when a server is named.

mod engines;
mod keeping;
mod ranking;
mod reading;
mod sieving;
mod synonyms;
mod texts;
