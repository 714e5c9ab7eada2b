//! A platform's build of one commit.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{ids::DeploymentId, repository::Repository};

/// A hosting provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// Vercel.
    Vercel,
    /// Cloudflare Pages and Workers Builds.
    Cloudflare,
    /// Render.
    Render,
}

impl Platform {
    /// The name used in addresses, configuration and ids.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vercel => "vercel",
            Self::Cloudflare => "cloudflare",
            Self::Render => "render",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A platform name that regreen does not know.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("`{0}` is not a platform: use vercel, cloudflare or render")]
pub struct UnknownPlatform(String);

impl FromStr for Platform {
    type Err = UnknownPlatform;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "vercel" => Ok(Self::Vercel),
            "cloudflare" => Ok(Self::Cloudflare),
            "render" => Ok(Self::Render),
            other => Err(UnknownPlatform(other.chars().take(40).collect())),
        }
    }
}

/// Where a deployment stands, in words common to all platforms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeploymentState {
    /// Queued, initialising or building.
    Pending,
    /// Built.
    Ready,
    /// Failed.
    Failed,
    /// Cancelled, or removed.
    Cancelled,
    /// The platform refuses to build it (a commit author without a seat, a protection rule).
    Blocked,
}

impl DeploymentState {
    /// Whether it will not change any more by itself.
    #[must_use]
    pub fn is_final(self) -> bool {
        self != Self::Pending
    }
}

/// A commit as the deployment names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// 40 hex digits.
    pub sha: String,
    /// First line of the message, at most 200 characters.
    pub subject: String,
    /// Author's login, or name where there is no login.
    pub author: Option<String>,
}

/// The pull request on whose head a deployment was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcePullRequest {
    /// The git host's number.
    pub number: u64,
}

/// A deployment, as far as regreen needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    /// The platform.
    pub platform: Platform,
    /// The platform's id.
    pub id: DeploymentId,
    /// The platform's id of the project.
    pub project: String,
    /// The project's name, for people.
    pub project_name: String,
    /// Where it stands.
    pub state: DeploymentState,
    /// The repository, when the deployment says which one.
    pub repository: Option<Repository>,
    /// Branch, without `refs/heads/`.
    pub branch: Option<String>,
    /// The commit, when there is one (a deployment from the command line has none).
    pub commit: Option<Commit>,
    /// The pull request it belongs to.
    pub pull_request: Option<SourcePullRequest>,
    /// The commit comes from another repository: such code is never run.
    pub from_fork: bool,
    /// `production`, `preview` or the platform's own name of the environment.
    pub target: String,
    /// The platform's page for people.
    pub page: Option<String>,
    /// The platform's error code, free text.
    pub error_code: Option<String>,
    /// The platform's error message, free text.
    pub error_message: Option<String>,
    /// Unix time in milliseconds.
    pub created_at: i64,
    /// The deployment this one repeats.
    pub redeploy_of: Option<DeploymentId>,
}

/// A pull request that regreen opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequestLink {
    /// The git host's number.
    pub number: u64,
    /// The page for people.
    pub url: String,
    /// Its head branch: the fix branch.
    pub branch: String,
    /// The commit last pushed to it by regreen.
    pub head: String,
    /// `open`, `merged` or `closed`.
    pub state: String,
}
