//! Identifiers: the same for the same seed and order of events, in the spelling of the system that is faked.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A source of identifiers. Two sources with different seeds share none.
#[derive(Debug)]
pub(crate) struct Ids {
    seed: String,
    next: AtomicU64,
}

impl Ids {
    pub(crate) fn new(seed: &str) -> Self {
        Self {
            seed: seed.to_owned(),
            next: AtomicU64::new(1),
        }
    }

    /// `length` (at most 32) letters and digits.
    pub(crate) fn letters(&self, length: usize) -> String {
        self.digest()
            .iter()
            .take(length)
            .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
            .collect()
    }

    /// A prefixed identifier, such as `dpl_` with 28 letters.
    pub(crate) fn prefixed(&self, prefix: &str, length: usize) -> String {
        format!("{prefix}{}", self.letters(length))
    }

    /// A version 4 GUID in its usual spelling.
    pub(crate) fn guid(&self) -> String {
        let mut bytes = self.digest();
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let digits = hex::encode(&bytes[..16]);
        format!(
            "{}-{}-{}-{}-{}",
            &digits[..8],
            &digits[8..12],
            &digits[12..16],
            &digits[16..20],
            &digits[20..]
        )
    }

    /// A growing number.
    pub(crate) fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(format!("{}/{}", self.seed, self.number())).into()
    }
}
