//! Turns a job into bubblewrap's options and the relay's arguments. Pure but for looking at the
//! host's system directories.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use super::config::BubblewrapConfig;
use super::reach::Names;
use super::stage::Staged;
use super::system;
use crate::{HOME, Job, SandboxError, WORKSPACE};

/// Where the relay appears inside.
pub(super) const RELAY: &str = "/run/regreen/relay";

/// All options but the descriptors, which only the launcher knows.
pub(super) fn options(
    config: &BubblewrapConfig,
    staged: &Staged,
    job: &Job,
    names: &Names,
) -> Result<Vec<String>, SandboxError> {
    let mut options = Options {
        all: Vec::new(),
        names,
    };
    options.add([
        "--unshare-all",
        "--unshare-user",
        "--disable-userns",
        "--die-with-parent",
        "--new-session",
    ]);
    options.add(["--cap-drop", "ALL", "--hostname", "sandbox", "--clearenv"]);
    let id = system::INSIDE_ID.to_string();
    options.add(["--uid", &id, "--gid", &id]);

    options.all.extend(system::options());
    for (name, _) in system::REPLACED {
        options.bind(
            "--ro-bind",
            &staged.configuration.join(name),
            &Path::new("/etc").join(name),
        )?;
    }
    for tool in &config.tools {
        options.bind("--ro-bind", &tool.source, &tool.target)?;
    }
    for certificate in &config.certificates {
        options.bind("--ro-bind", certificate, certificate)?;
    }
    for masked in &config.masked {
        options.bind("--ro-bind", &staged.empty, masked)?;
    }
    let temporary = job.limits.temporary.to_string();
    options.add(["--proc", "/proc", "--dev", "/dev"]);
    options.add([
        "--size",
        &temporary,
        "--tmpfs",
        "/dev/shm",
        "--remount-ro",
        "/dev",
    ]);
    options.add([
        "--size",
        &temporary,
        "--perms",
        "1777",
        "--tmpfs",
        "/tmp",
        "--symlink",
        "../tmp",
        "/var/tmp",
    ]);

    options.bind("--bind", &job.workspace, Path::new(WORKSPACE))?;
    if let Some(git) = &job.read_only_git {
        options.bind("--ro-bind", git, &Path::new(WORKSPACE).join(".git"))?;
    }
    options.bind("--bind", &job.home, Path::new(HOME))?;
    for mount in &job.read_only {
        options.bind("--ro-bind", &mount.source, &mount.target)?;
    }
    options.bind("--ro-bind", &staged.launcher, Path::new(RELAY))?;
    for door in &job.doors {
        options.bind("--ro-bind", &door.socket, Path::new(&socket(door.port)))?;
    }
    // The root itself is memory without a size limit.
    options.add(["--remount-ro", "/"]);
    options.add(["--chdir", &format!("{WORKSPACE}/{}", job.directory)]);
    for (name, value) in environment(config, job) {
        options.add(["--setenv", &name, &value]);
    }
    Ok(options.all)
}

/// The relay's arguments after its own subcommand.
pub(super) fn relay(job: &Job) -> Vec<String> {
    let doors = job.doors.iter().flat_map(|door| {
        [
            "--door".to_owned(),
            format!("{}={}", door.port, socket(door.port)),
        ]
    });
    doors
        .chain(["--".to_owned()])
        .chain(job.command.iter().cloned())
        .collect()
}

fn socket(port: u16) -> String {
    format!("/run/regreen/door-{port}.sock")
}

/// The default environment under the job's own.
fn environment(config: &BubblewrapConfig, job: &Job) -> BTreeMap<String, String> {
    let fixed = [
        ("HOME", HOME),
        ("USER", "fixer"),
        ("LOGNAME", "fixer"),
        ("SHELL", "/bin/sh"),
        ("LANG", "C.UTF-8"),
        ("TMPDIR", "/tmp"),
        ("TERM", "dumb"),
    ];
    let mut all: BTreeMap<String, String> = fixed
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    all.insert("PATH".to_owned(), system::search_path(&config.tools));
    all.extend(config.certificate_variables.iter().cloned());
    all.extend(job.environment.clone());
    all
}

/// Refuses what makes no sense, before anything is touched.
pub(super) fn validate(job: &Job) -> Result<(), SandboxError> {
    let invalid = |reason: &str| Err(SandboxError::InvalidJob(reason.to_owned()));
    if job.command.first().is_none_or(String::is_empty) {
        return invalid("it has no command");
    }
    if !Path::new(&job.directory)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
    {
        return invalid("its directory must stay within the workspace");
    }
    if job.read_only.iter().any(|mount| !absolute(&mount.target)) {
        return invalid("a mount's target must be an absolute path without `..`");
    }
    let mut ports: Vec<u16> = job.doors.iter().map(|door| door.port).collect();
    ports.sort_unstable();
    if ports.first() == Some(&0) || ports.windows(2).any(|pair| pair[0] == pair[1]) {
        return invalid("its doors need different ports other than 0");
    }
    let named = |name: &String| !name.is_empty() && !name.contains('=');
    if !job.environment.keys().all(named) {
        return invalid("an environment variable has no usable name");
    }
    let mut texts = job
        .command
        .iter()
        .chain(job.environment.keys())
        .chain(job.environment.values());
    if texts.any(|text| text.contains('\0')) || job.directory.contains('\0') {
        return invalid("command and environment must not hold NUL bytes");
    }
    Ok(())
}

fn absolute(path: &Path) -> bool {
    path.is_absolute() && !path.components().any(|part| part == Component::ParentDir)
}

struct Options<'n> {
    all: Vec<String>,
    names: &'n Names,
}

impl Options<'_> {
    fn add<'a>(&mut self, options: impl IntoIterator<Item = &'a str>) {
        self.all.extend(options.into_iter().map(str::to_owned));
    }

    fn bind(&mut self, option: &str, source: &Path, target: &Path) -> Result<(), SandboxError> {
        let text = |path: &Path| {
            path.to_str()
                .filter(|path| !path.contains('\0'))
                .map(str::to_owned)
                .ok_or_else(|| {
                    SandboxError::InvalidJob(format!("{} is not valid UTF-8", path.display()))
                })
        };
        self.all.extend([
            option.to_owned(),
            text(self.names.name(source))?,
            text(target)?,
        ]);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
