//! Describing a picture or a recording anew: whatever shows it says so from then on.

use diesel::prelude::*;

use super::act::Act;
use super::history::Line;
use crate::content::render::store_body;
use crate::content::{Item, Live, Picture, Revision, StandingPage};
use crate::db::schema::live;
use crate::db::{Conn, DbError, dialect, facts};
use crate::media::{Asset, AssetTexts};

/// What the history calls it, of an item that shows the asset.
pub const DESCRIBED: &str = "describe";

/// Sets the texts of `asset` and makes the bodies anew that show them: captions stand
/// in them. Live items that show other words count as changed, so that outlets learn of
/// it. To be called in a transaction, by who may.
pub fn describe(
    act: &Act,
    asset: &Asset,
    texts: &AssetTexts,
    conn: &mut Conn,
) -> Result<(), DbError> {
    Asset::set_texts(asset.id, texts, conn)?;
    if asset.texts().shown() == texts.shown() {
        return Ok(());
    }
    let Some(described) = Asset::find(asset.id, conn)? else { return Ok(()) };
    for item_id in Live::showing(asset.id, conn)? {
        dialect::lock_item(conn, item_id)?;
        let Some(item) = Item::find(item_id, conn)? else { continue };
        let language = item.language().interface();
        let says_the_same = Picture::of(asset, language) == Picture::of(&described, language);
        if let Some(live) = Revision::live(item_id, conn)?.filter(|_| !says_the_same) {
            show_anew(act, &item, &live, conn)?;
        }
    }
    StandingPage::render_those_with(&asset.uid, act.now, conn)?;
    Ok(facts::move_generation_on(conn)?)
}

fn show_anew(act: &Act, item: &Item, revision: &Revision, conn: &mut Conn) -> Result<(), DbError> {
    let rendered = revision.document(conn)?.render(item.language(), conn)?;
    store_body(revision.id, &rendered, conn)?;
    diesel::update(live::table.find(item.id)).set(live::changed_at.eq(act.now)).execute(conn)?;
    let line = Line {
        action: DESCRIBED,
        revision: Some(revision),
        item_id: Some(item.id),
        from: None,
        to: None,
        reason: None,
    };
    Ok(act.write_history(&line, conn)?)
}
