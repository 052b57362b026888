//! The one script that is written into pages, so that none asks for a script to
//! keep what is read or to copy an address.

/// Lets the service worker keep what is read, unless the reader saves data, and
/// shows the buttons that copy, `<button data-copy data-copied hidden>` with an
/// element after it that tells of it. It is the program's, not a theme's: the
/// policy for pages lets in this text alone, by its hash. Written for browsers
/// of long ago: one that does not know a word of it would run none of it.
pub const PAGE: &str = include_str!("script/page.js");
