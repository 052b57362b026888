//! An item in other shapes: `ban-in-a4-gap-ba.pdf`, `ban-in-a5.pdf` and
//! `ban-in-a4.pdf` on paper, `tin-nhan.txt` and `tin-nhan-khong-dau.txt` as a
//! message, `doc-loa.txt` for the loudspeaker, `anh-chia-se.png` where it is
//! shared. Like the page: what is not live is not there, an old address leads
//! to the present one.

use actix_web::{HttpRequest, HttpResponse, web};

use super::sheet::sheet;
use super::{Asked, Found, find};
use crate::app::App;
use crate::channels::card::Card;
use crate::channels::paper::{self, Photo};
use crate::channels::sms::{self, Alphabet};
use crate::channels::{Palette, Sheet, card, loudspeaker};
use crate::content::details::{Details, PrintSize, Purpose};
use crate::content::{Document, Kind, Live, Picture, parse_document};
use crate::db::Conn;
use crate::media::upload::Format;
use crate::media::{Asset, widths};
use crate::names::ContentLanguage;
use crate::pages::{Holds, Page};
use crate::web::failure::Failure;
use crate::web::media::rendition;
use crate::web::site::frame::Link;
use crate::web::site::times::{holds, today};
use crate::web::site::{cached, language, word};

/// Bytes of pictures in one print: the file stays under a megabyte.
const PHOTOS: usize = 760_000;
/// px; the first at which all pictures fit is taken. 1,600 is 400 dpi on a cover.
const PHOTO_WIDTHS: [u32; 4] = [1600, 1024, 640, 320];
/// px; wide enough for a card's half.
const CARD_PHOTO: u32 = 1024;

/// What a live item's shapes are made from.
struct Ready {
    live: Box<Live>,
    document: Document,
    sheet: Sheet,
    /// Of its pictures.
    assets: Vec<Asset>,
    holds: Holds,
}

enum Made {
    Ready(Box<Ready>),
    /// It stands under another address now.
    Moved(String),
}

/// `GET /to-roi/{slug}/ban-in-{size}.pdf`: leaflets are made to be printed.
pub async fn print(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (list, slug, name) = path.into_inner();
    let asked = Asked::of(&request, (list, slug))?;
    let size = paper::size_named(&name).ok_or_else(Failure::not_found)?;
    let file = format!("ban-in-{name}.pdf");
    cached(&request, &app, &format!("{}/{file}", asked.path()), || {
        let (app, asked, name, file) = (app.clone(), asked.clone(), name.clone(), file.clone());
        async move {
            let ready = match ready(&app, asked, &file).await? {
                Made::Moved(to) => return Ok(Page::moved(to)),
                Made::Ready(ready) => ready,
            };
            if !is_printed(&ready.document) {
                return Err(Failure::not_found());
            }
            let (data, sheet, assets) = (app.clone(), ready.sheet.clone(), ready.assets);
            let draw = move || paper::draw(&sheet, size, photos(&data, &sheet, &assets)?);
            let drawn = app.drawings.of(&ready.sheet, &name, draw).await;
            let bytes = drawn.map_err(Failure::internal)?;
            let page = Page::file("application/pdf", bytes);
            Ok(Page { modified: Some(ready.live.changed_at), holds: ready.holds, ..page })
        }
    })
    .await
}

