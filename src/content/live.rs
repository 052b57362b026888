//! The projection the public reads: a row per item with a published revision.
//!
//! Pages, feeds, search results and the site map read these tables and no
//! others, so what is not live cannot be found by any path.

use std::collections::HashMap;

use diesel::prelude::*;

use super::details::Details;
use super::{
    Address, ContentLanguage, Correction, Document, Item, Kind, Revision, Vocabulary, shelf,
};
use crate::clock::Instant;
use crate::db::schema::{items, live, live_assets, live_places, live_terms, revisions, slugs};
use crate::db::{Conn, DbError, facts};
use crate::media::Asset;

/// One live item as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable)]
#[diesel(table_name = live, primary_key(item_id))]
pub struct Live {
    pub item_id: i64,
    pub revision_id: i64,
    pub uid: String,
    #[diesel(column_name = kind)]
    pub kind_name: String,
    #[diesel(column_name = language)]
    pub language_name: String,
    pub slug: String,
    pub title: String,
    pub sapo: String,
    pub organisation_id: i64,
    pub lead_asset_id: Option<i64>,
    pub featured: bool,
    pub illustration: bool,
    /// Of an event.
    pub starts_at: Option<Instant>,
    /// Of an event: its end, or its start when it has no end.
    pub ends_at: Option<Instant>,
    /// When it first went out.
    pub published_at: Instant,
    /// When the live revision went out, or what it shows was described anew.
    pub changed_at: Instant,
}

impl Live {
    pub fn kind(&self) -> Kind {
        self.kind_name.parse().unwrap_or_default()
    }

    pub fn language(&self) -> ContentLanguage {
        self.language_name.parse().unwrap_or_default()
    }

    /// The path of its page.
    pub fn path(&self) -> String {
        format!("{}/{}/{}", self.language().prefix(), self.kind().path(), self.slug)
    }

    /// Makes `revision` what the public sees of `item`; moves the generation on.
    /// `first` is when the item first went out.
    pub fn put(
        item: &Item,
        revision: &Revision,
        document: &Document,
        (first, now): (Instant, Instant),
        vocabulary: &Vocabulary,
        conn: &mut Conn,
    ) -> QueryResult<()> {
        let slug = match Address::current(item.id, conn)? {
            Some(slug) => slug,
            None => Address::claim(item, &document.wanted_slug(), now, conn)?,
        };
        Address::make_public(item.id, conn)?;
        let shown: Vec<String> =
            document.assets().into_iter().chain(document.recording.clone()).collect();
        let assets = Asset::by_uids(&shown, conn)?;
        let lead = assets.iter().find(|asset| Some(&asset.uid) == document.lead.as_ref());
        let (starts_at, ends_at) = event_times(document);
        let row = Live {
            item_id: item.id,
            revision_id: revision.id,
            uid: item.uid.clone(),
            kind_name: item.kind_name.clone(),
            language_name: item.language_name.clone(),
            slug,
            title: document.title.clone(),
            sapo: document.sapo.clone(),
            organisation_id: item.organisation_id,
            lead_asset_id: lead.map(|asset| asset.id),
            featured: item.featured,
            illustration: document.illustration,
            starts_at,
            ends_at,
            published_at: first,
            changed_at: now,
        };
        diesel::delete(live::table.find(item.id)).execute(conn)?;
        diesel::insert_into(live::table).values(&row).execute(conn)?;
        Correction::record(item, revision.id, document, now, conn)?;
        let places = vocabulary.place_ids(document);
        row.file(&vocabulary.term_ids(document), &places, &assets, conn)?;
        shelf::put(&row, &vocabulary.field_ids(document), &places, conn)?;
        facts::move_generation_on(conn)
    }

    /// Files the row under its terms, places, pictures and recording.
    fn file(
        &self,
        terms: &[i64],
        places: &[i64],
        assets: &[Asset],
        conn: &mut Conn,
    ) -> QueryResult<()> {
        for term in terms {
            let row = (
                live_terms::item_id.eq(self.item_id),
                live_terms::term_id.eq(term),
                live_terms::language.eq(&self.language_name),
                live_terms::published_at.eq(self.published_at),
            );
            diesel::insert_into(live_terms::table).values(row).execute(conn)?;
        }
        for place in places {
            let row = (
                live_places::item_id.eq(self.item_id),
                live_places::place_id.eq(place),
                live_places::language.eq(&self.language_name),
                live_places::published_at.eq(self.published_at),
            );
            diesel::insert_into(live_places::table).values(row).execute(conn)?;
        }
        for asset in assets {
            let row = (live_assets::item_id.eq(self.item_id), live_assets::asset_id.eq(asset.id));
            diesel::insert_into(live_assets::table).values(row).execute(conn)?;
        }
        Ok(())
    }

    /// Takes the item from the public at once; moves the generation on.
    pub fn remove(item_id: i64, conn: &mut Conn) -> QueryResult<()> {
        diesel::delete(live::table.find(item_id)).execute(conn)?;
        facts::move_generation_on(conn)
    }

