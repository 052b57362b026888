//! Offices as a tree with validity dates, the places they are in, and who
//! holds which role where.

mod administration;
mod finder;
mod membership;
mod organisation;
mod place;
mod tile;

pub use administration::{Administration, Forbidden, Outlined};
pub use finder::{Finder, Found};
pub use membership::{Actor, Membership};
pub use organisation::{MAX_CONTACT, NewOrganisation, Organisation, OrganisationKind, Tree};
pub use place::{NewPlace, Place, PlaceKind, Succession};
pub use tile::Tile;
