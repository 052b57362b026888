//! M4A: boxes within boxes (ISO/IEC 14496-12 §4.2). Written anew it has three:
//! `ftyp`, `moov` without what tells of people and devices, and the sound, in
//! this order, so that playing begins before all of it has come.

use super::{Coding, Recording, RecordingError, seconds};

const CODING: Coding = Coding::M4a;

type Kind = [u8; 4];

/// One box and what is in it.
struct Found<'a> {
    kind: Kind,
    /// Where its content begins in the file.
    at: usize,
    content: &'a [u8],
}

/// The boxes of `bytes`, which stand at `at` in the file; `None` at the end of
/// the row: the last one is cut off.
fn boxes(mut bytes: &[u8], mut at: usize) -> impl Iterator<Item = Option<Found<'_>>> {
    std::iter::from_fn(move || {
        // What is shorter than a header is padding.
        let (head, rest) = bytes.split_first_chunk::<8>()?;
        let [a, b, c, d, kind @ ..] = *head;
        let (header, size) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (8, bytes.len()),
            1 => {
                let long = rest.first_chunk::<8>().map(|long| u64::from_be_bytes(*long));
                (16, long.and_then(|long| usize::try_from(long).ok()).unwrap_or(usize::MAX))
            }
            size => (8, size as usize),
        };
        let Some(content) = bytes.get(header..size) else {
            bytes = &[];
            return Some(None);
        };
        let found = Found { kind, at: at + header, content };
        (bytes, at) = (&bytes[size..], at + size);
        Some(Some(found))
    })
}

fn inside<'a>(bytes: &'a [u8], kind: &Kind) -> impl Iterator<Item = &'a [u8]> {
    let kind = *kind;
    boxes(bytes, 0).flatten().filter(move |one| one.kind == kind).map(|one| one.content)
}

/// The contents of all boxes at the end of `path`.
fn below<'a>(bytes: &'a [u8], path: &[&Kind]) -> Vec<&'a [u8]> {
    path.iter().fold(vec![bytes], |found, kind| {
        found.into_iter().flat_map(|one| inside(one, kind)).collect()
    })
}

/// What holds the tables of a track, from `moov` down.
const NESTED: [&Kind; 4] = [b"trak", b"mdia", b"minf", b"stbl"];

/// Sorts of track: `soun`, `vide` and others (§8.4.3).
fn tracks(file: &[u8]) -> Vec<&[u8]> {
    let handlers = below(file, &[b"moov", b"trak", b"mdia", b"hdlr"]);
    handlers.into_iter().filter_map(|one| one.get(8..12)).collect()
}

/// Whether it is of the MP4 family and holds sound without pictures. One that
/// was cut off before it tells is believed to be what it calls itself.
pub(super) fn is_sound(bytes: &[u8]) -> bool {
    let named = matches!(bytes.get(8..11), Some(b"M4A" | b"M4B"));
    let tracks = tracks(bytes);
    let has = |sort: &[u8]| tracks.contains(&sort);
    bytes.get(4..8) == Some(b"ftyp") && !has(b"vide") && (named || has(b"soun"))
}

pub(super) fn open(bytes: &[u8]) -> Result<Recording, RecordingError> {
    let (rare, truncated, damaged) = (
        RecordingError::RareCoding { coding: CODING },
        RecordingError::Truncated { coding: CODING },
        RecordingError::Damaged { coding: CODING },
    );
    let all = boxes(bytes, 0).collect::<Option<Vec<Found>>>().ok_or(truncated)?;
    let of = |kind: &Kind| all.iter().filter(|one| one.kind == *kind).collect::<Vec<_>>();
    if !of(b"moof").is_empty() {
        return Err(rare);
    }
    let (brands, movie, media) = (of(b"ftyp"), of(b"moov"), of(b"mdat"));
    let movie = movie.first().ok_or(truncated)?;
    let brands = brands.first().filter(|_| !media.is_empty()).ok_or(damaged)?;
    let entries = below(movie.content, &[b"trak", b"mdia", b"minf", b"stbl", b"stsd"]);
    let codings: Vec<Option<&[u8]>> = entries.iter().map(|one| one.get(12..16)).collect();
    // Text beside the sound, such as chapters, does no harm.
    if tracks(bytes).is_empty() || !codings.contains(&Some(b"mp4a")) {
        return Err(rare);
    }
    let header = inside(movie.content, b"mvhd").next();
    let seconds = header.and_then(length).ok_or(damaged)?;
    Ok(Recording { seconds, bytes: written(brands, movie, &media) })
}

