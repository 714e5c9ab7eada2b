//! Activities of the sandbox queue: blobs in, blobs out. Their worker has no database, no vault, no platform or git
//! token.

mod beat;
mod change;
mod reproduce;
mod verify;

use std::{path::PathBuf, sync::Arc};

use blobs::Blobs;
use contract::activities::{
    attempt::{
        Change, ChangeInput, ChangeResult, Reproduce, ReproduceInput, Reproduction, Verification,
        Verify, VerifyInput,
    },
    source,
};
use domain::{BlobRef, FixSettings, Repository};
use fixers::{SandboxFixer, Snapshot, Target};
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use crate::{
    blob::Blob,
    failure::{Failure, Outcome},
};

/// A larger archive was refused when it was made.
const ARCHIVE_BYTES: u64 = 1 << 30;
const PATCH_BYTES: u64 = 8 << 20;
const LOG_BYTES: u64 = 16 << 20;

/// The group, and what it works with.
pub struct SandboxedActivities {
    /// Large things.
    pub blobs: Blobs,
    /// Everything that runs in sandboxes.
    pub fixer: SandboxFixer,
    /// A folder for archives; what is in it may be lost at any time.
    pub scratch: PathBuf,
}

#[activities]
impl SandboxedActivities {
    #[activity(definition = Reproduce)]
    pub async fn reproduce(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: ReproduceInput,
    ) -> Result<Reproduction, ActivityError> {
        Ok(reproduce::run(&self, &ctx, input).await?)
    }

    #[activity(definition = Change)]
    pub async fn change(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: ChangeInput,
    ) -> Result<ChangeResult, ActivityError> {
        Ok(change::run(&self, &ctx, input).await?)
    }

    #[activity(definition = Verify)]
    pub async fn verify(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: VerifyInput,
    ) -> Result<Verification, ActivityError> {
        Ok(verify::run(&self, &ctx, input).await?)
    }
}

/// A source on disk for as long as this lives.
struct Source {
    target: Target,
    _archive: tempfile::TempPath,
}

impl SandboxedActivities {
    async fn source(
        &self,
        snapshot: &source::Snapshot,
        repository: &Repository,
        settings: &FixSettings,
    ) -> Outcome<Source> {
        let archive = tempfile::Builder::new()
            .prefix("archive-")
            .tempfile_in(&self.scratch)
            .map_err(|error| {
                Failure::new(
                    contract::FailureKind::Storage,
                    format!("no room for the source: {error}"),
                )
            })?
            .into_temp_path();
        self.blobs
            .get_file(&snapshot.archive.digest, ARCHIVE_BYTES, &archive)
            .await?;
        let target = Target {
            snapshot: Snapshot {
                archive: archive.to_path_buf(),
                commit: snapshot.commit.clone(),
                tree: snapshot.tree.clone(),
                submodules: snapshot.submodules.clone(),
            },
            repository: repository.to_string(),
            build: snapshot.build.clone(),
            network_during_build: settings.network_during_build,
        };
        Ok(Source {
            target,
            _archive: archive,
        })
    }

    async fn keep(&self, bytes: Vec<u8>) -> Outcome<BlobRef> {
        Ok(Blob(self.blobs.put(bytes).await?).into())
    }

    async fn text(&self, blob: &BlobRef, most: u64) -> Outcome<String> {
        let bytes = self.blobs.get(&blob.digest, most).await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
