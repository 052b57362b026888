//! One approved revision in other shapes: on paper, in a message, read over a
//! loudspeaker, as a picture where it is shared.
//!
//! Everything here is pure: a [`Sheet`] in, bytes or text out, the same for the
//! same. Whether an item may be shown at all is decided before a sheet is made.

pub mod card;
mod drawings;
pub mod loudspeaker;
mod palette;
pub mod paper;
pub mod qr;
mod setting;
mod sheet;
pub mod sms;
pub mod speech;

pub use drawings::Drawings;
pub use palette::Palette;
pub use sheet::{Answer, Labels, Sheet};
