//! Search: one trait, two engines, and the Vietnamese analysis both share.
