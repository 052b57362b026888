//! Recordings of broadcasts: real files, silent, made here.

use lantoa::media::intake::accept;
use lantoa::media::store::Store;
use lantoa::media::upload::Limits;
use lantoa::media::{AssetState, NewAsset};

use super::World;

/// A frame of MPEG-2 layer III in which nothing is heard: 8 kbit/s, 16 kHz, mono,
/// 576 samples in 36 bytes.
const SILENCE: [u8; 36] = {
    let mut frame = [0; 36];
    [frame[0], frame[1], frame[2], frame[3]] = [0xff, 0xf3, 0x18, 0xc0];
    frame
};

/// A silent MP3 of so many seconds, one kilobyte each.
pub fn mp3(seconds: u32) -> Vec<u8> {
    SILENCE.repeat((seconds * 16_000).div_ceil(576) as usize)
}

/// The same with a tag before it that says `text`.
pub fn tagged_mp3(seconds: u32, text: &str) -> Vec<u8> {
    let size = u8::try_from(text.len()).expect("a short text");
    [b"ID3\x04\0\0\0\0\0".as_slice(), &[size], text.as_bytes(), &mp3(seconds)].concat()
}

/// Takes a file in, as the desk does: its uid.
pub fn recorded(world: &World, store: &Store, file: &[u8]) -> String {
    let accepted = accept(file, &Limits::default()).expect("a recording");
    let uid = uuid::Uuid::new_v4().to_string();
    accepted.keep(&uid, store).expect("the store takes it");
    let asset = NewAsset {
        uid: uid.clone(),
        sha256: accepted.sha256.clone(),
        filename: "bản tin.mp3".into(),
        mime: accepted.mime.into(),
        bytes: accepted.size() as i64,
        width: 0,
        height: 0,
        seconds: accepted.seconds as i32,
        alt: String::new(),
        caption: String::new(),
        credit: "Đài truyền thanh xã".into(),
        rights: String::new(),
        alt_en: String::new(),
        caption_en: String::new(),
        state: AssetState::Ready.name().into(),
        organisation_id: world.department,
        created_by: None,
        created_at: world.now(),
    };
    asset.save(&mut world.conn()).expect("a new recording");
    uid
}
