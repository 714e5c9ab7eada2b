//! What people are told of fixes outside the pull request, and the kinds of channels that tell it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What an alert is about. The names on the wire are the `type` of outgoing webhooks and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AlertEvent {
    /// A patch waits for a person.
    #[serde(rename = "fix.reviewing")]
    Reviewing,
    /// The pull request is open.
    #[serde(rename = "fix.pr_created")]
    PrCreated,
    /// The pull request was merged.
    #[serde(rename = "fix.merged")]
    Merged,
    /// The fix failed, and why.
    #[serde(rename = "fix.failed")]
    Failed,
    /// Nothing was to be done, and why.
    #[serde(rename = "fix.skipped")]
    Skipped,
    /// A person stopped the fix.
    #[serde(rename = "fix.cancelled")]
    Cancelled,
    /// The fix was proved and, as the subscription wishes, not published.
    #[serde(rename = "fix.observed")]
    Observed,
    /// Somebody tries the channel.
    #[serde(rename = "test")]
    Test,
}

impl AlertEvent {
    /// All events.
    pub const ALL: [Self; 8] = [
        Self::Reviewing,
        Self::PrCreated,
        Self::Merged,
        Self::Failed,
        Self::Skipped,
        Self::Cancelled,
        Self::Observed,
        Self::Test,
    ];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reviewing => "fix.reviewing",
            Self::PrCreated => "fix.pr_created",
            Self::Merged => "fix.merged",
            Self::Failed => "fix.failed",
            Self::Skipped => "fix.skipped",
            Self::Cancelled => "fix.cancelled",
            Self::Observed => "fix.observed",
            Self::Test => "test",
        }
    }
}

impl fmt::Display for AlertEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that no event has.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("`{0}` is not an event that alerts are sent for")]
pub struct UnknownAlertEvent(String);

impl FromStr for AlertEvent {
    type Err = UnknownAlertEvent;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|event| event.as_str() == text)
            .ok_or_else(|| UnknownAlertEvent(text.chars().take(40).collect()))
    }
}

/// How an alert channel speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A signed outgoing webhook (Standard Webhooks).
    Webhook,
}

impl ChannelKind {
    /// All kinds.
    pub const ALL: [Self; 1] = [Self::Webhook];

    /// The name used in JSON, tables and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
        }
    }
}

impl fmt::Display for ChannelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that no kind of channel has.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("`{0}` is not a kind of alert channel: use webhook")]
pub struct UnknownChannelKind(String);

impl FromStr for ChannelKind {
    type Err = UnknownChannelKind;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownChannelKind(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests;
