//! The desk: one file per noun. Everything under `/desk` passes the guard.

mod account;
mod accounts;
mod asking;
mod cursor;
pub mod failure;
pub(in crate::web) mod fields;
mod form;
pub mod frame;
mod items;
pub mod kept;
mod meanwhile;
mod media;
mod mistakes;
mod offices;
mod orders;
mod organisations;
mod password;
mod person;
mod preview;
mod ratings;
mod review;
mod searches;
mod session;
mod synonyms;
mod theme;
mod work;

use actix_web::middleware::from_fn;
use actix_web::web::{self, FormConfig, PayloadConfig, ServiceConfig};

use super::failure::Failure;
use super::form_body::FORM_LIMIT;
use super::guard::guard;

pub use accounts::password_address;
pub use frame::Frame;
pub use preview::PREVIEW_PART;

/// The desk's addresses.
pub fn routes(config: &mut ServiceConfig) {
    let scope = web::scope("/desk")
        .wrap(from_fn(guard))
        .app_data(forms())
        .app_data(PayloadConfig::new(FORM_LIMIT))
        .configure(session::routes)
        .configure(password::routes)
        .configure(account::routes)
        .configure(accounts::routes)
        .configure(person::routes)
        .configure(organisations::routes)
        .configure(work::routes)
        .configure(review::routes)
        .configure(items::routes)
        .configure(preview::routes)
        .configure(media::routes)
        .configure(mistakes::routes)
        .configure(ratings::routes)
        .configure(searches::routes)
        .configure(synonyms::routes)
        .configure(orders::routes)
        .configure(theme::routes);
    config.service(scope);
}

/// What a `<select>` sends: an id, or nothing when nothing was chosen, read as 0.
fn chosen<'de, D: serde::Deserializer<'de>>(value: D) -> Result<i64, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(value)?;
    Ok(text.trim().parse().unwrap_or(0))
}

/// Seconds to wait as whole minutes, rounded up.
fn minutes(seconds: i64) -> i64 {
    (seconds + 59) / 60
}

/// A form that cannot be read is told like everything else.
fn forms() -> FormConfig {
    FormConfig::default().limit(FORM_LIMIT).error_handler(|error, _| {
        Failure::bad_request("bad-request").because(error.to_string()).into()
    })
}