/// `GET /{list}/{slug}/{tin-nhan|tin-nhan-khong-dau|doc-loa}.txt`.
pub async fn text(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let (list, slug, name) = path.into_inner();
    let asked = Asked::of(&request, (list, slug))?;
    let file = format!("{name}.txt");
    cached(&request, &app, &format!("{}/{file}", asked.path()), || {
        let (app, asked, name, file) = (app.clone(), asked.clone(), name.clone(), file.clone());
        async move {
            let ready = match ready(&app, asked, &file).await? {
                Made::Moved(to) => return Ok(Page::moved(to)),
                Made::Ready(ready) => ready,
            };
            let Ready { live, document, sheet, holds, .. } = *ready;
            let body = match name.as_str() {
                "tin-nhan" if is_sent(&document) => sms::message(&sheet, Alphabet::Marked),
                "tin-nhan-khong-dau" if is_sent(&document) => sms::message(&sheet, Alphabet::Plain),
                "doc-loa" if is_read(&app, sheet.language, &document) => {
                    loudspeaker::script(&sheet, app.site_theme().words())
                }
                _ => return Err(Failure::not_found()),
            };
            Ok(Page { modified: Some(live.changed_at), holds, ..Page::text(body) })
        }
    })
    .await
}

/// `GET /{list}/{slug}/anh-chia-se.png`.
pub async fn card(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&request, path.into_inner())?;
    let file = "anh-chia-se.png";
    cached(&request, &app, &format!("{}/{file}", asked.path()), || {
        let (app, asked) = (app.clone(), asked.clone());
        async move {
            let ready = match ready(&app, asked, file).await? {
                Made::Moved(to) => return Ok(Page::moved(to)),
                Made::Ready(ready) => ready,
            };
            let lead = ready.sheet.picture.clone();
            let asset = lead
                .and_then(|lead| ready.assets.iter().find(|asset| asset.uid == lead.uid).cloned());
            let uid = asset.as_ref().map(|asset| asset.uid.clone());
            let (data, sheet) = (app.clone(), ready.sheet);
            // Each mark stays in one piece.
            let marks = sheet.marks.iter().map(|mark| mark.replace(' ', "\u{a0}"));
            let kind = std::iter::once(sheet.kind).chain(marks).collect::<Vec<_>>().join(" · ");
            let told = (kind, sheet.title, sheet.site, sheet.agency, sheet.palette);
            let shows = (told.clone(), uid);
            let draw = move || {
                let photo = asset.map(|asset| photo(&data, &asset, CARD_PHOTO)).transpose()?;
                let (kind, title, site, agency, palette) = &told;
                let (photo, palette) = (photo.as_deref(), *palette);
                card::draw(&Card { kind, title, site, agency, photo, palette })
            };
            let drawn = app.drawings.of(&shows, "card", draw).await;
            let bytes = drawn.map_err(Failure::internal)?;
            let page = Page::file("image/png", bytes);
            Ok(Page { modified: Some(ready.live.changed_at), holds: ready.holds, ..page })
        }
    })
    .await
}

/// `GET /anh-chia-se.png`: for every page that is no item's.
pub async fn site_card(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let key = format!("{}/anh-chia-se.png", language.prefix());
    cached(&request, &app, &key, || {
        let app = app.clone();
        async move {
            let reference = app.reference();
            let identity = &reference.identity;
            let site = identity.name(language).to_owned();
            let tagline = identity.text(language, "tagline");
            let title = if tagline.is_empty() { &site } else { tagline }.to_owned();
            let palette = Palette::of(app.site_theme().colour());
            let told = (title, site, identity.agency(language).to_owned(), palette);
            let shows = told.clone();
            let draw = move || {
                let (title, site, agency, palette) = &told;
                let (kind, photo, palette) = ("", None, *palette);
                card::draw(&Card { kind, title, site, agency, photo, palette })
            };
            let drawn = app.drawings.of(&shows, "site card", draw).await;
            let bytes = drawn.map_err(Failure::internal)?;
            Ok(Page::file("image/png", bytes))
        }
    })
    .await
}

