//! Secrets that a browser holds: sessions, devices, one-time links, forms.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Bytes of a token: 256 bits, which nobody guesses.
const BYTES: usize = 32;

/// 32 random bytes. The browser gets [`Token::reveal`], the database
/// [`Token::hash`]; `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; BYTES]);

impl Token {
    /// A new one, from the system-seeded generator.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// One that came back from a browser, `None` when it cannot be ours.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The secret itself, 43 characters of base64url: for the cookie or link alone.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database keeps: SHA-256, 64 hexadecimal digits. No salt and
    /// no slow function: 256 random bits are in no dictionary.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0))
    }

    pub(super) fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(token)")
    }
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_as_it_went_out() {
        let token = Token::random();
        assert_eq!(Token::parse(&token.reveal()), Some(token.clone()));
        assert_eq!(token.reveal().len(), 43);
    }

    #[test]
    fn what_is_no_token_of_ours_is_none() {
        let long = "A".repeat(10_000);
        for text in ["", "abc", "💥", "../../etc/passwd", "AAAA=", long.as_str()] {
            assert_eq!(Token::parse(text), None, "{text:.20}");
        }
    }

    #[test]
    fn no_two_tokens_are_alike_and_none_shows_in_debug_output() {
        let (one, other) = (Token::random(), Token::random());
        assert_ne!(one, other);
        assert_eq!(format!("{one:?}"), "(token)");
        assert!(!one.hash().contains(&one.reveal()));
        assert_eq!(one.hash().len(), 64);
    }
}
