//! Passwords: argon2id, and never in a log.

use std::fmt;
use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::phc::{ParamsString, PasswordHash as Phc};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use unicode_normalization::UnicodeNormalization;

use super::password_policy::NewPassword;

/// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Longer input is wrong without being hashed; no password is as long.
const MAX_BYTES: usize = 1024;

/// Hashes made at the same time: each takes 19 MiB and a core for some 20 ms,
/// and the cores are the readers' first.
const AT_ONCE: usize = 2;

/// Who may wait for a turn; whoever comes after them is told to come back.
const WAITING: usize = 30;

/// A password as somebody typed it, in the form it is hashed in: RFC 8265
/// OpaqueString, so NFC (some phones type NFD) and a plain space for every other.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    pub fn typed(text: &str) -> Self {
        let plain = |letter: char| if is_space(letter) { ' ' } else { letter };
        Self(text.nfc().map(plain).collect())
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

/// Space separators (Unicode category Zs).
fn is_space(letter: char) -> bool {
    letter.is_whitespace() && !letter.is_control() && !matches!(letter, '\u{2028}' | '\u{2029}')
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(password)")
    }
}

/// A hash as stored: a PHC string with its own salt and parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Hashes a password that has passed the policy, with a salt of its own.
    pub fn of(password: &NewPassword) -> Result<Self, HashError> {
        Self::made_from(password.password())
    }

    pub(super) fn stored(text: String) -> Self {
        Self(text)
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    fn made_from(password: &Password) -> Result<Self, HashError> {
        let _turn = Turn::take()?;
        let hash: Phc = argon2().hash_password(password.reveal().as_bytes())?;
        Ok(Self(hash.to_string()))
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(password hash)")
    }
}

/// Why no hash was made.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Too many at once: come back in a moment.
    #[error("too many passwords to check at once")]
    Busy,
    #[error("argon2: {0}")]
    Argon2(#[from] argon2::password_hash::Error),
}

/// What a typed password turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    /// With the hash to store instead, when today's parameters are not the stored ones.
    Right(Option<PasswordHash>),
}

/// Compares a typed password with a stored hash. Where there is none (an
/// unknown address, no password set yet), or it cannot be read, a hash is made
/// and thrown away: the time it takes tells nobody which it was.
pub fn verify(stored: Option<&PasswordHash>, typed: &Password) -> Result<Verdict, HashError> {
    let fits = typed.reveal().len() <= MAX_BYTES;
    let stored = stored.filter(|_| fits).and_then(|hash| Phc::new(hash.text()).ok());
    let Some(stored) = stored else {
        let cut = Password(typed.reveal().chars().take(MAX_BYTES / 4).collect());
        PasswordHash::made_from(&cut)?;
        return Ok(Verdict::Wrong);
    };
    let right = {
        let _turn = Turn::take()?;
        argon2().verify_password(typed.reveal().as_bytes(), &stored).is_ok()
    };
    if !right {
        return Ok(Verdict::Wrong);
    }
    let rehashed = if is_current(&stored) { None } else { Some(PasswordHash::made_from(typed)?) };
    Ok(Verdict::Right(rehashed))
}

/// Whether a hash was made as one would be made today.
fn is_current(stored: &Phc) -> bool {
    let today = ParamsString::try_from(&params()).ok();
    stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into())
        && Some(&stored.params) == today.as_ref()
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params())
}

fn params() -> Params {
    Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the constants are in argon2's range")
}

/// Leave to make one hash; given back when dropped.
struct Turn;

/// How many are making a hash, and how many wait.
struct Queue {
    busy: usize,
    waiting: usize,
}

static QUEUE: Mutex<Queue> = Mutex::new(Queue { busy: 0, waiting: 0 });
static FREED: Condvar = Condvar::new();

impl Turn {
    fn take() -> Result<Self, HashError> {
        let mut queue = QUEUE.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.busy >= AT_ONCE {
            if queue.waiting >= WAITING {
                return Err(HashError::Busy);
            }
            queue.waiting += 1;
            let full = |queue: &mut Queue| queue.busy >= AT_ONCE;
            queue = FREED.wait_while(queue, full).unwrap_or_else(PoisonError::into_inner);
            queue.waiting -= 1;
        }
        queue.busy += 1;
        Ok(Self)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        QUEUE.lock().unwrap_or_else(PoisonError::into_inner).busy -= 1;
        FREED.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "chín con trâu đỏ";

    fn hash(text: &str) -> PasswordHash {
        PasswordHash::of(&NewPassword::parse(text, "lan@hanoi.example").expect("good"))
            .expect("hash")
    }

    #[test]
    fn the_right_password_is_right_and_another_is_wrong() {
        let stored = hash(GOOD);
        assert_eq!(verify(Some(&stored), &Password::typed(GOOD)).unwrap(), Verdict::Right(None));
        let wrong = verify(Some(&stored), &Password::typed("chín con trâu đen")).unwrap();
        assert_eq!(wrong, Verdict::Wrong);
    }

    #[test]
    fn a_password_typed_decomposed_is_the_same_password() {
        let decomposed: String = GOOD.nfd().collect();
        assert_ne!(decomposed, GOOD);
        let verdict = verify(Some(&hash(GOOD)), &Password::typed(&decomposed)).unwrap();
        assert_eq!(verdict, Verdict::Right(None));
    }

    #[test]
    fn a_hash_states_the_parameters_owasp_asks_for() {
        assert!(hash(GOOD).text().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_ne!(hash(GOOD), hash(GOOD), "each has its own salt");
    }

    #[test]
    fn a_hash_of_older_parameters_is_right_and_is_made_anew() {
        let old = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(8192, 1, 1, None).unwrap(),
        );
        let phc: Phc = old.hash_password(GOOD.as_bytes()).unwrap();
        let stored = PasswordHash::stored(phc.to_string());
        let verdict = verify(Some(&stored), &Password::typed(GOOD)).unwrap();
        let Verdict::Right(Some(new)) = verdict else { panic!("{verdict:?}") };
        assert_eq!(verify(Some(&new), &Password::typed(GOOD)).unwrap(), Verdict::Right(None));
    }

    #[test]
    fn without_a_hash_or_with_one_that_cannot_be_read_every_password_is_wrong() {
        let broken = PasswordHash::stored("not a hash".to_owned());
        for stored in [None, Some(&broken)] {
            assert_eq!(verify(stored, &Password::typed(GOOD)).unwrap(), Verdict::Wrong);
        }
    }

    #[test]
    fn a_megabyte_of_password_is_wrong_without_being_hashed() {
        let long = "a".repeat(1_000_000);
        assert_eq!(verify(Some(&hash(GOOD)), &Password::typed(&long)).unwrap(), Verdict::Wrong);
    }

    #[test]
    fn neither_passwords_nor_hashes_show_in_debug_output() {
        let shown = format!("{:?} {:?}", Password::typed(GOOD), hash(GOOD));
        assert_eq!(shown, "(password) (password hash)");
    }
}
