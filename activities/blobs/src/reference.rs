//! What travels instead of the bytes.

use object_store::path::Path;
use serde::{Deserialize, Serialize};

use crate::BlobError;

/// Names a blob.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// `sha256:` and the 64 lower-case hex digits of the uncompressed bytes' hash.
    pub digest: String,
    /// Uncompressed size in bytes.
    pub bytes: u64,
}

const PREFIX: &str = "sha256:";

/// The digest in its text form.
pub(crate) fn digest_text(hash: &[u8]) -> String {
    format!("{PREFIX}{}", hex::encode(hash))
}

/// Where a blob is kept. Nothing but a well-formed digest becomes a path.
pub(crate) fn place(digest: &str) -> Result<Path, BlobError> {
    let digits = digest.strip_prefix(PREFIX).unwrap_or_default();
    let hex_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if digits.len() == 64 && digits.bytes().all(hex_digit) {
        // Two levels keep folders small.
        Ok(Path::from(format!(
            "sha256/{}/{}.zst",
            &digits[..2],
            &digits[2..]
        )))
    } else {
        Err(BlobError::BadDigest(digest.chars().take(80).collect()))
    }
}
