//! Programs that regreen needs: whether they are there, and new enough.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use bootstrap::{Config, Sources, config::SandboxConfig};

use super::Check;
use crate::dev;

#[cfg(test)]
mod tests;

/// The oldest Temporal server that has all that regreen uses.
const SERVER: (u32, u32) = (1, 29);

pub(super) fn temporal(config: &Config) -> Check {
    let name = "temporal program";
    let remedy = "install the Temporal CLI with server 1.29 or newer, or set `temporal.cli`; only `regreen dev` needs it";
    let path = match dev::temporal_cli(config) {
        Ok(path) => path,
        Err(failure) => return Check::bad(name, failure.sentence(), remedy),
    };
    match version(&path, "--version") {
        Ok(line) => match server_version(&line) {
            Some(found) if found >= SERVER => {
                Check::good(name, format!("{}: {line}", path.display()))
            }
            _ => Check::bad(name, format!("{}: {line}", path.display()), remedy),
        },
        Err(error) => Check::bad(name, format!("{}: {error}", path.display()), remedy),
    }
}

pub(super) fn git() -> Check {
    program("git", Path::new("git"), "--version", "install git")
}

pub(super) fn node(config: &SandboxConfig) -> Check {
    let path = config
        .node_dir
        .as_ref()
        .map_or_else(|| PathBuf::from("node"), |folder| folder.join("bin/node"));
    program(
        "node",
        &path,
        "--version",
        "install Node, or set `sandbox.node_dir`",
    )
}

pub(super) fn opencode(config: &SandboxConfig, wanted: bool) -> Check {
    let path = config
        .opencode
        .clone()
        .unwrap_or_else(|| PathBuf::from("opencode"));
    let check = program(
        "opencode",
        &path,
        "--version",
        "install OpenCode, or set `sandbox.opencode`",
    );
    if check.ok || wanted {
        return check;
    }
    Check::good(
        "opencode",
        "not found, and not needed: no model is configured (recipes only)",
    )
}

fn program(name: &str, path: &Path, flag: &str, remedy: &str) -> Check {
    match version(path, flag) {
        Ok(line) => Check::good(name, line),
        Err(error) => Check::bad(name, format!("{}: {error}", path.display()), remedy),
    }
}

/// The first line of what a program says about itself. It gets none of our environment but `PATH` and `HOME`.
fn version(path: &Path, flag: &str) -> Result<String, String> {
    let environment = Sources::of_process().environment;
    let kept = environment
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "PATH" | "HOME"));
    let output = Command::new(path)
        .arg(flag)
        .env_clear()
        .envs(kept)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("`{flag}` ended with {}", output.status));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .chars()
        .take(120)
        .collect())
}

/// `(1, 29)` of `temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)`: builds from source have no version of their
/// own.
fn server_version(line: &str) -> Option<(u32, u32)> {
    let after = line.split_once("Server ")?.1;
    let mut parts = after.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}
