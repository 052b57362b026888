//! Recordings of broadcasts: what is taken in, how long it plays, and the clean
//! copy of it. MP3 and M4A, because every telephone plays them.
//!
//! The sound itself is not decoded: walking its frames and boxes tells how long
//! it is and whether all of it is there, and what is kept is made of them alone,
//! so that no place, device, name or cover goes along.

mod mp3;
mod mp4;

use thiserror::Error;

/// An accepted coding, told by content and never by the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// MPEG-1, 2 or 2.5 layer III (ISO/IEC 11172-3, 13818-3).
    Mp3,
    /// AAC in an MP4 file (ISO/IEC 14496-3, 14496-12).
    M4a,
}

impl Coding {
    pub const ALL: [Self; 2] = [Self::Mp3, Self::M4a];

    /// The media type (RFC 3003, RFC 4337).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
        }
    }

    /// The usual extension, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
        }
    }

    /// The coding's name as people say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mp3 => "MP3",
            Self::M4a => "M4A",
        }
    }
}

/// Why a recording is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecordingError {
    /// An MP4 file whose sound is not AAC, or is cut into pieces for streaming.
    #[error("the {} is coded in a way browsers do not play", .coding.name())]
    RareCoding { coding: Coding },
    /// The file ends before the sound does.
    #[error("the {} ends too early", .coding.name())]
    Truncated { coding: Coding },
    /// The file contradicts itself, or no sound is in it.
    #[error("the {} is damaged", .coding.name())]
    Damaged { coding: Coding },
}

/// A recording that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// How long it plays, rounded, at least 1.
    pub seconds: u32,
    /// The sound and what is needed to play it. Cleaned again it stays the same.
    pub bytes: Vec<u8>,
}

/// The coding of a file that is a recording, however damaged; `None`: it is
/// something else, a video for one.
pub fn recognise(bytes: &[u8]) -> Option<Coding> {
    if mp3::is_one(bytes) {
        Some(Coding::Mp3)
    } else if mp4::is_sound(bytes) {
        Some(Coding::M4a)
    } else {
        None
    }
}

/// Walks a file of a coding already recognised. Takes time and memory in
/// proportion to its size.
///
/// # Errors
/// What keeps it from being played to its end.
pub fn open(coding: Coding, bytes: &[u8]) -> Result<Recording, RecordingError> {
    match coding {
        Coding::Mp3 => mp3::open(bytes),
        Coding::M4a => mp4::open(bytes),
    }
}

/// Whole seconds of `count` parts of which `rate` make a second.
fn seconds(count: u64, rate: u64) -> Option<u32> {
    let seconds = count.checked_add(rate / 2)?.checked_div(rate)?;
    u32::try_from(seconds).ok().map(|seconds| seconds.max(1))
}

#[cfg(test)]
mod tests;
