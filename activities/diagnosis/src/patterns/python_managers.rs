//! Python projects and their lockfiles: Poetry, uv, Pipenv, conda.

use crate::{
    pattern::{
        Condition::Under,
        Family, Pattern,
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "python-managers",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "poetry.lock",
        Dependency,
        &["poetry.lock was last generated", "poetry.lock is not up to date", "is not up to date with the lock file"],
        "",
    )
    .named("poetry lockfile out of step")
    .during(Install)
    .about(&["pyproject.toml", "poetry.lock"])
    .like("pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file."),
    exact(
        "poetry.lock-version",
        Dependency,
        &["The lock file is not compatible with the current version of Poetry"],
        "",
    )
    .during(Install)
    .about(&["poetry.lock"])
    .like("The lock file is not compatible with the current version of Poetry."),
    exact(
        "poetry.solve",
        Dependency,
        &["version solving failed"],
        r"(?:^|, )version solving failed\.",
    )
    .during(Install)
    .like("Because web depends on django (^9.0) which doesn't match any versions, version solving failed."),
    exact(
        "poetry.candidates",
        Dependency,
        &["Unable to find installation candidates for"],
        r"Unable to find installation candidates for (?P<pkg>[\w.-]+)",
    )
    .during(Install)
    .like("  Unable to find installation candidates for torch (2.0.0)"),
    exact(
        "poetry.project",
        Config,
        &["The current project could not be installed", "No file/folder found for package"],
        "",
    )
    .named("poetry installs no package")
    .during(Install)
    .about(&["pyproject.toml"])
    .like("Error: The current project could not be installed: No file/folder found for package web"),
    exact(
        "poetry.invalid",
        Config,
        &["The Poetry configuration is invalid", "Invalid TOML file", "Group(s) not found:"],
        r"Poetry configuration is invalid|Invalid TOML file|Group\(s\) not found: (?P<pkg>\w+)",
    )
    .during(Install)
    .about(&["pyproject.toml"])
    .like("The Poetry configuration is invalid:"),
    exact(
        "poetry.option",
        Config,
        &[" option does not exist", "\" does not exist"],
        r#"^\W*The (?:(?:"-{1,2}[\w-]+")? ?option "?-{0,2}[\w-]*"? ?|requested command |command "?)(?P<pkg>[\w-]*)"? does not exist"#,
    )
    .during(Install)
    .like("The option \"--only\" does not exist"),
    exact(
        "uv.lock",
        Dependency,
        &[
            "The lockfile at `uv.lock` needs to be updated", "Unable to find lockfile at `uv.lock`",
            "Failed to parse `uv.lock`", "uses an unsupported schema version",
        ],
        r"lockfile at `uv\.lock`|Failed to parse `uv\.lock`|unsupported schema version",
    )
    .named("uv lockfile out of step")
    .during(Install)
    .about(&["uv.lock"])
    .like("error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided."),
    exact(
        "uv.because",
        Dependency,
        &["─▶ Because ", "-> Because "],
        r"^\W*Because (?:only )?(?:there (?:is|are) no versions? of )?(?P<pkg>\S+)",
    )
    .named("no solution for python packages")
    .during(Install)
    .like("  × No solution found when resolving dependencies:\n  ╰─▶ Because acme==9.0 depends on torch<1.0 and your project depends on torch==2.4, we can conclude that acme==9.0 cannot be used."),
    strong(
        "uv.solve",
        Dependency,
        &["No solution found when resolving"],
        "",
    )
    .during(Install)
    .like("  × No solution found when resolving dependencies:"),
    exact(
        "python.version-unknown",
        Dependency,
        &["Unable to find any supported Python versions", "Unable to install Python version", "python-build: definition not found"],
        "",
    )
    .named("python version unknown")
    .during(Install)
    .like("Error: Unable to find any supported Python versions."),
    exact(
        "uv.read-only",
        Config,
        &["Read-only file system (os error 30)"],
        r"^\W*Caused by: Read-only file system",
    )
    .when(Under("failed to remove file"))
    .during(Install)
    .like("error: failed to remove file `/usr/local/lib/python3.11/site-packages/a/INSTALLER`\n  Caused by: Read-only file system (os error 30)"),
    exact(
        "uv.no-project-table",
        Config,
        &["No `project` table found in"],
        r"No `project` table found in: `(?P<raw>[^`]*pyproject\.toml)`",
    )
    .during(Install)
    .like("error: No `project` table found in: `/work/pyproject.toml`"),
    consequence(
        "uv.command",
        &["Failed to run \"uv "],
        r#"Failed to run "uv \w+": Command failed: (?P<command>\S.*)"#,
    )
    .like("Error: Failed to run \"uv lock\": Command failed: /usr/local/bin/uv lock"),
    exact(
        "pip.bootstrap",
        Dependency,
        &["This script does not work on Python "],
        r"This script does not work on Python [\d.]+",
    )
    .during(Install)
    .like("ERROR: This script does not work on Python 3.6. The minimum supported Python version is 3.9."),
    exact(
        "uv.pyproject",
        Config,
        &["Failed to parse: `pyproject.toml`", "Failed to parse `pyproject.toml`"],
        "",
    )
    .during(Install)
    .about(&["pyproject.toml"])
    .like("error: Failed to parse: `pyproject.toml`"),
    exact(
        "uv.spawn",
        Dependency,
        &["error: Failed to spawn: `"],
        r"Failed to spawn: `(?P<pkg>[^`]+)`",
    )
    .during(Deploy)
    .like("error: Failed to spawn: `gunicorn`"),
    exact(
        "pipenv.lock",
        Dependency,
        &["Pipfile.lock ("],
        r"Pipfile\.lock \(\w+\) (?:is )?out of date",
    )
    .named("pipenv lockfile out of step")
    .during(Install)
    .about(&["Pipfile.lock"])
    .like("Your Pipfile.lock (0f1e2d) is out of date. Expected: (3c4b5a)."),
    exact(
        "pipenv.lock-missing",
        Dependency,
        &["Pipfile.lock not found", "Pipfile.lock must exist"],
        "",
    )
    .during(Install)
    .about(&["Pipfile.lock"])
    .like("Error: Pipfile.lock must exist to use --deploy"),
    exact(
        "conda.solve",
        Dependency,
        &["ResolvePackageNotFound", "PackagesNotFoundError:", "UnsatisfiableError:", "LibMambaUnsatisfiableError:"],
        "",
    )
    .during(Install)
    .like("PackagesNotFoundError: The following packages are not available from current channels:"),
    exact(
        "conda.file",
        Config,
        &["EnvironmentFileNotFound:"],
        r"EnvironmentFileNotFound: '(?P<file>[^']+)'",
    )
    .during(Install)
    .like("EnvironmentFileNotFound: '/work/environment.yml' file not found"),
];
