//! Which files of a worked-in tree can belong to a patch: not what installs and builds leave behind.

use std::{collections::BTreeSet, path::Path};

/// Names of directories that tools fill.
const DIRECTORIES: &[&str] = &[
    "node_modules",
    ".pnpm-store",
    ".yarn-cache",
    ".npm",
    "dist",
    "build",
    "out",
    ".next",
    ".nuxt",
    ".output",
    ".svelte-kit",
    ".astro",
    ".turbo",
    ".vercel",
    ".netlify",
    ".wrangler",
    ".cache",
    ".parcel-cache",
    ".angular",
    ".docusaurus",
    ".vite",
    "coverage",
    "storybook-static",
    "__pycache__",
    ".opencode",
];

/// Paths below a directory of that name, such as `.yarn/cache`.
const BELOW: &[(&str, &str)] = &[
    (".yarn", "cache"),
    (".yarn", "unplugged"),
    (".yarn", "install-state.gz"),
    (".yarn", "build-state.yml"),
];

/// Names of files that tools write.
const FILES: &[&str] = &[
    ".pnp.cjs",
    ".pnp.loader.mjs",
    ".eslintcache",
    ".DS_Store",
    "npm-debug.log",
    "yarn-error.log",
];

/// The rule by which files are taken into a tree.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    /// Every file but `.git`.
    Everything,
    /// What the base commit tracks, and new files that are neither generated nor ignored.
    Work {
        /// Paths that the base commit tracks.
        tracked: BTreeSet<String>,
        /// Further directories that the build writes to, without slashes at the ends.
        outputs: Vec<String>,
    },
}

impl Selection {
    /// Whether a directory must be walked into.
    pub(crate) fn enters(&self, directory: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Work { tracked, .. } => {
                !self.is_generated(directory) || {
                    let below = format!("{directory}/");
                    tracked
                        .range(below.clone()..)
                        .next()
                        .is_some_and(|path| path.starts_with(&below))
                }
            }
        }
    }

    /// Whether a file is taken, as far as its path tells.
    pub(crate) fn takes(&self, file: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Work { tracked, .. } => tracked.contains(file) || !self.is_generated(file),
        }
    }

    /// Whether the base commit has the file; such a file is taken even if `.gitignore` names it.
    pub(crate) fn is_tracked(&self, file: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Work { tracked, .. } => tracked.contains(file),
        }
    }

    fn is_generated(&self, path: &str) -> bool {
        let outputs: &[String] = match self {
            Self::Everything => &[],
            Self::Work { outputs, .. } => outputs,
        };
        let mut before = "";
        for name in path.split('/') {
            if DIRECTORIES.contains(&name) || BELOW.contains(&(before, name)) {
                return true;
            }
            before = name;
        }
        FILES.contains(&before)
            || Path::new(before)
                .extension()
                .is_some_and(|extension| extension == "tsbuildinfo")
            || outputs.iter().any(|output| {
                path.strip_prefix(output.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
    }
}
