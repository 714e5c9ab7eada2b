//! What a poll writes into the outbox: the body of a delivery that no webhook brought.

use domain::{DeploymentId, DeploymentState, Repository};
use serde::{Deserialize, Serialize};

/// One piece of news, as the poll found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Polled {
    /// A deployment has come to an end.
    Deployment {
        /// The deployment.
        deployment: DeploymentId,
        /// The platform's id of its project.
        project: String,
        /// Its state.
        state: DeploymentState,
        /// Its branch.
        branch: Option<String>,
        /// Its commit.
        commit: Option<String>,
        /// When it was made: Unix time in milliseconds.
        created_at: i64,
    },
    /// Somebody wrote to regreen.
    Comment {
        /// The repository.
        repository: Repository,
        /// The pull request.
        number: u64,
        /// The comment.
        comment: u64,
        /// Login of the author.
        author: String,
        /// What was written; untrusted.
        body: String,
    },
}

impl Polled {
    /// What makes the delivery unique for its hook.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Deployment {
                deployment, state, ..
            } => format!("{deployment}:{}", state_name(*state)),
            Self::Comment { comment, .. } => format!("comment:{comment}"),
        }
    }
}

fn state_name(state: DeploymentState) -> &'static str {
    match state {
        DeploymentState::Pending => "pending",
        DeploymentState::Ready => "ready",
        DeploymentState::Failed => "failed",
        DeploymentState::Cancelled => "cancelled",
        DeploymentState::Blocked => "blocked",
    }
}
