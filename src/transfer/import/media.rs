//! Pictures and recordings: `media/<key>.<ext>` and, beside it, `media/<key>.toml`.

mod sidecar;

use std::collections::{BTreeMap, HashMap};

use super::check::Alts;
use super::folder::Folder;
use super::names::Names;
use super::report::{Counts, Outcome};
use super::{ImportError, Progress};
use crate::clock::Instant;
use crate::db::{Conn, DbError};
use crate::editorial::{Act, Site, Who, describe};
use crate::media::intake::{self, IntakeError, Look};
use crate::media::store::{Key, Store};
use crate::media::upload::Limits;
use crate::media::{Asset, AssetState, AssetTexts, NewAsset};
use crate::organisations::{OrganisationKind, Tree};
use crate::queue::Order;
use crate::transfer::fault::{Fault, Noun, What};
use crate::transfer::layout::{MEDIA, MEDIA_FILES, derived_id, sha256};
use sidecar::Sidecar;

/// The pictures and recordings of a folder.
#[derive(Debug, Default)]
pub struct Pictures {
    all: Vec<Entry>,
    /// The uid of each, by the hash of its file.
    by_hash: HashMap<String, String>,
}

#[derive(Debug)]
struct Entry {
    file: String,
    uid: String,
    /// Of the file as it once was uploaded.
    sha256: String,
    /// Whether the file is a clean master that an export wrote.
    master: bool,
    sidecar: Option<Sidecar>,
    filename: String,
    /// The database's own, when it has this file.
    before: Option<Asset>,
    stored: Option<Stored>,
    /// The description in the file's own metadata.
    own_alt: [String; 2],
}

/// What the store has of a new one.
#[derive(Debug)]
struct Stored {
    key: Key,
    mime: &'static str,
    bytes: usize,
    width: u32,
    height: u32,
    seconds: u32,
    /// From the file's own credits, for pictures without a sidecar.
    texts: AssetTexts,
}

impl Pictures {
    /// Reads names, texts and headers; what the folder calls them goes
    /// into `names`.
    pub fn read(
        folder: &Folder,
        names: &mut Names,
        faults: &mut Vec<Fault>,
        conn: &mut Conn,
    ) -> diesel::QueryResult<Self> {
        let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for file in folder.below(MEDIA) {
            let name = file.rsplit('/').next().unwrap_or(file);
            match name.rsplit_once('.') {
                Some((key, extension))
                    if file.split('/').count() == 2
                        && (extension == "toml" || MEDIA_FILES.contains(&extension)) =>
                {
                    files.entry(key).or_default().push(file);
                }
                _ => faults.push(Fault::new(file, None, What::UnknownFile { nearest: None })),
            }
        }
        let mut pictures = Self::default();
        for (key, files) in files {
            let (sidecars, images): (Vec<&str>, Vec<&str>) =
                files.into_iter().partition(|file| file.ends_with(".toml"));
            let sidecar = sidecars.first().map(|file| Sidecar::read(folder, file, names, faults));
            match (images.as_slice(), sidecars.first()) {
                ([file], _) => {
                    pictures.add(folder, (key, file), sidecar, (names, faults), conn)?;
                }
                ([first, second, ..], _) => {
                    let (value, other) = (key.to_owned(), (*first).to_owned());
                    let what = What::Duplicate { noun: Noun::Picture, value, other };
                    faults.push(Fault::new(*second, None, what));
                }
                ([], Some(sidecar)) => {
                    faults.push(Fault::new(*sidecar, None, What::PictureMissing));
                }
                ([], None) => {}
            }
        }
        Ok(pictures)
    }

