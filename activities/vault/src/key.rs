//! The key and its text form.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes of a key of AES-256.
pub(crate) const LENGTH: usize = 32;

/// First word of a key file.
const MARK: &str = "regreen-vault-key-v1";

/// A key, erased when dropped, and the id that ciphertexts name it by.
pub(crate) struct Key {
    pub(crate) bytes: Zeroizing<[u8; LENGTH]>,
    pub(crate) id: String,
}

impl Key {
    pub(crate) fn new(bytes: Zeroizing<[u8; LENGTH]>) -> Self {
        // A hash tells nothing about a random key, and the file needs no second field that could be wrong.
        let mut hash = Sha256::new();
        hash.update(MARK);
        hash.update(*bytes);
        let id = hex::encode(&hash.finalize()[..8]);
        Self { bytes, id }
    }

    /// A new key.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0_u8; LENGTH]);
        getrandom::fill(&mut bytes[..])?;
        Ok(Self::new(bytes))
    }

    /// As in the key file: one line.
    pub(crate) fn to_text(&self) -> Zeroizing<String> {
        let digits = Zeroizing::new(hex::encode(*self.bytes));
        Zeroizing::new(format!("{MARK} {}\n", *digits))
    }

    /// Reads the key file's text.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let digits = text.trim_end().strip_prefix(MARK)?.strip_prefix(' ')?;
        let mut bytes = Zeroizing::new([0_u8; LENGTH]);
        hex::decode_to_slice(digits, &mut bytes[..]).ok()?;
        Some(Self::new(bytes))
    }
}
