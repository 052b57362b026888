//! Pictures and recordings: the clean master of each, and a sidecar with all
//! that is known.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::target::Target;
use super::{ExportError, Progress, Report};
use crate::db::Conn;
use crate::db::schema::assets;
use crate::media::Asset;
use crate::media::intake::master_key;
use crate::media::store::{Store, StoreError};
use crate::organisations::Tree;
use crate::text::slug;
use crate::transfer::import::Names;
use crate::transfer::layout::{MEDIA, sha256};
use crate::transfer::quote::{Toml, line};

/// Pictures a query.
const PAGE: i64 = 200;

/// Writes all pictures; returns what each is called.
pub fn write(
    store: &Store,
    target: &mut Target,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
    conn: &mut Conn,
) -> Result<Names, ExportError> {
    let tree = Tree::load(conn)?;
    let total: i64 = assets::table.count().get_result(conn)?;
    let total = usize::try_from(total).unwrap_or(0);
    let mut names = Names::default();
    let mut keys = BTreeSet::new();
    let mut last = String::new();
    loop {
        let page: Vec<Asset> = assets::table
            .filter(assets::uid.gt(&last))
            .order(assets::uid)
            .limit(PAGE)
            .select(Asset::as_select())
            .load(conn)?;
        let Some(end) = page.last() else { return Ok(names) };
        last = end.uid.clone();
        for asset in &page {
            match store.get(&master_key(asset)?) {
                Ok(master) => {
                    let key = key(asset, &mut keys);
                    write_one(&key, asset, &master, &tree, target)?;
                    names.add_media(key, asset.uid.clone());
                    report.pictures += 1;
                }
                Err(StoreError::NotFound { .. }) => report.missing.push(asset.uid.clone()),
                Err(error) => return Err(error.into()),
            }
        }
        progress(Progress::Pictures { done: report.pictures + report.missing.len(), total });
    }
}

/// A name for people, made from the file's; the first by uid gets it bare.
fn key(asset: &Asset, taken: &mut BTreeSet<String>) -> String {
    let stem = asset.filename.rsplit_once('.').map_or(asset.filename.as_str(), |(stem, _)| stem);
    let wanted = match slug(stem) {
        empty if empty.is_empty() => asset.uid.clone(),
        wanted => wanted,
    };
    // The second of a name takes its uid with it: no counting through thousands.
    let key = if taken.contains(&wanted) { format!("{wanted}-{}", asset.uid) } else { wanted };
    taken.insert(key.clone());
    key
}

fn write_one(
    key: &str,
    asset: &Asset,
    master: &[u8],
    tree: &Tree,
    target: &mut Target,
) -> Result<(), ExportError> {
    target.write(&format!("{MEDIA}/{key}.{}", asset.extension()), master)?;
    let mut toml = Toml::default();
    // The empty ones too: what is missing should be seen.
    let texts = [
        ("alt", &asset.alt),
        ("caption", &asset.caption),
        ("credit", &asset.credit),
        ("rights", &asset.rights),
        ("alt_en", &asset.alt_en),
        ("caption_en", &asset.caption_en),
    ];
    for (key, text) in texts {
        toml.raw(key, &line(text));
    }
    toml.text("filename", &asset.filename);
    let organisation = tree.get(asset.organisation_id);
    toml.text("organisation", organisation.map_or("", |one| one.slug.as_str()));
    toml.instant("created_at", Some(asset.created_at));
    toml.text("id", &asset.uid);
    toml.text("sha256", &asset.sha256);
    toml.text("master", &sha256(master));
    target.write(&format!("{MEDIA}/{key}.toml"), toml.finish().as_bytes())
}