/// The duration that a `mvhd` tells (§8.2.2), in seconds.
fn length(header: &[u8]) -> Option<u32> {
    let number =
        |at: usize| Some(u64::from(u32::from_be_bytes(*header.get(at..)?.first_chunk::<4>()?)));
    let (rate, count) = match header.first()? {
        0 => (number(12)?, number(16)?),
        _ => (number(20)?, number(24)? << 32 | number(28)?),
    };
    let told = count > 0 && count != u64::from(u32::MAX);
    told.then(|| seconds(count, rate))?
}

fn written(brands: &Found, movie: &Found, media: &[&Found]) -> Vec<u8> {
    let mut file = Vec::new();
    put(&mut file, &brands.kind, brands.content);
    // Its length does not depend on where the sound begins.
    let begin = file.len() + 8 + cleaned(movie.content, &NESTED, &|old| old).len() + 8;
    let mut moved = Vec::new();
    let mut at = begin;
    for one in media {
        moved.push((one.at..one.at + one.content.len(), at));
        at += one.content.len() + 8;
    }
    let shift = |old: u64| {
        let before = moved.partition_point(|(from, _)| from.start as u64 <= old);
        let place = moved[..before].last().filter(|(from, _)| old < from.end as u64);
        place.map_or(old, |(from, to)| old - from.start as u64 + *to as u64)
    };
    put(&mut file, b"moov", &cleaned(movie.content, &NESTED, &shift));
    for one in media {
        put(&mut file, b"mdat", one.content);
    }
    file
}

/// The boxes that are needed to play, with the places of the sound's pieces
/// (§8.7.5) as `shift` says; `nested` are those that hold such boxes again.
fn cleaned(bytes: &[u8], nested: &[&Kind], shift: &dyn Fn(u64) -> u64) -> Vec<u8> {
    let mut kept = Vec::new();
    for one in boxes(bytes, 0).flatten() {
        match &one.kind {
            // What people and devices wrote, and padding.
            b"udta" | b"meta" | b"uuid" | b"free" | b"skip" => {}
            kind if nested.first() == Some(&kind) => {
                put(&mut kept, kind, &cleaned(one.content, &nested[1..], shift));
            }
            b"stco" => {
                let places = |place: &[u8; 4]| {
                    (shift(u32::from_be_bytes(*place).into()) as u32).to_be_bytes()
                };
                put(&mut kept, &one.kind, &each(one.content, places));
            }
            b"co64" => {
                let places = |place: &[u8; 8]| shift(u64::from_be_bytes(*place)).to_be_bytes();
                put(&mut kept, &one.kind, &each(one.content, places));
            }
            _ => put(&mut kept, &one.kind, one.content),
        }
    }
    kept
}

/// A table of numbers behind its version and length, each of them changed.
fn each<const N: usize>(table: &[u8], change: impl Fn(&[u8; N]) -> [u8; N]) -> Vec<u8> {
    let (head, rows) = table.split_at_checked(8).unwrap_or((table, &[]));
    let (rows, _) = rows.as_chunks::<N>();
    [head, &rows.iter().flat_map(change).collect::<Vec<u8>>()].concat()
}

/// A box; files are limited to far less than the four gigabytes it can hold.
fn put(file: &mut Vec<u8>, kind: &Kind, content: &[u8]) {
    let size = u32::try_from(content.len() + 8).unwrap_or(u32::MAX);
    file.extend_from_slice(&size.to_be_bytes());
    file.extend_from_slice(kind);
    file.extend_from_slice(content);
}