    /// Marks a live item as featured, or not.
    pub fn set_featured(item_id: i64, featured: bool, conn: &mut Conn) -> QueryResult<()> {
        let row = live::table.find(item_id);
        diesel::update(row).set(live::featured.eq(featured)).execute(conn)?;
        facts::move_generation_on(conn)
    }

    pub fn find(item_id: i64, conn: &mut Conn) -> QueryResult<Option<Self>> {
        live::table.find(item_id).select(Self::as_select()).first(conn).optional()
    }

    /// What stands under a slug of a list, or stood there; with what is live of it.
    pub fn at_address(
        kind: Kind,
        language: ContentLanguage,
        slug: &str,
        conn: &mut Conn,
    ) -> QueryResult<Option<(Address, Option<Self>)>> {
        slugs::table
            .left_join(live::table.on(live::item_id.eq(slugs::item_id)))
            .filter(slugs::language.eq(language.name()))
            .filter(slugs::kind.eq(kind.name()))
            .filter(slugs::slug.eq(slug))
            .select((Address::as_select(), Option::<Self>::as_select()))
            .first(conn)
            .optional()
    }

    /// Those of `item_ids` that are live, in no particular order.
    pub fn among(item_ids: &[i64], conn: &mut Conn) -> QueryResult<Vec<Self>> {
        live::table.filter(live::item_id.eq_any(item_ids)).select(Self::as_select()).load(conn)
    }

    /// What the live revision says, as JSON.
    pub fn content(&self, conn: &mut Conn) -> QueryResult<String> {
        revisions::table.find(self.revision_id).select(revisions::content).first(conn)
    }

    /// The same, its body as HTML, and when it was approved.
    pub fn page(&self, conn: &mut Conn) -> QueryResult<(String, String, Option<Instant>)> {
        let columns = (revisions::content, revisions::body_html, revisions::approved_at);
        revisions::table.find(self.revision_id).select(columns).first(conn)
    }

    /// The documents and body texts of live rows, by item id.
    pub fn documents(
        rows: &[&Live],
        conn: &mut Conn,
    ) -> Result<HashMap<i64, (Document, String)>, DbError> {
        let ids: Vec<i64> = rows.iter().map(|row| row.revision_id).collect();
        let stored: Vec<(i64, String, String)> = revisions::table
            .filter(revisions::id.eq_any(&ids))
            .select((revisions::item_id, revisions::content, revisions::body_text))
            .load(conn)?;
        let read = |(id, json, text): (i64, String, String)| {
            Ok((id, (super::parse_document(&json)?, text)))
        };
        stored.into_iter().map(read).collect()
    }

    /// The places of `item_ids`, as (item, place); one query.
    pub fn places(item_ids: &[i64], conn: &mut Conn) -> QueryResult<Vec<(i64, i64)>> {
        live_places::table
            .filter(live_places::item_id.eq_any(item_ids))
            .order(live_places::id)
            .select((live_places::item_id, live_places::place_id))
            .load(conn)
    }

    /// The items that stand at a place.
    pub fn at_place(place_id: i64, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        live_places::table
            .filter(live_places::place_id.eq(place_id))
            .select(live_places::item_id)
            .load(conn)
    }

    /// The live items that say the same in other languages.
    pub fn translations(&self, conn: &mut Conn) -> QueryResult<Vec<Self>> {
        let own = diesel::alias!(items as own);
        let group = own
            .filter(own.field(items::id).eq(self.item_id))
            .select(own.field(items::translation_group));
        let others = items::table
            .filter(items::translation_group.eq_any(group))
            .filter(items::id.ne(self.item_id))
            .select(items::id);
        live::table.filter(live::item_id.eq_any(others)).select(Self::as_select()).load(conn)
    }

    /// The items whose live pages show the picture or recording.
    pub fn showing(asset_id: i64, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        live_assets::table
            .filter(live_assets::asset_id.eq(asset_id))
            .order(live_assets::item_id)
            .select(live_assets::item_id)
            .load(conn)
    }

    /// The offices of the items whose live pages show it.
    pub fn offices_showing(asset_id: i64, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        live_assets::table
            .inner_join(live::table)
            .filter(live_assets::asset_id.eq(asset_id))
            .select(live::organisation_id)
            .distinct()
            .load(conn)
    }

    /// Whether the picture or recording stands on any live page.
    pub fn shows_asset(asset_id: i64, conn: &mut Conn) -> QueryResult<bool> {
        let row = live_assets::table.filter(live_assets::asset_id.eq(asset_id));
        diesel::select(diesel::dsl::exists(row)).get_result(conn)
    }
}

/// Start and end of an event, for the calendar's order.
fn event_times(document: &Document) -> (Option<Instant>, Option<Instant>) {
    let Details::Event(event) = &document.details else { return (None, None) };
    let start = event.starts_at.map(crate::clock::instant);
    (start, event.ends_at.map(crate::clock::instant).or(start))
}
