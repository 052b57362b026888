//! The first start: an empty database is filled, the first administrator invited.

use std::sync::Arc;

use crate::app::App;

/// Fills an empty database from the content folder. Returns the one-time link
/// of the first administrator while there is no account with a password.
pub async fn prepare(_app: &Arc<App>) -> Result<Option<String>, Box<dyn std::error::Error>> {
    Ok(None)
}
