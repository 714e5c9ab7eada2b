//! The status of a fix and its legal transitions: the only place where they are written.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

#[cfg(test)]
mod tests;

/// Where a fix stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixStatus {
    /// Accepted, nothing done yet.
    Pending,
    /// Waiting: to begin, or behind another fix of the same root cause.
    Queued,
    /// Looking at the deployment, its log, and the rules.
    Analyzing,
    /// Reproducing, changing, verifying.
    Fixing,
    /// A person must decide on the patch.
    Reviewing,
    /// The pull request is open and followed.
    PrCreated,
    /// The pull request was merged.
    Merged,
    /// Ended without a fix; rests for a while and can be retried.
    Failed,
    /// Nothing was to be done.
    Skipped,
    /// A person stopped it.
    Cancelled,
}

/// A transition the table does not allow.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("a fix cannot go from {from} to {to}")]
pub struct TransitionError {
    /// The status it has.
    pub from: FixStatus,
    /// The status that was asked for.
    pub to: FixStatus,
}

impl FixStatus {
    /// All statuses, in the order of a life.
    pub const ALL: [Self; 10] = [
        Self::Pending,
        Self::Queued,
        Self::Analyzing,
        Self::Fixing,
        Self::Reviewing,
        Self::PrCreated,
        Self::Merged,
        Self::Failed,
        Self::Skipped,
        Self::Cancelled,
    ];

    /// The name used in JSON, search attributes and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Queued => "queued",
            Self::Analyzing => "analyzing",
            Self::Fixing => "fixing",
            Self::Reviewing => "reviewing",
            Self::PrCreated => "pr_created",
            Self::Merged => "merged",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the fix has ended (a person's retry may still reopen it, unless it is merged).
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(
            self,
            Self::Merged | Self::Failed | Self::Skipped | Self::Cancelled
        )
    }

    /// Whether `to` may follow by regreen's own decision.
    fn leads_to(self, to: Self) -> bool {
        use FixStatus::{
            Analyzing, Cancelled, Failed, Fixing, Merged, Pending, PrCreated, Queued, Reviewing,
            Skipped,
        };
        match (self, to) {
            // Any open fix can fail or be cancelled or found to be superfluous.
            (from, Failed | Cancelled | Skipped) => !from.is_end(),
            (Pending, Queued)
            | (Queued, Analyzing | Fixing)
            | (Analyzing, Queued | Fixing)
            | (Fixing, Reviewing | PrCreated | Queued)
            | (Reviewing, Fixing | PrCreated)
            | (PrCreated, Fixing | Merged) => true,
            _ => false,
        }
    }

    /// Checks a transition by regreen itself.
    ///
    /// # Errors
    /// When the table does not allow it.
    pub fn to(self, to: Self) -> Result<Self, TransitionError> {
        if self.leads_to(to) {
            Ok(to)
        } else {
            Err(TransitionError { from: self, to })
        }
    }

    /// Checks a person's retry: an end other than `merged` goes back to `queued`.
    ///
    /// # Errors
    /// When the fix is open or merged.
    pub fn retried(self) -> Result<Self, TransitionError> {
        match self {
            Self::Failed | Self::Skipped | Self::Cancelled => Ok(Self::Queued),
            from => Err(TransitionError {
                from,
                to: Self::Queued,
            }),
        }
    }
}

impl fmt::Display for FixStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for FixStatus {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == text)
            .ok_or_else(|| {
                format!(
                    "`{}` is not a status of a fix",
                    text.chars().take(40).collect::<String>()
                )
            })
    }
}

/// Why a fix ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The pull request was merged.
    Merged,
    /// A rule said so.
    Rule,
    /// Another fix solved the cause.
    Duplicate,
    /// The platform's fault: redeployed, and green.
    PlatformFault,
    /// The failure is on a fix branch of our own; its parent fix has the result.
    OwnBranch,
    /// A newer commit or a green sibling made it superfluous.
    Superseded,
    /// The subscription does not want automatic fixes.
    AutoFixDisabled,
    /// Nothing in the repository can fix it.
    NotFixable,
    /// Fixed and proved, and kept to itself: the subscription only observes.
    Observed,
    /// The build is green in the sandbox, or red for another reason.
    NotReproduced,
    /// All attempts failed.
    AttemptsExhausted,
    /// Tokens, money or calls ran out.
    BudgetExhausted,
    /// A person rejected the patch.
    Rejected,
    /// The pull request was closed without being merged.
    PullRequestClosed,
    /// Nothing happened for long.
    Expired,
    /// A system we need stayed away.
    Unavailable,
    /// A fault of regreen itself.
    Internal,
    /// A person cancelled it.
    Cancelled,
}

impl EndReason {
    /// All reasons.
    pub const ALL: [Self; 18] = [
        Self::Merged,
        Self::Rule,
        Self::Duplicate,
        Self::PlatformFault,
        Self::OwnBranch,
        Self::Superseded,
        Self::AutoFixDisabled,
        Self::NotFixable,
        Self::Observed,
        Self::NotReproduced,
        Self::AttemptsExhausted,
        Self::BudgetExhausted,
        Self::Rejected,
        Self::PullRequestClosed,
        Self::Expired,
        Self::Unavailable,
        Self::Internal,
        Self::Cancelled,
    ];

    /// The name used in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::Rule => "rule",
            Self::Duplicate => "duplicate",
            Self::PlatformFault => "platform_fault",
            Self::OwnBranch => "own_branch",
            Self::Superseded => "superseded",
            Self::AutoFixDisabled => "auto_fix_disabled",
            Self::NotFixable => "not_fixable",
            Self::Observed => "observed",
            Self::NotReproduced => "not_reproduced",
            Self::AttemptsExhausted => "attempts_exhausted",
            Self::BudgetExhausted => "budget_exhausted",
            Self::Rejected => "rejected",
            Self::PullRequestClosed => "pull_request_closed",
            Self::Expired => "expired",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
            Self::Cancelled => "cancelled",
        }
    }

    /// The end status this reason belongs to.
    #[must_use]
    pub fn status(self) -> FixStatus {
        match self {
            Self::Merged => FixStatus::Merged,
            Self::Rule
            | Self::Duplicate
            | Self::PlatformFault
            | Self::OwnBranch
            | Self::Superseded
            | Self::AutoFixDisabled
            | Self::NotFixable
            | Self::Observed => FixStatus::Skipped,
            Self::NotReproduced
            | Self::AttemptsExhausted
            | Self::BudgetExhausted
            | Self::Rejected
            | Self::PullRequestClosed
            | Self::Expired
            | Self::Unavailable
            | Self::Internal => FixStatus::Failed,
            Self::Cancelled => FixStatus::Cancelled,
        }
    }

    /// Whether a fix with this end has solved its root cause: what is counted on the cause starts anew.
    #[must_use]
    pub fn solves(self) -> bool {
        matches!(self, Self::Merged | Self::Observed)
    }

    /// Whether followers of the root cause go on by themselves when their leader ends so;
    /// any other failure ends them too, since the same money is not spent twice.
    #[must_use]
    pub fn hands_over(self) -> bool {
        matches!(
            self,
            Self::Cancelled | Self::Superseded | Self::Unavailable | Self::Internal
        )
    }
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EndReason {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|r| r.as_str() == text)
            .ok_or_else(|| {
                format!(
                    "`{}` is not a reason",
                    text.chars().take(40).collect::<String>()
                )
            })
    }
}
