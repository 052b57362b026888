//! Pictures and recordings: what comes in, what is kept of it, and the
//! renditions made of it.
//!
//! `upload` judges a picture by its headers alone, `metadata` reads who made it,
//! `rendition` makes the clean master and the variants that pages show;
//! `recording` judges and cleans a recording; `store` keeps the bytes. `intake`
//! walks a file through all of them.

mod asset;
mod container;
pub mod intake;
pub mod metadata;
pub mod recording;
pub mod rendition;
mod size;
pub mod store;
pub mod upload;

#[cfg(test)]
mod samples;

pub use asset::{Asset, AssetState, AssetTexts, NewAsset};
pub use rendition::widths;
pub use size::size;
