//! From a job to the launcher's plan: whose files they are, by which names they are reached, what the
//! limits are.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::cgroup::Group;
use super::reach::Names;
use super::slots::Identity;
use super::{BubblewrapConfig, Staged, arguments, ownership, system};
use crate::launcher::{Carried, Plan, ResourceLimit, User};
use crate::{Job, Limits, Output, SandboxError};

/// Hosts refuse process limits that leave bubblewrap itself no room.
const FEWEST_PROCESSES: u64 = 8;

/// Gives a job's trees to its user and finds names for everything that is shown inside. Blocks.
pub(super) fn hand_over(
    config: &BubblewrapConfig,
    staged: &Staged,
    job: &Job,
    identity: Identity,
) -> Result<Names, SandboxError> {
    if let Some(uid) = identity.dedicated() {
        for tree in [&job.workspace, &job.home] {
            let action = format!("giving {} to the sandbox's user", tree.display());
            ownership::give(tree, uid).map_err(SandboxError::host(action))?;
        }
    }
    let replaced: Vec<PathBuf> = system::REPLACED
        .iter()
        .map(|(name, _)| staged.configuration.join(name))
        .collect();
    let always = replaced.iter().chain([&staged.launcher, &staged.empty]);
    let installed = config
        .tools
        .iter()
        .map(|tool| &tool.source)
        .chain(&config.certificates);
    let trees = [&job.workspace, &job.home]
        .into_iter()
        .chain(&job.read_only_git);
    let mounts = job.read_only.iter().map(|mount| &mount.source);
    let doors = job.doors.iter().map(|door| &door.socket);
    let all = always
        .chain(installed)
        .chain(trees)
        .chain(mounts)
        .chain(doors);
    Names::of(all.map(PathBuf::as_path), identity)
}

/// Everything the launcher has to know; `directory` is the run's own.
pub(super) fn plan(
    config: &BubblewrapConfig,
    staged: &Staged,
    job: &Job,
    identity: Identity,
    names: &Names,
    group: Option<&Group>,
    directory: &Path,
) -> Result<Plan, SandboxError> {
    Ok(Plan {
        parent: i32::try_from(std::process::id()).unwrap_or_default(),
        groups: group.map(Group::entrances).unwrap_or_default(),
        limits: limits(&job.limits, identity),
        carried: names
            .carried()
            .map(|(place, sources)| Carried { place, sources }),
        user: identity.dedicated().map(|id| User { id }),
        status: directory.join("status"),
        report: directory.join("report"),
        combined: job.output == Output::Combined,
        bwrap: config.bwrap.clone(),
        options: arguments::options(config, staged, job, names)?,
        relay: arguments::RELAY.to_owned(),
        arguments: arguments::relay(job),
    })
}

fn limits(limits: &Limits, identity: Identity) -> Vec<(ResourceLimit, u64)> {
    let mut all = vec![
        (ResourceLimit::Core, 0),
        (ResourceLimit::Cpu, limits.cpu.as_secs().max(1)),
        (ResourceLimit::FileSize, limits.file_size),
        (ResourceLimit::OpenFiles, limits.open_files),
    ];
    // It counts all processes of the user on the host: only fair for a user of its own.
    if identity.dedicated().is_some() {
        all.push((
            ResourceLimit::Processes,
            limits.processes.max(FEWEST_PROCESSES),
        ));
    }
    all
}

/// Writes the plan and the empty files that it names. The plan holds the job's environment: only we may
/// read it.
pub(super) fn write(path: &Path, plan: &Plan) -> io::Result<()> {
    let create = |path: &Path| {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
    };
    create(&plan.status)?;
    create(&plan.report)?;
    create(path)?.write_all(&serde_json::to_vec(plan)?)
}
