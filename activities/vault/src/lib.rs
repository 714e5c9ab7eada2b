//! Secrets at rest: sealed with a key that lives in a file of its own.
//!
//! AES-256-GCM with a random nonce. The associated data is the place of the ciphertext (table, row, column), so that
//! one copied to another place does not open. A ciphertext reads `v1:<key id>:<base64 of nonce and ciphertext>`.
//! What the secrets mean is not known here.

mod aad;
mod key;
mod key_file;
#[cfg(test)]
mod tests;

use std::{fmt, path::Path};

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use zeroize::Zeroizing;

pub use crate::aad::Aad;
use crate::key::Key;

/// Bytes of a nonce of AES-GCM.
const NONCE: usize = 12;

/// Version mark of the ciphertext format.
const VERSION: &str = "v1";

/// What can go wrong. No variant holds a secret.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The key file cannot be made or read.
    #[error("the vault's key file {path} cannot be used: {source}")]
    KeyFile {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Others could read the key.
    #[error(
        "the vault's key file {path} can be read by others than its owner: run `chmod 600 {path}`"
    )]
    Exposed {
        /// The file.
        path: String,
    },
    /// The file is not a key file.
    #[error(
        "{path} is not a key file of the vault: restore it from a backup, without it no stored secret opens"
    )]
    Malformed {
        /// The file.
        path: String,
    },
    /// The ciphertext was sealed with another key.
    #[error(
        "a stored secret was sealed with key `{wanted}`, the vault's key is `{present}`: restore the key file"
    )]
    OtherKey {
        /// Named by the ciphertext.
        wanted: String,
        /// The key at hand.
        present: String,
    },
    /// Not a ciphertext, or one that was changed or moved.
    #[error("a stored secret is damaged, or belongs to another place: enter it again")]
    Damaged,
    /// The system gave no random numbers.
    #[error("the system gave no random numbers: {0}")]
    Random(String),
}

/// Seals and opens secrets.
pub struct Vault {
    key: Key,
}

impl Vault {
    /// Reads the key file, and makes it (mode 0600, a new random key) when there is none. Several processes may do so
    /// at once: one key wins.
    ///
    /// # Errors
    /// When the file cannot be used, or others than its owner can read it.
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        Ok(Self {
            key: key_file::read_or_create(path)?,
        })
    }

    /// Names the key; safe to show.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key.id
    }

    /// Seals a secret for one place.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn seal(&self, aad: &Aad, secret: &SecretString) -> Result<String, VaultError> {
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|error| VaultError::Random(error.to_string()))?;
        let payload = Payload {
            msg: secret.expose_secret().as_bytes(),
            aad: &aad.bytes(),
        };
        // Fails for messages of 64 GiB and more only.
        let sealed = self
            .cipher()
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| VaultError::Damaged)?;
        let bytes = [&nonce[..], &sealed].concat();
        Ok(format!(
            "{VERSION}:{}:{}",
            self.key.id,
            STANDARD.encode(bytes)
        ))
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// `OtherKey` when another key sealed it; `Damaged` when it was changed, or sealed for another place.
    pub fn open_secret(&self, aad: &Aad, ciphertext: &str) -> Result<SecretString, VaultError> {
        let mut parts = ciphertext.splitn(3, ':');
        let (Some(VERSION), Some(key), Some(text)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(VaultError::Damaged);
        };
        if key != self.key.id {
            let wanted = key
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .take(32)
                .collect();
            return Err(VaultError::OtherKey {
                wanted,
                present: self.key.id.clone(),
            });
        }
        let bytes = STANDARD.decode(text).map_err(|_| VaultError::Damaged)?;
        let (nonce, sealed) = bytes
            .split_first_chunk::<NONCE>()
            .ok_or(VaultError::Damaged)?;
        let payload = Payload {
            msg: sealed,
            aad: &aad.bytes(),
        };
        let plain = self
            .cipher()
            .decrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| VaultError::Damaged)?;
        let plain = Zeroizing::new(plain);
        let text = std::str::from_utf8(&plain).map_err(|_| VaultError::Damaged)?;
        Ok(SecretString::from(text))
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.key.bytes).into())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("key_id", &self.key.id)
            .finish_non_exhaustive()
    }
}
