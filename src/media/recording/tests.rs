use proptest::prelude::*;

use super::*;

/// A silent frame of MPEG-1 layer III: 32 kbit/s, 48 kHz, mono, 24 ms in 96 bytes.
fn frame() -> Vec<u8> {
    let mut frame = vec![0; 96];
    frame[..4].copy_from_slice(&[0xff, 0xfb, 0x14, 0xc0]);
    frame
}

/// The first frame of a file that had so many when it was made.
fn promise(frames: u32) -> Vec<u8> {
    let mut frame = frame();
    frame[21..29].copy_from_slice(b"Info\0\0\0\x01");
    frame[29..33].copy_from_slice(&frames.to_be_bytes());
    frame
}

fn sized(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).expect("small").to_be_bytes();
    [&size, &kind[..], content].concat()
}

/// An MP4 file with one track, its sound before the tables and, where `first`
/// says so, behind them. Where the sound is stands in `stco`.
fn mp4(handler: &[u8; 4], coding: &[u8; 4], first: bool) -> Vec<u8> {
    let brands = sized(b"ftyp", b"isom\0\0\x02\0isom");
    let sound = sized(b"mdat", b"SOUND");
    let movie = |place: usize| {
        let head = [&[0; 12][..], &1000_u32.to_be_bytes(), &130_400_u32.to_be_bytes(), &[0; 80]];
        let place = u32::try_from(place).expect("small").to_be_bytes();
        let entry = sized(coding, &[0; 28]);
        let tables = [
            sized(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], &entry[..]].concat()),
            sized(b"stco", &[&[0, 0, 0, 0, 0, 0, 0, 1], &place[..]].concat()),
        ];
        let media = [
            sized(b"hdlr", &[&[0; 8], &handler[..], &[0; 13]].concat()),
            sized(b"minf", &sized(b"stbl", &tables.concat())),
        ];
        let place_name = sized(b"udta", &sized(b"\xa9xyz", b"+21.0285+105.8542/"));
        let track = [sized(b"mdia", &media.concat()), place_name.clone()].concat();
        let whole = [sized(b"mvhd", &head.concat()), sized(b"trak", &track), place_name];
        sized(b"moov", &whole.concat())
    };
    if first {
        let place = brands.len() + movie(0).len() + 8;
        [brands, movie(place), sound].concat()
    } else {
        let place = brands.len() + 8;
        [brands, sound, sized(b"free", &[7; 40]), movie(place)].concat()
    }
}

fn opened(bytes: &[u8]) -> Result<Recording, RecordingError> {
    open(recognise(bytes).expect("it is recognised"), bytes)
}

#[test]
fn an_mp3_keeps_its_frames_and_loses_what_stands_around_them() {
    let sound = frame().repeat(100);
    let tag = [b"ID3\x04\0\0\0\0\0\x10".as_slice(), b"GEOB 21.0285 N.."].concat();
    let cover = [b"APETAGEX".as_slice(), &[0xff; 300], b"TAG"].concat();
    let file = [&tag[..], &tag, &sound[..4800], &tag, &sound[4800..], &cover].concat();
    let expected = Recording { seconds: 2, bytes: sound.clone() };
    assert_eq!(opened(&file), Ok(expected.clone()), "2.4 seconds");
    assert_eq!(opened(&sound), Ok(expected));
}

#[test]
fn an_mp3_that_ends_too_early_is_told_from_a_whole_one() {
    let truncated = Err(RecordingError::Truncated { coding: Coding::Mp3 });
    let sound = frame().repeat(100);
    assert_eq!(opened(&sound[..9000]), truncated, "in the middle of a frame");
    assert!(opened(&[promise(99), frame().repeat(99)].concat()).is_ok());
    assert_eq!(opened(&[promise(99), frame().repeat(90)].concat()), truncated, "between two");
    assert_eq!(opened(b"ID3\x04\0\0\0\0\x7f\x7fshort"), truncated, "in its tag");
    let damaged = Err(RecordingError::Damaged { coding: Coding::Mp3 });
    assert_eq!(opened(b"ID3\x04\0\0\0\0\0\x04text and no sound"), damaged);
}

#[test]
fn an_m4a_loses_places_and_names_and_its_sound_is_still_found() {
    let clean = mp4(b"soun", b"mp4a", false);
    let found = opened(&clean).expect("whole");
    assert_eq!(found.seconds, 130);
    let text = String::from_utf8_lossy(&found.bytes);
    assert!(!text.contains("21.0285") && !text.contains("free"), "{text}");
    let table = found.bytes.windows(4).position(|four| four == b"stco").expect("it is kept") + 12;
    let place = found.bytes[table..].first_chunk::<4>().map(|four| u32::from_be_bytes(*four));
    let place = place.expect("four bytes") as usize;
    assert_eq!(found.bytes.get(place..place + 5), Some(b"SOUND".as_slice()));
    assert_eq!(opened(&mp4(b"soun", b"mp4a", true)), Ok(found.clone()), "the same in any order");
    assert_eq!(opened(&found.bytes), Ok(found), "cleaning again changes nothing");
}

#[test]
fn an_m4a_that_cannot_be_played_is_refused() {
    let coding = Coding::M4a;
    let apple = mp4(b"soun", b"alac", true);
    assert_eq!(opened(&apple), Err(RecordingError::RareCoding { coding }));
    let whole = mp4(b"soun", b"mp4a", true);
    assert_eq!(opened(&whole[..whole.len() - 2]), Err(RecordingError::Truncated { coding }));
    let mut named = mp4(b"soun", b"mp4a", false);
    named[8..12].copy_from_slice(b"M4A ");
    assert_eq!(opened(&named[..60]), Err(RecordingError::Truncated { coding }), "no tables");
    assert_eq!(recognise(&mp4(b"vide", b"avc1", true)), None, "a video");
}

#[test]
fn other_files_are_no_recordings() {
    let bare_aac = [[0xff, 0xf1, 0x50, 0x80].repeat(3), vec![0; 90]].concat();
    let others: [&[u8]; 6] =
        [b"OggS\0\x02", b"RIFF\0\0\0\0WAVEfmt ", b"#EXTM3U\n", b"\xff\xd8\xff\xe0", b"", &bare_aac];
    for other in others {
        assert_eq!(recognise(other), None, "{other:?}");
    }
}

proptest! {
    #[test]
    fn no_file_is_beyond_judging(
        cut in 0_usize..1200,
        changes in prop::collection::vec((0_usize..1200, any::<u8>()), 0..12),
        as_mp3 in any::<bool>(),
    ) {
        let mut file = match as_mp3 {
            true => [promise(9), frame().repeat(10)].concat(),
            false => mp4(b"soun", b"mp4a", false),
        };
        for (at, byte) in changes {
            if let Some(old) = file.get_mut(at) {
                *old = byte;
            }
        }
        file.truncate(cut);
        for coding in Coding::ALL {
            if let Ok(found) = open(coding, &file) {
                prop_assert!(found.seconds > 0 && found.bytes.len() <= file.len());
            }
        }
    }
}
