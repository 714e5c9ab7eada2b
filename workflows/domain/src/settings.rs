//! How one subscription wants its failures fixed, and the windows of long waits.

use serde::{Deserialize, Serialize};

use crate::budget::Budget;

/// What to do when the failure cannot be reproduced in a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum UnprovedPolicy {
    /// End with `failed/not_reproduced`.
    #[default]
    Stop,
    /// Go on, and open a draft that says it is unproved.
    Draft,
}

/// How a project is built: the platform's project settings; `None` means: find out from the repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct BuildSettings {
    /// Directory of the project in the repository, without slashes at the ends; empty for the top.
    pub root_directory: String,
    /// Install command.
    pub install_command: Option<String>,
    /// Build command.
    pub build_command: Option<String>,
    /// Output directory.
    pub output_directory: Option<String>,
    /// Wanted Node version, such as `22.x`.
    pub node_version: Option<String>,
    /// The platform's name of the framework.
    pub framework: Option<String>,
}

/// The settings of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FixSettings {
    /// Whether a failure starts a fix by itself.
    pub auto_fix: bool,
    /// First part of the names of fix branches.
    pub branch_prefix: String,
    /// Globs; a failure on another branch is left alone. Empty: every branch.
    pub branches: Vec<String>,
    /// Attempts per root cause.
    pub max_attempts: u32,
    /// Caps per fix.
    pub budget: Budget,
    /// A person must approve every patch.
    pub require_approval: bool,
    /// Open pull requests as drafts.
    pub draft: bool,
    /// Labels of pull requests.
    pub labels: Vec<String>,
    /// Globs of paths no patch may touch without approval.
    pub protected_paths: Vec<String>,
    /// When the failure cannot be reproduced.
    pub unproved: UnprovedPolicy,
    /// The build may reach the registry gateway after its install step too.
    pub network_during_build: bool,
    /// `auto` (recipes, then the agent), `recipe`, or the name of an agent.
    pub fixer: String,
    /// The model an agent uses, by its name in the configuration; `None`: the configured default.
    pub model: Option<String>,
    /// Diagnose, fix and prove, but write nothing to the git host: what would have been opened is shown only.
    pub observe: bool,
    /// Names of the alert channels that are told about the fixes.
    pub notify: Vec<String>,
    /// Overrides of the platform's build settings.
    pub build: BuildSettings,
}

impl Default for FixSettings {
    fn default() -> Self {
        Self {
            auto_fix: true,
            branch_prefix: "regreen/".to_owned(),
            branches: Vec::new(),
            max_attempts: 3,
            budget: Budget::default(),
            require_approval: false,
            draft: false,
            labels: vec!["regreen".to_owned()],
            protected_paths: Vec::new(),
            unproved: UnprovedPolicy::Stop,
            network_during_build: false,
            fixer: "auto".to_owned(),
            model: None,
            observe: false,
            notify: Vec::new(),
            build: BuildSettings::default(),
        }
    }
}

/// Long waits, all in milliseconds and all configurable down to 100 ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Windows {
    /// A failed fix stays open for a retry this long.
    pub rest: u64,
    /// A patch waits for approval this long.
    pub review: u64,
    /// A pull request is followed this long without news.
    pub follow: u64,
    /// The fix branch's own preview must come within this time.
    pub preview: u64,
    /// A redeploy is watched this long.
    pub redeploy: u64,
    /// A follower waits for its leader this long.
    pub claim: u64,
    /// First interval of polls.
    pub poll_first: u64,
    /// Longest interval of polls.
    pub poll_most: u64,
    /// Time that calls to other systems have, outages included.
    pub outage: u64,
    /// Between two looks at a platform, or at the comments of a repository, that sends no webhooks.
    pub poll: u64,
    /// Between two comparisons of what is stored with what runs.
    pub reconcile: u64,
    /// What looks for ever begins a new run after this time, 25 hours at most, so that no history grows.
    pub renew: u64,
}

impl Default for Windows {
    fn default() -> Self {
        const MINUTE: u64 = 60_000;
        const HOUR: u64 = 60 * MINUTE;
        const DAY: u64 = 24 * HOUR;
        Self {
            rest: DAY,
            review: 7 * DAY,
            follow: 14 * DAY,
            preview: 30 * MINUTE,
            redeploy: HOUR,
            claim: 30 * DAY,
            poll_first: MINUTE,
            poll_most: HOUR,
            outage: DAY,
            poll: MINUTE,
            reconcile: MINUTE,
            renew: DAY,
        }
    }
}