    fn add(
        &mut self,
        folder: &Folder,
        (key, file): (&str, &str),
        sidecar: Option<Sidecar>,
        (names, faults): (&mut Names, &mut Vec<Fault>),
        conn: &mut Conn,
    ) -> diesel::QueryResult<()> {
        let bytes = match folder.bytes(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let what = What::unreadable(&error);
                faults.push(Fault::new(file, None, what));
                return Ok(());
            }
        };
        let own_hash = sha256(&bytes);
        let given = sidecar.as_ref();
        let master = given.and_then(|one| one.master.as_deref()) == Some(own_hash.as_str());
        let limits = if master { Limits::default().for_master() } else { Limits::default() };
        let look = match intake::look(&bytes, &limits) {
            Ok(look) => look,
            Err(error) => {
                faults.push(Fault::new(file, None, What::picture(&error)));
                // It has a name nevertheless: whoever shows it is not to blame.
                names.media.insert(key.to_owned(), derived_id(&["media", &own_hash]));
                return Ok(());
            }
        };
        let original = given.and_then(|one| one.sha256.clone()).filter(|_| master);
        let sha256 = original.unwrap_or(own_hash);
        let before = Asset::by_sha256(&sha256, conn)?;
        let id = given.and_then(|one| one.id.clone());
        let twin = self.by_hash.get(&sha256).cloned();
        let is_twin = twin.is_some();
        let uid = match (&before, twin, &id) {
            (Some(asset), _, _) => asset.uid.clone(),
            (None, Some(twin), _) => twin,
            (None, None, Some(id)) => id.clone(),
            (None, None, None) => derived_id(&["media", &sha256]),
        };
        for name in [Some(key.to_owned()), id].into_iter().flatten() {
            names.media.insert(name, uid.clone());
        }
        if is_twin {
            return Ok(());
        }
        let taken = before.is_none() && Asset::by_uid(&uid, conn)?.is_some();
        if taken || !names.media_uids.insert(uid.clone()) {
            faults.push(Fault::new(file, None, What::IdTaken { id: uid }));
            return Ok(());
        }
        let own_alt = match look {
            Look::Picture { alt } => alt,
            Look::Recording => {
                names.recording_uids.insert(uid.clone());
                String::new()
            }
        };
        if names.organisations.is_empty() {
            let what = What::MissingKey { key: "organisation".to_owned() };
            faults.push(Fault::new(file, None, what));
            return Ok(());
        }
        self.by_hash.insert(sha256.clone(), uid.clone());
        let name = file.rsplit('/').next().unwrap_or(file).to_owned();
        let filename = sidecar.as_ref().and_then(|one| one.filename.clone()).unwrap_or(name);
        let file = file.to_owned();
        self.all.push(Entry {
            file,
            uid,
            sha256,
            master,
            sidecar,
            filename,
            before,
            stored: None,
            own_alt: [own_alt, String::new()],
        });
        Ok(())
    }

    /// How the folder describes its pictures, by uid.
    pub fn alts(&self) -> Alts {
        let described = self.all.iter().filter_map(|entry| {
            let texts = &entry.sidecar.as_ref()?.texts;
            Some((entry.uid.clone(), [texts.alt.clone(), texts.alt_en.clone()]))
        });
        // A file may describe itself; that is read when it is opened.
        let bare =
            self.all.iter().filter(|entry| entry.sidecar.is_none() && entry.before.is_none());
        let bare = bare.map(|entry| (entry.uid.clone(), entry.own_alt.clone()));
        described.chain(bare).collect()
    }

    /// Makes the new ones clean and puts them into the store. Those that do not
    /// decode are told and left out.
    pub fn take_in(
        &mut self,
        folder: &Folder,
        store: &Store,
        faults: &mut Vec<Fault>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ImportError> {
        let total = self.all.iter().filter(|entry| entry.before.is_none()).count();
        let new = self.all.iter_mut().filter(|entry| entry.before.is_none());
        for (done, entry) in new.enumerate() {
            match entry.take_in(folder, store) {
                Ok(stored) => entry.stored = Some(stored),
                Err(TakeIn::Intake(error @ (IntakeError::Store(_) | IntakeError::Key(_)))) => {
                    return Err(error.into());
                }
                Err(TakeIn::Intake(error)) => {
                    faults.push(Fault::new(&*entry.file, None, What::picture(&error)));
                }
                Err(TakeIn::Io(error)) => {
                    let what = What::unreadable(&error);
                    faults.push(Fault::new(&*entry.file, None, what));
                }
            }
            progress(Progress::Pictures { done: done + 1, total });
        }
        Ok(())
    }

    /// Takes back what [`Pictures::take_in`] stored.
    pub fn forget(&self, store: &Store) -> Result<(), ImportError> {
        for stored in self.all.iter().filter_map(|entry| entry.stored.as_ref()) {
            store.delete(&stored.key)?;
        }
        Ok(())
    }

    /// Adds and changes the rows, in the caller's transaction.
    pub fn save(&self, now: Instant, conn: &mut Conn) -> Result<Counts, DbError> {
        let mut counts = Counts::default();
        let site = Site::load(conn)?;
        let act = Act { who: Who::System, origin: "import", now, site: &site };
        for entry in &self.all {
            match (&entry.before, &entry.stored) {
                (Some(asset), _) => counts.add(entry.change(&act, asset, conn)?),
                (None, Some(stored)) => {
                    if let Some(asset) = entry.insert(stored, &site.tree, now, conn)? {
                        if !asset.is_recording() {
                            Order::Renditions { asset_id: asset.id }.place(now, now, conn)?;
                        }
                        counts.add(Outcome::New);
                    }
                }
                (None, None) => {}
            }
        }
        Ok(counts)
    }
}

