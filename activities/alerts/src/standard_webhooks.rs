//! Secrets and signatures of Standard Webhooks (<https://www.standardwebhooks.com>).

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::AlertError;

#[cfg(test)]
mod tests;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of a secret.
const LENGTHS: std::ops::RangeInclusive<usize> = 24..=64;
/// Bytes of our own secrets.
const NEW: usize = 32;
/// No longer text is decoded.
const MOST_TEXT: usize = 100;

/// The padding is left out by some.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A key that signs.
pub(crate) struct Key(SecretSlice<u8>);

impl Key {
    /// Reads a secret.
    pub(crate) fn parse(secret: &SecretString) -> Result<Self, AlertError> {
        let encoded = secret
            .expose_secret()
            .strip_prefix(PREFIX)
            .filter(|encoded| encoded.len() <= MOST_TEXT)
            .ok_or(AlertError::InvalidSecret)?;
        let bytes = Zeroizing::new(
            LENIENT
                .decode(encoded)
                .map_err(|_| AlertError::InvalidSecret)?,
        );
        if !LENGTHS.contains(&bytes.len()) {
            return Err(AlertError::InvalidSecret);
        }
        Ok(Self(SecretSlice::from(bytes.to_vec())))
    }

    /// The value of `webhook-signature` over the message's id, the time in seconds of Unix time, and the exact bytes
    /// that are sent.
    pub(crate) fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> Result<String, AlertError> {
        let mac = Hmac::<Sha256>::new_from_slice(self.0.expose_secret())
            .map_err(|_| AlertError::InvalidSecret)?;
        let signature = mac
            .chain_update(format!("{id}.{timestamp}.").as_bytes())
            .chain_update(body)
            .finalize();
        Ok(format!("v1,{}", STANDARD.encode(signature.into_bytes())))
    }
}

/// A new random secret of a webhook channel: `whsec_…`.
///
/// # Errors
/// [`AlertError::Random`] when the system has no randomness.
pub fn new_secret() -> Result<SecretString, AlertError> {
    let mut bytes = Zeroizing::new([0_u8; NEW]);
    getrandom::fill(&mut bytes[..]).map_err(|error| AlertError::Random(error.to_string()))?;
    let encoded = Zeroizing::new(STANDARD.encode(&bytes[..]));
    Ok(SecretString::from(format!("{PREFIX}{}", *encoded)))
}
