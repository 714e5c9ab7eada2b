//! Between the blob store's references and the domain's.

use domain::BlobRef;

/// A reference on its way into the domain.
pub(crate) struct Blob(pub(crate) blobs::Reference);

impl From<Blob> for BlobRef {
    fn from(Blob(reference): Blob) -> Self {
        Self {
            digest: reference.digest,
            bytes: reference.bytes,
        }
    }
}
