//! `sandbox-launch PLAN`: limit oneself, give up privileges, become bubblewrap.
//!
//! Order matters: control groups, limits and files need the privileges that are then dropped, and
//! the parent-death signal is cleared by a change of user, so it is set last.

use std::convert::Infallible;
use std::ffi::{CString, OsStr};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::unistd::{self, Gid, Uid};

use super::carry::carry;
use super::{Event, Plan, RELAY};
use crate::bubblewrap::seccomp;

/// A plan larger than this is not one of ours.
const PLAN_LIMIT: u64 = 16 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub(super) enum LaunchFailure {
    #[error("no plan was given")]
    NoPlan,
    #[error("{0}: {1}")]
    Io(&'static str, io::Error),
    #[error("{0}: {1}")]
    System(&'static str, Errno),
    #[error("paths behind closed directories: {0}")]
    Carry(io::Error),
    #[error("the plan cannot be read: {0}")]
    Plan(serde_json::Error),
    #[error("the supervisor is gone")]
    Orphaned,
    #[error("system call filter: {0}")]
    Filter(String),
    #[error("an argument holds a NUL byte")]
    Nul,
}

/// Returns only when it failed.
pub(super) fn run(plan: Option<PathBuf>) -> LaunchFailure {
    match prepare(plan) {
        Err(failure) => failure,
        Ok((plan, mut report)) => match execute(&plan, &mut report) {
            Err(failure) => {
                let event = match &failure {
                    LaunchFailure::System("exec", Errno::ENOENT) => Event::BubblewrapMissing,
                    LaunchFailure::Carry(error) => Event::NotCarried {
                        reason: error.to_string(),
                    },
                    other => Event::Failed {
                        reason: other.to_string(),
                    },
                };
                match event.write(&mut report) {
                    Ok(()) => failure,
                    Err(error) => LaunchFailure::Io("report", error),
                }
            }
            Ok(never) => match never {},
        },
    }
}

fn prepare(plan: Option<PathBuf>) -> Result<(Plan, File), LaunchFailure> {
    close_inherited().map_err(|error| LaunchFailure::Io("inherited files", error))?;
    let path = plan.ok_or(LaunchFailure::NoPlan)?;
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(PLAN_LIMIT).read_to_string(&mut text))
        .map_err(|error| LaunchFailure::Io("plan", error))?;
    let plan: Plan = serde_json::from_str(&text).map_err(LaunchFailure::Plan)?;
    let report = append(&plan.report).map_err(|error| LaunchFailure::Io("report", error))?;
    Ok((plan, report))
}

fn execute(plan: &Plan, report: &mut File) -> Result<Infallible, LaunchFailure> {
    let status = append(&plan.status).map_err(|error| LaunchFailure::Io("status", error))?;
    for group in &plan.groups {
        std::fs::write(group, b"0").map_err(|error| LaunchFailure::Io("control group", error))?;
    }
    for (limit, value) in &plan.limits {
        lower(*limit, *value).map_err(|error| LaunchFailure::Io("limit", error))?;
    }
    if let Some(carried) = &plan.carried {
        carry(carried, &plan.status.with_file_name("carried")).map_err(LaunchFailure::Carry)?;
    }
    if plan.combined {
        unistd::dup2_stderr(io::stdout())
            .map_err(|errno| LaunchFailure::System("output", errno))?;
    }
    if let Some(user) = plan.user {
        // The relay opens the report anew from its descriptor, which asks the file's permissions.
        unistd::fchown(&*report, Some(Uid::from_raw(user.id)), None)
            .map_err(|errno| LaunchFailure::System("report", errno))?;
        drop_privileges(user.id).map_err(|errno| LaunchFailure::System("user", errno))?;
    }
    prctl::set_pdeathsig(Signal::SIGKILL)
        .map_err(|errno| LaunchFailure::System("parent", errno))?;
    // The parent may have died before the signal was asked for.
    if unistd::getppid().as_raw() != plan.parent {
        return Err(LaunchFailure::Orphaned);
    }

    let mut options = vec!["--json-status-fd".to_owned(), inherit(&status)?.to_string()];
    let filters = filters()?;
    for filter in &filters {
        options.extend([
            "--add-seccomp-fd".to_owned(),
            filter.as_raw_fd().to_string(),
        ]);
    }
    options.extend(plan.options.iter().cloned());
    let options = memory_file(
        "options",
        &options
            .iter()
            .flat_map(|option| [option.as_bytes(), b"\0"])
            .collect::<Vec<_>>()
            .concat(),
    )?;

    let mut arguments = vec![
        "bwrap".to_owned(),
        "--args".to_owned(),
        options.as_raw_fd().to_string(),
        "--".to_owned(),
        plan.relay.clone(),
        RELAY.to_owned(),
        "--report".to_owned(),
        inherit(report)?.to_string(),
    ];
    arguments.extend(plan.arguments.iter().cloned());
    let arguments = arguments
        .into_iter()
        .map(|argument| CString::new(argument).map_err(|_| LaunchFailure::Nul))
        .collect::<Result<Vec<_>, _>>()?;
    let program =
        CString::new(plan.bwrap.as_os_str().as_bytes()).map_err(|_| LaunchFailure::Nul)?;
    // An empty environment: what bubblewrap inherits can be read inside as that of process 1.
    let environment: [CString; 0] = [];
    unistd::execve(&program, &arguments, &environment)
        .map_err(|errno| LaunchFailure::System("exec", errno))
}

/// Whatever the supervisor or a library left open must not reach the command.
fn close_inherited() -> io::Result<()> {
    let open: Vec<RawFd> = std::fs::read_dir("/proc/self/fd")?
        .filter_map(|entry| number(&entry.ok()?.file_name()))
        .filter(|descriptor| *descriptor > 2)
        .collect();
    for descriptor in open {
        // The listing's own descriptor is among them and already closed.
        let _ = unistd::close(descriptor);
    }
    Ok(())
}

fn number(name: &OsStr) -> Option<RawFd> {
    name.to_str()?.parse().ok()
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).open(path)
}

fn lower(limit: super::ResourceLimit, value: u64) -> io::Result<()> {
    let resource = rlimit::Resource::from(limit);
    let (_, hard) = resource.get()?;
    let value = value.min(hard);
    resource.set(value, value)
}

fn drop_privileges(id: u32) -> Result<(), Errno> {
    let (user, group) = (Uid::from_raw(id), Gid::from_raw(id));
    unistd::setgroups(&[])?;
    unistd::setresgid(group, group, group)?;
    unistd::setresuid(user, user, user)
}

fn filters() -> Result<Vec<File>, LaunchFailure> {
    seccomp::programs()
        .map_err(|error| LaunchFailure::Filter(error.to_string()))?
        .iter()
        .map(|program| memory_file("filter", program))
        .collect()
}

/// An anonymous file that survives exec, read from its start.
fn memory_file(name: &'static str, content: &[u8]) -> Result<File, LaunchFailure> {
    let descriptor = memfd_create(name, MFdFlags::empty())
        .map_err(|errno| LaunchFailure::System("memory file", errno))?;
    let mut file = File::from(descriptor);
    file.write_all(content)
        .and_then(|()| file.rewind())
        .map_err(|error| LaunchFailure::Io("memory file", error))?;
    Ok(file)
}

/// Lets a file survive exec and gives its number.
fn inherit(file: &File) -> Result<RawFd, LaunchFailure> {
    fcntl(file.as_fd(), FcntlArg::F_SETFD(FdFlag::empty()))
        .map_err(|errno| LaunchFailure::System("descriptor", errno))?;
    Ok(file.as_raw_fd())
}
