//! Getting the source: clone, submodules, LFS, branches.

use crate::{
    pattern::{Family, Pattern, Stage::Deploy},
    rows::{consequence, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "git",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "git.submodule-url",
        Other,
        &["No url found for submodule path"],
        r"No url found for submodule path '(?P<pkg>[^']+)' in (?P<file>\.gitmodules)",
    )
    .during(Deploy)
    .like("fatal: No url found for submodule path 'themes/paper' in .gitmodules"),
    exact(
        "git.not-our-ref",
        Other,
        &["not our ref"],
        "upload-pack: not our ref",
    )
    .named("submodule commit missing")
    .during(Deploy)
    .about(&[".gitmodules"])
    .transient()
    .like("fatal: remote error: upload-pack: not our ref 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"),
    exact(
        "git.commit-gone",
        Other,
        &["did not contain", "unadvertised object"],
        r"but it did not contain [0-9a-f]{7,}|Direct fetching of that commit failed|does not allow request for unadvertised object",
    )
    .named("submodule commit missing")
    .during(Deploy)
    .like("error: Server does not allow request for unadvertised object 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"),
    exact(
        "git.submodule-clone",
        Other,
        &["into submodule path", "Failed to clone '", "' not allowed", "fatal: repository '"],
        r"^fatal: repository '[^']+' does not exist|transport '\w+' not allowed|clone of '[^']+' into submodule path '(?P<pkg>[^']+)' failed|Failed to clone '(?P<spec>[^']+)'",
    )
    .during(Deploy)
    .like("fatal: clone of 'git@github.com:acme/theme.git' into submodule path '/work/themes/paper' failed"),
    exact(
        "git.auth",
        Other,
        &[
            "could not read Username", "Host key verification failed", "Authentication failed for",
            "Permission denied (publickey)", "Repository not found", "HTTP Basic: Access denied",
            "terminal prompts disabled", "could not read Password", "Invalid username or ",
            "Support for password authentication was removed", "access denied or repository not exported",
            "Access to this repository has been disabled", "Repository unavailable due to DMCA",
            "The project you were looking for could not be found", "Repository access denied",
            "returned error: 404", "' not found",
        ],
        r"could not read (?:Username|Password)|Invalid username or (?:password|token)|Support for password authentication was|access denied or repository not exported|Access to this repository has been disabled|unavailable due to DMCA|project you were looking for could not be found|Repository access denied|unable to access '[^']+': The requested URL returned error: 404|fatal: repository '[^']+' not found|Host key verification failed|Authentication failed for|Permission denied \(publickey\)|Repository not found|HTTP Basic: Access denied",
    )
    .named("repository refused")
    .during(Deploy)
    .outside()
    .like("fatal: could not read Username for 'https://github.com': terminal prompts disabled"),
    exact(
        "git.unreachable",
        Other,
        &[
            "unable to access 'http", "unable to access ‘http", "Could not resolve host", "early EOF", "RPC failed",
            "fetch-pack: unexpected disconnect", "unexpected disconnect while reading", "Failed to connect to",
            "The remote end hung up unexpectedly", "the remote end hung up unexpectedly", "kex_exchange_identification",
            "Connection timed out", "Connection closed by", "Could not resolve hostname", "Internal Server Error",
        ],
        r"fatal: unable to access|remote end hung up unexpectedly|kex_exchange_identification|ssh: Could not resolve hostname|ssh: connect to host \S+ port \d+: |Connection closed by \S+ port 22|^fatal: .*(?:Internal Server Error)|Could not resolve host: github|early EOF|RPC failed|unexpected disconnect|Failed to connect to github",
    )
    .named("repository unreachable")
    .during(Deploy)
    .transient()
    .outside()
    .like("fatal: unable to access 'https://github.com/acme/web.git/': Could not resolve host: github.com"),
    exact(
        "git.submodule-commit",
        Other,
        &["Error checking out submodules: fatal: reference is not a tree", "in submodule path"],
        r"submodules: fatal: reference is not a tree|Unable to find current revision in submodule path|Unable to checkout '[0-9a-f]+' in submodule path '(?P<pkg>[^']+)'",
    )
    .named("submodule commit missing")
    .during(Deploy)
    .like("Error checking out submodules: fatal: reference is not a tree: 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"),
    exact(
        "git.branch-missing",
        Other,
        &[
            "Remote branch", "couldn't find remote ref", "did not match any file(s) known to git",
            "reference is not a tree", "unable to read tree", "bad object", "dubious ownership",
            "not found in upstream origin",
        ],
        r"Remote branch \S+ not found|fatal: (?:unable to read tree|bad object|detected dubious ownership)|couldn't find remote ref|did not match any file\(s\) known|reference is not a tree",
    )
    .named("branch missing")
    .during(Deploy)
    .outside()
    .like("fatal: couldn't find remote ref refs/heads/feature"),
    exact(
        "git.lfs",
        Other,
        &[
            "smudge filter lfs failed", "Error downloading object", "git-lfs", "LFS: ", "exceeded its LFS budget",
            "over its data quota", "Object does not exist on the server", "'lfs' is not a git command", "batch response: ",
        ],
        r"smudge filter lfs failed|Error downloading object: (?P<pkg>\S+)|batch response: |over its data quota|exceeded its LFS budget|Object does not exist on the server|'lfs' is not a git command|git-lfs: (?:command )?not found",
    )
    .named("lfs failed")
    .during(Deploy)
    .outside()
    .like("Error downloading object: assets/hero.mp4 (0f1e2d3): Smudge error: batch response: This repository is over its data quota."),
    exact(
        "git.file-name",
        Other,
        &["Filename too long", "invalid path '"],
        r"(?:File name|Filename) too long|invalid path '(?P<file>[^']+)'",
    )
    .during(Deploy)
    .like("error: invalid path 'docs/a:b.md'"),
    exact(
        "git.clone-failed",
        Other,
        &[
            "Failed to clone repository", "There was a permanent problem cloning the repo",
            "Error checking out submodules", "Failed: error occurred while updating repository submodules",
            "unable to clone",
        ],
        r"Failed to clone repository|permanent problem cloning|(?:E|e)rror checking out submodules: (?:fatal|error|ERROR|remote|ssh|exit)|updating repository submodules",
    )
    .named("clone failed")
    .during(Deploy)
    .like("Error checking out submodules: fatal: some other reason"),
    strong(
        "git.remote",
        Other,
        &["Could not read from remote repository"],
        "",
    )
    .named("repository refused")
    .during(Deploy)
    .outside()
    .like("fatal: Could not read from remote repository."),
    consequence(
        "git.stage",
        &["Failed during stage 'preparing repo'", "preparing repo"],
        r"Failed during stage 'preparing repo'(?:: (?:exit status.*|User git error.*|Error checking.*)?)?$",
    )
    .like("Failed during stage 'preparing repo': exit status 128"),
];
