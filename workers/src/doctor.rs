//! The sandbox's part of `regreen doctor`.

use bootstrap::config::SandboxConfig;
pub use sandbox::bubblewrap::Check;

/// Tries everything a build needs, by running one. Takes a second or two.
pub async fn sandbox(config: &SandboxConfig) -> anyhow::Result<Vec<Check>> {
    Ok(sandbox::bubblewrap::probe(crate::sandboxed::bubblewrap(config)?).await)
}