enum TakeIn {
    Intake(IntakeError),
    Io(std::io::Error),
}

impl<E: Into<IntakeError>> From<E> for TakeIn {
    fn from(error: E) -> Self {
        Self::Intake(error.into())
    }
}

impl Entry {
    fn take_in(&self, folder: &Folder, store: &Store) -> Result<Stored, TakeIn> {
        let bytes = folder.bytes(&self.file).map_err(TakeIn::Io)?;
        let accepted = if self.master {
            intake::accept_master(&bytes, &Limits::default().for_master())?
        } else {
            intake::accept(&bytes, &Limits::default())?
        };
        accepted.keep(&self.uid, store)?;
        Ok(Stored {
            key: accepted.key(&self.uid)?,
            mime: accepted.mime,
            bytes: accepted.size(),
            width: accepted.width,
            height: accepted.height,
            seconds: accepted.seconds,
            texts: accepted.texts(),
        })
    }

    /// One that is there already keeps all but its texts.
    fn change(&self, act: &Act, asset: &Asset, conn: &mut Conn) -> Result<Outcome, DbError> {
        let Some(sidecar) = &self.sidecar else { return Ok(Outcome::Unchanged) };
        if asset.texts() == sidecar.texts {
            return Ok(Outcome::Unchanged);
        }
        describe(act, asset, &sidecar.texts, conn)?;
        Ok(Outcome::Changed)
    }

    fn insert(
        &self,
        stored: &Stored,
        tree: &Tree,
        now: Instant,
        conn: &mut Conn,
    ) -> diesel::QueryResult<Option<Asset>> {
        let sidecar = self.sidecar.as_ref();
        let named = sidecar.and_then(|one| one.organisation.as_deref());
        let Some(organisation_id) = named
            .and_then(|slug| tree.by_slug(slug))
            .map_or_else(|| root(tree), |one| Some(one.id))
        else {
            return Ok(None);
        };
        let texts = sidecar.map_or(&stored.texts, |one| &one.texts).clone();
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let asset = NewAsset {
            uid: self.uid.clone(),
            sha256: self.sha256.clone(),
            filename: self.filename.clone(),
            mime: stored.mime.to_owned(),
            bytes: i64::try_from(stored.bytes).unwrap_or(i64::MAX),
            width: number(stored.width),
            height: number(stored.height),
            seconds: number(stored.seconds),
            alt: texts.alt,
            caption: texts.caption,
            credit: texts.credit,
            rights: texts.rights,
            alt_en: texts.alt_en,
            caption_en: texts.caption_en,
            state: AssetState::on_arrival(stored.seconds).name().to_owned(),
            organisation_id,
            created_by: None,
            created_at: sidecar.and_then(|one| one.created_at).unwrap_or(now),
        };
        asset.save(conn).map(Some)
    }
}

/// The city, or the first organisation there is.
fn root(tree: &Tree) -> Option<i64> {
    let all = tree.all();
    let city = all.iter().filter(|one| one.kind == OrganisationKind::City.name());
    city.map(|one| one.id).min().or_else(|| all.iter().map(|one| one.id).min())
}
