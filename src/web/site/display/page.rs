//! `/hien-thi`: where a reader chooses how pages are shown.

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::{COOKIE, Contrast, Display, Pictures, Spacing, TextSize};
use crate::app::App;
use crate::config::Config;
use crate::web::desk::fields::Fields;
use crate::web::failure::Failure;
use crate::web::guard::is_from_us;
use crate::web::render::{context, see_other};
use crate::web::site::frame::Frame;
use crate::web::site::metadata::Head;
use crate::web::site::{language, respond, word};

/// Bytes of an address that somebody is sent back to.
const LONGEST: usize = 1000;

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    /// Where the reader came from.
    back: String,
    questions: Vec<Question>,
}

/// One thing to choose.
#[derive(Serialize)]
struct Question {
    /// The field's name; its words are the locale's under `display-NAME`.
    name: &'static str,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    chosen: bool,
}

/// `GET /hien-thi`: the form, as the reader left it.
pub async fn form(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let path = format!("{}/hien-thi", language.prefix());
    let frame = Frame::new(&app, path, language)
        .titled(word(&app, language, "display"), word(&app, language, "display-about"))
        .in_both_languages("/hien-thi")
        .unlisted();
    let view = View {
        head: frame.head(&app),
        back: came_from(&request, &app.config).unwrap_or_else(|| frame.home.to_owned()),
        frame,
        questions: questions(Display::chosen(request.headers())),
    };
    let body = app.site_theme().render("display.html", language, &context(&view)?)?;
    Ok(respond(&request, &app, StatusCode::OK, &body))
}

/// `POST /hien-thi`: keeps the choice for a year and leads back. There is
/// nothing that a foreign page could gain, but none may choose for the reader.
pub async fn choose(
    request: HttpRequest,
    app: web::Data<App>,
    body: web::Bytes,
) -> Result<HttpResponse, Failure> {
    if is_from_us(&request, &app.config) == Some(false) {
        return Err(Failure::forbidden("foreign-form"));
    }
    let fields = Fields::parse(&body)?;
    let display = read(&fields)?;
    let back = own_path(fields.get("ve")).unwrap_or(language(&request).home());
    let mut response = see_other(back);
    let cookie = cookie(display, &app.config);
    response.add_cookie(&cookie).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(response)
}

/// `POST /hien-thi/xoa-bai-da-luu`: the browser forgets the pages that it keeps
/// for when there is no network (Clear Site Data, W3C).
pub async fn forget(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    if is_from_us(&request, &app.config) == Some(false) {
        return Err(Failure::forbidden("foreign-form"));
    }
    let mut response = see_other(&format!("{}/hien-thi/da-xoa", language(&request).prefix()));
    let clear = header::HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, header::HeaderValue::from_static("\"storage\""));
    Ok(response)
}

/// `GET /hien-thi/da-xoa`: they are gone.
pub async fn forgotten(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    #[derive(Serialize)]
    struct View {
        frame: Frame,
        head: Head,
    }
    let language = language(&request);
    let frame = Frame::new(&app, format!("{}/hien-thi/da-xoa", language.prefix()), language)
        .titled(word(&app, language, "saved-forgotten"), "")
        .in_both_languages("/hien-thi/da-xoa")
        .unlisted();
    let view = View { head: frame.head(&app), frame };
    let body = app.site_theme().render("saved-forgotten.html", language, &context(&view)?)?;
    Ok(respond(&request, &app, StatusCode::OK, &body))
}

fn questions(now: Display) -> Vec<Question> {
    fn question<T: Copy + PartialEq>(
        name: &'static str,
        all: &[T],
        chosen: T,
        value: impl Fn(T) -> &'static str,
    ) -> Question {
        let choice = |one: &T| Choice { value: value(*one), chosen: *one == chosen };
        Question { name, choices: all.iter().map(choice).collect() }
    }
    vec![
        question("text", TextSize::ALL, now.text, TextSize::name),
        question("contrast", Contrast::ALL, now.contrast, Contrast::name),
        question("spacing", Spacing::ALL, now.spacing, Spacing::name),
        question("pictures", Pictures::ALL, now.pictures, Pictures::name),
    ]
}

/// What was chosen; a field that is left out is as usual.
fn read(fields: &Fields) -> Result<Display, Failure> {
    fn one<T: Default + std::str::FromStr>(text: &str) -> Result<T, Failure> {
        match text {
            "" => Ok(T::default()),
            text => text.parse().map_err(|_| Failure::bad_request("bad-request")),
        }
    }
    Ok(Display {
        text: one(fields.get("text"))?,
        contrast: one(fields.get("contrast"))?,
        spacing: one(fields.get("spacing"))?,
        pictures: one(fields.get("pictures"))?,
    })
}

fn cookie(display: Display, config: &Config) -> Cookie<'static> {
    let mut cookie = Cookie::build(COOKIE, display.code())
        .path("/")
        .http_only(true)
        .secure(config.base_url.starts_with("https://"))
        .same_site(SameSite::Lax)
        .max_age(time::Duration::days(365))
        .finish();
    // Who wants everything as usual needs no cookie.
    if display == Display::default() {
        cookie.make_removal();
    }
    cookie
}

/// The page of ours that led here, by the browser's word.
fn came_from(request: &HttpRequest, config: &Config) -> Option<String> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let from = text(header::REFERER)?;
    let host = text(header::HOST).unwrap_or_default();
    let bases = [config.base_url.clone(), format!("http://{host}"), format!("https://{host}")];
    let path = bases.iter().find_map(|base| from.strip_prefix(base.as_str()))?;
    let path = own_path(path)?;
    (!path.contains("/hien-thi")).then(|| path.to_owned())
}

/// `path` if it names a public page of this site and nothing else: no other
/// host, whatever a browser makes of slashes, and nothing that splits a header.
fn own_path(path: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    let elsewhere = path.starts_with("//") || path.starts_with("/desk");
    let own = path.starts_with('/') && !elsewhere && path.len() <= LONGEST;
    (own && path.bytes().all(plain)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_sent_away_from_the_site() {
        for path in ["/", "/tin-bai/mot", "/tim-kiem?q=h%E1%BB%8Dc+ngh%E1%BB%81&year=2026"] {
            assert_eq!(own_path(path), Some(path));
        }
        for path in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "tin-bai",
            "/a\r\nset-cookie: b",
            "/\t/evil.example",
            "/desk/items",
        ] {
            assert_eq!(own_path(path), None, "{path:?}");
        }
        assert_eq!(own_path(&format!("/{}", "a".repeat(1000))), None);
    }
}
