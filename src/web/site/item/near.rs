//! "People near you who did the same": stories of the same field, the nearest
//! in place first.

use serde::Serialize;

use super::super::languages;
use crate::app::App;
use crate::content::shelf::{Shelf, Spot};
use crate::content::{Document, Kind, Live, Vocabulary};
use crate::db::Conn;
use crate::organisations::Place;
use crate::web::failure::Failure;

/// A handful.
const SHOWN: usize = 4;
/// Places of the story, and fields, that are looked at.
const MOST: usize = 2;

/// One such story.
#[derive(Debug, Serialize)]
pub struct NearStory {
    pub title: String,
    /// The title's language, where the interface does not speak it.
    pub lang: Option<&'static str>,
    pub url: String,
    pub illustration: bool,
    /// Whether it is in the story's own communes, district or neighbours.
    pub nearby: bool,
    /// Where it is; empty when it names no place.
    pub place: String,
    #[serde(skip)]
    pub item_id: i64,
}

/// Those near `live`: of its own communes, then of the others of their old
/// districts, then of their neighbours on the map, then of anywhere.
///
/// Each question is one range of an index and ends with a handful of rows, and
/// no more are asked once there is a handful: the cost has a bound that does
/// not depend on how many stories there are.
pub fn near(
    app: &App,
    live: &Live,
    document: &Document,
    conn: &mut Conn,
) -> Result<Vec<NearStory>, Failure> {
    if live.kind() != Kind::Story {
        return Ok(Vec::new());
    }
    let reference = app.reference();
    let vocabulary = &reference.site.vocabulary;
    let mut fields = vocabulary.field_ids(document);
    fields.truncate(MOST);
    let mut found = Found { live, fields, stories: Vec::new() };
    let places = own_communes(vocabulary, document);
    for ring in vocabulary.rings(&places) {
        for place in ring {
            let name = place.name_in(live.language().interface());
            found.take(Spot::Place(place.id), &name, conn)?;
        }
    }
    found.take(Spot::Anywhere, "", conn)?;
    found.name_places(vocabulary, conn)?;
    Ok(found.stories)
}

struct Found<'a> {
    live: &'a Live,
    fields: Vec<i64>,
    stories: Vec<NearStory>,
}

impl Found<'_> {
    /// What stands at `spot`, newest first, as far as there is room.
    fn take(&mut self, spot: Spot, place: &str, conn: &mut Conn) -> Result<(), Failure> {
        if self.stories.len() >= SHOWN {
            return Ok(());
        }
        let mut rows = Vec::new();
        for field in &self.fields {
            let (kind, language) = (Kind::Story, self.live.language());
            let shelf = Shelf { kind, language, field: Some(*field), spot };
            // Room for those that stand there already, and for itself.
            rows.extend(shelf.page(None, 2 * SHOWN + 1, conn)?.rows);
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.published_at, row.item_id)));
        for row in rows {
            let known = self.stories.iter().any(|story| story.item_id == row.item_id);
            if self.stories.len() < SHOWN && !known && row.item_id != self.live.item_id {
                self.stories.push(NearStory {
                    url: row.path(),
                    lang: languages::mark(&row),
                    title: row.title,
                    illustration: row.illustration,
                    nearby: matches!(spot, Spot::Place(_)),
                    place: place.to_owned(),
                    item_id: row.item_id,
                });
            }
        }
        Ok(())
    }

    /// Tells where those are that were found anywhere.
    fn name_places(&mut self, vocabulary: &Vocabulary, conn: &mut Conn) -> Result<(), Failure> {
        let unnamed = self.stories.iter().filter(|story| story.place.is_empty());
        let ids: Vec<i64> = unnamed.map(|story| story.item_id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        for (item_id, place_id) in Live::places(&ids, conn)? {
            let story = self.stories.iter_mut().find(|story| story.item_id == item_id);
            let place = vocabulary.place_by_id(place_id);
            if let (Some(story), Some(place)) = (story, place)
                && story.place.is_empty()
            {
                story.place = place.name_in(self.live.language().interface());
            }
        }
        Ok(())
    }
}

fn own_communes<'a>(vocabulary: &'a Vocabulary, document: &Document) -> Vec<&'a Place> {
    let named = document.places.iter().filter_map(|slug| vocabulary.place(slug));
    named.flat_map(|place| vocabulary.communes_of(place)).take(MOST).collect()
}
