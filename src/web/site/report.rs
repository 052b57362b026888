//! `/bao-loi?bai=PATH`: a reader says what is wrong on a page.
//!
//! Robots are told apart without asking anybody else: by a field that people do
//! not see, by how fast the form comes back, and by how often. Whatever is
//! wrong, the form comes again with all that was typed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::form_mark::{self, Age};
use super::frame::{Frame, Link};
use super::item::live_at;
use super::metadata::Head;
use super::{language, respond, word};
use crate::app::App;
use crate::content::Live;
use crate::db::{Conn, facts};
use crate::editorial::mistakes::Report;
use crate::limits::Limit;
use crate::names::Language;
use crate::text::{normalise, single_line};
use crate::web::current::client_address;
use crate::web::desk::fields::Fields;
use crate::web::failure::Failure;
use crate::web::guard::is_from_us;
use crate::web::render::{context, see_other};

/// Reports from one address, which many phones may share.
const OF_ONE: Limit = Limit { times: 10, span: TimeDelta::hours(1) };

/// Characters.
const MAX_TEXT: usize = 2000;
const MAX_NAME: usize = 100;
const MAX_CONTACT: usize = 200;

/// The field that people do not see.
const TRAP: &str = "website";

#[derive(Deserialize)]
pub struct About {
    #[serde(default)]
    bai: String,
}

#[derive(Debug, Default, Clone, Serialize)]
struct Typed {
    text: String,
    name: String,
    contact: String,
}

/// What is wrong, in the reader's language; empty: nothing.
#[derive(Default, Serialize)]
struct Wrong {
    text: String,
    name: String,
    contact: String,
    /// Of the form as a whole.
    form: String,
}

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    item: Link,
    /// The item's path, as the form sends it.
    about: String,
    mark: String,
    typed: Typed,
    wrong: Wrong,
    max: usize,
}

/// `GET /bao-loi?bai=PATH`.
pub async fn form(
    request: HttpRequest,
    about: web::Query<About>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let data = app.clone();
    let page = app.db.run(move |conn| {
        let live = live_at(&about.bai, conn)?;
        let mark = form_mark::mark(&facts::form_secret(conn)?, &live.path(), data.now());
        page(&data, language, &live, mark, Typed::default(), Wrong::default())
    });
    Ok(respond(&request, &app, StatusCode::OK, &page.await?))
}

/// `POST /bao-loi`.
pub async fn send(
    request: HttpRequest,
    app: web::Data<App>,
    body: web::Bytes,
) -> Result<HttpResponse, Failure> {
    if is_from_us(&request, &app.config) == Some(false) {
        return Err(Failure::forbidden("foreign-form"));
    }
    let fields = Fields::parse(&body)?;
    let language = language(&request);
    let address = client_address(&request, &app);
    let data = app.clone();
    let taken = app.db.run(move |conn| {
        let live = live_at(fields.get("bai"), conn)?;
        let asked = Sent { app: &data, language, live, fields };
        let admit = || data.limits.admit("report", address, OF_ONE);
        asked.take(admit, conn)
    });
    Ok(match taken.await? {
        Answer::Taken(thanks) => see_other(&thanks),
        Answer::Again(status, page) => respond(&request, &app, status, &page),
    })
}

/// `GET /bao-loi/da-nhan?bai=PATH`: it was taken.
pub async fn taken(
    request: HttpRequest,
    about: web::Query<About>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    #[derive(Serialize)]
    struct Taken {
        frame: Frame,
        head: Head,
        item: Link,
    }
    let language = language(&request);
    let data = app.clone();
    let page = app.db.run(move |conn| {
        let live = live_at(&about.bai, conn)?;
        let frame = frame(&data, language, "/da-nhan", word(&data, language, "report-taken"));
        let item = Link::to(&live);
        let view = Taken { head: frame.head(&data), frame, item };
        Ok::<_, Failure>(data.site_theme().render(
            "report-taken.html",
            language,
            &context(&view)?,
        )?)
    });
    Ok(respond(&request, &app, StatusCode::OK, &page.await?))
}

