//! MP3: a row of frames, each with a header that says how long it is
//! (ISO/IEC 11172-3 §2.4.2.3, 13818-3 §2.4.2.3). Whatever stands before, between
//! and behind them is a tag.

use super::{Coding, Recording, RecordingError, seconds};

const CODING: Coding = Coding::Mp3;

/// kbit/s of MPEG-1 layer III, and of MPEG-2 and 2.5.
const BIT_RATES: [[u32; 14]; 2] = [
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
/// Hz of MPEG-1; the others have halves and quarters of it.
const SAMPLE_RATES: [u32; 3] = [44_100, 48_000, 32_000];

/// What a frame's header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frame {
    /// Bytes, the header included.
    length: usize,
    /// Samples a channel.
    samples: u32,
    /// Hz.
    rate: u32,
}

impl Frame {
    /// Frames of one file have these in common; their lengths differ.
    fn is_like(&self, other: &Self) -> bool {
        (self.samples, self.rate) == (other.samples, other.rate)
    }
}

/// Whether it begins like an MP3: with a tag, or with two frames.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"ID3") || frame_at(bytes, 0).is_some_and(|one| leads_on(bytes, 0, &one))
}

pub(super) fn open(bytes: &[u8]) -> Result<Recording, RecordingError> {
    let mut at = after_tags(bytes);
    if at > bytes.len() {
        return Err(RecordingError::Truncated { coding: CODING });
    }
    let mut sound = Vec::with_capacity(bytes.len());
    let mut first: Option<Frame> = None;
    let (mut frames, mut promised) = (0_u64, 0);
    // Whether the last thing before `at` was a frame.
    let mut in_row = false;
    while at < bytes.len() {
        let found = frame_at(bytes, at)
            .filter(|one| first.is_none_or(|first| one.is_like(&first)))
            .filter(|one| in_row || leads_on(bytes, at, one));
        let Some(frame) = found else {
            (at, in_row) = (at + 1, false);
            continue;
        };
        let Some(whole) = bytes.get(at..at + frame.length) else {
            return Err(RecordingError::Truncated { coding: CODING });
        };
        if first.is_none() {
            first = Some(frame);
            promised = promised_frames(whole);
        }
        sound.extend_from_slice(whole);
        frames += 1;
        (at, in_row) = (at + frame.length, true);
    }
    if frames < promised {
        return Err(RecordingError::Truncated { coding: CODING });
    }
    let length = first.and_then(|one| seconds(frames * u64::from(one.samples), one.rate.into()));
    match length {
        Some(seconds) => Ok(Recording { seconds, bytes: sound }),
        None => Err(RecordingError::Damaged { coding: CODING }),
    }
}

/// Where the tags at the beginning end (ID3v2.4 §3.1), perhaps beyond the file.
fn after_tags(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some([b'I', b'D', b'3', _, _, flags, a, b, c, d]) =
        bytes.get(at..).and_then(|rest| rest.first_chunk())
    {
        let size = [a, b, c, d].iter().fold(0, |size, byte| size << 7 | usize::from(**byte & 0x7f));
        let footer = if flags & 0x10 == 0 { 0 } else { 10 };
        at += 10 + size + footer;
    }
    at
}

fn frame_at(bytes: &[u8], at: usize) -> Option<Frame> {
    let [0xff, kind, coding, ..] = bytes.get(at..)?.first_chunk::<4>()? else { return None };
    let (sync, version, layer) = (kind & 0xe0, kind >> 3 & 3, kind >> 1 & 3);
    if sync != 0xe0 || version == 1 || layer != 1 {
        return None;
    }
    let is_first = version == 3;
    let kilobits =
        BIT_RATES[usize::from(!is_first)].get(usize::from(coding >> 4).checked_sub(1)?)?;
    let halved = match version {
        3 => 0,
        2 => 1,
        _ => 2,
    };
    let rate = SAMPLE_RATES.get(usize::from(coding >> 2 & 3))? >> halved;
    let samples = if is_first { 1152 } else { 576 };
    let padding = u32::from(coding >> 1 & 1);
    let length = samples / 8 * kilobits * 1000 / rate + padding;
    Some(Frame { length: usize::try_from(length).ok()?, samples, rate })
}

/// Whether another frame follows, or the file's end: a lone header may be
/// anything.
fn leads_on(bytes: &[u8], at: usize, frame: &Frame) -> bool {
    let next = at + frame.length;
    next == bytes.len() || frame_at(bytes, next).is_some_and(|next| next.is_like(frame))
}

/// How many frames the file had when it was made, where its first frame tells
/// that instead of sounding (the "Xing" header, which is "Info" at a constant
/// bit rate). It stands behind the side information, which has four lengths.
fn promised_frames(frame: &[u8]) -> u64 {
    let told = [13, 21, 36].iter().find_map(|at| {
        let (name, rest) = frame.get(*at..)?.split_first_chunk::<4>()?;
        let (flags, rest) = rest.split_first_chunk::<4>()?;
        let known = matches!(name, b"Xing" | b"Info") && flags[3] & 1 == 1;
        known.then(|| rest.first_chunk::<4>().map(|count| u32::from_be_bytes(*count)))?
    });
    told.map_or(0, u64::from)
}
