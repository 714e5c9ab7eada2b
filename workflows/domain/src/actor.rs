//! Who asked for something, and through which channel.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The way a wish reached us; it decides how far the actor's name can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A Temporal signal from a shell: the name is unverified.
    #[default]
    Shell,
    /// The `regreen` command line.
    Cli,
    /// The REST API.
    Rest,
    /// The gRPC API.
    Grpc,
    /// The dashboard.
    Dashboard,
    /// A comment on a pull request, by an account the git host authenticated.
    PullRequest,
    /// regreen itself.
    System,
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shell => "shell, unverified",
            Self::Cli => "command line",
            Self::Rest => "REST",
            Self::Grpc => "gRPC",
            Self::Dashboard => "dashboard",
            Self::PullRequest => "pull request",
            Self::System => "regreen",
        })
    }
}

/// A person (or regreen itself) and the channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Actor {
    /// A login or name as the channel gave it; empty when nobody said.
    pub name: String,
    /// How it reached us.
    pub channel: Channel,
}

impl Actor {
    /// An actor by name and channel.
    #[must_use]
    pub fn new(name: impl Into<String>, channel: Channel) -> Self {
        Self {
            name: name.into(),
            channel,
        }
    }

    /// regreen itself.
    #[must_use]
    pub fn system() -> Self {
        Self::new("regreen", Channel::System)
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.name.is_empty() {
            "somebody"
        } else {
            &self.name
        };
        write!(f, "{name} ({})", self.channel)
    }
}
