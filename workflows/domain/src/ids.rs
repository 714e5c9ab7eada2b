//! Prefixed, sortable ids. Ids made by other systems (deployments) keep their own form.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::deployment::Platform;

/// A text that is not an id of the wanted kind.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("`{text}` is not an id of this kind: it should look like `{prefix}…`")]
pub struct IdError {
    text: String,
    prefix: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new id; later ids sort after earlier ones (to the millisecond).
            #[must_use]
            pub fn new() -> Self {
                Self(format!(concat!($prefix, "{}"), ulid::Ulid::generate().to_string().to_lowercase()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let rest = text.strip_prefix($prefix).unwrap_or_default();
                let fits = !rest.is_empty() && rest.len() <= 64 && rest.bytes().all(|b| b.is_ascii_alphanumeric());
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError { text: text.chars().take(80).collect(), prefix: $prefix })
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A fix: the durable unit of work for one failed deployment.
    FixId, "fix_"
);
id!(
    /// A user's account on a platform or git host.
    ConnectionId, "con_"
);
id!(
    /// A place that alerts are sent to.
    ChannelId, "chn_"
);
id!(
    /// One platform project linked to one repository.
    SubscriptionId, "sub_"
);
id!(
    /// A user's rule.
    RuleId, "rul_"
);
id!(
    /// One webhook as received.
    DeliveryId, "del_"
);

/// A webhook registration. Unguessable: it is the public half of the address that a platform calls.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HookId(String);

impl HookId {
    /// What every hook id begins with.
    pub const PREFIX: &'static str = "hok_";

    /// Wraps 16 or more bytes of randomness; the caller owns the source of randomness.
    #[must_use]
    pub fn from_random(bytes: [u8; 20]) -> Self {
        Self(format!("{}{}", Self::PREFIX, hex::encode(bytes)))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HookId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let rest = text.strip_prefix(Self::PREFIX).unwrap_or_default();
        if rest.len() >= 16 && rest.len() <= 64 && rest.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError {
                text: text.chars().take(80).collect(),
                prefix: Self::PREFIX,
            })
        }
    }
}

impl fmt::Display for HookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A platform's id of one deployment, as the platform writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeploymentId(pub String);

impl DeploymentId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeploymentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of an attempt of a fix, from 1; it goes on over retries and runs.
pub type AttemptNumber = u32;

/// The Temporal workflow id of the fix of one deployment: `fix:<platform>:<deployment id>`.
#[must_use]
pub fn workflow_id(platform: Platform, deployment: &DeploymentId) -> String {
    format!("fix:{platform}:{deployment}")
}