/// The links from an item's page to its other shapes.
pub fn links(
    app: &App,
    live: &Live,
    document: &Document,
    conn: &mut Conn,
) -> Result<Vec<Link>, Failure> {
    let (path, language) = (live.path(), live.language().interface());
    let mut links = Vec::new();
    if is_printed(document) {
        for size in sizes(document) {
            let name = paper::size_name(size);
            let title = word(app, language, &format!("channels-print-{name}"));
            links.push(Link::new(title, format!("{path}/ban-in-{name}.pdf")));
        }
    }
    if is_sent(document) {
        let sheet = sheet(app, live, document, conn)?;
        for (key, file, alphabet) in [
            ("channels-sms", "tin-nhan", Alphabet::Marked),
            ("channels-sms-plain", "tin-nhan-khong-dau", Alphabet::Plain),
        ] {
            let parts = sms::parts(&sms::message(&sheet, alphabet)).to_string();
            let title = app.site_theme().words().with(language, key, &[("parts", parts)]);
            links.push(Link::new(title, format!("{path}/{file}.txt")));
        }
    }
    if is_read(app, live.language(), document) {
        let title = word(app, language, "channels-loudspeaker");
        links.push(Link::new(title, format!("{path}/doc-loa.txt")));
    }
    Ok(links)
}

fn is_printed(document: &Document) -> bool {
    document.kind() == Kind::Leaflet
}

/// What answers questions in a few lines may be sent as a message.
fn is_sent(document: &Document) -> bool {
    matches!(document.kind(), Kind::Leaflet | Kind::Event)
}

/// Loudspeakers speak Vietnamese, and of people only where they consented.
fn is_read(app: &App, language: ContentLanguage, document: &Document) -> bool {
    language == ContentLanguage::Vi
        && document.details.consented(Purpose::Loudspeaker, today(app.now()))
}

/// The size that was ordered stands first.
fn sizes(document: &Document) -> Vec<PrintSize> {
    let mut sizes = PrintSize::ALL.to_vec();
    if let Details::Leaflet(leaflet) = &document.details {
        sizes.sort_by_key(|size| *size != leaflet.print_size);
    }
    sizes
}

/// Looks the item up; `file` is added to the address that it moved to.
async fn ready(app: &web::Data<App>, asked: Asked, file: &str) -> Result<Made, Failure> {
    let (data, file) = (app.clone(), file.to_owned());
    app.db
        .run(move |conn| {
            let live = match find(&asked, conn)? {
                Found::Moved(live) => return Ok(Made::Moved(format!("{}/{file}", live.path()))),
                Found::Live(live) => live,
            };
            let document = parse_document(&live.content(conn)?)?;
            let sheet = sheet(&data, &live, &document, conn)?;
            let assets = Asset::by_uids(&document.assets(), conn)?;
            let holds =
                holds(data.now(), super::super::card::Timing::of(&document, data.now()).changes);
            Ok(Made::Ready(Box::new(Ready { live, document, sheet, assets, holds })))
        })
        .await
}

/// The pictures of a sheet, as sharp as its file may be heavy.
fn photos(app: &App, sheet: &Sheet, assets: &[Asset]) -> Result<Vec<Photo>, String> {
    let wanted: Vec<(&Picture, &Asset)> = sheet
        .picture
        .iter()
        .chain(&sheet.embedded)
        .filter_map(|one| Some((one, assets.iter().find(|asset| asset.uid == one.uid)?)))
        .collect();
    let mut photos = Vec::new();
    for width in PHOTO_WIDTHS {
        photos.clear();
        for (picture, asset) in &wanted {
            let jpeg = photo(app, asset, width)?;
            photos.push(Photo { picture: (*picture).clone(), jpeg });
        }
        if photos.iter().map(|photo| photo.jpeg.len()).sum::<usize>() <= PHOTOS {
            break;
        }
    }
    Ok(photos)
}

/// The widest rendition up to `limit` px, a JPEG.
fn photo(app: &App, asset: &Asset, limit: u32) -> Result<Vec<u8>, String> {
    let all = widths(asset.width.unsigned_abs());
    let fits = all.iter().copied().filter(|width| *width <= limit).max();
    let width = fits.or(all.first().copied()).ok_or("a picture has a width")?;
    rendition(app, asset, width, Format::Jpeg).map_err(|failure| failure.to_string())
}
