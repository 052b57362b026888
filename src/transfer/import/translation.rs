//! Which items translate which, and who has which address, within one import.

use std::collections::{HashMap, HashSet};

use crate::content::{Address, ContentLanguage, Item, Kind};
use crate::db::{Conn, DbError};
use crate::names::nearest;
use crate::transfer::fault::{Noun, Position, What};
use crate::transfer::item_file::{ItemFile, Placed};
use crate::transfer::layout::parse_id;

/// The uid and the file of the item at each address of the folder.
#[derive(Debug, Default)]
pub struct Addresses {
    by_slug: HashMap<(Kind, ContentLanguage, String), (String, String)>,
    uids: HashSet<String>,
}

impl Addresses {
    /// Claims all addresses of an item; returns those another file has, with it.
    pub fn claim(&mut self, item: &ItemFile, uid: &str, file: &str) -> Vec<(String, String)> {
        let (wanted, _) = item.wanted_address();
        let mut taken = Vec::new();
        self.uids.insert(uid.to_owned());
        // A title without letters asks for no address of its own.
        let wanted = Some(wanted).filter(|slug| !slug.is_empty());
        for slug in wanted.into_iter().chain(item.old_slugs.iter().cloned()) {
            let key = (item.document.kind(), item.language, slug);
            match self.by_slug.get(&key) {
                Some((_, other)) => taken.push((key.2, other.clone())),
                None => {
                    self.by_slug.insert(key, (uid.to_owned(), file.to_owned()));
                }
            }
        }
        taken
    }

    fn uid(&self, kind: Kind, slug: &str) -> Option<&str> {
        let key = (kind, ContentLanguage::Vi, slug.to_owned());
        self.by_slug.get(&key).map(|(uid, _)| uid.as_str())
    }
}

/// What each item of the folder translates.
#[derive(Debug, Default)]
pub struct Groups {
    by_uid: HashMap<String, (Kind, String, Position)>,
}

/// How many steps from a translation to its original; one is usual.
const STEPS: usize = 8;

impl Groups {
    pub fn add(&mut self, uid: &str, placed: &Placed) {
        let item = &placed.item;
        if !item.translation_of.is_empty() {
            let at = placed.place("translation_of");
            let what = (item.document.kind(), item.translation_of.clone(), at);
            self.by_uid.insert(uid.to_owned(), what);
        }
    }

    /// The group of the item `uid`: the uid of the original.
    pub fn of(
        &self,
        uid: &str,
        addresses: &Addresses,
        conn: &mut Conn,
    ) -> Result<Result<String, (Position, What)>, DbError> {
        let mut at = uid.to_owned();
        for _ in 0..STEPS {
            let Some((kind, original, place)) = self.by_uid.get(&at) else { return Ok(Ok(at)) };
            match find(*kind, original, addresses, conn)? {
                Found::Here(uid) if uid == at => return Ok(Ok(at)),
                Found::Here(uid) => at = uid,
                Found::Group(group) => return Ok(Ok(group)),
                Found::Nowhere => {
                    let slugs = addresses.by_slug.keys().filter(|(own, language, _)| {
                        (own, language) == (kind, &ContentLanguage::Vi)
                    });
                    let nearest = nearest(original, slugs.map(|(_, _, slug)| slug.as_str()));
                    let nearest = nearest.map(str::to_owned);
                    let what = What::Unknown { noun: Noun::Item, value: original.clone(), nearest };
                    return Ok(Err((*place, what)));
                }
            }
        }
        Ok(Ok(at))
    }
}

enum Found {
    /// An item of the folder.
    Here(String),
    /// The group of an item of the database, or of one that is gone.
    Group(String),
    Nowhere,
}

fn find(
    kind: Kind,
    original: &str,
    addresses: &Addresses,
    conn: &mut Conn,
) -> Result<Found, DbError> {
    if let Some(uid) = parse_id(original) {
        if addresses.uids.contains(&uid) {
            return Ok(Found::Here(uid));
        }
        let group = Item::by_uid(&uid, conn)?.map(|item| item.translation_group);
        return Ok(Found::Group(group.unwrap_or(uid)));
    }
    if let Some(uid) = addresses.uid(kind, original) {
        return Ok(Found::Here(uid.to_owned()));
    }
    let taken = Address::resolve(kind.name(), ContentLanguage::Vi.name(), original, conn)?;
    let item = taken.map(|taken| Item::find(taken.item_id, conn)).transpose()?.flatten();
    Ok(item.map_or(Found::Nowhere, |item| Found::Group(item.translation_group)))
}
