//! An item to be listened to: the same text with the browser's own voice.
//! The item's page itself runs no script, so this has a page of its own.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{Asked, Found, find, public};
use crate::app::App;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;
use crate::web::site::cached;
use crate::web::site::times::holds;

/// `GET /{list}/{slug}/nghe`: of live items only.
pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&request, path.into_inner())?;
    cached(&request, &app, &format!("{}/nghe", asked.path()), || {
        let (data, asked) = (app.clone(), asked.clone());
        app.db.run(move |conn| {
            let live = match find(&asked, conn)? {
                Found::Live(live) => live,
                Found::Moved(live) => return Ok(Page::moved(format!("{}/nghe", live.path()))),
            };
            let mut view = public(&data, &asked, &live, conn)?;
            view.head = view.head.second();
            let holds = holds(data.now(), view.changes());
            let theme = data.site_theme();
            let body = theme.render("listen.html", asked.language.interface(), &context(&view)?)?;
            Ok(Page { modified: Some(live.changed_at), holds, ..Page::html(body) })
        })
    })
    .await
}
