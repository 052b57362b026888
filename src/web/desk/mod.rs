//! The desk: one file per noun. Everything under `/desk` passes the guard.

mod asking;
mod fields;
mod form;
pub mod frame;
mod items;
pub mod kept;
mod media;
mod orders;
mod preview;
mod review;
mod work;

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use super::form_body::FORM_LIMIT;
use super::guard::guard;

pub use frame::Frame;

/// The desk's addresses.
pub fn routes(config: &mut ServiceConfig) {
    let scope = web::scope("/desk")
        .wrap(from_fn(guard))
        .app_data(web::PayloadConfig::new(FORM_LIMIT))
        .configure(work::routes)
        .configure(review::routes)
        .configure(items::routes)
        .configure(preview::routes)
        .configure(media::routes)
        .configure(orders::routes);
    config.service(scope);
}
