//! Source snapshots.

use domain::{BlobRef, FixId, Repository, SubscriptionId};
use serde::{Deserialize, Serialize};

use super::activity;

activity!(
    /// Fetches one commit and keeps its tree as a blob.
    SnapshotSource = "source.snapshot", SnapshotInput => Snapshot
);

/// Input of [`SnapshotSource`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SnapshotInput {
    /// The fix.
    pub fix: FixId,
    /// Its subscription, which knows the git connection and the project.
    pub subscription: SubscriptionId,
    /// The repository.
    pub repository: Repository,
    /// The commit: 40 hex digits.
    pub commit: String,
}

/// Output of [`SnapshotSource`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The packed tree.
    pub archive: BlobRef,
    /// The commit.
    pub commit: String,
    /// Its git tree.
    pub tree: String,
    /// Submodules, which an archive cannot hold: path and commit of each.
    #[serde(default)]
    pub submodules: Vec<(String, String)>,
    /// Committer date, seconds of Unix time.
    pub committed_at: i64,
    /// Offset of that date, minutes east of Greenwich.
    #[serde(default)]
    pub offset_minutes: i32,
    /// How the project is built: the platform's settings, overridden by the subscription's.
    pub build: domain::BuildSettings,
}
