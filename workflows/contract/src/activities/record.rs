//! Reading and writing what the store knows of a fix.

use domain::{
    AttemptView, FixId, FixSettings, FixView, Lineage, Platform, Repository, SubscriptionId,
    Windows,
};
use serde::{Deserialize, Serialize};

use super::{activity, cause::CauseKey};

activity!(
    /// Loads subscription, settings and windows as of now, and what earlier runs left.
    LoadFix = "fix.load", LoadInput => Loaded
);
activity!(
    /// Writes the status mirror; an older (run, revision) changes nothing.
    MirrorFix = "fix.mirror", FixView => ()
);
activity!(
    /// Records an attempt and settles its reservation. Repeating it changes nothing.
    RecordAttempt = "attempt.record", AttemptRecord => ()
);

/// Input of [`LoadFix`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadInput {
    /// The fix.
    pub fix: FixId,
    /// The subscription.
    pub subscription: SubscriptionId,
    /// The platform.
    pub platform: Platform,
    /// Temporal's id of this run; the store numbers runs by it.
    pub run_id: String,
}

/// Output of [`LoadFix`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Loaded {
    /// Number of this run, from 1.
    pub run: u32,
    /// Whether the subscription is active.
    pub active: bool,
    /// The repository of the subscription.
    pub repository: Repository,
    /// Settings as of now.
    pub settings: FixSettings,
    /// Long waits.
    pub windows: Windows,
    /// What earlier runs left.
    pub lineage: Lineage,
    /// The attempts of earlier runs, first one first; at most the last 20.
    #[serde(default)]
    pub attempts: Vec<AttemptView>,
}

/// Input of [`RecordAttempt`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AttemptRecord {
    /// The fix.
    pub fix: FixId,
    /// The root cause whose attempts and spend are counted.
    pub cause: CauseKey,
    /// The attempt as it ended.
    pub attempt: AttemptView,
    /// The reservation to settle with the attempt's spend; `None` when nothing was reserved.
    pub reservation: Option<String>,
}