/// A form as it came.
struct Sent<'a> {
    app: &'a App,
    language: Language,
    live: Live,
    fields: Fields,
}

enum Answer {
    /// Where to go on.
    Taken(String),
    Again(StatusCode, String),
}

impl Sent<'_> {
    fn take(self, admit: impl FnOnce() -> bool, conn: &mut Conn) -> Result<Answer, Failure> {
        let typed = Typed {
            text: normalise(self.fields.get("text")).trim().to_owned(),
            name: single_line(self.fields.get("name")),
            contact: single_line(self.fields.get("contact")),
        };
        let (path, now) = (self.live.path(), self.app.now());
        let secret = facts::form_secret(conn)?;
        let age = form_mark::age(self.fields.get("mark"), &secret, &path, now);
        let mut wrong = self.check(&typed);
        let mut status = StatusCode::UNPROCESSABLE_ENTITY;
        let whole = wrong.text.is_empty() && wrong.name.is_empty() && wrong.contact.is_empty();
        if !self.fields.get(TRAP).is_empty() {
            wrong.form = self.say("report-trap", &[]);
        } else if age != Age::Right {
            wrong.form = self.say(
                match age {
                    Age::TooYoung => "report-too-fast",
                    _ => "report-stale",
                },
                &[],
            );
        } else if whole {
            if admit() {
                let Typed { text, name, contact } = typed.clone();
                let report = Report { item_id: self.live.item_id, text, name, contact };
                match report.save(now, conn).map_err(Failure::from) {
                    Ok(()) => return Ok(Answer::Taken(self.thanks())),
                    Err(failure) => {
                        tracing::error!(detail = %failure.detail, "a report was not saved");
                        status = failure.status;
                        wrong.form = self.say("report-not-saved", &[]);
                    }
                }
            } else {
                status = StatusCode::TOO_MANY_REQUESTS;
                wrong.form = self.say("report-too-many", &[]);
            }
        }
        // Who was too fast keeps the time that has passed.
        let mark = match age {
            Age::TooYoung | Age::Right => self.fields.get("mark").to_owned(),
            Age::TooOld | Age::Forged => form_mark::mark(&secret, &path, now),
        };
        let page = page(self.app, self.language, &self.live, mark, typed, wrong)?;
        Ok(Answer::Again(status, page))
    }

    fn check(&self, typed: &Typed) -> Wrong {
        let too_long = |text: &str, limit: usize| match text.chars().count() {
            length if length > limit => {
                let (length, limit) = (length.to_string(), limit.to_string());
                self.say("report-too-long", &[("length", length), ("limit", limit)])
            }
            _ => String::new(),
        };
        let text = match typed.text.is_empty() {
            true => self.say("report-text-missing", &[]),
            false => too_long(&typed.text, MAX_TEXT),
        };
        let (name, contact) =
            (too_long(&typed.name, MAX_NAME), too_long(&typed.contact, MAX_CONTACT));
        Wrong { text, name, contact, form: String::new() }
    }

    fn say(&self, key: &str, args: &[(&'static str, String)]) -> String {
        self.app.site_theme().words().with(self.language, key, args)
    }

    fn thanks(&self) -> String {
        let query = serde_urlencoded::to_string([("bai", self.live.path())]).unwrap_or_default();
        format!("{}/bao-loi/da-nhan?{query}", self.language.prefix())
    }
}

fn page(
    app: &App,
    language: Language,
    live: &Live,
    mark: String,
    typed: Typed,
    wrong: Wrong,
) -> Result<String, Failure> {
    let frame = frame(app, language, "", word(app, language, "report-title"));
    let view = View {
        head: frame.head(app),
        frame,
        item: Link::to(live),
        about: live.path(),
        mark,
        typed,
        wrong,
        max: MAX_TEXT,
    };
    Ok(app.site_theme().render("report.html", language, &context(&view)?)?)
}

fn frame(app: &App, language: Language, below: &str, title: String) -> Frame {
    let path = format!("{}/bao-loi{below}", language.prefix());
    Frame::new(app, path, language).titled(title, "").unlisted()
}
