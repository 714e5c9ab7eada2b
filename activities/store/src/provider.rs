//! The two kinds of systems an account can be on.

use std::{fmt, str::FromStr};

use domain::{GitHost, Platform};
use serde::{Deserialize, Serialize};

/// A platform or a git host; their names never collide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Provider {
    /// A hosting platform.
    Platform(Platform),
    /// A git host.
    GitHost(GitHost),
}

impl Provider {
    /// Every provider.
    pub const ALL: [Self; 6] = [
        Self::Platform(Platform::Vercel),
        Self::Platform(Platform::Cloudflare),
        Self::Platform(Platform::Render),
        Self::GitHost(GitHost::Github),
        Self::GitHost(GitHost::Gitlab),
        Self::GitHost(GitHost::Bitbucket),
    ];

    /// The name used in addresses and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Platform(platform) => platform.as_str(),
            Self::GitHost(host) => host.as_str(),
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Provider {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|p| p.as_str() == text)
            .ok_or_else(|| {
                format!(
                    "`{}` is neither a platform nor a git host",
                    text.chars().take(40).collect::<String>()
                )
            })
    }
}
