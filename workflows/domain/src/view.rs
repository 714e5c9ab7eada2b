//! The whole state of a fix as people and the store see it.
//!
//! The workflow owns it and answers it to the query `state`; the store mirrors it; every face shows it.

use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    blob::BlobRef,
    budget::Spend,
    deployment::{Deployment, Platform, PullRequestLink},
    diagnosis::Diagnosis,
    ids::{AttemptNumber, DeploymentId, FixId, SubscriptionId},
    patch::{Patch, PolicyFinding},
    proof::Proof,
    repository::Repository,
    status::{EndReason, FixStatus},
};

/// At most this many notes and events are kept; the oldest go first.
pub const KEPT_ENTRIES: usize = 60;

/// A dated sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Unix time in milliseconds.
    pub at: i64,
    /// The sentence.
    pub text: String,
}

/// How far an attempt has come, and how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// Under way.
    Running,
    /// The failure could not be reproduced.
    NotReproduced,
    /// No fixer made a change.
    NoChange,
    /// The budget ran out.
    BudgetExhausted,
    /// The policy refused the patch.
    Refused,
    /// Red with the patch.
    StillRed,
    /// Green with the patch.
    Green,
    /// A person rejected it or asked for another.
    Rejected,
    /// Green here, but the platform's own preview failed.
    PreviewFailed,
    /// A fault that is not the patch's.
    Faulted,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptView {
    /// Its number, from 1.
    pub number: AttemptNumber,
    /// Commit it started from.
    pub parent: String,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// A sentence about the outcome.
    pub detail: String,
    /// The patch, when one was made.
    pub patch: Option<Patch>,
    /// What the policy found.
    pub findings: Vec<PolicyFinding>,
    /// What shows that it works.
    pub proof: Option<Proof>,
    /// What the fixer did: a transcript.
    pub transcript: Option<BlobRef>,
    /// Log of the last build with the patch.
    pub log: Option<BlobRef>,
    /// What it cost.
    pub spend: Spend,
    /// Time spent in sandboxed work, in milliseconds.
    pub sandbox_milliseconds: u64,
}

/// The fix that works on the same root cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    /// Its id.
    pub fix: FixId,
    /// Its workflow.
    pub workflow_id: String,
    /// Its pull request, once it is known.
    pub pull_request: Option<PullRequestLink>,
}

/// What a fix waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Waiting {
    /// A person's decision on this patch.
    Approval {
        /// The patch.
        patch: String,
        /// Why a person is asked.
        why: Vec<String>,
    },
    /// Another fix.
    Leader {
        /// The fix.
        leader: FixId,
    },
    /// A redeploy made because the platform was at fault.
    Redeploy {
        /// The new deployment.
        deployment: DeploymentId,
    },
    /// The pull request's fate.
    PullRequest,
    /// The next day's budget of the installation.
    Budget {
        /// Unix time in milliseconds at which that day begins.
        until: i64,
    },
    /// A person's retry.
    Retry,
}

/// The pull request that would have been opened, had the subscription not wished to observe only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its head branch.
    pub branch: String,
    /// Its target.
    pub base: String,
    /// Draft or ready.
    pub draft: bool,
    /// Its labels.
    pub labels: Vec<String>,
}

/// The view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FixView {
    /// The fix.
    pub fix: FixId,
    /// Its workflow.
    pub workflow_id: String,
    /// Which run of the workflow, from 1; 0 until the store has said.
    pub run: u32,
    /// Rises with every change in a run.
    pub revision: u32,
    /// The platform.
    pub platform: Platform,
    /// The failed deployment.
    pub deployment_id: DeploymentId,
    /// The subscription.
    pub subscription: SubscriptionId,
    /// Where it stands.
    pub status: FixStatus,
    /// Why it ended.
    pub reason: Option<EndReason>,
    /// A sentence about where it stands.
    pub detail: String,
    /// What it waits for.
    pub waiting: Option<Waiting>,
    /// The repository.
    pub repository: Option<Repository>,
    /// The deployment as the platform described it.
    pub deployment: Option<Deployment>,
    /// The project's directory in the repository; empty for the top.
    #[serde(default)]
    pub root_directory: String,
    /// The build log, redacted.
    pub log: Option<BlobRef>,
    /// What the log says.
    pub diagnosis: Option<Diagnosis>,
    /// The rule that matched.
    pub rule: Option<String>,
    /// The fix that works on the same root cause, while this one follows.
    pub leader: Option<Leader>,
    /// The attempts of this run and, in short, of earlier ones.
    pub attempts: Vec<AttemptView>,
    /// The pull request.
    pub pull_request: Option<PullRequestLink>,
    /// What would have been opened, where the subscription only observes.
    #[serde(default)]
    pub proposal: Option<Proposal>,
    /// Spent over all runs.
    pub spend: Spend,
    /// Who cancelled it.
    pub cancelled_by: Option<Actor>,
    /// Messages that changed nothing, and other remarks.
    pub notes: Vec<Entry>,
    /// What happened.
    pub timeline: Vec<Entry>,
}

impl FixView {
    /// A fresh view of a fix about which nothing is known yet.
    #[must_use]
    pub fn new(
        fix: FixId,
        workflow_id: String,
        platform: Platform,
        deployment_id: DeploymentId,
        subscription: SubscriptionId,
    ) -> Self {
        Self {
            fix,
            workflow_id,
            run: 0,
            revision: 0,
            platform,
            deployment_id,
            subscription,
            status: FixStatus::Pending,
            reason: None,
            detail: String::new(),
            waiting: None,
            repository: None,
            deployment: None,
            root_directory: String::new(),
            log: None,
            diagnosis: None,
            rule: None,
            leader: None,
            attempts: Vec::new(),
            pull_request: None,
            proposal: None,
            spend: Spend::default(),
            cancelled_by: None,
            notes: Vec::new(),
            timeline: Vec::new(),
        }
    }

    /// Adds to the timeline.
    pub fn happened(&mut self, at: i64, text: impl Into<String>) {
        push(&mut self.timeline, at, &text.into());
    }

    /// Adds a note.
    pub fn note(&mut self, at: i64, text: impl Into<String>) {
        push(&mut self.notes, at, &text.into());
    }

    /// Without its story, but for the newest entry: that says when this was so.
    #[must_use]
    pub fn in_short(&self) -> Self {
        Self {
            timeline: self.timeline.last().cloned().into_iter().collect(),
            notes: Vec::new(),
            ..self.clone()
        }
    }

    /// The last attempt.
    #[must_use]
    pub fn last_attempt(&self) -> Option<&AttemptView> {
        self.attempts.last()
    }

    /// The attempt whose patch is published, under review or, failing that, the last.
    #[must_use]
    pub fn shown_attempt(&self) -> Option<&AttemptView> {
        self.attempts
            .iter()
            .rev()
            .find(|a| a.outcome == AttemptOutcome::Green)
            .or(self.attempts.last())
    }
}

fn push(entries: &mut Vec<Entry>, at: i64, text: &str) {
    if entries.len() >= KEPT_ENTRIES {
        entries.remove(0);
    }
    entries.push(Entry {
        at,
        text: text.chars().take(500).collect(),
    });
}
