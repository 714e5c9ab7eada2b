//! The package managers of operating systems, as container builds and build scripts run them.

use crate::{
    pattern::{Family, Pattern, Place::Told, Stage::Deploy},
    rows::{consequence, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "system-packages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "apt.release",
        Dependency,
        &["does not have a Release file", "no longer has a Release file", "' is not signed.", "E: Failed to fetch "],
        r"^E: The repository '[^']+' (?:does not have|no longer has) a Release file|^E: The repository '[^']+' is not signed|^E: Failed to fetch \S+\s+404",
    )
    .named("package repository gone")
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("E: The repository 'http://deb.debian.org/debian stretch Release' does not have a Release file."),
    exact(
        "apt.forbidden",
        Config,
        &["/var/lib/apt/lists", "/var/lib/dpkg/lock", "are you root?", "Permission denied)", "Unable to lock database"],
        r"^E: (?:List directory /var/lib/apt/lists|Could not open lock file /var/lib|Unable to (?:acquire|lock)).*(?:Read-only|Permission denied|are you root)|^ERROR: Unable to lock database",
    )
    .named("system packages may not be installed")
    .during(Deploy)
    .like("E: List directory /var/lib/apt/lists/partial is missing. - Acquire (30: Read-only file system)"),
    exact(
        "docker.apk",
        Dependency,
        &[
            "(no such package)", "breaks: world[", "Unable to locate package", "has no installation candidate", "' was not found", "Unable to find a match:",
            "No match for argument:", "you have held broken packages",
        ],
        r"^\s*(?P<pkg>[\w.+-]+) \(no such package\)|breaks: world\[(?P<spec>[\w.+-]+)|Unable to locate package \S+|has no installation candidate|^E: Version '[^']+' for '[^']+' was not found|^(?:Error: )?(?:Unable to find a match|No match for argument): |held broken packages",
    )
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("E: Unable to locate package libfoo-dev"),
    strong(
        "apk.unable",
        Dependency,
        &["unable to select packages"],
        "",
    )
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("ERROR: unable to select packages:"),
    strong(
        "apt.unmet",
        Dependency,
        &["The following packages have unmet dependencies"],
        "",
    )
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("The following packages have unmet dependencies:"),
    consequence(
        "apt.summary",
        &["E: Sub-process /usr/bin/dpkg returned", "E: Some index files failed to download", "E: Unable to fetch some archives"],
        "",
    )
    .like("E: Sub-process /usr/bin/dpkg returned an error code (1)"),
];
