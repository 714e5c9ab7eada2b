//! Asks the host's own npm, and reads its files for what it does not tell: credentials.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::NpmUpstream;
use super::npmrc;
use crate::GatewayError;

/// npm starts in well under a second.
const PATIENCE: Duration = Duration::from_secs(30);
/// A longer file is not npm's configuration.
const FILE_LIMIT: u64 = 1024 * 1024;
/// Prefix of settings in the environment, in any case.
const PREFIX: &str = "npm_config_";

impl NpmUpstream {
    /// What this host's npm is configured to use: its settings, the user's and the global file, the
    /// environment. Project files are not read: a project is not trusted to choose a registry.
    ///
    /// Runs npm once. Without npm only files and environment count.
    ///
    /// # Errors
    /// [`GatewayError::NoRegistry`] when nothing names one, [`GatewayError::Address`] when it is not usable.
    pub async fn discover() -> Result<Self, GatewayError> {
        let variables: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let mut upstream = Self::from_settings(&merge(&ask_npm().await, &variables))?;
        upstream
            .certificates
            .extend(variables.get("NODE_EXTRA_CA_CERTS").map(PathBuf::from));
        upstream.certificates.retain(|path| path.is_file());
        upstream.certificates.dedup();
        Ok(upstream)
    }
}

/// Settings as npm sees them, without what it keeps to itself.
async fn ask_npm() -> BTreeMap<String, String> {
    let listing = Command::new("npm")
        .args(["config", "list", "--json"])
        // Away from any project.
        .current_dir("/")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    match tokio::time::timeout(PATIENCE, listing).await {
        Ok(Ok(output)) if output.status.success() => listed(&output.stdout),
        _ => BTreeMap::new(),
    }
}

fn listed(json: &[u8]) -> BTreeMap<String, String> {
    let settings: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(json).unwrap_or_default();
    settings
        .into_iter()
        .filter_map(|(name, value)| match value {
            serde_json::Value::String(text) => Some((name, text)),
            _ => None,
        })
        .collect()
}

/// Everything together: npm's own word for what it tells, files and environment for the rest.
fn merge(
    listed: &BTreeMap<String, String>,
    variables: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let variable = |name: &str| variables.get(name).cloned();
    let home = variables.get("HOME").map(PathBuf::from);
    let named = |key: &str| listed.get(key).map(PathBuf::from);
    let files = [
        Some(PathBuf::from("/etc/npmrc")),
        named("globalconfig"),
        named("userconfig").or_else(|| home.map(|home| home.join(".npmrc"))),
    ];
    let mut settings = BTreeMap::new();
    for file in files.into_iter().flatten() {
        settings.extend(npmrc::parse(&read(&file), &variable));
    }
    for (name, value) in variables {
        let Some(key) = name
            .get(..PREFIX.len())
            .filter(|prefix| prefix.eq_ignore_ascii_case(PREFIX))
        else {
            continue;
        };
        let key = &name[key.len()..];
        // Addresses and scopes keep their case; plain settings do not.
        let key = if key.starts_with("//") || key.starts_with('@') {
            key.to_owned()
        } else {
            key.to_lowercase().replace('_', "-")
        };
        settings.insert(key, value.clone());
    }
    settings.extend(listed.clone());
    settings
}

fn read(path: &Path) -> String {
    let small = std::fs::metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() <= FILE_LIMIT);
    if small {
        std::fs::read_to_string(path).unwrap_or_default()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests;
