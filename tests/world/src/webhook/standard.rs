//! What a receiver of Standard Webhooks does with a request, after the reference libraries: headers, the sender's
//! clock, the list of signatures, and the body only then.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

use super::Received;

/// Seconds that the clocks of sender and receiver may differ.
const TOLERANCE: i64 = 300;

/// Why a receiver would refuse a request.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum StandardError {
    /// A header is missing.
    #[error("the header {0} is missing")]
    Missing(&'static str),
    /// The time is no number, or too far from ours.
    #[error("the timestamp {0} is not of our time")]
    Timestamp(String),
    /// The receiver's own secret is none.
    #[error("the secret is not `whsec_` and base64")]
    Secret,
    /// No signature of the list fits.
    #[error("no signature of `{0}` fits")]
    Signature(String),
}

/// Verifies a request as it arrived, with the secret that the sender showed (`whsec_…`).
///
/// # Errors
/// When a receiver after the specification would refuse it.
pub fn verify_standard(secret: &str, received: &Received) -> Result<(), StandardError> {
    let header = |name| received.header(name).ok_or(StandardError::Missing(name));
    let (id, timestamp) = (header("webhook-id")?, header("webhook-timestamp")?);
    let signatures = header("webhook-signature")?;
    let sent: i64 = timestamp
        .parse()
        .map_err(|_| StandardError::Timestamp(timestamp.to_owned()))?;
    if (received.at - sent).abs() > TOLERANCE {
        return Err(StandardError::Timestamp(timestamp.to_owned()));
    }
    let key = secret.strip_prefix("whsec_").ok_or(StandardError::Secret)?;
    let key = STANDARD.decode(key).map_err(|_| StandardError::Secret)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| StandardError::Secret)?;
    for part in [
        id.as_bytes(),
        b".",
        timestamp.as_bytes(),
        b".",
        &received.body,
    ] {
        mac.update(part);
    }
    let fits = |signature: &str| {
        let Some(encoded) = signature.strip_prefix("v1,") else {
            return false;
        };
        let decoded = STANDARD.decode(encoded).unwrap_or_default();
        mac.clone().verify_slice(&decoded).is_ok()
    };
    if signatures.split(' ').any(fits) {
        Ok(())
    } else {
        Err(StandardError::Signature(signatures.to_owned()))
    }
}
