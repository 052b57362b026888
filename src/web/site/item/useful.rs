//! "Is this useful?": one tap, counted and forgotten.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;
use serde::Serialize;

use super::{Asked, Found, find, live_at};
use crate::app::App;
use crate::clock::in_hanoi;
use crate::content::rating;
use crate::limits::Limit;
use crate::pages::Page;
use crate::web::current::client_address;
use crate::web::desk::fields::Fields;
use crate::web::failure::Failure;
use crate::web::guard::is_from_us;
use crate::web::render::{context, see_other};
use crate::web::site::frame::{Frame, Link};
use crate::web::site::metadata::Head;
use crate::web::site::{cached, word};

/// Of one address, which many phones may share, to one item.
const OF_ONE: Limit = Limit { times: 20, span: TimeDelta::hours(1) };

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    item: Link,
    report: String,
}

/// `POST /{list}/{slug}/danh-gia`. The form needs no token: there is no session
/// that a foreign page could use, and where a browser says that the form is
/// foreign it is not taken.
pub async fn count(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
    body: web::Bytes,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&request, path.into_inner())?;
    if is_from_us(&request, &app.config) == Some(false) {
        return Err(Failure::forbidden("foreign-form"));
    }
    let useful = match Fields::parse(&body)?.get("useful") {
        "yes" => true,
        "no" => false,
        _ => return Err(Failure::bad_request("bad-request")),
    };
    let (data, address) = (app.clone(), client_address(&request, &app));
    let thanks = app.db.run(move |conn| {
        let live = live_at(&asked.path(), conn)?;
        if !data.limits.admit(&format!("useful {}", live.item_id), address, OF_ONE) {
            return Err(Failure::new(StatusCode::TOO_MANY_REQUESTS, "too-many"));
        }
        let today = in_hanoi(data.now()).date_naive();
        rating::add((live.item_id, live.revision_id), today, useful, conn)?;
        Ok(format!("{}/danh-gia", live.path()))
    });
    Ok(see_other(&thanks.await?))
}

/// `GET /{list}/{slug}/danh-gia`: thanks, and the way back.
pub async fn thanks(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&request, path.into_inner())?;
    cached(&request, &app, &format!("{}/danh-gia", asked.path()), || {
        let (data, asked) = (app.clone(), asked.clone());
        app.db.run(move |conn| {
            let live = match find(&asked, conn)? {
                Found::Live(live) => live,
                Found::Moved(live) => return Ok(Page::moved(format!("{}/danh-gia", live.path()))),
            };
            let language = asked.language.interface();
            let title = word(&data, language, "useful-thanks");
            let frame = Frame::new(&data, format!("{}/danh-gia", live.path()), language)
                .titled(title, "")
                .section(asked.kind)
                .unlisted();
            let query = serde_urlencoded::to_string([("bai", live.path())]).unwrap_or_default();
            let view = View {
                head: frame.head(&data),
                report: format!("{}/bao-loi?{query}", frame.prefix),
                item: Link::to(&live),
                frame,
            };
            let theme = data.site_theme();
            Ok(Page::html(theme.render("useful.html", language, &context(&view)?)?))
        })
    })
    .await
}
