//! Items: lists, the form, the way through the workflow, and their past.

pub mod acts;
pub mod choices;
mod compare;
mod conflict;
mod difference;
mod edit;
mod fresh;
pub mod line;
mod list;
mod page;
mod past;
mod standing;
mod store;
mod verbs;

use actix_web::web::{ServiceConfig, get, post};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/items", get().to(list::show))
        .route("/items", post().to(fresh::create))
        .route("/items/new", get().to(fresh::show))
        .route("/items/{id}", get().to(edit::show))
        .route("/items/{id}", post().to(edit::save))
        .route("/items/{id}/revisions", get().to(past::show))
        .route("/items/{id}/revisions/{number}", get().to(past::revision))
        .route("/items/{id}/changes", get().to(compare::show))
        .configure(verbs::routes);
}
