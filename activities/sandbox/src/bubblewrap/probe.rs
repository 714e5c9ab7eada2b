//! What `regreen doctor` finds out about sandboxes on this host, and what is in force, for people.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use tokio::process::Command;
use tokio_util::sync::CancellationToken;

use super::cgroup::Hierarchy;
use super::seccomp;
use super::slots::{Identity, Slots};
use super::{Bubblewrap, BubblewrapConfig};
use crate::{Job, Sandbox, SandboxError};

/// The first version with `--disable-userns`.
const OLDEST: (u32, u32) = (0, 8);

/// Prints filter mode and capabilities of a process inside, and leaves a file that shows its owner.
const QUESTIONS: &str =
    "sed -n 's/^\\(Seccomp\\|CapEff\\):[[:space:]]*/\\1 /p' /proc/self/status; : > owner";

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What it is about.
    pub name: &'static str,
    /// Whether jobs can run as far as this is concerned.
    pub ok: bool,
    /// What was found.
    pub detail: String,
    /// What to do when it is not as it should be; empty otherwise.
    pub remedy: String,
}

impl Check {
    fn good(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            ok: true,
            detail: detail.into(),
            remedy: String::new(),
        }
    }

    fn bad(name: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            name,
            ok: false,
            detail: detail.into(),
            remedy: remedy.into(),
        }
    }
}

/// Tries everything a job needs, by running one. Never fails: what does not work is a check that is not ok.
pub async fn probe(config: BubblewrapConfig) -> Vec<Check> {
    let mut checks = vec![version(&config.bwrap).await];
    let sandbox = match Bubblewrap::new(config) {
        Ok(sandbox) => sandbox,
        Err(error) => {
            checks.push(Check::bad(
                "sandbox root",
                error.to_string(),
                remedy(&error),
            ));
            return checks;
        }
    };
    checks.push(Check::good(
        "sandbox root",
        sandbox.config.root.display().to_string(),
    ));
    match ask(&sandbox).await {
        Ok((answers, uid)) => checks.extend(inside(&answers, uid)),
        Err(error) => checks.push(Check::bad(
            "sandbox start",
            error.to_string(),
            remedy(&error),
        )),
    }
    checks.extend(
        sandbox
            .describe()
            .into_iter()
            .map(|line| Check::good("sandbox limits", line)),
    );
    checks
}

async fn version(bwrap: &Path) -> Check {
    const NAME: &str = "bubblewrap";
    let install = "install the package `bubblewrap`, version 0.8 or newer";
    let output = match Command::new(bwrap).arg("--version").output().await {
        Ok(output) => output,
        Err(error) => return Check::bad(NAME, format!("{}: {error}", bwrap.display()), install),
    };
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match parse_version(&text) {
        Some(found) if found >= OLDEST => Check::good(NAME, text),
        _ => Check::bad(NAME, format!("`{text}` is too old or unknown"), install),
    }
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.rsplit(' ').next()?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// What a process inside says, and who it is for the host.
async fn ask(sandbox: &Bubblewrap) -> Result<(String, u32), SandboxError> {
    let make = || {
        tempfile::Builder::new()
            .prefix("probe-")
            .tempdir_in(&sandbox.config.root)
    };
    let failed = SandboxError::host("making a directory for a probe");
    let (workspace, home) = make()
        .and_then(|workspace| Ok((workspace, make()?)))
        .map_err(failed)?;
    let job = Job::new(workspace.path(), home.path(), ["/bin/sh", "-c", QUESTIONS]);
    let mut output = Vec::new();
    let outcome = sandbox
        .run(&job, &mut output, &CancellationToken::new())
        .await?;
    let output = String::from_utf8_lossy(&output).into_owned();
    let owner = std::fs::metadata(workspace.path().join("owner"));
    if let (true, Ok(owner)) = (outcome.exit.success(), owner) {
        Ok((output, owner.uid()))
    } else {
        Err(SandboxError::Setup(format!(
            "a probe ended with {:?}: {}",
            outcome.exit,
            output.trim()
        )))
    }
}

fn inside(answers: &str, uid: u32) -> Vec<Check> {
    let answer = |name: &str| {
        answers
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
            .unwrap_or_default()
            .to_owned()
    };
    let filter = answer("Seccomp ");
    let capabilities = answer("CapEff ");
    let filtered = if filter == "2" {
        Check::good(
            "system-call filter",
            format!("{} calls denied", seccomp::denied_calls()),
        )
    } else {
        Check::bad(
            "system-call filter",
            format!("mode `{filter}`"),
            "use a kernel with CONFIG_SECCOMP_FILTER",
        )
    };
    let user = if uid == 0 {
        Check::bad(
            "sandbox user",
            "root",
            "run regreen where it may change its user",
        )
    } else {
        Check::good("sandbox user", format!("uid {uid} outside"))
    };
    let powerless = if !capabilities.is_empty() && capabilities.bytes().all(|digit| digit == b'0') {
        Check::good("capabilities", "none")
    } else {
        Check::bad(
            "capabilities",
            format!("`{capabilities}`"),
            "use an unmodified bubblewrap",
        )
    };
    vec![
        Check::good("user namespaces", "usable"),
        filtered,
        user,
        powerless,
    ]
}

fn remedy(error: &SandboxError) -> String {
    match error {
        SandboxError::Unreachable { remedy, .. } => remedy.clone(),
        SandboxError::NamespacesForbidden(_) => {
            "allow unprivileged user namespaces for bubblewrap (sysctl, or an AppArmor profile)"
                .to_owned()
        }
        SandboxError::BubblewrapMissing(_) => "install the package `bubblewrap`".to_owned(),
        _ => "see the message".to_owned(),
    }
}

/// What is in force, one line each.
pub(super) fn describe(
    config: &BubblewrapConfig,
    slots: &Slots,
    hierarchy: &Hierarchy,
) -> Vec<String> {
    let dedicated = slots.first().dedicated().is_some();
    let user = match slots.first() {
        Identity::Dedicated(first) => {
            format!(
                "user: one of its own per job, {first} to {}",
                first + config.slots.saturating_sub(1)
            )
        }
        Identity::Own(uid) => format!("user: regreen's own ({uid}), in a user namespace"),
    };
    let memory = if hierarchy.limits_memory() {
        format!("memory: of the job, by {}", hierarchy.name())
    } else {
        "memory: of the job, by a watchdog (no control group could be used)".to_owned()
    };
    let processes = match (hierarchy.limits_processes(), dedicated) {
        (true, true) => format!("processes: of the job, by {} and by user", hierarchy.name()),
        (true, false) => format!("processes: of the job, by {}", hierarchy.name()),
        (false, true) => "processes: of the job, by user".to_owned(),
        (false, false) => {
            "processes: not limited (needs a control group, or regreen as root)".to_owned()
        }
    };
    vec![
        "network: none, but for doors to unix sockets".to_owned(),
        user,
        memory,
        processes,
        "processor time, open files, file size: of each process, by the kernel".to_owned(),
        "disk: workspace and home by a watchdog, temporary files by the size of their file system"
            .to_owned(),
        format!(
            "system calls: {} denied, no capabilities, no further namespaces",
            seccomp::denied_calls()
        ),
    ]
}

#[cfg(test)]
mod tests;
