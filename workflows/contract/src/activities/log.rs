//! Fetching and diagnosing build logs.

use domain::{BlobRef, DeploymentId, Diagnosis, FixId, Repository, SubscriptionId};
use serde::{Deserialize, Serialize};

use super::activity;

activity!(
    /// Fetches up to 4 MiB from the end of a build log, redacts it and keeps it as a blob.
    FetchLog = "log.fetch", FetchLogInput => FetchedLog
);
activity!(
    /// Diagnoses a log.
    DiagnoseLog = "log.diagnose", DiagnoseInput => Diagnosed
);

/// Input of [`FetchLog`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FetchLogInput {
    /// The fix.
    pub fix: FixId,
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// Whose log.
    pub deployment: DeploymentId,
}

/// Output of [`FetchLog`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FetchedLog {
    /// The redacted log.
    pub log: BlobRef,
    /// Lines in it.
    pub lines: u64,
    /// The platform had more before it.
    pub truncated: bool,
}

/// Input of [`DiagnoseLog`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DiagnoseInput {
    /// The log.
    pub log: BlobRef,
    /// The repository, which is part of the fingerprint.
    pub repository: Repository,
    /// What the platform itself said: code and message.
    pub platform_error: Option<String>,
}

/// Output of [`DiagnoseLog`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Diagnosed {
    /// The verdict.
    pub diagnosis: Diagnosis,
    /// The part of the log a fixer is shown, at most 8 KiB.
    pub excerpt: String,
}
