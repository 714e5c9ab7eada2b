//! What can go wrong with a blob.

use thiserror::Error;

/// An error of the blob store.
#[derive(Debug, Error)]
pub enum BlobError {
    /// There is no such blob.
    #[error("there is no blob {digest}")]
    NotFound {
        /// What was asked for.
        digest: String,
    },
    /// More bytes than the caller allows.
    #[error("the blob is larger than the limit of {limit} bytes")]
    TooLarge {
        /// The caller's limit.
        limit: u64,
    },
    /// The stored bytes do not have the hash that names them.
    #[error("the stored bytes of blob {digest} are damaged")]
    Damaged {
        /// What was asked for.
        digest: String,
    },
    /// Not `sha256:` and 64 lower-case hex digits.
    #[error("`{0}` is not the digest of a blob")]
    BadDigest(String),
    /// An address that this program cannot use.
    #[error("`{0}` is not an address for blobs: use file:///path/to/folder")]
    BadAddress(String),
    /// The bytes to be stored could not be read, or those that were read not be written.
    #[error("blob bytes could not be copied: {0}")]
    Copy(#[from] std::io::Error),
    /// The object store failed: the same call may succeed later.
    #[error("the blob store is not available: {0}")]
    Unavailable(String),
}

impl BlobError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Copy(_))
    }
}
