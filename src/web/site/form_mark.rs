//! When a form was given out, signed: who fills it in faster than anybody can
//! type is a robot, and so is who brings a mark that is not ours.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::clock::Instant;

/// Nobody says what is wrong in less.
const LEAST: TimeDelta = TimeDelta::seconds(3);

/// After that the form is given out anew.
const MOST: TimeDelta = TimeDelta::hours(24);

/// Bytes of a block and of a digest of SHA-256.
const BLOCK: usize = 64;
const DIGEST: usize = 32;

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    TooYoung,
    Right,
    TooOld,
    /// It is not ours, or was made for something else.
    Forged,
}

/// The mark of a form for `subject`, given out at `now`: 54 characters of base64url.
pub fn mark(secret: &str, subject: &str, now: Instant) -> String {
    let time = now.and_utc().timestamp_micros().to_be_bytes();
    let mut bytes = time.to_vec();
    bytes.extend(sign(secret, subject, time));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// How old the form for `subject` is that brings `mark` at `now`.
pub fn age(mark: &str, secret: &str, subject: &str, now: Instant) -> Age {
    let bytes = URL_SAFE_NO_PAD.decode(mark).unwrap_or_default();
    let Ok(bytes) = <[u8; 8 + DIGEST]>::try_from(bytes) else { return Age::Forged };
    let (time, signature) = bytes.split_at(8);
    let Ok(time) = <[u8; 8]>::try_from(time) else { return Age::Forged };
    if !bool::from(signature.ct_eq(&sign(secret, subject, time))) {
        return Age::Forged;
    }
    let Some(given) = DateTime::from_timestamp_micros(i64::from_be_bytes(time)) else {
        return Age::Forged;
    };
    match now - given.naive_utc() {
        age if age < LEAST => Age::TooYoung,
        age if age > MOST => Age::TooOld,
        _ => Age::Right,
    }
}

fn sign(secret: &str, subject: &str, time: [u8; 8]) -> [u8; DIGEST] {
    hmac(secret, &[&time, subject.as_bytes()])
}

/// HMAC-SHA-256 (RFC 2104) of `parts` one after the other.
fn hmac(secret: &str, parts: &[&[u8]]) -> [u8; DIGEST] {
    let mut key = [0; BLOCK];
    // A key that is longer than a block is hashed first.
    let hashed: [u8; DIGEST] = Sha256::digest(secret).into();
    let own = if secret.len() > BLOCK { hashed.as_slice() } else { secret.as_bytes() };
    key.iter_mut().zip(own).for_each(|(to, from)| *to = *from);
    let mut inner = Sha256::new_with_prefix(key.map(|byte| byte ^ 0x36));
    for part in parts {
        inner.update(part);
    }
    let mut outer = Sha256::new_with_prefix(key.map(|byte| byte ^ 0x5c));
    outer.update(inner.finalize());
    outer.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_one_of_the_standard() {
        // RFC 4231 §4.3, test case 2.
        let digest = hmac("Jefe", &[b"what do ya want ", b"for nothing?"]);
        let shown: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(shown, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_mark_tells_its_age_and_only_for_what_it_was_made() {
        let given = DateTime::from_timestamp_micros(1_772_000_000_000_000).expect("valid");
        let given = given.naive_utc();
        let mark = mark("secret", "/tin-bai/a", given);
        let after = |span| age(&mark, "secret", "/tin-bai/a", given + span);
        assert_eq!(after(TimeDelta::seconds(2)), Age::TooYoung);
        assert_eq!(after(TimeDelta::seconds(3)), Age::Right);
        assert_eq!(after(TimeDelta::hours(25)), Age::TooOld);
        let later = given + TimeDelta::minutes(1);
        assert_eq!(age(&mark, "secret", "/tin-bai/b", later), Age::Forged);
        assert_eq!(age(&mark, "another", "/tin-bai/a", later), Age::Forged);
        for forged in ["", "AAAA", "💥", &"A".repeat(10_000), &mark[1..]] {
            assert_eq!(age(forged, "secret", "/tin-bai/a", later), Age::Forged);
        }
    }
}
