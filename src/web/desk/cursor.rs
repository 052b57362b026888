//! Where a list at the desk goes on.

use crate::web::failure::Failure;

/// The id after which a list goes on, as an address says it; `None`: from the start.
pub fn after(text: &str) -> Result<Option<i64>, Failure> {
    match text {
        "" => Ok(None),
        text => match text.parse() {
            Ok(id) if id > 0 => Ok(Some(id)),
            _ => Err(Failure::bad_request("unknown-cursor")),
        },
    }
}
