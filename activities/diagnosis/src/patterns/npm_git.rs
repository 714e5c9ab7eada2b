//! Packages that a package manager fetches with git. Stands before the table of git itself, whose rows speak of the checkout.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "npm-git",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "npm-git.refused",
        Dependency,
        &[
            "Permission denied (publickey)", "Host key verification failed", "Repository not found",
            "could not read Username", "could not read Password", "Authentication failed for",
        ],
        r"npm (?:ERR!|error) .*(?:Permission denied \(publickey\)|Host key verification failed|Repository not found|could not read (?:Username|Password)|Authentication failed for)",
    )
    .named("git dependency refused")
    .during(Install)
    .like("npm error git@git.example.test: Permission denied (publickey)."),
    exact(
        "npm-git.reference",
        Dependency,
        &[
            "The git reference could not be found", "did not match any file(s) known to git",
            "couldn't find remote ref", "Could not resolve ref", "ambiguous argument '",
            "reference is not a tree",
        ],
        r"npm (?:ERR!|error) .*(?:The git reference could not be found|did not match any file\(s\) known to git|couldn't find remote ref|Could not resolve ref|ambiguous argument|reference is not a tree)",
    )
    .named("git dependency without that reference")
    .during(Install)
    .like("npm error fatal: couldn't find remote ref v9.9.9"),
    exact(
        "npm-git.unreachable",
        Other,
        &[
            "Could not resolve host", "unable to access 'http", "early EOF", "RPC failed",
            "Connection reset by", "Connection timed out", "Connection closed by",
        ],
        r"npm (?:ERR!|error) .*(?:Could not resolve host|unable to access 'http|early EOF|RPC failed|Connection (?:reset|closed) by|Connection timed out)",
    )
    .during(Install)
    .transient()
    .outside()
    .like("npm error fatal: unable to access 'https://git.example.test/acme/ui.git/': The requested URL returned error: 503"),
    exact(
        "npm-git.no-git",
        Dependency,
        &["spawn git", "Couldn't find the binary git", "git: not found", "git: command not found"],
        r"(?:npm (?:ERR!|error) .*spawn git(?: ENOENT)?$|^error Couldn't find the binary git|npm (?:ERR!|error) .*\bgit: (?:command )?not found)",
    )
    .named("git missing")
    .during(Install)
    .like("npm error enoent An unknown git error occurred: spawn git ENOENT"),
    strong(
        "npm-git.failed",
        Dependency,
        &["ls-remote", "An unknown git error occurred", "git dep preparation failed", "git submodule update"],
        r"npm (?:ERR!|error) (?:An unknown git error occurred|git dep preparation failed|command git (?:--no-replace-objects )?(?:ls-remote|clone|submodule))|Command failed with exit code 128: git |^Arguments: ls-remote",
    )
    .during(Install)
    .like("npm error command git --no-replace-objects ls-remote ssh://git@git.example.test/acme/private.git"),
    exact(
        "npm-git.yarn",
        Dependency,
        &["Refusing to download the git repo", "Commit hash required", "couldn't find the ref"],
        r"^error .*(?:Refusing to download the git repo|Commit hash required)|couldn't find the ref",
    )
    .during(Install)
    .like("error Commit hash required"),
];
