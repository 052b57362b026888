//! Forged forms: a change is taken only from a form that this site gave to
//! this browser.
//!
//! Each form carries a token made from a secret that only the browser and the
//! server know: after sign-in the session's token, before it (sign-in, one-time
//! links) a random token in a cookie of its own, made with the form. A foreign
//! page can make the browser send the cookie, but cannot read it, so it cannot
//! make the form's token. A form from before a sign-in does not fit after it.
//! [`same_origin`] asks the browser as well: the first wall, where it answers.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Token;

const LABEL: &[u8] = b"lantoa form\0";
const BYTES: usize = 32;

/// A form's token for the holder of `secret`: 86 characters of base64url.
/// Different each time (a random mask and the masked token), so that the
/// length of a compressed page tells nothing about it (BREACH).
pub fn form_token(secret: &Token) -> String {
    let mask: [u8; BYTES] = rand::random();
    let plain = derive(secret);
    let mut both = [0; 2 * BYTES];
    both[..BYTES].copy_from_slice(&mask);
    both[BYTES..].copy_from_slice(&xor(&mask, &plain));
    URL_SAFE_NO_PAD.encode(both)
}

/// Whether a form's token was made for the holder of `secret`; in constant time.
pub fn is_genuine(form_token: &str, secret: &Token) -> bool {
    let Ok(both) = URL_SAFE_NO_PAD.decode(form_token) else { return false };
    let Ok(both) = <[u8; 2 * BYTES]>::try_from(both) else { return false };
    let (mask, masked) = both.split_at(BYTES);
    let plain: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
    plain.ct_eq(&derive(secret)).into()
}

/// What the browser says about where a request came from. `None`: it says
/// nothing, and the form's token alone decides.
///
/// `fetch_site`: `Sec-Fetch-Site` (W3C Fetch Metadata). `origin`: `Origin`
/// (RFC 6454 §7). `own`: the origins that are ours, such as `http://localhost:8080`.
pub fn same_origin(fetch_site: Option<&str>, origin: Option<&str>, own: &[&str]) -> Option<bool> {
    match (fetch_site, origin) {
        (Some(site), _) => Some(matches!(site, "same-origin" | "none")),
        // A page without referrer policy sends "null" even to itself.
        (None, Some("null")) | (None, None) => None,
        (None, Some(origin)) => Some(own.iter().any(|one| one.eq_ignore_ascii_case(origin))),
    }
}

fn derive(secret: &Token) -> [u8; BYTES] {
    let mut hash = Sha256::new();
    hash.update(LABEL);
    hash.update(secret.bytes());
    hash.finalize().into()
}

fn xor(one: &[u8; BYTES], other: &[u8; BYTES]) -> [u8; BYTES] {
    std::array::from_fn(|at| one[at] ^ other[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_fits_the_session_it_was_made_for_and_no_other() {
        let (mine, yours) = (Token::random(), Token::random());
        assert!(is_genuine(&form_token(&mine), &mine));
        assert!(!is_genuine(&form_token(&mine), &yours));
    }

    #[test]
    fn each_form_has_another_token_and_none_is_the_session_itself() {
        let session = Token::random();
        assert_ne!(form_token(&session), form_token(&session));
        assert!(!is_genuine(&session.reveal(), &session));
        assert!(!form_token(&session).contains(&session.reveal()));
    }

    #[test]
    fn garbage_is_no_form_token() {
        let session = Token::random();
        let long = "A".repeat(100_000);
        let masked_nothing = URL_SAFE_NO_PAD.encode([0; 64]);
        for text in ["", "AAAA", "=====", "💥", long.as_str(), masked_nothing.as_str()] {
            assert!(!is_genuine(text, &session), "{text:.20}");
        }
    }

    #[test]
    fn the_browser_is_believed_when_it_says_that_a_request_is_foreign() {
        let own = ["http://localhost:8080"];
        assert_eq!(same_origin(Some("same-origin"), None, &own), Some(true));
        for foreign in ["cross-site", "same-site", "nonsense"] {
            assert_eq!(same_origin(Some(foreign), Some(own[0]), &own), Some(false), "{foreign}");
        }
        assert_eq!(same_origin(None, Some("http://localhost:8080"), &own), Some(true));
        assert_eq!(same_origin(None, Some("http://localhost:8081"), &own), Some(false));
        assert_eq!(same_origin(None, Some("https://evil.example"), &own), Some(false));
        assert_eq!(same_origin(None, Some("null"), &own), None, "the token decides");
        assert_eq!(same_origin(None, None, &own), None);
    }
}
