//! What is told of channels.

use alerts::ChannelKind;
use domain::{ChannelId, SubscriptionId};
use jiff::Timestamp;
use outbound::Url;
use secrecy::SecretString;
use serde::Serialize;
use store::ChannelRow;

/// A channel, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelSummary {
    /// Its id.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// How it speaks.
    pub kind: ChannelKind,
    /// The receiver's address, without its query.
    pub url: String,
    /// A disabled one is told nothing.
    pub enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a receiver took an alert last.
    pub last_sent_at: Option<Timestamp>,
    /// Why the last alert was not taken.
    pub last_error: Option<String>,
    /// Changes with every write.
    pub version: u32,
}

impl From<ChannelRow> for ChannelSummary {
    fn from(row: ChannelRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            url: shown(&row.url),
            enabled: row.enabled,
            created_at: row.created_at,
            last_sent_at: row.last_sent_at,
            last_error: row.last_error,
            version: row.version,
        }
    }
}

/// A channel and who uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelDetails {
    /// The channel.
    #[serde(flatten)]
    pub channel: ChannelSummary,
    /// The active subscriptions whose settings name it.
    pub used_by: Vec<SubscriptionId>,
}

/// A channel that was made, or got another secret.
#[derive(Debug, Clone)]
pub struct AddedChannel {
    /// The channel.
    pub channel: ChannelSummary,
    /// Its secret: this is the only time that it is shown.
    pub secret: SecretString,
    /// The secret was made here; else the caller gave it.
    pub made: bool,
}

/// How a test of a channel went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelTest {
    /// The channel's name.
    pub channel: String,
    /// The id of the message that was sent.
    pub message: String,
    /// The receiver took it.
    pub taken: bool,
    /// What the receiver answered, or why it did not.
    pub answer: String,
    /// It was not taken, but could be later without anybody changing anything.
    pub retryable: bool,
}

/// The address as it is shown: a query may hold what is nobody's business.
fn shown(url: &str) -> String {
    Url::parse(url).map_or_else(|_| String::new(), |url| outbound::shown(&url))
}
