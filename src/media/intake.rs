//! A file's way in: judged, cleaned, stored, and its renditions made.

use super::Asset;
use super::metadata::Credits;
use super::rendition::{Picture, RenditionError};
use super::store::{Key, KeyError, Store, StoreError, content_hash};
use super::upload::{Format, Limits, UploadError, inspect};

/// Why a picture was not taken in, or its renditions not made.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    #[error(transparent)]
    Upload(#[from] UploadError),
    #[error(transparent)]
    Rendition(#[from] RenditionError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A picture that was accepted, cleaned and not yet stored.
pub struct Accepted {
    /// SHA-256 of the file as it came, hexadecimal: what tells a duplicate.
    pub sha256: String,
    pub credits: Credits,
    /// Media type of the master.
    pub mime: &'static str,
    /// px of the master.
    pub width: u32,
    pub height: u32,
    format: Format,
    master: Vec<u8>,
}

/// Judges `bytes` and makes the clean master of it: upright, without location
/// or device. What came is not kept.
pub fn accept(bytes: &[u8], limits: &Limits) -> Result<Accepted, IntakeError> {
    let inspected = inspect(bytes, limits)?;
    let credits = Credits::read(inspected.format, bytes);
    let master = Picture::open(bytes, limits)?.master(&credits)?;
    Ok(Accepted {
        sha256: content_hash(bytes),
        credits,
        mime: master.format.media_type(),
        width: master.width,
        height: master.height,
        format: master.format,
        master: master.bytes,
    })
}

impl Accepted {
    /// Bytes of the master.
    pub fn size(&self) -> usize {
        self.master.len()
    }

    /// Where the master of the asset `uid` is kept.
    pub fn key(&self, uid: &str) -> Result<Key, KeyError> {
        Key::master(uid, self.format)
    }

    /// Stores the master under the asset's uid.
    pub fn keep(&self, uid: &str, store: &Store) -> Result<(), IntakeError> {
        Ok(store.put(&self.key(uid)?, &self.master)?)
    }
}

/// The key of an asset's master.
pub fn master_key(asset: &Asset) -> Result<Key, KeyError> {
    Key::master(&asset.uid, master_format(asset))
}

fn master_format(asset: &Asset) -> Format {
    if asset.mime == Format::Png.media_type() { Format::Png } else { Format::Jpeg }
}

/// Makes every rendition of a stored master; a second time gives the same files.
pub fn make_renditions(asset: &Asset, store: &Store) -> Result<(), IntakeError> {
    let bytes = store.get(&master_key(asset)?)?;
    let credits = Credits::read(master_format(asset), &bytes);
    let picture = Picture::open(&bytes, &Limits::default().for_master())?;
    for variant in picture.variants(&credits) {
        let variant = variant?;
        store.put(&Key::of(&asset.uid, &variant)?, &variant.bytes)?;
    }
    Ok(())
}
