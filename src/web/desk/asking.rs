//! What every handler of the desk has at hand: who asks, for what, from where.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::Frame;
use crate::app::{App, Reference};
use crate::content::check::Problem;
use crate::db::Conn;
use crate::editorial::{Act, EditorialError, Who};
use crate::names::Language;
use crate::organisations::Actor;
use crate::web::current::{Current, origin};
use crate::web::failure::Failure;
use crate::web::render;
use crate::web::site::failure::told;

/// One request of somebody signed in.
pub struct Asking {
    pub app: web::Data<App>,
    pub current: Current,
    pub request: HttpRequest,
}

/// The same for work on another thread.
pub struct Reading<'a> {
    pub app: &'a App,
    pub reference: &'a Reference,
    pub actor: &'a Actor,
    pub language: Language,
    pub conn: &'a mut Conn,
}

impl Asking {
    /// The interface's language.
    pub fn language(&self) -> Language {
        self.current.language()
    }

    pub fn frame(&self) -> Frame {
        Frame::of(&self.app, &self.current, self.request.path())
    }

    /// A message of the desk in the reader's language.
    pub fn say(&self, key: &str, args: &[(&'static str, String)]) -> String {
        self.app.desk_theme().words().with(self.language(), key, args)
    }

    /// The words of a problem.
    pub fn problem(&self, problem: &Problem) -> String {
        self.say(problem.key, &problem.args)
    }

    /// What a failure says, on one line.
    pub fn failure(&self, failure: &Failure) -> String {
        let (title, text) = told(self.app.desk_theme().words(), self.language(), failure);
        format!("{title}. {text}")
    }

    pub fn page(
        &self,
        template: &str,
        status: StatusCode,
        view: &impl Serialize,
    ) -> Result<HttpResponse, Failure> {
        render::desk(&self.app, template, self.language(), status, view)
    }

    /// Reads with a connection, on a thread that may block.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(Reading) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (app, actor) = (self.app.clone(), self.current.actor().clone());
        let language = self.language();
        let read = self.app.db.run(move |conn| {
            let reference = app.reference();
            work(Reading { app: &app, reference: &reference, actor: &actor, language, conn })
        });
        read.await
    }

    /// Does an act of the workflow as this person, and makes it seen.
    pub async fn act<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Act, &mut Conn) -> Result<T, EditorialError> + Send + 'static,
    ) -> Result<T, EditorialError> {
        let actor = self.current.actor().clone();
        let origin = origin(&self.request, &self.app);
        let app: Arc<App> = self.app.clone().into_inner();
        let done = app.change(move |app, conn| {
            let reference = app.reference();
            let who = Who::Person(&actor);
            let act = Act { who, origin: &origin, now: app.now(), site: &reference.site };
            work(&act, conn)
        });
        done.await
    }
}

impl FromRequest for Asking {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut asking = || {
            let current = Current::from_request(request, payload).into_inner()?;
            Ok(Self { app: render::app(request)?.clone(), current, request: request.clone() })
        };
        ready(asking())
    }
}
