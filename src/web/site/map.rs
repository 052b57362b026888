//! The schematic map of the city by commune: `/ban-do`.
//!
//! Drawn as SVG by the template; no script, no file of anybody else's. It shows
//! who lies beside whom and how many stories there are, no borders. The same
//! stands below it as a list.

mod drawing;
pub mod locator;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use self::drawing::{Drawing, TileView};
use super::filed::Way;
use super::frame::Frame;
use super::metadata::Head;
use super::times::holds;
use super::{cached, language, word};
use crate::app::App;
use crate::content::shelf::Shelf;
use crate::content::{Kind, Vocabulary};
use crate::db::Conn;
use crate::names::Language;
use crate::organisations::Place;
use crate::pages::Page;
use crate::web::failure::Failure;
use crate::web::render::context;

/// The last segment of its address.
pub const PATH: &str = "ban-do";

#[derive(Serialize)]
struct View {
    frame: Frame,
    head: Head,
    drawing: Drawing,
    /// The communes by the old district that most of each comes from.
    areas: Vec<Area>,
    /// Live stories that name a place, each counted at each of its places.
    stories: i64,
}

#[derive(Serialize)]
struct Area {
    /// Empty for communes that came from no known district.
    name: String,
    url: String,
    tiles: Vec<TileView>,
}

/// `GET /ban-do`.
pub async fn show(request: HttpRequest, app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let language = language(&request);
    let key = format!("{}/{PATH}", language.prefix());
    cached(&request, &app, &key, || {
        let data = app.clone();
        app.db.run(move |conn| page(&data, language, conn))
    })
    .await
}

fn page(app: &App, language: Language, conn: &mut Conn) -> Result<Page, Failure> {
    let reference = app.reference();
    let vocabulary = &reference.site.vocabulary;
    let counts = Shelf::by_place(Kind::Story, language, conn)?;
    let tile = |place: &Place| {
        let stories = counts.get(&place.id).copied().unwrap_or_default();
        TileView::of(place, stories, language)
    };
    let areas = areas(vocabulary, language, tile);
    let drawing = Drawing::of(
        vocabulary,
        reference.identity.text(language, "map_river"),
        reference.identity.text(language, "map_river_name"),
    );
    let frame = Frame::new(app, format!("{}/{PATH}", language.prefix()), language)
        .titled(word(app, language, "map"), word(app, language, "map-about"))
        .under(
            word(app, language, "ways-place"),
            format!("{}/{}", language.prefix(), Way::Place.path()),
        )
        .in_both_languages(&format!("/{PATH}"));
    let stories = areas.iter().flat_map(|area| &area.tiles).map(|tile| tile.stories).sum();
    let view = View { head: frame.head(app), frame, drawing, areas, stories };
    let body = app.site_theme().render("map.html", language, &context(&view)?)?;
    Ok(Page { holds: holds(app.now(), []), ..Page::html(body) })
}

/// In the official order of the districts, which begins in the middle of the
/// city; within one from north to south.
fn areas(
    vocabulary: &Vocabulary,
    language: Language,
    tile: impl Fn(&Place) -> TileView,
) -> Vec<Area> {
    let mut communes: Vec<(Option<&Place>, &Place)> = vocabulary
        .places()
        .into_iter()
        .filter(|place| place.is_commune())
        .map(|place| (vocabulary.main_district(place), place))
        .collect();
    communes.sort_by_key(|(district, commune)| {
        let code = district.map(|district| district.code.as_str());
        (code.is_none(), code, commune.map_row, commune.map_column)
    });
    let same = |a: &(Option<&Place>, &Place), b: &(Option<&Place>, &Place)| {
        a.0.map(|place| place.id) == b.0.map(|place| place.id)
    };
    let area = |communes: &[(Option<&Place>, &Place)]| {
        let district = communes.first().and_then(|(district, _)| *district);
        Area {
            name: district.map(|place| place.name_in(language)).unwrap_or_default(),
            url: district
                .map(|place| Way::Place.address(language, &place.slug))
                .unwrap_or_default(),
            tiles: communes.iter().map(|(_, place)| tile(place)).collect(),
        }
    };
    communes.chunk_by(same).map(area).collect()
}
