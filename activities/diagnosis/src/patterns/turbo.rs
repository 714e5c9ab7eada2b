//! Turborepo's own errors: a frame (`x …`) and below it the cause (`` `-> … ``).

use crate::{
    pattern::{Family, Pattern, Place::Frame},
    rows::{exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "turbo",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "turbo.environment-prefix",
        Config,
        &["Environment variables should not be prefixed with"],
        "",
    )
    .at(&[Frame])
    .about(&["turbo.json"])
    .like("  x Environment variables should not be prefixed with \"$\""),
    exact(
        "turbo.config",
        Config,
        &[
            "ound `pipeline` field instead of `tasks`", "ould not find turbo.json", "ould not find `turbo.json", "nable to find turbo.json", "nvalid turbo.json",
            "needs an entry in turbo.json", "turbo.json contains",
            "Found an unknown key", "You can only extend from",
        ],
        r"[Ff]ound `pipeline` field instead of `tasks`|Could not find `?turbo\.json|[Uu]nable to find turbo\.json|[Ii]nvalid turbo\.json|turbo\.json contains |[x×] Found an unknown key|You can only extend from the root|needs an entry in turbo\.json",
    )
    .at(&[Frame])
    .like("  x Found `pipeline` field instead of `tasks`.\n   ,-[turbo.json:4:3]"),
    exact(
        "turbo.package-manager",
        Config,
        &[
            "Missing `packageManager` field",
            "We did not find a package manager specified", "could not parse the packageManager field",
            "We detected multiple package managers",
        ],
        r"Missing `packageManager` field in (?P<file>package\.json)|We did not find a package manager specified in your root (?P<file2>package\.json)|could not parse the packageManager field|We detected multiple package managers",
    )
    .named("turbo does not know the package manager")
    .like("  x Could not resolve workspaces.\n  `-> Missing `packageManager` field in package.json"),
    exact(
        "turbo.package-manager-wrapped",
        Config,
        &["legacy `packageManager` field"],
        "",
    )
    .named("turbo does not know the package manager")
    .about(&["package.json"])
    .like("  `-> Missing `devEngines.packageManager` or legacy `packageManager` field"),
    exact(
        "turbo.task-missing",
        Config,
        &["Could not find task", "Missing tasks in project", "could not find task", "ould not find the following tasks", "Missing task definition"],
        r"[Cc]ould not find (?:the following )?tasks? |Missing task definition, configure",
    )
    .like("  x Missing tasks in project\n  `-> Could not find task `bild` in project"),
    exact(
        "turbo.package-missing",
        Config,
        &["No package found with name", "No packages matched the provided filter"],
        r"No package found with name '(?P<pkg>[^']+)'|No packages matched the provided filter",
    )
    .like("  x No package found with name 'wbe' in workspace"),
    exact(
        "turbo.cycle",
        Config,
        &["Cyclic dependency detected", "yclic dependency"],
        r"[Cc]yclic dependency",
    )
    .like("  `-> Cyclic dependency detected:"),
    exact(
        "turbo.persistent",
        Config,
        &["is a persistent task,", "are marked as persistent"],
        "",
    )
    .like("  x \"web#dev\" is a persistent task, \"web#build\" cannot depend on it"),
    exact(
        "turbo.binary",
        Dependency,
        &["Unable to find package manager binary", "cannot find binary path", "Turborepo did not find the correct binary"],
        "",
    )
    .like("  x Unable to find package manager binary: cannot find binary path"),
    exact(
        "turbo.lockfile",
        Dependency,
        &["Failed to parse lockfile", "lockfile not found", "nable to parse lockfile"],
        r"[x×] .*(?:Failed to parse lockfile|lockfile not found)|`-> .*lockfile",
    )
    .like("  x Failed to parse lockfile"),
    exact(
        "turbo.argument",
        Config,
        &["error: unexpected argument", "error: unrecognized subcommand", "ERROR  unexpected argument"],
        r"^\W*(?:error:|ERROR) +(?:unexpected argument|unrecognized subcommand) '(?P<pkg>[^']+)'",
    )
    .like(" ERROR  unexpected argument '--filtre' found"),
    strong(
        "turbo.frame",
        Config,
        &["ould not resolve workspace", "ailed to parse turbo", "Missing tasks in project", "nvalid task configuration", "nvalid package dependency graph", "ackage task configuration"],
        r"[x×] (?:Could not resolve workspaces?|could not resolve workspaces?|Missing tasks in project|[Ff]ailed to parse turbo[. ]json|[Ii]nvalid (?:task configuration|package dependency graph))",
    )
    .like("  x Could not resolve workspaces."),
];
