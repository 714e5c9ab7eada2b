//! References to large things: logs, snapshots, patches, transcripts.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A content address (`sha256:<64 hex digits>` of the uncompressed bytes) and the size.
/// Only this travels through workflows; the bytes are in the blob store.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlobRef {
    /// `sha256:` and 64 lower-case hex digits.
    pub digest: String,
    /// Uncompressed size in bytes.
    pub bytes: u64,
}

impl fmt::Display for BlobRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digest)
    }
}
