//! Large things by the hash of their content: logs, snapshots, patches, transcripts.
//!
//! A blob is named by the SHA-256 of its uncompressed bytes, kept zstd-compressed in an object store (a folder by
//! default), written atomically, and checked against its name and a size limit whenever it is read. What a blob means
//! is known to nobody here.

mod error;
mod pack;
mod reference;
mod store;
#[cfg(test)]
mod tests;

pub use error::BlobError;
pub use reference::Reference;
pub use store::Blobs;
