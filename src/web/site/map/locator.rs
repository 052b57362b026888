//! Where a place lies in the city: the honeycomb in small, its tiles dark.

use std::fmt::Write;

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::filed::Way;
use super::super::{cached, language};
use crate::app::App;
use crate::content::Vocabulary;
use crate::names::Language;
use crate::organisations::{Place, Tile};
use crate::pages::Page;
use crate::web::failure::Failure;

/// Units for half a column and a third of a row: hexagons 6 wide and 8 high.
const HALF_COLUMN: i32 = 3;
const THIRD_OF_ROW: i32 = 2;

/// The colours hold on light and on dark paper: the picture does not know which.
const CITY: &str = "#93a69d";
const PLACE: &str = "#c2410c";

/// The address of a place's picture, if the place has tiles.
pub fn address(vocabulary: &Vocabulary, place: &Place) -> Option<String> {
    let has_tile = vocabulary.communes_of(place).iter().any(|one| one.tile().is_some());
    has_tile.then(|| format!("{}/vi-tri.svg", Way::Place.address(Language::Vi, &place.slug)))
}

/// `GET /dia-ban/{slug}/vi-tri.svg`.
pub async fn show(
    request: HttpRequest,
    slug: web::Path<String>,
    app: web::Data<App>,
) -> Result<HttpResponse, Failure> {
    let key = format!("{}/vi-tri.svg", Way::Place.address(language(&request), &slug));
    cached(&request, &app, &key, || {
        let reference = app.reference();
        let vocabulary = &reference.site.vocabulary;
        let found = vocabulary.place(&slug).and_then(|place| picture(vocabulary, place));
        let page = |body| Page { content_type: "image/svg+xml", ..Page::html(body) };
        std::future::ready(found.map(page).ok_or_else(Failure::not_found))
    })
    .await
}

fn picture(vocabulary: &Vocabulary, place: &Place) -> Option<String> {
    address(vocabulary, place)?;
    let own: Vec<i64> = vocabulary.communes_of(place).iter().map(|one| one.id).collect();
    let (mut city, mut dark) = (String::new(), String::new());
    let (mut right, mut bottom) = (0, 0);
    for place in vocabulary.places() {
        let Some(tile) = place.tile() else { continue };
        let (x, y) = top(tile);
        (right, bottom) = (right.max(x + HALF_COLUMN), bottom.max(y + 4 * THIRD_OF_ROW));
        let path = if own.contains(&place.id) { &mut dark } else { &mut city };
        // Writing to a String does not fail.
        let _ = write!(path, "M{x} {y}l3 2v4l-3 2-3-2v-4z");
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {right} {bottom}\">\
         <path fill=\"{CITY}\" d=\"{city}\"/><path fill=\"{PLACE}\" d=\"{dark}\"/></svg>"
    ))
}

/// The upper corner of a tile.
fn top(tile: Tile) -> (i32, i32) {
    let (x, y) = tile.middle();
    ((x + 1) * HALF_COLUMN, y * THIRD_OF_ROW)
}
