//! How the bubblewrap backend is set up on a host.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::Mount;

/// First of the users that jobs run as where regreen is root. No distribution and no part of
/// systemd hands out 60578–61183 (systemd.io, "Users, Groups, UIDs and GIDs on systemd Systems").
const USER_BASE: u32 = 60_600;
/// How many such users there are, and so how many jobs run at a time at most.
const SLOTS: u32 = 64;

/// Variables in which hosts name further certificate bundles.
pub(super) const CERTIFICATE_VARIABLES: [&str; 3] =
    ["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"];

/// Where added tool folders appear inside.
const TOOLS_INSIDE: &str = "/opt/regreen/tools";

/// Programs whose installation is shown inside when it does not lie in a system directory.
const TOOLS: [&str; 6] = ["node", "npm", "pnpm", "yarn", "corepack", "bun"];

/// How the bubblewrap backend is set up on a host.
#[derive(Clone, Debug)]
pub struct BubblewrapConfig {
    /// The `regreen` binary, for its hidden subcommands.
    pub launcher: PathBuf,
    /// A directory of regreen's own; made if it does not exist.
    pub root: PathBuf,
    /// The bubblewrap program, 0.8 or newer.
    pub bwrap: PathBuf,
    /// First user and group number that jobs run as where regreen is root.
    pub user_base: u32,
    /// How many jobs may run at a time; each has a number of its own.
    pub slots: u32,
    /// Installations shown read-only in every job; those with programs are put on its `PATH`.
    pub tools: Vec<Mount>,
    /// Certificate bundles outside of the usual system directories, shown at their own path.
    pub certificates: Vec<PathBuf>,
    /// The variables that name certificate bundles, given to every job as they are.
    pub certificate_variables: Vec<(String, String)>,
    /// Files of the host that a job must see empty, for instance a package manager's global
    /// configuration with credentials.
    pub masked: Vec<PathBuf>,
}

impl BubblewrapConfig {
    /// Defaults taken from this host: bubblewrap and tools from `PATH`, certificates from the
    /// variables that name them.
    pub fn new(launcher: impl Into<PathBuf>, root: impl Into<PathBuf>) -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        Self::with(launcher.into(), root.into(), &path, |name| {
            std::env::var_os(name)
        })
    }

    /// Shows a folder of tools in every job, at a place of the sandbox's own: the folder must not care where it lies.
    /// A folder of the system is shown anyway.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn add_tools(&mut self, folder: &Path) -> std::io::Result<()> {
        let source = folder.canonicalize()?;
        if !source.starts_with("/usr") && self.tools.iter().all(|tool| tool.source != source) {
            let target = Path::new(TOOLS_INSIDE).join(self.tools.len().to_string());
            self.tools.push(Mount { source, target });
        }
        Ok(())
    }

    fn with(
        launcher: PathBuf,
        root: PathBuf,
        path: &OsStr,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Self {
        let tools = installations(path, &TOOLS);
        let certificate_variables: Vec<(String, String)> = CERTIFICATE_VARIABLES
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), variable(name)?.into_string().ok()?)))
            .filter(|(_, value)| Path::new(value).is_absolute() && Path::new(value).exists())
            .collect();
        let certificates = certificate_variables
            .iter()
            .map(|(_, value)| PathBuf::from(value))
            .filter(|path| {
                !["/usr", "/etc/ssl", "/etc/pki"]
                    .iter()
                    .any(|known| path.starts_with(known))
            })
            .collect();
        // npm reads `etc/npmrc` below its prefix, yarn `etc/yarnrc`; both may hold tokens.
        let prefixes = ["/usr", "/usr/local"].map(PathBuf::from).into_iter();
        let masked = prefixes
            .chain(tools.iter().map(|tool| tool.target.clone()))
            .flat_map(|prefix| ["etc/npmrc", "etc/yarnrc"].map(|file| prefix.join(file)))
            .filter(|file| file.is_file())
            .collect();
        Self {
            launcher,
            root,
            bwrap: find(path, "bwrap").unwrap_or_else(|| PathBuf::from("/usr/bin/bwrap")),
            user_base: USER_BASE,
            slots: SLOTS,
            tools,
            certificates,
            certificate_variables,
            masked,
        }
    }
}

fn find(path: &OsStr, program: &str) -> Option<PathBuf> {
    std::env::split_paths(path)
        .filter(|directory| directory.is_absolute())
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.is_file())
}

/// The installation prefixes of programs on `path` that no system directory holds, each mounted at
/// its own path, since launch scripts and links name it.
fn installations(path: &OsStr, programs: &[&str]) -> Vec<Mount> {
    let mut prefixes: Vec<PathBuf> = Vec::new();
    for program in programs {
        let Some(real) = find(path, program).and_then(|found| found.canonicalize().ok()) else {
            continue;
        };
        // <prefix>/bin/node, or <prefix>/lib/node_modules/npm/bin/npm-cli.js behind a link.
        let prefix = real
            .ancestors()
            .find(|ancestor| ancestor.join("bin").join(program).exists())
            .or_else(|| real.parent())
            .map(Path::to_path_buf);
        let Some(prefix) = prefix else { continue };
        let system = ["/usr", "/bin", "/lib", "/sbin"]
            .iter()
            .any(|known| prefix.starts_with(known));
        let known = prefixes.iter().any(|other| prefix.starts_with(other));
        if !system && !known && prefix.components().count() > 2 {
            prefixes.push(prefix);
        }
    }
    prefixes
        .into_iter()
        .map(|prefix| Mount {
            source: prefix.clone(),
            target: prefix,
        })
        .collect()
}

#[cfg(test)]
mod tests;
