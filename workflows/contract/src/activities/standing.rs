//! What is looked at again and again: platforms and comments without webhooks, and whether what is stored still runs.
//!
//! Each is one activity whose tries are the looks. It is tried until its day is over, says so, and is begun anew.

use domain::ConnectionId;
use serde::{Deserialize, Serialize};

use super::activity;

activity!(
    /// Writes a delivery for every deployment of the connection's subscribed projects that has come to an end.
    PollDeployments = "poll.deployments", PollLook => Day
);
activity!(
    /// Writes a delivery for every comment that addresses regreen, on pull requests of repositories without a hook.
    PollComments = "poll.comments", PollLook => Day
);
activity!(
    /// Finds fixes whose workflows were terminated or reset, and puts right what is stored of them.
    ReconcileFixes = "reconcile.fixes", ReconcileLook => Day
);

/// Input of the polls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollLook {
    /// The connection.
    pub connection: ConnectionId,
    /// When the day began: Unix time in milliseconds.
    pub since: i64,
}

/// Input of [`ReconcileFixes`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconcileLook {
    /// When the day began: Unix time in milliseconds.
    pub since: i64,
}

/// How a day ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "day", rename_all = "snake_case")]
pub enum Day {
    /// Another one begins.
    Over,
    /// Nothing is left to look at.
    Last {
        /// A sentence.
        why: String,
    },
}
