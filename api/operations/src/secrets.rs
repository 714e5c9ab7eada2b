//! Sealing and opening: the only place that names where a ciphertext belongs, and that reads blobs.

use blobs::BlobError;
use domain::{BlobRef, ChannelId, ConnectionId, HookId};
use secrecy::SecretString;
use vault::Aad;

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
};

/// Bytes that are shown at most.
const MOST_SHOWN: u64 = 16 * 1024 * 1024;

impl Operations {
    pub(crate) fn seal_connection_token(
        &self,
        id: &ConnectionId,
        token: &SecretString,
    ) -> OperationResult<String> {
        self.vault
            .seal(&Aad::new("connections", id.as_str(), "token"), token)
            .map_err(OperationError::internal)
    }

    /// For a client only.
    pub(crate) fn open_connection_token(
        &self,
        id: &ConnectionId,
        sealed: &str,
    ) -> OperationResult<SecretString> {
        self.vault
            .open_secret(&Aad::new("connections", id.as_str(), "token"), sealed)
            .map_err(OperationError::internal)
    }

    pub(crate) fn seal_hook_secret(
        &self,
        id: &HookId,
        secret: &SecretString,
    ) -> OperationResult<String> {
        self.vault
            .seal(&Aad::new("hooks", id.as_str(), "secret"), secret)
            .map_err(OperationError::internal)
    }

    pub(crate) fn open_hook_secret(
        &self,
        id: &HookId,
        sealed: &str,
    ) -> OperationResult<SecretString> {
        self.vault
            .open_secret(&Aad::new("hooks", id.as_str(), "secret"), sealed)
            .map_err(OperationError::internal)
    }

    pub(crate) fn seal_channel_secret(
        &self,
        id: &ChannelId,
        secret: &SecretString,
    ) -> OperationResult<String> {
        self.vault
            .seal(&Aad::new("alert_channels", id.as_str(), "secret"), secret)
            .map_err(OperationError::internal)
    }

    pub(crate) fn open_channel_secret(
        &self,
        id: &ChannelId,
        sealed: &str,
    ) -> OperationResult<SecretString> {
        self.vault
            .open_secret(&Aad::new("alert_channels", id.as_str(), "secret"), sealed)
            .map_err(OperationError::internal)
    }

    /// The content of a blob that is shown to people, at most 16 MiB.
    pub(crate) async fn read_blob(&self, blob: &BlobRef) -> OperationResult<Vec<u8>> {
        self.blobs
            .get(&blob.digest, MOST_SHOWN)
            .await
            .map(|bytes| bytes.to_vec())
            .map_err(|error| match error {
                BlobError::NotFound { .. } => {
                    OperationError::new(Code::NothingToShow, "its content is not kept any more")
                        .because(error)
                }
                BlobError::TooLarge { .. } => OperationError::new(
                    Code::NothingToShow,
                    "it is too large to be shown: read it from the blob store",
                )
                .because(error),
                error if error.is_retryable() => OperationError::new(
                    Code::BlobsUnavailable,
                    "the blob store does not answer: try again in a moment",
                )
                .because(error),
                error => OperationError::internal(error),
            })
    }
}
