//! A file's way in: judged, cleaned, stored, and of a picture its renditions made.

use super::metadata::Credits;
use super::recording::{self, Coding, RecordingError};
use super::rendition::{Picture, RenditionError};
use super::store::{Key, KeyError, Store, StoreError, content_hash};
use super::upload::{Format, Limits, UploadError, inspect};
use super::{Asset, AssetTexts};

/// Why a file was not taken in, or a picture's renditions not made.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    #[error(transparent)]
    Upload(#[from] UploadError),
    #[error(transparent)]
    Rendition(#[from] RenditionError),
    #[error(transparent)]
    Recording(#[from] RecordingError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A picture or a recording that was accepted, cleaned and not yet stored.
pub struct Accepted {
    /// SHA-256 of the file as it came, hexadecimal: what tells a duplicate.
    pub sha256: String,
    pub credits: Credits,
    /// Media type of the master.
    pub mime: &'static str,
    /// px of the master; 0 of a recording.
    pub width: u32,
    pub height: u32,
    /// How long a recording plays; 0 of a picture.
    pub seconds: u32,
    extension: &'static str,
    master: Vec<u8>,
}

/// Judges `bytes` and makes the clean master of it: without location or device,
/// and of a picture upright. What came is not kept.
pub fn accept(bytes: &[u8], limits: &Limits) -> Result<Accepted, IntakeError> {
    if let Some(coding) = recording::recognise(bytes) {
        return accept_recording(coding, bytes, limits);
    }
    let inspected = inspect(bytes, limits)?;
    let credits = Credits::read(inspected.format, bytes);
    let master = Picture::open(bytes, limits)?.master(&credits)?;
    Ok(accepted(bytes, credits, (master.format, master.width, master.height), master.bytes))
}

/// Judges a master that [`accept`] once made and takes it as it is: a picture
/// that is encoded again only loses.
pub fn accept_master(bytes: &[u8], limits: &Limits) -> Result<Accepted, IntakeError> {
    if recording::recognise(bytes).is_some() {
        return accept(bytes, limits);
    }
    let inspected = inspect(bytes, limits)?;
    Picture::open(bytes, limits)?;
    let kept = (inspected.format, inspected.width, inspected.height);
    Ok(accepted(bytes, Credits::default(), kept, bytes.to_vec()))
}

fn accepted(
    bytes: &[u8],
    credits: Credits,
    (format, width, height): (Format, u32, u32),
    master: Vec<u8>,
) -> Accepted {
    Accepted {
        sha256: content_hash(bytes),
        credits,
        mime: format.media_type(),
        width,
        height,
        seconds: 0,
        extension: format.extension(),
        master,
    }
}

fn accept_recording(
    coding: Coding,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Accepted, IntakeError> {
    let (size, limit) = (bytes.len() as u64, limits.max_bytes);
    if size > limit {
        return Err(UploadError::TooManyBytes { bytes: size, limit }.into());
    }
    let recording = recording::open(coding, bytes)?;
    Ok(Accepted {
        sha256: content_hash(bytes),
        credits: Credits::default(),
        mime: coding.media_type(),
        width: 0,
        height: 0,
        seconds: recording.seconds,
        extension: coding.extension(),
        master: recording.bytes,
    })
}

/// What a file says of itself that is worth knowing before it is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// With its own description, which may be empty.
    Picture {
        alt: String,
    },
    Recording,
}

/// Judges a picture by its headers alone, a recording as [`accept`] does.
pub fn look(bytes: &[u8], limits: &Limits) -> Result<Look, IntakeError> {
    if let Some(coding) = recording::recognise(bytes) {
        return accept_recording(coding, bytes, limits).map(|_| Look::Recording);
    }
    let format = inspect(bytes, limits)?.format;
    let alt = Credits::read(format, bytes).alt_text.unwrap_or_default();
    Ok(Look::Picture { alt })
}

impl Accepted {
    /// What the file tells of itself, to be looked at by people.
    pub fn texts(&self) -> AssetTexts {
        let credits = &self.credits;
        let text = |one: &Option<String>| one.clone().unwrap_or_default();
        AssetTexts {
            alt: text(&credits.alt_text),
            caption: text(&credits.caption),
            credit: credits.line(),
            rights: text(&credits.copyright),
            ..AssetTexts::default()
        }
    }

    /// Bytes of the master.
    pub fn size(&self) -> usize {
        self.master.len()
    }

    /// Where the master of the asset `uid` is kept.
    pub fn key(&self, uid: &str) -> Result<Key, KeyError> {
        Key::master(uid, self.extension)
    }

    /// Stores the master under the asset's uid.
    pub fn keep(&self, uid: &str, store: &Store) -> Result<(), IntakeError> {
        Ok(store.put(&self.key(uid)?, &self.master)?)
    }
}

/// The key of an asset's master.
pub fn master_key(asset: &Asset) -> Result<Key, KeyError> {
    Key::master(&asset.uid, asset.extension())
}

/// Makes every rendition of a stored picture; a second time gives the same files.
pub fn make_renditions(asset: &Asset, store: &Store) -> Result<(), IntakeError> {
    let bytes = store.get(&master_key(asset)?)?;
    let limits = Limits::default().for_master();
    let credits = Credits::read(inspect(&bytes, &limits)?.format, &bytes);
    let picture = Picture::open(&bytes, &limits)?;
    for variant in picture.variants(&credits) {
        let variant = variant?;
        store.put(&Key::of(&asset.uid, &variant)?, &variant.bytes)?;
    }
    Ok(())
}
